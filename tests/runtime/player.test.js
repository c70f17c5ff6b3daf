/** The player of Moodle 4.5.6, as it was seen: one API for all parts of a course. In SCORM 2004 it begins once; in 1.2
 * LMSInitialize throws for a part that has recorded answers since the player was opened. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createDriver as createScorm12 } from "../../templates/runtime/drivers/scorm12.js";
import { createDriver as createScorm2004 } from "../../templates/runtime/drivers/scorm2004.js";
import { courseOf, windowWith } from "./parts.js";
import { strictApi as strict12 } from "./strict_scorm12.js";
import { strictApi as strict2004 } from "./strict_scorm2004.js";

const PART = { title: "a=27&scoid=75&currentorg=parts&mode=&attempt=1" };

/** @typedef {{name: string, object: string, createDriver: import("../../templates/runtime/types.js").CreateDriver,
 *   host: () => any, again: (lms: any) => void}} Version */
/** @type {Version[]} */
const VERSIONS = [
  {
    name: "SCORM 1.2", object: "API", createDriver: createScorm12, host: () => strict12({ words: 64_000 }),
    again: (lms) => lms.faults.throws.add("LMSInitialize"),
  },
  {
    name: "SCORM 2004", object: "API_1484_11", createDriver: (win) => createScorm2004(win), host: () => strict2004(),
    again: () => {}, // ended for good: 104
  },
];

/** A player with one part in its frame.
 * @param {Version} version @param {any} lms @param {object} [more] */
function open({ object, createDriver }, lms, more = { scorm_current_node: PART }) {
  /** @type {string[]} */
  const opened = [];
  const location = { set search(/** @type {string} */ query) { opened.push(query); } };
  const player = windowWith(null, { [object]: lms.API, location, ...more });
  const driver = createDriver(windowWith(null, { parent: player }), courseOf([]));
  driver.createObjectives?.(courseOf([]));
  return { driver, opened, start: /** @type {any} */ (driver.start(() => {})) };
}

for (const version of VERSIONS) {
  test(`${version.name}: where the API does not begin a second time, the player is opened anew at this part, once`, (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    context.mock.method(console, "error", () => {});
    const lms = version.host();
    const first = open(version, lms);
    assert.equal(first.start.mode, "normal");
    first.driver.finish();
    version.again(lms);
    const second = open(version, lms);
    context.mock.timers.tick(10_000);
    assert.deepEqual(second.opened, [PART.title]);
    assert.deepEqual(first.opened, []);
  });

  test(`${version.name}: an API that never began, or whose player names no part, is waited for where it is`, (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    context.mock.method(console, "error", () => {});
    const broken = version.host();
    broken.faults.fails.add(version.object === "API" ? "LMSInitialize" : "Initialize");
    assert.deepEqual(open(version, broken).opened, []);
    const lms = version.host();
    open(version, lms, {}).driver.finish();
    version.again(lms);
    for (const more of [{}, { scorm_current_node: null }, { scorm_current_node: {} }]) {
      assert.deepEqual(open(version, lms, more).opened, []);
    }
  });
}
