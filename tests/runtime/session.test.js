import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { decode, encode, newState } from "../../templates/runtime/saved_state.js";
import { browserStorage, courseOf, FRUIT, interaction, sit, windowWith } from "./parts.js";
import { strictApi } from "./strict_scorm12.js";

const fruit = interaction({ key: "frut", kind: "choice", options: FRUIT });
const essay = interaction({ key: "essy", kind: "long-fill-in" });
const quiz = interaction({ key: "quiz", kind: "choice", options: FRUIT, answer: ["pear"], gated: true });
const course = courseOf([fruit, essay, quiz]);
const SECOND = 1_000;

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.UTC(2026, 0, 31, 9) }));
afterEach(() => mock.timers.reset());

/** Time passes in small steps: a timer that is set meanwhile has its turn.
 * @param {number} time */
function pass(time) {
  for (let step = 0; step < time; step += SECOND / 10) mock.timers.tick(SECOND / 10);
}

/** What a second sitting with the same learner finds: what the first one committed.
 * @param {ReturnType<typeof strictApi>} lms */
const resumed = (lms, words = 64_000, room = 64_000) => strictApi({ elements: lms.committed, words, room });

test("one commit for a burst of answers, about a second after the last", () => {
  const lms = strictApi({ words: 255 });
  const { session, shown } = sit(course, lms.API);
  session.start();
  session.visit("pag1");
  pass(SECOND);
  const commits = () => lms.calls.filter(({ name }) => name === "LMSCommit").length;
  assert.equal(commits(), 1);
  for (const key of ["appl", "pear", "plum"]) {
    session.record("frut", [key]);
    pass(SECOND / 2);
  }
  assert.equal(commits(), 1);
  assert.equal(shown.at(-1), "saving");
  pass(SECOND / 2);
  assert.equal(commits(), 2);
  assert.equal(shown.at(-1), "saved");
  assert.equal(lms.interaction(0).student_response, "A plum");
  assert.equal(lms.interaction(1).id, undefined);
});

test("steady typing is saved every few seconds, and recorded in a pause", () => {
  const lms = strictApi();
  const { session } = sit(course, lms.API);
  session.start();
  pass(SECOND);
  for (let letters = 1; letters <= 14; letters += 1) {
    session.type("essy", "x".repeat(letters));
    pass(SECOND / 2);
  }
  assert.equal(decode(lms.committed["cmi.suspend_data"] ?? "")?.drafts.get("essy"), "x".repeat(10));
  assert.equal(lms.interaction(1).id, undefined);
  pass(2 * SECOND);
  assert.equal(lms.interaction(1).student_response, "x".repeat(14));
  assert.equal(session.state.drafts.size, 0);
});

test("leaving records what is half-typed, commits and finishes, in one go", () => {
  const lms = strictApi();
  const { session } = sit(course, lms.API);
  session.start();
  session.type("essy", "not yet paus");
  session.close();
  assert.equal(lms.phase, "finished");
  assert.equal(lms.committed["cmi.interactions.1.student_response"], "not yet paus");
});

test("a second sitting finds the page, the answers, the drafts and the indexes", () => {
  const first = strictApi({ words: 255 });
  const long = courseOf([fruit, essay, quiz], {}, 3);
  const one = sit(long, first.API);
  one.session.start();
  one.session.visit("pag2");
  one.session.record("frut", ["plum"]);
  one.session.draft("quiz", ["pear"]);
  one.session.close();
  const lms = resumed(first);
  const { session } = sit(long, lms.API, { storage: one.storage });
  session.start();
  assert.equal(session.state.page, "pag2");
  assert.deepEqual(session.look("frut").value, ["plum"]);
  assert.deepEqual(session.look("quiz"), { value: ["pear"], recorded: false, result: undefined, locked: false, attemptsLeft: Infinity });
  session.record("quiz", ["pear"]);
  session.record("frut", ["appl"]);
  pass(SECOND);
  assert.equal(lms.interaction(0).student_response, "An apple");
  assert.equal(lms.interaction(2).id, "course.quiz");
  assert.deepEqual(lms.refused, []);
});

test("nothing is asked or told again when nothing changed", () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("frut", ["plum"]);
  one.session.record("essy", "text");
  one.session.close();
  const lms = resumed(first);
  const { session } = sit(course, lms.API, { storage: one.storage });
  session.start();
  session.visit("pag1");
  pass(5 * SECOND);
  assert.ok(!lms.calls.some(({ name, values }) => name === "LMSSetValue" && values[0]?.startsWith("cmi.interactions")));
});

