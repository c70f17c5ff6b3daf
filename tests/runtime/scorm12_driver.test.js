import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createDriver } from "../../templates/runtime/drivers/scorm12.js";
import { tidy } from "../../templates/runtime/text.js";
import { anyText, courseOf, dice, FRUIT, interaction, windowWith } from "./parts.js";
import { strictApi } from "./strict_scorm12.js";

/** @typedef {import("../../templates/runtime/types.js").Report} Report */

const DATA = courseOf([]);

/** @param {Partial<Report>} values @returns {Report} */
function report(values = {}) {
  const words = values.words ?? ["A pear"];
  return {
    key: "frut", id: "course.fruit", kind: "choice", label: "Fruit", page: "pag1", index: -1, next: 0, taken: new Map(), value: ["pear"], words, options: FRUIT,
    patterns: [], result: "neutral", share: 0, points: 1, time: new Date(2026, 0, 31, 9, 5, 7), latency: 61.5, ...values,
  };
}

/** @param {ReturnType<typeof strictApi>} lms */
function drive(lms) {
  const driver = createDriver(windowWith(lms.API), DATA);
  const start = /** @type {any} */ (driver.start(() => {}));
  return { driver, start };
}

const nothing = { completed: false, success: /** @type {const} */ ("unknown"), score: null };

test("the first start says incomplete and suspend, and reads what was kept", () => {
  const lms = strictApi({ elements: { "cmi.suspend_data": "kept", "cmi.core.student_name": "Lovelace, Ada" } });
  const { start } = drive(lms);
  assert.deepEqual(start, { mode: "normal", state: "kept", learner: "ada", name: "Ada Lovelace", records: 0 });
  assert.equal(lms.values["cmi.core.lesson_status"], "incomplete");
  assert.equal(lms.values["cmi.core.exit"], "suspend");
  assert.deepEqual(lms.refused, []);
});

test("a status that was reached is not taken back, by this sitting or a later one", () => {
  const lms = strictApi({ elements: { "cmi.core.lesson_status": "completed" } });
  const { driver } = drive(lms);
  assert.equal(lms.values["cmi.core.lesson_status"], "completed");
  driver.complete({ completed: true, success: "passed", score: 90 });
  assert.equal(lms.values["cmi.core.lesson_status"], "passed");
  for (const success of /** @type {const} */ (["failed", "unknown"])) driver.complete({ completed: true, success, score: 10 });
  assert.equal(lms.values["cmi.core.lesson_status"], "passed");
  assert.equal(lms.values["cmi.core.score.raw"], "10");
});

test("the score, on 0 to 100, comes before the status; without a score nothing is written", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  assert.equal(driver.complete(nothing), true);
  assert.equal(lms.values["cmi.core.score.raw"], undefined);
  const before = lms.calls.length;
  assert.equal(driver.complete({ completed: true, success: "failed", score: 66.67 }), true);
  assert.deepEqual(lms.calls.slice(before).map(({ values }) => values), [
    ["cmi.core.score.raw", "66.67"], ["cmi.core.score.min", "0"], ["cmi.core.score.max", "100"],
    ["cmi.core.lesson_status", "failed"],
  ]);
});

test("completed without a passing score; failed can still become passed", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  driver.complete({ completed: false, success: "failed", score: 10 });
  assert.equal(lms.values["cmi.core.lesson_status"], "failed");
  driver.complete({ completed: true, success: "passed", score: 100 });
  assert.equal(lms.values["cmi.core.lesson_status"], "passed");
  const other = strictApi();
  drive(other).driver.complete({ completed: true, success: "unknown", score: 100 });
  assert.equal(other.values["cmi.core.lesson_status"], "completed");
});

