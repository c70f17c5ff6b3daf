import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, mock, test } from "node:test";
import { createDriver } from "../../templates/runtime/drivers/xapi.js";
import { cmi5Rules, createSessionMemory, readLaunchData } from "../../templates/runtime/cmi5_rules.js";
import { createClient, createDelivery } from "../../templates/runtime/delivery.js";
import { mergeRecords, newRecord } from "../../templates/runtime/learning_record.js";
import { readLaunch, strictActor } from "../../templates/runtime/launch.js";
import { fateOf } from "../../templates/runtime/reply.js";
import { createSession } from "../../templates/runtime/session.js";
import { decode, encode, newState } from "../../templates/runtime/saved_state.js";
import { createStateSync } from "../../templates/runtime/state_sync.js";
import { createStatements, idOf, newId } from "../../templates/runtime/statements.js";
import { createStore } from "../../templates/runtime/store.js";
import { browserDatabases } from "./browser_database.js";
import { browserStorage, courseOf, dice, FRUIT, interaction } from "./parts.js";

const SECOND = 1_000;
const START = Date.UTC(2026, 0, 31, 9);
const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const ACTOR = { objectType: "Agent", account: { homePage: "https://lms.example", name: "ada" } };
const SEARCH = `?${new URLSearchParams({
  endpoint: "https://lrs.example/xapi", auth: "YTpi", actor: JSON.stringify(ACTOR),
  registration: "3f1c1a52-7c1e-4f0e-9d6a-3a2f5f0f4a11",
})}`;

const questions = ["one1", "two2", "tre3"].map((key) => interaction({ key, kind: "choice", options: FRUIT }));
const course = {
  ...courseOf(questions),
  xapi: {
    course: { id: "https://example.org/c" }, profile: "https://example.org/c/p", version: "https://example.org/c/v",
    pages: { pag1: { id: "https://example.org/c/page" } },
    interactions: Object.fromEntries(questions.map(({ id }) => [id, { id: `https://example.org/c/${id}` }])),
    verbs: {},
  },
};

/** The tag of a document as the specification has it. @param {string | Uint8Array} content */
const sha1 = (content) => createHash("sha1").update(content).digest();

// at once: what a thread does in its own time outlives a page that is gone
Object.defineProperty(globalThis.crypto, "subtle", {
  value: { digest: async (/** @type {string} */ _, /** @type {Uint8Array} */ bytes) => sha1(bytes) },
});

/** A learning record store and a line to it that fails as the dice fall. @param {(limit: number) => number} throwDice */
function createLrs(throwDice) {
  /** @type {Map<string, any>} */
  const statements = new Map();
  const lrs = { statements, state: "", tag: 0, fails: true, sitting: 0, requests: 0, busy: 0, busiest: 0 };

  /** @param {string} method @param {string} url @param {string} body @param {Record<string, string>} headers */
  function serve(method, url, body, headers) {
    if (url.includes("/statements")) {
      const sent = JSON.parse(body);
      for (const one of sent) if (!statements.has(one.id)) statements.set(one.id, one);
      return new Response(JSON.stringify(sent.map((/** @type {any} */ { id }) => id)));
    }
    if (method === "GET") {
      return lrs.state ? new Response(lrs.state, { headers: { ETag: `"${lrs.tag}"` } }) : new Response("", { status: 404 });
    }
    const isMet = headers["If-None-Match"] ? !lrs.state : headers["If-Match"] === `"${lrs.tag}"`;
    if (!isMet) return new Response("", { status: 412 });
    lrs.state = body;
    lrs.tag += 1;
    return new Response(null, { status: 204 });
  }

  /** @param {string} url @param {any} init */
  async function fetchOne(url, { method, body, headers }) {
    const { sitting } = lrs;
    lrs.requests += 1;
    lrs.busy += 1;
    lrs.busiest = Math.max(lrs.busiest, lrs.busy);
    await new Promise((resolve) => setTimeout(resolve, throwDice(2 * SECOND)));
    lrs.busy -= 1;
    const fault = lrs.fails ? throwDice(9) : 0;
    const stored = [0, 1, 2, 3].includes(fault) ? serve(method, url, body, headers) : null;
    // a tab that was killed hears nothing any more
    if (sitting !== lrs.sitting) return new Promise(() => {});
    if (fault <= 1 && stored) return stored;
    if (fault === 2) throw new TypeError("the connection was closed");
    if (fault === 3) return new Response("<html>", { status: 502 });
    if (fault === 4) return new Response("<html>Log in</html>");
    if (fault === 5) return new Response("", { status: 429, headers: { "Retry-After": "2" } });
    throw new TypeError("nobody is there");
  }
  return Object.assign(lrs, { fetch: fetchOne });
}

/** @param {ReturnType<typeof createLrs>} lrs */
function sit(lrs) {
  lrs.sitting += 1;
  lrs.busy = 0;
  const listeners = /** @type {Record<string, () => void>} */ ({});
  const win = /** @type {any} */ ({
    location: { search: SEARCH },
    addEventListener: (/** @type {string} */ name, /** @type {() => void} */ listener) => { listeners[name] = listener; },
  });
  const sitting = { listeners, saving: "" };
  const session = createSession({
    data: course, driver: createDriver(win, course), store: createStore(course.course.id),
    view: { answered() {}, saving: (saving) => { sitting.saving = saving; }, restored() {}, left() {}, ask() {} },
  });
  session.start();
  session.visit("pag1");
  return Object.assign(sitting, { session });
}

