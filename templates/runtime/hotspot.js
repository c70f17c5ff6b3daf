/** Areas on a picture, each of which selects an item of the list below it. */

import { choices } from "./choices.js";
import { hooks, on } from "./dom.js";

/** @type {import("./types.js").Part} */
export const hotspot = {
  control: {
    ...choices,
    matches: "[data-hotspot] ~ .choices input",
    enhance(inputs, { root }) {
      const areas = hooks(root, "area");
      const inputOf = (/** @type {HTMLElement} */ area) => inputs.find(({ value }) => value === area.dataset.area);
      for (const area of areas) on(area, "click", () => inputOf(area)?.click());
      return {
        refresh() {
          for (const area of areas) {
            const input = inputOf(area);
            area.toggleAttribute("data-chosen", input.checked);
            area.dataset.verdict = input.closest(".choice").dataset.verdict ?? "";
          }
        },
      };
    },
  },
};
