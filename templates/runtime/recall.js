/** A learner's own earlier answers, in words, where a page recalls them. */

import { hook, hooks, showText } from "./dom.js";

/** @type {import("./types.js").Part} */
export const recall = {
  refresh(page, answered) {
    for (const one of hooks(page, "recall")) {
      const words = answered(one.dataset.recall ?? "");
      const text = hook(one, "recalled");
      if (text) text.hidden = !words;
      showText(text, words);
      const empty = hook(one, "not-answered");
      if (empty) empty.hidden = words !== "";
    }
  },
};