/** Time passes, and what waits for an answer goes on. @param {number} time milliseconds */
async function pass(time) {
  for (let step = 0; step < time; step += SECOND / 4) {
    mock.timers.tick(SECOND / 4);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

function boot(now = START) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now });
}

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
  Object.assign(globalThis, { indexedDB: undefined });
});

/** @param {number} seed @param {object} databases the globals of a browser that has any, whose localStorage reaches the disk now
 * and then: what is not there goes with a kill */
async function anySequence(seed, databases) {
  const throwDice = dice(seed);
  const lrs = createLrs(throwDice);
  Object.assign(globalThis, { localStorage: browserStorage(), sessionStorage: browserStorage(), fetch: lrs.fetch }, databases);
  const isLazy = "indexedDB" in databases;
  let disk = browserStorage();
  boot();
  mock.method(Math, "random", () => throwDice(1_000) / 1_000);
  let { session, listeners } = sit(lrs);
  /** @type {string[][]} */
  const given = [];
  for (let step = 0; step < 40; step += 1) {
    const act = throwDice(8);
    if (isLazy && !throwDice(4)) disk = Object.assign(browserStorage(), localStorage);
    if (act < 4) {
      const asked = /** @type {typeof questions[number]} */ (questions[throwDice(3)]);
      const option = /** @type {typeof FRUIT[number]} */ (FRUIT[throwDice(3)]);
      await pass(3 * SECOND);
      const isNew = given.findLast(([id]) => id === asked.id)?.[1] !== option.id;
      session.record(asked.key, [option.key]);
      if (isNew) given.push([asked.id, option.id]);
      await pass(2 * SECOND);
    } else if (act < 6) await pass(throwDice(20) * SECOND);
    else {
      if (act === 6) {
        const { busiest } = lrs;
        listeners.pagehide?.();
        session.close();
        // a page that goes away sends what it can, beside what is on its way
        lrs.busiest = busiest;
      }
      // otherwise the tab is killed; what it was about to do goes with it
      await new Promise((resolve) => setImmediate(resolve));
      if (isLazy && act === 7) Object.assign(globalThis, { localStorage: Object.assign(browserStorage(), disk) });
      boot(Date.now() + SECOND);
      ({ session, listeners } = sit(lrs));
    }
  }
  lrs.fails = false;
  await new Promise((resolve) => setImmediate(resolve));
  boot(Date.now() + SECOND);
  ({ session } = sit(lrs));
  await pass(20 * SECOND);
  const answered = [...lrs.statements.values()].filter(({ verb }) => verb.id.endsWith("/answered"))
    .sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  assert.deepEqual(answered.map(({ object, result }) => [object.id.slice("https://example.org/c/".length), result.response]), given);
  const last = new Map(given.map(([id = "", option]) => [id, option]));
  const state = decode(JSON.parse(lrs.state).state);
  const kept = new Map(questions.flatMap(({ key, id }) => {
    const value = state?.answers.get(key)?.value[0];
    const option = FRUIT.find((one) => one.key === value);
    return option ? [[id, option.id]] : [];
  }));
  assert.deepEqual([...kept].sort(), [...last].sort());
  assert.ok(lrs.busiest <= 2, `${lrs.busiest} requests at once`);
  assert.deepEqual(Object.keys(localStorage).filter((key) => key.startsWith("courseware-waiting:")), []);
}

for (let seed = 1; seed <= 40; seed += 1) {
  test(`any sequence of answers, exits, resumes, kills and faults ends with every answer in the store, once (${seed})`,
    () => anySequence(seed, {}));
  test(`the same where a killed browser loses what localStorage has not written yet (${seed})`,
    () => anySequence(seed, browserDatabases()));
}

/** @param {ReturnType<typeof createLrs>} lrs */
const answersIn = (lrs) => [...lrs.statements.values()].filter(({ verb }) => verb.id.endsWith("/answered"))
  .map(({ result }) => result.response);

/** The records that the database of this browser has, or, where there are some given, has from now on.
 * @param {any[]} [given] */
async function records(given = []) {
  const page = /** @type {any} */ (globalThis);
  const opening = page.indexedDB.open("courseware-copies");
  await new Promise((resolve) => { opening.onsuccess = resolve; });
  const texts = opening.result.transaction("texts", "readwrite").objectStore("texts");
  for (const [name, text] of given) texts.put([name, text], name);
  const all = texts.getAll(page.IDBKeyRange.bound("", "\uffff"));
  await new Promise((resolve) => { all.onsuccess = resolve; });
  return all.result.filter((/** @type {string[]} */ [name = ""]) => name.endsWith(":record"));
}

