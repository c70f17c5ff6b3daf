/** The entry point. */

import { createDriver } from "./driver.js";
import { run } from "./run.js";

run(createDriver);
