/** Which pages and questions are asked of this learner in this attempt. Everything else follows from it: the pages and
 * interactions of the data block are those that are asked, and what is not asked waits in `data.whole`.
 *
 * A course that asks everybody the same has none of this: the linker leaves out whatever calls on `branches`. */

import { inWords, isAnswered, knownValue, shareOf } from "./answer.js";
import { hook, hooks } from "./dom.js";
import { hashOf } from "./store.js";
import { fold } from "./text.js";

/** Keys of the interface texts that this module shows. */
export const says = ["no_longer_shown", "now_shown"];

/** @typedef {import("./types.js").CourseData} CourseData */
/** @typedef {import("./types.js").Interaction} Interaction */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Test} Test */

const LAST_PAGE = "summary";

/** @type {Record<string, (a: number, b: number) => boolean>} */
const COMPARE = {
  "=": (a, b) => a === b, "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
};

/** The parts of a pool in the order of an attempt: that of hashes of its token and their ids.
 * @param {{parts: [string, string][]}} pool @param {State} state */
const inOrder = ({ parts }, { token }) => parts.map(([key, id]) => ({ key, hash: parseInt(hashOf(id + token), 36) }))
  .sort((a, b) => a.hash - b.hash).map(({ key }) => key);

/** What is drawn of the pools: what was answered first, then what was drawn before, which is kept among what was seen.
 * @param {CourseData} data @param {State} state */
function drawnBy({ pools = [], whole }, state) {
  const rank = (/** @type {string} */ key) => (state.answers.has(key) ? 0 : state.seen.has(key) ? 1 : 2);
  return whole?.isKnown ? pools.flatMap((pool) => inOrder(pool, state).sort((a, b) => rank(a) - rank(b)).slice(0, pool.draw)) : [];
}

/** What is asked, as far as it has been answered. Conditions name what comes before them, so this never goes in a circle.
 * @param {CourseData} data @param {State["answers"]} answers @param {string[]} drawn */
function askedBy({ conditions = {}, whole, course: { language } }, answers, drawn) {
  const { pages = [], interactions = [] } = whole ?? {};
  const pageOf = new Map(pages.map((page) => [page.key, page]));
  const byKey = new Map(interactions.map((one) => [one.key, one]));
  /** @type {Map<string, boolean>} */
  const known = new Map();

  /** @param {string} key of an interaction @returns its answer; undefined where there is none, or it is not asked for */
  function valueOf(key) {
    const one = byKey.get(key);
    const value = answers.get(key)?.value;
    return one && isAsked(one) && isAnswered(one, value) ? knownValue(one, value) : undefined;
  }

  /** The percentage of the points that can be; NaN before the first answer, which compares with nothing.
   * @param {string} document */
  function scoreOf(document) {
    const scored = interactions.filter((one) => one.answer && one.points !== 0 && pageOf.get(one.page)?.document === document && isAsked(one));
    let [total, done, isBegun] = [0, 0, false];
    for (const one of scored) {
      const { value } = answers.get(one.key) ?? {};
      total += one.points ?? 1;
      done += (one.points ?? 1) * shareOf(one, value, language);
      isBegun ||= isAnswered(one, value);
    }
    return isBegun ? Math.round((done / total) * 10_000) / 100 : NaN;
  }

  /** @type {Record<string, (...rest: any[]) => boolean | undefined>} */
  const meanings = {
    at: (name) => holds(conditions[name]),
    and: (...all) => all.every(holds),
    or: (...all) => all.some(holds),
    not: (one) => !holds(one),
    is(key, options) {
      const value = valueOf(key);
      return typeof value === "object" && value.some((one) => options.includes(one));
    },
    text(key, text) {
      const value = valueOf(key);
      return typeof value === "string" && fold(value) === fold(text);
    },
    number(key, operator, number) {
      const [one, value] = [byKey.get(key), valueOf(key)];
      return one && value !== undefined && COMPARE[operator]?.(Number(inWords(one, value, language)[0]), number);
    },
    score: (document, operator, percent) => COMPARE[operator]?.(scoreOf(document), percent),
  };

  /** @param {Test | undefined} test @returns {boolean} */
  const holds = (test) => !test || meanings[test[0]]?.(...test.slice(1)) === true;

  /** @param {string} key of a page */
  const isPageAsked = (key) => remembered(key, pageOf.get(key)?.if);
  /** @param {Interaction} one */
  const isAsked = ({ key, page, if: test, drawn: part }) =>
    (!part || drawn.includes(part)) && isPageAsked(page) && remembered(`${page} ${key}`, test);

  /** @param {string} name @param {Test | undefined} test */
  function remembered(name, test) {
    if (!known.has(name)) known.set(name, holds(test));
    return known.get(name) === true;
  }

  return { isPageAsked, isAsked, holds };
}

