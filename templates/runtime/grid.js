/** Questions on one scale, a row each, with one Check button for all. */

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
        /** Says what is to be said when every row has its verdict. */
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
