import assert from "node:assert/strict";
import { test } from "node:test";
import { createTally } from "../../templates/runtime/score.js";
import { courseOf, dice, interaction } from "./parts.js";

const graded = interaction({ key: "grad", answer: ["a"], points: 3 });
const bonus = interaction({ key: "bons", answer: ["b"], required: false, page: "pag2" });
const survey = interaction({ key: "surv", page: "pag2" });
const all = [graded, bonus, survey];

/** @param {any} settings */
function tallyOf(settings) {
  const tally = createTally(courseOf(all, settings, 2));
  return {
    tally,
    see: () => ["pag1", "pag2"].forEach((key) => tally.visit(key)),
    answer: (/** @type {any} */ which, right = false) => tally.mark(which, true, Number(right)),
  };
}

test("correctness: the points right of the points that can be", () => {
  const { tally, answer } = tallyOf({ scoring: "correctness" });
  assert.equal(tally.outcome.score, 0);
  answer(graded, true);
  assert.equal(tally.outcome.score, 75);
  answer(bonus, true);
  assert.equal(tally.outcome.score, 100);
  tally.mark(graded, true, 0);
  assert.equal(tally.outcome.score, 25);
});

test("participation: the share of required interactions answered; none: no score", () => {
  const { tally, answer } = tallyOf({ scoring: "participation" });
  answer(survey);
  answer(bonus);
  assert.equal(tally.outcome.score, 50);
  assert.equal(tallyOf({ scoring: "none" }).tally.outcome.score, null);
});

test("a score has two decimals at most", () => {
  const thirds = ["one1", "two2", "thr3"].map((key) => interaction({ key }));
  const tally = createTally(courseOf(thirds));
  tally.mark(/** @type {any} */ (thirds[0]), true, 0);
  assert.equal(tally.outcome.score, 33.33);
});

test("completion answered: all pages seen and every required interaction answered", () => {
  const { tally, see, answer } = tallyOf({ scoring: "correctness" });
  answer(graded, true);
  answer(survey);
  assert.equal(tally.outcome.completed, false);
  see();
  assert.deepEqual(tally.outcome, { completed: true, success: "unknown", score: 75 });
  tally.mark(survey, false, 0);
  assert.equal(tally.outcome.completed, false);
});

test("completion viewed: all pages seen; failed only when nothing is left to answer", () => {
  const { tally, see, answer } = tallyOf({ scoring: "correctness", completion: "viewed", passing_score: 80 });
  see();
  assert.deepEqual(tally.outcome, { completed: true, success: "unknown", score: 0 });
  answer(graded, true);
  assert.equal(tally.outcome.success, "failed");
  answer(bonus, true);
  assert.equal(tally.outcome.success, "passed");
});

test("completion passed: as soon as the passing score is reached", () => {
  const { tally, see, answer } = tallyOf({ scoring: "correctness", completion: "passed", passing_score: 75 });
  answer(graded, false);
  assert.deepEqual(tally.outcome, { completed: false, success: "unknown", score: 0 });
  see();
  answer(survey);
  assert.deepEqual(tally.outcome, { completed: false, success: "failed", score: 0 });
  answer(graded, true);
  assert.deepEqual(tally.outcome, { completed: true, success: "passed", score: 75 });
});

test("with a passing score, a completed course has passed or failed", () => {
  const { tally, see, answer } = tallyOf({ scoring: "correctness", passing_score: 75 });
  answer(graded, true);
  assert.equal(tally.outcome.success, "unknown");
  answer(survey);
  see();
  assert.equal(tally.outcome.success, "passed");
  answer(graded, false);
  assert.equal(tally.outcome.success, "failed");
});

test("progress is whole only when everything is done", () => {
  const { tally, see, answer } = tallyOf({});
  see();
  answer(graded);
  assert.equal(tally.fraction, 0.75);
  answer(survey);
  assert.equal(tally.fraction, 1);
  assert.equal(createTally(courseOf(all, { completion: "viewed" }, 2)).fraction, 0);
});

test("the frontier is the first page that is not done, whatever is answered and taken back", () => {
  const throwDice = dice(4);
  const questions = Array.from({ length: 30 }, (_, place) => interaction({ key: `q${String(place).padStart(3, "0")}`, page: `pag${1 + (place % 10)}` }));
  const tally = createTally(courseOf(questions, {}, 10));
  const answered = new Map();
  const seen = new Set();
  for (let round = 0; round < 2000; round += 1) {
    const question = /** @type {any} */ (questions[throwDice(30)]);
    if (throwDice(4)) {
      answered.set(question, throwDice(6) > 0);
      tally.mark(question, answered.get(question), 0);
    } else {
      seen.add(question.page);
      tally.visit(question.page);
    }
    const isDone = (/** @type {number} */ page) =>
      seen.has(`pag${page + 1}`) && questions.every((one) => one.page !== `pag${page + 1}` || answered.get(one));
    const undone = Array.from({ length: 10 }, (_, page) => page).find((page) => !isDone(page)) ?? 10;
    assert.equal(tally.frontier, undone);
    assert.equal(tally.isDone("pag3"), isDone(2));
  }
});

test("a part of an answer earns a part of its points, and is not passed by as nothing", () => {
  const { tally } = tallyOf({ scoring: "correctness", passing_score: 50 });
  tally.mark(graded, true, 2 / 3);
  assert.equal(tally.outcome.score, 50);
  tally.mark(graded, true, 1 / 3);
  assert.equal(tally.outcome.score, 25);
  tally.mark(graded, true, 1);
  assert.equal(tally.outcome.score, 75);
});
