/** What a response of a learning record store means, including no response. What is done about it is decided elsewhere. */

/** @typedef {import("./types.js").Json} Json */
/** @typedef {{status: number, json: any, etag: string, wait: number}} Reply `status` 0: nobody answered; `wait` in ms */
/** @typedef {"done" | "refused" | "conflict" | "missing" | "nowhere" | "over" | "silent" | "slow" | "later" | "faulty"} Meaning
 * `slow`: no answer yet; `faulty`: the launch lacks what it needs */

/** @type {Reply} */
export const NOBODY = { status: 0, json: undefined, etag: "", wait: 0 };

/** @type {Record<number, Meaning>} */
const MEANINGS = {
  0: "silent",
  // what was sent is wrong, and always will be
  400: "refused", 413: "refused", 422: "refused",
  // the launch is over
  401: "over", 403: "over",
  404: "missing",
  405: "nowhere", 410: "nowhere", 501: "nowhere",
  409: "conflict", 412: "conflict",
};

/** @param {Reply} reply @returns {Meaning} */
export const meaningOf = ({ status }) => (status >= 200 && status < 300 ? "done" : MEANINGS[status] ?? "later");

/** What the learner is told while it is tried again. A response that makes no sense here, such as a login page, counts as
 * none.
 * @param {Meaning} meaning @returns {Meaning} */
export const toldOf = (meaning) => (meaning === "over" || meaning === "silent" ? meaning : "later");

/** The statements that a response names by their ids: of a batch that was known in part, these may be only the new ones
 * (Ralph). Empty if it is not a response of an LRS.
 * @param {Reply} reply @param {Json[]} sent */
export const namedOf = ({ status, json }, sent) =>
  status === 204 ? sent : status === 200 && Array.isArray(json) ? sent.filter(({ id }) => json.includes(id)) : [];

/** @typedef {"taken" | "partly" | "spoilt" | "refused" | "known" | "repeated" | "later"} Fate of a batch; `spoilt`:
 * one statement is wrong; `known`: the LRS has one of them; `repeated`: the LMS may have it already */

/** The fate of a batch.
 * @param {Reply} reply @param {Json[]} sent @param {(statement: Json) => boolean} [isOnce] whether an LMS accepts it
 * only once and then answers 403 (CATAPULT, if the response to the first was lost) @returns {Fate} */
export function fateOf(reply, sent, isOnce) {
  const meaning = meaningOf(reply);
  const named = namedOf(reply, sent).length;
  if (meaning === "done") return named === sent.length ? "taken" : named ? "partly" : "later";
  const isRepeated = reply.status === 403 && !!isOnce && sent.some(isOnce);
  if (meaning === "conflict") return "known";
  if (!isRepeated && meaning !== "refused") return "later";
  return sent.length > 1 ? "spoilt" : isRepeated ? "repeated" : "refused";
}

/** The fate of a statement that an LRS claims to have (409) but does not return when asked for it. If it says that there
 * is no such statement, it has rejected it; if asking is not allowed, its claim is believed.
 * @param {Reply} reply @returns {"refused" | "later" | "taken"} */
export function fateOfClaimed(reply) {
  const meaning = meaningOf(reply);
  if (meaning === "missing") return "refused";
  return ["silent", "later", "conflict"].includes(meaning) ? "later" : "taken";
}
