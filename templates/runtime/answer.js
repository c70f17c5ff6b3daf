/** What counts as an answer, and whether it is right. */

/** Keys of the interface texts that this module shows. */
export const says = ["choose_max", "choose_min", "not_a_number", "number_max", "number_min", "number_step"];

/** @typedef {import("./types.js").Interaction} Interaction */
/** @typedef {import("./types.js").Value} Value */

const ROUNDING = 1e-7;
/** Never an exponent: LMSs take plain decimals only. */
const PLAIN = { useGrouping: false, maximumFractionDigits: 20 };

/** A number as people write it: `1,5`, `1 000`, `٤٫٥`; NaN when it is none.
 * @param {string} text @param {string} language @returns {number} */
export function parseNumber(text, language) {
  const plain = text
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[\s'’_٬]/g, "").replace("٫", ".").replace("−", "-");
  const comma = (1.5).toLocaleString(language).includes(",");
  const grouped = comma ? /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/ : /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
  const single = grouped.test(plain) ? plain.replaceAll(comma ? "." : ",", "") : plain;
  return /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(single) ? Number(single.replace(",", ".")) : NaN;
}

/** The value as far as this build of the course knows it; undefined when nothing of it fits. Options may have been
 * taken out and kinds may have changed since it was saved.
 * @param {Interaction} interaction @param {Value | undefined} value @returns {Value | undefined} */
export function knownValue(interaction, value) {
  const { options } = interaction;
  if (typeof value !== (options ? "object" : "string")) return undefined;
  if (typeof value !== "object") return value;
  const known = value.filter((key) => options?.some((option) => option.key === key));
  return known.length || !value.length ? known : undefined;
}

/** @param {Value} value */
const isEmpty = (value) => !(typeof value === "string" ? value.trim() : value).length;

/** Why a value cannot be recorded; null when it can. An empty one can be: it takes an answer back.
 * @param {Interaction} interaction @param {Value} value @param {string} language
 * @returns {import("./types.js").Problem | null} */
export function findProblem(interaction, value, language) {
  const { kind, multiple, min = -Infinity, max = Infinity, step = 0 } = interaction;
  const number = kind === "numeric" ? parseNumber(String(value), language) : 0;
  const steps = step && (number - (interaction.min ?? 0)) / step;
  /** @type {Record<string, boolean | undefined>} */
  const wrongs = kind === "numeric"
    ? {
        not_a_number: isNaN(number),
        number_min: number < min,
        number_max: number > max,
        number_step: Math.abs(steps - Math.round(steps)) > ROUNDING,
      }
    : { choose_min: multiple && value.length < min, choose_max: multiple && value.length > max };
  const text = isEmpty(value) ? undefined : Object.keys(wrongs).find((wrong) => wrongs[wrong]);
  return text ? { text, values: { min, max, step } } : null;
}

/** Whether a recorded value answers the question as this build asks it.
 * @param {Interaction} interaction @param {Value | undefined} value @returns {boolean} */
export function isAnswered(interaction, value) {
  const known = knownValue(interaction, value);
  if (known === undefined || isEmpty(known)) return false;
  return interaction.kind !== "sequencing" || known.length === interaction.options?.length;
}

/** @param {string} text */
const fold = (text) => text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();

/** @param {Value} given @param {Interaction} interaction */
const sameSet = (given, { answer = [] }) =>
  given.length === answer.length && answer.every((key) => given.includes(String(key)));

/** @param {Value} given @param {Interaction} interaction */
const oneOf = (given, { answer = [] }) => answer.some((text) => fold(String(text)) === fold(String(given)));

/** @type {Record<import("./types.js").Kind, (given: Value, interaction: Interaction, language: string) => boolean>} */
const RIGHT = {
  choice: sameSet,
  likert: sameSet,
  sequencing: (given, { answer = [] }) => String(given) === String(answer),
  "fill-in": oneOf,
  "long-fill-in": oneOf,
  numeric: (given, { answer = [], tolerance = 0 }, language) => {
    const number = parseNumber(String(given), language);
    return answer.some((right) => Math.abs(number - Number(right)) <= tolerance + ROUNDING);
  },
};

/** Right or wrong as a whole; neutral without an answer and without a right answer (a survey).
 * @param {Interaction} interaction @param {Value | undefined} value @param {string} language
 * @returns {import("./types.js").Result} */
export function judge(interaction, value = "", language) {
  if (!interaction.answer || !isAnswered(interaction, value)) return "neutral";
  return RIGHT[interaction.kind](value, interaction, language) ? "correct" : "incorrect";
}

/** A value in words: texts of options, the text, the number with a point.
 * @param {Interaction} interaction @param {Value} value @param {string} language @returns {string[]} */
export function inWords({ kind, options }, value, language) {
  if (typeof value !== "string") return value.flatMap((key) => options?.find((option) => option.key === key)?.text ?? []);
  const number = kind === "numeric" ? parseNumber(value, language) : NaN;
  return [isNaN(number) ? value : number.toLocaleString("en", PLAIN)];
}

/** The right answers, in words and as values: each accepted text is one.
 * @param {Interaction} interaction @param {string} language @returns {import("./types.js").Report["patterns"]} */
export function patternsOf(interaction, language) {
  const { answer, options, tolerance, kind } = interaction;
  if (!answer) return [];
  if (options) {
    const value = answer.map(String);
    return [{ words: inWords(interaction, value, language), value }];
  }
  return answer.map((right) => ({
    words: [kind === "numeric" && tolerance ? `${right} ± ${tolerance}` : String(right)],
    value: String(right),
  }));
}
