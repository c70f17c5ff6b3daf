/** How long a learner has been working on each question: the time since the page was shown or another one was answered,
 * added up. */

export function createAttention() {
  let since = Date.now();
  /** Milliseconds by question. @type {Map<string, number>} */
  const spent = new Map();
  return {
    /** A page is shown. */
    turn() { since = Date.now(); },
    /** The learner does something in a question. @param {string} key @returns {number} seconds spent on it so far */
    attend(key) {
      const now = Date.now();
      const time = (spent.get(key) ?? 0) + now - since;
      spent.set(key, time);
      since = now;
      return time / 1000;
    },
  };
}
