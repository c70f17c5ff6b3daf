import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createDriver } from "../../templates/runtime/drivers/scorm2004.js";
import { tidy } from "../../templates/runtime/text.js";
import { anyText, courseOf, dice, FRUIT } from "./parts.js";
import { strictApi } from "./strict_scorm2004.js";

/** @typedef {import("../../templates/runtime/types.js").Report} Report */

/** @param {Partial<Report>} values @returns {Report} */
function report(values = {}) {
  return {
    key: "fruit", id: "course.fruit", page: "pag1", kind: "choice", label: "Fruit", index: -1, next: 0, taken: new Map(),
    value: ["pear"], words: ["A pear"], options: FRUIT, patterns: [], result: "neutral", share: 0, points: 1,
    time: new Date(2026, 0, 31, 9, 5, 7, 250), latency: 61.456, ...values,
  };
}

/** @param {object | null} API_1484_11 @param {object} [more] @returns {any} */
function windowWith(API_1484_11, more = {}) {
  /** @type {any} */
  const win = { API_1484_11, opener: null, ...more };
  win.parent ??= win;
  return win;
}

/** @param {ReturnType<typeof strictApi>} lms */
function drive(lms) {
  const driver = createDriver(windowWith(lms.API));
  driver.createObjectives?.(courseOf([]));
  const start = /** @type {any} */ (driver.start(() => {}));
  return { driver, start };
}

/** @param {ReturnType<typeof strictApi>} lms @param {number} before */
const setsSince = (lms, before) => lms.calls.slice(before).filter(({ name }) => name === "SetValue").map(({ values }) => values);

test("the first start says incomplete and suspend, and reads what was kept", () => {
  const lms = strictApi({ elements: { "cmi.suspend_data": "kept" } });
  const { start } = drive(lms);
  const { preference, ...rest } = start;
  assert.deepEqual(rest, { mode: "normal", state: "kept", learner: "ada", name: "Ada Lovelace", records: 0 });
  assert.deepEqual(/** @type {const} */ (["audio_level", "delivery_speed", "audio_captioning"]).map((one) => preference?.(one)), [1, 1, 0]);
  assert.deepEqual(setsSince(lms, 0), [["cmi.completion_status", "incomplete"], ["cmi.exit", "suspend"]]);
  assert.deepEqual(lms.refused, []);
  assert.equal(drive(strictApi()).start.state, "");
});

test("what was reached is not taken back, by this sitting or a later one", () => {
  const lms = strictApi({ elements: { "cmi.completion_status": "completed", "cmi.success_status": "passed" } });
  const { driver } = drive(lms);
  driver.complete({ completed: false, success: "failed", score: 10 });
  assert.equal(lms.values["cmi.completion_status"], "completed");
  assert.equal(lms.values["cmi.success_status"], "passed");
  assert.equal(lms.values["cmi.score.raw"], "10");
});

test("the score, scaled and on 0 to 100, comes before success and completion; without one nothing is written", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  const { length } = lms.calls;
  assert.equal(driver.complete({ completed: false, success: "unknown", score: null }), true);
  assert.deepEqual(setsSince(lms, length), []);
  assert.equal(driver.complete({ completed: true, success: "failed", score: 66.67 }), true);
  assert.deepEqual(setsSince(lms, length), [
    ["cmi.score.scaled", "0.6667"], ["cmi.score.raw", "66.67"], ["cmi.score.min", "0"], ["cmi.score.max", "100"],
    ["cmi.success_status", "failed"], ["cmi.completion_status", "completed"],
  ]);
  driver.complete({ completed: true, success: "passed", score: 100 });
  assert.equal(lms.values["cmi.success_status"], "passed");
  assert.equal(lms.values["cmi.score.scaled"], "1");
  assert.deepEqual(lms.refused, []);
});

