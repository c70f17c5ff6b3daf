/** What the versions of SCORM have in common: finding the LMS's API, calling it safely, and storing the state in it. */

import { createLine, RELAUNCH } from "./line.js";
import { after } from "./saver.js";

/** @typedef {import("./types.js").Start} Start */
/** @typedef {Record<string, (...values: string[]) => unknown> & {[BEGUN]?: boolean}} Api */

/** A nesting of frames deeper than this is a loop. */
const MOST_FRAMES = 100;
/** Milliseconds between two searches for an API; how many searches the page waits for; how many follow while it works. */
const LOOK = 500;
const TRIES = 6;
const TRIES_LATE = 30;
/** Lengths of suspend_data that hosts accept: Moodle's, that of SCORM 1.2, and the same in bytes with three per
 * character. */
const ROOMS = [64_000, 4_096, 1_365];
const STATE = "cmi.suspend_data";
/** At the end of a saved state, where the codec reserves space and ignores the content: the seconds of the current session, and
 * the total time of earlier ones as the LMS gives it. */
const SPENT = /\|([\d.]+) ([^|]+)\|\.$/;
/** Characters of an LMS's time. */
const TIME = 20;
/** Number of successive rejected commits after which only a new launch can help. */
const MANY = 3;
/** The mark on an API with which a session has begun. */
const BEGUN = "begun";

/** A window and its parents, up to the top. @param {Window} win */
function lineOf(win) {
  const line = [win];
  for (const { parent } of line) if (parent && !line.includes(parent) && line.length < MOST_FRAMES) line.push(parent);
  return line;
}

/** The API of the nearest window that has one: this one, its parents, then openers and their parents.
 * @param {Window} win @param {string} name of the object @param {string[]} firsts functions of which it has one
 * @returns {any} that window, or null */
function findApi(win, name, firsts) {
  const line = lineOf(win);
  for (const frame of [...line, ...line.flatMap(({ opener }) => (opener ? lineOf(opener) : []))]) {
    try {
      const api = /** @type {Record<string, any>} */ (/** @type {unknown} */ (frame))[name];
      if (firsts.some((first) => api?.[first])) return frame;
    } catch {
      // another site's frame denies access
    }
  }
  return null;
}

/** Handles a click on a link, or a submitted form, in a window above the course.
 * @param {any} event @param {any} leave called if it leads that window elsewhere */
function heed(event, leave) {
  const way = event.target.closest(event.type === "click" ? "a[href]:not([download])" : "form:not([method=dialog])");
  const [page, fragment] = /** @type {[string, string?]} */ (`${way?.href ?? way?.action}`.split("#"));
  const isOther = event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!isOther && /^http/.test(page) && /^(_[spt]|$)/i.test(way.target)
    && (fragment === undefined || page !== way.baseURI.split("#")[0])) leave();
}

/** A session with an LMS. `prefix` is that of the names of functions; `status` is an element for which every LMS has a
 * value, `time` is the element for the length of the current session, `total` that for all earlier sessions.
 * @param {{api: string, prefix: string, status: string, mode: string, learner: string, name: string, time: string,
 *   total: string}} names @param {Window} win @param {(told: [element: string, value: string][], written: Map<string,
 *   string>) => boolean} [renew] makes a host send again what it takes for sent; it removes from `written` what must be
 *   set once more */
