/** A text with gaps: its value has one line for each gap, with the gap's key and what was filled in. */

import { judgeParts, markParts } from "./parts_of_answers.js";
import { fold } from "./text.js";

const KEY = 4;
/** The most right answers that are listed, out of all combinations of the gaps' accepted words. */
const MOST_PATTERNS = 10;

/** What was filled in, by the keys of the gaps. @param {import("./types.js").Value | undefined} value */
const fillings = (value = "") => new Map(String(value).split("\n").map((line) => [line.slice(0, KEY), line.slice(KEY)]));

/** @param {import("./types.js").Interaction} asked @param {import("./types.js").Value} value */
function filledIn({ parts = [] }, value) {
  const filled = fillings(value);
  return parts.map(({ key }) => filled.get(key)?.trim());
}

/** @type {import("./parts_of_answers.js").Judging} */
function judgeGap({ exact }, value) {
  const filled = fillings(value);
  return ({ key, answer }) => answer ? answer.some((word) => fold(word, exact) === fold(filled.get(key) ?? "", exact)) : null;
}

/** @type {import("./types.js").Part} */
export const gaps = {
  kind: "fill-in",
  hasParts: true,
  isWhole: (asked, value) => filledIn(asked, value).every(Boolean),
  ...judgeParts(judgeGap),
  inWords: (asked, value) => filledIn(asked, value).map((word) => word || "…"),
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
    enhance: (_, host) => markParts(host, judgeGap),
  },
};
