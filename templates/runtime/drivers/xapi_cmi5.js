/** One package for launchers of xAPI and cmi5; the launch parameters tell which of the two it is. */

import { cmi5Rules } from "../cmi5_rules.js";
import { createLrsDriver } from "../lrs.js";
import { xapiRules } from "../xapi_rules.js";

/** @type {import("../types.js").CreateDriver} */
export const createDriver = (win, data) => createLrsDriver(win, data, { xapi: xapiRules, cmi5: cmi5Rules });
