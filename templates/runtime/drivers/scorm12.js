/** SCORM 1.2 Run-Time Environment (clauses: "The SCORM Run-Time Environment", version 1.2, 3.3 and 3.4). */

import { rulesOf } from "../answer.js";
import { createScorm } from "../scorm.js";
import { shortenEach } from "../text.js";

/** @typedef {import("../types.js").Report} Report */

const NAMES = {
  api: "API", prefix: "LMS", status: "cmi.core.lesson_status", mode: "cmi.core.lesson_mode",
  learner: "cmi.core.student_id", name: "cmi.core.student_name", time: "cmi.core.session_time",
  total: "cmi.core.total_time",
};
/** Values of which every element accepts at least one. */
const OTHERS = ["0", "1", "incomplete", "browsed", "neutral", "unanticipated", "fill-in", "performance", "00:00:01", "00:00:02"];
/** How many record indices are checked at a time, because a host may be slow. */
const SLICE = 50;
/** Seconds: the longest CMITimespan. */
const LONGEST = 9_999 * 3_600;

/** CMIIdentifier and CMIString255 (3.4.3). */
const STRING = 255;
/** The longest response that Moodle accepts. */
const RESPONSE = 64_000;

/** cmi.core.lesson_status (3.4.4): a status never falls back to a lower one. */
const RANKS = ["not attempted", "browsed", "incomplete", "failed", "completed", "passed"];
const NOT_IMPLEMENTED = "401";

/** CMIVocabulary has no type for long texts. @type {Record<string, string>} */
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

/** CMIFeedback (3.4.3) as a strict host reads it; empty if it has no form for this answer.
 * @param {Report} report @param {Report["patterns"][number]} answer */
function strictForm(report, { value, words }) {
  const { options = [] } = report;
  const form = rulesOf(report)?.strictForm?.(report, value, words, LETTERS);
  if (form !== undefined) return form;
  if (typeof value === "string") return words.join("").slice(0, STRING).replace(/[^ -~]/g, "?");
  const letters = value.map((key) => LETTERS[options.findIndex((option) => option.key === key)]);
  return letters.includes(undefined) ? "" : letters.join(",");
}

/** @param {string} id */
const identifier = (id) => id.replace(/[^!-~]/g, "_").slice(0, STRING);

/** @param {Window} win @param {import("../types.js").CourseData} data
 * @returns {import("../types.js").Driver} */
