import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { browserDatabases } from "./browser_database.js";
import { moodle } from "./moodle_scorm12.js";
import { browserStorage, courseOf, FRUIT, interaction, sit, windowWith } from "./parts.js";

const SECOND = 1_000;
const course = courseOf([
  interaction({ key: "frut", kind: "choice", options: FRUIT }), interaction({ key: "essy", kind: "long-fill-in" }),
  interaction({ key: "othr" }),
]);
const page = /** @type {any} */ (globalThis);

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.UTC(2026, 0, 31, 9) });
  Object.assign(page, browserDatabases());
});
afterEach(() => {
  mock.timers.reset();
  delete page.indexedDB;
  delete page.IDBKeyRange;
});

/** The database answers, later than everything else does.
 * @param {number} delay milliseconds */
function openLate(delay) {
  const { open } = page.indexedDB;
  page.indexedDB.open = (/** @type {string} */ name) => {
    const opening = /** @type {any} */ ({});
    setTimeout(() => {
      const opened = open(name);
      opening.result = opened.result;
      opened.onupgradeneeded = () => opening.onupgradeneeded?.();
      opened.onsuccess = () => opening.onsuccess?.();
    }, delay);
    return opening;
  };
}

/** @param {number} time */
async function pass(time) {
  for (let step = 0; step < time; step += SECOND / 2) {
    mock.timers.tick(SECOND / 2);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A launch at this browser, whose localStorage another session has cleared, as was seen in Moodle.
 * @param {ReturnType<typeof moodle>} lms */
function enter(lms) {
  const win = windowWith(lms.API, { fetch: lms.fetch, location: { href: "https://lms.example/" }, addEventListener() {} });
  const sitting = sit(course, null, { win, storage: browserStorage() });
  sitting.session.start();
  return sitting;
}

/** What Moodle holds after a sitting whose session ended in the middle: the rest is in the database alone.
 * @param {[string, import("../../templates/runtime/types.js").Value][]} before @param {[string, import("../../templates/runtime/types.js").Value][]} after */
async function sittingThatExpired(before, after) {
  const lms = moodle();
  const { session } = enter(lms);
  await pass(2 * SECOND);
  for (const [key, value] of before) session.record(key, value);
  await pass(2 * SECOND);
  lms.become("anew");
  for (const [key, value] of after) session.record(key, value);
  await pass(3 * SECOND);
  return lms.stored;
}

for (const delay of [0, 2, 8, 30].map((seconds) => seconds * SECOND)) {
  test(`a database that answers after ${delay} ms brings back what only it holds, and takes back nothing (${delay})`, async () => {
    const stored = await sittingThatExpired([["essy", "abc"]], [["othr", "only here"], ["frut", ["pear"]], ["essy", "abc def"]]);
    openLate(delay);
    const lms = moodle(stored);
    const sitting = enter(lms);
    const { session } = sitting;
    for (let round = 1; round <= 12; round += 1) {
      session.record("frut", [FRUIT[round % 3]?.key ?? ""]);
      await pass(2 * SECOND);
    }
    await pass(20 * SECOND);
    assert.equal(session.look("othr").value, "only here");
    assert.equal(session.look("essy").value, "abc def");
    assert.deepEqual(session.look("frut").value, ["appl"], "what was chosen last");
    assert.equal(sitting.last, "saved");
    assert.deepEqual(lms.report, ["course.frut: An apple", "course.essy: abc def", "course.othr: only here"]);
    const next = enter(moodle(lms.stored)).session;
    assert.equal(next.look("othr").value, "only here");
  });
}

test("without an LMS nothing is called saved before the browser's database has it", async () => {
  Object.assign(page, browserDatabases((work) => setTimeout(work, SECOND)));
  const sitting = sit(course, null, { storage: browserStorage() });
  sitting.session.start();
  await pass(5 * SECOND);
  assert.match(sitting.last ?? "", /^saved_here/);
  sitting.session.record("othr", "here alone");
  await pass(1.5 * SECOND);
  assert.match(sitting.last ?? "", /^saving/);
  await pass(2 * SECOND);
  assert.match(sitting.last ?? "", /^saved_here/);
});

test("a page that goes while its copy is on the way tells the LMS what was answered meanwhile", async () => {
  Object.assign(page, browserDatabases((work) => setTimeout(work, 2 * SECOND)));
  const lms = moodle();
  const { session } = enter(lms);
  await pass(2 * SECOND);
  lms.become("anew");
  session.record("othr", "refused");
  await pass(SECOND);
  lms.become("well");
  session.record("essy", "last words");
  session.close();
  assert.equal(lms.stored["cmi.interactions.1.student_response"], "last words");
});

test("a long text that was gone on with before its later words came keeps both", async () => {
  const stored = await sittingThatExpired([["essy", "abc"]], [["essy", "abc and words of that day"]]);
  openLate(5 * SECOND);
  const { session } = enter(moodle(stored));
  assert.equal(session.look("essy").value, "abc");
  session.type("essy", "abc and others");
  await pass(10 * SECOND);
  assert.equal(session.look("essy").value, "abc and words of that day\nabc and others");
});

test("a text that the learner saw and wrote anew does not come back", async () => {
  const stored = await sittingThatExpired([["essy", "abc"]], [["othr", "only here"]]);
  openLate(5 * SECOND);
  const { session } = enter(moodle(stored));
  session.type("essy", "anew");
  await pass(10 * SECOND);
  assert.equal(session.look("essy").value, "anew");
  assert.equal(session.look("othr").value, "only here");
});

test("a browser that is killed before the LMS was told has all but the last moment", async () => {
  const lms = moodle(await sittingThatExpired([["essy", "abc"]], []));
  const { session } = enter(lms);
  await pass(3 * SECOND);
  const { length } = lms.commits;
  session.record("frut", ["plum"]);
  session.type("othr", "half a wor");
  mock.timers.tick(SECOND / 5);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(lms.commits.length, length, "the LMS was not told");
  const next = enter(moodle(lms.stored)).session;
  await pass(SECOND);
  assert.deepEqual(next.look("frut").value, ["plum"]);
  assert.equal(next.look("othr").value, "half a wor");
  assert.equal(next.look("essy").value, "abc");
});

test("answers of two devices that went on from one state are both there", async () => {
  const lms = moodle(await sittingThatExpired([["essy", "abc"]], [["othr", "at home"]]));
  const elsewhere = browserDatabases();
  const home = { indexedDB: page.indexedDB, IDBKeyRange: page.IDBKeyRange };
  Object.assign(page, elsewhere);
  const away = enter(lms).session;
  for (const fruit of ["plum", "pear", "appl"]) {
    await pass(2 * SECOND);
    away.record("frut", [fruit]);
  }
  await pass(3 * SECOND);
  away.close();
  Object.assign(page, home);
  const back = moodle(lms.stored);
  const { session } = enter(back);
  await pass(3 * SECOND);
  assert.deepEqual(session.look("frut").value, ["appl"]);
  assert.equal(session.look("othr").value, "at home");
  assert.deepEqual(back.report, ["course.frut: An apple", "course.essy: abc", "course.othr: at home"]);
});

test("a line that is back before this browser has kept a copy is no LMS that fails", async () => {
  const lms = moodle();
  const sitting = enter(lms);
  const { session } = sitting;
  await pass(2 * SECOND);
  lms.become("down");
  session.record("othr", "without a line");
  await pass(3 * SECOND);
  assert.equal(sitting.last, "saved_here lrs_waits");
  openLate(SECOND / 2);
  lms.become("well");
  session.saveNow(); // as the page does then
  await pass(4 * SECOND);
  assert.equal(sitting.last, "saved");
  assert.deepEqual(sitting.shown.filter((text) => text.startsWith("not_saved")), []);
});