test("an answer that the store has is told under its own id when a killed browser has lost its record of it", async () => {
  const lrs = Object.assign(createLrs(() => 0), { fails: false });
  const browser = { localStorage: browserStorage(), sessionStorage: browserStorage(), fetch: lrs.fetch, ...browserDatabases() };
  Object.assign(globalThis, browser);
  boot();
  const before = sit(lrs);
  await pass(5 * SECOND);
  before.session.record("one1", [FRUIT[0]?.key ?? ""]);
  await pass(5 * SECOND);
  const old = { records: await records(), state: lrs.state };
  before.session.record("one1", [FRUIT[1]?.key ?? ""]);
  await pass(5 * SECOND);
  assert.deepEqual(answersIn(lrs), [FRUIT[0]?.id, FRUIT[1]?.id]);
  for (const option of [1, 0, 1]) {
    boot(Date.now() + SECOND);
    if (option && lrs.sitting === 1) {
      await records(old.records);
      lrs.state = old.state;
      Object.assign(globalThis, { localStorage: browserStorage() });
    }
    const after = sit(lrs);
    await pass(5 * SECOND);
    assert.deepEqual(after.session.look("one1").value, [FRUIT[1 - Number(lrs.sitting === 4)]?.key]);
    after.session.record("one1", [FRUIT[option]?.key ?? ""]);
    await pass(5 * SECOND);
  }
  assert.deepEqual(answersIn(lrs), [0, 1, 0, 1].map((option) => FRUIT[option]?.id), "what was chosen again is told again");
});

for (const kept of ["texts", "waiting"]) {
  test(`nothing is called saved before the browser's database has it or the store (${kept})`, async () => {
    const lrs = createLrs(() => 8);
    const browser = { localStorage: browserStorage(), sessionStorage: browserStorage(), fetch: lrs.fetch };
    const databases = browserDatabases((work, name) => (name === kept ? setTimeout(work, 2 * SECOND) : queueMicrotask(work)));
    Object.assign(globalThis, browser, databases);
    boot();
    const sitting = sit(lrs);
    await pass(20 * SECOND);
    assert.equal(sitting.saving, "saved_here");
    sitting.session.record("one1", [FRUIT[0]?.key ?? ""]);
    await pass(2 * SECOND);
    assert.equal(sitting.saving, "saving");
    await pass(3 * SECOND);
    assert.equal(sitting.saving, "saved_here");
  });
}

test("a wait is over when its timer says so, whatever the clock shows", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  // it stands still: of a timer that comes a moment early, and of a clock that was set back
  mock.method(Date, "now", () => START);
  let left = 1;
  const waiting = /** @type {any} */ ({ key: "1", statement: { id: newId() } });
  const queue = /** @type {any} */ ({ next: async () => (left ? [waiting] : []), remove: async () => { left = 0; } });
  const statuses = [500, 503, 204];
  const client = /** @type {any} */ ({ send: async () => ({ status: statuses.shift(), wait: 0 }) });
  const parts = { prepare: () => waiting.statement, only: () => undefined, isMore: () => false, taken() {}, isOnce: () => false, isAlive: async () => true, refused() {}, tell() {} };
  createDelivery("here", queue, client, parts).start();
  for (let tick = 0; tick < 60 && left; tick += 1) {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(SECOND);
  }
  assert.deepEqual([left, statuses], [0, []]);
});

test("of a batch that an LRS knew in part, what it names is taken, and the rest is asked after at once", async () => {
  const waiting = [1, 2, 3].map((key) => /** @type {any} */ ({ key: String(key), statement: { id: newId() } }));
  const [first, second, third] = waiting.map(({ statement }) => statement.id);
  let left = waiting;
  const queue = /** @type {any} */ ({
    next: async () => left,
    remove: async (/** @type {any[]} */ some) => { left = left.filter((one) => !some.includes(one)); },
  });
  const replies = [{ status: 200, json: [second, third, newId()], wait: 0 }, { status: 204, wait: 0 }];
  /** @type {any[]} */
  const sent = [];
  const client = /** @type {any} */ ({
    send: async (/** @type {any[]} */ ...[, , , batch]) => {
      sent.push(batch.map((/** @type {any} */ { id }) => id));
      return replies.shift();
    },
  });
  /** @type {any[]} */
  const told = [];
  const parts = {
    prepare: (/** @type {any} */ { statement }) => statement, only: () => undefined, isMore: () => false, taken() {}, isOnce: () => false, isAlive: async () => true, refused() {},
    tell: (/** @type {any} */ reply) => told.push(reply),
  };
  await createDelivery("here", queue, client, parts).start();
  assert.deepEqual(sent, [[first, second, third], [first]]);
  assert.deepEqual([left, told], [[], ["done"]]);
});

test("a line that comes back while a request fails by the old one is tried at once", async () => {
  boot();
  let left = 1;
  const waiting = /** @type {any} */ ({ key: "1", statement: { id: newId() } });
  const queue = /** @type {any} */ ({ next: async () => (left ? [waiting] : []), remove: async () => { left = 0; } });
  /** @type {((reply: any) => void)[]} */
  const asked = [];
  const client = /** @type {any} */ ({ send: () => new Promise((resolve) => asked.push(resolve)) });
  const parts = { prepare: () => waiting.statement, only: () => undefined, isMore: () => false, taken() {}, isOnce: () => false, isAlive: async () => true, refused() {}, tell() {} };
  const delivery = createDelivery("here", queue, client, parts);
  delivery.start();
  await pass(SECOND);
  delivery.retry();
  // which would mean five minutes
  asked[0]?.({ status: 401, wait: 0 });
  await pass(2 * SECOND);
  assert.equal(asked.length, 2);
  asked[1]?.({ status: 401, wait: 0 });
  await pass(60 * SECOND);
  assert.deepEqual([asked.length, left], [2, 1]);
  delivery.retry();
  await pass(SECOND);
  asked[2]?.({ status: 204, wait: 0 });
  await pass(SECOND);
  assert.equal(left, 0);
});

