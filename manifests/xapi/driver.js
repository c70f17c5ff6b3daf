/** xAPI 1.0.3 and cmi5: statements and the State resource of a learning record store. Which of the two it is, the launch
 * parameters tell. Everything is kept in this browser first, and carried to the LRS from there. */

import { createSessionMemory, openSession } from "../../templates/runtime/cmi5.js";
import { createClient, createDelivery, createStateSync, FORBIDDEN, pauseFor } from "../../templates/runtime/delivery.js";
import { learnerOf, readLaunch } from "../../templates/runtime/launch.js";
import { checkedRecord, mergeRecords, newRecord } from "../../templates/runtime/learning_record.js";
import { createQueue } from "../../templates/runtime/queue.js";
import { createStatements, inSession, newId } from "../../templates/runtime/statements.js";
import { createStore } from "../../templates/runtime/store.js";

/** @typedef {import("../../templates/runtime/types.js").Json} Json */
/** @typedef {import("../../templates/runtime/types.js").Start} Start */
/** @typedef {import("../../templates/runtime/delivery.js").Reply} Reply */

/** Milliseconds: how long the page waits for what the LRS has before it goes on with what this browser has. */
const PATIENCE = 2_000;
/** How long leaving waits for the LRS to take everything. */
const FAREWELL = 10_000;
/** What belongs to one session of cmi5 and means nothing in the next. */
const OF_A_SESSION = ["initialized", "failed", "terminated"];
/** All that is said where nothing is recorded (cmi5 10.2.2). */
const WITHOUT_RESULT = ["initialized", "terminated"];
/** What the learner is told of each kind of trouble: the first that there is. */
const TROUBLES = ["lrs_relaunch", "lrs_refused", "lrs_waits"];

/** @param {Window} win @param {import("../../templates/runtime/types.js").CourseData} data
 * @returns {import("../../templates/runtime/types.js").Driver} */
