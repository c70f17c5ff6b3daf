/** Where it begins when a learning record store hears of what the LMS records. */

import { besideLms } from "./beside.js";
import { createDriver } from "./driver.js";
import { run } from "./run.js";

run((win, data) => besideLms(createDriver(win, data), win, data));
