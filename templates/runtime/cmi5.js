/** A session of cmi5: its token, fetched once, and what the LMS lays down for it (cmi5 8.2, 10, 11). */

import { delayAfter, FORBIDDEN, NOBODY, pauseFor } from "./delivery.js";
import { webAddress } from "./launch.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./delivery.js").Reply} Reply */

/** @type {import("./types.js").Start["mode"][]} */
const MODES = ["normal", "browse", "review"];

/** What an LMS has laid down for a session, checked. Some write `null` where they set no mastery score (CATAPULT).
 * @param {Json} given LMS.LaunchData (cmi5 10.2) @returns {import("./types.js").LaunchData} */
export function readLaunchData({ contextTemplate, launchMode, masteryScore, returnURL }) {
  const address = webAddress(returnURL);
  return {
    template: contextTemplate,
    mode: MODES.find((mode) => mode === String(launchMode).toLowerCase()) ?? "normal",
    mastery: typeof masteryScore === "number" && masteryScore >= 0 && masteryScore <= 1 ? masteryScore : undefined,
    address,
    isStranded: !address && !!returnURL,
  };
}

/** What this tab knows of the session, over reloads: the token can be fetched once only.
 * @param {string} name */
export function createSessionMemory(name) {
  /** @type {Json} */
  let known = {};
  try {
    known = JSON.parse(sessionStorage.getItem(name) ?? "{}");
  } catch {
    // denied, or nothing of ours
  }
  return {
    get known() { return known; },
    /** @param {Json} values */
    add(values) {
      known = { ...known, ...values };
      try {
        sessionStorage.setItem(name, JSON.stringify(known));
      } catch {
        // known until the page goes
      }
    },
  };
}

/** Asks until there is an answer worth having.
 * @param {() => Promise<Reply>} ask @param {(reply: Reply) => boolean} isGood @param {(reply: Reply | null) => void} tell
 * @returns {Promise<Reply | null>} null: the LMS will not give one to this launch any more */
async function insist(ask, isGood, tell) {
  for (let failures = 0; ; failures += 1) {
    const reply = await ask();
    if (isGood(reply)) {
      tell(null);
      return reply;
    }
    tell(reply);
    if (FORBIDDEN.includes(reply.status)) return null;
    await pauseFor(delayAfter(failures, reply.wait));
  }
}

/** Fetches the token, then reads LMS.LaunchData and the learner's preferences, before any statement is sent.
 * @param {import("./types.js").Launch} launch @param {ReturnType<typeof import("./delivery.js").createClient>} client
 * @param {ReturnType<typeof createSessionMemory>} memory @param {(reply: Reply | null) => void} tell
 * @returns {Promise<import("./types.js").LaunchData | null>} null when this session is over */
export async function openSession({ token: url, actor, registration, activity }, client, memory, tell) {
  const over = { ...NOBODY, status: 403 };
  if (memory.known.terminated) {
    tell(over);
    return null;
  }
  if (!memory.known.token) {
    const fetched = await insist(
      async () => {
        const reply = await client.ask("POST", url, {}, "");
        return reply.json?.["error-code"] ? over : reply;
      },
      ({ json }) => typeof json?.["auth-token"] === "string", tell,
    );
    if (!fetched) return null;
    memory.add({ token: fetched.json["auth-token"] });
  }
  client.authorize("Basic " + memory.known.token);
  if (!memory.known.data) {
    const agent = JSON.stringify(actor);
    const state = { activityId: activity, agent, registration, stateId: "LMS.LaunchData" };
    const [data, preferences] = await Promise.all([
      insist(
        () => client.send("GET", "activities/state", state),
        ({ status, json }) => status === 200 && typeof json?.contextTemplate === "object", tell,
      ),
      client.send("GET", "agents/profile", { agent, profileId: "cmi5LearnerPreferences" }),
    ]);
    if (!data) return null;
    memory.add({ data: data.json, audio: preferences.json?.audioPreference });
  }
  return readLaunchData(memory.known.data);
}
