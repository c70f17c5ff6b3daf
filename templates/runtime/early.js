/** What is done before the saved state is there: it outlives the page, where it is known whose it is. */

import { decode, encode } from "./saved_state.js";

/** Where it lies: by itself, since one copy of a learner gives way to another. */
const EARLY = " early";

/** @param {string} learner @param {import("./types.js").CourseData} data @param {import("./types.js").Store} store
 * @param {import("./attempt.js").Attempt} attempt */
export function createEarly(learner, data, store, attempt) {
  /** What a page left that was gone before its saved state was there. */
  let found = "";
  let isThere = false;

  /** @param {string} text */
  function write(text) {
    if (!isThere && !text) return;
    store.write(learner + EARLY, "", text);
    isThere = text !== "";
  }

  return {
    /** As if it were done now. */
    takeUp() {
      found = store.read(learner + EARLY, "");
      const [, time, text = ""] = /^(\d+) ([^]*)$/.exec(found) ?? [];
      const left = decode(text);
      if (!left) return;
      isThere = true;
      // also of what is asked only when these answers are there
      for (const { key } of (data.whole ?? data).interactions) {
        const answer = left.answers.get(key);
        const typed = left.drafts.get(key);
        if (answer) {
          attempt.state.answers.set(key, answer);
          attempt.outbox.set(key, { time: new Date(Number(time)), latency: null });
        }
        if (typed !== undefined) attempt.state.drafts.set(key, typed);
        if (answer || typed !== undefined) attempt.touched.set(key, !!answer);
      }
    },
    keep: () => write(`${Date.now()} ${encode(attempt.state).text}`),
    /** It is kept elsewhere by now. */
    clear: () => write(""),
    /** Nothing is recorded in this sitting: what was there before it stays. */
    giveBack: () => write(found),
  };
}
