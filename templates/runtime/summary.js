/** The last page: the learner's outcome, what is left to do, and the answers. */

import { judge, SAID_OF, shownAnswer, shownSolution } from "./answer.js";
import { download, fillRows, hook, hooks, serve, showText } from "./dom.js";
import { PARTS } from "./parts.js";

/** Keys of the interface texts that this module shows. */
export const says = ["go_to_left", "pass_mark", "progress", "solution", "summary_no_answer", "summary_score"];

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./types.js").Say} Say */

/** The learner's outcome, named like the page's hooks: a learner who has failed may have something left to change.
 * @param {Session} session */
function endingOf({ data, look, outcome: { completed, success } }) {
  if (success === "failed") {
    return data.interactions.some(({ key, answer }) => answer && look(key).result !== "correct" && !look(key).locked) ? success : "over";
  }
  return success === "passed" ? success : completed ? "completed" : "incomplete";
}

/** What is shown of the whole course, by the names of the page's rows. @param {Session} session @param {Say} say */
const summarise = ({ outcome: { score }, fraction }, say) => ({
  progress: say("progress", { percent: Math.floor(fraction * 100) }),
  score: score === null ? "" : say("summary_score", { score: Math.floor(score) }),
});

/** The address of the first question that is left, or of the first page that only has to be viewed; undefined if nothing
 * is left.
 * @param {Session} session */
function firstLeft({ data, look, state, tally }) {
  const page = data.pages.find(({ key }) => data.settings.completion === "viewed" ? !state.seen.has(key) : !tally.isDone(key));
  const asked = data.interactions.find((one) => one.page === page?.key && one.required !== false && !look(one.key).recorded);
  return page && `#${asked ? `i-${asked.key}` : page.id}`;
}

/** The recorded answer to a question, in words.
 * @param {Session} session @param {Say} say @param {import("./types.js").Interaction} interaction */
function answerOf({ data, state, language, look }, say, interaction) {
  const { key, label, reveal = data.settings.reveal } = interaction;
  const { value = "" } = state.answers.get(key) ?? {};
  const result = judge(interaction, value, language);
  const isTold = reveal && result === "incorrect" && look(key).locked;
  return {
    key,
    result,
    texts: {
      question: label,
      answer: shownAnswer(interaction, value, language) || say("summary_no_answer"),
      verdict: result === "neutral" ? "" : say(SAID_OF[result]),
      "right-answer": isTold ? say("solution", { answer: shownSolution(interaction, language) }) : "",
    },
  };
}

/** @param {ParentNode} root @param {string} name */
const copy = (root, name) =>
  /** @type {HTMLElement} */ (/** @type {HTMLTemplateElement} */ (hook(root, `template=${name}`)).content.firstElementChild?.cloneNode(true));

/** A text that is broken neither at a hyphen, as in Fine-Tuning and 1-10, nor between a number and its unit.
 * @param {string} text */
const unbroken = (text) => text.replace(/(\d) \b/g, "$1\xa0").replace(/-/g, "$&\u2060");

/** @param {HTMLElement} article @param {Session} session @param {Say} say */
export function fillSummary(article, session, say) {
  const { data, tally, outcome: { completed, score } } = session;
  const { passing_score: passing } = data.settings;
  for (const part of hooks(article, "ending")) part.hidden = part.dataset.ending !== endingOf(session);
  fillRows(article, "summary-row", summarise(session, say));
  // both are in the row of the score, which is hidden without one
  showText(hook(article, "pass-mark"), passing === null ? "" : say("pass_mark", { score: passing }));
  const bar = hook(article, "score-bar");
  if (bar) bar.style.cssText = `--score: ${score}%; --pass: ${passing ?? 101}%`;
  const first = completed || session.readOnly ? "" : firstLeft(session);
  const link = hook(article, "go-to-left");
  showText(link, first ? say("go_to_left", { count: tally.left }) : "");
  if (first) link?.setAttribute("href", first);
  hook(article, "answers")?.replaceChildren(...data.pages.flatMap((page) => {
    const asked = data.interactions.filter((one) => one.page === page.key);
    const part = copy(article, "summary-page");
    showText(part.querySelector("h3"), unbroken(page.title));
    hook(part, "summary-answers")?.append(...asked.map((one) => {
      const { key, result, texts } = answerOf(session, say, one);
      const row = copy(article, "summary-answer");
      for (const [name, text] of Object.entries(texts)) showText(hook(row, name), unbroken(text));
      hook(row, "question")?.setAttribute("href", `#i-${key}`);
      row.dataset.result = result;
      return row;
    }));
    return asked.length ? [part] : [];
  }));
  for (const { end } of PARTS) end?.(article, session);
}

/** @param {HTMLElement} article @param {Session} session @param {Say} say */
function inText(article, session, say) {
  const [state] = hooks(article, "ending").filter(({ hidden }) => !hidden).map((one) => one.innerText);
  const answers = session.data.interactions.flatMap((one) => ["", ...Object.values(answerOf(session, say, one).texts)]);
  return [session.data.course.title, state, summarise(session, say).score, ...answers, ""].join("\n");
}

/** @param {HTMLElement} article @param {Session} session @param {Say} say */
export function enhanceSummary(article, session, say) {
  // the byte order mark at the beginning tells editors that it is UTF-8
  serve(hook(article, "download"), () =>
    download(`${session.data.course.id}.txt`, "text/plain", "\ufeff" + inText(article, session, say)));
}