test("killing the tab after saved is shown loses nothing, even in another browser", () => {
  const first = strictApi({ words: 255 });
  const { session, shown } = sit(course, first.API);
  session.start();
  session.record("essy", "words");
  pass(SECOND);
  assert.equal(shown.at(-1), "saved");
  const later = sit(course, resumed(first).API);
  later.session.start();
  assert.equal(later.session.look("essy").value, "words");
});

test("while commits fail it says so, tries again, and then says saved", () => {
  const lms = strictApi({ words: 255 });
  const { session, shown } = sit(course, lms.API);
  session.start();
  pass(SECOND);
  lms.faults.fails.add("LMSCommit");
  session.record("frut", ["plum"]);
  pass(SECOND);
  assert.equal(shown.at(-1), "not_saved lms_fails");
  pass(5 * SECOND);
  assert.equal(shown.at(-1), "not_saved lms_fails");
  lms.faults.fails.clear();
  pass(5 * SECOND);
  assert.equal(shown.at(-1), "saved");
  assert.equal(lms.committed["cmi.interactions.0.student_response"], "A plum");
});

test("what the LMS did not take is told at the next sitting in the same browser, and only that", () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("essy", "was committed");
  pass(SECOND);
  first.faults.fails.add("LMSSetValue").add("LMSCommit").add("LMSFinish");
  one.session.record("frut", ["plum"]);
  one.session.close();
  const lms = resumed(first);
  const two = sit(course, lms.API, { storage: one.storage });
  two.session.start();
  assert.deepEqual(two.session.look("frut").value, ["plum"]);
  pass(SECOND);
  assert.equal(lms.committed["cmi.interactions.0.student_response"], "A plum");
  assert.ok(!lms.calls.some(({ name, values }) => name === "LMSSetValue" && values[0] === "cmi.interactions.1.id"));
  const elsewhere = sit(course, resumed(first).API);
  elsewhere.session.start();
  assert.equal(elsewhere.session.look("frut").value, undefined);
  assert.equal(elsewhere.session.look("essy").value, "was committed");
});

test("when neither the LMS nor the browser keeps anything, the learner is told", () => {
  const lms = strictApi();
  const closedStorage = /** @type {any} */ ({ getItem() { throw new Error("SecurityError"); }, setItem() { throw new Error("SecurityError"); } });
  const { session, shown } = sit(course, lms.API, { storage: closedStorage });
  session.start();
  pass(SECOND);
  assert.equal(shown.at(-1), "saved");
  lms.faults.fails.add("LMSCommit");
  session.record("essy", "words");
  pass(SECOND);
  assert.equal(shown.at(-1), "not_saved not_kept");
  lms.faults.fails.clear();
  pass(5 * SECOND);
  assert.equal(shown.at(-1), "saved");
});

test("a second attempt and another learner on the same computer see nothing of the first", () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("essy", "the first attempt of ada");
  one.session.close();
  for (const learner of ["ada", "grace"]) {
    const lms = strictApi({ elements: { "cmi.core.student_id": learner } });
    const { session } = sit(course, lms.API, { storage: one.storage });
    session.start();
    assert.equal(session.look("essy").value, undefined);
    assert.equal(session.state.answers.size, 0);
  }
  const back = sit(course, resumed(first).API, { storage: one.storage });
  back.session.start();
  assert.equal(back.session.look("essy").value, "the first attempt of ada");
});

test("another learner whom an LMS gives the same state gets no copy of the first one's", () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  pass(SECOND);
  first.faults.fails.add("LMSCommit").add("LMSSetValue");
  one.session.record("essy", "only in ada's copy");
  one.session.close();
  const lms = strictApi({ elements: { ...first.committed, "cmi.core.student_id": "grace" } });
  const { session } = sit(course, lms.API, { storage: one.storage });
  session.start();
  assert.equal(session.look("essy").value, undefined);
});

test("a course that changed between two sittings gives every answer to its own question", () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("frut", ["plum"]);
  one.session.record("essy", "words");
  one.session.close();
  const added = interaction({ key: "new1", kind: "long-fill-in" });
  const poorer = { ...fruit, options: FRUIT.slice(0, 2) };
  const edition = courseOf([added, poorer]);
  const lms = resumed(first);
  const two = sit(edition, lms.API, { storage: one.storage });
  two.session.start();
  assert.equal(two.session.look("new1").value, undefined);
  assert.deepEqual(two.session.look("frut"), { value: undefined, recorded: false, result: undefined, locked: false, attemptsLeft: Infinity });
  two.session.record("new1", "fresh");
  two.session.record("frut", ["pear"]);
  two.session.close();
  assert.equal(lms.interaction(2).id, "course.new1");
  assert.equal(lms.interaction(0).student_response, "A pear");
  assert.equal(lms.interaction(1).id, "course.essy");
  const third = sit(course, resumed(lms).API);
  third.session.start();
  assert.equal(third.session.look("essy").value, "words");
});

