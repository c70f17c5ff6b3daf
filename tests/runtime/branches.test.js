import assert from "node:assert/strict";
import { test } from "node:test";
import { createAttempt } from "../../templates/runtime/attempt.js";
import { createEarly } from "../../templates/runtime/early.js";
import { decode, encode, newState } from "../../templates/runtime/saved_state.js";
import { createStore } from "../../templates/runtime/store.js";
import { browserStorage, courseOf, dice, FRUIT, interaction, sit, windowWith } from "./parts.js";
import { strictApi } from "./strict_scorm12.js";

/** @typedef {import("../../templates/runtime/types.js").Test} Test */

const role = interaction({ key: "role", kind: "choice", options: FRUIT });
const days = interaction({ key: "days", kind: "choice", options: FRUIT, multiple: true, required: false });
const much = interaction({ key: "much", kind: "numeric", required: false });
const town = interaction({ key: "town", required: false });
const quiz = interaction({ key: "quiz", kind: "choice", options: FRUIT, answer: ["pear"], gated: true, required: false });
const made = { time: new Date(0), latency: null };

/** A course in which one question waits for a condition.
 * @param {Test} condition @param {Partial<import("../../templates/runtime/types.js").Settings>} [settings] */
function courseWith(condition, settings = {}) {
  const last = interaction({ key: "last", if: ["at", "0"] });
  return { ...courseOf([role, days, much, town, quiz, last].map((one) => ({ ...one })), settings), conditions: { 0: condition } };
}

/** @param {Test} condition @param {Record<string, import("../../templates/runtime/types.js").Value>} answers */
function asks(condition, answers) {
  const data = courseWith(condition);
  const attempt = createAttempt(data);
  attempt.takeOver(null, Infinity, null, null);
  for (const [key, value] of Object.entries(answers)) attempt.record(key, value, made);
  return data.interactions.some(({ key }) => key === "last");
}

test("a condition compares what was answered, and an unanswered question equals nothing", () => {
  /** @type {[Test, Record<string, string | string[]>, boolean][]} */
  const cases = [
    [["is", "role", ["pear"]], {}, false],
    [["is", "role", ["pear"]], { role: ["pear"] }, true],
    [["is", "role", ["pear"]], { role: ["plum"] }, false],
    [["is", "days", ["pear"]], { days: ["plum", "pear"] }, true],
    [["not", ["is", "role", ["pear"]]], {}, true],
    [["text", "town", "hull"], { town: " Hull " }, true],
    [["text", "town", ""], {}, false],
    [["number", "much", ">=", 3], { much: "2.9" }, false],
    [["number", "much", ">=", 3], { much: "3,0" }, true],
    [["number", "much", "<", 3], {}, false],
    [["number", "much", "=", 0], {}, false],
    [["score", "page_1", "<", 60], {}, false],
    [["score", "page_1", "<", 60], { quiz: ["plum"] }, true],
    [["score", "page_1", ">=", 60], { quiz: ["pear"] }, true],
    [["and", ["is", "role", ["pear"]], ["text", "town", "hull"]], { role: ["pear"] }, false],
    [["or", ["is", "role", ["pear"]], ["text", "town", "hull"]], { role: ["pear"] }, true],
  ];
  for (const [condition, answers, expected] of cases) {
    assert.equal(asks(condition, answers), expected, JSON.stringify([condition, answers]));
  }
});