/** What is read out of a part: its heading, or how it begins; nothing of footnotes, which come with a part.
 * @param {HTMLElement} part */
const wordsOf = (part) =>
  part.querySelector(".footnotes") ? "" : ((part.querySelector("h2, h3, legend") ?? part).textContent ?? "").trim().slice(0, 80);

/** Leads a link to a neighbour. A label that was the title of the one before becomes that of the new one.
 * @param {HTMLAnchorElement} link @param {Map<string, string>} titles by the ids of pages @param {string} id of the neighbour */
function lead(link, titles, id) {
  const small = link.querySelector("small");
  const label = (link.textContent ?? "").slice(small?.textContent?.length ?? 0).trim();
  if (label === titles.get(link.hash.slice(1))) link.replaceChildren(...(small ? [small, " "] : []), titles.get(id) ?? "");
  link.href = `#${id}`;
}

/** Puts the parts of a pool into the order of the attempt: once, or what has the focus would lose it.
 * @param {string[]} keys */
function arrange(keys) {
  const parts = keys.map((key) => /** @type {HTMLElement} */ (hook(document, `drawn="${key}"`)));
  const holder = parts[0]?.parentElement;
  if (parts.some((part, at) => part !== holder?.children[at])) holder?.append(...parts);
}

export const branches = {
  /** Decides anew what is asked.
   * @param {CourseData} data @param {State} state @param {() => void} [changed] called where that is something else than before */
  decide(data, state, changed) {
    if (!data.conditions && !data.pools) return;
    const whole = (data.whole ??= { pages: [...data.pages], interactions: [...data.interactions], asked: new Set() });
    const drawn = drawnBy(data, state);
    const { isPageAsked, isAsked, holds } = askedBy(data, state.answers, drawn);
    const before = [...whole.asked].join();
    whole.order = data.pools?.map((pool) => inOrder(pool, state));
    for (const key of drawn) state.seen.add(key);
    data.pages.splice(0, Infinity, ...whole.pages.filter(({ key }) => isPageAsked(key)));
    data.interactions.splice(0, Infinity, ...whole.interactions.filter(isAsked));
    const parts = Object.keys(data.conditions ?? {}).filter((name) => holds(data.conditions?.[name]));
    whole.asked = new Set([...data.pages, ...data.interactions].map(({ key }) => key).concat(parts.map((name) => `if ${name}`)));
    if (!changed || before === [...whole.asked].join()) return;
    state.completed ||= whole.reached?.completed === true;
    state.passed ||= whole.reached?.success === "passed";
    changed();
  },

  /** The attempt is known: what is drawn stays drawn from now on.
   * @param {CourseData} data @param {State} state */
  open(data, state) {
    if (data.whole) data.whole.isKnown = true;
    this.decide(data, state);
  },

  /** What is reached before an answer is not taken back by what the answer shows.
   * @param {CourseData} data @param {import("./types.js").Outcome} outcome */
  reach({ whole }, outcome) {
    if (whole) whole.reached = outcome;
  },

  /** The pages of the course, asked or not.
   * @param {CourseData} data */
  everyPage: ({ whole, pages }) => whole?.pages ?? pages,

  /** Whether a question is not asked of this learner.
   * @param {CourseData} data @param {string} key */
  omits: ({ whole }, key) => whole?.asked.has(key) === false,

  /** The key of a page, or of the one that is shown in its place: the next that is asked.
   * @param {CourseData} data @param {string | undefined} key */
  instead({ whole, pages }, key) {
    const place = whole?.pages.findIndex((page) => page.key === key) ?? -1;
    if (!whole || place < 0) return key;
    return [...whole.pages.slice(place), ...pages.slice(-1)].find((page) => whole.asked.has(page.key))?.key;
  },

  /** Brings the document up to date with what is asked.
   * @param {CourseData} data @param {{key: string, id: string}[]} pages those that can be shown, which are put right, as
   * are their places @param {Map<string, number>} places
   * @param {{markDone: (key: string) => void, markLocked: (some: {key: string, id: string}[]) => void, announce?: (text: string) => void, say: import("./types.js").Say}} voice */
  follow(data, pages, places, { markDone, markLocked, announce, say }) {
    const { whole } = data;
    if (!whole) return;
    const titles = new Map(whole.pages.flatMap(({ key, id, title }) => [[key, title], [id, title]]));
    titles.set(LAST_PAGE, document.querySelector("#summary h1")?.textContent ?? "");
    /** @type {Record<string, string[]>} */
    const said = {};
    let isChanged = whole.isFollowed !== true;
    whole.isFollowed = true;
    for (const part of hooks(document, "shown-if")) {
      const { shownIf, page, contentsPage, drawn, asked } = part.dataset;
      const isShown = whole.asked.has(shownIf ? `if ${shownIf}` : page ?? contentsPage ?? drawn ?? "");
      if (isShown === (asked !== undefined)) continue;
      const words = contentsPage ? titles.get(contentsPage) : shownIf && part.closest("[data-shown]") ? wordsOf(part) : "";
      if (words) (said[isShown ? "now_shown" : "no_longer_shown"] ??= []).push(words);
      part.toggleAttribute("data-asked", isShown);
      isChanged = true;
    }
    if (!isChanged) return;
    data.pools?.forEach(({ shuffle }, at) => shuffle && arrange(whole.order?.[at] ?? []));
    pages.splice(0, Infinity, ...data.pages, ...pages.filter(({ key }) => key === LAST_PAGE));
    places.clear();
    pages.forEach(({ key }, place) => places.set(key, place));
    pages.forEach(({ id }, place) => {
      const article = document.getElementById(id);
      const [before, behind] = [pages[place - 1], pages[place + 1]];
      const [back, on] = [".pager a[data-previous]", ".pager a[data-next]:not([data-navigate])"].map((one) =>
        /** @type {HTMLAnchorElement | null} */ (article?.querySelector(one)));
      if (back && before) lead(back, titles, before.id);
      if (on && behind) lead(on, titles, behind.id);
      if (on) this.finish(on, !behind);
    });
    for (const { key } of pages) markDone(key);
    markLocked(pages);
    const texts = Object.entries(said).map(([text, parts]) => say(text, { part: parts.join(", ") }));
    if (texts.length) announce?.(texts.join(" "));
  },

  /** The last page that is asked ends the course, where there is no summary that does.
   * @param {HTMLElement} link to the page behind it @param {boolean} isLast */
  finish(link, isLast) {
    link.hidden = isLast;
    const pager = /** @type {HTMLElement} */ (link.parentElement);
    const own = hook(pager, "finish");
    if (own !== link && !isLast) own?.remove();
    const end = /** @type {HTMLElement | undefined} */ (hook(document, "finish")?.cloneNode(true));
    if (!end || own || !isLast) return;
    end.hidden = false;
    pager.append(end);
  },
};
