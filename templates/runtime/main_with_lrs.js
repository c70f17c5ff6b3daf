/** The entry point if the course also reports to a learning record store. */

import { besideLms } from "./beside.js";
import { createDriver } from "./driver.js";
import { run } from "./run.js";

run((win, data) => besideLms(createDriver(win, data), win, data));
