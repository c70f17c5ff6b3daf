/** An attempt at a course: what has been answered, typed and seen, what may still be changed, and what has yet to be
 * reported to the LMS. It knows nothing of LMSs, pages or time. */

import { findProblem, inWords, isAnswered, judge, knownValue, patternsOf, shareOf } from "./answer.js";
import { branches } from "./branches.js";
import { isHeld, isSame, newState } from "./saved_state.js";
import { createTally } from "./score.js";
import { tidy } from "./text.js";

/** Keys of the interface texts that this module shows. */
export const says = ["required"];

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Value} Value */
/** When an answer was given, and how many seconds after its page was shown.
 * @typedef {{time: Date, latency: number | null}} Made */
/** @typedef {ReturnType<typeof createAttempt>} Attempt */

/** @param {import("./types.js").CourseData} data @param {import("./types.js").Driver["createObjectives"]} [createObjectives] */
export function createAttempt(data, createObjectives) {
  const { settings, course: { language } } = data;
  const interactions = new Map(data.interactions.map((one) => [one.key, one]));
  /** Interactions changed in the current session, and whether each was recorded: they are kept if a saved state arrives late.
   * @type {Map<string, boolean>} */
  const touched = new Map();
  /** @type {Set<string>} */
  const visited = new Set();
  /** Answered and left, in a course in which answers may not be changed. @type {Set<string>} */
  const locks = new Set();
  /** Answers that the LMS has not accepted yet. @type {Map<string, Made>} */
  const outbox = new Map();
  let state = newState();
  branches?.decide(data, state);
  let tally = createTally(data);
  let objectives = createObjectives?.(data);
  /** The first index without a record in the LMS. */
  let next = 0;
  /** Ids of questions by the index of their records. @type {Map<number, string>} */
  const taken = new Map();
  /** The values that the learner found in the fields when the saved state was taken over. @type {Map<string, Value>} */
  let found = new Map();

  /** @param {string} key */
  function interaction(key) {
    const found = interactions.get(key);
    if (!found) throw new Error(`no data of ${key}`);
    return found;
  }

  /** @param {string} key of an interaction */
  function count(key) {
    const asked = interactions.get(key);
    if (!asked || branches?.omits(data, key)) return;
    const value = state.answers.get(key)?.value;
    const share = shareOf(asked, value, language);
    for (const each of [tally, objectives]) each?.mark(asked, isAnswered(asked, value), share);
  }

  /** @param {string} key of a page */
  function see(key) {
    tally.visit(key);
    objectives?.visit(key);
  }

  /** Reports an answer to the LMS once more. @param {string} key */
  const retell = (key) => outbox.set(key, { time: new Date(), latency: null });

  /** Everything that a page shows of an interaction. @param {string} key @returns {import("./types.js").Look} */
  function look(key) {
    const asked = interaction(key);
    const answer = state.answers.get(key);
    const draft = state.drafts.get(key);
    const recorded = isAnswered(asked, answer?.value);
    const result = recorded && draft === undefined ? judge(asked, answer?.value, language) : undefined;
    const most = asked.gated ? (asked.attempts ?? (settings.retries ? Infinity : 1)) : Infinity;
    const attemptsLeft = Math.max(0, most - (answer?.attempts ?? 0));
    const isOver = recorded && (!attemptsLeft || (result === "correct" && most < Infinity));
    const value = knownValue(asked, draft ?? answer?.value);
    return { value, recorded, result, locked: locks.has(key) || isOver, attemptsLeft };
  }

  /** Keeps the content of a field without recording it. @param {string} key @param {Value} given @returns {Value} */
  function draft(key, given) {
    const value = typeof given === "string" ? tidy(given) : given;
    const recorded = state.answers.get(key)?.value;
    if (isSame(value, recorded) || (!recorded && !value.length)) state.drafts.delete(key);
    else state.drafts.set(key, value);
    touched.set(key, touched.get(key) ?? false);
    return value;
  }

  /** The learner has moved on from an interaction.
   * @param {string} key @returns {boolean} whether it can no longer be changed from now on */
  function leave(key) {
    const asked = interactions.get(key);
    if (!asked || asked.gated || settings.retries || locks.has(key) || !look(key).recorded) return false;
    locks.add(key);
    return true;
  }

  /** Puts the changes of the current session on top of a saved state.
   * @param {State} mine @param {{isFirst: boolean, isAgain: boolean, isMine: boolean | undefined}} known `isFirst`:
   * the saved state arrives for the first time; `isAgain`: part of it has arrived before; `isMine`: it was saved
   * before the current session, not meanwhile by another device */
  function putOnTop(mine, { isFirst, isAgain, isMine }) {
    for (const [key, isRecorded] of touched) {
      const answer = mine.answers.get(key);
      const typed = mine.drafts.get(key);
      const { value = "", index, attempts } = state.answers.get(key) ?? { index: -1, attempts: 0 };
      const held = state.drafts.get(key) ?? value;
      // A long text that arrives after something else was typed is put before that, unless what was typed continues it.
      const isUnseen = isMine && interaction(key).kind === "long-fill-in" && !isSame(held, answer?.value) && !isSame(held, found.get(key));
      const before = isUnseen ? `${held}\n` : "";
      const behind = (/** @type {Value} */ given) =>
        before.trim() && !`${given}`.startsWith(`${held}`) ? before + given : given;
      if (answer && isRecorded) {
        const tried = isAgain ? Math.max(answer.attempts, attempts) : answer.attempts + attempts;
        state.answers.set(key, { value: behind(answer.value), index: Math.max(index, answer.index), attempts: tried });
      }
      if (typed === undefined) state.drafts.delete(key);
      else state.drafts.set(key, behind(typed));
    }
    if (visited.size > 1 || !isFirst || !state.page) state.page = mine.page;
    for (const key of mine.seen) state.seen.add(key);
    if (mine.token === state.token) state.revision = Math.max(state.revision, mine.revision);
  }

  return {
    interaction, look, draft, leave, outbox, touched,
    get state() { return state; },
    get tally() { return tally; },
    get objectives() { return objectives?.list; },

    /** What has been reached is never lost again. @returns {import("./types.js").Outcome} */
    get outcome() {
      const { completed, success, score } = tally.outcome;
      const isBegun = completed || success !== "unknown" || state.answers.size > 0;
      // there is no score before the first answer
      return { completed: completed || state.completed, success: state.passed ? "passed" : success, score: isBegun ? score : null };
    },

    /** @param {string} key of a page, or "summary" @param {boolean} isPage of the course */
    visit(key, isPage) {
      state.page = key;
      if (!isPage) return;
      visited.add(key);
      state.seen.add(key);
      see(key);
    },

    /** Records an answer unless there is something wrong with it; undefined if there is nothing to record.
     * @param {string} key @param {Value} given @param {Made} made @returns {import("./types.js").Problem | null | undefined} */
    record(key, given, made) {
      const asked = interaction(key);
      const before = state.answers.get(key);
      const value = draft(key, given);
      const problem = findProblem(asked, value, language);
      if (problem) return problem;
      const answered = isAnswered(asked, value);
      if (asked.gated && !answered) return { text: "required" };
      if (!asked.gated && (before ? isSame(value, before.value) : !answered)) return undefined;
      touched.set(key, true);
      state.drafts.delete(key);
      state.answers.set(key, { value, index: before?.index ?? -1, attempts: (before?.attempts ?? 0) + Number(!!asked.gated) });
      outbox.set(key, made);
      branches?.decide(data, state, () => {
        // what was reached before this answer is kept, even if the answer brings up new questions
        const { completed, success } = tally.outcome;
        state.completed ||= completed;
        state.passed ||= success === "passed";
        tally = createTally(data);
        objectives = createObjectives?.(data);
        for (const one of state.seen) see(one);
        for (const one of state.answers.keys()) count(one);
      });
      count(key);
      return null;
    },

    /** Takes over what was saved earlier, with the changes of the current session on top.
     * @param {State | null} saved null: nothing
     * @param {number} records number of records in the LMS; if it should have more, all answers are reported again
     * @param {{isFirst: boolean, isAgain: boolean, isMine: boolean | undefined, isAlone?: boolean} | null} known see
     * `putOnTop`; null: nothing goes on top @param {State | null} held the part of it that the LMS has, if that is less */
    takeOver(saved, records, known, held) {
      const mine = state;
      state = saved ?? newState();
      for (const [key, { index }] of state.answers) {
        next = Math.max(next, index + 1);
        if (index >= 0) taken.set(index, interactions.get(key)?.id ?? "gone");
      }
      const before = new Map([...state.answers].map(([key, { value }]) => [key, value]));
      for (const [key, value] of state.drafts) before.set(key, value);
      if (known) putOnTop(mine, known);
      found = before;
      branches?.open(data, state);
      tally = createTally(data);
      objectives = createObjectives?.(data);
      for (const key of state.seen) see(key);
      for (const [key, { value }] of state.answers) {
        count(key);
        if (touched.has(key)) {
          const isJoined = mine.answers.has(key) && !isSame(value, mine.answers.get(key)?.value);
          if (isJoined && touched.get(key)) retell(key);
          continue;
        }
        leave(key);
        const isNews = records < next || (held && !isHeld(value, held.answers.get(key)));
        if (isNews && interactions.has(key)) retell(key);
        else outbox.delete(key);
      }
      // an LMS that is found later has none of it
      for (const key of known?.isAlone ? interactions.keys() : []) {
        const isRecorded = state.answers.has(key);
        if (isRecorded || state.drafts.has(key)) touched.set(key, isRecorded);
      }
    },

    /** @param {string} key @param {Made} made @returns {import("./types.js").Report} */
    report(key, made) {
      const asked = interaction(key);
      const { value = "", index = -1 } = state.answers.get(key) ?? {};
      return {
        ...asked, value, index, next, taken,
        words: inWords(asked, value, language),
        patterns: patternsOf(asked, language),
        result: judge(asked, value, language),
        share: shareOf(asked, value, language),
        ...made,
      };
    },

    /** The LMS has a record of an answer. @param {string} key @param {Made} made @param {number} index */
    told(key, made, index) {
      const answer = state.answers.get(key);
      if (answer) answer.index = index;
      if (index >= 0) taken.set(index, interaction(key).id);
      next = Math.max(next, index + 1);
      if (outbox.get(key) === made) outbox.delete(key);
    },
  };
}
