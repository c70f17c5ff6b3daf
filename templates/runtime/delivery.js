/** Carries to a learning record store what waits in the queue, and the document of the State resource: again and again,
 * until it is there. */

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Waiting} Waiting */
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

/** @type {Reply} */
const NOBODY = { status: 0, json: undefined, etag: "", wait: 0 };

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
      const init = body ? { body, keepalive } : {};
      const response = await fetch(url, { method, headers, signal: stop.signal, cache: "no-store", ...init });
      // an answer that is not read holds its share of what may be on its way
      const text = await response.text();
      const date = response.headers.get("X-Experience-API-Consistent-Through") ?? response.headers.get("Date");
      const ahead = Date.parse(date ?? "") - Date.now();
      if (date) offset = Math.abs(ahead) > SAME_TIME ? ahead : 0;
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
      const all = { Authorization: authorization, "X-Experience-API-Version": VERSION, ...headers };
      const typed = content ? { "Content-Type": "application/json", ...all } : all;
      return ask(method, endpoint + resource + (search && `?${search}`), typed, content ? JSON.stringify(content) : "");
    },
    /** @param {string} given */
    authorize: (given) => { authorization = given; },
    /** The time as the LRS has it. */
    now: () => new Date(Date.now() + offset),
    /** Bytes that may still be sent by a page that goes away. */
    get room() { return MOST_BYTES - bytes; },
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
export function createCourier(work, tell) {
  let failures = 0;
  let earliest = 0;
  /** What the LRS has asked for. */
  let forced = 0;
  let isWanted = false;
  /** @type {Promise<void> | null} */
  let running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function run() {
    while (isWanted) {
      isWanted = false;
      const slow = setTimeout(tell, WORTH_A_WORD, NOBODY);
      const trouble = await work();
      clearTimeout(slow);
      if (trouble) {
        failures += 1;
        const isShut = FORBIDDEN.includes(trouble.status);
        const delay = isShut ? LONGEST_DELAY : delayAfter(failures - 1, trouble.wait);
        earliest = Date.now() + delay;
        forced = Date.now() + trouble.wait;
        timer = setTimeout(start, delay);
      } else {
        failures = 0;
        earliest = 0;
      }
      tell(trouble);
      if (trouble) break;
    }
    running = null;
  }

  /** @returns {Promise<void>} */
  function start() {
    isWanted = true;
    if (Date.now() < earliest) return Promise.resolve();
    clearTimeout(timer);
    running ??= run();
    return running;
  }

  return {
    start,
    /** The line is back: no more waiting, unless the LRS said how long. */
    retry() {
      earliest = forced;
      return start();
    },
    get isWaiting() { return Date.now() < earliest; },
  };
}

/** @param {Reply} reply @param {Json[]} sent */
const isTaken = ({ status, json }, sent) =>
  status === 204 || (status === 200 && Array.isArray(json) && sent.every(({ id }) => json.includes(id)));

/** Sends statements in order; nothing is given up but what the LRS refuses by itself.
 * @param {{name: string, queue: ReturnType<typeof import("./queue.js").createQueue>,
 *   client: ReturnType<typeof createClient>, prepare: (record: Waiting) => Json | null,
 *   only: () => string | undefined, refused: (record: Waiting, reply: Reply) => void,
 *   tell: (reply: Reply | null) => void}} parts `prepare` gives what is sent, or null for what is not sent any more;
 *   `only` names a sitting when nothing else may be sent */
