import assert from "node:assert/strict";
import { test } from "node:test";
import { createAttempt } from "../../templates/runtime/attempt.js";
import { createDriver } from "../../templates/runtime/drivers/scorm2004.js";
import { createObjectives } from "../../templates/runtime/objectives.js";
import { createSession } from "../../templates/runtime/session.js";
import { createStore } from "../../templates/runtime/store.js";
import { browserStorage, courseOf, interaction } from "./parts.js";
import { strictApi } from "./strict_scorm2004.js";

const one = interaction({ key: "one1", answer: ["a"], points: 3 });
const two = interaction({ key: "two2", page: "pag2", answer: ["b"] });
const free = interaction({ key: "fre3", page: "pag2" });
const course = courseOf([one, two, free], { scoring: "correctness", passing_score: 60 }, 3);

test("a document is an objective once it is begun, with a score and a state of its own", () => {
  const objectives = createObjectives(course);
  assert.deepEqual(objectives.list, []);
  objectives.visit("pag2");
  objectives.mark(two, true, 1);
  assert.deepEqual(objectives.list, [
    { id: "page_2", title: "Page 2", fraction: 2 / 3, completed: false, success: "unknown", score: 100 },
  ]);
  objectives.mark(free, true, 0);
  objectives.mark(one, true, 0);
  assert.deepEqual(objectives.list.map(({ id, completed, success, score }) => [id, completed, success, score]), [
    ["page_2", true, "passed", 100], ["page_1", false, "unknown", 0],
  ]);
});

test("the pages of one document are one objective; what is not there is none", () => {
  const pages = course.pages.map((page) => ({ ...page, document: page.key === "pag3" ? "last" : "first" }));
  const objectives = createObjectives({ ...course, pages });
  for (const key of ["pag1", "pag2", "summary", "gone"]) objectives.visit(key);
  assert.deepEqual(objectives.list.map(({ id, title, fraction }) => [id, title, fraction]), [["first", "Page 1", 0.4]]);
  assert.equal(objectives.idOf("pag3"), "last");
  assert.equal(objectives.idOf("summary"), "");
});

/** Two documents, of which the second is shown to who answers `a`.
 * @returns {import("../../templates/runtime/types.js").CourseData} */
const branching = () => {
  const whole = courseOf([one, two], {}, 2);
  const [first, second] = /** @type {[typeof whole.pages[0], typeof whole.pages[0]]} */ (whole.pages);
  return { ...whole, pages: [first, { ...second, if: ["at", "0"] }], conditions: { 0: ["text", "one1", "a"] } };
};

test("a page that is no longer shown keeps its objective", () => {
  const data = branching();
  createAttempt(data, createObjectives);
  assert.deepEqual(data.pages.map(({ key }) => key), ["pag1"]);
  assert.equal(createObjectives(data).idOf("pag2"), "page_2");
});

/** A sitting in a strict host.
 * @param {import("../../templates/runtime/types.js").CourseData} data @param {Record<string, string>} elements that the host
 * holds @param {Storage} storage */
function sitIn(data, elements, storage) {
  const host = strictApi({ elements });
  const win = /** @type {any} */ ({ API_1484_11: host.API, opener: null });
  win.parent = win;
  const session = createSession({
    data, driver: createDriver(win), store: createStore("fruit", () => storage),
    view: { answered() {}, saving() {}, restored() {}, left() {}, ask() {} },
  });
  session.start();
  return { host, session };
}

test("an answer that is told after its page was hidden names its document to the LMS", () => {
  const { host, session } = sitIn(branching(), {}, browserStorage());
  session.visit("pag1");
  session.record("one1", "a");
  session.visit("pag2");
  session.record("two2", "b");
  session.record("one1", "x");
  session.close();
  assert.deepEqual(["page_1", "page_2"], [0, 1].map((index) => host.values[`cmi.interactions.${index}.objectives.0.id`]));
  assert.equal(host.values["cmi.interactions.1.id"], "course.two2");
  assert.deepEqual(host.refused, []);
});

test("a sitting tells the LMS of each document, this time's and the last one's", () => {
  const storage = browserStorage();
  const sit = (/** @type {Record<string, string>} */ elements) => sitIn(course, elements, storage);
  const first = sit({});
  first.session.visit("pag1");
  first.session.record("one1", "a");
  first.session.close();
  assert.deepEqual(first.host.record("cmi.objectives.0"), {
    id: "page_1", "score.scaled": "1", "score.raw": "100", "score.min": "0", "score.max": "100", success_status: "passed",
    completion_status: "completed", progress_measure: "1", description: "Page 1",
  });
  assert.equal(first.host.values["cmi.interactions.0.objectives.0.id"], "page_1");
  const { "cmi.exit": _exit, "cmi.session_time": _time, ...kept } = first.host.committed;
  const second = sit(kept);
  second.session.visit("pag2");
  second.session.record("two2", "x");
  second.session.close();
  assert.equal(second.host.values["cmi.objectives.0.score.raw"], "100");
  assert.equal(second.host.values["cmi.objectives.1.id"], "page_2");
  assert.equal(second.host.values["cmi.objectives.1.completion_status"], "incomplete");
  assert.equal(second.host.values["cmi.interactions.1.objectives.0.id"], "page_2");
  assert.deepEqual([...first.host.refused, ...second.host.refused], []);
});
