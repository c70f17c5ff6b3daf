/** The last page: what was answered, how far the learner has come, to print and to keep. */

import { inWords, isAnswered, judge } from "./answer.js";
import { download, hook, serve, showText } from "./dom.js";

/** Keys of the interface texts that this module shows. */
export const says = [
  "progress", "summary_complete", "summary_correct", "summary_failed", "summary_incomplete", "summary_incorrect",
  "summary_no_answer", "summary_passed", "summary_score",
];

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./types.js").Say} Say */

/** What is shown of the whole course, by the names of the page's rows.
 * @param {Session} session @param {Say} say */
function summarise({ outcome: { completed, success, score }, fraction }, say) {
  const verdict = success === "unknown" ? "" : say(`summary_${success}`);
  return {
    state: verdict || say(completed ? "summary_complete" : "summary_incomplete"),
    progress: say("progress", { percent: Math.floor(fraction * 100) }),
    score: score === null ? "" : say("summary_score", { score: Math.floor(score) }),
    success: verdict,
  };
}

/** What was recorded of each question, in words.
 * @param {Session} session @param {Say} say */
function listAnswers({ data, state, language }, say) {
  return data.interactions.map((interaction) => {
    const { value = "" } = state.answers.get(interaction.key) ?? {};
    const result = judge(interaction, value, language);
    return {
      key: interaction.key,
      question: interaction.label,
      answer: isAnswered(interaction, value) ? inWords(interaction, value, language).join("; ") : say("summary_no_answer"),
      verdict: result === "neutral" ? "" : say(`summary_${result}`),
    };
  });
}

/** @param {HTMLElement} article @param {Session} session @param {Say} say */
export function fillSummary(article, session, say) {
  const { state, ...facts } = summarise(session, say);
  showText(hook(article, "summary-state"), state);
  for (const [name, text] of Object.entries(facts)) {
    const row = hook(article, `summary-row=${name}`);
    showText(row?.querySelector("dd"), text);
    if (row) row.hidden = text === "";
  }
  const template = /** @type {HTMLTemplateElement | null} */ (hook(article, "template=summary-answer"));
  hook(article, "summary-answers")?.replaceChildren(...listAnswers(session, say).map(({ key, ...texts }) => {
    const row = /** @type {DocumentFragment} */ (template?.content.cloneNode(true));
    for (const [name, text] of Object.entries(texts)) showText(hook(row, name), text);
    hook(row, "question")?.setAttribute("href", `#i-${key}`);
    return row;
  }));
}

/** @param {Session} session @param {Say} say */
function inText(session, say) {
  const { state, score } = summarise(session, say);
  const answers = listAnswers(session, say).flatMap(({ question, answer, verdict }) => ["", question, answer, verdict]);
  return [session.data.course.title, state, score, ...answers, ""].join("\n");
}

/** @param {HTMLElement} article @param {Session} session @param {Say} say */
export function enhanceSummary(article, session, say) {
  /** @type {Record<string, () => void>} */
  const services = {
    print: () => window.print(),
    // the mark at the beginning tells editors that it is UTF-8
    download: () => download(`${session.data.course.id}.txt`, "text/plain", "\ufeff" + inText(session, say)),
  };
  for (const [name, act] of Object.entries(services)) serve(hook(article, name), act);
}
