/** SCORM 1.2 Run-Time Environment (clauses: "The SCORM Run-Time Environment", version 1.2, 3.3 and 3.4). */

/** @typedef {import("../../templates/runtime/types.js").Report} Report */
/** @typedef {import("../../templates/runtime/types.js").Start} Start */
/** @typedef {Record<string, (...values: string[]) => unknown>} Api */

/** A frame deeper than this is a loop. */
const MOST_FRAMES = 100;
/** Milliseconds between two looks for an API; how many looks the page waits for; how many follow while it works. */
const LOOK = 500;
const TRIES = 6;
const TRIES_LATE = 30;
/** Seconds: the longest CMITimespan. */
const LONGEST = 9_999 * 3_600;

/** CMIIdentifier and CMIString255 (3.4.3). */
const STRING = 255;
/** What hosts take as suspend_data: Moodle's limit, that of CMIString4096, and that in bytes of three a character. */
const CERTAIN = 4_096;
const ROOMS = [64_000, CERTAIN, 1_365];
/** What Moodle takes as a response. */
const RESPONSE = 64_000;

/** cmi.core.lesson_status (3.4.4): a status never goes back to a lower one. */
const RANKS = ["not attempted", "browsed", "incomplete", "failed", "completed", "passed"];
const NOT_IMPLEMENTED = "401";
const NO_ERROR = "0";

/** CMIVocabulary for interactions knows no long text. @type {Record<string, string>} */
const TYPES = { "long-fill-in": "fill-in" };
/** @type {Partial<Record<string, string>>} */
const RESULTS = { incorrect: "wrong" };
/** The single characters that stand for options in CMIFeedback. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A window and its parents, to the top.
 * @param {Window} win */
function lineOf(win) {
  const line = [win];
  for (const { parent } of line) if (parent && !line.includes(parent) && line.length < MOST_FRAMES) line.push(parent);
  return line;
}

/** The API of the nearest window that has one: this one, its parents, then openers and their parents.
 * @param {Window} win @returns {Api | null} */
function findApi(win) {
  const line = lineOf(win);
  for (const frame of [...line, ...line.flatMap(({ opener }) => (opener ? lineOf(opener) : []))]) {
    try {
      const { API: api } = /** @type {Window & {API?: Api}} */ (frame);
      if (api?.LMSInitialize) return api;
    } catch {
      // another site's frame refuses access
    }
  }
  return null;
}

/** CMITimespan, HHHH:MM:SS.SS.
 * @param {number} seconds */
function timespan(seconds) {
  const time = new Date(Math.min(seconds, LONGEST) * 1000);
  return String(Math.floor(time.getTime() / 3_600_000)).padStart(4, "0") + time.toISOString().slice(13, 22);
}

/** CMIFeedback (3.4.3) as a strict host reads it; empty where it has no form for this answer.
 * @param {Report} report @param {Report["patterns"][number]} answer */
function strictForm({ options, kind }, { value, words }) {
  if (kind === "numeric") return String(parseFloat(words.join("")));
  if (typeof value === "string") return words.join("").slice(0, STRING).replace(/[^ -~]/g, "?");
  const letters = value.map((key) => LETTERS[options.findIndex((option) => option.key === key)]);
  return letters.includes(undefined) ? "" : letters.join(",");
}

/** @param {import("../../templates/runtime/types.js").Tools} tools @param {Window} [win]
 * @returns {import("../../templates/runtime/types.js").Driver} */
