/** The head of the page: progress, how it stands with saving, the one line for the learner, the list of pages. */

import { enhanceContents } from "./contents.js";
import { hook, hooks, pageHook, setAria, showText, whole } from "./dom.js";
import { followSight } from "./sight.js";

/** Keys of the interface texts that this module shows. */
export const says = ["greeting", "left_unsaved", "not_saved", "progress", "remaining", "saved", "saved_here", "saving"];

/** The look of each way of being saved. @type {Partial<Record<import("./types.js").Saving, string>>} */
const LOOKS = { saving: "saving", saved: "saved", saved_here: "saved", not_saved: "unsaved" };

/** Keys of texts that tell of no failure. */
const CALM = /_mode$|^closed$|_changed$/;

/** @param {import("./types.js").Say} say */
export function createHeader(say) {
  const [progress, progressText, saved, banner, strip, voice, contents] =
    ["progress", "progress-text", "saved", "banner", "notice", "announce", "contents"].map(pageHook);
  const items = new Map(contents ? hooks(contents, "contents-page").map((item) => [item.dataset.contentsPage, item]) : []);
  let notice = "";
  let passing = "";
  /** Whether the notice is of something that fails. */
  let isTrouble = false;
  let hasFailed = false;
  /** One line for the learner; what fails is said beside it as long as it does. */
  function showNotice() {
    showText(banner, isTrouble && passing ? `${notice}\n${passing}` : passing || notice);
    banner?.toggleAttribute("data-trouble", isTrouble || passing === say("left_unsaved"));
  }

  /** For ears alone.
   * @param {string} text @param {string} [language] */
  function announce(text, language = whole().lang) {
    if (!voice) return;
    voice.lang = language;
    voice.textContent = text;
  }

  enhanceContents();
  // at the bottom of what is seen
  followSight((_, below) => strip?.style.setProperty("bottom", `${below}px`));

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
      notice = text && say(text);
      isTrouble = text !== "" && !CALM.test(text);
      const isSaved = LOOKS[saving] === "saved" && !isTrouble;
      // for ears alone: that it fails is in the notice
      if (hasFailed && isSaved) announce(say(saving));
      if (isSaved || isTrouble) hasFailed = isTrouble;
      // it is over
      if (isSaved && passing === say("left_unsaved")) passing = "";
      showNotice();
      showText(saved, say(saving));
      if (saved) saved.dataset.saved = LOOKS[saving] ?? "";
    },
    /** A line that goes with the next page.
     * @param {string} text a text's key or empty @param {Record<string, number>} [values] @param {boolean} [focus] */
    showPassing(text, values, focus) {
      passing = text && say(text, values);
      showNotice();
      if (focus) banner?.focus();
    },
    /** @param {string} name of the learner */
    greet: (name) => showText(pageHook("greeting"), say("greeting", { name })),
    announce,
    /** @param {string} key of a page
     * @param {{current?: boolean, done?: boolean, left?: number, locked?: boolean}} marks `left`: questions on it */
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