test("an answer is an interaction: its id, its type, then the rest, the question in words", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  const { length } = lms.calls;
  const patterns = [{ words: ["An apple", "A pear"], value: ["appl", "pear"] }];
  const both = report({ value: ["pear", "plum"], words: ["A pear", "A plum"], patterns, result: "incorrect", points: 2.5 });
  assert.equal(driver.answer(both), 0);
  assert.deepEqual(setsSince(lms, length).slice(0, 2).map(([element]) => element), ["cmi.interactions.0.id", "cmi.interactions.0.type"]);
  assert.deepEqual(lms.record("cmi.interactions.0"), {
    id: "course.fruit", type: "choice", learner_response: "pear[,]plum", "correct_responses.0.pattern": "apple[,]pear",
    description: "Fruit", "objectives.0.id": "page_1", timestamp: "2026-01-31T09:05:07", weighting: "2.5",
    latency: "PT0H1M1.46S", result: "incorrect",
  });
  assert.deepEqual(lms.refused, []);
});

test("an answer that changes is told again in the same place, and nothing else is", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  driver.answer(report());
  const { length } = lms.calls;
  assert.equal(driver.answer(report({ index: 0, value: ["plum"], time: new Date(2026, 0, 31, 9, 6) })), 0);
  assert.deepEqual(setsSince(lms, length), [
    ["cmi.interactions.0.learner_response", "plum"], ["cmi.interactions.0.timestamp", "2026-01-31T09:06:00"],
  ]);
});

test("each kind has its strict form", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  /** @type {[Partial<Report>, string, string | undefined][]} */
  const rows = [
    [{ kind: "choice", value: ["pear"] }, "pear", undefined],
    [{ kind: "likert", value: ["plum"] }, "plum", undefined],
    [{ kind: "sequencing", value: ["plum", "appl", "pear"], patterns: [{ words: [], value: ["appl", "pear", "plum"] }] }, "plum[,]apple[,]pear", "apple[,]pear[,]plum"],
    [{ kind: "numeric", value: "2,5", words: ["2.5"], tolerance: 0.1, patterns: [{ words: ["0.3 ± 0.1"], value: "0.3" }] }, "2.5", "0.2[:]0.4"],
    [{ kind: "numeric", value: "x", words: ["-0.00001"] }, "-0.00001", undefined],
    [{ kind: "numeric", value: "x", words: ["0.000000001"] }, "0", undefined],
    [{ kind: "numeric", value: "x", words: ["1200"] }, "1200", undefined],
    [{ kind: "true-false", options: [{ key: "yes1", id: "true", text: "Wahr" }], value: ["yes1"], words: ["Wahr"], patterns: [{ words: ["Wahr"], value: ["yes1"] }] }, "true", "true"],
    [{ kind: "fill-in", exact: true, parts: [{ key: "one1", id: "a", text: "" }, { key: "two2", id: "b", text: "" }], value: "one1{a\ntwo2b[,]", words: ["{a", "b[,]"], patterns: [{ words: ["A", "B"], value: "" }] }, " {a[,]b[, ]", "{case_matters=true}A[,]B"],
    [{ kind: "matching", parts: [{ key: "yes1", id: "so", text: "So" }], value: ["yes1", "plum"], words: ["So – A plum"], patterns: [{ words: [], value: ["yes1", "pear"] }] }, "so[.]plum", "so[.]pear"],
    [{ kind: "numeric", value: "8", words: ["8"], patterns: [{ words: ["8"], value: "8" }] }, "8", "8[:]8"],
    [{ kind: "fill-in", value: "a", words: ["one\n\n two[,]{x}"], patterns: [{ words: ["{Yes}"], value: "{Yes}" }] }, "one// two[, ]{x}", " {Yes}"],
    [{ kind: "long-fill-in", value: "a", words: ["{lang=en}\n“so”"] }, " {lang=en}/“so”", undefined],
  ];
  for (const [place, [values, response, pattern]] of rows.entries()) {
    assert.equal(driver.answer(report({ options: FRUIT, ...values, id: `course.n${place}` })), place);
    const record = lms.record(`cmi.interactions.${place}`);
    assert.equal(record.type, values.kind);
    assert.equal(record.learner_response, response);
    assert.equal(record["correct_responses.0.pattern"], pattern);
  }
  const parts = Array.from({ length: 11 }, (_, place) => ({ key: `gap${place}`, id: `gap_${place}`, text: "" }));
  assert.equal(driver.answer(report({ id: "many", kind: "fill-in", parts, value: "x", words: parts.map(({ id }) => id) })), rows.length);
  const { type, learner_response: response } = lms.record(`cmi.interactions.${rows.length}`);
  assert.deepEqual([type, response?.slice(0, 13)], ["other", "gap_0; gap_1;"]);
  assert.deepEqual(lms.refused, []);
});