test("an LMS that forgets interactions between sittings is told all of them again, in their places", () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("frut", ["plum"]);
  one.session.record("essy", "words");
  one.session.close();
  const kept = Object.fromEntries(Object.entries(first.committed).filter(([name]) => !name.startsWith("cmi.interactions")));
  const lms = strictApi({ elements: kept, words: 255 });
  const { session } = sit(course, lms.API);
  session.start();
  session.record("essy", "other words");
  session.close();
  assert.equal(lms.interaction(0).student_response, "A plum");
  assert.equal(lms.interaction(1).student_response, "other words");
  assert.deepEqual(lms.refused, []);
  assert.deepEqual(session.look("frut").value, ["plum"]);
});

test("200 texts of 4,000 characters: the same browser loses nothing, the LMS's copy fits and parses", () => {
  const essays = Array.from({ length: 200 }, (_, place) => interaction({ key: `e${String(place).padStart(3, "0")}`, kind: "long-fill-in" }));
  const many = courseOf(essays);
  const textOf = (/** @type {{key: string}} */ { key }) => `${key} ${"wörd | ".repeat(570)}`.padEnd(4000, "x");
  const first = strictApi({ words: 255, room: 4096 });
  const one = sit(many, first.API);
  one.session.start();
  for (const asked of essays) one.session.record(asked.key, textOf(asked));
  pass(SECOND);
  assert.equal(one.last, "saved_here shortened");
  const held = first.committed["cmi.suspend_data"] ?? "";
  assert.ok(held.length <= 4096);
  assert.equal(decode(held)?.answers.size, 200);

  const lms = resumed(first, 255, 4096);
  const two = sit(many, lms.API, { storage: one.storage });
  two.session.start();
  for (const asked of essays) assert.equal(two.session.look(asked.key).value, textOf(asked));
  assert.ok(!lms.calls.some(({ name, values }) => name === "LMSSetValue" && values[0]?.startsWith("cmi.interactions")));

  const elsewhere = sit(many, resumed(first, 255, 4096).API);
  elsewhere.session.start();
  for (const asked of essays) assert.ok(textOf(asked).startsWith(String(elsewhere.session.look(asked.key).value)));
});

