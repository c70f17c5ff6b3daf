/** cmi5 (Quartz, 1st Edition). */

import { cmi5Rules } from "../cmi5_rules.js";
import { createLrsDriver } from "../lrs.js";

/** @type {import("../types.js").CreateDriver} */
export const createDriver = (win, data) => createLrsDriver(win, data, { cmi5: cmi5Rules });
