/** A sheet that says what the learner has reached: shown when it is reached, and not before. */

import { hook, showText } from "./dom.js";

/** @type {import("./types.js").Part} */
export const certificate = {
  end(article, { isEarned, learnerName, state: { earnedAt }, language, outcome: { score } }) {
    const sheet = hook(article, "certificate");
    if (!sheet) return;
    sheet.hidden = !isEarned;
    showText(hook(sheet, "certificate-name"), learnerName);
    for (const [name, text] of Object.entries({
      date: earnedAt ? new Date(earnedAt * 60_000).toLocaleDateString(language, { dateStyle: "long" }) : "",
      score: score === null ? "" : Math.floor(score).toLocaleString(language),
    })) {
      const row = hook(sheet, `certificate-row=${name}`);
      showText(row?.querySelector("dd"), text);
      if (row) row.hidden = !text;
    }
  },
};
