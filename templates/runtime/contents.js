/** The list of pages on small screens: a dialog below the button that opens it. */

import { byId, on, pageHook, serve, setAria } from "./dom.js";

export function enhanceContents() {
  const [contents, toggle, holder] = ["contents", "contents-toggle", "contents-dialog"].map(pageHook);
  const dialog = /** @type {HTMLDialogElement | null} */ (holder);
  if (!contents || !toggle || !dialog) return;

  /** @param {boolean} isOpen */
  function open(isOpen) {
    if (isOpen === dialog?.open) return;
    setAria(toggle, "expanded", isOpen);
    if (isOpen) {
      dialog?.append(/** @type {HTMLElement} */ (contents));
      dialog?.show();
      /** @type {HTMLElement | null | undefined} */ (contents?.querySelector("[aria-current]"))?.focus();
    } else {
      dialog?.close();
      byId("main")?.before(/** @type {HTMLElement} */ (contents));
    }
  }

  function goBack() {
    open(false);
    toggle?.focus();
  }

  serve(toggle, () => open(!dialog.open));
  on(dialog, "click", ({ target }) => target.closest("a") && goBack());
  on(document, "keydown", ({ key }) => key === "Escape" && dialog.open && goBack());
  for (const type of ["focusin", "pointerdown"]) {
    on(document, type, ({ target }) => dialog.contains(target) || toggle.contains(target) || open(false));
  }
  // wide enough for a list next to the page
  on(matchMedia("(min-width: 64rem)"), "change", () => open(false));
}
