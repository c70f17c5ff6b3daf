import assert from "node:assert/strict";
import { test } from "node:test";
import { findProblem, inWords, isAnswered, judge, knownValue, patternsOf, shareOf, shownAnswer, shownSolution } from "../../templates/runtime/answer.js";
import { parseNumber } from "../../templates/runtime/numeric.js";
import { FRUIT, interaction } from "./parts.js";

const one = interaction({ key: "one1", kind: "choice", options: FRUIT, answer: ["pear"] });
const many = interaction({ key: "many", kind: "choice", options: FRUIT, multiple: true, min: 1, max: 2, answer: ["pear", "appl"] });
const order = interaction({ key: "ordr", kind: "sequencing", options: FRUIT, answer: ["plum", "appl", "pear"] });
const word = interaction({ key: "word", answer: ["Straße", "road"] });
const number = interaction({ key: "numb", kind: "numeric", answer: [2.5], tolerance: 0.1, min: 0, max: 10, step: 0.1 });

test("numbers as people write them", () => {
  for (const [text, language, expected] of /** @type {[string, string, number][]} */ ([
    ["12", "en", 12], [" 1,5 ", "en", 1.5], ["1.5", "de", 1.5], ["1,000", "en", 1000], ["1.000", "de", 1000],
    ["1.000,5", "de", 1000.5], ["1 234,5", "fr", 1234.5], ["1’000", "de-CH", 1000], ["−3", "en", -3], ["+.5", "en", 0.5],
    ["٤٫٥", "ar", 4.5], ["۱۲", "fa", 12], ["5.", "en", 5],
  ])) assert.equal(parseNumber(text, language), expected, text);
  for (const text of ["", "abc", "1.2.3", "1e5", "Infinity", "0x10", "--1", "1,2,3", "5 kg"]) {
    assert.ok(Number.isNaN(parseNumber(text, "en")), text);
  }
});

test("an answer is shown with its unit, as the right one is", () => {
  const asked = interaction({ ...number, unit: "kg" });
  assert.equal(shownAnswer(asked, "2,6", "en"), "2.6 kg");
  assert.equal(shownSolution(asked, "en"), "2.5 ± 0.1 kg");
  assert.equal(shownAnswer(asked, " ", "en"), "");
  assert.equal(shownAnswer(number, "2,6", "en"), "2.6");
});

test("right or wrong as a whole", () => {
  for (const [asked, value, expected] of /** @type {[any, any, string][]} */ ([
    [one, ["pear"], "correct"], [one, ["plum"], "incorrect"], [one, [], "neutral"],
    [many, ["appl", "pear"], "correct"], [many, ["appl"], "incorrect"], [many, ["appl", "pear", "plum"], "incorrect"],
    [order, ["plum", "appl", "pear"], "correct"], [order, ["appl", "plum", "pear"], "incorrect"], [order, ["plum", "appl"], "neutral"],
    [word, "  STRASSE ", "incorrect"], [word, " straße", "correct"], [word, "ROAD", "correct"], [word, " ", "neutral"],
    [number, "2,6", "correct"], [number, "2.4", "correct"], [number, "2.7", "incorrect"],
    [interaction({ key: "free" }), "anything", "neutral"],
  ])) assert.equal(judge(asked, value, "en"), expected, `${asked.key} ${value}`);
});

test("what cannot be recorded says why", () => {
  const text = (/** @type {any} */ asked, /** @type {any} */ value) => findProblem(asked, value, "en")?.text ?? null;
  assert.equal(text(number, "many"), "not_a_number");
  assert.equal(text(number, "-1"), "number_min");
  assert.equal(text(number, "10.1"), "number_max");
  assert.equal(text(number, "0.15"), "number_step");
  assert.equal(text(number, "0.3"), null);
  assert.equal(text(number, ""), null);
  assert.equal(text(many, ["appl", "pear", "plum"]), "choose_max");
  assert.equal(text({ ...many, min: 2 }, ["appl"]), "choose_min");
  assert.equal(text(many, ["appl", "pear"]), null);
  assert.deepEqual(findProblem(number, "-1", "en")?.values, { min: 0, max: 10, step: 0.1 });
});

test("a value of an earlier edition counts as far as this edition knows it", () => {
  assert.deepEqual(knownValue(many, ["gone", "pear"]), ["pear"]);
  assert.equal(knownValue(one, ["gone"]), undefined);
  assert.equal(knownValue(one, "text of a field that became a choice"), undefined);
  assert.equal(knownValue(word, ["pear"]), undefined);
  assert.deepEqual(knownValue(many, []), []);
  assert.equal(isAnswered(one, ["gone"]), false);
  assert.equal(isAnswered(order, ["plum", "appl"]), false);
  assert.equal(isAnswered(order, ["plum", "gone", "appl", "pear"]), true);
});

