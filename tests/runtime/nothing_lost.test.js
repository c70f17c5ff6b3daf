import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { createDriver as createDriver2004 } from "../../templates/runtime/drivers/scorm2004.js";
import { decode, encode, newState } from "../../templates/runtime/saved_state.js";
import { hashOf } from "../../templates/runtime/store.js";
import { cutting } from "./cutting_scorm12.js";
import { moodle } from "./moodle_scorm12.js";
import { browserStorage, courseOf, FRUIT, interaction, sit, windowWith } from "./parts.js";
import { strictApi } from "./strict_scorm12.js";
import { strictApi as strict2004 } from "./strict_scorm2004.js";

const fruit = interaction({ key: "frut", kind: "choice", options: FRUIT });
const essay = interaction({ key: "essy", kind: "long-fill-in" });
const other = interaction({ key: "othr" });
const course = courseOf([fruit, essay, other]);
const SECOND = 1_000;

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.UTC(2026, 0, 31, 9) }));
afterEach(() => mock.timers.reset());

/** @param {number} time */
function pass(time) {
  for (let step = 0; step < time; step += SECOND / 10) mock.timers.tick(SECOND / 10);
}

/** The same, with what follows from answers of a site.
 * @param {number} time */
async function passSlowly(time) {
  for (let step = 0; step < time; step += SECOND / 2) {
    pass(SECOND / 2);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A learner with Moodle.
 * @param {ReturnType<typeof moodle>} lms @param {Storage} [storage] @param {import("../../templates/runtime/types.js").CourseData} [data] */
function enter(lms, storage = browserStorage(), data = course) {
  const win = windowWith(lms.API, { fetch: lms.fetch, location: { href: "https://lms.example/" }, addEventListener() {} });
  const sitting = sit(data, null, { win, storage });
  sitting.session.start();
  sitting.session.visit("pag1");
  return sitting;
}

test("what an LMS that failed from the start never held is offered at the next launch, and then arrives", () => {
  const failures = ["LMSCommit", "LMSSetValue"];
  for (const failure of failures) {
    const first = strictApi({ words: 255 });
    first.faults.fails.add(failure);
    const one = sit(course, first.API);
    one.session.start();
    one.session.record("essy", "words");
    pass(2 * SECOND);
    assert.equal(one.last, "not_saved lms_fails");
    one.session.close();
    const lms = strictApi({ elements: failure === "LMSCommit" ? {} : first.committed, words: 255 });
    const two = sit(course, lms.API, { storage: one.storage });
    two.session.start();
    assert.equal(two.session.look("essy").value, undefined);
    two.session.record("frut", ["plum"]);
    two.asked?.(true);
    assert.equal(two.asked, null);
    assert.equal(two.session.look("essy").value, "words");
    pass(SECOND);
    assert.equal(two.last, "saved");
    assert.equal(lms.interaction(1).student_response, "words");
    assert.equal(lms.interaction(0).student_response, "A plum");
    const third = sit(course, strictApi({ elements: {}, words: 255 }).API, { storage: one.storage });
    third.session.start();
    assert.equal(third.asked, null, "what the LMS has held is not offered to a second attempt");
  }
});

test("who begins anew erases what was offered; another learner is offered nothing", () => {
  const first = strictApi();
  first.faults.fails.add("LMSCommit");
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("essy", "ada's words");
  one.session.close();
  const grace = sit(course, strictApi({ elements: { "cmi.core.student_id": "grace" } }).API, { storage: one.storage });
  grace.session.start();
  assert.equal(grace.asked, null);
  const two = sit(course, strictApi().API, { storage: one.storage });
  two.session.start();
  two.asked?.(false);
  pass(SECOND);
  assert.equal(two.last, "saved");
  assert.equal(two.session.look("essy").value, undefined);
  assert.ok(!JSON.stringify(one.storage).includes("ada's words"));
});

test("an LMS that never takes the state loses nothing in the same browser", () => {
  const storage = browserStorage();
  const answers = ["one", "one and two", "one and two and three"];
  /** @type {Record<string, string>} */
  let elements = {};
  for (const [round, text] of answers.entries()) {
    const lms = strictApi({ elements, room: -1, words: 255 });
    const again = sit(course, lms.API, { storage });
    again.session.start();
    again.asked?.(true);
    assert.equal(again.session.look("essy").value, answers[round - 1]);
    again.session.record("essy", text);
    pass(SECOND);
    assert.match(again.last ?? "", /^not_saved/);
    again.session.close();
    elements = lms.committed;
  }
});

test("a state that comes back cut is completed from the browser's copy, and its room is remembered", () => {
  const first = cutting({}, 4_096);
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("essy", "x".repeat(6_000));
  one.session.record("othr", "the last words");
  pass(SECOND);
  assert.equal(one.last, "saved", "it cannot know");
  const second = cutting(first.kept, 4_096);
  const two = sit(course, second.API, { storage: one.storage });
  two.session.start();
  assert.equal(two.session.look("othr").value, "the last words");
  assert.equal(two.session.look("essy").value, "x".repeat(6_000));
  pass(SECOND);
  assert.equal(two.last, "saved_here shortened");
  assert.ok(second.kept["cmi.suspend_data"]?.endsWith("|."), "it is whole");
  const third = cutting(second.kept, 4_096);
  const elsewhere = sit(course, third.API);
  elsewhere.session.start();
  assert.equal(elsewhere.session.look("othr").value, "the last words");
  elsewhere.session.record("othr", "other words");
  pass(SECOND);
  assert.ok((third.kept["cmi.suspend_data"] ?? "").endsWith("|."), "a sitting later it is still known");
});

test("where nobody has the rest of a cut state the learner is told", () => {
  const first = cutting({}, 4_096);
  const one = sit(course, first.API);
  one.session.start();
  one.session.record("essy", "x".repeat(6_000));
  one.session.record("othr", "the last words");
  pass(SECOND);
  const elsewhere = sit(course, cutting(first.kept, 4_096).API);
  elsewhere.session.start();
  pass(SECOND);
  assert.equal(elsewhere.last, "saved lms_cut");
});

test("a host that cuts bytes in the sitting gets a state that fits, however short it is", () => {
  const lms = cutting({}, 4_096, true);
  const sitting = sit(course, lms.API);
  const { session } = sitting;
  session.start();
  session.record("essy", "字".repeat(2_000));
  session.record("othr", "the last words");
  pass(SECOND);
  assert.equal(sitting.last, "saved_here shortened");
  const held = decode(lms.kept["cmi.suspend_data"] ?? "");
  assert.ok(lms.kept["cmi.suspend_data"]?.endsWith("|."), "it is whole");
  assert.equal(held?.answers.get("othr")?.value, "the last words");
});

test("an API that says true and keeps nothing is not believed, and believed again when it keeps", () => {
  let isDeaf = true;
  const host = strictApi({ words: 255 });
  const API = { ...host.API, LMSSetValue: (/** @type {string[]} */ ...given) => (isDeaf ? "true" : host.API.LMSSetValue?.(...given)) };
  const sitting = sit(course, API);
  const { session } = sitting;
  session.start();
  session.record("frut", ["plum"]);
  pass(2 * SECOND);
  assert.equal(sitting.last, "not_saved lms_fails");
  isDeaf = false;
  pass(12 * SECOND);
  assert.equal(sitting.last, "saved");
  assert.equal(host.committed["cmi.interactions.0.student_response"], "A plum");
  assert.equal(host.committed["cmi.core.lesson_status"], "incomplete");
});

test("values that cannot become a text stop nothing for good", () => {
  const odd = [Symbol("true"), Object.create(null), () => {}, { toString() { throw new Error("broken"); } }];
  const error = mock.method(console, "error", () => {});
  for (const value of odd) {
    for (const broken of ["LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError", "LMSInitialize"]) {
      let isOdd = true;
      const host = strictApi({ words: 255 });
      const API = { ...host.API, [broken]: (/** @type {string[]} */ ...given) => (isOdd ? value : host.API[broken]?.(...given)) };
      const sitting = sit(course, API);
      const { session } = sitting;
      session.start();
      session.record("essy", "words");
      pass(2 * SECOND);
      assert.equal(session.look("essy").value, "words");
      isOdd = false;
      pass(40 * SECOND);
      assert.equal(sitting.last, "saved", broken);
      assert.equal(host.committed["cmi.interactions.1.student_response"], "words");
    }
  }
  error.mock.restore();
});

test("a name that is no text is none, and so is an id", () => {
  const error = mock.method(console, "error", () => {});
  for (const name of ["cmi.core.student_name", "cmi.core.student_id"]) {
    const host = strictApi({ words: 255 });
    const odd = { ...host.API, LMSGetValue: (/** @type {string} */ element) => (element === name ? Symbol(name) : host.API.LMSGetValue?.(element)) };
    const sitting = sit(course, odd);
    sitting.session.start();
    sitting.session.record("essy", "words");
    pass(SECOND);
    assert.equal(sitting.last, "saved");
    assert.doesNotMatch(sitting.session.learnerName, /false/);
    assert.deepEqual(Object.keys(sitting.storage).filter((key) => key.includes(hashOf("false"))), []);
  }
  error.mock.restore();
});

test("what was answered while an API gave no texts is offered when it gives some, beside what the LMS has", () => {
  const error = mock.method(console, "error", () => {});
  for (const value of [Symbol("odd"), Object.create(null)]) {
    for (const broken of ["LMSGetValue", "LMSInitialize"]) {
      for (const isHeld of [false, true]) {
        const storage = browserStorage();
        const host = strictApi({ words: 255 });
        if (isHeld) {
          const before = sit(course, host.API, { storage });
          before.session.start();
          before.session.record("essy", "earlier words");
          before.session.record("frut", ["pear"]);
          before.session.close();
        }
        const one = sit(course, { ...host.API, [broken]: () => value }, { storage });
        one.session.start();
        one.session.record("essy", "words");
        one.session.draft("othr", "half a th");
        pass(4 * SECOND);
        assert.equal(one.last, "saved_here no_lms");
        one.session.close();
        const lms = strictApi({ elements: host.committed, words: 255 });
        const two = sit(course, lms.API, { storage });
        two.session.start();
        assert.equal(two.session.look("essy").value, undefined, "nobody else sees them");
        two.asked?.(true);
        assert.equal(two.session.look("essy").value, isHeld ? "earlier words\nwords" : "words");
        assert.equal(two.session.look("othr").value, "half a th");
        assert.deepEqual(two.session.look("frut").value, isHeld ? ["pear"] : undefined);
        pass(3 * SECOND);
        assert.equal(two.last, "saved");
        assert.match(lms.interaction(1).student_response ?? "", /words$/);
        assert.equal(lms.interaction(2).student_response, "half a th");
        two.session.close();
        const three = sit(course, strictApi({ elements: lms.committed, words: 255 }).API, { storage });
        three.session.start();
        assert.equal(three.asked, null, "the LMS has all of it");
      }
    }
  }
  error.mock.restore();
});

test("who is asked about another learner's answers keeps what the LMS has, and nothing else", () => {
  const storage = browserStorage();
  const alone = sit(course, null, { storage });
  alone.session.start();
  alone.session.record("essy", "ada's words");
  alone.session.close();
  const lms = strictApi({ elements: { "cmi.core.student_id": "grace" }, words: 255 });
  const first = sit(course, lms.API);
  first.session.start();
  first.session.record("essy", "grace's words");
  first.session.close();
  const two = sit(course, strictApi({ elements: lms.committed, words: 255 }).API, { storage });
  two.session.start();
  two.asked?.(false);
  assert.equal(two.session.look("essy").value, "grace's words");
  pass(2 * SECOND);
  assert.equal(two.last, "saved");
  assert.ok(!JSON.stringify(storage).includes("ada's words"));
});

test("an attempt that the LMS never held is offered although it holds another by now", () => {
  const storage = browserStorage();
  const first = strictApi({ words: 255 });
  first.faults.fails.add("LMSCommit");
  const one = sit(course, first.API, { storage });
  one.session.start();
  one.session.record("essy", "words");
  one.session.close();
  const elsewhere = strictApi({ words: 255 });
  const other = sit(course, elsewhere.API);
  other.session.start();
  other.session.record("frut", ["plum"]);
  other.session.close();
  const lms = strictApi({ elements: elsewhere.committed, words: 255 });
  const two = sit(course, lms.API, { storage });
  two.session.start();
  two.asked?.(true);
  assert.deepEqual([two.session.look("essy").value, two.session.look("frut").value], ["words", ["plum"]]);
  pass(2 * SECOND);
  assert.equal(two.last, "saved");
  const three = sit(course, strictApi({ elements: lms.committed, words: 255 }).API, { storage });
  three.session.start();
  assert.equal(three.asked, null);
  assert.equal(three.session.look("essy").value, "words");
});

test("a saved state whose beginning is damaged is told, and this browser's copy is offered", () => {
  const host = strictApi({ words: 255 });
  const one = sit(course, host.API);
  one.session.start();
  one.session.record("essy", "words");
  one.session.record("othr", "more");
  pass(SECOND);
  one.session.close();
  const damaged = { ...host.committed, "cmi.suspend_data": host.committed["cmi.suspend_data"]?.replace(/\w{8}/, "zzzzzzzzz") ?? "" };
  const elsewhere = sit(course, strictApi({ elements: damaged, words: 255 }).API);
  elsewhere.session.start();
  assert.equal(elsewhere.asked, null);
  pass(SECOND);
  assert.equal(elsewhere.last, "saved lms_cut");
  const lms = strictApi({ elements: damaged, words: 255 });
  const two = sit(course, lms.API, { storage: one.storage });
  two.session.start();
  two.asked?.(true);
  pass(SECOND);
  assert.deepEqual([two.session.look("essy").value, two.session.look("othr").value], ["words", "more"]);
  const three = sit(course, strictApi({ elements: lms.committed, words: 255 }).API);
  three.session.start();
  assert.equal(three.session.look("othr").value, "more");
});

test("a revision that no learner reaches does not make the next save unreadable", () => {
  const state = encode({ ...newState(), answers: new Map([["essy", { value: "words", index: 0, attempts: 0 }]]) }).text;
  const lms = strictApi({ elements: { "cmi.suspend_data": state.replace("|0|", "|zzzzzzzzz|") }, words: 255 });
  const { session } = sit(course, lms.API);
  session.start();
  assert.equal(session.look("essy").value, "words");
  session.record("othr", "more");
  pass(SECOND);
  const next = decode(lms.committed["cmi.suspend_data"] ?? "");
  assert.equal(next?.answers.get("othr")?.value, "more");
  assert.equal(next?.revision, 1);
});

test("a count of millions makes no millions of calls, with ids for all of them or without", () => {
  for (const isInventing of [false, true]) {
    const host = strict2004({ elements: { "cmi.interactions.0.id": "course.frut", "cmi.interactions.0.type": "choice" } });
    let asked = 0;
    /** @type {string[]} */
    const set = [];
    const API = {
      ...host.API,
      GetValue: (/** @type {string} */ name) => {
        asked += 1;
        if (/_count$/.test(name)) return "5000000";
        return host.API.GetValue?.(name) || (isInventing && /\.id$/.test(name) ? `made.up.${name}` : "");
      },
      SetValue: (/** @type {string} */ name, /** @type {string} */ value) => {
        set.push(name);
        return isInventing ? "true" : host.API.SetValue?.(name, value);
      },
    };
    /** @type {any} */
    const win = { API_1484_11: API, opener: null };
    win.parent = win;
    const sitting = sit(course, null, { win, createDriver: createDriver2004 });
    sitting.session.start();
    sitting.session.record("frut", ["plum"]);
    sitting.session.record("othr", "words");
    pass(SECOND);
    assert.ok(asked < (isInventing ? 12_000 : 200), String(asked));
    assert.ok(set.includes("cmi.interactions.0.learner_response"), "what it holds is found");
    assert.ok(set.includes(`cmi.interactions.${isInventing ? 5_000_000 : 1}.learner_response`), "what it does not hold is put behind");
    if (isInventing) continue;
    assert.equal(sitting.last, "saved");
    assert.equal(host.interaction(0).id, "course.frut");
    assert.equal(host.interaction(1).id, "course.othr");
  }
});

// Moodle

test("without a line nothing is told, and everything when it is back, in its place", async () => {
  const lms = moodle();
  const sitting = enter(lms);
  const { session } = sitting;
  await passSlowly(2 * SECOND);
  assert.equal(sitting.last, "saved");
  lms.become("down");
  session.record("othr", "the first without a line");
  await passSlowly(3 * SECOND);
  assert.equal(sitting.last, "saved_here lrs_waits");
  const commits = lms.commits.length;
  session.record("frut", ["plum"]);
  await passSlowly(3 * SECOND);
  assert.equal(sitting.last, "saved_here lrs_waits");
  assert.equal(lms.commits.length, commits, "what goes nowhere is not committed");
  lms.become("well");
  await passSlowly(12 * SECOND);
  assert.equal(sitting.last, "saved");
  assert.deepEqual(lms.report, ["course.frut: A plum", "course.essy: ", "course.othr: the first without a line"]);
  assert.equal(lms.stored["cmi.core.lesson_status"], "incomplete");
  assert.equal(Number(lms.stored["cmi.core.score.raw"]), 66.67);
});

test("who is on line again hears at once that it is saved", async () => {
  const lms = moodle();
  const sitting = enter(lms);
  const { session } = sitting;
  lms.become("down");
  session.record("othr", "without a line");
  await passSlowly(3 * SECOND);
  assert.equal(sitting.last, "saved_here lrs_waits");
  lms.become("well");
  session.saveNow(); // as the page does then
  await passSlowly(2 * SECOND);
  assert.equal(sitting.last, "saved");
  assert.deepEqual(lms.report.slice(2), ["course.othr: without a line"]);
});

test("what was told while the line was down and the page went is told at the next launch", async () => {
  const lms = moodle();
  const sitting = enter(lms);
  const { session } = sitting;
  session.record("frut", ["plum"]);
  await passSlowly(2 * SECOND);
  lms.become("down");
  session.record("othr", "words");
  await passSlowly(3 * SECOND);
  session.close();
  const next = moodle(lms.stored);
  enter(next, sitting.storage);
  await passSlowly(2 * SECOND);
  assert.deepEqual(next.report, ["course.frut: A plum", "course.essy: ", "course.othr: words"]);
});

test("a commit that a host refused once loses no record", async () => {
  const lms = moodle();
  const sitting = enter(lms);
  const { session } = sitting;
  await passSlowly(2 * SECOND);
  lms.become("anew");
  session.record("essy", "words");
  await passSlowly(2 * SECOND);
  assert.equal(sitting.last, "not_saved lms_fails");
  lms.become("well");
  await passSlowly(10 * SECOND);
  assert.equal(sitting.last, "saved");
  assert.equal(decode(lms.stored["cmi.suspend_data"] ?? "")?.answers.get("essy")?.value, "words");
  // it took for sent what it called a failure
  assert.deepEqual(lms.report, ["course.frut: ", "course.essy: words"]);
  assert.equal(lms.stored["cmi.core.lesson_status"], "incomplete");
});

test("a completion whose commit a host refused arrives in the same sitting, though it fails again in between", async () => {
  const lms = moodle();
  const sitting = enter(lms);
  const { session } = sitting;
  await passSlowly(2 * SECOND);
  lms.become("anew");
  for (const [key, given] of Object.entries({ frut: ["plum"], essy: "words", othr: "last" })) session.record(key, given);
  await passSlowly(2 * SECOND);
  // well for one commit, such as the first of those that make it send again
  for (let commits = lms.commits.length; lms.commits.length < commits + 1;) {
    lms.become("well");
    await passSlowly(SECOND / 10);
  }
  lms.become("anew");
  await passSlowly(20 * SECOND);
  lms.become("well");
  await passSlowly(20 * SECOND);
  assert.equal(sitting.last, "saved");
  assert.deepEqual(lms.report, ["course.frut: A plum", "course.essy: words", "course.othr: last"]);
  assert.equal(lms.stored["cmi.core.lesson_status"], "completed");
  assert.equal(lms.stored["cmi.core.score.raw"], "100");
});

test("after some refusals the learner hears what helps, and a page that tries on is not ahead of the next launch", async () => {
  const lms = moodle();
  const sitting = enter(lms);
  const { session } = sitting;
  await passSlowly(2 * SECOND);
  lms.become("expired");
  session.record("essy", "words");
  await passSlowly(10 * SECOND);
  assert.equal(sitting.last, "not_saved lms_relaunch");
  lms.become("anew");
  await passSlowly(60 * SECOND);
  assert.equal(sitting.last, "not_saved lms_relaunch");
  const next = moodle(lms.stored);
  const two = enter(next, sitting.storage);
  await passSlowly(2 * SECOND);
  assert.equal(two.session.look("essy").value, "words");
  two.session.record("essy", "more words");
  await passSlowly(60 * SECOND);
  two.session.close();
  const third = enter(moodle(next.stored), sitting.storage);
  assert.equal(third.session.look("essy").value, "more words");
});

test("who logs in again is led to the LMS's page, not to that of the course by itself", async () => {
  const [activity, player, own] = ["https://lms.example/activity?id=7", "https://lms.example/player", "https://lms.example/"];
  for (const [referrer, led] of [[activity, activity], ["", own], ["https://other.example/", own]]) {
    const lms = moodle();
    const parent = /** @type {any} */ ({ API: lms.API, location: { href: player }, document: { referrer }, opener: null });
    parent.parent = parent;
    const sitting = sit(course, null, {
      win: { parent, opener: null, fetch: lms.fetch, location: { href: own }, addEventListener() {} },
    });
    sitting.session.start();
    await passSlowly(2 * SECOND);
    lms.become("expired");
    sitting.session.record("essy", "words");
    await passSlowly(10 * SECOND);
    assert.equal(sitting.last, "not_saved lms_relaunch");
    assert.equal(lms.wanted, led);
    const { length } = lms.asked;
    await passSlowly(60 * SECOND);
    const more = lms.asked.slice(length);
    assert.ok(more.length && more.length <= 6 && more.every((one) => one === led), more.join());
    lms.become("well");
    await passSlowly(40 * SECOND);
    assert.equal(sitting.last, "saved");
    assert.equal(lms.asked.at(-1), own);
    lms.become("expired");
    sitting.session.record("essy", "more words");
    await passSlowly(10 * SECOND);
    sitting.session.close();
    assert.equal(lms.wanted, led);
  }
});

test("records that are missing among others are told again", async () => {
  const lms = moodle();
  const first = enter(lms);
  first.session.record("frut", ["plum"]);
  first.session.record("essy", "words");
  first.session.record("othr", "last");
  await passSlowly(2 * SECOND);
  const kept = Object.fromEntries(Object.entries(lms.stored).filter(([name]) => !name.startsWith("cmi.interactions.1")));
  const next = moodle(kept);
  enter(next);
  await passSlowly(2 * SECOND);
  assert.deepEqual(next.report, ["course.frut: A plum", "course.essy: words", "course.othr: last"]);
});

test("records stand in the order of the course; a saved state's places win; a version's places are kept", async () => {
  const lms = moodle();
  const one = enter(lms);
  one.session.record("othr", "last first");
  await passSlowly(2 * SECOND);
  assert.deepEqual(lms.report, ["course.frut: ", "course.essy: ", "course.othr: last first"]);
  assert.deepEqual(lms.refused, []);
  const added = courseOf([interaction({ key: "new1" }), other, essay]);
  const next = moodle(lms.stored);
  const two = enter(next, one.storage, { ...added, records: ["course.frut", "course.essy", "course.othr", "course.new1"] });
  two.session.record("new1", "new");
  two.session.record("essy", "words");
  await passSlowly(2 * SECOND);
  assert.deepEqual(next.report, ["course.frut: ", "course.essy: words", "course.othr: last first", "course.new1: new"]);
  const without = moodle(lms.stored);
  const three = enter(without, browserStorage(), added);
  three.session.record("essy", "words");
  await passSlowly(2 * SECOND);
  assert.deepEqual(without.report, ["course.frut: ", "course.essy: ", "course.othr: last first", "course.essy: words"]);
});

test("questions of a version that knows nothing of the one before find places of their own", async () => {
  const [first, third] = [interaction({ key: "new1" }), interaction({ key: "new3" })];
  for (const answered of [["new1", "othr"], ["othr", "new1"], ["new3", "new1", "othr"]]) {
    const lms = moodle();
    const one = enter(lms);
    one.session.record("frut", ["plum"]);
    one.session.record("essy", "words");
    await passSlowly(2 * SECOND);
    const next = moodle(lms.stored);
    const two = enter(next, browserStorage(), courseOf([first, fruit, third, essay, other]));
    for (const key of answered) {
      two.session.record(key, `of ${key}`);
      await passSlowly(2 * SECOND);
    }
    const ids = next.report.map((row) => row.split(":")[0]);
    assert.equal(new Set(ids).size, ids.length, ids.join());
    assert.deepEqual(next.report.slice(0, 2), ["course.frut: A plum", "course.essy: words"]);
    for (const key of answered) assert.ok(next.report.includes(`course.${key}: of ${key}`), key);
    assert.deepEqual(next.refused, []);
    assert.equal(two.last, "saved");
  }
});

test("the places before an answer are taken with one commit, and at once when the page goes", async () => {
  const many = courseOf(Array.from({ length: 180 }, (_, place) => interaction({ key: `k${String(place).padStart(3, "0")}` })));
  for (const isLeaving of [false, true]) {
    const lms = moodle();
    const sitting = enter(lms, browserStorage(), many);
    const { session } = sitting;
    await passSlowly(2 * SECOND);
    const { length } = lms.commits;
    session.record("k179", "far away");
    if (isLeaving) session.close();
    else {
      await passSlowly(2 * SECOND);
      assert.equal(sitting.last, "saved");
      assert.equal(lms.commits.length, length + 1);
    }
    assert.equal(lms.report.length, 180);
    assert.equal(lms.report[179], "course.k179: far away");
  }
});

test("nobody has a score before the first answer", async () => {
  const lms = moodle();
  const { session } = enter(lms);
  await passSlowly(2 * SECOND);
  assert.equal(lms.stored["cmi.core.score.raw"], undefined);
  session.record("frut", ["plum"]);
  await passSlowly(2 * SECOND);
  assert.equal(lms.stored["cmi.core.score.raw"], "33.33");
});

test("who has completed a course that grew since is told that nothing is left to do", async () => {
  const lms = moodle();
  const small = courseOf([fruit]);
  const one = enter(lms, browserStorage(), small);
  one.session.record("frut", ["plum"]);
  await passSlowly(2 * SECOND);
  one.session.close();
  assert.equal(lms.stored["cmi.core.lesson_status"], "completed");
  const look = enter(moodle({ ...lms.stored, "cmi.core.lesson_mode": "review" }), one.storage, course);
  assert.equal(look.last, "read_only review_changed");
  assert.equal(look.session.outcome.completed, true);
  assert.equal(look.session.fraction, 1);
  assert.equal(lms.stored["cmi.core.score.raw"], "100");
  assert.equal(look.session.outcome.score, null);
});

test("who passed with questions left open is not told that they have been added since", async () => {
  const lms = moodle();
  const passed = courseOf([fruit, essay, other], { completion: "passed", passing_score: 30 });
  const one = enter(lms, browserStorage(), passed);
  one.session.record("frut", ["plum"]);
  await passSlowly(2 * SECOND);
  one.session.close();
  assert.equal(lms.stored["cmi.core.lesson_status"], "passed");
  const look = enter(moodle({ ...lms.stored, "cmi.core.lesson_mode": "review" }), one.storage, passed);
  assert.equal(look.last, "read_only review_mode");
  assert.equal(look.session.outcome.score, 33.33);
});
