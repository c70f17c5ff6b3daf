import assert from "node:assert/strict";
import { test } from "node:test";
import { createQueue } from "../../templates/runtime/queue.js";
import { browserDatabases } from "./browser_database.js";
import { browserStorage } from "./parts.js";

/** @type {any} */
const page = globalThis;

test("a database that opens late gives what waits in it, and takes what was put in meanwhile", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  Object.assign(page, browserDatabases(), { localStorage: browserStorage() });
  context.after(() => ["indexedDB", "IDBKeyRange", "localStorage"].forEach((name) => delete page[name]));
  const entry = (/** @type {string} */ id) => ({ sitting: "1", statement: /** @type {any} */ ({ id }) });
  const idsOf = async (/** @type {ReturnType<typeof createQueue>} */ queue) => (await queue.next()).map(({ statement }) => statement.id);

  const before = createQueue("course", () => {});
  before.put(entry("one"));
  assert.deepEqual(await idsOf(before), ["one"]);
  assert.deepEqual(Object.keys(page.localStorage), []);

  const { open } = page.indexedDB;
  let release = () => {};
  page.indexedDB = {
    open(/** @type {string} */ name) {
      const opening = /** @type {any} */ ({});
      release = () => {
        const late = open(name);
        late.onsuccess = () => Object.assign(opening, { result: late.result }).onsuccess();
      };
      return opening;
    },
  };
  let grows = () => {};
  const grown = new Promise((resolve) => (grows = () => resolve(true)));
  const queue = createQueue("course", () => grows());
  context.mock.timers.tick(3_000);
  assert.deepEqual(await idsOf(queue), []);
  queue.put(entry("two"));
  assert.deepEqual(await idsOf(queue), ["two"]);
  release();
  await grown;
  assert.deepEqual(await idsOf(queue), ["one", "two"]);
  assert.deepEqual(Object.keys(page.localStorage), []);
  await queue.remove(await queue.next());
  page.indexedDB = { open };
  assert.deepEqual(await idsOf(createQueue("course", () => {})), []);
});