test("every accepted text is a pattern, as many as an LMS must take", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  const patterns = ["a", "b", "c", "d", "e", "f"].map((value) => ({ words: [value], value }));
  driver.answer(report({ kind: "fill-in", value: "x", words: ["x"], patterns }));
  const record = lms.record("cmi.interactions.0");
  assert.deepEqual([0, 1, 4, 5].map((place) => record[`correct_responses.${place}.pattern`]), ["a", "b", "e", undefined]);
});

test("texts fit: 250 characters, 4,000 in long ones, 36 choices, and say so where they were cut", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  const options = Array.from({ length: 40 }, (_, place) => ({ key: `k${place}`, id: `option_${place}`, text: `Option ${place}` }));
  driver.answer(report({ options, value: options.map(({ key }) => key), label: "{".repeat(300) }));
  driver.answer(report({ id: "b", kind: "fill-in", value: "x", words: ["x".repeat(300)] }));
  driver.answer(report({ id: "c", kind: "long-fill-in", value: "x", words: ["x".repeat(5000)] }));
  assert.equal(lms.record("cmi.interactions.0").learner_response?.split("[,]").length, 36);
  assert.equal(lms.record("cmi.interactions.0").description?.length, 250);
  assert.match(lms.record("cmi.interactions.1").learner_response ?? "", /^x{249}…$/);
  assert.match(lms.record("cmi.interactions.2").learner_response ?? "", /^x{3999}…$/);
  assert.deepEqual(lms.refused, []);
});

test("what has no strict form is told in words, of the type that has none", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  const { length } = lms.calls;
  assert.equal(driver.answer(report({ value: [], words: [] })), 0);
  assert.equal(lms.record("cmi.interactions.0").type, "other");
  assert.equal(lms.record("cmi.interactions.0").learner_response, "");
  assert.equal(driver.answer(report({ index: 0 })), 0);
  assert.equal(lms.record("cmi.interactions.0").type, "choice");
  assert.equal(lms.record("cmi.interactions.0").learner_response, "pear");
  assert.deepEqual(lms.refused, []);
  assert.equal(driver.answer(report({ id: "b", kind: "numeric", value: "1234567", words: ["1234567"] })), 1);
  assert.equal(lms.record("cmi.interactions.1").type, "other");
  assert.equal(lms.record("cmi.interactions.1").learner_response, "1234567");
  assert.deepEqual(lms.refused, ["cmi.interactions.1.learner_response: 406"]);
  assert.ok(lms.calls.length > length);
});

test("an index goes on where the LMS's count ends; ids are read only when some are not known", () => {
  const earlier = { "cmi.interactions.0.id": "a", "cmi.interactions.1.id": "b" };
  const known = strictApi({ elements: earlier });
  const { driver } = drive(known);
  assert.equal(driver.answer(report({ next: 2 })), 2);
  assert.equal(known.calls.filter(({ values: [element] }) => element === "cmi.interactions.0.id").length, 0);
  const lost = strictApi({ elements: earlier });
  const other = drive(lost).driver;
  assert.equal(other.answer(report({ id: "b", next: 0 })), 1);
  assert.equal(other.answer(report({ id: "new", next: 2 })), 2);
  assert.equal(other.answer(report({ id: "a", next: 3 })), 0);
  assert.deepEqual(lost.refused, []);
});

test("an index that is another question's is given up for the one that is free, or its own", () => {
  const lms = strictApi({ elements: { "cmi.interactions.0.id": "a", "cmi.interactions.1.id": "b" } });
  const { driver } = drive(lms);
  assert.equal(driver.answer(report({ id: "b", index: 0, next: 2 })), 1);
  assert.equal(driver.answer(report({ id: "c", index: 0, next: 2 })), 2);
  assert.equal(lms.values["cmi.interactions.0.id"], "a");
});

