/** SCORM 2004 Run-Time Environment, 3rd and 4th Edition (clauses: 4.1 and 4.2 of "Run-Time Environment"). */

import { rulesOf } from "../answer.js";
import { createObjectives } from "../objectives.js";
import { createScorm } from "../scorm.js";
import { shortenEach } from "../text.js";

/** @typedef {import("../types.js").Report} Report */
/** @typedef {import("../types.js").Objective} Objective */

/** Characters that every host must accept (4.1.1.7, smallest permitted maximum). */
const SHORT = 250;
const LONG = 4_000;
const LOCATION = 1_000;
/** The most choices in one answer (4.2.9). */
const MOST_CHOICES = 36;
/** The most texts in one answer (4.2.9). */
const MOST_TEXTS = 10;
/** The most right answers of a text; any other kind has one. */
const MOST_PATTERNS_OF_A_TEXT = 5;
/** Decimals of a number (4.1.1.7), and of a score or measure, because some hosts accept only five digits. */
const DECIMALS = 7;
const DECIMALS_OF_SCORES = 4;
/** Seconds: a longer session cannot be real. */
const LONGEST = 9_999 * 3_600;
const NOT_IMPLEMENTED = /^40[12]$/;
/** How many records are searched for an id, because a host may make up ids for millions. */
const MOST_RECORDS = 5_000;
/** General set failure: another id has this index, or this id has another index. */
const TAKEN = "351";
/** The objective that tells other documents that this one is completed, if the manifest defines it. */
const COMPLETION = "completion-of-this";
/** The target of a link to the next document. */
const NEXT = ">";
const SUCCESS = "cmi.success_status";
const REQUEST = "adl.nav.request";
const BETWEEN = "[,]";
/** Precedes a right answer in which case matters. */
const CASE = "{case_matters=true}";

const NAMES = {
  api: "API_1484_11", prefix: "", status: "cmi.completion_status", mode: "cmi.mode", learner: "cmi.learner_id",
  name: "cmi.learner_name", time: "cmi.session_time", total: "cmi.total_time",
};

/** A plain decimal: no exponent, no trailing point. @param {number} number @param {number} [most] decimals */
const decimal = (number, most = DECIMALS_OF_SCORES) => number.toFixed(most).replace(/\.?0+$/, "");

/** timeinterval (4.1.1.7), with at most two decimals. @param {number} seconds */
function interval(seconds) {
  const hundredths = Math.round(Math.min(seconds, LONGEST) * 100);
  const minutes = Math.floor(hundredths / 6_000);
  return `PT${Math.floor(minutes / 60)}H${minutes % 60}M${(hundredths % 6_000) / 100}S`;
}

/** time (4.1.1.7) in the form that all hosts accept: the learner's local time, in whole seconds and without a time zone.
 * @param {Date} time */
