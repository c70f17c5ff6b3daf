/** Carries to a learning record store what waits in the queue, and the document of the State resource: again and again,
 * until it is there. */

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Waiting} Waiting */
/** @typedef {(waiting: Waiting) => boolean} Choice */
/** @typedef {{status: number, json: any, etag: string, wait: number}} Reply `status` 0: nobody answered; `wait` in ms */

const VERSION = "1.0.3";
/** Milliseconds. */
const ANSWER_AT_MOST = 30_000;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 300_000;
/** When an answer that does not come is worth a word to the learner. */
const WORTH_A_WORD = 5_000;
const LEASE = 10_000;
const LEASE_CHECK = 100;
/** A clock that is off by less is not worth a word: `Date` counts in seconds. */
const SAME_TIME = 5_000;
/** Of bodies on their way that outlive the page: browsers take 64 KiB. */
const MOST_BYTES = 60_000;
/** The statement is at fault, and stays so. */
const REFUSALS = [400, 413, 422];
const CONFLICT = 409;
const MISSING = 404;
const UNMET = 412;
/** There is no State resource. */
const NOWHERE = [405, 501];
/** The launch is over. */
export const FORBIDDEN = [401, 403];

/** @param {number} delay milliseconds */
export const pauseFor = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

/** Where tags cannot be read, there is nothing to match. @type {Record<string, string>} */
const NO_CONDITION = {};
/** @type {Reply} */
export const NOBODY = { status: 0, json: undefined, etag: "", wait: 0 };

/** Milliseconds until the next try: twice as long each time, never all learners at once, never before the LRS said.
 * @param {number} failures @param {number} least */
export const delayAfter = (failures, least = 0) =>
  Math.max(least, Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures) * (0.5 + Math.random()));

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), in milliseconds.
 * @param {string | null} given */
function waitOf(given) {
  const wait = given && (/^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - Date.now());
  return Math.min(Math.max(0, Number(wait) || 0), 24 * 3_600_000);
}

/** Speaks to one LRS. @param {string} endpoint */
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
      // an answer that is not read holds its share of what may be on its way
      const text = await response.text();
      // of another origin `Date` may be hidden; the other one may lag by minutes
      const date = response.headers.get("Date") ?? response.headers.get("X-Experience-API-Consistent-Through");
      const ahead = Date.parse(date ?? "") - Date.now();
      // not by every second that an answer took: statements stay in their order
      if (Math.abs(ahead - offset) > SAME_TIME) offset = Math.abs(ahead) > SAME_TIME ? ahead : 0;
      let json;
      try {
        json = JSON.parse(text);
      } catch {
        // no answer of an LRS
      }
      const wait = waitOf(response.headers.get("Retry-After"));
      return { status: response.status, json, etag: response.headers.get("ETag") ?? "", wait };
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
    /** The time as the LRS has it. @param {number} [here] that of this browser */
    now: (here = Date.now()) => new Date(here + offset),
    /** Bytes that may still be sent by a page that goes away. */
    room: () => MOST_BYTES - bytes,
  };
}

/** One tab at a time: by a lock, or where the browser has none by a lease that runs out.
 * @param {string} name @param {() => Promise<void>} work */
export async function exclusively(name, work) {
  let begun = false;
  const once = () => {
    begun = true;
    return work();
  };
  try {
    if (navigator.locks) return await navigator.locks.request(name, once);
  } catch (error) {
    if (begun) throw error;
  }
  return underLease(name, once);
}

/** @param {string} name @param {() => Promise<void>} work */
async function underLease(name, work) {
  const me = String(Math.random());
  const hold = () => localStorage.setItem(name, `${Date.now() + LEASE} ${me}`);
  const held = () => (localStorage.getItem(name) ?? "").split(" ");
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let renewal;
  try {
    do {
      if (Date.now() > Number(held()[0])) hold();
      await pauseFor(LEASE_CHECK * (1 + Math.random()));
    } while (held()[1] !== me);
    renewal = setInterval(hold, LEASE / 3);
  } catch {
    // storage is denied: there is nothing that tabs share
  }
  try {
    await work();
  } finally {
    clearInterval(renewal);
    if (renewal) localStorage.removeItem(name);
  }
}

/** What both couriers do: run when there is something, one at a time, and try again later when it failed.
 * @param {() => Promise<Reply | null>} work null: all is done; else what went wrong
 * @param {(reply: Reply | null) => void} tell */
function createCourier(work, tell) {
  let failures = 0;
  let earliest = 0;
  /** What the LRS has asked for. */
  let forced = 0;
  let isWanted = false;
  /** The line came back while something was on its way by the old one. */
  let isBack = false;
  /** @type {Promise<void> | null} */
  let running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const isWaiting = () => Date.now() < earliest;

  /** What goes wrong here is tried again, too. */
  async function attempt() {
    const slow = setTimeout(tell, WORTH_A_WORD, NOBODY);
    try {
      return await work();
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
        const wrong = await attempt();
        failures = !wrong || isBack ? 0 : failures + 1;
        if (wrong) {
          const isOver = FORBIDDEN.includes(wrong.status) && !isBack;
          const delay = isOver ? LONGEST_DELAY : delayAfter(Math.max(0, failures - 1), wrong.wait);
          earliest = Date.now() + delay;
          forced = Date.now() + wrong.wait;
          timer = setTimeout(resume, delay);
        }
        isBack = false;
        tell(wrong);
      }
    } finally {
      running = null;
    }
  }

  /** A timer may come a moment early, and clocks are set: the wait is over when it says so. */
  function resume() {
    earliest = 0;
    return start();
  }

  /** @returns {Promise<void>} */
  async function start() {
    isWanted = true;
    if (isWaiting()) return;
    clearTimeout(timer);
    await (running ??= run());
  }

  return {
    start, isWaiting,
    /** The line is back: no more waiting, unless the LRS said how long. */
    retry() {
      earliest = forced;
      isBack = running !== null;
      return start();
    },
  };
}

