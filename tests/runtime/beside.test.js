import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { createDriver } from "../../templates/runtime/drivers/scorm12.js";
import { besideLms } from "../../templates/runtime/beside.js";
import { createSession } from "../../templates/runtime/session.js";
import { createStore } from "../../templates/runtime/store.js";
import { browserStorage, courseOf, FRUIT, interaction, windowWith } from "./parts.js";
import { strictApi } from "./strict_scorm12.js";

const SECOND = 1_000;
const BASE = "https://example.org/c";
const questions = ["one1", "two2"].map((key) => interaction({ key, kind: "choice", options: FRUIT }));
const course = {
  ...courseOf(questions),
  xapi: {
    course: { id: BASE }, profile: `${BASE}/p`, version: `${BASE}/v`, pages: { pag1: { id: `${BASE}/page` } },
    interactions: Object.fromEntries(questions.map(({ id }) => [id, { id: `${BASE}/${id}` }])),
    verbs: {},
  },
  lrs: { endpoint: "https://lrs.example/xapi/", home_page: "" },
};

/** What was sent, by id. @type {Map<string, any>} */
let stored = new Map();
/** @type {{headers: Record<string, string>, body: string}[]} */
let requests = [];
/** @type {(url: string, init: any) => Promise<Response>} */
let answer;

function boot() {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: Date.UTC(2026, 0, 31, 9) });
}

