/** What scorm-again gives for each list of calls: the error behind the last one. */

import { readFileSync } from "node:fs";

const { model, cases } = JSON.parse(readFileSync(0, "utf-8"));
globalThis.window = globalThis;
const quiet = () => {};
for (const name of ["log", "info", "warn", "error", "debug", "trace"]) console[name] = quiet;
const module = await import(`../../node_modules/scorm-again/dist/esm/${model}.js`);
const Api = Object.values(module).find((one) => typeof one === "function" && /API/.test(one.name)) ?? Object.values(module)[0];
const last = model === "scorm12" ? "LMSGetLastError" : "GetLastError";
const errors = cases.map((calls) => {
  const api = new Api({ autocommit: false, logLevel: 5 });
  try {
    for (const [act, ...values] of calls) api[act](...values);
    return String(api[last]());
  } catch (error) {
    return `throws ${error.name}`;
  }
});
process.stdout.write(JSON.stringify(errors));
process.exit(0);