test("texts that were shortened elsewhere come back whole where the browser has them", () => {
  const text = "x".repeat(5000);
  const first = strictApi({ words: 255, room: 4096 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("essy", text);
  one.session.close();
  const second = resumed(first, 255, 4096);
  const elsewhere = sit(course, second.API);
  elsewhere.session.start();
  elsewhere.session.record("frut", ["plum"]);
  elsewhere.session.close();
  const back = sit(course, resumed(second, 255, 4096).API, { storage: one.storage });
  back.session.start();
  assert.equal(back.session.look("essy").value, text);
  assert.deepEqual(back.session.look("frut").value, ["plum"]);
});

test("where nothing is kept and only another launch would help, the learner is not told to wait", () => {
  const lms = strictApi();
  const none = /** @type {any} */ ({ getItem: () => null, setItem() { throw new Error("full"); } });
  const { session, shown } = sit(course, lms.API, { storage: none });
  session.start();
  pass(SECOND);
  lms.faults.fails.add("LMSCommit");
  session.record("essy", "words");
  pass(20 * SECOND);
  assert.equal(shown.at(-1), "not_saved never_kept");
  lms.faults.fails.clear();
  pass(5 * SECOND);
  assert.equal(shown.at(-1), "saved");
});

test("without room in the LMS and without storage, shortened text is not called saved", () => {
  const lms = strictApi({ words: 255, room: 4096 });
  const none = /** @type {any} */ ({ getItem: () => null, setItem() { throw new Error("full"); } });
  const { session, shown } = sit(course, lms.API, { storage: none });
  session.start();
  session.record("essy", "x".repeat(5000));
  pass(SECOND);
  assert.equal(shown.at(-1), "not_saved not_kept");
});

test("without an LMS the browser keeps everything, and the learner is told where", () => {
  const storage = browserStorage();
  const one = sit(course, null, { storage });
  one.session.start();
  one.session.record("essy", "words");
  pass(SECOND);
  assert.equal(one.last, "saved_here no_lms");
  one.session.close();
  const two = sit(course, null, { storage });
  two.session.start();
  assert.equal(two.session.look("essy").value, undefined);
  two.asked?.(true);
  assert.equal(two.session.look("essy").value, "words");
});

test("who leaves without an LMS and without a line has left: the answers are where they can be", async () => {
  const fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  const one = sit(course, null, { win: windowWith(null, { fetch, location: { href: "file:///course/index.html" } }) });
  one.session.start();
  one.session.record("essy", "words");
  pass(SECOND);
  assert.equal(await one.session.exit(), true);
  assert.equal(one.session.finished, true);
});

test("an LMS that appears late gets what was answered meanwhile, on top of what it kept", async () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("frut", ["plum"]);
  one.session.record("quiz", ["appl"]);
  one.session.close();
  const lms = resumed(first);
  const frame = windowWith(null, { parent: windowWith(null) });
  const two = sit(course, null, { win: frame, storage: browserStorage() });
  const started = two.session.start();
  assert.deepEqual(two.shown, ["connecting"]);
  two.session.visit("pag1");
  two.session.record("essy", "early words");
  two.session.record("frut", ["appl"]);
  pass(SECOND);
  assert.deepEqual([...new Set(two.shown)], ["connecting"]);
  frame.parent.API = lms.API;
  pass(SECOND);
  await started;
  assert.equal(two.restored, 1);
  assert.deepEqual(two.session.look("quiz").value, ["appl"]);
  pass(SECOND);
  assert.equal(two.last, "saved");
  assert.equal(lms.interaction(0).student_response, "An apple");
  assert.equal(lms.interaction(2).student_response, "An apple");
  assert.equal(lms.interaction(1).student_response, "early words");
  assert.deepEqual(lms.refused, []);
});

test("a long text that comes back late is put before what was typed meanwhile", async () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("essy", "the long text of yesterday");
  one.session.record("frut", ["plum"]);
  one.session.close();
  const lms = resumed(first);
  const frame = windowWith(null, { parent: windowWith(null) });
  const two = sit(course, null, { win: frame, storage: one.storage });
  const started = two.session.start();
  two.session.type("essy", "typed early");
  two.session.record("frut", ["pear"]);
  frame.parent.API = lms.API;
  pass(SECOND);
  await started;
  assert.equal(two.session.look("essy").value, "the long text of yesterday\ntyped early");
  assert.deepEqual(two.session.look("frut").value, ["pear"]);
  two.session.close();
  assert.equal(lms.committed["cmi.interactions.1.student_response"], "the long text of yesterday/typed early");
});

test("a long text that was typed meanwhile and goes on from the one that comes back late is not doubled", async () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("essy", "At sea");
  one.session.close();
  const lms = resumed(first);
  const frame = windowWith(null, { parent: windowWith(null) });
  const two = sit(course, null, { win: frame, storage: one.storage });
  const started = two.session.start();
  two.session.type("essy", "At sea, and in harbours");
  frame.parent.API = lms.API;
  pass(SECOND);
  await started;
  assert.equal(two.session.look("essy").value, "At sea, and in harbours");
});

test("an LMS that appears after the browser took over gets this sitting's answers, and those that the learner called theirs", () => {
  for (const [isTheirs, plum] of /** @type {[boolean, string | undefined][]} */ ([[true, "A plum"], [false, undefined]])) {
    const storage = browserStorage();
    const before = sit(course, null, { storage });
    before.session.start();
    before.session.record("frut", ["plum"]);
    before.session.close();
    const two = sit(course, null, { storage });
    const { session, win, shown } = two;
    session.start();
    two.asked?.(isTheirs);
    session.record("essy", "mine");
    pass(4 * SECOND);
    assert.equal(shown.at(-1), "saved_here no_lms");
    const lms = strictApi({ words: 255 });
    win.API = lms.API;
    pass(2 * SECOND);
    assert.equal(shown.at(-1), "saved");
    assert.equal(lms.committed["cmi.interactions.1.student_response"], "mine");
    assert.equal(lms.committed["cmi.interactions.0.student_response"], plum);
    assert.deepEqual(session.look("frut").value, plum && ["plum"]);
    session.close();
    const alone = sit(course, null, { storage });
    alone.session.start();
    assert.equal(alone.asked, null, "an LMS has all of it");
  }
});

