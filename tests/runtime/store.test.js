import assert from "node:assert/strict";
import { test } from "node:test";
import { createEarly } from "../../templates/runtime/early.js";
import { createSession } from "../../templates/runtime/session.js";
import { createStore } from "../../templates/runtime/store.js";
import { browserStorage, courseOf, interaction } from "./parts.js";

test("a copy belongs to a course, a learner and an attempt", () => {
  const storage = browserStorage();
  const store = createStore("fruit", () => storage);
  assert.equal(store.write("ada", "attempt1", "ada's"), true);
  assert.equal(store.read("ada", "attempt1"), "ada's");
  assert.equal(store.read("grace", "attempt1"), "");
  assert.equal(store.read("ada", "attempt2"), "");
  assert.equal(createStore("vegetables", () => storage).read("ada", "attempt1"), "");
  assert.ok(!Object.keys(storage).some((name) => name.includes("ada")));
});

test("storage that throws becomes memory, and says so", () => {
  const store = createStore("fruit", () => {
    throw new Error("SecurityError");
  });
  assert.equal(store.write("ada", "attempt1", "text"), false);
  assert.equal(store.read("ada", "attempt1"), "text");
});

test("without room, earlier attempts of the same learner give way, and nobody else's", () => {
  const storage = browserStorage(30);
  const store = createStore("fruit", () => storage);
  store.write("grace", "attempt1", "0123456789");
  store.write("ada", "attempt1", "0123456789");
  assert.equal(store.write("ada", "attempt2", "0123456789abcde"), true);
  assert.equal(store.read("grace", "attempt1"), "0123456789");
  assert.equal(store.read("ada", "attempt1"), "");
  assert.equal(store.write("ada", "attempt2", "x".repeat(25)), false);
  assert.equal(store.read("ada", "attempt2"), "x".repeat(25));
});

test("what is done before the saved state is there takes no room from what the learner has saved", () => {
  const storage = browserStorage(60);
  const store = createStore("fruit", () => storage);
  const saved = "the record".repeat(5);
  store.write("ada", "record", saved);
  const driver = /** @type {any} */ ({
    createEarly: (/** @type {any} */ kept, /** @type {any} */ attempt) => createEarly("ada", courseOf([interaction({ key: "name" })]), kept, attempt),
    start: () => new Promise(() => {}),
  });
  const view = { answered() {}, saving() {}, restored() {}, left() {}, ask() {} };
  const session = createSession({ data: courseOf([interaction({ key: "name" })]), driver, store, view });
  session.start();
  session.record("name", "Ada");
  assert.equal(store.read("ada", "record"), saved);
  storage.removeItem(Object.keys(storage)[0] ?? "");
  session.record("name", "Ada Lovelace");
  const again = createSession({ data: courseOf([interaction({ key: "name" })]), driver, store, view });
  again.start();
  assert.equal(again.look("name").value, "Ada Lovelace");
});
