/** How a session launched by xAPI is reported. */

import { scoreOf } from "./statements.js";

/** @type {import("./types.js").CreateRules} */
export const xapiRules = ({ authorization }) => ({
  // each load of the page is a session of its own
  memory: { known: {}, add() {} },
  async open(client) {
    client.authorize(authorization);
    return { mode: "normal", address: "", isStranded: false };
  },
  prepare: (statement) => statement,
  isOnce: () => false,
  isCounted: () => false,
  isStateEarly: true,
  saysResumed: true,
  saysProgressAlways: true,
  failsAtOnce: true,
  endsWithPage: true,
  score: (_, score) => scoreOf(score),
});