/** @param {Reply} reply @param {Json[]} sent */
const isTaken = ({ status, json }, sent) =>
  status === 204 || (status === 200 && Array.isArray(json) && sent.every(({ id }) => json.includes(id)));

/** What an LRS names: of a batch that it knew in part, that may be what is new to it (Ralph).
 * @param {Reply} reply @param {Waiting[]} batch */
const namedOf = ({ status, json }, batch) =>
  status === 200 && Array.isArray(json) ? batch.filter(({ statement }) => json.includes(statement.id)) : [];

/** @param {unknown} content */
const sizeOf = (content) => new TextEncoder().encode(JSON.stringify(content)).length;

/** Sends statements in order; nothing is given up but what the LRS refuses by itself.
 * @param {string} place what the queue is of @param {ReturnType<typeof import("./queue.js").createQueue>} queue
 * @param {ReturnType<typeof createClient>} client
 * @param {{prepare: (waiting: Waiting) => Json | null, only: () => Choice | undefined, taken: (batch: Waiting[]) => void,
 *   refused: (waiting: Waiting, reply: Reply) => void, tell: (reply: Reply | null) => void}} parts `prepare` gives what
 *   is sent, or null for what is not sent any more; `only` chooses when not everything may be sent; `taken` hears of what
 *   the LRS has, one by one or together */
export function createDelivery(place, queue, client, { prepare, only, taken, refused, tell }) {
  /** Keys of what is on its way. @type {Set<string>} */
  const under = new Set();

  /** @param {Waiting[]} batch @returns {Promise<Reply | null>} */
  async function post(batch) {
    const sent = batch.map(prepare).filter((one) => one !== null);
    for (const { key } of batch) under.add(key);
    const got = sent.length ? await client.send("POST", "statements", {}, sent) : null;
    for (const { key } of batch) under.delete(key);
    const [first, second] = batch;
    const isRefused = got && REFUSALS.includes(got.status);
    if (!got || isTaken(got, sent) || (!second && (isRefused || got.status === CONFLICT))) {
      if (first && isRefused) refused(first, got);
      else taken(batch);
      await queue.remove(batch, isRefused ? JSON.stringify([got.status, got.json]).slice(0, 1_000) : "");
      return null;
    }
    const named = namedOf(got, batch);
    if (named.length) {
      // the rest is asked after at once
      await queue.remove(named);
      taken(named);
      return null;
    }
    if (!isRefused && got.status !== CONFLICT) return got;
    // one of them spoils the batch
    for (const one of batch) {
      const wrong = await post([one]);
      if (wrong) return wrong;
    }
    return null;
  }

  const courier = createCourier(async () => {
    /** @type {Reply | null} */
    let wrong = null;
    await exclusively("courseware-delivery:" + place, async () => {
      for (let batch; !wrong && (batch = await queue.next(only())).length;) wrong = await post(batch);
    });
    return wrong;
  }, tell);

  return {
    ...courier,
    /** The page goes away: what this tab has and can still send, without waiting for an answer. */
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

/** Keeps a document in the State resource (xAPI 1.0.3 Communication, 2.3 and 3.1).
 * @param {ReturnType<typeof createClient>} client
 * @param {{query: Record<string, string>, read: () => import("./types.js").LearningRecord,
 *   adopt: (theirs: Json | null) => void, tell: (reply: Reply | null) => void}} parts
 *   `adopt` takes over what another device has stored, if any; what `read` gives then holds both */
export function createStateSync(client, { query, read, adopt, tell }) {
  const resource = "activities/state";
  /** undefined: what is there must be read before it is written. @type {Record<string, string> | undefined} */
  let condition;
  let isNowhere = false;
  /** What is there. */
  let there = "";
  const isThere = () => isNowhere || JSON.stringify(read()) === there;

  /** @returns {Promise<Reply | null>} null when it is known what is there */
  async function load() {
    const got = await client.send("GET", resource, query);
    const { status, json, etag } = got;
    const isFound = status === 200 && json?.format === 1;
    isNowhere = NOWHERE.includes(status);
    if (status === MISSING) condition = { "If-None-Match": "*" };
    else if (isFound) {
      condition = etag ? { "If-Match": etag } : NO_CONDITION;
      there = JSON.stringify(json);
    } else if (!isNowhere) return status === 200 ? NOBODY : got;
    adopt(isFound ? json : null);
    return null;
  }

  async function save() {
    for (let tries = 0; tries < 4; tries += 1) {
      const wrong = condition || isThere() ? null : await load();
      if (wrong || isThere() || !read().state) return wrong;
      const whole = read();
      const got = await client.send("PUT", resource, query, whole, condition);
      const { status, etag } = got;
      const isStored = status >= 200 && status < 300;
      condition = isStored && etag ? { "If-Match": etag } : undefined;
      isNowhere = [...NOWHERE, MISSING].includes(status);
      if (isStored) {
        there = JSON.stringify(whole);
        // so that the next one can be sent by a page that goes away
        return condition ? null : load();
      }
      if (status !== UNMET && status !== CONFLICT && !isNowhere) return got;
    }
    return NOBODY;
  }

  const courier = createCourier(save, tell);
  return {
    ...courier,
    /** The page goes away. */
    leave() {
      const isFit = condition && !courier.isWaiting() && sizeOf(read()) < client.room();
      if (isFit && !isThere()) client.send("PUT", resource, query, read(), condition);
    },
  };
}
