/** How a session launched by cmi5 is reported: it has a token that can be fetched once, and follows what the LMS lays
 * down (cmi5 8.2, 9, 10, 11). */

import { delayAfter, WORTH_A_WORD } from "./delivery.js";
import { pauseFor } from "./exclusively.js";
import { webAddress } from "./launch.js";
import { meaningOf, toldOf } from "./reply.js";
import { CLOSING, CMI5, INITIALIZED, scoreOf } from "./statements.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./reply.js").Reply} Reply */
/** @typedef {import("./reply.js").Meaning} Meaning */

/** How often a learner's preferences are requested if there is no answer. They are not essential, but the reference
 * player accepts no statement before they have been requested (11.0). */
const ASK_AT_MOST = 3;
/** Verbs that cmi5 defines (9.3), and those that count for `moveOn` (9.6.2.2). */
const DEFINED = [INITIALIZED, "completed", "passed", "failed", CLOSING];
const VERDICTS = ["completed", "passed", "failed"];
/** What belongs to one session and has no meaning in the next. */
const OF_A_SESSION = [INITIALIZED, "failed", CLOSING];

/** @type {import("./types.js").Start["mode"][]} */
const MODES = ["normal", "browse", "review"];

/** What an LMS lays down for a session, validated. Some LMSs write `null` if they set no mastery score (CATAPULT).
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

/** What this tab knows of the session across reloads, because the token can be fetched only once. @param {string} name */
export function createSessionMemory(name) {
  /** @type {Json} */
  let known = {};
  try {
    known = { ...JSON.parse(sessionStorage.getItem(name) ?? "{}") };
  } catch {
    // storage is denied, or the text is not ours
  }
  return {
    get known() { return known; },
    /** @param {Json} values */
    add(values) {
      known = { ...known, ...values };
      try {
        sessionStorage.setItem(name, JSON.stringify(known));
      } catch {
        // known only until the page is unloaded
      }
    },
  };
}

/** A statement with what cmi5 requires in every statement of a session (9.6), and the LMS's context template (10.2.1).
 * @param {Json} made @param {Json | undefined} template @param {string} verb */
function inSession(made, template, verb) {
  const { contextActivities: own = {}, extensions: ourExtensions, ...ours } = made.context;
  const { contextActivities: theirs = {}, extensions: theirExtensions, ...rest } = template ?? {};
  const marks = [DEFINED.includes(verb) && "cmi5", VERDICTS.includes(verb) && "moveon"].filter(Boolean)
    .map((name) => ({ id: CMI5 + "categories/" + name }));
  /** @type {Json} */
  const related = {};
  for (const relation of ["parent", "grouping", "category", "other"]) {
    const all = [theirs?.[relation] ?? [], own[relation] ?? [], relation === "category" ? marks : []].flat();
    const unique = all.filter(({ id }, place) => all.findIndex((one) => one.id === id) === place);
    if (unique.length) related[relation] = unique;
  }
  const extensions = { ...ourExtensions, ...theirExtensions };
  return { ...made, context: { ...ours, ...rest, contextActivities: related, extensions } };
}

/** Asks until there is a useful answer.
 * @param {() => Promise<Reply>} ask @param {(reply: Reply) => boolean} isGood @param {(meaning: Meaning) => void} tell
 * @param {Meaning} never what it means if the LMS refuses to answer this launch
 * @returns {Promise<Reply | null>} null: it refuses */
async function insist(ask, isGood, tell, never) {
  for (let failures = 0; ; failures += 1) {
    const slow = setTimeout(tell, WORTH_A_WORD, "slow");
    const reply = await ask();
    clearTimeout(slow);
    if (isGood(reply)) {
      tell("done");
      return reply;
    }
    const meaning = meaningOf(reply);
    const isHopeless = ["missing", "nowhere", "refused"].includes(meaning);
    tell(isHopeless ? never : toldOf(meaning));
    if (isHopeless || meaning === "over") return null;
    await pauseFor(delayAfter(failures, reply.wait));
  }
}

/** Fetches the token, then reads LMS.LaunchData and the learner's preferences, before any statement is sent.
 * @param {import("./types.js").Launch} launch @param {ReturnType<typeof import("./delivery.js").createClient>} client
 * @param {ReturnType<typeof createSessionMemory>} memory @param {(meaning: Meaning) => void} tell
 * @returns {Promise<import("./types.js").LaunchData | null>} null if this launch cannot be reported */
async function openSession({ token: url, actor, registration, activity, isFaulty }, client, memory, tell) {
  const end = isFaulty ? "faulty" : memory.known.terminated ? "over" : null;
  if (end) {
    tell(end);
    return null;
  }
  if (!memory.known.token) {
    const isSpent = (/** @type {Reply} */ { json }) => json?.["error-code"] !== undefined;
    const fetched = await insist(
      () => client.ask("POST", url, {}, ""),
      (reply) => isSpent(reply) || typeof reply.json?.["auth-token"] === "string", tell, "over",
    );
    if (!fetched) return null;
    if (isSpent(fetched)) {
      tell("over");
      return null;
    }
    memory.add({ token: fetched.json["auth-token"] });
  }
  client.authorize("Basic " + memory.known.token);
  if (!memory.known.data) {
    const agent = JSON.stringify(actor);
    const state = { activityId: activity, agent, registration, stateId: "LMS.LaunchData" };
    let asked = 0;
    const [data, preferences] = await Promise.all([
      insist(
        () => client.send("GET", "activities/state", state),
        ({ status, json }) => status === 200 && typeof json?.contextTemplate === "object", tell, "faulty",
      ),
      insist(
        () => client.send("GET", "agents/profile", { agent, profileId: "cmi5LearnerPreferences" }),
        (reply) => !["silent", "later"].includes(meaningOf(reply)) || (asked += 1) === ASK_AT_MOST, () => {}, "over",
      ),
    ]);
    if (!data) return null;
    memory.add({ data: data.json, audio: preferences?.json?.audioPreference });
  }
  return readLaunchData(memory.known.data);
}

/** @type {import("./types.js").CreateRules} */
export function cmi5Rules(launch) {
  const memory = createSessionMemory("courseware-session:" + launch.token);
  return {
    memory,
    open: (client, tell) => openSession(launch, client, memory, tell),
    prepare: (statement, verb, isOurs, { template }) =>
      (!isOurs && OF_A_SESSION.includes(verb) ? null : inSession(statement, template, verb)),
    isCounted: (verb) => VERDICTS.includes(verb),
    // an LMS also rejects progress that is sent again after the completion that came with it (9.5.5.1)
    isOnce: (verb) => DEFINED.includes(verb) || verb === "progressed",
    isStateEarly: false,
    saysResumed: false,
    // 9.5.5.1: after `completed` there is no more progress
    saysProgressAlways: false,
    // until the learner leaves, it can become a pass
    failsAtOnce: false,
    // a page that is unloaded may be loaded again, and a session ends only once
    endsWithPage: false,
    // 9.5.1: a score belongs to `passed` and `failed`, and is a whole number
    score: (verb, score) => (verb === "completed" ? null : { ...scoreOf(score), raw: Math.floor(score) }),
  };
}
