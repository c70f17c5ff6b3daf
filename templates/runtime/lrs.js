/** A sitting that is reported to a learning record store: statements, and the saved state in the State resource. Everything
 * is kept in this browser first, and carried to the LRS from there. What xAPI and cmi5 do differently is in their rules. */

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

/** Milliseconds: how long the page waits for what the LRS has before it goes on with what this browser has. */
const PATIENCE = 2_000;
/** How long leaving waits for the LRS to take everything before the learner is told that it may take longer. */
const FAREWELL = 10_000;
/** All that is said where nothing is recorded (cmi5 10.2.2). */
const WITHOUT_RESULT = [INITIALIZED, CLOSING];
/** What the learner is told of each kind of trouble, as a text's key; of several the first. @type {[Meaning, string][]} */
const TROUBLES = [
  ["faulty", "lrs_faulty"], ["over", "lrs_relaunch"], ["refused", "lrs_refused"], ["later", "lrs_waits"],
  ["silent", "lrs_waits"], ["slow", "lrs_slow"],
];
/** What is no reason to stop waiting when the learner leaves. @type {Meaning[]} */
const HARMLESS = ["done", "refused", "slow"];
/** What waiting does not help. @type {Meaning[]} */
const HOPELESS = ["faulty", "over"];
/** Where a browser keeps what its last sitting is known by. */
const MARK = " mark";
/** Until there are any. @type {import("./types.js").LaunchData} */
const NO_LAUNCH_DATA = { mode: "normal", address: "", isStranded: false };