test("answers in words", () => {
  assert.deepEqual(inWords(many, ["pear", "plum"], "en"), ["A pear", "A plum"]);
  assert.deepEqual(inWords(number, "1.000,5", "de"), ["1000.5"]);
  assert.deepEqual(inWords(number, "0,0000001", "de"), ["0.0000001"]);
  assert.deepEqual(inWords(word, "1,5", "de"), ["1,5"]);
  assert.deepEqual(patternsOf(order, "en"), [{ words: ["A plum", "An apple", "A pear"], value: ["plum", "appl", "pear"] }]);
  assert.deepEqual(patternsOf(word, "en").map(({ words }) => words), [["Straße"], ["road"]]);
  assert.deepEqual(patternsOf(number, "en"), [{ words: ["2.5 ± 0.1"], value: "2.5" }]);
  assert.deepEqual(patternsOf(interaction({ key: "free" }), "en"), []);
});

test("what is right in part earns a part where it should, and nothing is below zero", () => {
  const graded = { ...many, partial: true, options: [...FRUIT, { key: "kiwi", id: "kiwi", text: "A kiwi" }] };
  for (const [value, share] of /** @type {[string[], number][]} */ ([
    [["appl", "pear"], 1], [["appl"], 0.5], [["appl", "plum"], 0], [["appl", "pear", "plum"], 0.5],
    [["plum"], 0], [["plum", "kiwi"], 0], [["appl", "pear", "plum", "kiwi"], 0], [[], 0],
  ])) {
    assert.equal(shareOf(graded, value, "en"), share, String(value));
    assert.equal(shareOf(many, value, "en"), Math.floor(share), String(value));
  }
  assert.equal(shareOf({ ...one, partial: true }, ["plum"], "en"), 0);
  assert.equal(shareOf(graded, undefined, "en"), 0);
});

const CITIES = [{ key: "pari", id: "paris", text: "Paris" }, { key: "rome", id: "rome", text: "Rome" }];
const COUNTRIES = [{ key: "ital", id: "italy", text: "Italy" }, { key: "fran", id: "france", text: "France" }, { key: "spai", id: "spain", text: "Spain" }];
const pairs = interaction({ key: "pair", kind: "matching", parts: CITIES, options: COUNTRIES, answer: ["pari", "fran", "rome", "ital"] });

test("a matching is answered when everything has a partner, in whatever order, and right when all are", () => {
  for (const [value, result, share, words] of /** @type {[string[], string, number, string[]][]} */ ([
    [["pari", "fran", "rome", "ital"], "correct", 1, ["Paris – France", "Rome – Italy"]],
    [["rome", "ital", "pari", "fran"], "correct", 1, ["Paris – France", "Rome – Italy"]],
    [["pari", "fran", "rome", "spai"], "incorrect", 0.5, ["Paris – France", "Rome – Spain"]],
    [["pari", "ital", "rome", "fran"], "incorrect", 0, ["Paris – Italy", "Rome – France"]],
    [["rome", "ital"], "neutral", 0, ["Rome – Italy"]],
    [[], "neutral", 0, []],
  ])) {
    assert.equal(judge(pairs, value, "en"), result, String(value));
    assert.equal(shareOf({ ...pairs, partial: true }, value, "en"), share, String(value));
    assert.equal(shareOf(pairs, value, "en"), Math.floor(share));
    assert.deepEqual(inWords(pairs, value, "en"), words);
  }
  assert.deepEqual(patternsOf(pairs, "en"), [{ words: ["Paris – France", "Rome – Italy"], value: pairs.answer }]);
});

test("of a matching of an earlier edition those pairs count that this edition knows", () => {
  assert.deepEqual(knownValue(pairs, ["gone", "ital", "rome", "gone", "pari", "fran"]), ["pari", "fran"]);
  assert.equal(knownValue(pairs, ["gone", "ital"]), undefined);
  assert.equal(isAnswered(pairs, ["pari", "fran", "gone", "ital"]), false);
});

const filled = interaction({
  key: "gaps", kind: "fill-in", answer: ["Paris; Rome; …"],
  parts: [
    { key: "pari", id: "paris", text: "Paris", answer: ["Paris", "the city"] }, { key: "rome", id: "rome", text: "Rome", answer: ["Rome"] },
    { key: "mine", id: "mine", text: "" },
  ],
});

test("a text with gaps is answered when all are filled, and right when all that are asked for are", () => {
  for (const [value, result, share, words] of /** @type {[string, string, number, string[]][]} */ ([
    ["pariParis\nromeRome\nmineOslo", "correct", 1, ["Paris", "Rome", "Oslo"]],
    ["mineBern\nrome rome \npariTHE  city", "correct", 1, ["THE  city", "rome", "Bern"]],
    ["pariParis\nromeParis\nmineOslo\ngonex", "incorrect", 0.5, ["Paris", "Paris", "Oslo"]],
    ["pariParis\nromeRome\nmine ", "neutral", 0, ["Paris", "Rome", "…"]],
    ["", "neutral", 0, ["…", "…", "…"]],
  ])) {
    assert.equal(judge(filled, value, "en"), result, value);
    assert.equal(shareOf({ ...filled, partial: true }, value, "en"), share, value);
    assert.deepEqual(inWords(filled, value, "en"), words);
  }
  assert.equal(judge({ ...filled, exact: true }, "pariParis\nromerome\nmineOslo", "en"), "incorrect");
  assert.deepEqual(patternsOf(filled, "en").map(({ words }) => words), [["Paris", "Rome", ""], ["the city", "Rome", ""]]);
});
