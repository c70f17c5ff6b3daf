/** Pictures on a bad connection: those of later pages are fetched in idle time, and a missing one can be requested again. */

import { on, whole } from "./dom.js";

/** Keys of the interface texts that this module shows. */
export const says = ["picture_missing", "try_again"];

/** Elements that may not contain a button. */
const NO_BUTTONS = "a, label, summary, [data-hotspot], .zoomable";

/** @type {import("./types.js").Part} */
export const pictures = {
  begin(say) {
    /** The note after each missing picture. @type {Map<HTMLImageElement, HTMLElement>} */
    const notes = new Map();

    /** @param {HTMLImageElement} picture */
    function miss(picture) {
      if (notes.has(picture)) return;
      const note = document.createElement("span");
      const button = document.createElement("button");
      note.className = "missing";
      note.lang = whole().lang;
      button.type = "button";
      button.className = "button button--quiet";
      button.textContent = say("try_again");
      note.append(say("picture_missing"), " ", button);
      on(button, "click", () => fetchAgain(picture));
      (picture.closest(NO_BUTTONS) ?? picture).after(note);
      notes.set(picture, note);
    }

    /** @param {HTMLImageElement} picture */
    function arrive(picture) {
      const note = notes.get(picture);
      if (note?.contains(document.activeElement)) {
        picture.tabIndex = -1;
        picture.focus({ preventScroll: true });
      }
      note?.remove();
      notes.delete(picture);
    }

    /** Setting an address again requests it again. @param {HTMLImageElement} picture */
    const fetchAgain = (picture) => {
      picture.src = picture.src;
    };

    /** One after the other, so as not to slow down somebody who is reading. */
    async function fetchAll() {
      for (const picture of document.querySelectorAll(/** @type {"img"} */ ("img[loading=lazy]"))) {
        picture.loading = "eager";
        await new Promise((goOn) => {
          for (const end of ["load", "error"]) on(picture, end, goOn, { once: true });
          if (picture.complete) goOn(null);
        });
      }
    }

    on(document, "error", ({ target }) => target instanceof HTMLImageElement && miss(target), { capture: true });
    on(document, "load", ({ target }) => arrive(target), { capture: true });
    on(window, "online", () => [...notes.keys()].forEach(fetchAgain));
    // pictures that failed before this script had loaded
    for (const picture of document.images) if (picture.complete) picture.decode().catch(() => miss(picture));
    // with data saving on, only pictures in view are fetched
    if (/** @type {any} */ (navigator).connection?.saveData) return;
    on(window, "load", () => (window.requestIdleCallback ?? setTimeout)(fetchAll));
  },
};