test("a host that takes nothing for a while is not asked for all its ids", () => {
  const lms = strictApi({ elements: { "cmi.interactions.0.id": "a", "cmi.interactions.1.id": "b" } });
  const { driver } = drive(lms);
  lms.faults.fails.add("SetValue");
  for (let round = 0; round < 3; round += 1) assert.equal(driver.answer(report({ next: 2 })), null);
  assert.deepEqual(lms.calls.filter(({ name, values: [element] }) => name === "GetValue" && element?.endsWith(".id")), []);
  lms.faults.fails.clear();
  assert.equal(driver.answer(report({ next: 2 })), 2);
});

test("each document that was begun is an objective, under the index that the LMS has given its id", () => {
  const lms = strictApi({ elements: { "cmi.objectives.0.id": "other", "cmi.objectives.1.id": "phase2" } });
  const { driver } = drive(lms);
  const objective = { title: "Phase\n1", completed: true, success: /** @type {const} */ ("passed"), score: 75, fraction: 1 };
  const begun = { title: "{2}", completed: false, success: /** @type {const} */ ("unknown"), score: null, fraction: 1 / 3 };
  const outcome = { completed: false, success: /** @type {const} */ ("unknown"), score: 50 };
  driver.complete(outcome, [{ id: "phase1", ...objective }, { id: "phase2", ...begun }]);
  assert.deepEqual(lms.record("cmi.objectives.2"), {
    id: "phase1", "score.scaled": "0.75", "score.raw": "75", "score.min": "0", "score.max": "100", success_status: "passed",
    completion_status: "completed", progress_measure: "1", description: "Phase/1",
  });
  assert.deepEqual(lms.record("cmi.objectives.1"), {
    id: "phase2", completion_status: "incomplete", progress_measure: "0.3333", description: " {2}",
  });
  const { length } = lms.calls;
  driver.complete(outcome, [{ id: "phase1", ...objective }, { id: "phase2", ...begun }]);
  assert.equal(lms.calls.length, length);
  assert.deepEqual(lms.refused, []);
});

test("other documents hear of completion by an objective, where the manifest has it", () => {
  const given = { "cmi.objectives.0.id": "phase1", "cmi.objectives.1.id": "completion-of-this" };
  const lms = strictApi({ elements: given });
  const { driver } = drive(lms);
  driver.complete({ completed: false, success: "unknown", score: 50 });
  assert.equal(lms.values["cmi.objectives.1.success_status"], undefined);
  driver.complete({ completed: true, success: "unknown", score: 50 });
  assert.equal(lms.values["cmi.objectives.1.success_status"], "passed");
  assert.equal(lms.values["cmi.success_status"], "unknown");
  const plain = strictApi();
  drive(plain).driver.complete({ completed: true, success: "unknown", score: 50 });
  assert.deepEqual(Object.keys(plain.values).filter((name) => name.startsWith("cmi.objectives")), []);
  assert.deepEqual([...lms.refused, ...plain.refused], []);
});

test("a host without interactions or objectives is not asked again, and loses nothing else", () => {
  const lms = strictApi({ unimplemented: ["cmi.interactions", "cmi.objectives"] });
  const { driver } = drive(lms);
  const objectives = [{ id: "phase1", title: "", completed: true, success: /** @type {const} */ ("unknown"), score: 1, fraction: 1 }];
  for (const id of ["a", "b"]) {
    assert.equal(driver.answer(report({ id })), -1);
    assert.equal(driver.complete({ completed: true, success: "unknown", score: 1 }, objectives), true);
  }
  assert.deepEqual(lms.refused, ["cmi.interactions.0.id: 402", "cmi.objectives.0.id: 402"]);
});

test("any answer makes a record that a strict host takes, on one line", () => {
  const throwDice = dice(7);
  const lms = strictApi();
  const { driver } = drive(lms);
  for (let round = 0; round < 300; round += 1) {
    const text = tidy(anyText(throwDice, 300)) || "x";
    const id = `${tidy(anyText(throwDice, 200))}${round}`;
    const kind = /** @type {const} */ (["fill-in", "long-fill-in"])[throwDice(2)] ?? "fill-in";
    const index = driver.answer(report({ id, kind, label: text, value: text, words: [text], patterns: [{ words: [text], value: text }] }));
    assert.equal(index, round);
  }
  assert.deepEqual(lms.refused, []);
});

