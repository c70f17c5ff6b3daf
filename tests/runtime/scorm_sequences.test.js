import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { anyText, browserStorage, courseOf, dice, FRUIT, interaction, sit } from "./parts.js";
import { strictApi } from "./strict_scorm12.js";
import { tidy } from "../../templates/runtime/text.js";

const SECOND = 1_000;
const fruit = interaction({ key: "frut", kind: "choice", options: FRUIT });
const order = interaction({ key: "ordr", kind: "sequencing", options: FRUIT, page: "pag2" });
const essay = interaction({ key: "essy", kind: "long-fill-in" });
const other = interaction({ key: "othr", kind: "fill-in", page: "pag2" });
const course = courseOf([fruit, essay, order, other], {}, 2);
const FAULTS = ["LMSCommit", "LMSSetValue", "LMSGetLastError"];

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.UTC(2026, 0, 31, 9) }));
afterEach(() => mock.timers.reset());

/** @typedef {import("../../templates/runtime/types.js").Value} Value */

/** A learner at one computer with one LMS. `given` holds per question what may be found there: what was certainly kept, and
 * all that was given since.
 * @param {(limit: number) => number} throwDice */
function learnerOf(throwDice) {
  const storage = browserStorage();
  const room = throwDice(2) ? 64_000 : 4_096;
  let lms = strictApi({ words: 64_000, room });
  let sitting = sit(course, lms.API, { storage });
  sitting.session.start();
  /** @type {Map<string, Value[]>} */
  const given = new Map(course.interactions.map(({ key }) => [key, [""]]));

  /** @template {Value} V @param {string} key @param {V} value */
  function give(key, value) {
    given.get(key)?.push(value);
    return value;
  }

  const keptNow = () => given.forEach((values, key) => given.set(key, values.slice(-1)));
  const pass = (/** @type {number} */ time) => {
    for (let step = 0; step < time; step += SECOND / 10) mock.timers.tick(SECOND / 10);
  };

  function open() {
    // of a page that is gone nothing runs any more
    const now = Date.now();
    mock.timers.reset();
    mock.timers.enable({ apis: ["setTimeout", "Date"], now });
    lms = strictApi({ elements: lms.committed, words: 64_000, room });
    sitting = sit(course, lms.API, { storage });
    sitting.session.start();
    sitting.asked?.(true);
    for (const [key, values] of given) {
      const found = sitting.session.look(key).value ?? "";
      assert.ok(values.some((value) => String(value) === String(found)), `${key}: ${JSON.stringify(found)} of ${JSON.stringify(values)}`);
      given.set(key, [found]);
    }
  }

  /** @type {Record<string, () => void>} */
  const acts = {
    choose: () => void sitting.session.record("frut", give("frut", [FRUIT[throwDice(3)]?.key ?? ""])),
    rank() {
      const first = throwDice(3);
      sitting.session.record("ordr", give("ordr", [0, 1, 2].map((place) => FRUIT[(first + place) % 3]?.key ?? "")));
    },
    write() {
      const text = tidy(anyText(throwDice, throwDice(4) ? 40 : 3_000));
      // an emptied field says nothing of which emptiness
      if (text.trim()) sitting.session.type("essy", give("essy", text));
    },
    fill() {
      const text = tidy(anyText(throwDice, 30));
      if (text.trim()) sitting.session.record("othr", give("othr", text));
    },
    turn: () => sitting.session.visit(`pag${1 + throwDice(2)}`),
    wait() {
      pass(SECOND * (1 + throwDice(7)));
      if (sitting.last?.startsWith("saved")) keptNow();
    },
    fail: () => void lms.faults.fails.add(FAULTS[throwDice(FAULTS.length)] ?? ""),
    heal: () => lms.faults.fails.clear(),
    hide: () => void sitting.session.saveNow(),
    kill: () => open(),
    leave() {
      sitting.session.close();
      keptNow();
      open();
    },
    exit() {
      if (!sitting.session.exit()) return;
      keptNow();
      open();
    },
  };

  return {
    storage,
    act: () => acts[Object.keys(acts)[throwDice(Object.keys(acts).length)] ?? ""]?.(),
    begin: () => pass(2 * SECOND),
    /** Everything works again: what was given is in the LMS, and anywhere else the learner finds it there. */
    end() {
      lms.faults.fails.clear();
      pass(12 * SECOND);
      assert.match(sitting.last ?? "", /^saved/);
      const last = new Map(Array.from(given, ([key, values]) => [key, values.at(-1) ?? ""]));
      // a place that was taken for a question in front of an answered one has no response
      const records = Object.entries(lms.committed).filter(([name]) =>
        name.endsWith(".id") && lms.committed[name.replace(".id", ".student_response")] !== undefined);
      for (const [name, id] of records) {
        const asked = course.interactions.find((one) => one.id === id);
        const words = sitting.session.look(asked?.key ?? "").value ?? "";
        const told = lms.committed[name.replace(".id", ".student_response")];
        assert.equal(told, typeof words === "string" ? words.replace(/\n/g, "/") : words.map((key) => FRUIT.find((one) => one.key === key)?.text).join("; "));
      }
      assert.equal(new Set(records.map(([, id]) => id)).size, records.length);
      assert.equal(records.length, [...last.values()].filter((value) => value.length).length);
      const elsewhere = sit(course, strictApi({ elements: lms.committed, words: 64_000, room }).API);
      elsewhere.session.start();
      for (const [key, value] of last) {
        const found = String(elsewhere.session.look(key).value ?? "");
        if (sitting.last?.includes("shortened")) assert.ok(String(value).startsWith(found), key);
        else assert.equal(found, String(value), key);
      }
      assert.deepEqual(lms.refused.filter((one) => !/: (101|405)$/.test(one)), []);
    },
  };
}

for (let seed = 1; seed <= 150; seed += 1) {
  test(`whatever a learner does and an LMS fails at, everything that was given arrives, once (${seed})`, () => {
    const throwDice = dice(seed);
    const learner = learnerOf(throwDice);
    if (throwDice(2)) learner.begin();
    for (let step = 0; step < 40; step += 1) learner.act();
    learner.end();
  });
}
