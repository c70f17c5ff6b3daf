import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, newState, reconcile } from "../../templates/runtime/saved_state.js";
import { tidy } from "../../templates/runtime/text.js";
import { anyText, dice } from "./parts.js";

/** @typedef {import("../../templates/runtime/types.js").State} State */

/** @param {(limit: number) => number} throwDice @param {number} most @param {number} longest @returns {State} */
function anyState(throwDice, most, longest) {
  const state = newState();
  const keyOf = (/** @type {number} */ number) => `k${String(number).padStart(2, "0")}_`;
  const valueOf = () =>
    throwDice(2) ? tidy(anyText(throwDice, longest)) : Array.from({ length: throwDice(4) }, () => `o-_${throwDice(9)}`);
  let index = 0;
  for (let number = 0; number < throwDice(most + 1); number += 1) {
    index += 1 + (throwDice(5) ? 0 : throwDice(40));
    const answer = { value: valueOf(), index: throwDice(6) ? index : -1, attempts: throwDice(4), shortened: false };
    state.answers.set(keyOf(number), answer);
    if (!throwDice(3)) state.drafts.set(keyOf(number), valueOf());
  }
  state.revision = throwDice(100_000);
  state.page = "pag1";
  state.seen = new Set(["pag1", "pag2"]);
  state.completed = Boolean(throwDice(2));
  return state;
}

/** @param {State | null} state what it means, whatever the order its maps were filled in */
function meaning(state) {
  assert.ok(state);
  return { ...state, answers: Object.fromEntries(state.answers), drafts: Object.fromEntries(state.drafts) };
}

/** Characters that are left for whoever carries the state. */
const BEHIND = 42;

test("what was encoded comes back, whatever was typed", () => {
  const throwDice = dice(2);
  for (let round = 0; round < 1000; round += 1) {
    const state = anyState(throwDice, 20, 40);
    assert.deepEqual(meaning(decode(encode(state).text)), meaning(state));
  }
});

test("it fits any limit, parses, and keeps indexes and the beginnings of texts", () => {
  const throwDice = dice(3);
  for (let round = 0; round < 1000; round += 1) {
    const state = anyState(throwDice, 40, 120);
    const most = 60 + throwDice(3000);
    const { text, shortened } = encode(state, most + BEHIND);
    assert.ok(text.length <= most, `${text.length} > ${most}`);
    assert.equal(shortened, encode(state).text.length > most);
    assert.deepEqual(decode(`${text}|${"9".repeat(18)} ${"P".repeat(20)}|.`), decode(text));
    const back = decode(text);
    assert.ok(back);
    assert.equal(back.shortened, shortened);
    for (const [key, answer] of back.answers) {
      const whole = state.answers.get(key);
      assert.equal(answer.index, whole?.index);
      assert.ok(String(whole?.value).startsWith(String(answer.value)));
      assert.equal(answer.shortened, answer.value.length < String(whole?.value).length && typeof answer.value === "string");
    }
  }
});

test("200 texts of 4,000 characters keep all their keys in 4,096 characters, the longest shortened first", () => {
  const state = newState();
  for (let number = 0; number < 200; number += 1) {
    state.answers.set(`t${String(number).padStart(3, "0")}`, { value: `${number} ${"\\|\n😀".repeat(800)}`, index: number, attempts: 0 });
  }
  state.answers.set("shrt", { value: "six cha", index: 200, attempts: 0 });
  const { text } = encode(state, 4096);
  assert.ok(text.length <= 4096 && text.length > 3500);
  const back = decode(text);
  assert.equal(back?.answers.size, 201);
  assert.deepEqual(back?.answers.get("shrt"), { value: "six cha", index: 200, attempts: 0, shortened: false });
  assert.equal(back?.answers.get("t199")?.shortened, true);
  assert.equal(back?.answers.get("t199")?.index, 199);
});

test("a single answer takes nine characters beside its value's quote", () => {
  const state = newState();
  const empty = encode(state).text.length;
  state.answers.set("Qx_4", { value: ["aB3d"], index: 0, attempts: 0 });
  assert.equal(encode(state).text.length - empty, "|Qx_4aB3d".length);
});