test("numbers are plain decimals, durations have two decimals at most, whatever they are", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  const seconds = [0, 0.004, 59.999, 3599.996, 123456.7, 1e9];
  seconds.forEach((latency, place) => driver.answer(report({ id: `course.n${place}`, latency, points: 1 / (place + 1) })));
  assert.deepEqual(seconds.map((_, place) => lms.values[`cmi.interactions.${place}.latency`]), [
    "PT0H0M0S", "PT0H0M0S", "PT0H1M0S", "PT1H0M0S", "PT34H17M36.7S", "PT9999H0M0S",
  ]);
  for (const fraction of [0, 1e-9, 1 / 3, 1]) assert.equal(driver.progress({ page: "page_1", fraction }), true);
  assert.equal(lms.values["cmi.progress_measure"], "1");
  assert.equal(lms.values["cmi.location"], "page_1");
  assert.deepEqual(lms.refused, []);
});

test("the state takes the room that there is, and saved means committed", () => {
  const lms = strictApi({ room: 4096 });
  const { driver } = drive(lms);
  /** @type {number[]} */
  const asked = [];
  assert.equal(driver.save((limit) => {
    asked.push(limit);
    return "x".repeat(Math.min(limit - 42, 5000));
  }), true);
  assert.deepEqual(asked, [64_000, 4096]);
  assert.match(lms.committed["cmi.suspend_data"] ?? "", /^x{4054}\|[\d.]+ \|\.$/);
  assert.match(lms.committed["cmi.session_time"] ?? "", /^PT0H0M0(\.\d\d?)?S$/);
  lms.faults.fails.add("Commit");
  assert.equal(driver.save(() => "state"), false);
});

test("the time of a sitting whose end the LMS never heard is told with the next one", () => {
  const sit = (/** @type {string} */ state, /** @type {string} */ total) => {
    const lms = strictApi({ elements: { "cmi.suspend_data": state, "cmi.total_time": total } });
    assert.equal(drive(lms).driver.save(() => "state"), true);
    return lms.committed;
  };
  const time = (/** @type {string} */ state, /** @type {string} */ total) => sit(state, total)["cmi.session_time"] ?? "";
  assert.match(time("state|30.5 PT1H|.", "PT1H"), /^PT0H0M3[\d.]+S$/);
  assert.match(sit("state|30.5 PT1H|.", "PT1H")["cmi.suspend_data"] ?? "", /^state\|3[\d.]+ PT1H\|\.$/);
  // the LMS has counted it; it has no such element; the state was cut
  assert.match(time("state|30.5 PT1H|.", "PT2H"), /^PT0H0M0(\.\d+)?S$/);
  assert.match(time("state|30.5 |.", ""), /^PT0H0M0(\.\d+)?S$/);
  assert.match(time("state|30.5 PT1H|", "PT1H"), /^PT0H0M0(\.\d+)?S$/);
});

test("suspend goes before every Terminate, and nothing after it", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  driver.complete({ completed: true, success: "passed", score: 100 });
  assert.equal(driver.finish(), true);
  assert.equal(lms.committed["cmi.exit"], "suspend");
  assert.equal(lms.committed["adl.nav.request"], undefined);
  assert.equal(lms.phase, "finished");
  const { length } = lms.calls;
  driver.save(() => "late");
  driver.answer(report());
  driver.progress({ page: "a", fraction: 1 });
  assert.equal(lms.calls.length, length);
});

test("leaving suspends the whole attempt; a link to another document asks for it", () => {
  const left = strictApi();
  drive(left).driver.finish("");
  assert.equal(left.committed["adl.nav.request"], "suspendAll");
  const going = strictApi();
  drive(going).driver.finish("phase2");
  assert.equal(going.committed["adl.nav.request"], "{target=item-phase2}choice");
  const next = strictApi();
  drive(next).driver.finish(">");
  assert.equal(next.committed["adl.nav.request"], "continue");
  const looking = strictApi({ elements: { "cmi.mode": "review" } });
  drive(looking).driver.finish("");
  assert.equal(looking.committed["adl.nav.request"], undefined);
  assert.deepEqual([...left.refused, ...going.refused], []);
});

