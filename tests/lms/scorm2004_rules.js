/** Replays the calls of an attempt, session by session, to an LMS that is as strict as the specification. */

import { readFileSync } from "node:fs";
import { strictApi } from "../runtime/strict_scorm2004.js";

/** @typedef {{name: string, values: string[], result: unknown, error: string}} Call */

const NOT_INITIALIZED = "403";
const OF_A_SESSION = /^(cmi\.(exit|session_time)|adl\.)/;

/** @type {Call[][]} */
const sessions = JSON.parse(readFileSync(0, "utf-8"));
/** @type {string[]} */
const problems = [];
/** @type {Record<string, string>} */
let elements = {};
for (const [number, calls] of sessions.entries()) {
  const lms = strictApi({ elements });
  const tell = (/** @type {number} */ place, /** @type {string} */ problem) => problems.push(`session ${number + 1}, call ${place}: ${problem}`);
  const isTaken = (/** @type {string} */ name, /** @type {unknown} */ result, /** @type {string} */ error) =>
    name === "GetValue" ? error === "0" || error === NOT_INITIALIZED : String(result) === "true" && error === "0";
  for (const [place, { name, values, result, error }] of calls.entries()) {
    const said = `${name}(${values.join(", ").slice(0, 120)})`;
    if (!isTaken(name, result, String(error))) tell(place, `${said} gave ${result}, error ${error}`);
    const strict = lms.API[name]?.(...values);
    const strictError = String(lms.API.GetLastError?.());
    if (!isTaken(name, strict, strictError)) tell(place, `${said} would give ${strict}, error ${strictError}`);
    if (name === "Terminate" && place !== calls.length - 1) tell(place, "calls after Terminate");
  }
  const set = calls.filter(({ name }) => name === "SetValue").map(({ values: [element] }) => element);
  if (calls.at(-1)?.name !== "Terminate") tell(calls.length, "the session does not end with Terminate");
  for (const element of set.length ? ["cmi.exit", "cmi.session_time"] : []) {
    if (!set.includes(element)) tell(calls.length, `Terminate without ${element}`);
  }
  const [score, status] = ["cmi.score.raw", "cmi.success_status"].map((element) => set.indexOf(element));
  if (status !== -1 && score > /** @type {number} */ (status)) tell(score ?? 0, "the score comes after the status");
  elements = Object.fromEntries(Object.entries(lms.committed).filter(([element]) => !OF_A_SESSION.test(element)));
}
console.log(JSON.stringify(problems));