test("a throw on the way is told as a failure, and what waits is tried again later", async () => {
  boot();
  const said = mock.method(console, "error", () => {});
  // not tried again within a second
  mock.method(Math, "random", () => 0.99);
  let left = 1;
  let calls = 0;
  const waiting = /** @type {any} */ ({ key: "1", statement: { id: newId() } });
  const queue = /** @type {any} */ ({
    next: async () => {
      calls += 1;
      if (calls <= 2) throw new Error("broken");
      return left ? [waiting] : [];
    },
    remove: async () => { left = 0; },
  });
  const client = /** @type {any} */ ({ send: async () => ({ status: 204, wait: 0 }) });
  /** @type {any[]} */
  const told = [];
  const parts = {
    prepare: () => waiting.statement, only: () => undefined, isMore: () => false, taken() {}, isOnce: () => false, isAlive: async () => true, refused() {},
    tell: (/** @type {any} */ meaning) => told.push(meaning),
  };
  const delivery = createDelivery("here", queue, client, parts);
  await Promise.all([delivery.start(), pass(SECOND)]);
  assert.deepEqual([calls, told, said.mock.callCount(), delivery.isWaiting()], [1, ["silent"], 1, true]);
  await delivery.start();
  assert.equal(calls, 1, "it waits first");
  await pass(10 * SECOND);
  assert.deepEqual([left, told], [0, ["silent", "silent", "done"]]);
});

for (const sitting of [undefined, "now"]) {
  test(`a page that goes away sends what may be sent (${sitting ?? "all"})`, () => {
    const [before, now] = ["before", "now"].map((name) => ({ key: name, sitting: name, statement: { id: name } }));
    const queue = /** @type {any} */ ({ mine: () => [before, now] });
    /** @type {any[]} */
    const sent = [];
    const client = /** @type {any} */ ({
      room: () => 1_000,
      send: (/** @type {any[]} */ ...[, , , batch]) => sent.push(...batch.map((/** @type {any} */ { id }) => id)),
    });
    const prepare = (/** @type {any} */ { statement }) => statement;
    const only = () => (sitting ? (/** @type {any} */ one) => one.sitting === sitting : undefined);
    createDelivery("here", queue, client, { prepare, only, isMore: () => false, taken() {}, isOnce: () => false, isAlive: async () => true, refused() {}, tell() {} }).leave();
    assert.deepEqual(sent, sitting ? ["now"] : ["before", "now"]);
  });
}

test("the clock of the LRS is its Date, and where that is hidden what it is consistent through", async () => {
  boot();
  const dated = (/** @type {number} */ time) => new Date(time).toUTCString();
  const [hour, minutes] = [3_600 * SECOND, 300 * SECOND];
  const behind = { "X-Experience-API-Consistent-Through": dated(START + hour - minutes) };
  /** @type {[Record<string, string>, number][]} */
  const cases = [[{ Date: dated(START + hour), ...behind }, hour], [behind, hour - minutes], [{}, 0]];
  for (const [headers, ahead] of cases) {
    Object.assign(globalThis, { fetch: async () => new Response("[]", { headers }) });
    const client = createClient("https://lrs.example/xapi/");
    await client.send("GET", "about", {});
    assert.equal(client.now().getTime() - START, ahead);
  }
});

/** A queue with so many statements, and a client whose store answers a batch of ids.
 * @param {number} count @param {(ids: string[]) => number} statusOf
 * @param {object} [more] parts of the delivery @param {any} [held] what the store answers when it is asked what it has, or what gives that */
function deliveryOf(count, statusOf, more = {}, held = { status: 403 }) {
  const lines = /** @type {string[][]} */ ([]);
  const questions = /** @type {Record<string, string>[]} */ ([]);
  const asides = /** @type {string[]} */ ([]);
  let left = Array.from({ length: count }, (_, place) =>
    /** @type {any} */ ({
      key: String(place).padStart(3, "0"),
      statement: { id: `s${place}`, actor: ACTOR, context: { registration: "3f1c1a52" }, result: { response: `r${place}` } },
    }));
  const queue = /** @type {any} */ ({
    next: async () => left,
    async remove(/** @type {any[]} */ some, /** @type {string} */ reason) {
      left = left.filter((one) => !some.includes(one));
      if (reason) asides.push(...some.map(({ statement }) => statement.id));
    },
  });
  const client = /** @type {any} */ ({
    async send(/** @type {any[]} */ ...[method, , query, batch]) {
      if (method === "GET") {
        questions.push(query);
        const now = typeof held === "function" ? held() : held;
        const has = query.statementId && now.json?.statements;
        if (!Array.isArray(has)) return now;
        const one = has.find((each) => each?.id === query.statementId);
        return one ? { status: 200, json: one } : { status: 404 };
      }
      const ids = batch.map((/** @type {any} */ { id }) => id);
      lines.push(ids);
      return { status: statusOf(ids), wait: 0 };
    },
  });
  const told = /** @type {string[]} */ ([]);
  const refused = /** @type {string[]} */ ([]);
  const parts = {
    prepare: (/** @type {any} */ { statement }) => statement, only: () => undefined, isMore: () => false, taken() {},
    refused: (/** @type {any} */ { statement }) => refused.push(statement.id), isOnce: () => false, isAlive: async () => true, tell: (/** @type {any} */ meaning) => told.push(meaning),
    ...more,
  };
  return { delivery: createDelivery("here", queue, client, parts), lines, questions, asides, told, refused, left: () => left };
}

