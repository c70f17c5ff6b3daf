/** Numbers as answers. */

/** Keys of the interface texts that this module shows. */
export const says = ["not_a_number", "number_max", "number_min", "number_step"];

const ROUNDING = 1e-7;
/** Never with an exponent, because LMSs accept only plain decimals. */
export const PLAIN = { useGrouping: false, maximumFractionDigits: 20 };

/** A number as people write it: `1,5`, `1 000`, `٤٫٥`; NaN if it is not one.
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

/** @type {import("./types.js").Part} */
export const numeric = {
  kind: "numeric",
  findWrongs({ min, max = Infinity, step = 0 }, value, language) {
    const number = parseNumber(String(value), language);
    const steps = step && (number - (min ?? 0)) / step;
    return {
      not_a_number: isNaN(number),
      number_min: number < (min ?? -Infinity),
      number_max: number > max,
      number_step: Math.abs(steps - Math.round(steps)) > ROUNDING,
    };
  },
  isRight({ answer = [], tolerance = 0 }, given, language) {
    const number = parseNumber(String(given), language);
    return answer.some((right) => Math.abs(number - Number(right)) <= tolerance + ROUNDING);
  },
  inWords(_, value, language) {
    const number = parseNumber(String(value), language);
    return [isNaN(number) ? String(value) : number.toLocaleString("en", PLAIN)];
  },
  strictForm: (_report, _value, words) => String(parseFloat(words.join(""))),
  patternsOf: ({ answer = [], tolerance }) =>
    answer.map((right) => ({ words: [tolerance ? `${right} ± ${tolerance}` : String(right)], value: String(right) })),
};