test("what is not asked is not required, gives no points, and keeps what was answered", () => {
  const data = courseWith(["is", "role", ["pear"]]);
  const attempt = createAttempt(data);
  attempt.takeOver(null, Infinity, null, null);
  attempt.visit("pag1", true);
  attempt.record("role", ["pear"], made);
  assert.equal(attempt.tally.leftOn("pag1"), 1);
  attempt.record("last", "words", made);
  assert.equal(attempt.outcome.completed, true);
  attempt.record("role", ["plum"], made);
  assert.equal(attempt.tally.leftOn("pag1"), 0);
  assert.equal(attempt.look("last").value, "words");
  assert.match(encode(attempt.state).text, /last'words/);
  attempt.record("role", ["pear"], made);
  assert.equal(attempt.tally.leftOn("pag1"), 0);
});

test("a completion that was reached stays, whatever an answer shows", () => {
  const data = courseWith(["is", "role", ["pear"]]);
  const attempt = createAttempt(data);
  attempt.takeOver(null, Infinity, null, null);
  attempt.visit("pag1", true);
  attempt.record("role", ["plum"], made);
  assert.equal(attempt.outcome.completed, true);
  attempt.record("role", ["pear"], made);
  assert.equal(attempt.tally.leftOn("pag1"), 1);
  assert.equal(attempt.outcome.completed, true);
});

test("the answer that shows more does not complete the course first", () => {
  const data = courseWith(["is", "role", ["pear"]]);
  const attempt = createAttempt(data);
  attempt.takeOver(null, Infinity, null, null);
  attempt.visit("pag1", true);
  attempt.record("role", ["pear"], made);
  assert.equal(attempt.outcome.completed, false);
});

test("a page that is not shown is done, and its questions with it", () => {
  const data = courseOf([{ ...role }, interaction({ key: "more", page: "pag2" }), interaction({ key: "end_", page: "pag3" })], {}, 3);
  data.conditions = { 0: ["is", "role", ["pear"]] };
  data.pages[1] = { .../** @type {any} */ (data.pages[1]), if: ["at", "0"] };
  const attempt = createAttempt(data);
  attempt.takeOver(null, Infinity, null, null);
  for (const page of ["pag1", "pag3"]) attempt.visit(page, true);
  attempt.record("role", ["plum"], made);
  attempt.record("end_", "x", made);
  assert.equal(attempt.tally.fraction, 1);
  assert.equal(attempt.outcome.completed, true);
  assert.deepEqual(data.pages.map(({ key }) => key), ["pag1", "pag3"]);
});

test("what was answered before the saved state was there comes back, where one answer asks for the next, too", () => {
  const storage = browserStorage();
  const store = createStore("fruit", () => storage);
  const answers = new Map(/** @type {[string, any][]} */ ([["role", { value: ["pear"] }], ["last", { value: "then this" }]]));
  store.write("ada early", "", `1 ${encode({ ...newState(), answers }).text}`);
  const data = courseWith(["is", "role", ["pear"]]);
  const attempt = createAttempt(data);
  createEarly("ada", data, store, attempt).takeUp();
  attempt.takeOver(null, 0, { isFirst: true, isAgain: false, isMine: true }, null);
  assert.equal(attempt.look("last").value, "then this");
  assert.deepEqual([...attempt.outbox.keys()], ["role", "last"]);
});

test("a question that is not asked equals nothing either: a chain falls with its first link", () => {
  const data = courseOf([{ ...role }, interaction({ key: "then", if: ["at", "0"] }), interaction({ key: "last", if: ["at", "1"] })]);
  data.conditions = { 0: ["is", "role", ["pear"]], 1: ["text", "then", "yes"] };
  const attempt = createAttempt(data);
  attempt.takeOver(null, Infinity, null, null);
  const asked = () => data.interactions.map(({ key }) => key).join();
  attempt.record("role", ["pear"], made);
  attempt.record("then", "yes", made);
  assert.equal(asked(), "role,then,last");
  attempt.record("role", ["plum"], made);
  assert.equal(asked(), "role");
  attempt.record("role", ["pear"], made);
  assert.equal(asked(), "role,then,last");
});

test("the LMS keeps the record of an answer that is no longer asked for, and hears the new score", () => {
  const data = () => courseWith(["is", "role", ["pear"]], { scoring: "participation" });
  const lms = strictApi({ words: 255 });
  const one = sit(data(), lms.API);
  one.session.start();
  one.session.visit("pag1");
  one.session.record("role", ["pear"]);
  one.session.record("last", "words");
  one.session.record("role", ["plum"]);
  one.session.close();
  assert.equal(lms.committed["cmi.interactions.5.student_response"], "words");
  assert.equal(lms.committed["cmi.core.score.raw"], "100");
  assert.deepEqual(lms.refused, []);
  const again = strictApi({ elements: lms.committed, words: 255 });
  const two = sit(data(), again.API, { win: windowWith(again.API) });
  two.session.start();
  assert.equal(two.session.look("last").value, "words");
  assert.equal(two.session.tally.leftOn("pag1"), 0);
  two.session.record("role", ["pear"]);
  assert.equal(two.session.tally.leftOn("pag1"), 0);
});

/** A course with a pool of five, of which two are asked. */
function pool(/** @type {string[]} */ keys = ["one_", "two_", "thre", "four", "five"]) {
  const questions = keys.map((key) => interaction({ key, kind: "choice", options: FRUIT, answer: ["pear"], drawn: key }));
  const data = courseOf(questions, { scoring: "correctness" });
  data.pools = [{ draw: 2, shuffle: true, parts: keys.map((key) => [key, `course.${key}`]) }];
  return data;
}

/** @param {ReturnType<typeof pool>} data @param {import("../../templates/runtime/types.js").State | null} [state] */
function begin(data, state = null) {
  const attempt = createAttempt(data);
  attempt.takeOver(state, Infinity, null, null);
  return attempt;
}

test("a pool is drawn once an attempt is known, and what was drawn alone counts", () => {
  const data = pool();
  const attempt = createAttempt(data);
  assert.equal(data.interactions.length, 0);
  attempt.takeOver(null, Infinity, null, null);
  assert.equal(data.interactions.length, 2);
  attempt.visit("pag1", true);
  for (const { key } of [...data.interactions]) attempt.record(key, ["pear"], made);
  assert.deepEqual(attempt.outcome, { completed: true, success: "unknown", score: 100 });
});

test("attempts get questions of their own, each about as often", () => {
  /** @type {Record<string, number>} */
  const counts = {};
  for (let time = 0; time < 500; time += 1) {
    const data = pool();
    begin(data);
    for (const { key } of data.interactions) counts[key] = (counts[key] ?? 0) + 1;
  }
  for (const count of Object.values(counts)) assert.ok(count > 120 && count < 280, JSON.stringify(counts));
});

test("the same is asked after a break and on another device, whatever was added or taken out meanwhile", () => {
  for (let time = 0; time < 50; time += 1) {
    const data = pool();
    const attempt = begin(data);
    const asked = data.interactions.map(({ key }) => key);
    const { text } = encode(attempt.state);
    const more = pool(["one_", "two_", "thre", "four", "five", "six_", "sevn", "egth"]);
    begin(more, decode(text));
    assert.deepEqual(more.interactions.map(({ key }) => key), asked);
    const fewer = pool(["one_", "two_", "thre", "four", "five", "six_"].filter((key) => key !== asked[0]));
    begin(fewer, decode(text));
    assert.equal(fewer.interactions.length, 2);
    assert.ok(fewer.interactions.some(({ key }) => key === asked[1]));
  }
});

test("what was answered is asked again where the host had no room for what was drawn", () => {
  const data = pool();
  const attempt = begin(data);
  const [first] = data.interactions;
  attempt.record(first?.key ?? "", ["plum"], made);
  const state = decode(encode(attempt.state).text);
  state?.seen.clear();
  if (state) state.token = "elsewher";
  const again = pool();
  begin(again, state);
  assert.ok(again.interactions.some(({ key }) => key === first?.key));
});

test("whatever is answered in whichever order, what is counted is what is asked", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const throwDice = dice(seed);
    const keys = Array.from({ length: 8 }, (_, at) => `q${at}__`);
    /** @type {Record<string, Test>} */
    const conditions = {};
    const asked = keys.map((key, at) => {
      if (at === 0 || throwDice(3) === 0) return interaction({ key, kind: "choice", options: FRUIT, page: `pag${1 + (at % 3)}` });
      conditions[at] = ["is", keys[throwDice(at)], [FRUIT[throwDice(3)]?.key]];
      return interaction({ key, kind: "choice", options: FRUIT, page: `pag${1 + (at % 3)}`, if: ["at", `${at}`] });
    });
    const data = { ...courseOf(asked, {}, 3), conditions };
    const attempt = createAttempt(data);
    attempt.takeOver(null, Infinity, null, null);
    for (let step = 0; step < 40; step += 1) {
      const key = keys[throwDice(8)] ?? "";
      attempt.record(key, throwDice(5) ? [FRUIT[throwDice(3)]?.key ?? ""] : [], made);
      const fresh = createAttempt({ ...courseOf(asked, {}, 3), conditions });
      fresh.takeOver({ ...attempt.state, answers: new Map(attempt.state.answers) }, Infinity, null, null);
      assert.equal(attempt.tally.fraction, fresh.tally.fraction);
      assert.deepEqual(attempt.tally.outcome, fresh.tally.outcome);
      assert.equal(attempt.tally.left, fresh.tally.left);
    }
  }
});
