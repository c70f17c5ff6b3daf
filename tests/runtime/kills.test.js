import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { cutting } from "./cutting_scorm12.js";
import { browserStorage, courseOf, dice, interaction, sit } from "./parts.js";

const SECOND = 1_000;
const essays = Array.from({ length: 6 }, (_, place) => interaction({ key: `esy${place}`, kind: "long-fill-in" }));
const course = courseOf(essays);

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.UTC(2026, 0, 31, 9) }));
afterEach(() => mock.timers.reset());

/** A page that is gone does nothing any more. */
function kill() {
  const now = Date.now();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now });
}

/** Ten sittings, each killed after it said "Saved", with a host that keeps 4,096 bytes.
 * @param {number} seed @param {boolean} isHonest */
function liveThrough(seed, isHonest) {
  const throwDice = dice(seed);
  const sign = throwDice(2) ? "x" : "字";
  const storage = browserStorage();
  /** @type {Map<string, string>} */
  const given = new Map();
  let host = cutting({}, 4_096, isHonest);
  let wasTold = false;
  for (let round = 0; round < 10; round += 1) {
    // at a computer where nobody was before nothing is at hand but what the LMS kept
    const isAway = throwDice(3) === 0;
    host = cutting(host.kept, 4_096, isHonest);
    const sitting = sit(course, host.API, { storage: isAway ? browserStorage() : storage });
    sitting.session.start();
    const isCut = sitting.shown.some((one) => one.includes("lms_cut"));
    for (const [key, text] of given) {
      const found = String(sitting.session.look(key).value ?? "");
      if (!isAway) assert.equal(found, text, `${key} at the same computer`);
      else if (found !== text) {
        assert.ok(wasTold || isCut, `${key} is lost without a word`);
        assert.ok(text.startsWith(found), `${key} is another text`);
      }
    }
    // what is done elsewhere is not what this computer has
    if (!isAway) {
      for (let step = 0; step < 3; step += 1) {
        const key = `esy${throwDice(essays.length)}`;
        const text = `${round}.${step} ${sign.repeat(throwDice(throwDice(2) ? 200 : 2_500))} end`;
        sitting.session.record(key, text);
        given.set(key, text);
      }
    }
    for (let time = 0; time < 2 * SECOND; time += SECOND / 10) mock.timers.tick(SECOND / 10);
    assert.match(sitting.last ?? "", /^saved/);
    wasTold = /shortened|lms_cut/.test(sitting.last ?? "");
    kill();
  }
}

for (let seed = 1; seed <= 20; seed += 1) {
  for (const isHonest of [true, false]) {
    test(`of ten killed sittings nothing is lost where a copy is, and elsewhere not without a word (${seed}, ${isHonest ? "cut at once" : "cut later"})`,
      () => liveThrough(seed, isHonest));
  }
}
