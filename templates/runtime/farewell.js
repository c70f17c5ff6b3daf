/** What stands in place of the pages when the learner has left: what was kept, where, and what is still to do. */

import { hook, pageHook, showText } from "./dom.js";

/** Keys of the interface texts that this module shows. */
export const says = ["kept", "kept_here", "left_to_do"];

/** @param {import("./session.js").Session} session @param {import("./types.js").Say} say */
export function showFarewell({ isRecorded, isWithLms, isWaiting, state, outcome, tally }, say) {
  const panel = pageHook("farewell");
  const banner = pageHook("banner");
  if (!panel || !banner) return;
  // what becomes of it is said there
  panel.querySelector("h1")?.after(banner);
  panel.hidden = false;
  const isThere = isWithLms && !isWaiting;
  showText(hook(panel, "kept"), isRecorded ? say(isThere ? "kept" : "kept_here", { count: state.answers.size }) : "");
  showText(hook(panel, "to-do"), isRecorded && !outcome.completed && tally.left ? say("left_to_do", { count: tally.left }) : "");
}