test("an answer is an interaction in words; its id and type come first; it keeps its index", () => {
  const lms = strictApi({ words: 64_000 });
  const { driver } = drive(lms);
  const patterns = [{ words: ["An apple", "A pear"], value: ["appl", "pear"] }];
  assert.equal(driver.answer(report({ words: ["A pear", "A plum"], patterns, result: "incorrect", points: 2 })), 0);
  assert.equal(driver.answer(report({ id: "course.other", kind: "long-fill-in", value: "x", words: ["one\ntwo"] })), 1);
  assert.equal(driver.answer(report({ words: ["A plum"], index: 0, points: 2 })), 0);
  assert.deepEqual(lms.interaction(0), {
    id: "course.fruit", type: "choice", time: "09:05:07", weighting: "2", "correct_responses.0.pattern": "An apple; A pear",
    student_response: "A plum", result: "neutral", latency: "0000:01:01.50",
  });
  assert.equal(lms.interaction(1).type, "fill-in");
  assert.equal(lms.interaction(1).student_response, "one/two");
  const elements = lms.calls.filter(({ values: [element] }) => element?.startsWith("cmi.interactions.0.")).map(({ values: [element] }) => element);
  assert.deepEqual(elements.slice(0, 2), ["cmi.interactions.0.id", "cmi.interactions.0.type"]);
  assert.deepEqual(lms.refused, []);
});

test("an index goes on where the LMS's count ends", () => {
  const earlier = { "cmi.interactions.0.id": "a", "cmi.interactions.1.id": "b", "cmi.interactions.2.id": "c" };
  const lms = strictApi({ elements: earlier, words: 255 });
  const { driver, start } = drive(lms);
  assert.equal(start.records, 3);
  assert.equal(driver.answer(report({ next: 1 })), 3);
});

test("a strict host gets the strict form after one refusal, and at once from then on", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  assert.equal(driver.answer(report({ patterns: [{ words: ["An apple"], value: ["appl"] }] })), 0);
  assert.equal(lms.interaction(0).student_response, "b");
  assert.equal(lms.interaction(0)["correct_responses.0.pattern"], "a");
  assert.equal(driver.answer(report({ id: "other", value: ["pear", "plum"], words: ["A pear", "A plum"] })), 1);
  assert.equal(lms.interaction(1).student_response, "b,c");
  assert.equal(driver.answer(report({ id: "likert", kind: "likert" })), 2);
  assert.equal(lms.interaction(2).student_response, "b");
  assert.equal(driver.answer(report({ id: "number", kind: "numeric", value: "2,5", words: ["2.5"], patterns: [{ words: ["2.5 ± 1"], value: "2.5" }] })), 3);
  assert.equal(lms.interaction(3)["correct_responses.0.pattern"], "2.5");
  assert.equal(lms.interaction(3).student_response, "2.5");
  const answers = [{ key: "yes1", id: "true", text: "Wahr" }, { key: "no_1", id: "false", text: "Falsch" }];
  const truth = report({ id: "truth", kind: "true-false", options: answers, value: ["no_1"], words: ["Falsch"], patterns: [{ words: ["Wahr"], value: ["yes1"] }] });
  assert.equal(driver.answer(truth), 4);
  assert.equal(lms.interaction(4).type, "true-false");
  assert.equal(lms.interaction(4)["correct_responses.0.pattern"], "t");
  assert.equal(lms.interaction(4).student_response, "f");
  const matching = report({
    id: "matching", kind: "matching", options: FRUIT, parts: answers, value: ["no_1", "plum", "yes1", "appl"],
    words: ["Wahr – An apple", "Falsch – A plum"], patterns: [{ words: ["Wahr – A pear", "Falsch – A plum"], value: ["yes1", "pear", "no_1", "plum"] }],
  });
  assert.equal(driver.answer(matching), 5);
  assert.equal(lms.interaction(5)["correct_responses.0.pattern"], "a.b,b.c");
  assert.equal(lms.interaction(5).student_response, "a.a,b.c");
  assert.deepEqual(lms.refused, [
    "cmi.interactions.0.correct_responses.0.pattern: 405", "cmi.interactions.2.student_response: 405",
    "cmi.interactions.3.correct_responses.0.pattern: 405", "cmi.interactions.4.correct_responses.0.pattern: 405",
    "cmi.interactions.5.correct_responses.0.pattern: 405",
  ]);
});

test("a host that takes 255 characters gets words that fit, each shortened evenly", () => {
  const lms = strictApi({ words: 255 });
  const { driver } = drive(lms);
  const words = ["x".repeat(300), "short", "y".repeat(200)];
  assert.equal(driver.answer(report({ words })), 0);
  const line = lms.interaction(0).student_response ?? "";
  assert.ok(line.length <= 255);
  assert.match(line, /^x+…; short; y+…$/);
  driver.answer(report({ id: "next", words }));
  assert.equal(lms.refused.length, 1);
});

