/** A number that is set by a slider, with its value next to it. */

import { hook, on, showText, whole } from "./dom.js";
import { parseNumber, PLAIN } from "./numeric.js";

/** Keys of the interface texts that this module shows. */
export const says = ["summary_no_answer"];

/** The number in the learner's notation. @param {HTMLInputElement} input */
const written = ({ valueAsNumber }) => valueAsNumber.toLocaleString(whole().lang, PLAIN);

/** @type {import("./types.js").Part} */
export const slider = {
  control: {
    matches: "input[type=range]",
    isPreset: true,
    read: ([input]) => written(input),
    write: ([input], value) => {
      if (value) input.valueAsNumber = parseNumber(String(value), whole().lang);
    },
    enhance([input], { root, asked: { unit = "" }, say }) {
      /** @param {boolean} isSet */
      function show(isSet) {
        const words = isSet ? `${written(input)} ${unit}`.trim() : say("summary_no_answer");
        showText(hook(root, "slider-value"), words);
        input.setAttribute("aria-valuetext", words);
        root.toggleAttribute("data-unset", !isSet);
      }
      on(input, "input", () => show(true));
      return { refresh: ({ value }) => show(!!value) };
    },
  },
};