function timestamp(time) {
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** @param {string} id */
const identifier = (id) => id.replace(/[^\w.]/g, "_").slice(0, SHORT);

/** A single line in which no host sees the delimiters of a localized string (4.1.1.6). @param {string} text */
const line = (text) => text.replace(/\n/g, "/").replace(/^\{/, " {");

/** @param {string} text @param {number} limit */
const cut = (text, limit) => shortenEach([text], limit);

/** @typedef {{value: import("../types.js").Value, words: string[], tolerance?: number}} Given */
/** @typedef {(given: Given, report: Report) => string} Form */

/** @type {Form} */
const optionIds = ({ value }, { options = [] }) =>
  [...value].flatMap((key) => options.filter((option) => option.key === key).map(({ id }) => identifier(id))).slice(0, MOST_CHOICES).join(BETWEEN);

/** @type {Form} */
const idForm = ({ value, words }, report) => rulesOf(report)?.idForm?.(report, value, words) ?? "";

/** How an answer (4.2.9.1) or, with a tolerance, a right answer (4.2.9.2) is written, unless by option ids; empty if it
 * has no form.
 * @type {Partial<Record<import("../types.js").Kind, Form>>} */
const FORMS = {
  matching: idForm,
  numeric: ({ words, tolerance }) => {
    const number = parseFloat(words.join(""));
    const off = (/** @type {number} */ by) => decimal(number + by, DECIMALS);
    return isNaN(number) ? "" : tolerance === undefined ? off(0) : `${off(-tolerance)}[:]${off(tolerance)}`;
  },
  "fill-in": (given, report) => report.parts
    ? (report.parts.length > MOST_TEXTS ? "" : line(idForm(given, report)))
    : cut(line(given.words.join("")).replaceAll(BETWEEN, "[, ]"), SHORT),
  "long-fill-in": ({ words }) => cut(line(words.join("")), LONG),
};

/** @param {Window} [win]
 * @returns {import("../types.js").Driver} */
export function createDriver(win = window) {
  const lms = createScorm(NAMES, win);
  const { get, set } = lms;
  let writes = false;
  let passed = false;
  /** @type {import("../types.js").Objectives | undefined} */
  let documents;

  /** Records that the host keeps under an index each, which can never be changed (351).
   * @param {string} stem of their elements */
  function createRecords(stem) {
    /** @type {Map<string, number>} */
    const places = new Map();
    const at = (/** @type {number} */ index) => `${stem}.${index}.id`;
    let count = -1;
    let missing = false;
    let wasRead = false;

    function countThem() {
      if (count < 0) count = parseInt(get(`${stem}._count`), 10) || 0;
    }

    /** Reads the existing ids, whatever number of records the host reports. */
    function read() {
      countThem();
      if (wasRead) return;
      let index = 0;
      for (let id = ""; index < Math.min(count, MOST_RECORDS) && (id = get(at(index))); index += 1) places.set(id, index);
      if (index < MOST_RECORDS) count = index;
      wasRead = true;
    }

    return {
      /** The index of a record that the host created from the manifest. @param {string} id */
      find(id) {
        read();
        return places.get(id);
      },

      /** The index of the record with this id: `told` if it is known, the one found among the host's ids if it has more
       * than `known` records, or the next free one. Null: the host rejected it; -1: it keeps no such records.
       * @param {string} id @param {number} told @param {number} known @returns {number | null} */
      claim(id, told, known) {
        if (missing) return -1;
        countThem();
        if (told < 0 ? count > known : told > count) read();
        let index = places.get(id) ?? (told < 0 ? Math.max(count, known) : Math.min(told, count));
        if (!set(at(index), id)) {
          const error = lms.lastError();
          missing = NOT_IMPLEMENTED.test(error);
          if (missing) return -1;
          if (error !== TAKEN) return null;
          read();
          index = places.get(id) ?? count;
          if (!set(at(index), id)) return null;
        }
        places.set(id, index);
        count = Math.max(count, index + 1);
        return index;
      },
    };
  }

  const interactions = createRecords("cmi.interactions");
  const objectives = createRecords("cmi.objectives");

  /** @param {string} stem @param {number | null} score from 0 to 100 */
  function setScore(stem, score) {
    return score === null || Object.entries({ scaled: score / 100, raw: score, min: 0, max: 100 })
      .every(([name, value]) => set(`${stem}.${name}`, decimal(value)));
  }

  /** @param {Objective} objective */
  function setObjective({ id, title, completed, success, score, fraction }) {
    const index = objectives.claim(identifier(id), -1, 0);
    if (index === null || index < 0) return;
    const stem = `cmi.objectives.${index}`;
    setScore(`${stem}.score`, score);
    if (success !== "unknown") set(`${stem}.success_status`, success);
    set(`${stem}.completion_status`, completed ? "completed" : "incomplete");
    set(`${stem}.progress_measure`, decimal(fraction));
    set(`${stem}.description`, cut(line(title), SHORT));
  }

  return {
    expectsLms: true,
    confirm: lms.confirm,
    trouble: lms.trouble,
    createObjectives: (data) => (documents = createObjectives(data)),

    start: (late, _told, ...others) => lms.start(() => {
      const start = lms.begin();
      writes = start?.mode === "normal";
      if (start) start.preference = (element) => parseFloat(get(`cmi.learner_preference.${element}`));
      if (writes) {
        passed = get(SUCCESS) === "passed";
        if (get(NAMES.status) !== "completed") set(NAMES.status, "incomplete");
        set("cmi.exit", "suspend");
      }
      return start;
    }, late, ...others),

    answer(report) {
      if (!writes) return -1;
      const { id, kind, label, page, points = 1, patterns, tolerance = 0, exact, result, time, latency } = report;
      const index = interactions.claim(identifier(id), report.index, report.next);
      if (index === null || index < 0) return index;
      const at = (/** @type {string} */ element) => `cmi.interactions.${index}.${element}`;
      const form = FORMS[kind] ?? optionIds;
      const response = form({ value: report.value, words: report.words }, report);
      // what has no form here, above all a withdrawn answer, is reported in words
      const isPlain = response !== "" && set(at("type"), kind) && set(at("learner_response"), response);
      const isTold = isPlain || (set(at("type"), "other") && set(at("learner_response"), cut(line(report.words.join("; ")), SHORT)));
      if (isPlain) {
        patterns.slice(0, /fill/.test(kind) ? MOST_PATTERNS_OF_A_TEXT : 1).forEach((pattern, place) =>
          set(at(`correct_responses.${place}.pattern`), (exact ? CASE : "") + form({ ...pattern, tolerance }, report)));
      }
      set(at("description"), cut(line(label), SHORT));
      set(at("objectives.0.id"), identifier(documents?.idOf(page) ?? ""));
      set(at("timestamp"), timestamp(time));
      set(at("weighting"), decimal(points));
      if (latency !== null) set(at("latency"), interval(latency));
      return set(at("result"), result) && isTold ? index : null;
    },

    progress({ page, fraction }) {
      return !writes || (set("cmi.location", page.slice(0, LOCATION)) && set("cmi.progress_measure", decimal(fraction)));
    },

    complete({ completed, success, score }, all = []) {
      if (!writes) return true;
      all.forEach(setObjective);
      const known = completed ? objectives.find(COMPLETION) : undefined;
      if (known !== undefined) set(`cmi.objectives.${known}.success_status`, "passed");
      return setScore("cmi.score", score)
        && (success === "unknown" || passed || set(SUCCESS, success))
        && (!completed || set(NAMES.status, "completed"));
    },

    // leave in a single call: Moodle sends everything with each, and only 64 kB get out of a page that is being unloaded
    save: (fit, isLast) => !writes || lms.save(fit, interval, isLast),

    finish(to) {
      if (writes) {
        set("cmi.exit", "suspend");
        set(NAMES.time, interval(lms.seconds()));
      }
      // leaving suspends the attempt
      const stay = () => set(REQUEST, "suspendAll");
      if (to) set(REQUEST, to === NEXT ? "continue" : `{target=item-${to}}choice`);
      else if (to !== undefined && writes) stay();
      const isOver = lms.isTrue(lms.call("Terminate", ""));
      // seen in Moodle: it accepts a request for another document, but then fails at this call and every later commit
      if (to && !isOver) stay();
      writes &&= !isOver;
      return isOver;
    },
  };
}
