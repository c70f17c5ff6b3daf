/** A session with a course: how it begins, continues and ends, and what the learner is told about saving. It knows
 * nothing of pages or standards. Whatever a learner does is in the attempt at once; the saver writes it to the browser's
 * copy and to the LMS. */

import { createAttention } from "./attention.js";
import { createAttempt } from "./attempt.js";
import { PARTS } from "./parts.js";
import { decode, encode, newState, reconcile } from "./saved_state.js";
import { after, createSaver } from "./saver.js";

/** Keys of the interface texts that this module shows. */
export const says = [
  "browse_mode", "closed", "connecting", "lms_cut", "lms_fails", "lrs_waits", "never_kept", "no_lms", "not_kept", "not_saved",
  "read_only", "review_changed", "review_mode", "saved", "saved_here", "saving", "shortened",
];

/** @typedef {import("./types.js").Value} Value */
/** @typedef {ReturnType<typeof createSession>} Session */
/** @typedef {"connecting" | "recording" | "reviewing" | "here" | "ended"} Phase */

/** Milliseconds without a key press after which a text is recorded. */
const PAUSE = 1_000;
/** Milliseconds until this browser has stored a change that is not an answer: much sooner than the LMS is told, which may
 * take seconds. */
const KEEP = 100;
/** Phases: an LMS is being searched for, and was found. */
const CONNECTING = "connecting";
const RECORDING = "recording";
/** The name of the copy if there is no LMS. */
const HERE = "here";
/** The name of the copy until an LMS has accepted a state of this attempt, because no later launch could know its token. */
const UNHELD = " unheld";

/** What the learner is told if nothing is recorded, as a text's key, by the reason. */
const UNRECORDED = { grown: "review_changed", review: "review_mode", browse: "browse_mode", closed: "closed" };

/** The one thing that the learner should know about saving, as a text's key or empty.
 * @param {keyof UNRECORDED | ""} looking why nothing is recorded @param {string} failing what is not saved, or is
 * kept for the LMS @param {unknown} isCut @param {unknown} shortened @param {unknown} isAlone */
export const noticeOf = (looking, failing, isCut, shortened, isAlone) => (looking ? UNRECORDED[looking]
  : failing || (isCut ? "lms_cut" : shortened ? "shortened" : isAlone ? "no_lms" : ""));

/** @param {{data: import("./types.js").CourseData, driver: import("./types.js").Driver, store: import("./types.js").Store,
 *   view: import("./types.js").View}} parts */