for (const status of [400, 409, 413]) {
  test(`a batch that one statement spoils is halved until that one is alone (${status})`, async () => {
    const { delivery, lines, asides, told, left } = deliveryOf(25, (ids) => (ids.includes("s17") ? status : 204));
    await delivery.start();
    assert.deepEqual([left(), told, asides], [[], ["done"], status === 409 ? [] : ["s17"]]);
    assert.ok(lines.length <= 11, `${lines.length} requests`);
    assert.deepEqual(lines.filter((ids) => !ids.includes("s17")).flat(), [...Array(25).keys()].filter((n) => n !== 17).map((n) => `s${n}`));
  });
}

/** What a store has of those batches. @param {number[]} places @param {string} [response] of the first of them */
const heldOf = (places, response = `r${places[0]}`) => ({
  status: 200,
  json: {
    statements: places.map((place, at) => ({ id: `s${place}`, result: { response: at ? `r${place}` : response } })),
  },
});

test("a store that has a batch, and whose answer was lost, is asked once what it has, not for each statement", async () => {
  const all = [...Array(25).keys()];
  const whole = deliveryOf(25, () => 409, {}, heldOf(all));
  await whole.delivery.start();
  assert.deepEqual([whole.left(), whole.told, whole.asides, whole.lines.length], [[], ["done"], [], 1]);
  assert.deepEqual(whole.questions, [{ agent: JSON.stringify(ACTOR), registration: "3f1c1a52", limit: "100", format: "ids" }]);
  // what it has not is sent, and nothing else
  const known = all.slice(0, 20);
  const isKnown = (/** @type {string} */ id) => known.includes(Number(id.slice(1)));
  const part = deliveryOf(25, (ids) => (ids.some(isKnown) ? 409 : 204), {}, heldOf(known));
  await part.delivery.start();
  assert.deepEqual([part.left(), part.lines.slice(1)], [[], [["s20", "s21", "s22", "s23", "s24"]]]);
});

test("a statement of which the store has other words is put aside and told", async () => {
  for (const count of [1, 3]) {
    const { delivery, asides, refused, left } = deliveryOf(count, (ids) => (ids.includes("s0") ? 409 : 204), {}, heldOf([0], "other words"));
    await delivery.start();
    assert.deepEqual([left(), asides, refused], [[], ["s0"], ["s0"]]);
  }
});

test("a store that does not say what it has is asked once of a batch; then that is halved", async () => {
  for (const held of [{ status: 403 }, { status: 200, json: "<html>" }, { status: 400 }, { status: 405 }]) {
    const { delivery, lines, questions, asides, left } = deliveryOf(25, (ids) => (ids.includes("s17") ? 409 : 204), {}, held);
    await delivery.start();
    assert.deepEqual([left(), asides, questions.map(({ statementId }) => statementId)], [[], [], [undefined, "s17"]]);
    assert.ok(lines.length <= 11, `${lines.length} requests`);
  }
});

test("a store that does not answer what it has of a batch is asked once more before that is halved", async () => {
  for (const tries of [1, 2]) {
    boot();
    mock.method(Math, "random", () => 0.99);
    let asked = 0;
    const held = () => ((asked += 1) <= tries ? { status: 504 } : heldOf([...Array(25).keys()]));
    const { delivery, lines, questions, left } = deliveryOf(25, () => 409, {}, held);
    await Promise.all([delivery.start(), pass(SECOND)]);
    assert.deepEqual([left().length, lines.length, questions.length], [25, 1, 1]);
    await Promise.all([delivery.retry(), pass(SECOND)]);
    assert.deepEqual([left().length, questions.length], [0, tries > 1 ? 27 : 2]);
  }
});

test("what an LMS takes once and refuses when it comes again spoils nothing else", async () => {
  const isOnce = (/** @type {any} */ { id }) => id === "s1";
  const known = deliveryOf(3, (ids) => (ids.includes("s1") ? 403 : 204), { isOnce });
  await known.delivery.start();
  assert.deepEqual([known.left(), known.told, known.asides], [[], ["done"], ["s1"]]);
  // the session is over: nothing is given up
  boot();
  const over = deliveryOf(3, () => 403, { isOnce, isAlive: async () => false });
  await Promise.all([over.delivery.start(), pass(2 * SECOND)]);
  assert.deepEqual([over.left().length, over.told, over.asides], [3, ["over"], []]);
});

