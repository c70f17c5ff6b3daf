/** Delivers what waits in the queue to a learning record store, and retries until it has arrived. */

import { exclusively } from "./exclusively.js";
import { fateOf, fateOfClaimed, meaningOf, namedOf, NOBODY, toldOf } from "./reply.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Waiting} Waiting */
/** @typedef {import("./reply.js").Reply} Reply */
/** @typedef {import("./reply.js").Meaning} Meaning */
/** @typedef {(waiting: Waiting) => boolean} Choice */

const VERSION = "1.0.3";
/** Milliseconds until a request is given up. */
const ANSWER_AT_MOST = 30_000;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 300_000;
/** Milliseconds after which the learner is told that an answer is late. */
export const WORTH_A_WORD = 5_000;
/** A clock difference below this is ignored, because `Date` has a resolution of seconds. */
const SAME_TIME = 5_000;
/** The most bytes in requests that outlive the page: browsers allow 64 KiB. */
const MOST_BYTES = 60_000;
/** Number of statements that even a slow LRS accepts before anybody gives up on the batch. */
const FEW = 5;
/** Milliseconds: an LRS that takes longer is slow, and may take much longer for the next batch. */
const SLOW = 2_000;
/** How many of the newest statements are searched for those of a batch. */
const MOST_KNOWN = "100";

/** Milliseconds until the next attempt: twice as long each time, different for each learner, and never before the time
 * that the LRS has set.
 * @param {number} failures @param {number} least */
export const delayAfter = (failures, least = 0) =>
  Math.max(least, Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures) * (0.5 + Math.random()));

/** `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), in milliseconds. @param {string | null} given */
function waitOf(given) {
  const wait = given && (/^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - Date.now());
  return Math.min(Math.max(0, Number(wait) || 0), 24 * 3_600_000);
}

/** @param {string} auth with or without its scheme; a "+" may have become a space */
export function authorizationOf(auth) {
  const [, scheme = "Basic", token = ""] = /^(?:(Basic|Bearer) )?(.*)$/i.exec(auth) ?? [];
  return scheme + " " + token.replace(/ /g, "+");
}

