/** What the versions of SCORM have in common: finding the LMS's API, calling it safely, keeping the state in it. */

/** @typedef {import("./types.js").Start} Start */
/** @typedef {Record<string, (...values: string[]) => unknown>} Api */

/** A frame deeper than this is a loop. */
const MOST_FRAMES = 100;
/** Milliseconds between two looks for an API; how many looks the page waits for; how many follow while it works. */
const LOOK = 500;
const TRIES = 6;
const TRIES_LATE = 30;
/** What hosts take as suspend_data: Moodle's limit, that of SCORM 1.2, and that in bytes of three a character. */
const CERTAIN = 4_096;
const ROOMS = [64_000, CERTAIN, 1_365];

/** A window and its parents, to the top.
 * @param {Window} win */
function lineOf(win) {
  const line = [win];
  for (const { parent } of line) if (parent && !line.includes(parent) && line.length < MOST_FRAMES) line.push(parent);
  return line;
}

/** The API of the nearest window that has one: this one, its parents, then openers and their parents.
 * @param {Window} win @param {string} name of the object @param {string[]} firsts functions of which it has one
 * @returns {Api | null} */
function findApi(win, name, firsts) {
  const line = lineOf(win);
  for (const frame of [...line, ...line.flatMap(({ opener }) => (opener ? lineOf(opener) : []))]) {
    try {
      const api = /** @type {Record<string, any>} */ (/** @type {unknown} */ (frame))[name];
      if (firsts.some((first) => api?.[first])) return api;
    } catch {
      // another site's frame refuses access
    }
  }
  return null;
}

/** One sitting with an LMS. `prefix` stands before the names of functions; `status` is an element that every LMS has a
 * value for, `time` that of this sitting's length.
 * @param {{api: string, prefix: string, status: string, mode: string, learner: string, name: string, time: string}} names
 * @param {Window} win */
export function createScorm({ api: object, prefix, status, mode, learner, name, time }, win) {
  /** @type {Api | null} */
  let api = null;
  let room = 0;
  let started = 0;
  /** What the host has taken. @type {Map<string, string>} */
  const written = new Map();

  /** Some hosts give the object of SCORM 2004 the names of 1.2.
   * @param {string} act */
  const namesOf = (act) => [prefix + act, `LMS${act}`];

  /** @param {string} act @param {string[]} values @returns {unknown} false when the API throws */
  function call(act, ...values) {
    try {
      return api?.[namesOf(act).find((one) => api?.[one]) ?? ""]?.(...values);
    } catch (error) {
      console.error(act, values[0], error);
      return false;
    }
  }

  const lastError = () => `${call("GetLastError")}`;

  /** True comes as a string, a boolean or, from some hosts, not at all.
   * @param {unknown} result */
  function isTrue(result) {
    return /^(true|1)$/i.test(`${result}`) || ((result ?? "") === "" && lastError() === "0");
  }

  /** @param {string} element @returns {string} */
  const get = (element) => `${call("GetValue", element) || ""}`;

  /** @param {string} element @param {string} value */
  function set(element, value) {
    const taken = written.get(element) === value || isTrue(call("SetValue", element, value));
    if (taken) written.set(element, value);
    return taken;
  }

  /** Some hosts take a long text and keep its beginning.
   * @param {string} text */
  function wasCut(text) {
    const held = text.length > CERTAIN ? get("cmi.suspend_data") : "";
    return held !== "" && held.length < text.length;
  }

  /** @returns {Start | null} null: there is no API, or it does not begin */
  function begin() {
    api = findApi(win, object, namesOf("Initialize"));
    if (!api) return null;
    const begun = isTrue(call("Initialize", ""));
    const state = call("GetValue", "cmi.suspend_data");
    const known = !!get(status);
    // what cannot be read now is not empty: it would be written over
    if (state === false || !(begun || known) || (begun !== known && lastError() !== "0")) return null;
    started = Date.now();
    const given = get(mode);
    const count = parseInt(get("cmi.interactions._count"), 10);
    return {
      mode: given === "review" || given === "browse" ? given : "normal",
      state: `${state ?? ""}`,
      learner: get(learner),
      // most LMSs give the family name first
      name: get(name).replace(/^([^,]+), *([^,]+)$/, "$2 $1"),
      records: isNaN(count) ? null : count,
    };
  }

  /** Until an API is there, every now and then.
   * @param {() => Start | null} connect @param {number} tries @param {(start: Start) => void} found
   * @param {() => void} [giveUp] */
  function look(connect, tries, found, giveUp) {
    setTimeout(() => {
      const start = connect();
      if (start) found(start);
      else if (tries > 1) look(connect, tries - 1, found, giveUp);
      else giveUp?.();
    }, LOOK);
  }

  return {
    call, get, set, isTrue, lastError, begin,
    /** @param {(seconds: number) => string} format of the sitting's length */
    commit(format) {
      set(time, format((Date.now() - started) / 1000));
      return isTrue(call("Commit", ""));
    },

    /** @param {() => Start | null} connect @param {(start: Start) => void} late
     * @returns {Start | null | Promise<Start | null>} */
    start(connect, late) {
      const start = connect();
      if (start) return start;
      const lookOn = () => look(connect, TRIES_LATE, late);
      if (win.parent === win && !win.opener) {
        lookOn();
        return null;
      }
      return new Promise((resolve) => look(connect, TRIES, resolve, () => {
        resolve(null);
        lookOn();
      }));
    },

    /** The state in as many characters as the host takes.
     * @param {import("./types.js").Fit} fit */
    store(fit) {
      let stored = false;
      let tried = "";
      for (let place = room; place < ROOMS.length && !stored; place += 1) {
        const text = fit(/** @type {number} */ (ROOMS[place]));
        stored = text !== tried && set("cmi.suspend_data", text) && !wasCut(text);
        if (stored) room = place;
        tried = text;
      }
      return stored;
    },
  };
}
