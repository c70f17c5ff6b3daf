/** SCORM 1.2 as Moodle 4.5.6 was seen to play it: it takes long texts, sends with a commit only what has another value than
 * it sent before, takes a value for sent before it sends it, and says "true" when nobody was reached (a beacon is tried).
 * Who logs in is led to the address that was last asked for since the session ended, be it by a HEAD of a page that was
 * open or by a commit, whose address shows nothing that is meant for people; of the player, which is a form's answer, the
 * address alone leads nowhere (404). */

import { strictApi } from "./strict_scorm12.js";

/** Where commits go. */
const DATA = "https://lms.example/data";

/** @param {Record<string, string>} [server] what an earlier launch left there */
export function moodle(server = {}) {
  // seen: the count of interactions is of those that are there, and a gap makes it lower than the highest index
  const host = strictApi({ elements: server, words: 64_000, room: 64_000 });
  const stored = { ...server };
  /** @type {Record<string, string>} */
  const sent = { ...server };
  // "anew": somebody has logged in again, and this page is of the session before
  let line = /** @type {"well" | "down" | "expired" | "anew" | "broken"} */ ("well");
  /** What each commit carried. @type {Record<string, string>[]} */
  const commits = [];
  /** Addresses that were asked for, and where a log-in would lead. @type {string[]} */
  const asked = [];
  let wanted = "";

  function send() {
    const changes = Object.fromEntries(Object.entries(host.values).filter(([name, value]) => sent[name] !== value));
    Object.assign(sent, changes);
    commits.push(changes);
    if (line === "expired") wanted = DATA;
    if (line === "well") Object.assign(stored, changes);
    return line === "well" || line === "down" ? "true" : "false";
  }

  /** @type {Record<string, (...values: string[]) => unknown>} */
  const API = { ...host.API };
  for (const name of ["LMSCommit", "LMSFinish"]) {
    API[name] = (...given) => {
      host.API[name]?.(...given);
      return send();
    };
  }
  return {
    API, stored, commits, asked, refused: host.refused,
    /** @param {typeof line} now */
    become: (now) => (line = now),
    /** The page's own site. */
    fetch: async (/** @type {string} */ address) => {
      asked.push(address);
      if (line === "down") throw new TypeError("Failed to fetch");
      if (line === "expired") wanted = address;
      // seen: the page of a session that has ended leads to the log-in
      return { status: line === "broken" ? 503 : 200, redirected: line === "expired" };
    },
    get wanted() { return wanted; },
    /** Rows of the report: id and response by place. */
    get report() {
      /** @type {string[]} */
      const rows = [];
      for (const [name, id] of Object.entries(stored)) {
        const [, place] = /^cmi\.interactions\.(\d+)\.id$/.exec(name) ?? [];
        if (place) rows[Number(place)] = `${id}: ${stored[name.replace(".id", ".student_response")] ?? ""}`;
      }
      return rows;
    },
  };
}