export function createDelivery({ name, queue, client, prepare, only, refused, tell }) {
  /** Keys of what is on its way. @type {Set<string>} */
  const under = new Set();

  /** @param {Waiting[]} records @returns {Promise<Reply | null>} */
  async function post(records) {
    const statements = records.map(prepare).filter((statement) => statement !== null);
    for (const { key } of records) under.add(key);
    const reply = statements.length ? await client.send("POST", "statements", {}, statements) : null;
    for (const { key } of records) under.delete(key);
    const isOne = records.length === 1;
    if (!reply || isTaken(reply, statements) || (isOne && reply.status === CONFLICT)) {
      await queue.remove(records);
      return null;
    }
    if (![...REFUSALS, CONFLICT].includes(reply.status)) return reply;
    if (isOne) {
      refused(/** @type {Waiting} */ (records[0]), reply);
      await queue.remove(records, `${reply.status} ${JSON.stringify(reply.json ?? "")}`.slice(0, 1_000));
      return null;
    }
    // one of them spoils the batch
    for (const record of records) {
      const trouble = await post([record]);
      if (trouble) return trouble;
    }
    return null;
  }

  /** @type {Reply | null} */
  let trouble = null;
  const courier = createCourier(async () => {
    await exclusively(`courseware-delivery:${name}`, async () => {
      trouble = null;
      for (let records = await queue.next(only()); records.length; records = trouble ? [] : await queue.next(only())) {
        trouble = await post(records);
      }
    });
    return trouble;
  }, tell);

  return {
    ...courier,
    /** The page goes away: what this tab has and can still send, without waiting for an answer. */
    leave() {
      if (courier.isWaiting) return;
      let room = client.room;
      const last = queue.mine.filter(({ key }) => !under.has(key)).map(prepare).filter((statement) =>
        statement !== null && (room -= new TextEncoder().encode(JSON.stringify(statement)).length + 2) > 0);
      if (last.length) client.send("POST", "statements", {}, /** @type {Json[]} */ (last));
    },
  };
}

/** Keeps a document in the State resource (xAPI 1.0.3 Communication, 2.3 and 3.1).
 * @param {{client: ReturnType<typeof createClient>, query: Record<string, string>, read: () => Json,
 *   adopt: (theirs: Json) => void, tell: (reply: Reply | null) => void}} parts
 *   `adopt` takes over what another device has stored; what `read` gives then holds both */
export function createStateSync({ client, query, read, adopt, tell }) {
  /** undefined: what is stored must be read before it is written. @type {Record<string, string> | undefined} */
  let condition;
  let isNowhere = false;
  let stored = "";

  /** @returns {Promise<Reply | null>} null when it is known what is stored */
  async function load() {
    const reply = await client.send("GET", "activities/state", query);
    const { status, json, etag } = reply;
    isNowhere = NOWHERE.includes(status);
    if (isNowhere) return null;
    if (status === MISSING) condition = { "If-None-Match": "*" };
    else if (status === 200 && json?.format === 1) {
      /** @type {Record<string, string>} */
      const match = etag ? { "If-Match": etag } : {};
      condition = match;
      stored = JSON.stringify(json);
      adopt(json);
    } else return status === 200 ? { ...reply, status: 0 } : reply;
    return null;
  }

  async function save() {
    for (let tries = 0; tries < 4 && !isNowhere; tries += 1) {
      if (JSON.stringify(read()) === stored) return null;
      const trouble = condition ? null : await load();
      if (trouble) return trouble;
      const document = read();
      const text = JSON.stringify(document);
      if (isNowhere || text === stored || !document.state) return null;
      const reply = await client.send("PUT", "activities/state", query, document, condition ?? {});
      const { status, etag } = reply;
      isNowhere = NOWHERE.includes(status) || status === MISSING;
      condition = etag ? { "If-Match": etag } : undefined;
      if (status >= 200 && status < 300) {
        stored = text;
        // so that the next one can be sent by a page that goes away
        return condition ? null : load();
      }
      condition = undefined;
      if (status !== UNMET && status !== CONFLICT && !isNowhere) return reply;
    }
    return isNowhere ? null : NOBODY;
  }

  const courier = createCourier(save, tell);
  return {
    ...courier,
    /** The page goes away. */
    leave() {
      const document = read();
      const size = new TextEncoder().encode(JSON.stringify(document)).length;
      if (courier.isWaiting || isNowhere || !condition || size > client.room || JSON.stringify(document) === stored) return;
      client.send("PUT", "activities/state", query, document, condition);
    },
  };
}