/** A mastery score as scores are counted here: 0.55 × 100 is more than 55.
 * @param {number} mastery */
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
  // a launcher may name another endpoint for each session: what waits goes to the one that takes the next launch
  const place = [phrases.activity, learner].join(" ");
  const client = createClient(launch.endpoint);
  const queue = createQueue(place, () => isOpen && delivery.start());
  const store = createStore(data.course.id);
  const sitting = launch.token || newId();
  /** What this sitting is known by, and the one before it at this browser: states, which the store can bring back. */
  const mark = encode({ ...newState(), revision: Date.now() }).text;
  let markBefore = "";
  /** What this browser has. */
  let found = store.read(learner, "record");
  let ours = recordOf(found);
  /** When the answers that the page shows were given, and of these the ones of this page. @type {Record<string, number>} */
  let times = {};
  /** @type {Record<string, number>} */
  const given = {};
  let launchData = NO_LAUNCH_DATA;
  let begun = Date.now();
  let isOpen = false;
  let isStarted = false;
  let isInitialized = false;
  /** The LRS has taken the first statement of this launch, and may be told the rest. */
  let isAccepted = false;
  /** It has refused that one. */
  let isTurnedDown = false;
  let isRead = false;
  let isFull = false;
  let hasResumed = false;
  let hasFailed = false;
  /** The learner is leaving, and what is said at the end waits for all else. */
  let isLeaving = false;
  /** What was refused is taken up once more. */
  let isRecalling = false;
  /** Some of it is. */
  let isRecalled = false;
  /** The end is said. */
  let isEnded = false;
  /** The score of a fail that may still become a pass. @type {number | null} */
  let missed = null;
  /** What nobody can judge before the LMS has said what its mastery score is. @type {Outcome | null} */
  let unjudged = null;
  /** When each page of this sitting was shown first; null: it is reported. @type {Map<string, number | null>} */
  const visits = new Map();
  /** What of the queue each statement is, by its id: one that a killed browser had put away is put away again.
   * @type {Map<string, string>} */
  const first = new Map();
  /** What is being put away. @type {Promise<boolean>[]} */
  let puts = [];
  /** What stands in the way of each part. @type {Record<string, Meaning>} */
  const troubles = {};
  /** @type {() => void} */
  let accepted;
  const acceptance = new Promise((resolve) => { accepted = () => resolve(undefined); });
  /** @type {(isGone: boolean) => void} */
  let departed;
  /** Whether everything is there and the end is said, as soon as that is known. @type {Promise<boolean>} */
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
    // what was refused is not there because it is tried once more
    if (text || isGone || !isRecalled) told(text);
  };

  const delivery = createDelivery(place, queue, client, {
    prepare({ key, sitting: made, statement }) {
      const { id } = statement;
      if (!first.has(id)) first.set(id, key);
      return first.get(id) === key ? rules.prepare(statement, verbOf(statement), made === sitting, launchData) : null;
    },
    // the reference player of cmi5 refuses a batch that holds more than `initialized` until it has taken that
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
      // what another device did shows here, too; what was typed before that came goes on top of it: nothing is replaced unseen
      if (isStarted && isNews && sound) late({ ...now(), state: mergeRecords(recordOf(found), sound).state });
      else if (isStarted && ours.state !== before) late(now(isNews));
    },
    // what there is to say of answers, statements tell: some LRSs have no such resource, and other origins are not told so
    tell: (meaning) => teller("state")(isRead || meaning === "later" || meaning === "over" ? meaning : "done"),
  });

  /** What may be asked now; the state first, which comes before the end. */
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

  /** The first statement: made as soon as the LRS's time is known, or nobody waits for it any more. */
  function initialize() {
    isInitialized ||= put(phrases.about(INITIALIZED, client.now(begun)), true);
    memory.add({ initialized: isInitialized });
  }

  /** Whether nothing is left to say but the end. A State resource that never answered keeps nobody here. */
  function isAllThere() {
    const isStateThere = sync.isDone() || !(isRead || sync.isBusy());
    return isAccepted && !isRecalling && delivery.isDone() && (isStateThere || !isRecorded());
  }

  /** Says the end when everything else is there, for nothing may come behind it: neither statements nor state (cmi5 7.1.2,
   * 8.1.2). */
  function conclude() {
    if (isLeaving && !isEnded && isAllThere()) end();
  }

  function end() {
    isEnded = true;
    put(phrases.terminated(client.now(), seconds()), true);
    memory.add({ terminated: true });
  }

  /** The page goes away. */
  function close() {
    if (rules.endsWithPage && !isEnded) end();
    couriers().forEach((courier) => courier.leave());
  }

  /** @param {boolean} [isNews] what was saved before comes for the first time @returns {Start} */
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

  /** Finds out what is to be known before anything is sent. */
  async function open() {
    const opened = await rules.open(client, teller("launch"));
    if (!opened) return;
    launchData = opened;
    if (!rules.isStateEarly) initialize();
    if (!isRecorded()) {
      // what was taken for a sitting that is recorded is none
      await queue.remove(queue.mine().filter((one) => one.sitting === sitting && !WITHOUT_RESULT.includes(verbOf(one.statement))));
      if (isStarted) store.write(learner, "record", found);
      ours = recordOf(found);
    }
    isOpen = true;
    if (isStarted) late(now());
    // who has left is judged here, for the session is over
    if (isLeaving && unjudged && isRecorded()) judge(byMastery(unjudged));
    if (isLeaving) sayMissed();
    delivery.start();
    if (isRecorded()) queue.recall().then((isAny) => (isAny ? delivery.start() : undefined));
    if (!isAccepted && !rules.isStateEarly) await acceptance;
    if (isRecorded()) await sync.start();
  }

  /** What a killed browser has lost of its record, its database may have: taken up before anything is written over it. Every
   * answer in a record waits in the queue or has been sent; of an older one, answers would be told twice. */
  async function restore() {
    const isAny = await store.restore([learner, learner + MARK]);
    markBefore = store.read(learner + MARK, "");
    store.write(learner + MARK, "", mark);
    if (!isAny) return;
    found = store.read(learner, "record");
    keep(recordOf(found));
  }

  /** Lets what was refused wait again: a gateway may have been mended since. */
  async function recall() {
    isRecalling = true;
    isRecalled = isOpen && isRecorded() && (await queue.recall());
    if (isRecalled) delete troubles.refused;
    isRecalling = false;
  }

  /** Everything that this browser has, to the LRS. @param {"start" | "retry"} [act]
   * @returns {Promise<boolean>} whether it is there */
  async function deliver(act = "start") {
    await Promise.all(couriers().map((courier) => courier[act]()));
    return isOpen && Object.values(troubles).every((one) => one === "done" || one === "refused");
  }

  /** An outcome by the mastery score that was not known to the course.
   * @param {Outcome} outcome @returns {Outcome} */
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

  /** A fail that cannot become a pass any more. */
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
        // a page that goes away now takes nothing along: its answers are put away before
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
        // asked about again at the next try
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
      // nobody has to wait for the end of it
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