export function createScorm({ api: object, prefix, status, mode, learner, name, time, total }, win, renew = () => true) {
  /** @type {Api | null} */
  let api = null;
  let room = 0;
  let started = 0;
  /** Seconds of earlier sessions that the LMS has not counted, because it never received their ends. */
  let uncounted = 0;
  let before = "";
  /** What the host has accepted. @type {Map<string, string>} */
  const written = new Map();
  /** The part of it that may not have been sent. @type {Map<string, string>} */
  const unsure = new Map();
  /** Whether some of it was certainly not sent: a host that sends only differences will never do so by itself. */
  let isSuspect = false;
  /** Number of rejected commits. */
  let refusals = 0;
  /** Length of a state that has come back complete. */
  let proven = 0;
  /** Called when the course has to be saved again. */
  let saveAgain = () => {};
  const line = createLine(win, () => {
    isSuspect = true;
    saveAgain();
  });

  /** Some hosts use SCORM 1.2's function names in the object of SCORM 2004. @param {string} act */
  const namesOf = (act) => [prefix + act, `LMS${act}`];

  /** @param {string} act @param {string[]} values @returns {string | null | undefined} "false" if the API throws,
   * returns something that cannot be a text, or the session has ended: seen in Moodle, which after a login redirects
   * to the last request */
  function call(act, ...values) {
    if (line.trouble === RELAUNCH) return "false";
    try {
      const given = api?.[namesOf(act).find((one) => api?.[one]) ?? ""]?.(...values);
      return given == null ? given : `${given}`;
    } catch (error) {
      console.error(act, values[0], error);
      return "false";
    }
  }

  const lastError = () => `${call("GetLastError")}`;

  /** True comes as a string, as a boolean or, from some hosts, not at all. @param {string | null | undefined} result */
  function isTrue(result) {
    return /^(true|1)$/i.test(`${result}`) || ((result ?? "") === "" && lastError() === "0");
  }

  /** The value of an element; empty if it cannot be read. @param {string} element @returns {string} */
  const get = (element) => (call("GetValue", element) ?? "").replace(/^false$/, "");

  /** @param {string} element @param {string} value */
  function set(element, value) {
    if (line.trouble) return false;
    if (written.get(element) === value) return true;
    const taken = isTrue(call("SetValue", element, value));
    if (!taken) return false;
    written.set(element, value);
    unsure.set(element, value);
    return true;
  }

  /** Whether a state is stored as it was given: some hosts accept a long text and keep only its beginning, or nothing.
   * @param {string} text */
  function isThere(text) {
    if (text.length <= proven) return true;
    const { length } = get(STATE);
    if (length >= text.length) proven = length;
    else written.clear();
    isSuspect ||= !length;
    return proven >= text.length;
  }

  const seconds = () => (Date.now() - started) / 1000 + uncounted;

  /** @param {(seconds: number) => string} format of the session's length */
  function commit(format) {
    set(time, format(seconds()));
    const isCommitted = isTrue(call("Commit", ""));
    refusals = isCommitted ? 0 : refusals + 1;
    isSuspect ||= !isCommitted;
    const sent = [...unsure];
    after(line.check(), (isWell) => {
      if (!isWell || !isCommitted || isSuspect) return;
      for (const [element, value] of sent) if (unsure.get(element) === value) unsure.delete(element);
    });
    return isCommitted;
  }

  /** Sends again what may not have arrived. @param {(seconds: number) => string} format */
  function resend(format) {
    const told = [...unsure].filter(([element]) => element !== STATE && element !== time);
    return commit(format) && renew(told, written) && told.every(([element, value]) => set(element, value));
  }

  /** @returns {Start | null} null: there is no API, or it cannot be initialized */
  function begin() {
    const player = findApi(win, object, namesOf("Initialize"));
    if (!player) return null;
    /** @type {Api} */
    const found = api = player[object];
    const begun = isTrue(call("Initialize", ""));
    const wasBegun = found[BEGUN];
    Reflect.set(found, BEGUN, begun); // some objects cannot be extended
    const title = wasBegun && !begun && player.scorm_current_node?.title;
    if (title) {
      // Seen in Moodle, whose player has one API for all parts of a course: in SCORM 2004 it can be initialized once, in
      // 1.2 never again for a part with recorded answers. So the player is reopened at this part.
      player.location.search = title;
      return null;
    }
    const state = call("GetValue", STATE);
    const known = !!get(status);
    // a state that cannot be read now is not empty, and would be overwritten
    if (state === "false" || !(begun || known) || (begun !== known && lastError() !== "0")) return null;
    started = Date.now();
    before = get(total).slice(0, TIME);
    const [, spent = 0, then] = SPENT.exec(state ?? "") ?? [];
    uncounted = then === before ? +spent : 0;
    const given = get(mode);
    const count = parseInt(get("cmi.interactions._count"), 10);
    return {
      mode: given === "review" || given === "browse" ? given : "normal",
      state: state ?? "",
      learner: get(learner),
      // most LMSs give the family name first
      name: get(name).replace(/^([^,]+), *([^,]+)$/, "$2 $1"),
      records: isNaN(count) ? null : count,
    };
  }

  /** Searches for an API at intervals.
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
    call, get, set, isTrue, lastError, begin, commit, seconds,
    /** Whether the last commit got through, as far as can be known. */
    confirm: line.check,
    /** Why nothing is saved, as a text's key. */
    trouble: () => line.trouble || (refusals < MANY ? "" : RELAUNCH),

    /** @param {() => Start | null} connect @param {(start: Start) => void} late @param {() => void} [again]
     * @param {() => void} [leave] @returns {Start | null | Promise<Start | null>} */
    start(connect, late, again, leave) {
      if (again) saveAgain = again;
      // Leaves while calls still work: Moodle sends everything when a page is unloaded, of which browsers let only 64 kB
      // through.
      for (const frame of lineOf(win).slice(1)) {
        try {
          for (const type of ["click", "submit"]) frame.addEventListener(type, (event) => heed(event, leave));
        } catch {
          // another site's
        }
      }
      line.check();
      win.addEventListener?.("offline", line.check);
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

    /** Stores the state in as many characters as the host accepts, and commits everything, unless that is left to the
     * end.
     * @param {import("./types.js").Fit} fit @param {(seconds: number) => string} format @param {boolean} [isLast] */
    save(fit, format, isLast) {
      let stored = false;
      let tried = "";
      if (line.trouble) {
        line.check();
        return false;
      }
      const isAgain = isSuspect && !isLast;
      if (isAgain) {
        if (!resend(format)) return false;
        isSuspect = false;
      }
      for (let place = room; place < ROOMS.length && !stored; place += 1) {
        const text = fit(/** @type {number} */ (ROOMS[place]));
        const given = `${text}|${seconds()} ${before}|.`;
        stored = text !== tried && set(STATE, given) && isThere(given);
        if (stored) room = place;
        tried = text;
      }
      return isLast ? stored : commit(format) && stored;
    },
  };
}