test("review writes nothing anywhere, and shows what was answered", () => {
  const first = strictApi({ words: 255 });
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("frut", ["plum"]);
  one.session.close();
  const before = JSON.stringify(one.storage);
  const lms = strictApi({ elements: { ...first.committed, "cmi.core.lesson_mode": "review" } });
  const { session, shown } = sit(course, lms.API, { storage: one.storage });
  session.start();
  session.visit("pag1");
  session.record("frut", ["appl"]);
  session.type("essy", "words");
  pass(10 * SECOND);
  session.close();
  assert.equal(shown.at(-1), "read_only review_mode");
  assert.deepEqual(session.look("frut").value, ["plum"]);
  assert.equal(session.look("frut").locked, true);
  assert.ok(!lms.calls.some(({ name }) => name === "LMSSetValue" || name === "LMSCommit"));
  assert.equal(JSON.stringify(one.storage), before);
});

test("in a preview everything works, nothing is recorded, and nobody has begun", () => {
  const lms = strictApi({ elements: { "cmi.core.lesson_mode": "browse" }, words: 255 });
  const { session, shown, storage } = sit(course, lms.API);
  session.start();
  session.visit("pag1");
  assert.equal(session.record("frut", ["appl"]), null);
  session.type("essy", "words");
  session.record("quiz", ["pear"]);
  pass(10 * SECOND);
  assert.deepEqual(["frut", "essy", "quiz"].map((key) => session.look(key).value), [["appl"], "words", ["pear"]]);
  assert.equal(session.look("quiz").result, "correct");
  assert.ok(session.outcome.completed);
  assert.deepEqual(shown, ["connecting", "read_only browse_mode"]);
  assert.equal(session.exit(), true);
  assert.deepEqual(lms.calls.flatMap(({ name, values }) => (/SetValue|Commit/.test(name) ? [values] : [])),
    [["cmi.core.lesson_status", "browsed"]]);
  assert.deepEqual(Object.keys(storage), []);
  const later = sit(course, resumed(lms).API, { storage });
  later.session.start();
  assert.equal(later.session.state.answers.size, 0);
});

test("what was typed before a preview was known for one stays nowhere, and what was left before it stays", async () => {
  const { createSession } = await import("../../templates/runtime/session.js");
  const { createEarly } = await import("../../templates/runtime/early.js");
  const { createStore } = await import("../../templates/runtime/store.js");
  for (const left of ["", `1 ${encode({ ...newState(), drafts: new Map([["essy", "left before"]]) }).text}`]) {
    const storage = browserStorage();
    createStore("fruit", () => storage).write("ada early", "", left);
    const before = JSON.stringify(storage);
    const session = createSession({
      data: course, store: createStore("fruit", () => storage), view: { answered() {}, saving() {}, restored() {}, left() {}, ask() {} },
      driver: {
        expectsLms: true, createEarly: (store, attempt) => createEarly("ada", course, store, attempt),
        start: () => Promise.resolve({ mode: "browse", state: "", learner: "ada", records: null }),
        answer: () => assert.fail("told"), progress: () => true, complete: () => true, finish: () => true, save: () => true,
        visit: () => assert.fail("told"),
      },
    });
    session.start();
    session.record("frut", ["plum"]);
    assert.notEqual(JSON.stringify(storage), before);
    await new Promise((resolve) => setImmediate(resolve));
    session.visit("pag1");
    assert.deepEqual(session.look("frut").value, ["plum"]);
    session.close();
    assert.equal(JSON.stringify(storage), before);
  }
});

test("a finished course that may not be read again is closed", () => {
  const once = courseOf([fruit], { review: false });
  const first = strictApi({ words: 255 });
  const one = sit(once, first.API);
  one.session.start();
  one.session.visit("pag1");
  one.session.record("frut", ["plum"]);
  assert.equal(one.session.closed, false);
  one.session.close();
  assert.equal(first.committed["cmi.core.lesson_status"], "completed");
  const two = sit(once, resumed(first).API, { storage: one.storage });
  two.session.start();
  assert.equal(two.session.closed, true);
  assert.equal(two.last, "read_only closed");
});

