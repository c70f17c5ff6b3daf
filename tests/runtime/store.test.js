import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../templates/runtime/store.js";
import { browserStorage } from "./parts.js";

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