test("any text makes a record that a strict host takes, or one in words, on one line", () => {
  const throwDice = dice(5);
  for (const words of [0, 255, 64_000]) {
    const lms = strictApi({ words });
    const { driver } = drive(lms);
    for (let round = 0; round < 300; round += 1) {
      const text = tidy(anyText(throwDice, 400)) || "x";
      const id = `${tidy(anyText(throwDice, 300))}${round}`;
      const index = driver.answer(report({ id, kind: "fill-in", value: text, words: [text], options: [] }));
      assert.equal(index, round);
      const taken = lms.interaction(round);
      assert.doesNotMatch(taken.student_response ?? "\n", /\n/);
      assert.match(taken.id ?? "", /^[!-~]{1,255}$/);
      if (text.length <= 255) assert.equal(taken.student_response, text.replace(/\n/g, "/"));
    }
  }
});

test("a host without interactions is not asked again", () => {
  const lms = strictApi();
  const API = { ...lms.API, LMSSetValue: (/** @type {string} */ element, /** @type {string} */ value) =>
    lms.API.LMSSetValue?.(element.replace("cmi.interactions", "cmi.nothing"), value) };
  const driver = createDriver(windowWith(API), DATA);
  driver.start(() => {});
  assert.equal(driver.answer(report()), -1);
  assert.equal(driver.answer(report({ id: "other" })), -1);
  assert.equal(lms.refused.length, 1);
});

test("an answer that was taken back is no reason for trouble", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  assert.equal(driver.answer(report({ value: [], words: [] })), 0);
});

test("the state goes to 64,000 characters, then to 4,096, and stays there", () => {
  const lms = strictApi({ room: 4096 });
  const { driver } = drive(lms);
  /** @type {number[]} */
  const asked = [];
  const fit = (/** @type {number} */ limit) => {
    asked.push(limit);
    return "x".repeat(Math.min(limit - 42, 5000));
  };
  assert.equal(driver.save(fit), true);
  assert.equal(driver.save((limit) => fit(limit).replace("x", "y")), true);
  assert.deepEqual(asked, [64_000, 4096, 4096]);
  assert.match(lms.committed["cmi.suspend_data"] ?? "", /^yx{4053}\|[\d.]+ \|\.$/);
});

test("a refusal that has nothing to do with length shortens nothing", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  lms.faults.fails.add("LMSSetValue");
  assert.equal(driver.save(() => "state"), false);
  lms.faults.fails.clear();
  /** @type {number[]} */
  const asked = [];
  driver.save((limit) => {
    asked.push(limit);
    return "state";
  });
  assert.deepEqual(asked, [64_000]);
});

test("a host that cuts a long state in silence gets one that fits", () => {
  const lms = strictApi({ room: 1_000_000 });
  const API = { ...lms.API, LMSSetValue: (/** @type {string} */ element, /** @type {string} */ value) =>
    lms.API.LMSSetValue?.(element, value.slice(0, 4096)) };
  const driver = createDriver(windowWith(API), DATA);
  driver.start(() => {});
  assert.equal(driver.save((limit) => "x".repeat(Math.min(limit, 9000) - 1) + "."), true);
  assert.equal(lms.committed["cmi.suspend_data"]?.at(-1), ".");
});

test("saved means committed", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  lms.faults.fails.add("LMSCommit");
  assert.equal(driver.save(() => "state"), false);
  lms.faults.fails.clear();
  assert.equal(driver.save(() => "state"), true);
  // with the time, another text that says the same: a host that sends differences only may take the first for sent
  assert.match(lms.committed["cmi.suspend_data"] ?? "", /^state\|[\d.]+ \|\.$/);
  assert.match(lms.committed["cmi.core.session_time"] ?? "", /^0000:00:00\.\d\d$/);
});

