/** What is printed: the current page or, by a button, the answers, the course or the certificate. */

import { byId, hooks, on, serve, whole } from "./dom.js";

/** @param {() => void} fillAnswers @param {() => void} wakeAll activates all pages */
export function enhancePrinting(fillAnswers, wakeAll) {
  const { dataset } = whole();
  for (const place of [byId("contents"), byId("summary")]) {
    for (const button of place ? hooks(place, "print") : []) {
      serve(button, () => {
        dataset.print = button.dataset.print;
        fillAnswers();
        if (dataset.print === "course") wakeAll();
        window.print();
      });
    }
  }
  on(window, "afterprint", () => delete dataset.print);
}
