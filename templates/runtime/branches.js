/** Which pages and questions this learner is asked in this attempt. Everything else follows from it: the pages and
 * interactions of the data block are reduced to those that are asked, and `data.whole` keeps all of them. A course
 * without branches does not contain this module: the linker removes all calls to `branches`. */

import { inWords, isAnswered, knownValue, shareOf } from "./answer.js";
import { byId, hook, hooks } from "./dom.js";
import { hashOf } from "./store.js";
import { fold } from "./text.js";

/** Keys of the interface texts that this module shows. */
export const says = ["no_longer_shown", "now_shown"];

/** @typedef {import("./types.js").CourseData} CourseData */
/** @typedef {import("./types.js").Interaction} Interaction */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Test} Test */

const LAST_PAGE = "summary";

/** @param {number} one @param {string} operator such as `>=` @param {number} other */
const compares = (one, operator, other) => operator.includes(/** @type {string} */ ("<=>"[Math.sign(one - other) + 1]));

/** The parts of a pool in the order of an attempt, which is that of hashes of the attempt's token and the parts' ids.
 * @param {{parts: [string, string][]}} pool @param {State} state */
function inOrder({ parts }, { token }) {
  const placeOf = (/** @type {string} */ id) => parseInt(hashOf(id + token), 36);
  return [...parts].sort(([, a], [, b]) => placeOf(a) - placeOf(b)).map(([key]) => key);
}

/** Finds out what is asked, given the answers so far. There are no cycles, because conditions refer only to what comes
 * before them.
 * @param {CourseData} data @param {State["answers"]} answers @param {string[]} drawn */
function askedBy({ conditions = {}, whole: { pages, interactions }, course: { language } }, answers, drawn) {
  const pageOf = new Map(pages.map((page) => [page.key, page]));
  const byKey = new Map(interactions.map((one) => [one.key, one]));
  /** @type {Map<unknown, boolean>} */
  const known = new Map();

  /** Whether part of an answer satisfies `fits`: the key of an option, or words if there are no options. False without an
   * answer, and for a question that is not asked.
   * @param {string} key @param {(one: string) => boolean} fits */
  function someOf(key, fits) {
    const one = byKey.get(key);
    const value = answers.get(key)?.value;
    if (!one || !value || !isAsked(one) || !isAnswered(one, value)) return false;
    const known = one.options ? /** @type {string[]} */ (knownValue(one, value)) : inWords(one, value, language);
    return known.some(fits);
  }

  /** The percentage of points reached; NaN before the first answer, so that every comparison is false.
   * @param {string} document */
  function scoreOf(document) {
    let [total, done, isBegun] = [0, 0, false];
    for (const one of interactions) {
      const { key, answer, points = 1, page } = one;
      if (!answer || !points || pageOf.get(page)?.document !== document || !isAsked(one)) continue;
      const { value } = answers.get(key) ?? {};
      total += points;
      done += points * shareOf(one, value, language);
      isBegun ||= isAnswered(one, value);
    }
    return isBegun ? Math.round((done / total) * 10_000) / 100 : NaN;
  }

  /** @type {Record<string, (...rest: any[]) => boolean>} */
  const meanings = {
    at: (number) => holds(conditions[number]),
    and: (...all) => all.every(holds),
    or: (...all) => all.some(holds),
    not: (one) => !holds(one),
    is: (key, options) => someOf(key, (one) => options.includes(one)),
    text: (key, text) => someOf(key, (one) => fold(one) === fold(text)),
    number: (key, operator, number) => someOf(key, (one) => compares(Number(one), operator, number)),
    score: (document, operator, percent) => compares(scoreOf(document), operator, percent),
  };

  /** @param {Test | undefined} test @returns {boolean} */
  const holds = (test) => !test || !!meanings[test[0]]?.(...test.slice(1));

  /** @param {any} one a page, an interaction, or what has a condition @returns {boolean} */
  function isAsked(one) {
    const { if: test, drawn: part, page } = one;
    if (!known.has(one)) known.set(one, (!part || drawn.includes(part)) && (!page || isAsked(pageOf.get(page))) && holds(test));
    return known.get(one) === true;
  }

  return isAsked;
}

/** What is announced of a part: its heading, or its first words; nothing of footnotes, which come and go with other parts.
 * @param {HTMLElement} part */
const wordsOf = (part) =>
  part.querySelector(".footnotes") ? "" : ((part.querySelector("h2, h3, legend") ?? part).textContent ?? "").trim().slice(0, 80);

/** Points a link to another neighbour. If its label was the title of the old neighbour, it becomes that of the new one.
 * @param {any} link @param {Map<string, string>} titles by the ids of pages @param {string | undefined} id of the neighbour */
function lead(link, titles, id) {
  if (!link || !id) return;
  const small = link.firstElementChild;
  const label = link.textContent.slice(small.textContent.length).trim();
  if (label === titles.get(link.hash.slice(1))) link.replaceChildren(small, ` ${titles.get(id)}`);
  link.href = `#${id}`;
}

/** Puts the parts of a pool into the order of the attempt; only once, because moving an element takes the focus from it.
 * @param {string[]} keys */
function arrange(keys) {
  const parts = keys.map((key) => /** @type {HTMLElement} */ (hook(document, `drawn="${key}"`)));
  const holder = parts[0]?.parentElement;
  if (parts.some((part, at) => part !== holder?.children[at])) holder?.append(...parts);
}

