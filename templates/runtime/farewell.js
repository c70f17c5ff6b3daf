/** What is shown instead of the pages after the learner has left: what was kept, where, and what is left to do. */

import { hook, pageHook, showText } from "./dom.js";

/** Keys of the interface texts that this module shows. */
export const says = ["kept", "kept_here", "left_to_do"];

/** @param {import("./session.js").Session} session @param {import("./types.js").Say} say */
export function showFarewell({ isRecorded, isWithLms, isWaiting, state, outcome, tally }, say) {
  const panel = pageHook("farewell");
  const banner = pageHook("banner");
  if (!panel || !banner) return;
  // the banner reports the result of saving
  panel.querySelector("h1")?.after(banner);
  panel.hidden = false;
  const isThere = isWithLms && !isWaiting;
  showText(hook(panel, "kept"), isRecorded ? say(isThere ? "kept" : "kept_here", { count: state.answers.size }) : "");
  showText(hook(panel, "to-do"), isRecorded && !outcome.completed && tally.left ? say("left_to_do", { count: tally.left }) : "");
}
