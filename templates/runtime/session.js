/** One sitting with a course: what was answered, what is saved where, what the LMS is told. Knows no page and no
 * standard. Everything a learner does is in `state` at once; `flush` carries it to the browser's copy and the LMS. */

import { findProblem, inWords, isAnswered, judge, knownValue, patternsOf } from "./answer.js";
import { createTally } from "./score.js";
import { decode, encode, isHeld, isSame, newState, reconcile } from "./state.js";
import { tidy } from "./text.js";

/** @typedef {import("./types.js").Value} Value */
/** @typedef {ReturnType<typeof createSession>} Session */

/** Milliseconds. */
const PAUSE = 1_000;
const COMMIT = 1_000;
const COMMIT_AT_MOST = 5_000;
const RETRY = 5_000;
/** Where the copy lies when there is no LMS. */
const HERE = "here";
/** Where it lies before the saved state is there: by itself, since one copy of a learner gives way to another. */
const EARLY = " early";

/** Goes on at once with a value that is there: on leaving a page nothing may wait.
 * @template T, R @param {T | Promise<T>} soon @param {(value: T) => R | Promise<R>} then @returns {R | Promise<R>} */
const after = (soon, then) => (soon instanceof Promise ? soon.then(then) : then(soon));

/** @param {{data: import("./types.js").CourseData, driver: import("./types.js").Driver,
 *   store: import("./types.js").Store, view: import("./types.js").View}} parts */
