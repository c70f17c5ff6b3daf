/** Statements of xAPI 1.0.3, in the form of the examples that courseware/formats/statements.py gives. */

import { rulesOf } from "./answer.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Report} Report */

const VERBS = "http://adlnet.gov/expapi/verbs/";
export const CMI5 = "https://w3id.org/xapi/cmi5/context/";
const PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress";
/** The first and the last statement of a session. */
export const INITIALIZED = "initialized";
export const CLOSING = "terminated";

/** @param {ArrayLike<number>} bytes 16 of them */
function uuidOf(bytes) {
  const digits = Array.from(bytes, (byte, place) => {
    const marked = place === 6 ? (byte & 15) | 64 : place === 8 ? (byte & 63) | 128 : byte;
    return marked.toString(16).padStart(2, "0");
  });
  return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** `crypto.randomUUID` is missing on a page without TLS. */
export const newId = () => uuidOf(crypto.getRandomValues(new Uint8Array(16)));

/** The same id for the same text, so that what can be reported only once is stored only once (FNV-1a from 16 initial
 * values, with a shift, without which some texts that differ in two places would have the same id).
 * @param {string} text */
export function idOf(text) {
  return uuidOf(Array.from({ length: 16 }, (_, seed) => {
    let hash = Math.imul(seed + 1, 0x9e3779b9);
    for (const sign of text) {
      hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash >>> 24;
  }));
}

/** What identifies an agent, as one text. @param {Json} actor */
export function learnerOf({ mbox, mbox_sha1sum: sum, openid, account }) {
  return String(mbox ?? sum ?? openid ?? [account?.homePage, account?.name].join(" "));
}

/** An ISO 8601 duration, to a hundredth of a second (cmi5 9.5.4.1). @param {number} seconds */
const durationOf = (seconds) => "PT" + Math.round(Math.max(0, seconds) * 100) / 100 + "S";

/** A response in the form of the specification (xAPI 1.0.3 Data, 2.4.4.1, Response Patterns). @param {Report} report */
function responseOf(report) {
  const { kind, options = [], value, words } = report;
  const form = rulesOf(report)?.idForm?.(report, value, words);
  if (form !== undefined) return form;
  if (typeof value !== "string") {
    return value.flatMap((key) => options.find((option) => option.key === key)?.id ?? []).join("[,]");
  }
  return kind === "numeric" ? words.join("") : value;
}

/** @param {number} score 0 to 100 @returns {Json} */
export const scoreOf = (score) => ({ scaled: Math.round(score * 100) / 10_000, raw: score, min: 0, max: 100 });

/** @param {import("./types.js").CourseData} data @param {import("./types.js").Launch} launch */
export function createStatements({ xapi, course: { language } }, launch) {
  const { course, profile, version, pages, interactions, verbs } = /** @type {import("./types.js").Activities} */ (xapi);
  const { actor, registration } = launch;
  const whole = { ...course, id: launch.activity || course.id };
  const grouping = [{ id: whole.id }];
  const category = [{ id: profile }, { id: version }];

  /** @param {string} verb @param {Json} object @param {Date} time @param {Json} [result] @param {Json} [parent] */
  function make(verb, object, time, result, parent) {
    const related = parent ? { category, parent: [{ id: parent.id }], grouping } : { category };
    return {
      id: newId(), actor,
      verb: { id: VERBS + verb, display: { en: verb, ...(verbs[verb] && { [language]: verbs[verb] }) } },
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

    /** Has the same id if a killed browser has sent it without recording that.
     * @param {Report} report @param {Date} time @param {unknown} [place] who reports it, and after which answer */
    answered(report, time, place = time.getTime()) {
      const { id, key, page, value, latency, result, partial, share } = report;
      const made = make("answered", interactions[id] ?? {}, time, {
        response: responseOf(report),
        ...(latency === null ? {} : { duration: durationOf(latency) }),
        ...(result === "neutral" ? {} : { success: result === "correct" }),
        ...(partial && { score: { scaled: Math.round(share * 1e4) / 1e4 } }),
      }, pages[page]);
      return { ...made, id: idOf([whole.id, learnerOf(actor), registration, place, key, value].join("|")) };
    },

    /** Completed, passed or failed: once per registration, whichever tab or device reports it.
     * @param {string} verb @param {Date} time @param {number} seconds @param {Json | null} score as returned by
     * `scoreOf` @param {number} [mastery] the passing score that the LMS set, 0 to 1 */
    verdict(verb, time, seconds, score, mastery) {
      const isCompletion = verb === "completed";
      const made = make(verb, whole, time, {
        ...(score ? { score } : {}),
        ...(isCompletion ? { completion: true } : { success: verb === "passed" }),
        duration: durationOf(seconds),
      });
      const once = registration && verb !== "failed" ? { id: idOf([verb, registration, whole.id, learnerOf(actor)].join("|")) } : {};
      const extensions = { [CMI5 + "extensions/masteryscore"]: mastery };
      const context = mastery === undefined || isCompletion ? made.context : { ...made.context, extensions };
      return { ...made, ...once, context };
    },

    /** @param {Date} time @param {number} seconds */
    terminated: (time, seconds) => make(CLOSING, whole, time, { duration: durationOf(seconds) }),
  };
}