beforeEach(() => {
  stored = new Map();
  requests = [];
  answer = async (_, { body }) => {
    const sent = JSON.parse(body);
    for (const one of sent) if (!stored.has(one.id)) stored.set(one.id, one);
    return new Response(JSON.stringify(sent.map((/** @type {any} */ { id }) => id)));
  };
  Object.assign(globalThis, {
    localStorage: browserStorage(), sessionStorage: browserStorage(),
    fetch: (/** @type {string} */ url, /** @type {any} */ init) => {
      requests.push(init);
      return answer(url, init);
    },
  });
  boot();
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** @param {number} time */
async function pass(time) {
  for (let step = 0; step < time; step += SECOND / 10) {
    mock.timers.tick(SECOND / 10);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** One sitting; without a store beside the LMS when `data` names none.
 * @param {ReturnType<typeof strictApi>} lms @param {any} [data] @param {string} [search] */
function sit(lms, data = course, search = "?auth=YTpi") {
  const href = `https://lms.example/content/index.html${search}`;
  const location = { search, href, origin: "https://lms.example" };
  const win = windowWith(lms.API, { location, addEventListener() {} });
  const driver = createDriver(win, data);
  /** @type {string[]} */
  const shown = [];
  const session = createSession({
    data, driver: data.lrs ? besideLms(driver, win, data) : driver, store: createStore(data.course.id),
    view: { answered() {}, saving: (saving, notice) => shown.push(saving + notice), restored() {}, left() {}, ask() {} },
  });
  session.start();
  session.visit("pag1");
  return { session, shown };
}

/** @param {Parameters<typeof strictApi>[0]} [options] */
const lmsOf = (options) => strictApi({ words: 64_000, room: 64_000, ...options });
/** @param {ReturnType<typeof strictApi>} lms */
const resumed = (lms) => lmsOf({ elements: lms.committed });

const verbs = () => [...stored.values()].map(({ verb }) => verb.display.en);
const responses = () => [...stored.values()].flatMap(({ result }) => result?.response ?? []);
const registrations = () => new Set([...stored.values()].map(({ context }) => context.registration));

/** All of the course, in two sittings; the calls of the LMS's API. @param {any} data */
async function playTwice(data) {
  const first = lmsOf();
  const one = sit(first, data);
  await pass(2 * SECOND);
  one.session.record("one1", ["appl"]);
  await pass(2 * SECOND);
  one.session.close();
  await pass(SECOND);
  const second = resumed(first);
  const two = sit(second, data);
  await pass(2 * SECOND);
  two.session.record("two2", ["pear"]);
  await pass(2 * SECOND);
  two.session.exit();
  await pass(SECOND);
  return { calls: [...first.calls, ...second.calls], shown: [...one.shown, ...two.shown] };
}

/** Calls without the token of the attempt, and without the lengths of sittings. @param {any[]} calls */
const comparable = (calls) => calls.filter(({ values: [element] }) => !String(element).endsWith("session_time"))
  .map(({ name, values, result }) => [name, ...values, result].join(" ").replace(/1\|\w{8}\|/, ""));

/** How a store can fail. @type {Record<string, () => void>} */
const FAULTS = {
  "nothing": () => {},
  "silence": () => { answer = () => new Promise(() => {}); },
  "no line": () => { answer = async () => { throw new TypeError("nobody is there"); }; },
  "no access": () => { answer = async () => new Response("", { status: 401 }); },
  "a refusal": () => { answer = async () => new Response("", { status: 400 }); },
  "a throw": () => { answer = () => { throw new Error("broken"); }; },
  "no storage": () => Object.defineProperty(globalThis, "localStorage", { configurable: true, get() { throw new Error("denied"); } }),
  "a throw after no line": () => {
    answer = async () => { throw new TypeError("nobody is there"); };
    mock.method(Math, "random", () => { throw new Error("broken"); });
  },
};

for (const [name, begin] of Object.entries(FAULTS)) {
  test(`the LMS is told the same, call by call, when the store gives: ${name}`, async () => {
    const storage = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(globalThis, "localStorage"));
    mock.method(console, "error", () => {});
    const { lrs, ...plain } = course;
    begin();
    const without = await playTwice(plain);
    boot();
    const beside = await playTwice(course);
    Object.defineProperty(globalThis, "localStorage", storage);
    mock.restoreAll();
    assert.ok(requests.length);
    assert.deepEqual(comparable(beside.calls), comparable(without.calls));
    assert.deepEqual(beside.shown, without.shown);
  });
}

test("two sittings are one registration, and what happens once is said once", async () => {
  await playTwice(course);
  assert.deepEqual(verbs(), [
    "initialized", "experienced", "progressed", "answered", "progressed", "suspended", "terminated",
    "initialized", "resumed", "experienced", "answered", "progressed", "completed", "terminated",
  ]);
  assert.deepEqual(responses(), ["apple", "pear"]);
  assert.equal(registrations().size, 1);
  const third = lmsOf();
  sit(third);
  await pass(2 * SECOND);
  assert.equal(registrations().size, 2, "another attempt");
  const [{ actor }] = stored.values();
  assert.deepEqual(actor.account, { homePage: "https://lms.example", name: "ada" });
});

test("a clock that is wrong changes no order", async () => {
  const serve = answer;
  answer = async (...request) => {
    const { body } = await serve(...request);
    return new Response(body, { headers: { Date: new Date(Date.now() - 5 * 3_600 * SECOND).toUTCString() } });
  };
  await playTwice(course);
  const times = [...stored.values()].map(({ timestamp }) => timestamp);
  assert.deepEqual(times, [...times].sort());
  assert.equal(times[0], "2026-01-31T09:00:00.000Z");
});

test("the token of the launch is sent, and none where there is none", async () => {
  sit(lmsOf());
  await pass(2 * SECOND);
  assert.equal(requests[0]?.headers.Authorization, "Basic YTpi");
  requests = [];
  sit(lmsOf(), course, "");
  await pass(2 * SECOND);
  assert.ok(requests.length);
  assert.ok(!("Authorization" in (requests[0]?.headers ?? {})));
});

test("the home page of the account can be named", async () => {
  sit(lmsOf(), { ...course, lrs: { ...course.lrs, home_page: "https://school.example" } });
  await pass(2 * SECOND);
  assert.equal([...stored.values()][0].actor.account.homePage, "https://school.example");
});

for (const element of ["cmi.core.student_id", "cmi.core.lesson_mode"]) {
  test(`nothing is said without a learner or in another mode (${element})`, async () => {
    const { session } = sit(lmsOf({ elements: { [element]: element.endsWith("mode") ? "review" : "" } }));
    await pass(2 * SECOND);
    session.record("one1", ["appl"]);
    await pass(2 * SECOND);
    session.close();
    await pass(SECOND);
    assert.equal(requests.length, 0);
  });
}

test("nothing is said without an LMS", async () => {
  const { session } = sit(/** @type {any} */ ({ API: null }));
  await pass(60 * SECOND);
  session.record("one1", ["appl"]);
  await pass(2 * SECOND);
  session.close();
  assert.equal(requests.length, 0);
});

test("an answer that the LMS refuses for a while is said once", async () => {
  const lms = lmsOf();
  const { session } = sit(lms);
  await pass(2 * SECOND);
  lms.faults.fails.add("LMSSetValue");
  session.record("one1", ["appl"]);
  await pass(20 * SECOND);
  assert.deepEqual(responses(), ["apple"]);
  lms.faults.fails.clear();
  await pass(20 * SECOND);
  assert.equal(lms.interaction(0).student_response, "An apple");
  assert.deepEqual(responses(), ["apple"]);
  session.record("one1", ["pear"]);
  await pass(2 * SECOND);
  assert.deepEqual(responses(), ["apple", "pear"]);
});

test("an answer that the LMS has lost is told to it again, and not to the store", async () => {
  const first = lmsOf();
  const one = sit(first);
  await pass(2 * SECOND);
  for (const name of ["LMSSetValue", "LMSCommit"]) first.faults.fails.add(name);
  one.session.record("one1", ["appl"]);
  await pass(2 * SECOND);
  const second = resumed(first);
  sit(second);
  await pass(2 * SECOND);
  assert.equal(second.interaction(0).student_response, "An apple");
  assert.deepEqual(responses(), ["apple"]);
});

test("what there is no room for is said when there is room again, and the console hears of it once", async () => {
  const heard = mock.method(console, "error", () => {});
  const place = `courseware-waiting:beside ${BASE} https://lms.example ada|`;
  for (let one = 0; one < 5_000; one += 1) {
    const key = `0${String(one).padStart(11, "0")}`;
    localStorage[place + key] = JSON.stringify({ key, statement: { id: key, verb: { display: {} }, context: {} } });
  }
  const serve = answer;
  answer = async () => { throw new TypeError("nobody is there"); };
  const { session } = sit(lmsOf());
  await pass(2 * SECOND);
  session.record("one1", ["appl"]);
  await pass(2 * SECOND);
  answer = serve;
  await pass(20 * SECOND);
  assert.equal(stored.size, 5_000);
  session.record("two2", ["pear"]);
  await pass(2 * SECOND);
  session.record("two2", ["plum"]);
  await pass(2 * SECOND);
  assert.deepEqual(heard.mock.calls.map(({ arguments: [text] }) => text), ["the queue is full"]);
  assert.deepEqual(verbs().slice(5_000), ["experienced", "answered", "answered", "progressed", "completed", "answered"]);
  assert.deepEqual(responses(), ["apple", "pear", "plum"]);
});

test("what was said takes no room from the copy of what the learner has done", async () => {
  const room = 100_000;
  Object.assign(globalThis, { localStorage: browserStorage(room) });
  const { session } = sit(lmsOf());
  await pass(2 * SECOND);
  const copies = () => Object.values(localStorage).filter((text) => text.startsWith("1|"));
  assert.equal(copies().length, 1);
  localStorage.filler = "x".repeat(room - Object.values(localStorage).join("").length);
  session.record("one1", ["appl"]);
  await pass(2 * SECOND);
  assert.ok(verbs().includes("progressed"));
  assert.equal(copies().length, 1);
});

test("each document that is launched by itself is an activity", async () => {
  const unit = { id: `${BASE}/au/page_1` };
  sit(lmsOf(), { ...course, lrs: { ...course.lrs, units: { page_1: unit } } });
  await pass(2 * SECOND);
  assert.equal([...stored.values()][0].object.id, unit.id);
});
