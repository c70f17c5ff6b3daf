/** The header of the page: progress, the state of saving, the one notice for the learner, and the list of pages. */

import { enhanceContents } from "./contents.js";
import { hook, hooks, pageHook, setAria, showText, whole } from "./dom.js";
import { followSight } from "./sight.js";

/** Keys of the interface texts that this module shows. */
export const says = ["greeting", "left_unsaved", "not_saved", "progress", "remaining", "saved", "saved_here", "saving"];

/** The look of each state of saving. @type {Partial<Record<import("./types.js").Saving, string>>} */
const LOOKS = { saving: "saving", saved: "saved", saved_here: "saved", not_saved: "unsaved" };

/** Keys of notices that do not report a failure. */
const CALM = /_mode$|^closed$|_changed$/;

/** @param {import("./types.js").Say} say */
export function createHeader(say) {
  const [progress, progressText, saved, banner, strip, voice, contents] =
    ["progress", "progress-text", "saved", "banner", "notice", "announce", "contents"].map(pageHook);
  const items = new Map(contents ? hooks(contents, "contents-page").map((item) => [item.dataset.contentsPage, item]) : []);
  let notice = "";
  let passing = "";
  /** Whether the notice reports a failure. */
  let isTrouble = false;
  let hasFailed = false;
  /** Shows one line for the learner; a failure is also shown next to it while it lasts. */
  function showNotice() {
    showText(banner, isTrouble && passing ? `${notice}\n${passing}` : passing || notice);
    banner?.toggleAttribute("data-trouble", isTrouble || passing === say("left_unsaved"));
  }

  /** Announces a text to screen readers only. @param {string} text @param {string} [language] */
  function announce(text, language = whole().lang) {
    if (!voice) return;
    voice.lang = language;
    voice.textContent = text;
  }

  enhanceContents();
  // at the bottom of the visible part
  followSight((_, below) => strip?.style.setProperty("bottom", `${below}px`));

  return {
    /** @param {number} fraction */
    showProgress(fraction) {
      // 100 % is only for learners who have done everything
      const percent = Math.floor(fraction * 100);
      if (progress) /** @type {HTMLProgressElement} */ (progress).value = percent;
      showText(progressText, say("progress", { percent }));
    },
    /** @param {import("./types.js").Saving} saving @param {string} text a text's key or empty */
    showSaving(saving, text) {
      notice = text && say(text);
      isTrouble = text !== "" && !CALM.test(text);
      const isSaved = LOOKS[saving] === "saved" && !isTrouble;
      // for screen readers only, because the notice reports the failure
      if (hasFailed && isSaved) announce(say(saving));
      if (isSaved || isTrouble) hasFailed = isTrouble;
      // it is over
      if (isSaved && passing === say("left_unsaved")) passing = "";
      showNotice();
      showText(saved, say(saving));
      if (saved) saved.dataset.saved = LOOKS[saving] ?? "";
    },
    /** Shows a line that disappears with the next page.
     * @param {string} text a text's key or empty @param {Record<string, number>} [values] @param {boolean} [focus] */
    showPassing(text, values, focus) {
      passing = text && say(text, values);
      showNotice();
      if (focus) banner?.focus();
    },
    /** @param {string} name of the learner */
    greet: (name) => showText(pageHook("greeting"), say("greeting", { name })),
    announce,
    /** @param {string} key of a page @param {{current?: boolean, done?: boolean, left?: number, locked?: boolean}}
     * marks `left`: number of open questions */
    mark(key, { current, done, left = 0, locked }) {
      const item = items.get(key);
      const link = item?.querySelector("a");
      if (!item || !link) return;
      if (current) link.setAttribute("aria-current", "page");
      if (current === false) link.removeAttribute("aria-current");
      if (done !== undefined) {
        for (const tick of hooks(item, "done")) tick.hidden = !done;
        showText(hook(item, "remaining"), left ? say("remaining", { count: left }) : "");
      }
      if (locked === undefined) return;
      item.toggleAttribute("data-locked", locked);
      setAria(link, "disabled", locked);
    },
  };
}
