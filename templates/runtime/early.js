/** What is done before the saved state has arrived: it outlives the page once the learner is known. */

import { decode, encode } from "./saved_state.js";

/** Its name in storage, which is its own because a learner's copies may be deleted to make room for each other. */
const EARLY = " early";

/** @param {string} learner @param {import("./types.js").CourseData} data @param {import("./types.js").Store} store
 * @param {import("./attempt.js").Attempt} attempt */
export function createEarly(learner, data, store, attempt) {
  /** What an earlier page left that was unloaded before its saved state had arrived. */
  let found = "";
  let isThere = false;

  /** @param {string} text */
  function write(text) {
    if (!isThere && !text) return;
    store.write(learner + EARLY, "", text);
    isThere = text !== "";
  }

  return {
    /** Repeats it as if it were done now. */
    takeUp() {
      found = store.read(learner + EARLY, "");
      const [, time, text = ""] = /^(\d+) ([^]*)$/.exec(found) ?? [];
      const left = decode(text);
      if (!left) return;
      isThere = true;
      // includes questions that are asked only because of these answers
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
    /** Nothing is recorded in the current session, so what was there before is kept. */
    giveBack: () => write(found),
  };
}
