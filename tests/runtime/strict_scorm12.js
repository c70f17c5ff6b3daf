/** A SCORM 1.2 API as the specification has it (Run-Time Environment 1.2, 3.3 and 3.4) and no more lenient: data types
 * and their lengths, keywords, what is read-only and write-only, the order of interactions. */

import { createStrictHost } from "./strict_host.js";

const VOCABULARY = {
  status: /^(passed|completed|failed|incomplete|browsed)$/,
  exit: /^(time-out|suspend|logout|)$/,
  interaction: /^(true-false|choice|fill-in|matching|performance|sequencing|likert|numeric)$/,
  result: /^(correct|wrong|unanticipated|neutral|-?\d+(\.\d+)?)$/,
};
const DECIMAL = /^-?\d+(\.\d+)?$/;
const TIMESPAN = /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
const IDENTIFIER = /^[!-~]{1,255}$/;
const STRING255 = /^[^]{0,255}$/;

/** CMIFeedback: its format depends on the type of the interaction. @type {Record<string, RegExp>} */
const FEEDBACK = {
  choice: /^(\{[0-9a-z](,[0-9a-z])*\}|[0-9a-z](,[0-9a-z])*)$/,
  sequencing: /^[0-9a-z](,[0-9a-z])*$/,
  likert: /^[0-9a-z]?$/,
  numeric: DECIMAL,
  "fill-in": STRING255,
  "true-false": /^[tf01]$/,
  matching: /^[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*$/,
};

/** @typedef {{element: RegExp, type: RegExp | ((value: string, type: string) => boolean), readOnly?: boolean, writeOnly?: boolean}} Row */

/** @param {Record<string, any>} settings */
function rows({ room, words }) {
  const feedback = (/** @type {string} */ value, /** @type {string} */ type) =>
    words ? value.length <= words : (FEEDBACK[type] ?? /$^/).test(value);
  /** @type {Row[]} */
  return [
    { element: /^cmi\.core\.(student_id|student_name|credit|entry|total_time|lesson_mode|_children)$/, type: /^/, readOnly: true },
    { element: /^cmi\.interactions\.(_count|_children)$/, type: /^/, readOnly: true },
    { element: /^cmi\.core\.lesson_location$/, type: STRING255 },
    { element: /^cmi\.core\.lesson_status$/, type: VOCABULARY.status },
    { element: /^cmi\.core\.score\.(raw|min|max)$/, type: (/** @type {string} */ value) => DECIMAL.test(value) && Number(value) >= 0 && Number(value) <= 100 },
    { element: /^cmi\.core\.exit$/, type: VOCABULARY.exit, writeOnly: true },
    { element: /^cmi\.core\.session_time$/, type: TIMESPAN, writeOnly: true },
    { element: /^cmi\.suspend_data$/, type: (/** @type {string} */ value) => value.length <= room },
    { element: /^cmi\.interactions\.\d+\.id$/, type: IDENTIFIER, writeOnly: true },
    { element: /^cmi\.interactions\.\d+\.type$/, type: VOCABULARY.interaction, writeOnly: true },
    { element: /^cmi\.interactions\.\d+\.time$/, type: TIME, writeOnly: true },
    { element: /^cmi\.interactions\.\d+\.weighting$/, type: DECIMAL, writeOnly: true },
    { element: /^cmi\.interactions\.\d+\.latency$/, type: TIMESPAN, writeOnly: true },
    { element: /^cmi\.interactions\.\d+\.result$/, type: VOCABULARY.result, writeOnly: true },
    { element: /^cmi\.interactions\.\d+\.student_response$/, type: feedback, writeOnly: true },
    { element: /^cmi\.interactions\.\d+\.correct_responses\.\d+\.pattern$/, type: feedback, writeOnly: true },
  ];
}

/** @param {object} [options]
 * @param {Record<string, string>} [options.elements] what an earlier sitting left
 * @param {number} [options.room] characters of suspend_data
 * @param {number} [options.words] takes any text of so many characters as a response, as Moodle does; 0: CMIFeedback */
export function strictApi({ elements = {}, room = 4096, words = 0 } = {}) {
  const table = rows({ room, words });
  /** @type {Record<string, string>} */
  const values = {
    "cmi.core.student_id": "ada", "cmi.core.lesson_status": "not attempted", "cmi.core.lesson_mode": "normal",
    "cmi.suspend_data": "", ...elements,
  };

  /** @param {string} element @param {string} value @returns {string} an error code */
  function refusal(element, value) {
    const row = table.find((one) => one.element.test(element));
    if (!row) return /\._(count|children|version)$/.test(element) ? "402" : "401";
    if (row.readOnly) return "403";
    const [, index = "", rest = "", pattern] = /^cmi\.interactions\.(\d+)\.(?:(\w+)\.?(\d+)?)/.exec(element) ?? [];
    const stem = "cmi.interactions";
    if (index && Number(index) > host.countOf(stem)) return "201";
    if (index && Number(index) === host.countOf(stem) && rest !== "id") return "201";
    if (pattern && Number(pattern) > host.countOf(`${stem}.${index}.correct_responses`)) return "201";
    const type = values[`${stem}.${index}.type`] ?? "";
    const fits = row.type instanceof RegExp ? row.type.test(value) : row.type(value, type);
    return fits ? "0" : "405";
  }

  /** @type {import("./strict_host.js").StrictHost} */
  const host = createStrictHost("LMS", values, {
    LMSInitialize: (argument) => {
      if (argument !== "") return ["false", "201"];
      if (host.phase !== "before") return ["false", "101"];
      host.phase = "running";
      return ["true", "0"];
    },
    LMSGetValue: (element = "") => {
      if (host.phase !== "running") return ["", "301"];
      if (element === "cmi.interactions._count") return [String(host.countOf("cmi.interactions")), "0"];
      const row = table.find((one) => one.element.test(element));
      if (!row) return ["", "401"];
      return row.writeOnly ? ["", "404"] : [values[element] ?? "", "0"];
    },
    LMSSetValue: (element = "", value = "") => {
      if (host.phase !== "running") return ["false", "301"];
      if (typeof value !== "string") return ["false", "405"];
      const error = refusal(element, value);
      if (error === "0") values[element] = value;
      return [String(error === "0"), error];
    },
    LMSCommit: (argument) => {
      if (argument !== "") return ["false", "201"];
      if (host.phase !== "running") return ["false", "301"];
      host.committed = { ...values };
      return ["true", "0"];
    },
    LMSFinish: (argument) => {
      if (argument !== "") return ["false", "201"];
      if (host.phase !== "running") return ["false", "301"];
      host.phase = "finished";
      // 3.4.4, and seen in Moodle 4.5: whatever the mode
      if (values["cmi.core.lesson_status"] === "not attempted") values["cmi.core.lesson_status"] = "completed";
      host.committed = { ...values };
      return ["true", "0"];
    },
  });
  return host;
}