test("the time of a sitting whose end the LMS never heard is told with the next one", () => {
  const sit = (/** @type {string} */ state, /** @type {string} */ total) => {
    const lms = strictApi({ elements: { "cmi.suspend_data": state, "cmi.core.total_time": total } });
    assert.equal(drive(lms).driver.save(() => "state"), true);
    return lms.committed;
  };
  const time = (/** @type {string} */ state, /** @type {string} */ total) => sit(state, total)["cmi.core.session_time"] ?? "";
  assert.match(time("state|30.5 0001:00:00.00|.", "0001:00:00.00"), /^0000:00:3\d\.\d\d$/);
  assert.match(sit("state|30.5 0001:00:00.00|.", "0001:00:00.00")["cmi.suspend_data"] ?? "", /^state\|3[\d.]+ 0001:00:00.00\|\.$/);
  // the LMS has counted it; it has no such element; the state was cut
  assert.match(time("state|30.5 0001:00:00.00|.", "0002:00:00.00"), /^0000:00:00\.\d\d$/);
  assert.match(time("state|30.5 |.", ""), /^0000:00:00\.\d\d$/);
  assert.match(time("state|30.5 0001:00:00.00|", "0001:00:00.00"), /^0000:00:00\.\d\d$/);
});

test("real booleans, and functions that answer nothing but raise no error, are understood", () => {
  for (const translate of [
    (/** @type {unknown} */ result) => (result === "true" ? true : result === "false" ? false : result),
    (/** @type {unknown} */ result) => (result === "true" ? undefined : result),
    (/** @type {unknown} */ result) => (result === "true" ? "1" : result),
  ]) {
    const lms = strictApi({ words: 255 });
    const API = Object.fromEntries(Object.entries(lms.API).map(([name, act]) =>
      [name, (/** @type {string[]} */ ...given) => translate(act(...given))]));
    const driver = createDriver(windowWith(API), DATA);
    assert.ok(driver.start(() => {}));
    assert.equal(driver.answer(report()), 0);
    assert.equal(driver.save(() => "state"), true);
    lms.faults.fails.add("LMSCommit");
    assert.equal(driver.save(() => "more"), false);
    assert.equal(driver.finish(), true);
  }
});

test("an API that throws is one that did not store", () => {
  const error = mock.method(console, "error", () => {});
  const lms = strictApi({ words: 255 });
  const { driver } = drive(lms);
  lms.faults.throws.add("LMSSetValue").add("LMSCommit");
  assert.equal(driver.answer(report()), null);
  assert.equal(driver.save(() => "state"), false);
  assert.equal(driver.complete({ completed: true, success: "unknown", score: 100 }), false);
  assert.ok(error.mock.callCount() > 0);
  lms.faults.throws.clear();
  assert.equal(driver.answer(report()), 0);
  assert.equal(driver.complete({ completed: true, success: "unknown", score: 100 }), true);
  assert.equal(driver.save(() => "state"), true);
  error.mock.restore();
});

test("suspend goes before every finish, and nothing after it", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  driver.complete({ completed: true, success: "passed", score: 100 });
  assert.equal(driver.finish(), true);
  assert.equal(lms.committed["cmi.core.exit"], "suspend");
  assert.equal(lms.phase, "finished");
  const { length } = lms.calls;
  driver.save(() => "late");
  driver.answer(report());
  assert.equal(lms.calls.length, length);
});

test("looking back and looking ahead write nothing, but that a new attempt was browsed", () => {
  const looks = [["review", "completed"], ["browse", "incomplete"], ["browse", "not attempted"]];
  for (const [mode = "", before = ""] of looks) {
    const lms = strictApi({ elements: { "cmi.core.lesson_mode": mode, "cmi.core.lesson_status": before } });
    const { driver, start } = drive(lms);
    assert.equal(start.mode, mode);
    driver.answer(report());
    driver.progress({ page: "page_1", fraction: 1 });
    driver.complete({ completed: true, success: "passed", score: 100 });
    driver.save(() => "state");
    driver.finish();
    const isNew = before === "not attempted";
    assert.deepEqual(lms.calls.flatMap(({ name, values }) => (/SetValue|Commit/.test(name) ? [values] : [])),
      isNew ? [["cmi.core.lesson_status", "browsed"]] : []);
    assert.equal(lms.committed["cmi.core.lesson_status"], isNew ? "browsed" : before);
  }
  assert.equal(drive(strictApi({ elements: { "cmi.core.lesson_mode": "" } })).start.mode, "normal");
});

test("an attempt that was browsed begins when it is entered", () => {
  const lms = strictApi({ elements: { "cmi.core.lesson_status": "browsed" } });
  drive(lms);
  assert.equal(lms.values["cmi.core.lesson_status"], "incomplete");
});