export function createDriver(win, { interactions: asked, records: order = asked.map(({ id }) => id) }) {
  const lms = createScorm(NAMES, win, renew);
  const { set } = lms;
  let writes = false;
  let interactions = true;
  let status = "";
  /** Number of records that the host holds, without gaps. */
  let records = 0;
  let isFirst = true;
  let isFilling = false;
  let responseLimit = RESPONSE;
  /** Types of interactions for which this host accepts only the strict form. @type {Set<string>} */
  const strict = new Set();
  /** Types of interactions by id. */
  const types = new Map(asked.map(({ id, kind }) => [id, TYPES[kind] ?? kind]));
  /** The indices of the records that the current session has written. @type {Map<string, number>} */
  const places = new Map();

  /** Seen in Moodle: it sends only values that have changed, and takes them for sent whatever the outcome, whether it
   * answers true or false.
   * @param {[element: string, value: string][]} told @param {Map<string, string>} written */
  function renew(told, written) {
    for (const [element, value] of told) {
      written.delete(element);
      [`${value}_`, ...OTHERS].some((other) => other !== value && lms.isTrue(lms.call("SetValue", element, other)));
    }
    return !told.length || lms.commit(timespan);
  }

  /** @param {string} reached */
  function reach(reached) {
    const isHigher = RANKS.indexOf(reached) > RANKS.indexOf(status);
    const taken = !isHigher || set(NAMES.status, reached);
    if (isHigher && taken) status = reached;
    return taken;
  }

  /** Sets an answer in words, in words that fit CMIString255, or in the strict form: a form that the host rejected is not
   * tried again in the current session.
   * @param {string} element @param {string} type @param {Report} report @param {Report["patterns"][number]} answer */
  function setFeedback(element, type, report, { words, value }) {
    // on one line, whatever the host does with newlines
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

  /** Whether the record of a question has another index.
   * @param {string | undefined} id @param {number} place @param {Report["taken"]} taken */
  const isElsewhere = (id, place, taken) =>
    id !== undefined && ((places.get(id) ?? place) !== place || [...taken].some(([other, one]) => one === id && other !== place));

  /** The index of a new record: the question's position in the course, so that a report has one column for each question
   * or, if an earlier version of the course gave it to another question, the next that no question needs.
   * @param {Report} report */
  function placeOf({ id, next, taken }) {
    let place = order.indexOf(id);
    if (place >= 0 && !taken.has(place)) return place;
    place = Math.max(records, next);
    while (order[place] !== undefined && !isElsewhere(order[place], place, taken)) place += 1;
    return place;
  }

  /** The question for whose record an index is reserved. @param {number} place @param {Report["taken"]} taken */
  function ownerOf(place, taken) {
    const own = taken.get(place);
    if (own !== undefined || !isElsewhere(order[place], place, taken)) return own ?? order[place] ?? "gone";
    const displaced = order.find((id, at) => taken.has(at) && !isElsewhere(id, -1, taken));
    if (displaced !== undefined) places.set(displaced, place);
    return displaced ?? "gone";
  }

  /** @param {number} place @param {string} id @param {string} type */
  const begin = (place, id, type) =>
    set(`cmi.interactions.${place}.id`, identifier(id)) && set(`cmi.interactions.${place}.type`, type);

  /** Fills all lower indices, because no host accepts a record after a gap.
   * @param {number} place @param {Report} report @param {boolean} [isLast] @returns {boolean} whether all are filled */
  function fill(place, { next, taken }, isLast) {
    // a host with fewer records than reported may have gaps anywhere: Moodle counts the records that it has
    if (isFirst && records < next) records = 0;
    isFirst = false;
    const most = isLast ? place : Math.min(place, records + SLICE);
    while (records < most) {
      const id = ownerOf(records, taken);
      if (!begin(records, id, types.get(id) ?? "fill-in")) return false;
      records += 1;
    }
    isFilling = records < place;
    return !isFilling;
  }

  return {
    expectsLms: true,
    confirm: lms.confirm,
    trouble: lms.trouble,
    isBusy: () => isFilling,

    start: (late, _told, ...others) => lms.start(() => {
      const start = lms.begin();
      writes = start?.mode === "normal";
      records = start?.records ?? 0;
      status = lms.get(NAMES.status);
      // LMSFinish turns "not attempted" into "completed" (3.4.4), even if nothing was recorded
      if (start?.mode === "browse" && status === RANKS[0]) reach("browsed");
      if (writes) {
        reach("incomplete");
        set("cmi.core.exit", "suspend");
      }
      return start;
    }, late, ...others),

    answer(report, isLast) {
      const { id, kind, points = 1, patterns, result, time, latency } = report;
      if (!writes || !interactions) return -1;
      const index = places.get(id) ?? (report.index < 0 ? placeOf(report) : report.index);
      const type = TYPES[kind] ?? kind;
      const at = (/** @type {string} */ element) => `cmi.interactions.${index}.${element}`;
      isFilling = false;
      if (!fill(index, report, isLast) || !begin(index, id, type)) {
        interactions = lms.lastError() !== NOT_IMPLEMENTED;
        return interactions ? null : -1;
      }
      places.set(id, index);
      records = Math.max(records, index + 1);
      set(at("time"), time.toTimeString().slice(0, 8));
      set(at("weighting"), String(points));
      patterns.forEach((pattern, place) => setFeedback(at(`correct_responses.${place}.pattern`), type, report, pattern));
      // a withdrawn answer has no form that every host accepts
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

    save: (fit, isLast) => !writes || lms.save(fit, timespan, isLast),

    finish() {
      if (writes) {
        set("cmi.core.exit", "suspend");
        lms.commit(timespan);
      }
      const isOver = lms.isTrue(lms.call("Finish", ""));
      writes &&= !isOver;
      return isOver;
    },
  };
}
