/** SCORM 1.2 Run-Time Environment (clauses: "The SCORM Run-Time Environment", version 1.2, 3.3 and 3.4). */

import { createScorm } from "../scorm.js";
import { shortenEach } from "../text.js";

/** @typedef {import("../types.js").Report} Report */

const NAMES = {
  api: "API", prefix: "LMS", status: "cmi.core.lesson_status", mode: "cmi.core.lesson_mode",
  learner: "cmi.core.student_id", name: "cmi.core.student_name", time: "cmi.core.session_time",
};
/** Seconds: the longest CMITimespan. */
const LONGEST = 9_999 * 3_600;

/** CMIIdentifier and CMIString255 (3.4.3). */
const STRING = 255;
/** What Moodle takes as a response. */
const RESPONSE = 64_000;

/** cmi.core.lesson_status (3.4.4): a status never goes back to a lower one. */
const RANKS = ["not attempted", "browsed", "incomplete", "failed", "completed", "passed"];
const NOT_IMPLEMENTED = "401";

/** CMIVocabulary for interactions knows no long text. @type {Record<string, string>} */
const TYPES = { "long-fill-in": "fill-in" };
/** @type {Partial<Record<string, string>>} */
const RESULTS = { incorrect: "wrong" };
/** The single characters that stand for options in CMIFeedback. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** CMITimespan, HHHH:MM:SS.SS.
 * @param {number} seconds */
function timespan(seconds) {
  const time = new Date(Math.min(seconds, LONGEST) * 1000);
  return String(Math.floor(time.getTime() / 3_600_000)).padStart(4, "0") + time.toISOString().slice(13, 22);
}

/** CMIFeedback (3.4.3) as a strict host reads it; empty where it has no form for this answer.
 * @param {Report} report @param {Report["patterns"][number]} answer */
function strictForm({ options = [], kind }, { value, words }) {
  if (kind === "numeric") return String(parseFloat(words.join("")));
  if (typeof value === "string") return words.join("").slice(0, STRING).replace(/[^ -~]/g, "?");
  const letters = value.map((key) => LETTERS[options.findIndex((option) => option.key === key)]);
  return letters.includes(undefined) ? "" : letters.join(",");
}

/** @param {Window} [win]
 * @returns {import("../types.js").Driver} */
export function createDriver(win = window) {
  const lms = createScorm(NAMES, win);
  const { set } = lms;
  let writes = false;
  let interactions = true;
  let status = "";
  let records = 0;
  let responseLimit = RESPONSE;
  /** Types of interactions of which this host takes the strict form only. @type {Set<string>} */
  const strict = new Set();
  /** @type {Map<string, number>} */
  const places = new Map();

  /** @param {string} reached */
  function reach(reached) {
    const isHigher = RANKS.indexOf(reached) > RANKS.indexOf(status);
    const taken = !isHigher || set(NAMES.status, reached);
    if (isHigher && taken) status = reached;
    return taken;
  }

  /** The answer in words, in words that fit CMIString255, in the strict form: what the host refused is not tried
   * again in this sitting.
   * @param {string} element @param {string} type @param {Report} report @param {Report["patterns"][number]} answer */
  function setFeedback(element, type, report, { words, value }) {
    // one line, whatever the host makes of newlines
    const lines = words.map((word) => word.replace(/\n/g, "/"));
    if (!strict.has(type)) {
      const full = shortenEach(lines, responseLimit);
      if (set(element, full)) return true;
      if (full.length > STRING && set(element, shortenEach(lines, STRING))) {
        responseLimit = STRING;
        return true;
      }
    }
    const form = strictForm(report, { value, words: lines });
    const taken = form !== "" && set(element, form);
    if (taken) strict.add(type);
    return taken;
  }

  return {
    expectsLms: true,

    start: (late) => lms.start(() => {
      const start = lms.begin();
      writes = start?.mode === "normal";
      records = start?.records ?? 0;
      status = lms.get(NAMES.status);
      // LMSFinish makes "not attempted" "completed" (3.4.4), even after a look that records nothing
      if (start?.mode === "browse" && status === RANKS[0]) reach("browsed");
      if (writes) {
        reach("incomplete");
        set("cmi.core.exit", "suspend");
      }
      return start;
    }, late),

    answer(report) {
      const { id, kind, points = 1, patterns, result, time, latency } = report;
      if (!writes || !interactions) return -1;
      const index = places.get(id) ?? (report.index < 0 ? Math.max(records, report.next) : report.index);
      const type = TYPES[kind] ?? kind;
      const at = (/** @type {string} */ element) => `cmi.interactions.${index}.${element}`;
      if (!set(at("id"), id.replace(/[^!-~]/g, "_").slice(0, STRING))) {
        interactions = lms.lastError() !== NOT_IMPLEMENTED;
        return interactions ? null : -1;
      }
      places.set(id, index);
      records = Math.max(records, index + 1);
      if (!set(at("type"), type)) return null;
      set(at("time"), time.toTimeString().slice(0, 8));
      set(at("weighting"), String(points));
      patterns.forEach((pattern, place) => setFeedback(at(`correct_responses.${place}.pattern`), type, report, pattern));
      // an answer that was taken back has no form that every host takes
      const answered = setFeedback(at("student_response"), type, report, report) || !report.words.join("");
      const judged = set(at("result"), RESULTS[result] ?? result);
      if (latency !== null) set(at("latency"), timespan(latency));
      return answered && judged ? index : null;
    },

    progress({ page }) {
      return !writes || set("cmi.core.lesson_location", page.slice(0, STRING));
    },

    complete({ completed, success, score }) {
      if (!writes) return true;
      const numbers = score === null ? {} : { raw: score, min: 0, max: 100 };
      const scored = Object.entries(numbers).every(([name, number]) => set(`cmi.core.score.${name}`, String(number)));
      return reach(success !== "unknown" ? success : completed ? "completed" : "incomplete") && scored;
    },

    save(fit) {
      if (!writes) return true;
      const stored = lms.store(fit);
      return lms.commit(timespan) && stored;
    },

    finish() {
      if (writes) {
        set("cmi.core.exit", "suspend");
        lms.commit(timespan);
      }
      writes = false;
      return lms.isTrue(lms.call("Finish", ""));
    },
  };
}
