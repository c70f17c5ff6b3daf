/** xAPI 1.0.3 and cmi5: statements and the State resource of a learning record store. Which of the two it is, the launch
 * parameters tell. Everything is kept in this browser first, and carried to the LRS from there. */

import { createSessionMemory, openSession, readLaunchData } from "../cmi5.js";
import { createClient, createDelivery, createStateSync, FORBIDDEN, pauseFor } from "../delivery.js";
import { learnerOf, readLaunch } from "../launch.js";
import { checkedRecord, mergeRecords, newRecord } from "../learning_record.js";
import { createQueue } from "../queue.js";
import { createStatements, inSession, newId } from "../statements.js";
import { createStore } from "../store.js";

/** Keys of the interface texts that this module shows. */
export const says = ["lrs_refused", "lrs_relaunch", "lrs_waits"];

/** @typedef {import("../types.js").Json} Json */
/** @typedef {import("../types.js").Start} Start */
/** @typedef {import("../delivery.js").Reply} Reply */

/** Milliseconds: how long the page waits for what the LRS has before it goes on with what this browser has. */
const PATIENCE = 2_000;
/** How long leaving waits for the LRS to take everything. */
const FAREWELL = 10_000;
/** All that is said where nothing is recorded (cmi5 10.2.2). */
const WITHOUT_RESULT = ["initialized", "terminated"];
const INITIALIZED = "initialized";
/** What belongs to one session of cmi5 and means nothing in the next. */
const OF_A_SESSION = [...WITHOUT_RESULT, "failed"];
/** What the learner is told of each kind of trouble: the first that there is. */
const TROUBLES = ["lrs_relaunch", "lrs_refused", "lrs_waits"];

/** Until there are any, and in xAPI. @type {import("../types.js").LaunchData} */
const NO_LAUNCH_DATA = { mode: "normal", address: "", isStranded: false };

/** @param {Json} statement @returns {string} */
const verbOf = (statement) => statement.verb.display.en;

/** @param {Window} win @param {import("../types.js").CourseData} data
 * @returns {import("../types.js").Driver} */
