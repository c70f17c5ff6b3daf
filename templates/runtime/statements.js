/** Statements of xAPI 1.0.3, of the form that courseware/standards/statements.py gives examples of. */

import { learnerOf } from "./launch.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Report} Report */

const VERBS = "http://adlnet.gov/expapi/verbs/";
const CMI5 = "https://w3id.org/xapi/cmi5/context/";
const PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress";
/** Verbs of statements that cmi5 defines (9.3), and those that bear on `moveOn` (9.6.2.2). */
const DEFINED = ["initialized", "completed", "passed", "failed", "terminated"];
const VERDICTS = ["completed", "passed", "failed"];
/** A text that begins with one number, not with a range. */
const NUMBER = /^\s*(\d+(?:\.\d+)?)(?![\d.]|\s*[-–—]\s*\d)/;

/** @param {ArrayLike<number>} bytes 16 of them */
function uuidOf(bytes) {
  const digits = Array.from(bytes, (byte, place) => {
    const marked = place === 6 ? (byte & 15) | 64 : place === 8 ? (byte & 63) | 128 : byte;
    return marked.toString(16).padStart(2, "0");
  });
  return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** `crypto.randomUUID` is missing where a page comes without TLS. */
export const newId = () => uuidOf(crypto.getRandomValues(new Uint8Array(16)));

/** The same id for the same text: what can be said once only is stored once only (FNV-1a with 16 beginnings).
 * @param {string} text */
export function idOf(text) {
  return uuidOf(Array.from({ length: 16 }, (_, seed) => {
    let hash = Math.imul(seed + 1, 0x9e3779b9);
    for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
    return hash >>> 24;
  }));
}

/** ISO 8601, to a hundredth of a second (cmi5 9.5.4.1).
 * @param {number} seconds */
const durationOf = (seconds) => "PT" + Math.round(Math.max(0, seconds) * 100) / 100 + "S";

/** A response in the form of the specification (xAPI 1.0.3 Data, 2.4.4.1, Response Patterns).
 * @param {Report} report */
function responseOf({ kind, options = [], value, words }) {
  if (typeof value !== "string") {
    return value.flatMap((key) => options.find((option) => option.key === key)?.id ?? []).join("[,]");
  }
  return kind === "numeric" ? words.join("") : value;
}

/** The number that a rating is, where its points are numbers.
 * @param {Report} report */
function ratingOf({ kind, options = [], value }) {
  if (kind !== "likert") return {};
  const numbers = options.map(({ text }) => Number(NUMBER.exec(text)?.[1] ?? NaN));
  const raw = numbers[options.findIndex(({ key }) => key === value[0])];
  if (raw === undefined || numbers.some(isNaN)) return {};
  return { score: { raw, min: Math.min(...numbers), max: Math.max(...numbers) } };
}

/** What cmi5 wants in every statement of a session (9.6), and what the LMS gave as a template (10.2.1).
 * @param {Json} made @param {Json | undefined} template @param {string} verb */
export function inSession(made, template, verb) {
  const { contextActivities: own = {}, extensions: ourExtensions, ...ours } = made.context;
  const { contextActivities: theirs = {}, extensions: theirExtensions, ...rest } = template ?? {};
  const marks = [DEFINED.includes(verb) && "cmi5", VERDICTS.includes(verb) && "moveon"].filter(Boolean)
    .map((name) => ({ id: CMI5 + "categories/" + name }));
  /** @type {Json} */
  const related = {};
  for (const relation of ["parent", "grouping", "category", "other"]) {
    const all = [theirs?.[relation] ?? [], own[relation] ?? [], relation === "category" ? marks : []].flat();
    const unique = all.filter(({ id }, place) => all.findIndex((one) => one.id === id) === place);
    if (unique.length) related[relation] = unique;
  }
  const extensions = { ...ourExtensions, ...theirExtensions };
  return { ...made, context: { ...ours, ...rest, contextActivities: related, extensions } };
}

/** @param {import("./types.js").CourseData} data @param {import("./types.js").Launch} launch */
export function createStatements({ xapi, course: { language } }, launch) {
  const { course, profile, version, pages, interactions } = /** @type {import("./types.js").Activities} */ (xapi);
  const { actor, registration } = launch;
  const whole = { ...course, id: launch.activity || course.id };
  const grouping = [{ id: whole.id }];
  const category = [{ id: profile }, { id: version }];

  /** @param {string} verb @param {Json} object @param {Date} time @param {Json} [result] @param {Json} [parent] */
  function make(verb, object, time, result, parent) {
    const related = parent ? { category, parent: [{ id: parent.id }], grouping } : { category };
    return {
      id: newId(), actor,
      verb: { id: VERBS + verb, display: { en: verb } },
      object,
      ...(result ? { result } : {}),
      context: { ...(registration ? { registration } : {}), contextActivities: related, platform: "courseware", language },
      timestamp: time.toISOString(),
    };
  }

  return {
    activity: whole.id,

    /** @param {string} verb @param {Date} time @param {Json} [result] */
    about: (verb, time, result) => make(verb, whole, time, result),

    /** @param {string} key of a page @param {Date} time */
    experienced: (key, time) => make("experienced", pages[key] ?? {}, time, undefined, whole),

    /** @param {number} percent @param {Date} time */
    progressed: (percent, time) => make("progressed", whole, time, { extensions: { [PROGRESS]: percent } }),

    /** @param {Report} report @param {Date} time */
    answered(report, time) {
      const { id, page, latency, result } = report;
      return make("answered", interactions[id] ?? {}, time, {
        response: responseOf(report),
        ...(latency === null ? {} : { duration: durationOf(latency) }),
        ...(result === "neutral" ? {} : { success: result === "correct" }),
        ...ratingOf(report),
      }, pages[page]);
    },

    /** Completed, passed or failed: once in a registration, whatever tab or device says it.
     * @param {string} verb @param {Date} time @param {number} seconds @param {number | null} score
     * @param {number} [mastery] the passing score that the LMS set, 0 to 1 */
    verdict(verb, time, seconds, score, mastery) {
      const isCompletion = verb === "completed";
      // cmi5 9.5.1: a score belongs to passed and failed, and is a whole number
      const scored = score !== null && !(launch.cmi5 && isCompletion);
      const raw = launch.cmi5 ? Math.floor(Number(score)) : score;
      const made = make(verb, whole, time, {
        ...(scored ? { score: { scaled: Math.round(score * 100) / 10_000, raw, min: 0, max: 100 } } : {}),
        ...(isCompletion ? { completion: true } : { success: verb === "passed" }),
        duration: durationOf(seconds),
      });
      const once = registration && verb !== "failed" ? { id: idOf([verb, registration, whole.id, learnerOf(actor)].join("|")) } : {};
      const extensions = { [CMI5 + "extensions/masteryscore"]: mastery };
      const context = mastery === undefined || isCompletion ? made.context : { ...made.context, extensions };
      return { ...made, ...once, context };
    },

    /** @param {Date} time @param {number} seconds */
    terminated: (time, seconds) => make("terminated", whole, time, { duration: durationOf(seconds) }),
  };
}
