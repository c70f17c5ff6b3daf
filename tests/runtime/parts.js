/** Small courses, browsers and learners for the tests. */

import { createDriver as createScorm12 } from "../../templates/runtime/drivers/scorm12.js";
import { createSession } from "../../templates/runtime/session.js";
import { createStore } from "../../templates/runtime/store.js";

// The locks of Node.js (from 24.5 on) are granted in real time, and the clock of most tests is a false one: tests take
// turns by leases, as where a browser has no locks; those of locks are played in Chromium.
if (globalThis.navigator?.locks) Object.defineProperty(navigator, "locks", { value: undefined });

/** @typedef {import("../../templates/runtime/types.js").CourseData} CourseData */
/** @typedef {import("../../templates/runtime/types.js").Interaction} Interaction */

/** Numbers below `limit`, the same in each run (mulberry32).
 * @param {number} seed */
export function dice(seed) {
  let state = seed;
  return (/** @type {number} */ limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const SIGNS = ["a", "b", " ", "\n", "\t", "|", "\\", "'", '"', "~", "!", "@", "*", ".", "ü", "…", "字", "ع", "😀", "\ud83d", "\ude00", "\0", "\r", "\u2028", "<", "&", "%", "[,]", "{", "0"];

/** @param {(limit: number) => number} throwDice @param {number} longest */
export function anyText(throwDice, longest) {
  return Array.from({ length: throwDice(longest + 1) }, () => SIGNS[throwDice(SIGNS.length)]).join("");
}

export const FRUIT = [
  { key: "appl", id: "apple", text: "An apple" },
  { key: "pear", id: "pear", text: "A pear" },
  { key: "plum", id: "plum", text: "A plum" },
];

/** @param {Partial<Interaction> & {key: string}} values @returns {Interaction} */
export function interaction(values) {
  return { id: `course.${values.key}`, page: "pag1", kind: "fill-in", label: `Label of ${values.key}`, ...values };
}

/** @param {Interaction[]} interactions @param {Partial<import("../../templates/runtime/types.js").Settings>} [settings]
 * @param {number} [pages] @returns {CourseData} */
export function courseOf(interactions, settings = {}, pages = 1) {
  return {
    format: 1,
    course: { id: "fruit", title: "Fruit", language: "en", version: "1.0" },
    settings: {
      navigation: "free", completion: "answered", scoring: "participation", passing_score: null,
      retries: true, reveal: true, review: true, summary: true, ...settings,
    },
    texts: {},
    pages: Array.from({ length: pages }, (_, place) => ({ key: `pag${place + 1}`, id: `page_${place + 1}`, title: `Page ${place + 1}`, document: `page_${place + 1}` })),
    interactions,
    // decided on when the attempt begins
    whole: /** @type {any} */ (undefined),
  };
}

/** The storage of one browser.
 * @param {number} [room] characters it holds @returns {Storage} */
export function browserStorage(room = Infinity) {
  const kept = /** @type {any} */ ({});
  const hidden = { enumerable: false };
  Object.defineProperties(kept, {
    getItem: { value: (/** @type {string} */ name) => kept[name] ?? null, ...hidden },
    removeItem: { value: (/** @type {string} */ name) => delete kept[name], ...hidden },
    setItem: {
      value: (/** @type {string} */ name, /** @type {string} */ text) => {
        const others = Object.keys(kept).filter((one) => one !== name);
        const used = others.reduce((sum, one) => sum + kept[one].length, 0);
        if (used + text.length > room) throw new Error("QuotaExceededError");
        kept[name] = text;
      },
      ...hidden,
    },
  });
  return kept;
}

/** A window that holds an API or will.
 * @param {object | null} API @param {object} [more] */
export function windowWith(API, more = {}) {
  /** @type {any} */
  const win = { API, opener: null, ...more };
  win.parent ??= win;
  return win;
}

/** One sitting, with SCORM 1.2 unless another driver is given.
 * @param {CourseData} data @param {object | null} API
 * @param {{storage?: Storage, win?: any, createDriver?: import("../../templates/runtime/types.js").CreateDriver}} [browser] */
export function sit(data, API, { storage = browserStorage(), win = windowWith(API), createDriver = createScorm12 } = {}) {
  /** @type {string[]} */
  const shown = [];
  /** What the learner is asked. @type {import("../../templates/runtime/types.js").Offer | null} */
  let asked = null;
  let restored = 0;
  const session = createSession({
    data,
    driver: createDriver(win, data),
    store: createStore(data.course.id, () => storage),
    view: {
      answered: () => {},
      saving: (saving, notice) => shown.push(notice ? `${saving} ${notice}` : saving),
      restored: () => (restored += 1),
      left() {},
      ask: (offer) => (asked = offer),
    },
  });
  return {
    session, shown, storage, win,
    get restored() { return restored; },
    get asked() { return asked; },
    get last() { return shown.at(-1); },
  };
}