test("the API is found in parents, then in the opener and its parents, past frames that refuse", () => {
  const refusing = {
    get API() { throw new Error("SecurityError"); },
    opener: null,
  };
  const find = (/** @type {any} */ win) => /** @type {any} */ (createDriver(win, DATA).start(() => {}))?.learner;
  const lmsOf = (/** @type {string} */ learner) => strictApi({ elements: { "cmi.core.student_id": learner } }).API;
  const top = windowWith(lmsOf("top"));
  const middle = Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(refusing), parent: { value: top } });
  assert.equal(find({ opener: null, parent: middle }), "top");
  const opener = { opener: null, parent: windowWith(lmsOf("opener's parent")) };
  const popup = windowWith(null, { opener });
  assert.equal(find({ opener: null, parent: popup }), "opener's parent");
  assert.equal(find({ opener: windowWith(lmsOf("opener")), parent: top }), "top");
  /** @type {any} */
  const endless = { opener: null };
  Object.defineProperty(endless, "parent", { get: () => ({ opener: null, parent: endless }) });
  mock.timers.enable({ apis: ["setTimeout"] });
  assert.equal(find(endless), undefined);
  mock.timers.reset();
});

test("an API that comes late is taken: waited for in a frame, heard of later in a window of its own", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const frame = windowWith(null, { parent: windowWith(null) });
  const soon = createDriver(frame, DATA).start(() => assert.fail("was waited for"));
  mock.timers.tick(1_900);
  frame.parent.API = strictApi().API;
  mock.timers.tick(600);
  assert.equal((await soon)?.learner, "ada");

  /** @type {any[]} */
  const heard = [];
  const alone = windowWith(null);
  assert.equal(createDriver(alone, DATA).start((start) => heard.push(start)), null);
  alone.API = strictApi().API;
  mock.timers.tick(500);
  assert.equal(heard.length, 1);

  const slow = windowWith(null, { parent: windowWith(null) });
  const given = createDriver(slow, DATA).start((start) => heard.push(start));
  for (let time = 0; time < 3_000; time += 500) mock.timers.tick(500);
  assert.equal(await given, null);
  slow.parent.API = strictApi().API;
  mock.timers.tick(500);
  assert.equal(heard.length, 2);
  mock.timers.reset();
});

test("an API that refuses to begin is asked again; one that was begun by the LMS is used", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const lms = strictApi();
  lms.faults.fails.add("LMSInitialize");
  const soon = createDriver(windowWith(null, { parent: windowWith(lms.API) }), DATA).start(() => {});
  mock.timers.tick(500);
  lms.faults.fails.clear();
  mock.timers.tick(500);
  assert.equal((await soon)?.learner, "ada");
  const begun = strictApi();
  begun.API.LMSInitialize?.("");
  assert.equal(drive(begun).start.learner, "ada");
  mock.timers.reset();
});

test("places before a record are taken fifty at a time, the record last; all at once where nothing can wait", () => {
  const many = courseOf(Array.from({ length: 120 }, (_, place) => interaction({ key: `k${String(place).padStart(3, "0")}`, kind: "likert" })));
  const lms = strictApi({ words: 255 });
  const driver = createDriver(windowWith(lms.API), many);
  driver.start(() => {});
  const last = report({ id: "course.k119" });
  for (const taken of [50, 100]) {
    assert.equal(driver.answer(last), null);
    assert.equal(driver.isBusy?.(), true);
    assert.equal(lms.countOf("cmi.interactions"), taken);
  }
  assert.equal(driver.answer(last), 119);
  assert.equal(driver.isBusy?.(), false);
  assert.deepEqual(lms.interaction(7), { id: "course.k007", type: "likert" });
  assert.deepEqual(lms.refused, []);
  const leaving = strictApi({ words: 255 });
  const other = createDriver(windowWith(leaving.API), many);
  other.start(() => {});
  assert.equal(other.answer(last, true), 119);
});

test("a finish that the host refuses does not end the sitting", () => {
  const lms = strictApi({ words: 64_000 });
  const { driver } = drive(lms);
  lms.faults.fails.add("LMSFinish");
  assert.equal(driver.finish(""), false);
  assert.equal(driver.answer(report()), 0);
  lms.faults.fails.clear();
  assert.equal(driver.finish(""), true);
  assert.equal(driver.answer(report()), -1);
});
