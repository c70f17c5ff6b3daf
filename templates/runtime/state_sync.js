/** Keeps the document of the State resource of a learning record store. */

import { createCourier, sizeOf } from "./delivery.js";
import { meaningOf, NOBODY } from "./reply.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./reply.js").Reply} Reply */
/** @typedef {import("./reply.js").Meaning} Meaning */

/** Where tags cannot be read, there is nothing to match. @type {Record<string, string>} */
const NO_CONDITION = {};

/** The entity tag of a document, which is the SHA-1 of its bytes (xAPI 1.0.3 Communication, 3.1): neither ADL_LRS nor CATAPULT
 * sends it with the answer to a PUT. Empty where a page without TLS has no digests.
 * @param {string} text */
async function tagOf(text) {
  if (!crypto.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return `"${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
}

/** Keeps a document in the State resource (xAPI 1.0.3 Communication, 2.3 and 3.1).
 * @param {ReturnType<typeof import("./delivery.js").createClient>} client
 * @param {{query: Record<string, string>, read: () => import("./types.js").LearningRecord, isOver: () => boolean,
 *   adopt: (theirs: Json | null) => void, tell: (meaning: Meaning) => void}} parts
 *   `adopt` takes over what another device has stored, if any; what `read` gives then holds both; after `isOver` nothing is
 *   asked any more */
export function createStateSync(client, { query, read, isOver, adopt, tell }) {
  const resource = "activities/state";
  /** undefined: what is there must be read before it is written. @type {Record<string, string> | undefined} */
  let condition;
  let isNowhere = false;
  /** Whether this LRS tags documents by what they hold, as it should. */
  let isTagged = true;
  /** What is there, or was refused. */
  let there = "";
  const isThere = () => isOver() || isNowhere || JSON.stringify(read()) === there;

  /** @param {string} text what is there @param {string} etag of the answer; empty: it is not told */
  async function conditionOf(text, etag) {
    const tag = etag || (isTagged ? await tagOf(text) : "");
    return tag ? { "If-Match": tag } : undefined;
  }

  /** @returns {Promise<Reply | null>} null when it is known what is there */
  async function load() {
    const got = await client.send("GET", resource, query);
    const { status, json, etag } = got;
    const meaning = meaningOf(got);
    const isFound = status === 200 && json?.format === 1;
    isNowhere = meaning === "nowhere" || meaning === "refused";
    if (meaning === "missing") condition = { "If-None-Match": "*" };
    else if (isFound) {
      const text = JSON.stringify(json);
      // what was written last is there, and its tag was not taken for it
      isTagged = etag ? etag === await tagOf(text) : isTagged && (!there || text !== there);
      condition = await conditionOf(text, etag) ?? NO_CONDITION;
      there = text;
    } else if (!isNowhere) return status === 200 ? NOBODY : got;
    adopt(isFound ? json : null);
    return null;
  }

  async function save() {
    for (let tries = 0; tries < 4; tries += 1) {
      const wrong = condition || isThere() ? null : await load();
      if (wrong || isThere() || !read().state) return wrong;
      const whole = read();
      const text = JSON.stringify(whole);
      const got = await client.send("PUT", resource, query, whole, condition);
      const meaning = meaningOf(got);
      condition = meaning === "done" ? await conditionOf(text, got.etag) : undefined;
      isNowhere = meaning === "nowhere" || meaning === "missing";
      if (meaning === "refused") console.error("refused", got.status, got.json);
      if (meaning === "done" || meaning === "refused") {
        there = text;
        // so that the next one can be sent by a page that goes away
        return condition || meaning === "refused" ? null : load();
      }
      if (meaning !== "conflict" && !isNowhere) return got;
    }
    return NOBODY;
  }

  const courier = createCourier(save, tell);
  return {
    ...courier,
    /** Whether the LRS answers, and takes what this launch asks. */
    async isAlive() {
      const meaning = meaningOf(await client.send("GET", resource, query));
      return meaning === "done" || meaning === "missing" || meaning === "nowhere";
    },
    /** The page goes away. */
    leave() {
      const isFit = condition && !courier.isWaiting() && sizeOf(read()) < client.room();
      if (isFit && !isThere()) client.send("PUT", resource, query, read(), condition);
    },
  };
}
