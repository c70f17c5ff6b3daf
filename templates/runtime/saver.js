/** Saves changes: soon after the last one, at once when asked, and again after a failure. */

/** Milliseconds. */
const COMMIT = 1_000;
const COMMIT_AT_MOST = 5_000;
const RETRY = 5_000;

/** Continues at once if the value is there already, because nothing may wait while a page is being unloaded.
 * @template T, R @param {T | Promise<T>} soon @param {(value: T) => R | Promise<R>} then @returns {R | Promise<R>} */
export const after = (soon, then) => (soon instanceof Promise ? soon.then(then) : then(soon));

/** @param {(isLast?: boolean) => boolean | null | Promise<boolean | null>} write saves everything, and at once if it is the
 * last time; returns whether it was saved, or null if it continues in a moment
 * @param {(isWhole: boolean, isLatest: boolean) => void} written called with the result, and whether there is nothing newer */
export function createSaver(write, written) {
  /** @type {"idle" | "dirty" | "flushing" | "retrying"} */
  let state = "idle";
  let isNewer = false;
  let isStopped = false;
  /** When the oldest change was made that is not being saved yet. */
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

  /** Saves what has not been saved yet.
   * @param {boolean} [isLast] nothing may wait @returns {boolean | Promise<boolean>} whether all of it was saved */
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
    /** The save in progress. */
    get underway() { return underway; },
    changed() {
      const now = Date.now();
      if (state === "flushing") isNewer = true;
      else state = "dirty";
      changedAt ||= now;
      schedule(Math.min(COMMIT, changedAt + COMMIT_AT_MOST - now));
    },
    /** @param {boolean} isOver false: it continues after all */
    stop(isOver) {
      clearTimeout(timer);
      isStopped = isOver;
    },
  };
}
