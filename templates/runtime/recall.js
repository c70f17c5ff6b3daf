/** A learner's own earlier answers, in words, on pages that recall them. */

import { hook, hooks, showText } from "./dom.js";

/** @type {import("./types.js").Part} */
export const recall = {
  refresh(page, answered) {
    for (const one of hooks(page, "recall")) showText(hook(one, "recalled"), answered(one.dataset.recall ?? ""));
  },
};
