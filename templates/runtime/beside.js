/** A learning record store alongside the LMS, which gets statements of everything that goes into the SCORM record. The
 * LMS comes first: only the results of its driver count, and errors here are only logged to the console. */

import { authorizationOf, createClient, createDelivery } from "./delivery.js";
import { createQueue } from "./queue.js";
import { createStatements, idOf, learnerOf, scoreOf } from "./statements.js";
import { createStore } from "./store.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Report} Report */

/** Runs work on the side: whatever happens to it, the caller continues at once. @param {() => unknown} work */
async function aside(work) {
  try {
    await work();
  } catch (error) {
    console.error(error);
  }
}

/** The driver of an LMS that also reports to a learning record store.
 * @param {import("./types.js").Driver} lms @param {Window} win @param {import("./types.js").CourseData} data
 * @returns {import("./types.js").Driver} */
export function besideLms(lms, win, data) {
  // All times are the browser's, as in the SCORM record: the LRS's time is known too late for the first statement.
  const begun = new Date();
  const store = createStore(data.course.id);
  /** When each page was first shown; null: it has been reported. @type {Map<string, Date | null>} */
  const visits = new Map();
  /** The times of answers reported already, because answers that the LMS rejects are reported again.
   * @type {WeakSet<Date>} */
  const known = new WeakSet();
  /** Answers that have not been reported yet. @type {Report[]} */
  const reports = [];
  let fraction = 0;
  /** @type {import("./types.js").Outcome} */
  let outcome = { completed: false, success: "unknown", score: null };
  /** The connection to the record store, once the LMS has named the learner.
   * @type {ReturnType<typeof connect> | undefined} */
  let way;
  /** The statements of this attempt, once its token is known. @type {ReturnType<typeof begin> | undefined} */
  let attempt;

  /** @param {import("./types.js").Start} start */
  function connect({ learner, state }) {
    const { endpoint, home_page: homePage, units } = /** @type {import("./types.js").Lrs} */ (data.lrs);
    const xapi = /** @type {import("./types.js").Activities} */ (data.xapi);
    const course = units?.[data.pages[0]?.document ?? ""] ?? xapi.course;
    const actor = { objectType: "Agent", account: { homePage: homePage || win.location.origin, name: learner } };
    const client = createClient(new URL(endpoint, win.location.href).href);
    const auth = new URLSearchParams(win.location.search).get("auth");
    if (auth) client.authorize(authorizationOf(auth));
    const place = ["beside", course.id, learnerOf(actor)].join(" ");
    const queue = createQueue(place, () => delivery.start());
    const delivery = createDelivery(place, queue, client, {
      prepare: ({ statement }) => statement,
      only: () => undefined,
      taken() {},
      refused: ({ statement }, { status, json }) => console.error("refused", status, json, statement),
      tell() {},
    });
    win.addEventListener("online", delivery.retry);
    return { actor, queue, delivery, learner, isResumed: state !== "", xapi: { ...xapi, course } };
  }

  /** @param {NonNullable<typeof way>} to @param {string} state as it was saved */
  function begin({ actor, queue, learner, isResumed, xapi }, state) {
    const [, token = ""] = state.split("|", 2);
    const registration = idOf(["registration", xapi.course.id, learnerOf(actor), token].join("|"));
    const launch = { protocol: /** @type {"xapi"} */ ("xapi"), isFaulty: false, endpoint: "", authorization: "", token: "", activity: "", actor, registration };
    const phrases = createStatements({ ...data, xapi }, launch);
    // Includes what other sessions reported. It has a name of its own, because a learner's copies may be deleted to make
    // room for each other.
    const memory = learner + " said";
    const said = new URLSearchParams(store.read(memory, token));
    let isFull = false;

    /** @param {Json} statement @returns {boolean} whether there was room for it */
    function put(statement) {
      const isPut = queue.put({ sitting: "", statement }) !== null;
      if (!isPut && !isFull) console.error("the queue is full");
      isFull ||= !isPut;
      return isPut;
    }

    /** @param {string} what @param {string} value @param {() => Json} make */
    function once(what, value, make) {
      if (said.get(what) === value || !put(make())) return;
      said.set(what, value);
      store.write(memory, token, String(said));
    }

    const seconds = () => (Date.now() - begun.getTime()) / 1000;
    put(phrases.about("initialized", begun));
    if (isResumed) put(phrases.about("resumed", begun));

    return {
      /** Reports everything that has not been reported yet. */
      goOn() {
        for (const [page, time] of visits) {
          if (time && put(phrases.experienced(page, time))) visits.set(page, null);
        }
        while (reports[0] && put(phrases.answered(reports[0], reports[0].time))) reports.shift();
        const percent = Math.floor(fraction * 100);
        if (percent || said.has("progressed")) once("progressed", String(percent), () => phrases.progressed(percent, new Date()));
        const { completed, success, score } = outcome;
        const verdict = (/** @type {string} */ verb, value = "") =>
          once(verb, value, () => phrases.verdict(verb, new Date(), seconds(), score === null ? null : scoreOf(score)));
        if (completed) verdict("completed");
        if (success !== "unknown") verdict(success, success === "failed" ? String(score) : "");
      },
      end() {
        if (!outcome.completed) put(phrases.about("suspended", new Date()));
        put(phrases.terminated(new Date(), seconds()));
      },
    };
  }

  /** @template {import("./types.js").Start | null} S @param {S} start @returns {S} */
  function meet(start) {
    aside(() => {
      if (!start?.learner || way) return;
      way = connect(start);
      // sends what earlier sessions left behind
      return way.delivery.start();
    });
    return start;
  }

  return {
    ...lms,

    start(late, ...others) {
      const start = lms.start((/** @type {import("./types.js").Start} */ one) => late(meet(one)), ...others);
      return start instanceof Promise ? start.then(meet) : meet(start);
    },

    visit(page) {
      if (!visits.has(page)) visits.set(page, new Date());
      lms.visit?.(page);
    },

    answer(report, isLast) {
      const { time, latency } = report;
      // an answer from an earlier session was reported then
      if (latency !== null && !known.has(time)) reports.push(report);
      known.add(time);
      return lms.answer(report, isLast);
    },

    progress(progress) {
      ({ fraction } = progress);
      return lms.progress(progress);
    },

    complete(reached, objectives) {
      outcome = reached;
      return lms.complete(reached, objectives);
    },

    save(fit, isLast) {
      let state = "";
      const stored = lms.save((limit) => (state = fit(limit)), isLast);
      aside(() => {
        if (!way) return;
        attempt ??= begin(way, state);
        attempt.goOn();
        return way.delivery.start();
      });
      return stored;
    },

    finish(to) {
      const finished = lms.finish(to);
      aside(() => {
        if (!way || !attempt || (!finished && to !== undefined)) return;
        attempt.end();
        if (to === undefined) return way.delivery.leave();
        // the page may be unloaded, or remain in its frame
        win.addEventListener("pagehide", way.delivery.leave);
        return way.delivery.start();
      });
      return finished;
    },
  };
}