test("a string that a host has cut gives all that is whole, and nothing wrong", () => {
  const state = newState();
  state.answers.set("aaaa", { value: "first", index: 0, attempts: 0 });
  state.answers.set("bbbb", { value: "second", index: 1, attempts: 0 });
  const { text } = encode(state);
  for (let length = 0; length < text.length; length += 1) {
    const back = decode(text.slice(0, length));
    if (!back) continue;
    assert.equal(back.shortened, true);
    for (const [key, { value }] of back.answers) assert.equal(value, state.answers.get(key)?.value);
  }
  assert.equal(decode(text.slice(0, -4))?.answers.size, 1);
});

test("what is not ours is not read", () => {
  for (const text of ["", "null", "{}", "1|", "2|abcdefgh|1|||", "1|ABCDEFGH|1||||.", "1".repeat(6_000_000)]) {
    assert.equal(decode(text), null, text.slice(0, 20));
  }
});

test("entries of a later version are passed over", () => {
  const back = decode("1|abcdefgh|1|pag1||pag1|aaaa'x|?new|@2|bbbbopt1|.");
  assert.deepEqual([...(back?.answers.keys() ?? [])], ["aaaa", "bbbb"]);
  assert.equal(back?.answers.get("bbbb")?.index, 2);
});

/** @param {Partial<State>} values */
const stateOf = (values) => ({ ...newState(), token: "abcdefgh", ...values });
/** @param {string} value */
const answers = (value, shortened = false) => new Map([["aaaa", { value, index: 0, attempts: 0, shortened }]]);

test("the browser's copy counts only when it is of this attempt and newer", () => {
  const lms = stateOf({ revision: 5, answers: answers("lms") });
  assert.equal(reconcile(lms, null), lms);
  assert.equal(reconcile(lms, stateOf({ token: "otherone", revision: 9 })), lms);
  const newer = stateOf({ revision: 6, answers: answers("copy") });
  assert.deepEqual(reconcile(lms, newer), newer);
  for (const revision of [4, 5]) {
    const kept = reconcile(lms, stateOf({ revision, answers: answers("copy") }));
    assert.equal(kept.answers.get("aaaa")?.value, "lms");
  }
});

test("of a copy that is as old as a shortened one everything is taken; of an older one the rest of its texts", () => {
  const lms = stateOf({ revision: 5, shortened: true, answers: answers("The beg", true) });
  const same = stateOf({ revision: 5, answers: answers("The beginning and the end") });
  assert.deepEqual(reconcile(lms, same), same);
  const older = { ...same, revision: 4 };
  assert.deepEqual(reconcile(lms, older).answers.get("aaaa"), { value: "The beginning and the end", index: 0, attempts: 0, shortened: false });
  const other = stateOf({ revision: 4, answers: answers("Something else") });
  assert.equal(reconcile(lms, other).answers.get("aaaa")?.value, "The beg");
});

test("questions that the newer one knows nothing of come from the older, whoever has it", () => {
  const more = /** @type {const} */ (["bbbb", { value: "more", index: 1, attempts: 0, shortened: false }]);
  const two = (/** @type {number} */ revision) => stateOf({ revision, answers: new Map([...answers("older"), more]), drafts: new Map([["cccc", "typed"]]), seen: new Set(["pag2"]) });
  const one = (/** @type {number} */ revision) => stateOf({ revision, answers: answers("newer"), seen: new Set(["pag1"]) });
  for (const both of [reconcile(one(5), two(4)), reconcile(two(4), one(5)), reconcile({ ...one(5), shortened: true }, two(4))]) {
    assert.deepEqual([...both.answers].map(([key, { value, index }]) => [key, value, index]), [["aaaa", "newer", 0], ["bbbb", "more", 1]]);
    assert.equal(both.drafts.get("cccc"), "typed");
    assert.deepEqual([...both.seen].sort(), ["pag1", "pag2"]);
    assert.equal(both.revision, 5);
    assert.equal(both.shortened, false);
  }
});

test("two questions that were answered on two devices do not share a place", () => {
  const there = stateOf({ revision: 6, answers: new Map([["aaaa", { value: "there", index: 0, attempts: 0 }]]) });
  const here = stateOf({ revision: 5, answers: new Map([["bbbb", { value: "here", index: 0, attempts: 0 }]]) });
  const both = reconcile(there, here);
  assert.deepEqual([...both.answers.values()].map(({ index }) => index), [0, -1]);
});
