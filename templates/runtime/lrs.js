/** A session that is reported to a learning record store, as statements and as saved state in the State resource.
 * Everything is kept in this browser first and delivered to the LRS from there. What xAPI and cmi5 do differently is in
 * their rules. */

import { createClient, createDelivery } from "./delivery.js";
import { createEarly } from "./early.js";
import { pauseFor } from "./exclusively.js";
import { readLaunch } from "./launch.js";
import { checkedRecord, mergeRecords, newRecord } from "./learning_record.js";
import { createQueue } from "./queue.js";
import { encode, newState } from "./saved_state.js";
import { CLOSING, createStatements, INITIALIZED, learnerOf, newId } from "./statements.js";
import { createStateSync } from "./state_sync.js";
import { createStore } from "./store.js";

/** Keys of the interface texts that this module shows. */
export const says = ["lrs_faulty", "lrs_refused", "lrs_relaunch", "lrs_slow", "lrs_waits"];

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Outcome} Outcome */
/** @typedef {import("./types.js").Start} Start */
/** @typedef {import("./types.js").Waiting} Waiting */
/** @typedef {import("./reply.js").Meaning} Meaning */

/** Milliseconds that the page waits for what the LRS has before it continues with what this browser has. */
const PATIENCE = 2_000;
/** Milliseconds that leaving waits for the LRS to accept everything before the learner is told that it may take longer. */
const FAREWELL = 10_000;
/** The only verbs that are reported if nothing is recorded (cmi5 10.2.2). */
const WITHOUT_RESULT = [INITIALIZED, CLOSING];
/** What the learner is told about each kind of trouble, as a text's key; the first that applies.
 * @type {[Meaning, string][]} */
const TROUBLES = [
  ["faulty", "lrs_faulty"], ["over", "lrs_relaunch"], ["refused", "lrs_refused"], ["later", "lrs_waits"],
  ["silent", "lrs_waits"], ["slow", "lrs_slow"],
];
/** What does not stop the wait when the learner leaves. @type {Meaning[]} */
const HARMLESS = ["done", "refused", "slow"];
/** What waiting cannot solve. @type {Meaning[]} */
const HOPELESS = ["faulty", "over"];
/** The name under which a browser stores the mark of its last session. */
const MARK = " mark";
/** Until there are any. @type {import("./types.js").LaunchData} */
const NO_LAUNCH_DATA = { mode: "normal", address: "", isStranded: false };

/** A mastery score as a percentage without rounding errors: 0.55 × 100 is more than 55. @param {number} mastery */
const percentOf = (mastery) => Math.round(mastery * 1e8) / 1e6;

/** @param {Json} statement @returns {string} */
const verbOf = (statement) => statement.verb.display.en;

/** @param {Window} win @param {import("./types.js").CourseData} data
 * @param {Partial<Record<"xapi" | "cmi5", import("./types.js").CreateRules>>} protocols
 * @returns {import("./types.js").Driver} */
