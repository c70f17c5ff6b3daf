/** How xAPI and cmi5 content finds out from its address where to report and about whom (cmi5 8.1; Rustici's launch
 * parameters for xAPI). */

import { authorizationOf } from "./delivery.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Launch} Launch */

const HTTP = /^https?:\/\/[^\s/]+/i;
/** A web address, or "" for any other: a `javascript:` address would run in the LMS's origin. @param {unknown} given */
export const webAddress = (given) => (typeof given === "string" && HTTP.test(given) ? given : "");

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const IRI = /^[a-z][a-z\d+.-]*:\S+$/i;
const MAIL = /^mailto:[^\s@]+@[^\s@]+$/i;

/** Old launchers put each value into a list. @param {any} value */
const single = (value) => (Array.isArray(value) ? value[0] : value);

/** Each way to identify an agent, from what a launcher gave; undefined if it is not valid.
 * @type {Record<string, (given: Json) => unknown>} */
const IDENTIFIERS = {
  mbox: ({ mbox }) => {
    const mail = "mailto:" + String(single(mbox)).replace(/^mailto:/i, "");
    return MAIL.test(mail) ? mail : undefined;
  },
  mbox_sha1sum: (given) => {
    const sum = String(single(given.mbox_sha1sum));
    return /^[\da-f]{40}$/i.test(sum) ? sum : undefined;
  },
  openid: ({ openid }) => (HTTP.test(String(single(openid))) ? single(openid) : undefined),
  account: (given) => {
    const account = single(given.account) ?? {};
    const homePage = single(account.homePage ?? account.accountServiceHomePage);
    const name = single(account.name ?? account.accountName);
    return homePage && name ? { homePage: String(homePage), name: String(name) } : undefined;
  },
};

/** An agent with exactly one identifier (xAPI 1.0.3 Data, 2.4.2); null if there is none.
 * @param {Json} given @returns {Json | null} */
export function strictActor(given) {
  const name = single(given.name);
  for (const [identifier, find] of Object.entries(IDENTIFIERS)) {
    const found = find(given);
    if (found) return { objectType: "Agent", ...(name ? { name: String(name) } : {}), [identifier]: found };
  }
  return null;
}

/** @param {string} search the query of the address @returns {Launch | null} null: it does not say where to report */
export function readLaunch(search) {
  const given = new URLSearchParams(search);
  const parameter = (/** @type {string} */ name) => given.get(name) ?? "";
  const [endpoint = "", token = ""] = ["endpoint", "fetch"].map((name) => webAddress(parameter(name)));
  const auth = parameter("auth");
  /** @type {Json | null} */
  let actor = null;
  try {
    const parsed = JSON.parse(parameter("actor"));
    // cmi5 8.1.3: the actor is used exactly as it was given
    actor = token && strictActor(parsed) ? parsed : strictActor(parsed);
  } catch {
    // the actor cannot be read
  }
  if (!actor || !endpoint || !(auth || token)) return null;
  const registration = parameter("registration");
  const activity = parameter(token ? "activityId" : "activity_id");
  const [hasRegistration, hasActivity] = [UUID.test(registration), IRI.test(activity)];
  return {
    protocol: token ? "cmi5" : "xapi",
    endpoint: endpoint.replace(/\/*$/, "/"),
    authorization: auth && !token ? authorizationOf(auth) : "",
    token,
    actor,
    // an LRS rejects every statement with any other value
    registration: hasRegistration ? registration : "",
    activity: hasActivity ? activity : "",
    // cmi5 8.1: both are required
    isFaulty: !!token && !(hasRegistration && hasActivity),
  };
}
