/** A SCORM 2004 API as the specification has it (Run-Time Environment, 3.1 and 4.2) and no more lenient: states of the
 * communication session, data types, ranges and smallest permitted maximums, keywords, what is read-only and write-only,
 * the order of elements, ids that never change and are never given twice; and what Moodle refuses besides. */

import { createStrictHost } from "./strict_host.js";

const REAL = /^-?\d{1,5}(\.\d{1,7})?$/;
const between = (/** @type {number} */ least, /** @type {number} */ most) => (/** @type {string} */ value) =>
  REAL.test(value) ? (Number(value) >= least && Number(value) <= most ? "0" : "407") : "406";
const matches = (/** @type {RegExp} */ type) => (/** @type {string} */ value) => (type.test(value) ? "0" : "406");
const INTERVAL = matches(/^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/);
const TIME = matches(/^(19[7-9]\d|20[0-3]\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/);
const IDENTIFIER = matches(/^[\w.]{1,250}$/);
/** localized_string_type on one line, as Moodle wants it; no text may look like its delimiter. */
const localized = (/** @type {number} */ most) => matches(new RegExp(`^(?!\\{)[^\\n\\r]{0,${most}}$`));
const readOnly = () => "404";
const COMPLETION = matches(/^(completed|incomplete|not attempted|unknown)$/);
const SUCCESS = matches(/^(passed|failed|unknown)$/);

const TYPES = "true-false choice fill-in long-fill-in matching performance sequencing likert numeric other".split(" ");
const IDS = matches(/^[\w.]{1,250}(\[,\][\w.]{1,250}){0,35}$/);
/** @type {Record<string, (value: string) => string>} */
const RESPONSES = {
  choice: IDS, sequencing: IDS, likert: IDENTIFIER, numeric: matches(REAL), other: matches(/^[^\n\r]{0,4000}$/),
  "true-false": matches(/^(true|false)$/),
  matching: matches(/^([\w.]{1,250}\[\.\][\w.]{1,250})(\[,\][\w.]{1,250}\[\.\][\w.]{1,250}){0,35}$/),
  // several texts, one a gap, after what is told of all
  "fill-in": matches(/^(\{(case_matters|order_matters)=(true|false)\}){0,2}(?!\{)[^\n\r]{0,250}(\[,\][^\n\r]{0,250}){0,9}$/),
  "long-fill-in": localized(4000),
};
/** @type {Record<string, (value: string) => string>} */
const PATTERNS = { ...RESPONSES, numeric: matches(/^(-?\d{1,5}(\.\d{1,7})?)?\[:\](-?\d{1,5}(\.\d{1,7})?)?$/) };

const SCORE = {
  "score.scaled": between(-1, 1), "score.raw": between(-99999, 99999), "score.min": between(-99999, 99999),
  "score.max": between(-99999, 99999),
};
/** What may be set, and why a value is refused. @type {Record<string, (value: string) => string>} */
const ELEMENTS = {
  _version: readOnly, mode: readOnly, entry: readOnly, credit: readOnly, learner_id: readOnly, learner_name: readOnly,
  total_time: readOnly, "interactions._count": readOnly, "objectives._count": readOnly,
  completion_status: COMPLETION,
  success_status: SUCCESS,
  exit: matches(/^(time-out|suspend|logout|normal|)$/),
  location: matches(/^[^]{0,1000}$/),
  progress_measure: between(0, 1),
  session_time: INTERVAL,
  ...SCORE,
};
/** @type {Record<string, (value: string) => string>} */
const OBJECTIVE = {
  id: IDENTIFIER, ...SCORE, success_status: SUCCESS, completion_status: COMPLETION, progress_measure: between(0, 1),
  description: localized(250),
};
/** @type {Record<string, (value: string, type: string) => string>} */
const INTERACTION = {
  id: IDENTIFIER,
  type: (value) => (TYPES.includes(value) ? "0" : "406"),
  timestamp: TIME,
  weighting: matches(REAL),
  learner_response: (value, type) => (RESPONSES[type] ?? (() => "406"))(value),
  result: matches(/^(correct|incorrect|unanticipated|neutral)$/),
  latency: INTERVAL,
  description: localized(250),
  "objectives.n.id": IDENTIFIER,
  "correct_responses.n.pattern": (value, type) => (PATTERNS[type] ?? (() => "406"))(value),
};
const WRITE_ONLY = ["cmi.exit", "cmi.session_time"];
/** What has a value from the first on. */
const DEFAULTS = {
  "cmi._version": "1.0", "cmi.mode": "normal", "cmi.entry": "ab-initio", "cmi.learner_id": "ada",
  "cmi.learner_name": "Lovelace, Ada", "cmi.completion_status": "unknown", "cmi.success_status": "unknown",
  "cmi.learner_preference.audio_level": "1", "cmi.learner_preference.delivery_speed": "1",
  "cmi.learner_preference.audio_captioning": "0",
};

/** @param {object} [options]
 * @param {Record<string, string>} [options.elements] what an earlier sitting left, and what the manifest gives
 * @param {number} [options.room] characters of suspend_data
 * @param {string[]} [options.unimplemented] beginnings of elements that this LMS does not have */
export function strictApi({ elements = {}, room = 64_000, unimplemented = [] } = {}) {
  /** @type {Record<string, string>} */
  const values = { ...DEFAULTS, ...elements };

  /** An element of a collection: the next index at most, its id first, an id that neither changes nor is there twice.
   * @param {string} stem @param {string} index @param {string} name @param {string} value */
  function refusedByCollection(stem, index, name, value) {
    const count = host.countOf(stem);
    if (Number(index) > count) return "351";
    if (name !== "id" && values[`${stem}.${index}.id`] === undefined) return "408";
    if (name !== "id") return "0";
    const held = values[`${stem}.${index}.id`];
    const others = Array.from({ length: count }, (_, other) => values[`${stem}.${other}.id`]);
    return (held !== undefined && held !== value) || (held === undefined && others.includes(value)) ? "351" : "0";
  }

  /** @param {string} element @param {string} value @returns {string} an error code */
  function refusal(element, value) {
    if (unimplemented.some((beginning) => element.startsWith(beginning))) return "402";
    if (element === "adl.nav.request") return matches(/^(continue|previous|exit|exitAll|suspendAll|abandon|abandonAll|_none_|\{target=[\w.-]+\}(choice|jump))$/)(value);
    if (element === "cmi.suspend_data") return value.length <= room ? "0" : "406";
    const [, stem = "", index = "", name = ""] = /^(cmi\.(?:interactions|objectives))\.(\d+)\.(.+)$/.exec(element) ?? [];
    if (!stem) return ELEMENTS[element.replace(/^cmi\./, "")]?.(value) ?? "401";
    const inner = name.replace(/\.\d+\./, ".n.");
    const type = (stem.endsWith("interactions") ? INTERACTION : OBJECTIVE)[inner];
    if (!type) return "401";
    const refused = refusedByCollection(stem, index, name, value);
    if (refused !== "0") return refused;
    const kind = values[`${stem}.${index}.type`];
    if (/^(learner_response|correct_responses)/.test(inner) && kind === undefined) return "408";
    const [collection = "", place = ""] = inner === name ? [] : name.split(".");
    if (collection && Number(place) > host.countOf(`${stem}.${index}.${collection}`)) return "351";
    return type(value, kind ?? "");
  }

  /** @type {import("./strict_host.js").StrictHost} */
  const host = createStrictHost("", values, {
    Initialize: (argument) => {
      if (argument !== "") return ["false", "201"];
      if (host.phase !== "before") return ["false", host.phase === "running" ? "103" : "104"];
      host.phase = "running";
      return ["true", "0"];
    },
    GetValue: (element = "") => {
      if (host.phase !== "running") return ["", host.phase === "before" ? "122" : "123"];
      if (WRITE_ONLY.includes(element)) return ["", "405"];
      const [, stem] = /^(cmi\.(?:interactions|objectives))\._count$/.exec(element) ?? [];
      if (stem && !unimplemented.includes(stem)) return [String(host.countOf(stem)), "0"];
      if (unimplemented.some((beginning) => element.startsWith(beginning))) return ["", "402"];
      const value = values[element];
      return value === undefined ? ["", "403"] : [value, "0"];
    },
    SetValue: (element = "", value = "") => {
      if (host.phase !== "running") return ["false", host.phase === "before" ? "132" : "133"];
      if (typeof value !== "string") return ["false", "406"];
      const error = refusal(element, value);
      if (error === "0") values[element] = value;
      return [String(error === "0"), error];
    },
    Commit: (argument) => {
      if (argument !== "") return ["false", "201"];
      if (host.phase !== "running") return ["false", host.phase === "before" ? "142" : "143"];
      host.committed = { ...values };
      return ["true", "0"];
    },
    Terminate: (argument) => {
      if (argument !== "") return ["false", "201"];
      if (host.phase !== "running") return ["false", host.phase === "before" ? "112" : "113"];
      host.phase = "finished";
      host.committed = { ...values };
      return ["true", "0"];
    },
  });
  return host;
}
