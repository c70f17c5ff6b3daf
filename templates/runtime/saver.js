/** Carries changes to where they are kept: soon after the last of them, at once when asked, again when it failed. */

/** Milliseconds. */
const COMMIT = 1_000;
const COMMIT_AT_MOST = 5_000;
const RETRY = 5_000;

/** Goes on at once with a value that is there: on leaving a page nothing may wait.
 * @template T, R @param {T | Promise<T>} soon @param {(value: T) => R | Promise<R>} then @returns {R | Promise<R>} */
export const after = (soon, then) => (soon instanceof Promise ? soon.then(then) : then(soon));

/** @param {(isLast?: boolean) => boolean | null | Promise<boolean | null>} write keeps everything, and at once when it is the
 * last time; whether it is kept, null: it goes on in a moment
 * @param {(isWhole: boolean, isLatest: boolean) => void} written what became of it, and whether there is nothing newer */
export function createSaver(write, written) {
  /** @type {"idle" | "dirty" | "flushing" | "retrying"} */
  let state = "idle";
  let isNewer = false;
  let isStopped = false;
  /** When the oldest change was made that is not on its way. */
  let changedAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {boolean | Promise<boolean> | undefined} */
  let underway;

  /** @param {number} delay milliseconds */
  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(flush, delay);
  }

  /** @param {boolean | null} isWhole */
  function settle(isWhole) {
    if (isWhole === null) {
      state = "dirty";
      schedule(0);
      return false;
    }
    state = !isWhole ? "retrying" : isNewer ? "dirty" : "idle";
    if (!isWhole) schedule(isNewer ? COMMIT : RETRY);
    written(isWhole, !isNewer);
    return isWhole;
  }

  /** Saves what is not saved yet.
   * @param {boolean} [isLast] nothing may wait
   * @returns {boolean | Promise<boolean>} whether all of it is kept */
  function flush(isLast) {
    if (state === "idle" || isStopped) return true;
    if (state === "flushing" && !isLast) {
      schedule(COMMIT);
      return false;
    }
    clearTimeout(timer);
    state = "flushing";
    isNewer = false;
    changedAt = 0;
    underway = after(write(isLast), settle);
    return underway;
  }

  return {
    flush,
    /** What is on its way. */
    get underway() { return underway; },
    changed() {
      const now = Date.now();
      if (state === "flushing") isNewer = true;
      else state = "dirty";
      changedAt ||= now;
      schedule(Math.min(COMMIT, changedAt + COMMIT_AT_MOST - now));
    },
    /** @param {boolean} isOver or goes on after all */
    stop(isOver) {
      clearTimeout(timer);
      isStopped = isOver;
    },
  };
}