/** A client for one LRS. @param {string} endpoint */
export function createClient(endpoint) {
  let authorization = "";
  let offset = 0;
  let bytes = 0;

  /** @param {string} method @param {string} url @param {Record<string, string>} headers @param {string} body
   * @returns {Promise<Reply>} */
  async function ask(method, url, headers, body) {
    const size = new TextEncoder().encode(body).length;
    const keepalive = size > 0 && bytes + size < MOST_BYTES;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ANSWER_AT_MOST);
    if (keepalive) bytes += size;
    try {
      const response = await fetch(url, { method, headers, body: body || null, keepalive, signal: stop.signal, cache: "no-store" });
      // a response that is not read still counts towards the limit on pending requests
      const text = await response.text();
      // for another origin, `Date` may be hidden; the second header may lag by minutes
      const date = response.headers.get("Date") ?? response.headers.get("X-Experience-API-Consistent-Through");
      const ahead = Date.parse(date ?? "") - Date.now();
      // not adjusted by the duration of each response, so that statements stay in order
      if (Math.abs(ahead - offset) > SAME_TIME) offset = Math.abs(ahead) > SAME_TIME ? ahead : 0;
      let json;
      try {
        json = JSON.parse(text);
      } catch {
        // not an answer of an LRS
      }
      const wait = waitOf(response.headers.get("Retry-After"));
      return { status: response.status, json, etag: (response.headers.get("ETag") ?? "").replace(/^W\//, ""), wait };
    } catch {
      return NOBODY;
    } finally {
      clearTimeout(timer);
      if (keepalive) bytes -= size;
    }
  }

  return {
    ask,
    /** @param {string} method @param {string} resource @param {Record<string, string>} query @param {Json} [content]
     * @param {Record<string, string>} [headers] */
    send(method, resource, query, content, headers = {}) {
      const search = String(new URLSearchParams(query));
      const all = {
        ...(authorization && { Authorization: authorization }), "X-Experience-API-Version": VERSION,
        ...(content && { "Content-Type": "application/json" }), ...headers,
      };
      return ask(method, endpoint + resource + (search && "?" + search), all, content ? JSON.stringify(content) : "");
    },
    /** @param {string} given */
    authorize: (given) => { authorization = given; },
    /** The current time of the LRS. @param {number} [here] the browser's */
    now: (here = Date.now()) => new Date(here + offset),
    /** How many bytes can still be sent by a page that is being unloaded. */
    room: () => MOST_BYTES - bytes,
  };
}

/** What both couriers have in common: they run one at a time when there is work, and retry later if it failed.
 * @param {(watch: () => void) => Promise<Reply | null>} work null: all is done; otherwise what went wrong; it calls
 * `watch` whenever it has made progress @param {(meaning: Meaning) => void} tell */
export function createCourier(work, tell) {
  let failures = 0;
  let earliest = 0;
  /** Milliseconds that the LRS has asked to wait. */
  let forced = 0;
  let isWanted = false;
  let isDone = true;
  let isBusy = false;
  /** The connection came back while a request was still pending on the old one. */
  let isBack = false;
  /** @type {Promise<void> | null} */
  let running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let slow;
  const isWaiting = () => Date.now() < earliest;

  /** Tells the learner if a response is late, but not if a long queue makes progress. */
  function watch() {
    clearTimeout(slow);
    slow = setTimeout(tell, WORTH_A_WORD, "slow");
  }

  /** Errors in here lead to another attempt, too. */
  async function attempt() {
    watch();
    try {
      return await work(watch);
    } catch (error) {
      console.error(error);
      return NOBODY;
    } finally {
      clearTimeout(slow);
    }
  }

  async function run() {
    try {
      while (isWanted && !isWaiting()) {
        isWanted = false;
        isBusy = true;
        const wrong = await attempt();
        isBusy = false;
        const meaning = wrong ? meaningOf(wrong) : "done";
        failures = !wrong || isBack ? 0 : failures + 1;
        if (wrong) {
          const isOver = meaning === "over" && !isBack;
          const delay = isOver ? LONGEST_DELAY : delayAfter(Math.max(0, failures - 1), wrong.wait);
          earliest = Date.now() + delay;
          forced = Date.now() + wrong.wait;
          timer = setTimeout(resume, delay);
        }
        isBack = false;
        isDone = !wrong && !isWanted;
        tell(wrong ? toldOf(meaning) : "done");
      }
    } finally {
      running = null;
    }
  }

  /** A timer may fire early, and clocks can be changed: the wait is over when this is called. */
  function resume() {
    earliest = 0;
    return start();
  }

  /** @returns {Promise<void>} */
  async function start() {
    isWanted = true;
    isDone = false;
    if (isWaiting()) return;
    clearTimeout(timer);
    await (running ??= run());
  }

  return {
    start, isWaiting,
    /** Whether there is nothing left to do. */
    isDone: () => isDone,
    /** Whether a request is pending. */
    isBusy: () => isBusy,
    /** The connection is back: retry at once, unless the LRS has set a time. */
    retry() {
      earliest = forced;
      isBack = running !== null;
      return start();
    },
  };
}

/** @param {unknown} content */
export const sizeOf = (content) => new TextEncoder().encode(JSON.stringify(content)).length;

/** Sends statements in order. None is ever dropped; those that the LRS rejects individually are set aside.
 * @param {string} place identifies what the queue belongs to
 * @param {ReturnType<typeof import("./queue.js").createQueue>} queue @param {ReturnType<typeof createClient>} client
 * @param {{prepare: (waiting: Waiting) => Json | null, only: () => Choice | undefined, isMore?: () => boolean, taken:
 *   (batch: Waiting[]) => void, refused: (waiting: Waiting, reply: Reply) => void, isOnce?: (statement: Json) =>
 *   boolean, isAlive?: () => Promise<boolean>, isCounted?: (statement: Json) => boolean, tell: (meaning: Meaning) =>
 *   void}} parts `prepare` returns what is sent, or null for what is no longer sent; `only` selects if not everything
 *   may be sent, and `isMore` says whether there is more when none of these is left; `taken` is called with what the LRS
 *   has; `isOnce` says whether an LMS accepts a statement only once, `isAlive` whether it accepts anything at all,
 *   `isCounted` whether it grades the learner by a statement */
export function createDelivery(
  place, queue, client, { prepare, only, isMore, taken, refused, isOnce, isAlive, isCounted = () => false, tell },
) {
  /** Keys of statements being sent. @type {Set<string>} */
  const under = new Set();
  /** The LRS was slow in the current session, or something failed. */
  let isDoubtful = false;
  /** The LRS was asked what it has and did not answer. */
  let isMute = false;

  /** @param {Waiting[]} some @returns {Promise<null>} */
  async function finish(some) {
    await queue.remove(some);
    taken(some);
    return null;
  }

  /** @param {Waiting[]} some @param {Reply} reply @returns {Promise<null>} */
  async function putAside(some, { status, json }) {
    await queue.remove(some, JSON.stringify([status, json]).slice(0, 1_000));
    return null;
  }

  /** Asks the LRS what it has of a batch: for a single statement, or for the newest of this learner.
   * @param {Json[]} sent @returns {Promise<{reply: Reply, responses: Map<string, string | undefined>}>} the
   * responses by statement id; none if it does not answer */
  async function held(sent) {
    const { id, actor, context: { registration } } = sent[0] ?? {};
    const newest = { agent: JSON.stringify(actor), ...(registration && { registration }), limit: MOST_KNOWN, format: "ids" };
    const isAlone = sent.length === 1;
    const reply = await client.send("GET", "statements", isAlone ? { statementId: id } : newest);
    const given = isAlone ? [reply.json] : reply.json?.statements;
    const statements = Array.isArray(given) ? given : [];
    return { reply, responses: new Map(statements.map((/** @type {Json} */ one) => [one?.id, one?.result?.response])) };
  }

  /** What is done for each fate of a batch; `isAsked`: the LRS has been asked what it has of it.
   * @type {Record<import("./reply.js").Fate, (batch: Waiting[], reply: Reply, sent: Json[], isAsked?: boolean) =>
   *   Promise<Reply | null>>} */
  const acts = {
    taken: finish,
    // the rest is sent again at once
    partly(batch, reply, sent) {
      const named = namedOf(reply, sent).map(({ id }) => id);
      return finish(batch.filter(({ statement }) => named.includes(statement.id)));
    },
    async spoilt(batch) {
      const half = batch.length >> 1;
      return await post(batch.slice(0, half), true) ?? post(batch.slice(half), true);
    },
    // It was sent before and the response was lost: one query costs less than two requests for each statement.
    async known(batch, reply, sent, isAsked) {
      const isAlone = batch.length === 1;
      if (isAsked && !isAlone) return acts.spoilt(batch, reply, sent);
      const asked = await held(sent);
      const found = batch.filter(({ statement }) => asked.responses.has(statement.id));
      const fate = fateOfClaimed(asked.reply);
      // Ask only once more: ADL_LRS can have a statement twice, and then always answers 500 when asked for that one.
      const isOnceMore = fate === "later" && !isMute;
      isMute = fate === "later";
      if (!found.length && isOnceMore) return asked.reply;
      if (!found.length) return acts[!isAlone ? "spoilt" : isMute ? "taken" : fate](batch, asked.reply, sent);
      const isSame = (/** @type {Waiting} */ { statement: { id, result } }) => asked.responses.get(id) === result?.response;
      // the LRS has something else under that id
      await acts.refused(found.filter((one) => !isSame(one)), reply, sent);
      return finish(found.filter(isSame));
    },
    refused(batch, reply) {
      for (const one of batch) refused(one, reply);
      return putAside(batch, reply);
    },
    async repeated(batch, reply) {
      if (!await isAlive?.()) return reply;
      taken(batch);
      return putAside(batch, reply);
    },
    later: async (_, reply) => reply,
  };

  /** @param {Waiting[]} batch @param {boolean} [isAsked] @returns {Promise<Reply | null>} */
  async function post(batch, isAsked) {
    const made = new Map(batch.map((one) => [one, prepare(one)]));
    const gone = batch.filter((one) => !made.get(one));
    if (gone.length) await queue.remove(gone);
    const live = batch.filter((one) => made.get(one));
    const sent = live.flatMap((one) => made.get(one) ?? []);
    if (!sent.length) return null;
    for (const { key } of live) under.add(key);
    const begun = Date.now();
    const reply = await client.send("POST", "statements", {}, sent);
    for (const { key } of live) under.delete(key);
    isDoubtful ||= meaningOf(reply) !== "done" || Date.now() - begun > SLOW;
    return acts[fateOf(reply, sent, isOnce)](live, reply, sent, isAsked);
  }

  /** Returns as many statements as can be sent together. One that is graded goes alone if the LRS was slow or something
   * failed, and never with many others: an LMS that gives up on a batch (CATAPULT, after ten seconds) grades none of it,
   * although the LRS has all of it.
   * @param {Waiting[]} some */
  function together(some) {
    const [first, ...rest] = some.map(({ statement }) => isCounted(statement));
    const end = rest.indexOf(!first) + 1;
    return end && (isDoubtful || some.length > FEW) ? some.slice(0, end) : some;
  }

  const courier = createCourier(async (watch) => {
    /** @type {Reply | null} */
    let wrong = null;
    await exclusively("courseware-delivery:" + place, async () => {
      do {
        const batch = together(await queue.next(only()));
        if (batch.length) wrong = await post(batch);
        else if (!isMore?.()) return;
        watch();
      } while (!wrong);
    });
    return wrong;
  }, tell);

  return {
    ...courier,
    /** The page is being unloaded: sends what this tab has and can still send, without waiting for a response. */
    leave() {
      if (courier.isWaiting()) return;
      const isChosen = only() ?? (() => true);
      let room = client.room();
      const last = queue.mine().filter((one) => !under.has(one.key) && isChosen(one)).map(prepare)
        .filter((one) => one && (room -= sizeOf(one) + 2) > 0);
      if (last.length) client.send("POST", "statements", {}, last);
    },
  };
}