test("a store that says it has a statement is asked for that one, and taken at its word where it does not say", async () => {
  /** @type {[any, string[], string[], string][]} what it answers, what is put aside, what is left, and what is told */
  const cases = [
    [heldOf([0]), [], [], "done"], [heldOf([0], "other words"), ["s0"], [], "done"], [{ status: 404 }, ["s0"], [], "done"],
    [heldOf([99]), ["s0"], [], "done"], [{ status: 403 }, [], [], "done"], [{ status: 200, json: "<html>" }, [], [], "done"],
    [{ status: 0 }, [], ["s0"], "silent"], [{ status: 503 }, [], ["s0"], "later"], [{ status: 409 }, [], ["s0"], "later"],
  ];
  for (const [held, aside, left, told] of cases) {
    boot();
    // not tried again yet
    mock.method(Math, "random", () => 0.99);
    const one = deliveryOf(1, () => 409, {}, held);
    await Promise.all([one.delivery.start(), pass(SECOND)]);
    assert.deepEqual(
      [one.asides, one.refused, one.left().map(({ statement }) => statement.id), one.told], [aside, aside, left, [told]],
    );
    assert.deepEqual(one.questions, [{ statementId: "s0" }]);
    // ADL_LRS never says more of a statement that it has twice
    await Promise.all([one.delivery.retry(), pass(SECOND)]);
    assert.deepEqual([one.left(), one.asides, one.questions.length], [[], aside, left.length + 1]);
  }
  // of a batch, too: what it says it has, and does not have
  const some = deliveryOf(25, (ids) => (ids.includes("s17") ? 409 : 204), {}, { status: 200, json: { statements: [null, { id: 5 }] } });
  await Promise.all([some.delivery.start(), pass(SECOND)]);
  assert.deepEqual([some.left(), some.asides, some.questions.length], [[], ["s17"], 2]);
});

test("what an LMS counts goes by itself when the store was slow or something failed", async () => {
  const isCounted = (/** @type {any} */ { id }) => id === "s4";
  for (const took of [2_000, 2_001]) {
    boot();
    const { delivery, lines } = deliveryOf(6, () => (mock.timers.tick(took), 204), { isCounted });
    await Promise.all([delivery.start(), pass(SECOND)]);
    assert.deepEqual(lines.slice(1), took > 2_000 ? [["s4"], ["s5"]] : [["s4", "s5"]]);
  }
  boot();
  mock.method(Math, "random", () => 0.99);
  let isGivenUp = true;
  const failed = deliveryOf(5, () => (isGivenUp ? 504 : 204), { isCounted });
  await Promise.all([failed.delivery.start(), pass(SECOND)]);
  isGivenUp = false;
  await Promise.all([failed.delivery.retry(), pass(SECOND)]);
  assert.deepEqual(failed.lines, [["s0", "s1", "s2", "s3", "s4"], ["s0", "s1", "s2", "s3"], ["s4"]]);
});

test("what an LMS counts goes without the many others that it may give up on", async () => {
  const isCounted = (/** @type {any} */ { id }) => ["s7", "s8"].includes(id);
  const long = deliveryOf(10, () => 204, { isCounted });
  await long.delivery.start();
  // the rest are few
  assert.deepEqual(long.lines, [["s0", "s1", "s2", "s3", "s4", "s5", "s6"], ["s7", "s8", "s9"]]);
  const short = deliveryOf(4, () => 204, { isCounted: (/** @type {any} */ { id }) => id === "s3" });
  await short.delivery.start();
  assert.equal(short.lines.length, 1);
});

test("a reply means what its status says, and only an LRS takes statements", () => {
  const sent = [{ id: "a" }, { id: "b" }];
  const fate = (/** @type {number} */ status, /** @type {any} */ json, some = sent, isOnce = false) =>
    fateOf({ status, json, etag: "", wait: 0 }, some, () => isOnce);
  assert.equal(fate(204, undefined), "taken");
  assert.equal(fate(200, ["a", "b"]), "taken");
  assert.equal(fate(200, ["b"]), "partly");
  for (const json of [undefined, [], ["c"], { id: "a" }]) assert.equal(fate(200, json), "later");
  for (const status of [0, 401, 404, 408, 429, 500, 503]) assert.equal(fate(status, {}), "later");
  for (const status of [400, 413, 422]) assert.equal(fate(status, {}), "spoilt");
  assert.equal(fate(400, {}, [{ id: "a" }]), "refused");
  for (const some of [sent, [{ id: "a" }]]) assert.equal(fate(409, {}, some), "known");
  assert.equal(fate(403, {}), "later");
  assert.equal(fate(403, {}, sent, true), "spoilt");
  assert.equal(fate(403, {}, [{ id: "a" }], true), "repeated");
});

