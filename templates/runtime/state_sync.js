/** Stores the document of the State resource of a learning record store. */

import { createCourier, sizeOf } from "./delivery.js";
import { meaningOf, NOBODY } from "./reply.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./reply.js").Reply} Reply */
/** @typedef {import("./reply.js").Meaning} Meaning */

/** If tags cannot be read, there is nothing to match. @type {Record<string, string>} */
const NO_CONDITION = {};

/** The entity tag of a document, which is the SHA-1 of its bytes (xAPI 1.0.3 Communication, 3.1), because neither ADL_LRS
 * nor CATAPULT sends it in the response to a PUT. Empty on a page without TLS, where there are no digests.
 * @param {string} text */
async function tagOf(text) {
  if (!crypto.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return `"${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
}

/** Keeps a document in the State resource (xAPI 1.0.3 Communication, 2.3 and 3.1).
 * @param {ReturnType<typeof import("./delivery.js").createClient>} client
 * @param {{query: Record<string, string>, read: () => import("./types.js").LearningRecord, isOver: () => boolean, adopt:
 *   (theirs: Json | null) => void, tell: (meaning: Meaning) => void}} parts `adopt` takes over what another device has
 *   stored, if anything; then `read` returns both; once `isOver`, no more requests are sent */
export function createStateSync(client, { query, read, isOver, adopt, tell }) {
  const resource = "activities/state";
  /** undefined: the stored document must be read before it is written. @type {Record<string, string> | undefined} */
  let condition;
  let isNowhere = false;
  /** Whether this LRS derives tags from the content of documents, as it should. */
  let isTagged = true;
  /** The document that is stored, or was rejected. */
  let there = "";
  const isThere = () => isOver() || isNowhere || JSON.stringify(read()) === there;

  /** @param {string} text the stored document @param {string} etag of the response; empty: it has none */
  async function conditionOf(text, etag) {
    const tag = etag || (isTagged ? await tagOf(text) : "");
    return tag ? { "If-Match": tag } : undefined;
  }

  /** @returns {Promise<Reply | null>} null if it is known what is stored */
  async function load() {
    const got = await client.send("GET", resource, query);
    const { status, json, etag } = got;
    const meaning = meaningOf(got);
    const isFound = status === 200 && json?.format === 1;
    isNowhere = meaning === "nowhere" || meaning === "refused";
    if (meaning === "missing") condition = { "If-None-Match": "*" };
    else if (isFound) {
      const text = JSON.stringify(json);
      // what was written last is stored, but its tag did not match
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
        // so that a page that is being unloaded can send the next one
        return condition || meaning === "refused" ? null : load();
      }
      if (meaning !== "conflict" && !isNowhere) return got;
    }
    return NOBODY;
  }

  const courier = createCourier(save, tell);
  return {
    ...courier,
    /** Whether the LRS responds and accepts this launch's requests. */
    async isAlive() {
      const meaning = meaningOf(await client.send("GET", resource, query));
      return meaning === "done" || meaning === "missing" || meaning === "nowhere";
    },
    /** The page is being unloaded. */
    leave() {
      const isFit = condition && !courier.isWaiting() && sizeOf(read()) < client.room();
      if (isFit && !isThere()) client.send("PUT", resource, query, read(), condition);
    },
  };
}
