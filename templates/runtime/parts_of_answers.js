/** Answers that are made of parts: whether each part is right, said beside it. */

import { hooks, showText } from "./dom.js";

/** Keys of the interface texts that this module shows. */
export const says = ["summary_correct", "summary_incorrect"];

/** @param {import("./types.js").Host} host @param {(part: string) => boolean | null} isRight null: nothing is said of it */
export function markParts({ root, say }, isRight) {
  for (const mark of hooks(root, "part-mark")) {
    const verdict = isRight(mark.dataset.partMark ?? "");
    const place = /** @type {HTMLElement} */ (mark.closest("[data-part]"));
    if (verdict === null) delete place.dataset.verdict;
    else place.dataset.verdict = verdict ? "correct" : "incorrect";
    showText(mark, verdict === null ? "" : say(verdict ? "summary_correct" : "summary_incorrect"));
  }
}
