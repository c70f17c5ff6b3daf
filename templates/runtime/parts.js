/** The parts of the script that components need, each in a module of its own. A package gets this module with only the
 * parts that its course needs: the linker reduces the list and the imports. */

import { certificate } from "./certificate.js";
import { gaps } from "./gaps.js";
import { grid } from "./grid.js";
import { hotspot } from "./hotspot.js";
import { matching } from "./matching.js";
import { media } from "./media.js";
import { numeric } from "./numeric.js";
import { partial } from "./partial.js";
import { pictures } from "./pictures.js";
import { ranking } from "./ranking.js";
import { recall } from "./recall.js";
import { slider } from "./slider.js";
import { trueFalse } from "./true_false.js";
import { unsent } from "./unsent.js";

/** @type {import("./types.js").Part[]} */
export const PARTS = [certificate, gaps, grid, hotspot, matching, media, numeric, partial, pictures, ranking, recall, slider, trueFalse, unsent];