export function createLrsDriver(win, data, protocols) {
  const launch = readLaunch(win.location.search);
  const createRules = launch && protocols[launch.protocol];
  // nothing else is called then
  if (!createRules) return /** @type {any} */ ({ expectsLms: true, start: () => null });
  const rules = createRules(launch);
  const { memory } = rules;
  const { actor, registration } = launch;
  const phrases = createStatements(data, launch);
  const learner = ["lrs", learnerOf(actor), registration].join(" ");
  // A launcher may name another endpoint for each session: what waits goes to the one that accepts the next launch.
  const place = [phrases.activity, learner].join(" ");
  const client = createClient(launch.endpoint);
  const queue = createQueue(place, () => isOpen && delivery.start());
  const store = createStore(data.course.id);
  const sitting = launch.token || newId();
  /** The mark of the current session and that of the previous one in this browser; they are states, so that the store can
   * restore them. */
  const mark = encode({ ...newState(), revision: Date.now() }).text;
  let markBefore = "";
  /** The record that this browser has. */
  let found = store.read(learner, "record");
  let ours = recordOf(found);
  /** When the answers that the page shows were given, and those of them that were given on this page.
   * @type {Record<string, number>} */
  let times = {};
  /** @type {Record<string, number>} */
  const given = {};
  let launchData = NO_LAUNCH_DATA;
  let begun = Date.now();
  let isOpen = false;
  let isStarted = false;
  let isInitialized = false;
  /** The LRS has accepted the first statement of this launch, so the rest may be sent. */
  let isAccepted = false;
  /** It has rejected that one. */
  let isTurnedDown = false;
  let isRead = false;
  let isFull = false;
  let hasResumed = false;
  let hasFailed = false;
  /** The learner is leaving, and the last statement waits for everything else. */
  let isLeaving = false;
  /** What was rejected is being tried again. */
  let isRecalling = false;
  /** Some statements are. */
  let isRecalled = false;
  /** The last statement has been made. */
  let isEnded = false;
  /** The score of a fail that may still become a pass. @type {number | null} */
  let missed = null;
  /** The outcome that cannot be judged until the LMS has given its mastery score. @type {Outcome | null} */
  let unjudged = null;
  /** When each page of the current session was first shown; null: it has been reported. @type {Map<string, number | null>} */
  const visits = new Map();
  /** The key in the queue of each statement, by its id: a statement that was queued again after a browser was killed is sent
   * only once. @type {Map<string, string>} */
  const first = new Map();
  /** Statements being stored. @type {Promise<boolean>[]} */
  let puts = [];
  /** The trouble with each part of the reporting. @type {Record<string, Meaning>} */
  const troubles = {};
  /** @type {() => void} */
  let accepted;
  const acceptance = new Promise((resolve) => { accepted = () => resolve(undefined); });
  /** @type {(isGone: boolean) => void} */
  let departed;
  /** Resolves once it is known whether everything has arrived, including the last statement. @type {Promise<boolean>} */
  const departure = new Promise((resolve) => { departed = resolve; });
  /** @type {(start: Start) => void} */
  let late;
  /** @type {(text: string) => void} */
  let told;

  const isRecorded = () => launchData.mode === "normal";
  const seconds = () => (Date.now() - begun) / 1000;

  /** @param {Waiting} one */
  const isFirst = ({ sitting: made, statement }) => made === sitting && verbOf(statement) === INITIALIZED;

  /** @param {string} text */
  function recordOf(text) {
    try {
      return checkedRecord(JSON.parse(text)) ?? newRecord();
    } catch {
      return newRecord();
    }
  }

  /** @param {import("./types.js").LearningRecord} other */
  function keep(other) {
    ours = mergeRecords(ours, other);
    return store.write(learner, "record", JSON.stringify(ours));
  }

  /** @param {string} part @returns {(meaning: Meaning) => void} */
  const teller = (part) => (meaning) => {
    troubles[part] = meaning;
    conclude();
    const isGone = isEnded && delivery.isDone();
    if (isGone) troubles.leaving = "done";
    if (isGone || (isLeaving && !HARMLESS.includes(meaning))) departed(isGone);
    const all = Object.values(troubles);
    const text = TROUBLES.find(([one]) => all.includes(one))?.[1] ?? "";
    // rejected statements have not arrived just because they are being sent again
    if (text || isGone || !isRecalled) told(text);
  };

  const delivery = createDelivery(place, queue, client, {
    prepare({ key, sitting: made, statement }) {
      const { id } = statement;
      if (!first.has(id)) first.set(id, key);
      return first.get(id) === key ? rules.prepare(statement, verbOf(statement), made === sitting, launchData) : null;
    },
    // cmi5's reference player rejects a batch with more than `initialized` until it has accepted that
    only() {
      if (!isAccepted) return isFirst;
      return isRecorded() ? undefined : (one) => one.sitting === sitting;
    },
    taken: (batch) => batch.some(isFirst) && accept(),
    // another tab has sent it
    isMore: () => isInitialized && !isAccepted && !isTurnedDown && !queue.mine().some(isFirst) && accept(),
    refused(one, { status, json }) {
      isTurnedDown ||= isFirst(one);
      console.error("refused", status, json, one.statement);
      teller("refused")("refused");
    },
    isOnce: (statement) => rules.isOnce(verbOf(statement)),
    isCounted: (statement) => rules.isCounted(verbOf(statement)),
    isAlive: () => sync.isAlive(),
    tell: teller("statements"),
  });

  const sync = createStateSync(client, {
    query: {
      activityId: phrases.activity, agent: JSON.stringify(actor), stateId: "courseware",
      ...(registration && { registration }),
    },
    read: () => ours,
    isOver: () => isEnded,
    adopt(theirs) {
      const { state: before } = ours;
      const isNews = !isRead;
      const sound = checkedRecord(theirs);
      if (sound) keep(sound);
      isRead = true;
      // Another device's changes are shown here, too. What was typed before they arrived goes on top, so that nothing is
      // replaced unseen.
      if (isStarted && isNews && sound) late({ ...now(), state: mergeRecords(recordOf(found), sound).state });
      else if (isStarted && ours.state !== before) late(now(isNews));
    },
    // Answers are reported by statements, too, so it is no trouble if an LRS lacks this resource or does not allow it
    // from other origins.
    tell: (meaning) => teller("state")(isRead || meaning === "later" || meaning === "over" ? meaning : "done"),
  });

  /** The couriers that may run now, the state first, because it must arrive before the last statement. */
  const couriers = () =>
    !isOpen ? [] : isRecorded() && (isAccepted || rules.isStateEarly) ? [sync, delivery] : [delivery];

  /** @param {Json} statement @param {boolean} [always] @returns {boolean} whether there was room for it */
  function put(statement, always) {
    const kept = queue.put({ sitting, statement }, always);
    isFull = kept === null;
    if (kept) puts.push(kept);
    if (isOpen) delivery.start();
    return !isFull;
  }

  function accept() {
    isAccepted = true;
    memory.add({ accepted: true });
    accepted();
    return true;
  }

  /** Makes the first statement as soon as the LRS's time is known, or is no longer waited for. */
  function initialize() {
    isInitialized ||= put(phrases.about(INITIALIZED, client.now(begun)), true);
    memory.add({ initialized: isInitialized });
  }

  /** Whether only the last statement is left. A State resource that has never answered keeps nobody waiting. */
  function isAllThere() {
    const isStateThere = sync.isDone() || !(isRead || sync.isBusy());
    return isAccepted && !isRecalling && delivery.isDone() && (isStateThere || !isRecorded());
  }

  /** Makes the last statement when everything else has arrived, because nothing may follow it: neither statements nor
   * state (cmi5 7.1.2, 8.1.2). */
  function conclude() {
    if (isLeaving && !isEnded && isAllThere()) end();
  }

  function end() {
    isEnded = true;
    put(phrases.terminated(client.now(), seconds()), true);
    memory.add({ terminated: true });
  }

  /** The page is being unloaded. */
  function close() {
    if (rules.endsWithPage && !isEnded) end();
    couriers().forEach((courier) => courier.leave());
  }

  /** @param {boolean} [isNews] a saved state arrives for the first time @returns {Start} */
  function now(isNews = true) {
    isStarted = true;
    initialize();
    times = { ...ours.times, ...given };
    if (rules.saysResumed && isNews && ours.state) hasResumed ||= put(phrases.about("resumed", client.now()));
    reportVisits();
    const { mode, mastery } = launchData;
    return {
      mode, state: ours.state, learner, records: null, partial: !isRead, unjudged: !isOpen,
      ...(mastery !== undefined && { passing: percentOf(mastery) }),
      // cmi5 11.2
      ...(memory.known.audio === "off" && { preference: (element) => Number(element === "delivery_speed") }),
    };
  }

  function reportVisits() {
    for (const [key, time] of visits) {
      if (time && isRecorded() && put(phrases.experienced(key, client.now(time)))) visits.set(key, null);
    }
  }

  /** Finds out what must be known before anything is sent. */
  async function open() {
    const opened = await rules.open(client, teller("launch"));
    if (!opened) return;
    launchData = opened;
    if (!rules.isStateEarly) initialize();
    if (!isRecorded()) {
      // the current session was taken for one that is recorded, but is not
      await queue.remove(queue.mine().filter((one) => one.sitting === sitting && !WITHOUT_RESULT.includes(verbOf(one.statement))));
      if (isStarted) store.write(learner, "record", found);
      ours = recordOf(found);
    }
    isOpen = true;
    if (isStarted) late(now());
    // a learner who has left is judged now, because the session is over
    if (isLeaving && unjudged && isRecorded()) judge(byMastery(unjudged));
    if (isLeaving) sayMissed();
    delivery.start();
    if (isRecorded()) queue.recall().then((isAny) => (isAny ? delivery.start() : undefined));
    if (!isAccepted && !rules.isStateEarly) await acceptance;
    if (isRecorded()) await sync.start();
  }

  /** Restores from the database what a killed browser lost of its record, before anything is overwritten. Every answer in
   * a record is in the queue or has been sent; with an older record, answers would be reported twice. */
  async function restore() {
    const isAny = await store.restore([learner, learner + MARK]);
    markBefore = store.read(learner + MARK, "");
    store.write(learner + MARK, "", mark);
    if (!isAny) return;
    found = store.read(learner, "record");
    keep(recordOf(found));
  }

  /** Puts rejected statements back into the queue, because a gateway may have been fixed since. */
  async function recall() {
    isRecalling = true;
    isRecalled = isOpen && isRecorded() && (await queue.recall());
    if (isRecalled) delete troubles.refused;
    isRecalling = false;
  }

  /** Delivers everything in this browser to the LRS.
   * @param {"start" | "retry"} [act] @returns {Promise<boolean>} whether it has arrived */
  async function deliver(act = "start") {
    await Promise.all(couriers().map((courier) => courier[act]()));
    return isOpen && Object.values(troubles).every((one) => one === "done" || one === "refused");
  }

  /** An outcome judged by the mastery score, which the course did not know. @param {Outcome} outcome @returns {Outcome} */
  function byMastery({ completed, success, score }) {
    const { mastery } = launchData;
    if (mastery === undefined || score === null || !(completed || success !== "unknown")) return { completed, success, score };
    const isPassed = score >= percentOf(mastery);
    return {
      completed: data.settings.completion === "passed" ? isPassed : completed,
      success: isPassed ? "passed" : "failed", score,
    };
  }

  /** @param {Outcome} outcome */
  function judge({ completed, success, score }) {
    const { said } = ours;
    if (completed && !said.completed && verdict("completed", score)) said.completed = 1;
    if (success === "passed" && !said.passed && verdict(success, score)) said.passed = 1;
    if (success === "failed" && rules.failsAtOnce) hasFailed ||= verdict(success, score);
    else if (success === "failed") missed = score;
  }

  /** Reports a fail that can no longer become a pass. */
  function sayMissed() {
    if (missed !== null && !ours.said.passed && isOpen && isRecorded()) verdict("failed", missed);
  }

  /** @param {string} verb @param {number | null} score */
  const verdict = (verb, score) => put(phrases.verdict(
    verb, client.now(), seconds(), score === null ? null : rules.score(verb, score), launchData.mastery,
  ));

  return {
    expectsLms: true,
    createEarly: (kept, attempt) => createEarly(learner, data, kept, attempt),

    start(appear, tell = () => {}) {
      late = appear;
      told = tell;
      ({ begun = begun, initialized: isInitialized = false, accepted: isAccepted = false } = memory.known);
      memory.add({ begun });
      win.addEventListener("online", () => couriers().forEach((courier) => courier.retry()));
      return restore().then(() => {
        // a page that is unloaded now takes nothing along, so its answers are stored first
        win.addEventListener("pagehide", () => isStarted || late(now()));
        return Promise.race([open(), pauseFor(PATIENCE)]);
      }).then(() => now());
    },

    visit(page) {
      if (!visits.has(page)) visits.set(page, Date.now());
      if (isStarted) reportVisits();
    },

    answer(report) {
      const time = client.now(report.time.getTime());
      if (!put(phrases.answered(report, time, (report.latency === null ? markBefore : mark) + (times[report.key] ?? 0)))) return null;
      times[report.key] = given[report.key] = time.getTime();
      return -1;
    },

    progress({ fraction }) {
      if (!rules.saysProgressAlways && ours.said.completed) return true;
      const percent = Math.floor(fraction * 100);
      const isSaid = (ours.said.progressed ?? 0) === percent || put(phrases.progressed(percent, client.now()));
      if (isSaid) ours.said.progressed = percent;
      return isSaid;
    },

    complete(outcome) {
      unjudged = isOpen ? null : outcome;
      if (isOpen) judge(outcome);
      return !isFull;
    },

    save(fit, isLast) {
      if (isFull) return false;
      const recorded = keep({ ...newRecord(), state: fit(Infinity), times, at: client.now().getTime() });
      const delivered = deliver();
      const stored = puts;
      puts = [];
      return isLast || Promise.all([recorded, ...stored]).then(async ([isRecordKept, ...kept]) => {
        const isThere = (isRecordKept && kept.every(Boolean)) || (await delivered);
        // asked for again at the next attempt
        if (!isThere) puts.push(...stored.filter((_, one) => !kept[one]));
        return isThere;
      });
    },

    finish(to) {
      const isExit = to !== undefined;
      if (isExit) sayMissed();
      if (rules.saysResumed && !ours.said.completed) put(phrases.about("suspended", client.now()));
      if (!isExit) {
        close();
        return true;
      }
      isLeaving = true;
      // nobody has to wait until it is done
      win.addEventListener("pagehide", close);
      recall().then(() => deliver("retry")).then(conclude);
      if (HOPELESS.some((one) => Object.values(troubles).includes(one))) departed(false);
      return Promise.race([departure, pauseFor(FAREWELL)]).then((isGone) => {
        if (!isGone) teller("leaving")("later");
        return true;
      });
    },

    unsent: async () => (await queue.refused()).map(({ statement }) => statement),
    get address() { return launchData.address; },
    get isStranded() { return launchData.isStranded; },
  };
}