test("what was reached stays reached, in this sitting and the next", () => {
  const graded = courseOf([quiz], { scoring: "correctness", passing_score: 50 });
  const first = strictApi({ words: 255 });
  const one = sit(graded, first.API);
  one.session.start();
  one.session.visit("pag1");
  one.session.record("quiz", ["pear"]);
  pass(SECOND);
  assert.equal(first.committed["cmi.core.lesson_status"], "passed");
  one.session.record("quiz", ["plum"]);
  one.session.close();
  assert.equal(first.committed["cmi.core.lesson_status"], "passed");
  assert.equal(first.committed["cmi.core.score.raw"], "0");
  const two = sit(graded, resumed(first).API);
  two.session.start();
  assert.deepEqual(two.session.outcome, { completed: true, success: "passed", score: 0 });
});

test("a gated interaction records by Check alone; attempts run out; the last one counts", () => {
  const twice = courseOf([{ ...quiz, attempts: 2 }], { scoring: "correctness" });
  const lms = strictApi({ words: 255 });
  const { session } = sit(twice, lms.API);
  session.start();
  session.draft("quiz", ["pear"]);
  pass(SECOND);
  assert.equal(lms.interaction(0).id, undefined);
  assert.deepEqual(session.record("quiz", []), { text: "required" });
  session.record("quiz", ["plum"]);
  assert.deepEqual(session.look("quiz"), { value: ["plum"], recorded: true, result: "incorrect", locked: false, attemptsLeft: 1 });
  session.draft("quiz", ["appl"]);
  assert.equal(session.look("quiz").result, undefined);
  assert.equal(session.outcome.score, 0);
  session.record("quiz", ["appl"]);
  assert.equal(session.look("quiz").locked, true);
  session.record("quiz", ["pear"]);
  assert.deepEqual(session.look("quiz").value, ["appl"]);
  pass(SECOND);
  assert.equal(lms.interaction(0).result, "wrong");
});

test("with retries: false a survey can be changed until it is left, a checked answer never", () => {
  const once = courseOf([fruit, essay, quiz], { retries: false });
  const first = strictApi({ words: 255 });
  const one = sit(once, first.API);
  one.session.start();
  one.session.record("frut", ["plum"]);
  one.session.record("frut", ["pear"]);
  assert.deepEqual(one.session.look("frut").value, ["pear"]);
  assert.equal(one.session.leave("frut"), true);
  assert.equal(one.session.leave("essy"), false);
  one.session.record("frut", ["appl"]);
  assert.deepEqual(one.session.look("frut").value, ["pear"]);
  one.session.record("quiz", ["plum"]);
  assert.equal(one.session.look("quiz").locked, true);
  one.session.record("essy", "words");
  one.session.close();
  const two = sit(once, resumed(first).API);
  two.session.start();
  assert.deepEqual(["frut", "essy", "quiz"].map((key) => two.session.look(key).locked), [true, true, true]);
});

test("an answer that is wrong in form is kept as it stands and not recorded", () => {
  const number = courseOf([interaction({ key: "numb", kind: "numeric", max: 10 })]);
  const lms = strictApi();
  const { session } = sit(number, lms.API);
  session.start();
  assert.deepEqual(session.record("numb", "eleven"), { text: "not_a_number", values: { min: -Infinity, max: 10, step: 0 } });
  pass(SECOND);
  assert.equal(session.look("numb").value, "eleven");
  assert.equal(session.look("numb").recorded, false);
  assert.equal(lms.interaction(0).id, undefined);
  assert.equal(session.record("numb", "9"), null);
  assert.equal(session.look("numb").recorded, true);
});

test("an answer can be taken back; its record stays in its place", () => {
  const lms = strictApi({ words: 255 });
  const { session } = sit(course, lms.API);
  session.start();
  session.visit("pag1");
  session.record("essy", "words");
  session.record("essy", "");
  assert.equal(session.look("essy").recorded, false);
  assert.equal(session.outcome.score, 0);
  pass(SECOND);
  assert.equal(lms.interaction(1).student_response, "");
  assert.deepEqual(lms.refused, []);
});

test("Exit leaves only when everything is kept", () => {
  const lms = strictApi();
  const { session } = sit(course, lms.API);
  session.start();
  session.record("essy", "words");
  lms.faults.fails.add("LMSCommit");
  assert.equal(session.exit(), false);
  assert.equal(session.finished, false);
  lms.faults.fails.clear();
  assert.equal(session.exit(), true);
  assert.equal(lms.phase, "finished");
  const { length } = lms.calls;
  session.close();
  assert.equal(lms.calls.length, length);
});