export function createDriver(win, data) {
  const launch = /** @type {import("../types.js").Launch} */ (readLaunch(win.location.search));
  // nothing else is called then
  if (!launch) return /** @type {any} */ ({ expectsLms: true, start: () => null });
  const { cmi5, actor, registration } = launch;
  const phrases = createStatements(data, launch);
  const learner = ["lrs", learnerOf(actor), registration].join(" ");
  // a launcher may name another endpoint for each session: what waits goes to the one that takes the next launch
  const place = [phrases.activity, learner].join(" ");
  const client = createClient(launch.endpoint);
  const queue = createQueue(place);
  const store = createStore(data.course.id);
  const tabMemory = createSessionMemory("courseware-session:" + launch.token);
  const sitting = launch.token || newId();
  /** What this browser has. */
  const found = store.read(learner, "record");
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
  let isRead = false;
  let isFull = false;
  let isDurable = true;
  let hasResumed = false;
  let hasFailed = false;
  /** The score of a fail that may still become a pass. @type {number | null} */
  let missed = null;
  /** When each page of this sitting was shown first; null: it is reported. @type {Map<string, number | null>} */
  const visits = new Map();
  /** What is being put away. @type {Promise<boolean>[]} */
  let puts = [];
  /** What stands in the way of each part, as a text's key. @type {Record<string, string>} */
  const troubles = {};
  /** @type {() => void} */
  let accepted;
  const acceptance = new Promise((resolve) => { accepted = () => resolve(undefined); });
  /** @type {(start: Start) => void} */
  let late;
  /** @type {(text: string) => void} */
  let told;

  const isRecorded = () => launchData.mode === "normal";
  const seconds = () => (Date.now() - begun) / 1000;

  /** @param {string} text */
  function recordOf(text) {
    try {
      return checkedRecord(JSON.parse(text)) ?? newRecord();
    } catch {
      return newRecord();
    }
  }

  /** @param {import("../types.js").LearningRecord} other */
  function keep(other) {
    ours = mergeRecords(ours, other);
    isDurable = store.write(learner, "record", JSON.stringify(ours));
  }

  /** @param {string} part @param {string} text */
  function complain(part, text) {
    troubles[part] = text;
    if (!text && part !== "launch") troubles.leaving = "";
    told(TROUBLES.find((one) => Object.values(troubles).includes(one)) ?? "");
  }

  /** @param {string} part @returns {(reply: Reply | null) => void} */
  const teller = (part) => (reply) =>
    complain(part, !reply ? "" : FORBIDDEN.includes(reply.status) ? "lrs_relaunch" : "lrs_waits");

  const delivery = createDelivery(place, queue, client, {
    prepare({ sitting: made, statement }) {
      if (!cmi5) return statement;
      const isOver = made !== sitting && OF_A_SESSION.includes(verbOf(statement));
      return isOver ? null : inSession(statement, launchData.template, verbOf(statement));
    },
    // the reference player of cmi5 refuses a batch that holds more than `initialized` until it has taken that
    only() {
      if (!isAccepted) return (one) => one.sitting === sitting && verbOf(one.statement) === INITIALIZED;
      return isRecorded() ? undefined : (one) => one.sitting === sitting;
    },
    taken(batch) {
      if (!batch.some((one) => one.sitting === sitting && verbOf(one.statement) === INITIALIZED)) return;
      accept();
    },
    refused({ statement }, { status, json }) {
      console.error("refused", status, json, statement);
      complain("refused", "lrs_refused");
    },
    tell: teller("statements"),
  });

  const sync = createStateSync(client, {
    query: {
      activityId: phrases.activity, agent: JSON.stringify(actor), stateId: "courseware",
      ...(registration && { registration }),
    },
    read: () => ours,
    adopt(theirs) {
      const { state: before } = ours;
      const isFirst = !isRead;
      const sound = checkedRecord(theirs);
      if (sound) keep(sound);
      isRead = true;
      // what another device did shows here, too
      if (isStarted && ours.state !== before) late(now(isFirst));
    },
    // what there is to say of answers, statements tell: some LRSs have no such resource, and other origins are not told so
    tell: (reply) => teller("state")(reply?.status ? reply : null),
  });
  const couriers = () => (isOpen ? (isRecorded() && (isAccepted || !cmi5) ? [delivery, sync] : [delivery]) : []);

  function accept() {
    isAccepted = true;
    if (cmi5) tabMemory.add({ accepted: true });
    accepted();
  }

  /** @param {Json} statement @param {boolean} [always] @returns {boolean} whether there was room for it */
  function put(statement, always) {
    const kept = queue.put({ sitting, statement }, always);
    isFull = kept === null;
    if (kept instanceof Promise) puts.push(kept);
    if (isOpen) delivery.start();
    return !isFull;
  }

  /** The first statement: made as soon as the LRS's time is known, or nobody waits for it any more. */
  function initialize() {
    isInitialized ||= put(phrases.about(INITIALIZED, client.now(begun)), true);
    if (cmi5) tabMemory.add({ initialized: isInitialized });
  }

  /** @param {boolean} [isFirst] what was saved before comes for the first time @returns {Start} */
  function now(isFirst = true) {
    isStarted = true;
    initialize();
    times = { ...ours.times, ...given };
    if (!cmi5 && isFirst && ours.state) hasResumed ||= put(phrases.about("resumed", client.now()));
    reportVisits();
    const { mode, mastery } = launchData;
    return {
      mode, state: ours.state, learner, records: null, partial: !isRead,
      ...(mastery !== undefined && { passing: mastery * 100 }),
      // cmi5 11.2
      ...(tabMemory.known.audio === "off" && { media: { volume: 0, speed: 1, captions: 0 } }),
    };
  }

  function reportVisits() {
    for (const [key, time] of visits) {
      if (time && isRecorded() && put(phrases.experienced(key, client.now(time)))) visits.set(key, null);
    }
  }

  /** Finds out what is to be known before anything is sent. */
  async function open() {
    client.authorize(launch.authorization);
    const opened = cmi5 ? await openSession(launch, client, tabMemory, teller("launch")) : NO_LAUNCH_DATA;
    if (!opened) return;
    launchData = opened;
    if (cmi5) initialize();
    if (!isRecorded()) {
      // what was taken for a sitting that is recorded is none
      await queue.remove(queue.mine().filter((one) => one.sitting === sitting && !WITHOUT_RESULT.includes(verbOf(one.statement))));
      if (isStarted) store.write(learner, "record", found);
      ours = recordOf(found);
    }
    isOpen = true;
    if (cmi5 && isStarted) late(now());
    delivery.start();
    if (cmi5 && !isAccepted) await acceptance;
    if (isRecorded()) await sync.start();
  }

  /** Everything that this browser has, to the LRS. @param {"start" | "retry"} [act]
   * @returns {Promise<boolean>} whether it is there */
  async function deliver(act = "start") {
    await Promise.all(couriers().map((courier) => courier[act]()));
    return isOpen && !Object.values(troubles).some((text) => text && text !== "lrs_refused");
  }

  /** @param {string} verb @param {number | null} score */
  const verdict = (verb, score) => put(phrases.verdict(verb, client.now(), seconds(), score, launchData.mastery));

  return {
    expectsLms: true,
    learner,

    start(appear, tell = () => {}) {
      late = appear;
      told = tell;
      if (cmi5) {
        const { known } = tabMemory;
        ({ begun = begun, initialized: isInitialized = false, accepted: isAccepted = false } = known);
        if (known.data) launchData = readLaunchData(known.data);
        tabMemory.add({ begun });
      }
      // a page that goes away now takes nothing along: its answers are put away before
      win.addEventListener("pagehide", () => isStarted || late(now()));
      win.addEventListener("online", () => couriers().forEach((courier) => courier.retry()));
      return Promise.race([open(), pauseFor(PATIENCE)]).then(now);
    },

    visit(page) {
      if (!visits.has(page)) visits.set(page, Date.now());
      if (isStarted) reportVisits();
    },

    answer(report) {
      const time = client.now(report.time.getTime());
      if (!put(phrases.answered(report, time))) return null;
      times[report.key] = given[report.key] = time.getTime();
      return -1;
    },

    progress({ fraction }) {
      // cmi5 9.5.5.1: completed is all that there is to say
      if (cmi5 && ours.said.completed) return true;
      const percent = Math.floor(fraction * 100);
      const isSaid = (ours.said.progressed ?? 0) === percent || put(phrases.progressed(percent, client.now()));
      if (isSaid) ours.said.progressed = percent;
      return isSaid;
    },

    complete({ completed, success, score }) {
      const { said } = ours;
      if (completed && !said.completed && verdict("completed", score)) said.completed = 1;
      if (success === "passed" && !said.passed && verdict(success, score)) said.passed = 1;
      if (success === "failed" && cmi5) missed = score;
      else if (success === "failed") hasFailed ||= verdict(success, score);
      return !isFull;
    },

    save(fit) {
      if (isFull) return false;
      keep({ ...newRecord(), state: fit(Infinity), times, at: client.now().getTime() });
      const delivered = deliver();
      const stored = puts;
      puts = [];
      return (isDurable && !stored.length)
        || Promise.all(stored).then(async (kept) => {
          const isKept = isDurable && kept.every(Boolean);
          const isThere = isKept || (await delivered);
          // asked about again at the next try
          if (!isThere) puts.push(...stored.filter((_, one) => !kept[one]));
          return isThere;
        });
    },

    finish(to) {
      const isLeaving = to !== undefined;
      const { completed, passed } = ours.said;
      if (cmi5 && isLeaving && missed !== null && !passed && isRecorded()) verdict("failed", missed);
      if (!cmi5 && !completed) put(phrases.about("suspended", client.now()));
      // a page that goes away may be loaded again, and a session of cmi5 ends only once
      if (isLeaving || !cmi5) put(phrases.terminated(client.now(), seconds()));
      if (!isLeaving) {
        couriers().forEach((courier) => courier.leave());
        return true;
      }
      if (cmi5) tabMemory.add({ terminated: true });
      // nobody has to wait for the end of it
      win.addEventListener("pagehide", () => couriers().forEach((courier) => courier.leave()));
      return Promise.race([deliver("retry"), pauseFor(FAREWELL)]).then((delivered) => {
        if (!delivered) complain("leaving", "lrs_waits");
        return true;
      });
    },

    get address() { return launchData.address; },
    get isStranded() { return launchData.isStranded; },
  };
}
