/** The saved state as a string; docs/page.md describes its format. */

import { level } from "./text.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Value} Value */

const END = ".";
/** Characters reserved at the end for the module that stores the state; decoding ignores what is between two end marks. */
const BEHIND = 42;
const MOST_CHARACTERS = 5_000_000;
const MOST_ATTEMPTS = 35;
/** No learner saves that often: a higher revision is nonsense. */
const MOST_REVISIONS = 36 ** 8;
/** Characters that every host keeps: a state that comes back with fewer was damaged in another way. */
const LEAST_ROOM = 1_365;
const HEADER = /^1\|([0-9a-z]{8})\|([0-9a-z]{1,9})\|([^|]*)\|([cp~]*)\|([\w-]*)/;
const ENTRY = /^([~!]?)([\w-]{4})(?:\*([0-9a-z]))?(?:(['"])([^]*)|((?:[\w-]{4})*))$/;
/** An escape sequence or a character. */
const SIGN = /\\.|[^]/guy;
/** @type {Record<string, string>} */
const ESCAPES = { "\\": "\\\\", "|": "\\!", "\n": "\\n", "\t": "\\t" };
/** @type {Record<string, string>} */
const UNESCAPES = { "!": "|", n: "\n", t: "\t" };

/** @param {number} number */
const coded = (number) => number.toString(36);
/** @param {string} text */
const decoded = (text) => parseInt(text, 36);

/** @returns {State} */
export function newState() {
  const token = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => coded(byte % 36)).join("");
  return {
    token, revision: 0, page: "", completed: false, passed: false, seen: new Set(), answers: new Map(),
    drafts: new Map(), earnedAt: 0, shortened: false, room: Infinity,
  };
}

/** @param {string} text */
const escapeText = (text) => text.replace(/[\\|\n\t]/g, (sign) => ESCAPES[sign] ?? "");

/** @param {string} text */
const unescapeText = (text) => text.replace(/\\(.)/g, (_, letter) => UNESCAPES[letter] ?? letter);

/** The beginning of an escaped text, without half an escape sequence or half a character at its end.
 * @param {string} text @param {number} limit */
function cutEscaped(text, limit) {
  let end = 0;
  SIGN.lastIndex = 0;
  while (SIGN.test(text) && SIGN.lastIndex <= limit) end = SIGN.lastIndex;
  return text.slice(0, end);
}

/** The entries, each with the text that may be shortened. Answers without a record in the LMS, and drafts, come last.
 * @param {State} state */
function listEntries({ answers, drafts, room, earnedAt }) {
  /** @type {{head: string, text: string | null, shortened: boolean}[]} */
  const list = [];
  const add = (/** @type {string} */ head, /** @type {Value} */ value = [], shortened = false) =>
    list.push(typeof value === "string"
      ? { head, text: escapeText(value), shortened }
      : { head: head + value.join(""), text: null, shortened });
  if (room < Infinity) add("=" + coded(room));
  if (earnedAt) add("#" + coded(earnedAt));
  const placeOf = (/** @type {number} */ index) => (index < 0 ? Number.MAX_VALUE : index);
  let next = 0;
  for (const [key, { index, attempts, value, shortened }] of
    [...answers].sort(([, a], [, b]) => placeOf(a.index) - placeOf(b.index))) {
    if (index > next) add("@" + coded(index));
    next = index + 1;
    const tries = attempts ? "*" + coded(Math.min(attempts, MOST_ATTEMPTS)) : "";
    add((index < 0 ? "!" : "") + key + tries, value, shortened);
  }
  for (const [key, value] of drafts) add("~" + key, value);
  return list;
}

/** The state in at most `limit` characters and, with a limit, in no more than the host has proved to keep. The longest
 * texts are shortened first; if that is not enough, the seen pages, the drafts and then the last answers are left out.
 * The result can always be decoded.
 * @param {State} state @param {number} [limit]
 * @returns {{text: string, shortened: boolean}} */
export function encode(state, limit = Infinity) {
  const most = limit < Infinity ? Math.min(limit, state.room) : limit;
  const list = listEntries(state);
  const { token, revision, page, completed, passed } = state;
  let { shortened } = state;
  let seen = [...state.seen].join("");
  const header = () =>
    ["1", token, coded(revision), page, (completed ? "c" : "") + (passed ? "p" : "") + (shortened ? "~" : ""), seen].join("|");
  const room = () => most - header().length - 1 - END.length - BEHIND;
  const bareSize = (/** @type {any} */ { head, text }) => head.length + (text === null ? 1 : 2);
  const lengths = list.flatMap(({ text }) => (text === null ? [] : [text.length]));
  let bare = list.reduce((sum, entry) => sum + bareSize(entry), 0);
  const isTight = bare + lengths.reduce((sum, length) => sum + length, 0) > room();
  let cap = Infinity;
  if (isTight) {
    shortened = true;
    if (bare > room()) seen = "";
    cap = level(lengths, room() - bare);
    while (list.length && bare > room()) bare -= bareSize(list.pop());
  }
  const body = list.map((entry) => {
    if (entry.text === null) return entry.head;
    const text = entry.text.length > cap ? cutEscaped(entry.text, cap) : entry.text;
    return entry.head + (entry.shortened || text !== entry.text ? '"' : "'") + text;
  });
  return { text: [header(), ...body, END].join("|"), shortened: isTight };
}

/** The state that `encode` wrote, or null if the text is not one. If a host has cut the text, everything that is
 * complete.
 * @param {string} text @returns {State | null} */
export function decode(text) {
  const header = text.length > MOST_CHARACTERS ? null : HEADER.exec(text);
  if (!header) return null;
  const [start, token = "", revision = "", page = "", flags = "", seen = ""] = header;
  const entries = text.slice(start.length + 1).split("|");
  const isWhole = entries.pop() === END;
  /** @type {State} */
  const state = {
    ...newState(), token, revision: decoded(revision) < MOST_REVISIONS ? decoded(revision) : 0, page, completed: flags.includes("c"), passed: flags.includes("p"),
    seen: new Set(seen.match(/.{4}/g)), shortened: flags.includes("~") || !isWhole,
    room: isWhole ? Infinity : Math.max(LEAST_ROOM, text.length),
  };
  let next = 0;
  for (const entry of entries) {
    const [, tag, key, attempts = "0", quote, escaped = "", options] = ENTRY.exec(entry) ?? [];
    const value = quote ? unescapeText(escaped) : (options?.match(/.{4}/g) ?? []);
    if (/^@\w{1,5}$/.test(entry)) next = decoded(entry.slice(1));
    else if (/^#\w{1,6}$/.test(entry)) state.earnedAt = decoded(entry.slice(1));
    else if (/^=\w{1,5}$/.test(entry)) state.room = Math.min(state.room, decoded(entry.slice(1)));
    else if (key && tag === "~") state.drafts.set(key, value);
    else if (key) {
      const index = tag ? -1 : next++;
      state.answers.set(key, { value, index, attempts: decoded(attempts), shortened: quote === '"' });
    }
  }
  return state;
}

/** @param {Value | undefined} a @param {Value | undefined} b */
export const isSame = (a, b) => typeof a === typeof b && String(a) === String(b);

/** Whether an answer contains no more than what a host kept of it.
 * @param {Value} value @param {import("./types.js").Answer | undefined} held @returns {boolean} */
export function isHeld(value, held) {
  return isSame(value, held?.value)
    || (held?.shortened === true && typeof value === "string" && value.startsWith(String(held.value)));
}

/** Merges two copies of an attempt: takes the newer one, or if both are equally old the LMS's, unless that was shortened.
 * Adds from the other one the texts that the LMS had to shorten and the answers that the newer one lacks. Answers are
 * never removed from a state, so these were given on another device that continued from the same state.
 * @param {State} lms @param {State | null} copy @returns {State} */
export function reconcile(lms, copy) {
  if (copy?.token !== lms.token) return lms;
  const isAhead = copy.revision > lms.revision || (copy.revision === lms.revision && lms.shortened);
  const [newer, older] = isAhead ? [copy, lms] : [lms, copy];
  const answers = new Map(newer.answers);
  for (const [key, held] of isAhead ? [] : lms.answers) {
    const value = copy.answers.get(key)?.value ?? "";
    if (held.shortened && isHeld(value, held)) answers.set(key, { ...held, value, shortened: false });
  }
  const taken = new Set([...answers.values()].map(({ index }) => index));
  for (const [key, held] of older.answers) {
    if (!answers.has(key)) answers.set(key, taken.has(held.index) ? { ...held, index: -1 } : held);
  }
  const drafts = new Map(newer.drafts);
  for (const [key, text] of older.drafts) if (!answers.has(key) && !drafts.has(key)) drafts.set(key, text);
  const seen = new Set([...newer.seen, ...older.seen]);
  const shortened = (isAhead && copy.shortened) || [...answers.values()].some((answer) => answer.shortened);
  return { ...newer, answers, drafts, seen, shortened };
}
