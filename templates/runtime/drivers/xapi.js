/** xAPI 1.0.3, launched with the parameters of tincan.xml. */

import { createLrsDriver } from "../lrs.js";
import { xapiRules } from "../xapi_rules.js";

/** @type {import("../types.js").CreateDriver} */
export const createDriver = (win, data) => createLrsDriver(win, data, { xapi: xapiRules });