test("a driver that answers later is waited for", async () => {
  const { createSession } = await import("../../templates/runtime/session.js");
  const { createStore } = await import("../../templates/runtime/store.js");
  /** @type {string[]} */
  const told = [];
  const storage = browserStorage();
  /** @type {string[]} */
  const shown = [];
  const later = (/** @type {any} */ value) => new Promise((resolve) => setTimeout(resolve, 10, value));
  const session = createSession({
    data: course,
    driver: {
      expectsLms: true,
      start: () => later({ mode: "normal", state: "", learner: "ada", records: null }),
      answer: (report) => (told.push(report.words.join()), later(told.length === 1 ? null : -1)),
      progress: () => later(true), complete: () => later(true), save: () => later(true), finish: () => later(true),
    },
    store: createStore("fruit", () => storage),
    view: { answered() {}, restored() {}, left() {}, ask() {}, saving: (saving) => shown.push(saving) },
  });
  const started = session.start();
  mock.timers.tick(10);
  await started;
  session.record("essy", "one");
  const first = session.saveNow();
  session.record("essy", "two");
  mock.timers.tick(10);
  assert.equal(await first, false);
  assert.equal(shown.at(-1), "not_saved");
  pass(5 * SECOND);
  mock.timers.tick(10);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(told, ["one", "two"]);
  assert.equal(shown.at(-1), "saved");
});

test("a launch that proves to be a review after a while records nothing of it, and never says that it did", async () => {
  const { createSession } = await import("../../templates/runtime/session.js");
  const { createStore } = await import("../../templates/runtime/store.js");
  const startOf = (/** @type {"normal" | "review"} */ mode) => ({ mode, state: "", learner: "ada", records: null });
  /** @type {(start: any) => void} */
  let late = () => {};
  const told = /** @type {string[]} */ ([]);
  const shown = /** @type {string[]} */ ([]);
  const note = (/** @type {string} */ what) => (told.push(what), true);
  const session = createSession({
    data: course, store: createStore("fruit", () => browserStorage()),
    view: { answered() {}, saving: (...words) => shown.push(words.join(" ")), restored() {}, left() {}, ask() {} },
    driver: {
      expectsLms: true,
      start: (appear) => (late = appear, startOf("normal")),
      answer: () => -1, progress: () => note("progress"), complete: () => note("complete"), finish: () => true, save: () => note("save"),
    },
  });
  session.start();
  session.visit("pag1");
  late(startOf("review"));
  shown.length = 0;
  pass(10 * SECOND);
  session.saveNow();
  assert.deepEqual([told, shown.filter((words) => words !== "read_only review_mode")], [[], []]);
});

test("what another device did meanwhile shows, and what is being done here stays", async () => {
  const { createSession } = await import("../../templates/runtime/session.js");
  const { createStore } = await import("../../templates/runtime/store.js");
  const review = courseOf([fruit, essay, quiz, interaction({ key: "more", kind: "choice", options: FRUIT })], { review: false }, 2);
  const stateOf = (/** @type {Record<string, any>} */ answers, more = {}) => {
    const list = Object.entries(answers).map(([key, [value, attempts = 0]]) => [key, { value, index: -1, attempts }]);
    return encode({ ...newState(), token: "abcdefgh", page: "pag1", answers: new Map(/** @type {any} */ (list)), ...more }).text;
  };
  const startOf = (/** @type {string} */ state) => ({ mode: /** @type {const} */ ("normal"), state, learner: "ada", records: null });
  /** @type {(start: any) => void} */
  let late = () => {};
  let saved = "";
  /** @type {string[]} */
  const told = [];
  const session = createSession({
    data: review, store: createStore("fruit", () => browserStorage()), view: { answered() {}, saving() {}, restored() {}, left() {}, ask() {} },
    driver: {
      expectsLms: true,
      start: (appear) => (late = appear, startOf(stateOf({ frut: [["plum"]], essy: ["ab"], quiz: [["appl"], 1] }))),
      answer: (report) => (told.push(report.words.join()), -1),
      progress: () => true, complete: () => true, finish: () => true, save: (fit) => ((saved = fit(Infinity)), true),
    },
  });
  session.start();
  session.visit("pag1");
  session.record("quiz", ["plum"]);
  session.record("more", ["appl"]);
  session.type("essy", "abc");
  session.draft("frut", ["appl"]);
  session.draft("frut", ["plum"]);
  pass(SECOND / 2);
  const theirs = { frut: [["pear"]], essy: ["their text"], quiz: [["pear"], 2], more: [["pear"]] };
  late(startOf(stateOf(theirs, { page: "pag2", completed: true, revision: 9 })));
  assert.equal(session.look("essy").value, "abc", "what is being typed");
  assert.deepEqual(session.look("frut").value, ["pear"], "what was touched and left as it was");
  assert.deepEqual(session.look("more").value, ["appl"], "what was answered here");
  assert.equal(session.state.answers.get("quiz")?.attempts, 2);
  assert.equal(session.state.page, "pag1");
  assert.ok(!session.readOnly, "nobody is shut out");
  pass(2 * SECOND);
  assert.equal(decode(saved)?.answers.get("essy")?.value, "abc");
  assert.deepEqual(told, ["A plum", "An apple", "abc"]);
});

