import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { createAttention } from "../../templates/runtime/attention.js";

afterEach(() => mock.timers.reset());

test("time belongs to the question that is attended to, over visits, and never to two", () => {
  mock.timers.enable({ apis: ["Date"], now: 0 });
  const attention = createAttention();
  const after = (/** @type {number} */ seconds) => mock.timers.tick(seconds * 1_000);
  after(100);
  attention.turn();
  after(5);
  assert.equal(attention.attend("first"), 5);
  after(20);
  assert.equal(attention.attend("second"), 20);
  after(1);
  assert.equal(attention.attend("second"), 21);
  after(2);
  assert.equal(attention.attend("first"), 7);
  after(60);
  attention.turn();
  after(3);
  assert.equal(attention.attend("first"), 10);
});