test("review and browse write nothing", () => {
  for (const mode of ["review", "browse"]) {
    const lms = strictApi({ elements: { "cmi.mode": mode } });
    const { driver, start } = drive(lms);
    assert.equal(start.mode, mode);
    driver.answer(report());
    driver.progress({ page: "page_1", fraction: 1 });
    driver.complete({ completed: true, success: "passed", score: 100 });
    driver.save(() => "state");
    driver.finish();
    assert.deepEqual([...new Set(lms.calls.map(({ name }) => name))], ["Initialize", "GetValue", "Terminate"]);
  }
});

test("an API that throws is one that did not store", () => {
  const error = mock.method(console, "error", () => {});
  const lms = strictApi();
  const { driver } = drive(lms);
  lms.faults.throws.add("SetValue").add("Commit");
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

test("an API that the LMS began itself is used; one that is over is none", () => {
  const begun = strictApi();
  begun.API.Initialize?.("");
  assert.equal(drive(begun).start.learner, "ada");
  const over = strictApi();
  over.API.Initialize?.("");
  over.API.Terminate?.("");
  mock.timers.enable({ apis: ["setTimeout"] });
  assert.equal(createDriver(windowWith(over.API)).start(() => {}), null);
  mock.timers.reset();
});

test("an object of 2004 whose functions are named as in 1.2 is understood", () => {
  const lms = strictApi();
  const API = Object.fromEntries(Object.entries(lms.API).map(([name, act]) => [`LMS${name}`, act]));
  const driver = createDriver(windowWith(API));
  assert.equal(/** @type {any} */ (driver.start(() => {}))?.learner, "ada");
  assert.equal(driver.answer(report()), 0);
  assert.equal(driver.save(() => "state"), true);
  assert.equal(driver.finish(), true);
  assert.equal(lms.phase, "finished");
});

test("the API of 2004 is found in parents and openers, late too; one of 1.2 is none", async () => {
  const find = (/** @type {any} */ win) => /** @type {any} */ (createDriver(win).start(() => {}))?.learner;
  const top = windowWith(strictApi({ elements: { "cmi.learner_id": "top" } }).API);
  assert.equal(find({ opener: null, parent: { opener: null, parent: top } }), "top");
  assert.equal(find(windowWith(null, { opener: { opener: null, parent: top } })), "top");
  mock.timers.enable({ apis: ["setTimeout"] });
  assert.equal(find(windowWith(null, { API: { LMSInitialize: () => "true" } })), undefined);
  const frame = windowWith(null, { parent: windowWith(null) });
  const soon = createDriver(frame).start(() => {});
  frame.parent.API_1484_11 = strictApi().API;
  mock.timers.tick(500);
  assert.equal((await soon)?.learner, "ada");
  mock.timers.reset();
});

test("leaving is one call after what was set: a page that goes sends little", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  driver.answer(report());
  const before = lms.calls.length;
  driver.save(() => "state", true);
  driver.finish();
  assert.deepEqual(lms.calls.slice(before).map(({ name }) => name).filter((name) => !/Value/.test(name)), ["Terminate"]);
  assert.match(lms.committed["cmi.suspend_data"] ?? "", /^state\|[\d.]+ \|\.$/);
  assert.match(lms.committed["cmi.session_time"] ?? "", /^PT0H0M/);
});

test("a wish for another document that the host takes and then fails at is taken back, and the sitting goes on", () => {
  const lms = strictApi();
  const { driver } = drive(lms);
  lms.faults.fails.add("Terminate");
  assert.equal(driver.finish("two"), false);
  assert.equal(lms.values["adl.nav.request"], "suspendAll");
  lms.faults.fails.clear();
  assert.equal(driver.answer(report()), 0);
  assert.equal(driver.finish(""), true);
  assert.equal(driver.answer(report()), -1);
});
