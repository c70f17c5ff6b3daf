/** A certificate of what the learner has achieved, which is hidden until it is earned. */

import { fillRows, hook, showText } from "./dom.js";

/** Whether the outcome earns the certificate.
 * @param {import("./types.js").CourseData} data @param {boolean} completed @param {boolean} passed */
const isEarned = ({ settings }, completed, passed) => (settings.passing_score === null ? completed : passed);

/** @type {import("./types.js").Part} */
export const certificate = {
  reach(data, state, { completed, success }) {
    const isNew = isEarned(data, completed, success === "passed") && !isEarned(data, state.completed, state.passed);
    // a certificate that was earned before keeps its date, or has none if that was not stored
    if (data.settings.certificate && isNew) state.earnedAt ||= Math.floor(Date.now() / 60_000);
  },
  end(article, { data, isRecorded, readOnly, learnerName, state: { earnedAt }, language, outcome }) {
    const { completed, success, score } = outcome;
    const sheet = hook(article, "certificate");
    if (!sheet) return;
    // a learner who only views a course has achieved nothing in it
    sheet.hidden = !(isRecorded || readOnly) || !isEarned(data, completed, success === "passed");
    showText(hook(sheet, "certificate-name"), learnerName);
    fillRows(sheet, "certificate-row", {
      date: earnedAt ? new Date(earnedAt * 60_000).toLocaleDateString(language, { dateStyle: "long" }) : "",
      score: score === null ? "" : Math.floor(score).toLocaleString(language),
    });
  },
};
