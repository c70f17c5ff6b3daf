/** A text with gaps: its value is a line a gap, the gap's key and what was filled in. */

import { markParts } from "./parts_of_answers.js";
import { fold } from "./text.js";

/** @typedef {import("./types.js").Interaction} Interaction */
/** @typedef {NonNullable<Interaction["parts"]>[number]} Gap */

const KEY = 4;
/** Right answers that are told: each accepted word of a gap can stand with each of another. */
const MOST_PATTERNS = 10;

/** What was filled in, by the keys of the gaps. @param {import("./types.js").Value | undefined} value */
const fillings = (value = "") =>
  new Map(String(value).split("\n").flatMap((line) => line ? [[line.slice(0, KEY), line.slice(KEY)]] : []));

/** @param {Interaction} asked @param {Map<string | undefined, string | undefined>} filled */
const isFitting = ({ exact }, filled) => (/** @type {Gap} */ { key, answer }) =>
  !answer || answer.some((word) => fold(word, exact) === fold(filled.get(key) ?? "", exact));

/** @type {import("./types.js").Part} */
export const gaps = {
  kind: "fill-in",
  hasParts: true,
  isWhole: ({ parts = [] }, value) => parts.every(({ key }) => fillings(value).get(key)?.trim()),
  isRight: (asked, given) => asked.parts?.every(isFitting(asked, fillings(given))) ?? false,
  share(asked, given) {
    const judged = asked.parts?.filter(({ answer }) => answer) ?? [];
    return judged.filter(isFitting(asked, fillings(given))).length / judged.length;
  },
  inWords: ({ parts = [] }, value) => parts.map(({ key }) => fillings(value).get(key)?.trim() || "…"),
  patternsOf: ({ parts = [] }) => parts.reduce((every, { answer = [""] }) =>
    every.flatMap((words) => answer.map((word) => [...words, word])).slice(0, MOST_PATTERNS), /** @type {string[][]} */ ([[]]))
    .map((words) => ({ words, value: "" })),
  idForm: (_report, _value, words) => words.map((word) => word.replaceAll("[,]", "[, ]").replace(/^\{/, " {")).join("[,]"),
  strictForm: (_report, _value, words) => words.join("; ").slice(0, 255).replace(/[^ -~]/g, "?"),
  control: {
    matches: "[data-gap]",
    isTyped: true,
    read: (controls) => controls.flatMap(({ value, dataset }) => value ? [dataset.gap + value] : []).join("\n"),
    write(controls, value) {
      const filled = fillings(value);
      for (const control of controls) {
        const text = filled.get(control.dataset.gap) ?? "";
        if (control.value !== text) control.value = text;
      }
    },
    enhance: (_, host) => ({
      refresh({ value }, isJudged) {
        const fits = isFitting(host.asked, fillings(value));
        markParts(host, (key) => {
          const gap = host.asked.parts?.find((one) => one.key === key);
          return isJudged && gap?.answer ? fits(gap) : null;
        });
      },
    }),
  },
};