export const branches = {
  /** Decides again what is asked. From each pool, it draws first what has been answered, then what was drawn earlier,
   * which is kept in the set of seen keys; it draws nothing before the attempt is known.
   * @param {CourseData} data @param {State} state @param {() => void} [changed] called if the result has changed */
  decide(data, state, changed) {
    const { conditions = {}, pools = [] } = data;
    const whole = (data.whole ??= { pages: [...data.pages], interactions: [...data.interactions], asked: new Set(), order: [] });
    const rank = (/** @type {string} */ key) => (state.answers.has(key) ? 0 : state.seen.has(key) ? 1 : 2);
    const drawn = pools.flatMap((pool) =>
      whole.isKnown ? inOrder(pool, state).sort((a, b) => rank(a) - rank(b)).slice(0, pool.draw) : []);
    for (const key of drawn) state.seen.add(key);
    whole.order = pools.flatMap((pool) => (pool.shuffle ? [inOrder(pool, state)] : []));
    const isAsked = askedBy(data, state.answers, drawn);
    data.pages.splice(0, Infinity, ...whole.pages.filter(isAsked));
    data.interactions.splice(0, Infinity, ...whole.interactions.filter(isAsked));
    const parts = Object.entries(conditions).map(([number, test]) => ({ key: `if ${number}`, if: test })).filter(isAsked);
    const asked = [...data.pages, ...data.interactions, ...parts].map(({ key }) => key);
    if (String(asked) === String([...whole.asked])) return;
    whole.asked = new Set(asked);
    changed?.();
  },

  /** The attempt is known: from now on, what has been drawn stays drawn. @param {CourseData} data @param {State} state */
  open(data, state) {
    data.whole.isKnown = true;
    this.decide(data, state);
  },

  /** All pages of the course, whether asked or not. @param {CourseData} data */
  everyPage: ({ whole, pages }) => whole?.pages ?? pages,

  /** Whether a question is not asked of this learner. @param {CourseData} data @param {string} key */
  omits: (data, key) => !data.whole.asked.has(key),

  /** The key of a page or, if it is not shown, of the next page that is.
   * @param {CourseData} data @param {string | undefined} key */
  instead(data, key) {
    const { pages, asked } = data.whole;
    const place = pages.findIndex((page) => page.key === key);
    return place < 0 ? key : [...pages.slice(place), ...data.pages.slice(-1)].find((page) => asked.has(page.key))?.key;
  },

  /** Updates the document to match what is asked.
   * @param {CourseData} data
   * @param {{key: string, id: string}[]} pages the pages that can be shown, corrected in place, as are their indices
   * @param {Map<string, number>} places
   * @param {{markDone: (key: string) => void, markLocked: (some: {key: string, id: string}[]) => void, announce?: (text:
   *   string) => void, say: import("./types.js").Say}} voice */
  follow(data, pages, places, { markDone, markLocked, announce, say }) {
    const { whole } = data;
    const { asked } = whole;
    if (whole.followed === asked) return;
    whole.followed = asked;
    const titles = new Map(whole.pages.flatMap(({ key, id, title }) => [[key, title], [id, title]]));
    titles.set(LAST_PAGE, document.querySelector("#summary h1")?.textContent ?? "");
    /** @type {Record<string, string[]>} */
    const said = {};
    for (const part of hooks(document, "shown-if")) {
      const { shownIf, page, contentsPage, drawn, asked: shown } = part.dataset;
      const isShown = asked.has(shownIf ? `if ${shownIf}` : page ?? contentsPage ?? drawn ?? "");
      if (isShown === (shown === "")) continue;
      const words = contentsPage ? titles.get(contentsPage) : shownIf && part.closest("[data-shown]") ? wordsOf(part) : "";
      if (words) (said[isShown ? "now_shown" : "no_longer_shown"] ??= []).push(words);
      part.toggleAttribute("data-asked", isShown);
    }
    // a footnote links back only to references that are shown
    for (const back of document.querySelectorAll(/** @type {"a"} */ (".footnote-backref"))) {
      back.hidden = !!byId(back.hash.slice(1))?.closest("[data-shown-if]:not([data-asked])");
    }
    whole.order.forEach(arrange);
    pages.splice(0, Infinity, ...data.pages, ...pages.filter(({ key }) => key === LAST_PAGE));
    places.clear();
    /** @type {HTMLElement | null} */
    const end = document.querySelector("button[data-finish]");
    for (const [place, { key, id }] of pages.entries()) {
      places.set(key, place);
      const article = /** @type {HTMLElement} */ (byId(id));
      const [next, behind] = [hook(article, "next"), pages[place + 1]];
      lead(hook(article, "previous"), titles, pages[place - 1]?.id);
      lead(next, titles, behind?.id);
      if (next && !next.dataset.navigate) next.hidden = !behind;
      // without a summary, the last page that is asked ends the course
      if (end && !behind && !article.contains(end)) article.querySelector(".pager")?.append(end);
    }
    if (end) end.hidden = false;
    for (const { key } of pages) markDone(key);
    markLocked(pages);
    const texts = Object.entries(said).map(([text, parts]) => say(text, { part: parts.join(", ") }));
    if (texts.length) announce?.(texts.join(" "));
  },
};
