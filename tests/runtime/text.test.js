import assert from "node:assert/strict";
import { test } from "node:test";
import { level, shortenEach, tidy } from "../../templates/runtime/text.js";
import { anyText, dice } from "./parts.js";

test("what no LMS can carry is taken out, and nothing else", () => {
  assert.equal(tidy("a\ud83dz 😀 \0\x07\tb\r\nc\rd"), "a\ufffdz 😀 \tb\nc\nd");
});

test("the longest words come down first, evenly", () => {
  assert.equal(shortenEach(["short", "a".repeat(40), "b".repeat(60)], 45), `short; ${"a".repeat(17)}…; ${"b".repeat(17)}…`);
  assert.equal(shortenEach(["short", "also short"], 255), "short; also short");
});

test("a surrogate pair is never halved", () => {
  assert.equal(shortenEach(["😀😀😀"], 4), "😀…");
});

test("any words fit any limit, and can be carried", () => {
  const throwDice = dice(1);
  for (let round = 0; round < 2000; round += 1) {
    const words = Array.from({ length: 1 + throwDice(30) }, () => tidy(anyText(throwDice, 60)));
    const limit = 4 + throwDice(300);
    const line = shortenEach(words, limit);
    assert.ok(line.length <= limit, `${line.length} > ${limit}`);
    assert.doesNotMatch(line, /\p{Cs}/u);
    if (words.join("; ").length <= limit) assert.equal(line, words.join("; "));
  }
});

test("a level leaves short ones alone and fills the room", () => {
  assert.equal(level([5, 100, 50], 65), 30);
  assert.equal(level([5, 5], 10), Infinity);
  assert.equal(level([5, 5], -3), 0);
});