export function createSession({ data, driver, store, view }) {
  const { settings, course: { language } } = data;
  const pageIds = new Map(data.pages.map(({ key, id }) => [key, id]));
  const attempt = createAttempt(data, driver.createObjectives);
  const early = driver.createEarly?.(store, attempt);
  const saver = createSaver(write, (isWhole, isLatest) =>
    show(!isWhole ? (trouble === "lrs_waits" ? "saved_here" : "not_saved") : isLatest ? done() : "saving"));
  /** Timers of texts being typed. @type {Map<string, ReturnType<typeof setTimeout>>} */
  const pauses = new Map();

  /** @type {Phase} */
  let phase = CONNECTING;
  /** Why nothing is recorded. @type {keyof UNRECORDED | ""} */
  let looking = "";
  let learner = "";
  let learnerName = "";
  let shortened = false;
  /** Whether the LMS has lost part of what it was given, and this browser does not have it either.
   * @type {boolean | undefined} */
  let isCut;
  /** Whether the LMS has accepted a state of this attempt. */
  let isHeldThere = false;
  let isLaunched = false;
  let isChanged = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let keeping;
  /** Why something is not saved, as a text's key. */
  let trouble = "";
  /** The driver's notice about answers that it keeps for the LMS, as a text's key. */
  let remark = "";
  /** What the learner was last shown. @type {import("./types.js").Saving} */
  let shown = CONNECTING;
  const attention = createAttention();
  /** @type {unknown} */
  let starting;
  /** @type {boolean | Promise<boolean> | undefined} */
  let ending;
  /** Whether everything saved earlier is known. @type {boolean | null} */
  let isSettled = false;
  /** Whether the LMS has not yet said what counts as a pass. @type {boolean | undefined} */
  let isUnjudged;
  /** Whether the learner has decided what happens to what was stored here. */
  let isChosen = false;
  /** The name of the copy that the state came from. @type {[learner: string, token: string]} */
  let origin = ["", HERE];

  const looksBack = () => looking === "review" && attempt.state.completed;
  /** Whether there is more to do now than when it was completed. A course completed by passing may leave questions open. */
  const hasGrown = () => looksBack() && settings.completion !== "passed" && attempt.tally.fraction < 1;

  /** @param {import("./types.js").Saving} saving */
  function show(saving) {
    shown = looking ? "read_only" : saving;
    view.saving(shown, noticeOf(hasGrown() ? "grown" : looking, trouble || remark, isCut, shortened, phase === HERE && driver.expectsLms));
  }

  const done = () => (phase === HERE || remark || shortened ? "saved_here" : "saved");

  /** @param {string} text */
  function hear(text) {
    remark = text;
    // also for a learner who has left and waits for everything to get through
    if (phase !== CONNECTING && phase !== HERE) show(shown.startsWith("saved") ? done() : shown);
  }

  /** Takes over what was saved earlier.
   * @param {import("./types.js").Start | null} start null: there is no LMS, this browser keeps the state
   * @param {boolean} [isLate] the browser's database has returned more of it */
  function connect(start, isLate) {
    if (phase === "ended") return;
    isLaunched = !!start;
    learner = start?.learner ?? "";
    learnerName = start?.name ?? "";
    const held = decode(start?.state ?? "");
    /** @type {[learner: string, token: string][]} */
    const places = [["", HERE]];
    if (start) places.push([learner + UNHELD, ""]);
    // an LMS's state that cannot be read may have been ours: then this browser has a copy
    if (start?.state && !held) places.push(...store.copies(learner));
    view.ask(null);
    for (const place of isChosen || (start && start.mode !== "normal") ? [] : places) {
      const left = decode(store.read(...place));
      // except what the current session itself has left there
      if (!left || !(left.answers.size + left.drafts.size) || [attempt.state.token, held?.token].includes(left.token)) continue;
      show("saved_here");
      return view.ask((isTheirs) => {
        isChosen = true;
        view.ask(null);
        if (phase === "ended") return;
        if (isTheirs) {
          // as if it were done now, before there is an LMS
          origin = place;
          begin(null, left, isLate);
        } else store.write(...place, "");
        if (start || !isTheirs) begin(start, held, isLate);
      });
    }
    begin(start, start ? held : decode(store.read("", HERE)), isLate);
  }

  /** Continues from what was saved, with the changes of the current session on top.
   * @param {import("./types.js").Start | null} start @param {import("./types.js").State | null} found by the LMS or,
   * without one, in this browser @param {boolean} [isLate] */
  function begin(start, found, isLate) {
    const known = { isFirst: !isSettled, isAgain: phase === RECORDING, isMine: !isSettled || isLate, isAlone: !start };
    const wasHere = phase === HERE;
    const held = start && found;
    isSettled = start && !start.partial;
    isUnjudged = start?.unjudged;
    const copies = held ? [store.read(learner, held.token), store.read(learner + UNHELD, "")].map(decode) : [];
    const saved = held ? copies.reduce(reconcile, held) : found;
    // what the LMS has proved to keep, wherever the rest comes from
    if (held) /** @type {import("./types.js").State} */ (saved).room = held.room;
    const mode = start?.mode ?? "normal";
    // nobody is locked out during a session because another device has finished
    const isClosed = known.isFirst ? saved?.completed && !settings.review : looking === "closed";
    looking = isClosed ? "closed" : mode === "normal" ? "" : mode;
    phase = looking ? "reviewing" : start ? RECORDING : HERE;
    if (start?.passing !== undefined) settings.passing_score = start.passing;
    // it begins like a state of ours, but cannot be read
    isCut = held ? saved?.shortened : start?.state[0] === "1";
    attempt.takeOver(saved, start?.records ?? Infinity, isReadOnly() ? null : known, saved !== held ? (held ?? newState()) : null);
    isHeldThere = !!held;
    if (phase === RECORDING) {
      if (held && copies[1]?.token === held.token) settleToken();
      // from now on, or in a moment, it is in the copy of the LMS's attempt
      if (wasHere && (held || origin[1])) after(keep(), (kept) => kept && store.write(...origin, ""));
    }
    view.restored(start);
    isChanged = false;
    // what was being typed when a page was killed counts as an answer, as it would have a moment later
    for (const { key, gated } of data.interactions) if (!gated && attempt.state.drafts.has(key)) settleSoon(key);
    if (!looking) return changed();
    // what was done before it was known that nothing is recorded is not stored anywhere
    early?.giveBack();
    show("read_only");
  }

  /** Takes over later what the browser's database has kept better than the copy at hand.
   * @param {import("./types.js").Start | null} start */
  async function restore(start) {
    if (await store.restore(["", learner, learner + UNHELD])) connect(start, true);
  }

  const isReadOnly = () => looking !== "" && looking !== "browse";

  /** @param {string} key @returns {import("./types.js").Look} */
  function look(key) {
    const found = attempt.look(key);
    return { ...found, locked: found.locked || isReadOnly() };
  }

  /** @param {string} key of a page, or "summary" */
  function visit(key) {
    attention.turn();
    if (isReadOnly()) return;
    const isPage = pageIds.has(key);
    attempt.visit(key, isPage);
    if (isPage && !looking) driver.visit?.(key);
    changed();
  }

  /** Keeps the content of a field without recording it. @param {string} key @param {Value} given */
  function draft(key, given) {
    if (look(key).locked) return;
    attention.attend(key);
    attempt.draft(key, given);
    changed();
  }

  /** Keeps a text while it is being typed, and records it after a pause. @param {string} key @param {string} text */
  function type(key, text) {
    draft(key, text);
    settleSoon(key);
  }

  /** @param {string} key */
  function settleSoon(key) {
    clearTimeout(pauses.get(key));
    pauses.set(key, setTimeout(settle, PAUSE, key));
  }

  /** Records what was typed. @param {string} key */
  function settle(key) {
    clearTimeout(pauses.get(key));
    pauses.delete(key);
    const text = attempt.state.drafts.get(key);
    if (text !== undefined) record(key, text);
  }

  /** Records an answer unless there is something wrong with it.
   * @param {string} key @param {Value} given @returns {import("./types.js").Problem | null} */
  function record(key, given) {
    if (look(key).locked) return null;
    const problem = attempt.record(key, given, { time: new Date(), latency: attention.attend(key) });
    changed(true);
    if (problem === null) view.answered(key);
    return problem ?? null;
  }

  /** @param {boolean} [isAnswer] this browser stores it at once */
  function changed(isAnswer) {
    if (phase === CONNECTING && attempt.touched.size) early?.keep();
    if (phase !== RECORDING && phase !== HERE) return;
    const { state } = attempt;
    for (const { reach } of PARTS) reach?.(data, state, attempt.outcome);
    // a page that retries again and again must not be ahead of one that continues
    state.revision += Number(!isChanged);
    isChanged = true;
    if (isAnswer) keep();
    else keeping ??= setTimeout(keep, KEEP);
    show("saving");
    saver.changed();
  }

  /** Stores the state in this browser and reports to the LMS: answers, score and status before the state, which commits.
   * @param {boolean} [isLast] nothing may wait @returns {boolean | null | Promise<boolean>} whether all of it was
   * saved; null: it continues in a moment */
  function write(isLast) {
    // this was not known yet when the save was scheduled
    if (looking) return true;
    const { state, outcome, tally, objectives, outbox } = attempt;
    if (!isUnjudged) {
      state.completed = outcome.completed;
      state.passed = outcome.success === "passed";
    }
    const kept = keep();
    if (phase === HERE) return settleWrite(kept, true, isLast);
    const told = Array.from(outbox, ([key, made]) => after(driver.answer(attempt.report(key, made), isLast), (index) => {
      if (index !== null) attempt.told(key, made, index);
      return index !== null;
    }));
    if (driver.isBusy?.() && !isLast) return null;
    const all = [
      ...told,
      driver.progress({ page: pageIds.get(state.page) ?? state.page, fraction: tally.fraction }),
      driver.complete(outcome, objectives),
      driver.save(fit, isLast),
    ];
    early?.clear();
    const isSoon = all.some((one) => one instanceof Promise);
    return after(isSoon ? Promise.all(all) : all, (stored) => settleWrite(kept, stored.every(Boolean), isLast));
  }

  /** Stores the whole state in this browser. */
  function keep() {
    clearTimeout(keeping);
    keeping = undefined;
    isChanged = false;
    const { text } = encode(attempt.state);
    /** @type {[learner: string, token: string]} */
    const place = phase === HERE ? ["", HERE] : isHeldThere ? [learner, attempt.state.token] : [learner + UNHELD, ""];
    return store.write(...place, text);
  }

  /** @param {boolean | Promise<boolean>} copied by this browser: waited for if nobody else has all of it
   * @param {boolean} stored by the LMS @param {boolean} [isLast] it is not certain yet */
  function settleWrite(copied, stored, isLast) {
    const isWithLms = phase !== HERE;
    // as it was when this was written: the connection may come back while the browser stores it
    const reason = stored ? "" : driver.trouble?.() || "lms_fails";
    return after(isLast || (stored && isWithLms && !shortened) || copied, (kept) => {
      // if only another launch helps, retrying does not
      trouble = kept ? reason : /launch$/.test(reason + remark) ? "never_kept" : "not_kept";
      if (stored && isWithLms && !isHeldThere && !isLast) settleToken();
      return stored && kept;
    });
  }

  /** The LMS knows the token: from now on, the copy is found by it. */
  function settleToken() {
    isHeldThere = true;
    keep();
    store.write(learner + UNHELD, "", "");
  }

  /** @type {import("./types.js").Fit} */
  function fit(limit) {
    const coded = encode(attempt.state, limit);
    shortened = coded.shortened;
    return coded.text;
  }

  /** Records what is being typed and saves at once. @param {boolean} [isLast] nothing may wait */
  function saveNow(isLast) {
    for (const key of [...pauses.keys()]) settle(key);
    return saver.flush(isLast);
  }

  /** @param {string} [to] see `exit` @returns {boolean | Promise<boolean>} */
  function end(to) {
    const before = phase;
    ending ??= isLaunched ? driver.finish(to) : true;
    phase = "ended";
    clearTimeout(keeping);
    saver.stop(true);
    return after(ending, (isOver) => {
      if (!isOver) {
        ending = undefined;
        phase = before;
        saver.stop(false);
      }
      return isOver;
    });
  }

  /** The learner follows a link of the LMS's page: the session ends while calls still work, unless something is not
   * saved. */
  function goAway() {
    if (isLaunched) after(saveNow(true), (kept) => kept && after(end(), (isOver) => (isOver ? view.left() : changed())));
  }

  return {
    data, driver, language, look, visit, draft, type, record,
    /** Deletes what only this browser has. */
    erase: () => store.write("", HERE, ""),
    saveNow: () => saveNow(),
    interaction: attempt.interaction,
    leave: attempt.leave,
    /** The page works while an LMS is being searched for. */
    start() {
      view.saving(CONNECTING, "");
      early?.takeUp();
      starting = after(driver.start(connect, hear, changed, goAway), (start) => {
        connect(start);
        restore(start);
      });
    },
    /** Leaves at the learner's request, only if everything is saved; `to` is another document, if one is named. Without
     * an LMS, there is no connection that could break. */
    exit: (to = "") => after(starting, () => after(saver.underway, () => after(saveNow(), (kept) =>
      kept && after(!isLaunched || (driver.confirm?.() ?? true), (isSure) => isSure && after(saveNow(), (still) => still && end(to)))))),
    /** The page is being unloaded, whatever was saved. */
    close: () => after(saveNow(true), () => end()),
    get state() { return attempt.state; },
    get tally() { return attempt.tally; },
    /** What has been reached, without a score if the LMS has one that cannot be derived from what is here now. */
    get outcome() { return hasGrown() ? { ...attempt.outcome, score: null } : attempt.outcome; },
    /** The learner's progress, 0 to 1: a learner who has completed a course is not set back by later additions. */
    get fraction() { return looksBack() ? 1 : attempt.tally.fraction; },
    /** Whether an LMS has the current session. */
    get isWithLms() { return isLaunched; },
    get learnerName() { return learnerName; },
    get readOnly() { return isReadOnly(); },
    get isRecorded() { return !looking; },
    /** Whether something that was saved has not reached the LMS yet. */
    get isWaiting() { return remark !== ""; },
    /** Whether it is a completed course that may not be read again. */
    get closed() { return looking === "closed"; },
    get finished() { return phase === "ended"; },
    /** Whether everything that can be saved is saved. */
    get isSaved() { return shown === done(); },
  };
}