test("a text that goes on from what a first part of the state showed is not doubled by the rest", async () => {
  const { createSession } = await import("../../templates/runtime/session.js");
  const { createStore } = await import("../../templates/runtime/store.js");
  const held = newState();
  held.answers.set("essy", { value: "abc", index: -1, attempts: 0 });
  const state = encode(held).text;
  const startOf = (/** @type {boolean} */ partial) => ({ mode: /** @type {const} */ ("normal"), state, learner: "ada", records: null, partial });
  /** @type {(start: any) => void} */
  let late = () => {};
  const session = createSession({
    data: course, store: createStore("fruit", () => browserStorage()), view: { answered() {}, saving() {}, restored() {}, left() {}, ask() {} },
    driver: {
      expectsLms: true,
      start: (appear) => (late = appear, startOf(true)),
      answer: () => -1, progress: () => true, complete: () => true, finish: () => true, save: () => true,
    },
  });
  session.start();
  session.record("essy", "abc more");
  late(startOf(false));
  assert.equal(session.look("essy").value, "abc more");
});

test("an exit that the LMS refuses does not end the sitting: what is answered then is kept and sent", () => {
  const lms = strictApi({ words: 64_000 });
  const { session, shown } = sit(course, lms.API);
  session.start();
  pass(SECOND);
  lms.faults.fails.add("LMSFinish");
  assert.equal(session.exit("two"), false);
  assert.deepEqual([session.finished, session.isSaved], [false, true]);
  session.record("frut", ["plum"]);
  assert.equal(shown.at(-1), "saving");
  pass(2 * SECOND);
  assert.equal(shown.at(-1), "saved");
  assert.equal(lms.committed["cmi.interactions.0.student_response"], "A plum");
  lms.faults.fails.clear();
  assert.equal(session.exit(), true);
  assert.equal(session.finished, true);
});

test("an answer outlives a browser that is killed in the same moment", () => {
  const lms = strictApi({ words: 64_000 });
  const storage = browserStorage();
  const { session } = sit(course, lms.API, { storage });
  session.start();
  pass(2 * SECOND);
  session.record("frut", ["plum"]);
  const again = sit(course, resumed(lms).API, { storage });
  again.session.start();
  assert.deepEqual(again.session.look("frut").value, ["plum"]);
});

test("what was half-typed when the browser was killed is recorded at the next launch, as it would have been in a moment", () => {
  const lms = strictApi({ words: 64_000 });
  const storage = browserStorage();
  const { session } = sit(course, lms.API, { storage });
  session.start();
  pass(2 * SECOND);
  session.type("essy", "half a word");
  session.draft("quiz", ["pear"]);
  pass(SECOND / 5);
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.UTC(2026, 0, 31, 10) });
  const next = resumed(lms);
  const again = sit(course, next.API, { storage });
  again.session.start();
  assert.equal(again.session.look("essy").value, "half a word");
  pass(4 * SECOND);
  const responses = Object.entries(next.committed).filter(([name]) => name.endsWith("student_response")).map(([, value]) => value);
  assert.deepEqual(responses, ["half a word"]);
});

test("of all that is to be said of saving, the weightiest is said", async () => {
  const { noticeOf } = await import("../../templates/runtime/session.js");
  /** @type {[...Parameters<typeof noticeOf>, string][]} */
  const rows = [
    ["", "", false, false, false, ""],
    ["", "", undefined, false, true, "no_lms"],
    ["", "", false, true, true, "shortened"],
    ["", "", true, true, true, "lms_cut"],
    ["", "lms_fails", true, true, true, "lms_fails"],
    ["closed", "lms_fails", true, true, true, "closed"],
    ["review", "", true, true, true, "review_mode"],
    ["browse", "not_kept", true, true, true, "browse_mode"],
    ["grown", "not_kept", true, true, true, "review_changed"],
  ];
  for (const [looking, failing, isCut, shortened, isAlone, said] of rows) {
    assert.equal(noticeOf(looking, failing, isCut, shortened, isAlone), said);
  }
});