export function createDriver({ shortenEach }, win = window) {
  /** @type {Api | null} */
  let api = null;
  let writes = false;
  let interactions = true;
  let status = "";
  let records = 0;
  let room = 0;
  let responseLimit = RESPONSE;
  let started = Date.now();
  /** Types of interactions of which this host takes the strict form only. @type {Set<string>} */
  const strict = new Set();
  /** @type {Map<string, number>} */
  const places = new Map();
  /** What the host has taken. @type {Map<string, string>} */
  const written = new Map();

  /** @param {string} name @param {string[]} values @returns {unknown} undefined when the API throws */
  function call(name, ...values) {
    try {
      return api?.["LMS" + name]?.(...values);
    } catch (error) {
      console.error(name, values[0], error);
      return false;
    }
  }

  const lastError = () => String(call("GetLastError"));

  /** CMIBoolean comes as a string, a boolean or, from some hosts, not at all.
   * @param {unknown} result */
  function isTrue(result) {
    const text = String(result ?? "").toLowerCase();
    return text === "true" || text === "1" || (text === "" && lastError() === NO_ERROR);
  }

  /** @param {string} element @returns {string} */
  function get(element) {
    return String(call("GetValue", element) || "");
  }

  /** @param {string} element @param {string} value */
  function set(element, value) {
    if (written.get(element) === value) return true;
    const taken = isTrue(call("SetValue", element, value));
    if (taken) written.set(element, value);
    return taken;
  }

  /** Some hosts take a long text and keep its beginning.
   * @param {string} text */
  function wasCut(text) {
    const held = text.length > CERTAIN ? get("cmi.suspend_data") : "";
    return held !== "" && held.length < text.length;
  }

  function commit() {
    set("cmi.core.session_time", timespan((Date.now() - started) / 1000));
    return isTrue(call("Commit", ""));
  }

  /** @returns {Start | null} */
  function connect() {
    api = findApi(win);
    if (!api) return null;
    const ready = isTrue(call("Initialize", "")) || (get("cmi.core.lesson_status") !== "" && lastError() === NO_ERROR);
    if (!ready) return null;
    started = Date.now();
    const mode = get("cmi.core.lesson_mode");
    const count = parseInt(get("cmi.interactions._count"), 10);
    /** @type {Start} */
    const start = {
      mode: mode === "review" || mode === "browse" ? mode : "normal",
      state: get("cmi.suspend_data"),
      learner: get("cmi.core.student_id"),
      records: isNaN(count) ? null : count,
    };
    records = start.records ?? 0;
    status = get("cmi.core.lesson_status");
    writes = start.mode === "normal";
    if (writes) {
      reach("incomplete");
      set("cmi.core.exit", "suspend");
    }
    return start;
  }

  /** @param {string} reached */
  function reach(reached) {
    const isHigher = RANKS.indexOf(reached) > RANKS.indexOf(status);
    const taken = !isHigher || set("cmi.core.lesson_status", reached);
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

  /** Until an API is there, every now and then.
   * @param {number} tries @param {(start: Start) => void} found @param {() => void} [giveUp] */
  function look(tries, found, giveUp) {
    setTimeout(() => {
      const start = connect();
      if (start) found(start);
      else if (tries > 1) look(tries - 1, found, giveUp);
      else giveUp?.();
    }, LOOK);
  }

  return {
    expectsLms: true,

    start(late) {
      const start = connect();
      if (start) return start;
      const lookOn = () => look(TRIES_LATE, late);
      if (win.parent === win && !win.opener) {
        lookOn();
        return null;
      }
      return new Promise((resolve) => {
        look(TRIES, resolve, () => {
          resolve(null);
          lookOn();
        });
      });
    },

    answer(report) {
      const { id, kind, points, patterns, result, time, latency } = report;
      if (!writes || !interactions) return -1;
      const index = places.get(id) ?? (report.index < 0 ? Math.max(records, report.next) : report.index);
      const type = TYPES[kind] ?? kind;
      const at = (/** @type {string} */ element) => `cmi.interactions.${index}.${element}`;
      if (!set(at("id"), id.replace(/[^!-~]/g, "_").slice(0, STRING))) {
        interactions = lastError() !== NOT_IMPLEMENTED;
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
      let stored = false;
      let tried = "";
      for (let place = room; place < ROOMS.length && !stored; place += 1) {
        const text = fit(/** @type {number} */ (ROOMS[place]));
        stored = text !== tried && set("cmi.suspend_data", text) && !wasCut(text);
        if (stored) room = place;
        tried = text;
      }
      return commit() && stored;
    },

    finish() {
      if (writes) {
        set("cmi.core.exit", "suspend");
        commit();
      }
      writes = false;
      return isTrue(call("Finish", ""));
    },
  };
}