export function createSession({ data, driver, store, view }) {
  const { settings, course: { language } } = data;
  const interactions = new Map(data.interactions.map((one) => [one.key, one]));
  const pageIds = new Map(data.pages.map(({ key, id }) => [key, id]));
  /** What went wrong, for support. @type {unknown[]} */
  const errors = [];
  /** What this sitting changed, and whether it was recorded: it is kept when a saved state arrives late.
   * @type {Map<string, boolean>} */
  const touched = new Map();
  /** @type {Set<string>} */
  const visited = new Set();
  /** Answered and left, where nothing may be changed. @type {Set<string>} */
  const locks = new Set();
  /** Answers the LMS has not taken yet. @type {Map<string, {time: Date, latency: number | null}>} */
  const outbox = new Map();
  /** Texts in a pause. @type {Map<string, ReturnType<typeof setTimeout>>} */
  const pauses = new Map();

  let state = newState();
  let tally = createTally(data);
  let objectives = driver.createObjectives?.(data);
  /** @type {"connecting" | "lms" | "here"} */
  let place = "connecting";
  let learner = "";
  let readOnly = false;
  /** Everything may be tried, and nothing is recorded. */
  let isTrial = false;
  let closed = false;
  let finished = false;
  let shortened = false;
  /** What is not saved, as a text's key. */
  let trouble = "";
  /** What the driver has to say of answers that it keeps for the LMS, as a text's key. */
  let remark = "";
  /** What the learner was shown last. @type {import("./types.js").Saving} */
  let shown = "connecting";
  /** The first place that no record has. */
  let next = 0;
  let shownAt = Date.now();
  let changes = 0;
  let saved = 0;
  let changedAt = 0;
  let isFlushing = false;
  /** What is under way. @type {unknown[]} */
  let [starting, flushing] = [];
  /** @type {boolean | Promise<boolean> | undefined} */
  let ending;
  /** What a page left that was gone before its saved state was there. */
  let early = "";
  let isEarly = false;
  /** Whether all that was saved before is known. */
  let isSettled = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {string} key */
  function interaction(key) {
    const found = interactions.get(key);
    if (!found) throw new Error(`no data of ${key}`);
    return found;
  }

  /** @param {import("./types.js").Saving} saving */
  function show(saving) {
    shown = saving;
    view.saving(saving, notice());
  }

  /** @param {string} text */
  function hear(text) {
    remark = text;
    if (place !== "lms") return;
    if (isRecorded()) show(shown === "saved" || shown === "saved_here" ? done() : shown);
    // who has left waits to hear that everything got through
    else if (finished) showReadOnly();
  }

  const isRecorded = () => !readOnly && !isTrial;

  const showReadOnly = () => view.saving("read_only", closed ? "closed" : isTrial ? "browse_mode" : "review_mode");

  /** What is done before the saved state is there outlives the page, too, where it is known whose it is.
   * @param {string} text */
  function keepEarly(text) {
    if (!driver.learner || (!isEarly && !text)) return;
    store.write(driver.learner + EARLY, "", text);
    isEarly = text !== "";
  }

  /** As if it were done now: what a page left that was gone before its saved state was there. */
  function takeUpEarly() {
    early = driver.learner ? store.read(driver.learner + EARLY, "") : "";
    const [, time, text = ""] = /^(\d+) ([^]*)$/.exec(early) ?? [];
    const left = decode(text);
    if (!left) return;
    isEarly = true;
    for (const key of interactions.keys()) {
      const answer = left.answers.get(key);
      const draft = left.drafts.get(key);
      if (answer) {
        state.answers.set(key, answer);
        outbox.set(key, { time: new Date(Number(time)), latency: null });
      }
      if (draft !== undefined) state.drafts.set(key, draft);
      if (answer || draft !== undefined) touched.set(key, !!answer);
    }
  }

  /** Takes over what was saved before, and puts on top what this sitting has done so far.
   * @param {import("./types.js").Start | null} start null: there is no LMS, this browser keeps the state */
  function connect(start) {
    if (finished) return;
    const mine = state;
    const known = { isFirst: !isSettled, isAgain: place === "lms" };
    const held = decode(start ? start.state : store.read("", HERE));
    place = start ? "lms" : HERE;
    isSettled = !!start && !start.partial;
    learner = start?.learner ?? "";
    state = !held ? newState() : start ? reconcile(held, decode(store.read(learner, held.token))) : held;
    // nobody is shut out in mid-sitting because another device has finished
    if (known.isFirst) closed = state.completed && !settings.review;
    readOnly = closed || start?.mode === "review";
    isTrial = !readOnly && start?.mode === "browse";
    if (start?.passing !== undefined) settings.passing_score = start.passing;
    for (const answer of state.answers.values()) {
      // a record that the LMS does not hold any more takes a new place when it changes
      if (answer.index >= (start?.records ?? Infinity)) answer.index = -1;
      next = Math.max(next, answer.index + 1);
    }
    if (!readOnly) takeOver(mine, known);
    tally = createTally(data);
    objectives = driver.createObjectives?.(data);
    for (const key of state.seen) see(key);
    const isAhead = start && held && state.revision > held.revision;
    for (const [key, { value }] of state.answers) {
      count(key);
      if (touched.has(key)) continue;
      leave(key);
      const isNews = isAhead && interactions.has(key) && !isHeld(value, held.answers.get(key));
      if (isNews) outbox.set(key, { time: new Date(), latency: null });
    }
    view.restored(start);
    if (isRecorded()) return changed();
    // what was done before it was known that nothing is recorded stays nowhere
    keepEarly(early);
    showReadOnly();
  }

  /** @param {typeof state} mine @param {{isFirst: boolean, isAgain: boolean}} known whether what was saved before comes for
   * the first time, and whether some of it was there already */
  function takeOver(mine, { isFirst, isAgain }) {
    for (const [key, isRecorded] of touched) {
      const answer = mine.answers.get(key);
      const draft = mine.drafts.get(key);
      const { value: held = "", index, attempts } = state.answers.get(key) ?? { index: -1, attempts: 0 };
      // a long text that came back behind what was typed meanwhile stays in front of it, unless that goes on from there
      const before = isFirst && interaction(key).kind === "long-fill-in" && held !== answer?.value ? `${held}\n` : "";
      const behind = (/** @type {Value} */ given) =>
        before.trim() && !(isAgain && `${given}`.startsWith(`${held}`)) ? before + given : given;
      if (answer && isRecorded) {
        const tried = isAgain ? Math.max(answer.attempts, attempts) : answer.attempts + attempts;
        state.answers.set(key, { value: behind(answer.value), index, attempts: tried });
      }
      if (draft === undefined) state.drafts.delete(key);
      else state.drafts.set(key, behind(draft));
    }
    if (visited.size > 1 || !isFirst || !state.page) state.page = mine.page;
    for (const key of visited) state.seen.add(key);
  }

  /** @param {string} key of an interaction */
  function count(key) {
    const asked = interactions.get(key);
    if (!asked) return;
    const value = state.answers.get(key)?.value;
    const right = judge(asked, value, language) === "correct";
    for (const each of [tally, objectives]) each?.mark(asked, isAnswered(asked, value), right);
  }

  /** @param {string} key of a page */
  function see(key) {
    tally.visit(key);
    objectives?.visit(key);
  }

  /** Everything a page shows of one interaction.
   * @param {string} key @returns {import("./types.js").Look} */
  function look(key) {
    const asked = interaction(key);
    const answer = state.answers.get(key);
    const draft = state.drafts.get(key);
    const recorded = isAnswered(asked, answer?.value);
    const result = recorded && draft === undefined ? judge(asked, answer?.value, language) : undefined;
    const most = asked.gated ? (asked.attempts ?? (settings.retries ? Infinity : 1)) : Infinity;
    const attemptsLeft = Math.max(0, most - (answer?.attempts ?? 0));
    const isOver = recorded && (!attemptsLeft || (result === "correct" && most < Infinity));
    const value = knownValue(asked, draft ?? answer?.value);
    return { value, recorded, result, locked: readOnly || locks.has(key) || isOver, attemptsLeft };
  }

  /** @param {string} key of a page, or "summary" */
  function visit(key) {
    shownAt = Date.now();
    if (readOnly) return;
    state.page = key;
    if (pageIds.has(key)) {
      if (!isTrial) driver.visit?.(key);
      visited.add(key);
      state.seen.add(key);
      see(key);
    }
    changed();
  }

  /** Keeps what stands in a field without recording it.
   * @param {string} key @param {Value} given @returns {Value | undefined} undefined: nothing may be changed there */
  function draft(key, given) {
    if (look(key).locked) return undefined;
    const value = typeof given === "string" ? tidy(given) : given;
    const recorded = state.answers.get(key)?.value;
    if (isSame(value, recorded) || (!recorded && !value.length)) state.drafts.delete(key);
    else state.drafts.set(key, value);
    touched.set(key, touched.get(key) ?? false);
    changed();
    return value;
  }

  /** Keeps text while it is typed, and records it after a pause.
   * @param {string} key @param {string} text */
  function type(key, text) {
    draft(key, text);
    clearTimeout(pauses.get(key));
    pauses.set(key, setTimeout(settle, PAUSE, key));
  }

  /** Records what was typed.
   * @param {string} key */
  function settle(key) {
    clearTimeout(pauses.get(key));
    pauses.delete(key);
    const text = state.drafts.get(key);
    if (text !== undefined) record(key, text);
  }

  /** Records an answer, unless there is something wrong with it.
   * @param {string} key @param {Value} given @returns {import("./types.js").Problem | null} */
  function record(key, given) {
    const asked = interaction(key);
    const before = state.answers.get(key);
    const value = draft(key, given);
    if (value === undefined) return null;
    const problem = findProblem(asked, value, language);
    if (problem) return problem;
    const answered = isAnswered(asked, value);
    if (asked.gated && !answered) return { text: "required" };
    if (!asked.gated && (before ? isSame(value, before.value) : !answered)) return null;
    touched.set(key, true);
    state.drafts.delete(key);
    state.answers.set(key, { value, index: before?.index ?? -1, attempts: (before?.attempts ?? 0) + Number(!!asked.gated) });
    outbox.set(key, { time: new Date(), latency: (Date.now() - shownAt) / 1000 });
    count(key);
    changed();
    view.answered(key);
    return null;
  }

  /** The learner has gone on from an interaction.
   * @param {string} key @returns {boolean} whether it can no longer be changed from now on */
  function leave(key) {
    const asked = interactions.get(key);
    if (!asked || asked.gated || settings.retries || locks.has(key) || !look(key).recorded) return false;
    locks.add(key);
    return true;
  }

  function changed() {
    changes += 1;
    if (place === "connecting" && touched.size) keepEarly(`${Date.now()} ${encode(state).text}`);
    if (place === "connecting" || !isRecorded() || finished) return;
    show("saving");
    const now = Date.now();
    changedAt ||= now;
    schedule(Math.min(COMMIT, changedAt + COMMIT_AT_MOST - now));
  }

  /** @param {number} delay milliseconds */
  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(flush, delay);
  }

  /** Saves what is not saved yet.
   * @returns {boolean | Promise<boolean>} whether all of it is kept */
  function flush() {
    if (!isRecorded() || finished || (changes === saved && (place === HERE || !outbox.size))) return true;
    if (place === "connecting") return false;
    if (isFlushing) {
      schedule(COMMIT);
      return false;
    }
    const now = outcome();
    const flushed = changes;
    isFlushing = true;
    changedAt = 0;
    clearTimeout(timer);
    state.revision += 1;
    state.completed = now.completed;
    state.passed = now.success === "passed";
    const kept = store.write(learner, place === HERE ? HERE : state.token, encode(state).text);
    const told = place === HERE ? kept : tell(now);
    keepEarly("");
    const settled = after(told, (stored) => settleFlush(stored, kept, flushed));
    flushing = settled;
    return settled;
  }

  /** Answers, score and status before the state, which commits.
   * @param {import("./types.js").Outcome} reached @returns {boolean | Promise<boolean>} */
  function tell(reached) {
    const all = [
      ...Array.from(outbox, ([key, made]) => tellAnswer(key, made)),
      driver.progress({ page: pageIds.get(state.page) ?? state.page, fraction: tally.fraction }),
      driver.complete(reached, objectives?.list),
      driver.save(fit),
    ];
    const isSoon = all.some((one) => one instanceof Promise);
    return after(isSoon ? Promise.all(all) : all, (stored) => stored.every(Boolean));
  }

  /** @param {string} key @param {{time: Date, latency: number | null}} made */
  function tellAnswer(key, made) {
    const asked = interaction(key);
    const { value = "", index = -1 } = state.answers.get(key) ?? {};
    return after(
      driver.answer({
        ...asked, value, index, next,
        words: inWords(asked, value, language),
        patterns: patternsOf(asked, language),
        result: judge(asked, value, language),
        ...made,
      }),
      (taken) => {
        if (taken === null) return false;
        const answer = state.answers.get(key);
        if (answer) answer.index = taken;
        next = Math.max(next, taken + 1);
        if (outbox.get(key) === made) outbox.delete(key);
        return true;
      },
    );
  }

  /** @type {import("./types.js").Fit} */
  function fit(limit) {
    const coded = encode(state, limit);
    shortened = coded.shortened;
    return coded.text;
  }

  /** @param {boolean} stored @param {boolean} kept by this browser @param {number} flushed */
  function settleFlush(stored, kept, flushed) {
    const isWhole = stored && (kept || !shortened);
    isFlushing = false;
    trouble = isWhole ? "" : kept ? "lms_fails" : "not_kept";
    if (isWhole) saved = flushed;
    else schedule(RETRY);
    show(!isWhole ? "not_saved" : changes === flushed ? done() : "saving");
    return isWhole;
  }

  const done = () => (place === HERE || remark ? "saved_here" : "saved");

  /** The one thing that the learner should know about saving, as a text's key. */
  const notice = () => trouble || remark || (shortened ? "shortened" : place === HERE && driver.expectsLms ? "no_lms" : "");

  /** What was reached is never taken back. @returns {import("./types.js").Outcome} */
  function outcome() {
    const { completed, success, score } = tally.outcome;
    return { completed: completed || state.completed, success: state.passed ? "passed" : success, score };
  }

  /** Records what is half-typed and saves at once. */
  function saveNow() {
    for (const key of [...pauses.keys()]) settle(key);
    return flush();
  }

  /** @param {string} [to] as `exit` has it
   * @returns {boolean | Promise<boolean>} */
  function end(to) {
    finished = true;
    clearTimeout(timer);
    ending ??= place === "lms" ? driver.finish(to) : true;
    return ending;
  }

  return {
    data, errors, language, interaction, look, visit, draft, type, record, leave, saveNow,
    /** The page works while an LMS is looked for. */
    start() {
      view.saving("connecting", "");
      takeUpEarly();
      starting = after(driver.start(connect, hear), connect);
    },
    /** Leaves by the learner's wish, only when everything is kept: for another document, where one is named. */
    exit: (to = "") => after(starting, () => after(flushing, () => after(saveNow(), (kept) => kept && end(to)))),
    /** The page goes away, whatever was kept. */
    close: () => after(saveNow(), () => end()),
    get state() { return state; },
    get tally() { return tally; },
    get outcome() { return outcome(); },
    get place() { return place; },
    get readOnly() { return readOnly; },
    get isRecorded() { return isRecorded(); },
    /** Where the learner goes at the end; empty: nobody said. */
    get address() { return (place === "lms" && driver.address) || ""; },
    /** Whether the LMS named an address that must not be opened. */
    get isStranded() { return place === "lms" && !!driver.isStranded; },
    /** Whether what was saved has not reached the LMS yet. */
    get isWaiting() { return remark !== ""; },
    /** A finished course that may not be read again. */
    get closed() { return closed; },
    get finished() { return finished; },
  };
}
