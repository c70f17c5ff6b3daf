/** Questions on the same scale, one per row, with a single Check button. */

import { choices } from "./choices.js";
import { hook, hooks, serve } from "./dom.js";

/** @type {import("./types.js").Part} */
export const grid = {
  control: {
    ...choices,
    matches: "[data-grid-row] input",
    enhance(_, { root, record }) {
      const whole = /** @type {HTMLElement} */ (root.closest("[data-grid]"));
      const button = hook(whole, "check-all");
      serve(button, record);
      return {
        /** Shows the feedback once every row has its result. */
        refresh() {
          const results = hooks(whole, "interaction").map(({ dataset }) => dataset.result);
          const fitting = results.includes(undefined) ? [] : ["any", results.includes("incorrect") ? "incorrect" : "correct"];
          for (const part of hooks(whole, "said-of-all")) part.hidden = !fitting.includes(part.dataset.saidOfAll ?? "");
          if (button) button.hidden = !whole.querySelector("input:enabled");
        },
      };
    },
  },
};
