/** The head of the page: progress, how it stands with saving, the one line for the learner, the list of pages. */

import { hook, hooks, on, serve, setAria, showText } from "./dom.js";

/** Keys of the interface texts that this module shows. */
export const says = ["greeting", "not_saved", "progress", "saved", "saved_here", "saving"];

/** The look of each way of being saved. @type {Partial<Record<import("./types.js").Saving, string>>} */
const LOOKS = { saving: "saving", saved: "saved", saved_here: "saved", not_saved: "unsaved" };

/** @param {import("./types.js").Say} say */
export function createHeader(say) {
  const [progress, progressText, saved, banner, voice, contents, toggle] =
    ["progress", "progress-text", "saved", "banner", "announce", "contents", "contents-toggle"]
      .map((name) => hook(document, name));
  const items = new Map(contents ? hooks(contents, "contents-page").map((item) => [item.dataset.contentsPage, item]) : []);
  let notice = "";
  let passing = "";
  let wasUnsaved = false;

  /** For ears alone.
   * @param {string} text */
  function announce(text) {
    if (voice) voice.textContent = text;
  }

  /** @param {boolean} open */
  function openContents(open) {
    contents?.toggleAttribute("data-open", open);
    setAria(toggle, "expanded", open);
  }

  if (toggle && contents) {
    serve(toggle, () => openContents(!contents.hasAttribute("data-open")));
    on(contents, "click", ({ target }) => target.closest("a") && openContents(false));
    on(document, "keydown", ({ key }) => {
      if (key !== "Escape" || !contents.hasAttribute("data-open")) return;
      openContents(false);
      toggle.focus();
    });
  }

  return {
    /** @param {number} fraction */
    showProgress(fraction) {
      // 100 % is for those who have done everything
      const percent = Math.floor(fraction * 100);
      if (progress) /** @type {HTMLProgressElement} */ (progress).value = percent;
      showText(progressText, say("progress", { percent }));
    },
    /** @param {import("./types.js").Saving} saving @param {string} text a text's key or empty */
    showSaving(saving, text) {
      const isUnsaved = LOOKS[saving] === "unsaved";
      // for ears alone: that it fails is in the notice
      if (wasUnsaved && LOOKS[saving] === "saved") announce(say(saving));
      if (LOOKS[saving] === "saved" || isUnsaved) wasUnsaved = isUnsaved;
      notice = text && say(text);
      showText(banner, passing || notice);
      showText(saved, say(saving));
      if (saved) saved.dataset.saved = LOOKS[saving] ?? "";
    },
    /** A line that goes with the next page.
     * @param {string} text a text's key or empty @param {Record<string, number>} [values] @param {boolean} [focus] */
    showPassing(text, values, focus) {
      passing = text && say(text, values);
      showText(banner, passing || notice);
      if (focus) banner?.focus();
    },
    /** @param {string} name of the learner */
    greet: (name) => showText(hook(document, "greeting"), say("greeting", { name })),
    announce,
    /** @param {string} key of a page @param {{current?: boolean, done?: boolean, locked?: boolean}} marks */
    mark(key, { current, done, locked }) {
      const item = items.get(key);
      const link = item?.querySelector("a");
      if (!item || !link) return;
      if (current) link.setAttribute("aria-current", "page");
      if (current === false) link.removeAttribute("aria-current");
      const tick = hook(item, "done");
      if (tick && done !== undefined) tick.hidden = !done;
      if (locked === undefined) return;
      item.toggleAttribute("data-locked", locked);
      setAria(link, "disabled", locked);
    },
  };
}
