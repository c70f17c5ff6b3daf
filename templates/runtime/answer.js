/** What counts as an answer, and whether it is right. */

import { PARTS } from "./parts.js";
import { fold } from "./text.js";

/** Keys of the interface texts that this module shows. */
export const says = ["choose_max", "choose_min", "mark_missed", "summary_correct", "summary_incorrect"];

/** @typedef {import("./types.js").Interaction} Interaction */
/** @typedef {import("./types.js").Value} Value */

/** The part of the script that knows this kind of interaction, if any. @param {Interaction} interaction */
export const rulesOf = ({ kind, parts }) => PARTS.find((part) => part.kind === kind && (!part.hasParts || parts));

/** The part of a value that this build of the course still knows; undefined if none of it is valid. Options may have been
 * removed, and kinds may have changed, since it was saved.
 * @param {Interaction} interaction @param {Value | undefined} value @returns {Value | undefined} */
export function knownValue(interaction, value) {
  const { options } = interaction;
  if (typeof value !== (options ? "object" : "string")) return undefined;
  if (typeof value !== "object") return value;
  const known = rulesOf(interaction)?.known?.(interaction, value) ?? value.filter((key) => options?.some((option) => option.key === key));
  return known.length || !value.length ? known : undefined;
}

/** @param {Value} value */
const isEmpty = (value) => !(typeof value === "string" ? value.trim() : value).length;

/** Why a value cannot be recorded; null if it can. An empty value can: it withdraws an answer.
 * @param {Interaction} interaction @param {Value} value @param {string} language
 * @returns {import("./types.js").Problem | null} */
export function findProblem(interaction, value, language) {
  if (isEmpty(value)) return null;
  const { multiple, min = -Infinity, max = Infinity, step = 0 } = interaction;
  const wrongs = rulesOf(interaction)?.findWrongs?.(interaction, value, language)
    ?? { choose_min: multiple && value.length < min, choose_max: multiple && value.length > max };
  const text = Object.keys(wrongs).find((wrong) => wrongs[wrong]);
  return text ? { text, values: { min, max, step } } : null;
}

/** Whether a recorded value answers the question as this build asks it.
 * @param {Interaction} interaction @param {Value | undefined} value @returns {boolean} */
export function isAnswered(interaction, value) {
  const known = knownValue(interaction, value);
  if (known === undefined || isEmpty(known)) return false;
  return rulesOf(interaction)?.isWhole?.(interaction, known) ?? true;
}

/** Compared as a set of options, or with the accepted texts. @type {NonNullable<import("./types.js").Part["isRight"]>} */
const isRight = ({ options, answer = [] }, given) => options
  ? given.length === answer.length && answer.every((key) => given.includes(String(key)))
  : answer.some((text) => fold(String(text)) === fold(String(given)));

/** Whether an answer is right as a whole; neutral if there is no answer, or no right answer (a survey).
 * @param {Interaction} interaction @param {Value | undefined} value @param {string} language
 * @returns {import("./types.js").Result} */
export function judge(interaction, value = "", language) {
  if (!interaction.answer || !isAnswered(interaction, value)) return "neutral";
  const judgement = rulesOf(interaction)?.isRight ?? isRight;
  return judgement(interaction, value, language) ? "correct" : "incorrect";
}

/** How much of an answer is right, 0 to 1: all or nothing, unless its parts earn points.
 * @param {Interaction} interaction @param {Value | undefined} value @param {string} language */
export function shareOf(interaction, value = "", language) {
  const result = judge(interaction, value, language);
  if (result === "incorrect" && interaction.partial) return rulesOf(interaction)?.share?.(interaction, value) ?? 0;
  return Number(result === "correct");
}

/** A value in words: the texts of options, the text, or the number with a decimal point.
 * @param {Interaction} interaction @param {Value} value @param {string} language @returns {string[]} */
export function inWords(interaction, value, language) {
  const { options } = interaction;
  return rulesOf(interaction)?.inWords?.(interaction, value, language) ?? (typeof value === "string"
    ? [value]
    : value.flatMap((key) => options?.find((option) => option.key === key)?.text ?? []));
}

/** How the result of an answer or an option is labelled, as a text's key. */
export const SAID_OF = { correct: "summary_correct", incorrect: "summary_incorrect", missed: "mark_missed" };

/** Words as they are shown, with their unit. A part for which any answer is right has no words.
 * @param {Interaction} interaction @param {string[]} words */
const shown = ({ unit = "" }, words) => `${words.filter(Boolean).join("; ")} ${unit}`.trim();

/** An answer as it is shown; empty if there is none.
 * @param {Interaction} interaction @param {Value} value @param {string} language */
export const shownAnswer = (interaction, value, language) =>
  isAnswered(interaction, value) ? shown(interaction, inWords(interaction, value, language)) : "";

/** The right answer as it is shown. @param {Interaction} interaction @param {string} language */
export function shownSolution(interaction, language) {
  const [{ words = [] } = {}] = patternsOf(interaction, language);
  return shown(interaction, words);
}

/** The right answers, in words and as values; each accepted text is one.
 * @param {Interaction} interaction @param {string} language @returns {import("./types.js").Report["patterns"]} */
export function patternsOf(interaction, language) {
  const { answer, options } = interaction;
  if (!answer) return [];
  const values = options ? [answer.map(String)] : answer.map(String);
  return rulesOf(interaction)?.patternsOf?.(interaction)
    ?? values.map((value) => ({ words: inWords(interaction, value, language), value }));
}
