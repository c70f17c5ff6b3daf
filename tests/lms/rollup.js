/** Plays a tree of activities in scorm-again's sequencing with our own driver, and says what became of it. Standard input
 * holds the tree as scorm-again has it, and the sittings: what each one reached, and where it asks to go. */

import { readFileSync } from "node:fs";
import { Scorm2004API } from "scorm-again/scorm2004";
import { createDriver } from "../../templates/runtime/drivers/scorm2004.js";

const { activityTree, sittings } = JSON.parse(readFileSync(0, "utf-8"));
/** @type {string[]} */
const delivered = [];
console.debug = console.info = console.log = () => {};
const lms = new Scorm2004API({
  autocommit: false,
  logLevel: 5,
  sequencing: { activityTree, eventListeners: { onActivityDelivery: ({ id }) => delivered.push(id) } },
});
lms.processNavigationRequest("start");
for (const { outcome, to } of sittings) {
  const driver = createDriver(/** @type {any} */ ({ API_1484_11: lms, opener: null, get parent() { return this; } }));
  driver.start(() => {});
  driver.complete({ success: "unknown", ...outcome }, []);
  driver.save(() => "state");
  driver.finish(to);
  lms.reset();
}
const { root } = /** @type {any} */ (lms)._sequencing.activityTree;
process.stdout.write(JSON.stringify({
  delivered,
  completion: root.completionStatus,
  measure: root.objectiveMeasureStatus ? Math.round(root.objectiveNormalizedMeasure * 10_000) / 10_000 : null,
  satisfied: root.objectiveMeasureStatus && root.objectiveSatisfiedStatus,
}));
