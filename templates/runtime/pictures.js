/** Pictures without a line: those of later pages are fetched while there is nothing else to do, and one that has not come
 * can be asked for again. */

import { on, whole } from "./dom.js";

/** Keys of the interface texts that this module shows. */
export const says = ["picture_missing", "try_again"];

/** Within these no button may stand. */
const NO_BUTTONS = "a, label, summary, [data-hotspot], .zoomable";

/** @type {import("./types.js").Part} */
export const pictures = {
  begin(say) {
    /** What stands behind a picture that has not come. @type {Map<HTMLImageElement, HTMLElement>} */
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

    /** An address that is set anew is asked for again. @param {HTMLImageElement} picture */
    const fetchAgain = (picture) => {
      picture.src = picture.src;
    };

    /** One after the other: somebody may be reading. */
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
    // those that failed before this script was there
    for (const picture of document.images) if (picture.complete) picture.decode().catch(() => miss(picture));
    // who saves data fetches what is looked at
    if (/** @type {any} */ (navigator).connection?.saveData) return;
    on(window, "load", () => (window.requestIdleCallback ?? setTimeout)(fetchAll));
  },
};