export function createDriver(win, data) {
  const found = readLaunch(win.location.search);
  // nothing else is called then
  if (!found) return /** @type {any} */ ({ expectsLms: true, start: () => null });
  const launch = found;
  const { cmi5, actor, registration } = launch;
  const statements = createStatements(data, launch);
  const learner = `lrs ${learnerOf(actor)} ${registration}`;
  const name = [launch.endpoint, statements.activity, learner].join(" ");
  const client = createClient(launch.endpoint);
  const queue = createQueue(name);
  const store = createStore(data.course.id);
  const memory = createSessionMemory(`courseware-session:${launch.token}`);
  const sitting = launch.token || newId();
  const begun = Number((cmi5 && memory.known.begun) || Date.now());
  let record = readRecord();
  /** When the answers that the page shows were given. @type {Record<string, number>} */
  let times = {};
  /** @type {Json} */
  let launchData = (cmi5 && memory.known.data) || {};
  let isOpen = false;
  let isStarted = false;
  let isFull = false;
  let isDurable = true;
  let hasResumed = false;
  /** The score of a fail that may still become a pass. @type {number | null} */
  let missed = null;
  let hasFailed = false;
  /** When each page of this sitting was shown first; null: it is reported. @type {Map<string, Date | null>} */
  const visits = new Map();
  /** @type {(start: Start) => void} */
  let late = () => {};
  /** @type {(text: string) => void} */
  let told = () => {};
  /** What is being put away. @type {Promise<boolean>[]} */
  let puts = [];
  /** @type {Record<string, string>} */
  const troubles = {};

  const mode = () => /** @type {Start["mode"]} */ (String(launchData.launchMode ?? "normal").toLowerCase());
  const isRecorded = () => mode() === "normal";
  const seconds = () => (Date.now() - begun) / 1000;

  /** What this browser has. */
  function readRecord() {
    try {
      return checkedRecord(JSON.parse(store.read(learner, "record"))) ?? newRecord();
    } catch {
      return newRecord();
    }
  }

  function keepRecord() {
    isDurable = store.write(learner, "record", JSON.stringify(record));
  }

  /** @param {string} part @param {string} text */
  function trouble(part, text) {
    troubles[part] = text;
    told(TROUBLES.find((one) => Object.values(troubles).includes(one)) ?? "");
  }

  /** @param {string} part @returns {(reply: Reply | null) => void} */
  const teller = (part) => (reply) =>
    trouble(part, !reply ? "" : FORBIDDEN.includes(reply.status) ? "lrs_relaunch" : "lrs_waits");

  const delivery = createDelivery({
    name, queue, client,
    prepare({ sitting: made, statement }) {
      const verb = statement.verb.display.en;
      if (!cmi5) return statement;
      return made !== sitting && OF_A_SESSION.includes(verb) ? null : inSession(statement, launchData.contextTemplate ?? {}, verb);
    },
    only: () => (isRecorded() ? undefined : sitting),
    refused({ statement }, { status, json }) {
      console.error("refused by the learning record store", status, json, statement);
      trouble("refused", "lrs_refused");
    },
    tell: teller("statements"),
  });

  const state = createStateSync({
    client,
    query: {
      activityId: statements.activity, agent: JSON.stringify(actor), stateId: "courseware",
      ...(registration ? { registration } : {}),
    },
    read: () => record,
    adopt(theirs) {
      const sound = checkedRecord(theirs);
      if (!sound) return;
      record = mergeRecords(record, sound);
      keepRecord();
    },
    tell: teller("state"),
  });

  /** @param {Json} statement @param {boolean} [first] @returns {boolean} whether there was room for it */
  function put(statement, first) {
    const kept = queue.put({ sitting, statement }, first);
    isFull = kept === null;
    if (kept instanceof Promise) puts.push(kept);
    if (isOpen) delivery.start();
    return !isFull;
  }

  /** @param {string} verb @param {Json} [result] */
  const say = (verb, result) => put(statements.about(verb, client.now(), result), cmi5);

  /** @returns {Start} */
  function now() {
    isStarted = true;
    times = { ...record.times };
    if (!cmi5 && record.state && !hasResumed) hasResumed = say("resumed");
    reportVisits();
    const { masteryScore: mastery } = launchData;
    return { mode: mode(), state: record.state, learner, records: null, ...(mastery === undefined ? {} : { passing: mastery * 100 }) };
  }

  function reportVisits() {
    for (const [key, time] of visits) {
      if (time && isRecorded() && put(statements.experienced(key, time))) visits.set(key, null);
    }
  }

  /** @returns {Promise<boolean>} whether the LRS may be spoken to */
  async function open() {
    client.authorize(launch.authorization);
    const given = cmi5 ? await openSession(launch, client, memory, teller("launch")) : {};
    if (!given) return false;
    launchData = given;
    if (!isRecorded() && isStarted) {
      // what was taken for a sitting that is recorded is none
      const { mine } = queue;
      await queue.remove(mine.filter((one) => one.sitting === sitting && !WITHOUT_RESULT.includes(one.statement.verb.display.en)));
    }
    isOpen = true;
    return true;
  }

  /** Everything that this browser has, to the LRS. @returns {Promise<boolean>} whether it is there */
  async function deliver() {
    if (!isOpen) return false;
    await Promise.all([delivery.start(), isRecorded() && state.start()]);
    return Object.values(troubles).every((text) => text !== "lrs_waits" && text !== "lrs_relaunch");
  }

  async function connect() {
    if (!(await open())) return;
    const { state: before } = record;
    const unread = isRecorded() ? await state.load() : null;
    if (isStarted && (record.state !== before || cmi5)) late(now());
    if (unread) teller("state")(unread);
    delivery.start();
    // what could not be read is read again
    if (isRecorded() && (unread || record.state)) state.start();
  }

  return {
    expectsLms: true,

    start(appear, tell = () => {}) {
      late = appear;
      told = tell;
      if (!cmi5 || !memory.known.initialized) {
        put(statements.about("initialized", client.now()), cmi5);
        memory.add(cmi5 ? { initialized: true, begun } : {});
      }
      // a page that goes away now takes nothing along: its answers are put away before
      win.addEventListener("pagehide", () => isStarted || late(now()));
      win.addEventListener("online", () => {
        if (isOpen) for (const courier of [delivery, state]) courier.retry();
      });
      return Promise.race([connect(), pauseFor(PATIENCE)]).then(now);
    },

    visit(page) {
      if (!visits.has(page)) visits.set(page, client.now());
      if (isStarted) reportVisits();
    },

    answer(report) {
      const time = new Date(report.time.getTime() + client.now().getTime() - Date.now());
      if (!put(statements.answered(report, time))) return null;
      times[report.key] = time.getTime();
      return -1;
    },

    progress({ fraction }) {
      const percent = Math.floor(fraction * 100);
      if ((record.said.progressed ?? 0) === percent) return true;
      if (!put(statements.progressed(percent, client.now()))) return false;
      record.said.progressed = percent;
      return true;
    },

    complete({ completed, success, score }) {
      if (success === "failed" && cmi5) missed = score;
      const verdicts = [completed && "completed", success !== "unknown" && success].filter((verb) => typeof verb === "string");
      return verdicts.every((verb) => {
        if (record.said[verb] || (verb === "failed" && (cmi5 || hasFailed))) return true;
        const mastery = launchData.masteryScore;
        const taken = put(statements.verdict(verb, client.now(), seconds(), score, mastery));
        if (verb === "failed") hasFailed = taken;
        else if (taken) record.said[verb] = 1;
        return taken;
      });
    },

    save(fit) {
      if (isFull) return false;
      const mine = { format: 1, state: fit(Infinity), times, said: {}, at: client.now().getTime() };
      record = mergeRecords(record, mine);
      keepRecord();
      const delivered = deliver();
      const stored = puts;
      puts = [];
      if (isDurable && !stored.length) return true;
      return Promise.all(stored).then((kept) => (isDurable && kept.every(Boolean)) || delivered);
    },

    finish(to) {
      const byWish = to !== undefined;
      const { passed } = record.said;
      if (cmi5 && byWish && missed !== null && !passed && isRecorded()) {
        put(statements.verdict("failed", client.now(), seconds(), missed, launchData.masteryScore));
      }
      if (!cmi5 && !record.said.completed) say("suspended");
      // a page that goes away may be reloaded, and a session of cmi5 ends only once
      if (byWish || !cmi5) put(statements.terminated(client.now(), seconds()));
      if (!byWish) {
        if (isOpen) for (const courier of [delivery, state]) courier.leave();
        return true;
      }
      if (cmi5) memory.add({ terminated: true });
      return Promise.race([deliver(), pauseFor(FAREWELL)]).then((delivered) => {
        if (!delivered) trouble("statements", "lrs_waits");
        return true;
      });
    },

    get address() { return String(launchData.returnURL ?? ""); },
  };
}