for (const status of [409, 412, 429, 500]) {
  test(`a learner is told that launch data is waited for, whatever keeps it away: ${status}`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    /** @type {string[]} */
    const told = [];
    /** @type {(meaning: string) => void} */
    let heard = () => {};
    const client = /** @type {any} */ ({
      authorize() {},
      ask: async () => ({ status: 200, json: { "auth-token": "YTpi" }, etag: "", wait: 0 }),
      send: async () => ({ status, json: undefined, etag: "", wait: 0 }),
    });
    const launch = /** @type {any} */ ({ token: "https://lms.example/fetch", actor: ACTOR, activity: "https://example.org/a" });
    const trouble = new Promise((resolve) => { heard = (meaning) => meaning !== "done" && resolve(meaning); });
    cmi5Rules(launch).open(client, (meaning) => { told.push(meaning); heard(meaning); });
    assert.equal(await trouble, "later", `${told}`);
  });
}

/** A State resource whose answers to PUT have no tag. @param {(content: string) => string} tagOf @param {boolean} [isTold] */
function stateOf(tagOf, isTold = true) {
  const here = { content: "", lines: /** @type {string[]} */ ([]) };
  const client = /** @type {any} */ ({
    async send(/** @type {any[]} */ ...[method, , , content, headers = {}]) {
      const tag = here.content && tagOf(here.content);
      let status = 200;
      if (method === "GET") status = here.content ? 200 : 404;
      else if (headers["If-None-Match"] ? here.content : headers["If-Match"] && headers["If-Match"] !== tag) status = 412;
      else here.content = JSON.stringify(content);
      here.lines.push(`${method} ${method === "PUT" && status === 200 ? 204 : status}`);
      const json = method === "GET" && here.content ? JSON.parse(here.content) : undefined;
      return { status: method === "PUT" && status === 200 ? 204 : status, json, etag: method === "GET" && isTold ? tag : "", wait: 0 };
    },
  });
  let record = { ...newRecord(), state: "one", at: 1 };
  const sync = createStateSync(client, {
    query: {}, read: () => record, isOver: () => false, tell() {},
    adopt(/** @type {any} */ theirs) { if (theirs) record = { ...record, said: { ...theirs.said, ...record.said } }; },
  });
  return { here, sync, write: (/** @type {string} */ state) => { record = { ...record, state }; return sync.start(); } };
}

const hex = (/** @type {string} */ text) => `"${createHash("sha1").update(text).digest("hex")}"`;

for (const isTold of [true, false]) {
  test(`a tag that no answer has is computed, and one request stores the state (${isTold ? "told" : "hidden"})`, async () => {
    const { here, write } = stateOf(hex, isTold);
    await write("one");
    await write("two");
    await write("three");
    assert.deepEqual(here.lines, ["GET 404", "PUT 204", "PUT 204", "PUT 204"]);
    assert.equal(JSON.parse(here.content).state, "three");
    // another device
    here.content = JSON.stringify({ ...newRecord(), state: "theirs", said: { theirs: 1 } });
    await write("four");
    assert.deepEqual(here.lines.slice(4), ["PUT 412", "GET 200", "PUT 204"]);
    assert.equal(JSON.parse(here.content).said.theirs, 1);
  });
}

test("a store that tags documents in another way is asked for its tags", async () => {
  const { here, write } = stateOf((content) => `"v${content.length}"`);
  for (const state of ["one", "three", "fifteen"]) await write(state);
  assert.deepEqual(here.lines, ["GET 404", "PUT 204", "PUT 412", "GET 200", "PUT 204", "GET 200", "PUT 204", "GET 200"]);
  const hidden = stateOf((content) => `"v${content.length}"`, false);
  for (const state of ["one", "three", "fifteen"]) await hidden.write(state);
  assert.deepEqual(hidden.here.lines, ["GET 404", "PUT 204", "PUT 412", "GET 200", "PUT 204", "GET 200", "PUT 204", "GET 200"]);
  assert.equal(JSON.parse(hidden.here.content).state, "fifteen");
});

test("verbs have the language of the course, and a rating is a response", () => {
  const rated = { ...interaction({ key: "rate", kind: "likert", options: [{ key: "a", id: "1", text: "1" }, { key: "b", id: "2", text: "2" }] }) };
  const german = /** @type {any} */ ({
    ...course, course: { ...course.course, language: "de-AT" }, xapi: { ...course.xapi, verbs: { answered: "beantwortete" } },
  });
  const launch = /** @type {any} */ (readLaunch(SEARCH));
  const report = /** @type {any} */ ({ ...rated, value: ["b"], words: ["2"], result: "neutral", latency: 12.345 });
  const made = createStatements(german, launch).answered(report, new Date(START));
  assert.deepEqual(made.verb.display, { en: "answered", "de-AT": "beantwortete" });
  assert.deepEqual(made.result, { response: "2", duration: "PT12.35S" });
  assert.deepEqual(createStatements(course, launch).answered(report, new Date(START)).verb.display, { en: "answered" });
});

test("launch parameters, however they are written", () => {
  const of = (/** @type {Record<string, string>} */ more) => readLaunch(`?${new URLSearchParams({
    endpoint: "https://lrs.example/xapi", auth: "Basic YTpi", actor: JSON.stringify(ACTOR), ...more,
  })}`);
  assert.equal(of({})?.endpoint, "https://lrs.example/xapi/");
  assert.equal(of({ auth: "YTpi" })?.authorization, "Basic YTpi");
  assert.equal(of({ auth: "Bearer abc" })?.authorization, "Bearer abc");
  assert.equal(of({ auth: "Basic a b" })?.authorization, "Basic a+b");
  assert.equal(of({ activity_id: "https://example.org/c" })?.activity, "https://example.org/c");
  for (const wrong of [{ actor: "{" }, { actor: "{}" }, { actor: "null" }, { endpoint: "javascript:alert(1)" }, { auth: "" }]) {
    assert.equal(of(wrong), null, JSON.stringify(wrong));
  }
  const cmi5 = of({ fetch: "https://lms.example/token", activityId: "https://example.org/au" });
  assert.deepEqual([cmi5?.protocol, cmi5?.authorization, cmi5?.activity], ["cmi5", "", "https://example.org/au"]);
});

test("addresses in launch parameters are of the web, or there are none", () => {
  const of = (/** @type {Record<string, string>} */ more) => readLaunch(`?${new URLSearchParams({
    endpoint: "https://lrs.example/xapi", fetch: "https://lms.example/token", actor: JSON.stringify(ACTOR), ...more,
  })}`);
  assert.equal(of({})?.token, "https://lms.example/token");
  for (const wrong of ["javascript:alert(1)", " javascript:alert(1)//https://lms.example", "data:,", "file:///etc", "//lms", ""]) {
    assert.equal(of({ fetch: wrong }), null, wrong);
    assert.equal(of({ endpoint: wrong }), null, wrong);
  }
});

test("what an LMS lays down for a session is checked", () => {
  const of = (/** @type {any} */ given) => readLaunchData({ contextTemplate: {}, launchMode: "Normal", ...given });
  for (const none of [null, undefined, "0.5", NaN, -0.1, 1.1, {}, true]) {
    assert.equal(of({ masteryScore: none }).mastery, undefined, String(none));
  }
  for (const score of [0, 0.5, 1]) assert.equal(of({ masteryScore: score }).mastery, score);
  assert.deepEqual(["Normal", "Browse", "Review", null, 5].map((launchMode) => of({ launchMode }).mode), [
    "normal", "browse", "review", "normal", "normal",
  ]);
  for (const wrong of ["javascript:alert(1)", "\tjavascript:alert(1)", "data:,", "back", 5, {}]) {
    const { address, isStranded } = of({ returnURL: wrong });
    assert.deepEqual([address, isStranded], ["", true], String(wrong));
  }
  for (const none of [undefined, null, ""]) assert.equal(of({ returnURL: none }).isStranded, false);
  assert.equal(of({ returnURL: "https://lms.example/back?a=b" }).address, "https://lms.example/back?a=b");
});

test("what stands in sessionStorage and is none of ours stops no session", () => {
  for (const text of ["null", "5", "[]", "{"]) {
    const sessionStorage = browserStorage();
    sessionStorage.setItem("session", text);
    Object.assign(globalThis, { sessionStorage });
    const memory = createSessionMemory("session");
    assert.equal(memory.known.token, undefined);
    memory.add({ token: "abc" });
    assert.equal(createSessionMemory("session").known.token, "abc");
  }
});

test("an actor has exactly one identifier", () => {
  assert.deepEqual(strictActor({ mbox: ["ada@example.org"], openid: "https://ada.example", name: ["Ada"] }), {
    objectType: "Agent", name: "Ada", mbox: "mailto:ada@example.org",
  });
  assert.equal(strictActor({ mbox: "nothing", mbox_sha1sum: "abc", openid: "ada", account: [{}] }), null);
});

test("ids are UUIDs, and the same for the same", () => {
  assert.match(newId(), UUID);
  assert.match(idOf("completed|ada"), UUID);
  assert.equal(idOf("completed|ada"), idOf("completed|ada"));
  const texts = Array.from({ length: 9_000 }, (_, number) => `answered|${Math.floor(number / 3)}|${["aaaa", "aaab", ""][number % 3]}`);
  assert.equal(new Set(texts.map(idOf)).size, texts.length);
});

test("of two records the last answer to each question counts, whichever is merged into which", () => {
  const recordOf = (/** @type {Record<string, string>} */ answers, /** @type {Record<string, number>} */ times, /** @type {number} */ at) => {
    const state = { ...newState(), token: "abcdefgh", revision: at };
    for (const [key, value] of Object.entries(answers)) state.answers.set(key, { value: [value], index: -1, attempts: 0 });
    return { ...newRecord(), state: encode(state).text, times, at };
  };
  const a = recordOf({ one1: "appl", two2: "appl" }, { one1: 5, two2: 1 }, 9);
  const b = recordOf({ one1: "pear", two2: "pear", tre3: "pear" }, { one1: 2, two2: 3, tre3: 4 }, 7);
  for (const merged of [mergeRecords(a, b), mergeRecords(b, a)]) {
    const answers = decode(merged.state)?.answers;
    assert.deepEqual(["one1", "two2", "tre3"].map((key) => answers?.get(key)?.value[0]), ["appl", "pear", "pear"]);
    assert.deepEqual(merged.times, { one1: 5, two2: 3, tre3: 4 });
  }
});
