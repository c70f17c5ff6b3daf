/** Progress, score and completion, updated with each answer instead of being counted again. */

/** @typedef {import("./types.js").Interaction} Interaction */
/** @typedef {{missing: number, seen: boolean}} Count */

const NOTHING = { total: 0, done: 0 };

/** @param {import("./types.js").CourseData} data */
export function createTally({ settings, pages, interactions }) {
  const { completion, scoring, passing_score: passing } = settings;
  /** @type {Map<string, {answered: boolean, share: number}>} */
  const marks = new Map();
  const counts = new Map(pages.map(({ key }) => [key, { missing: 0, seen: false }]));
  const order = [...counts.values()];
  const pageOf = (/** @type {Interaction} */ { page }) => /** @type {Count} */ (counts.get(page));
  const isDone = (/** @type {Count | undefined} */ page) => page !== undefined && page.seen && !page.missing;
  const required = { ...NOTHING };
  const graded = { ...NOTHING };
  const points = { ...NOTHING };
  let seen = 0;
  let frontier = 0;

  for (const interaction of interactions) {
    const { answer, required: isRequired = true, points: worth = 1 } = interaction;
    if (answer) points.total += worth;
    if (!isRequired) continue;
    required.total += 1;
    if (answer) graded.total += 1;
    pageOf(interaction).missing += 1;
  }

  /** @param {number} place */
  function advance(place) {
    frontier = place;
    while (isDone(order[frontier])) frontier += 1;
  }

  function score() {
    const { total, done } = { correctness: points, participation: required, none: NOTHING }[scoring];
    return total ? Math.round((done / total) * 10_000) / 100 : null;
  }

  return {
    /** @param {string} key of a page */
    visit(key) {
      const page = counts.get(key);
      if (!page || page.seen) return;
      page.seen = true;
      seen += 1;
      advance(frontier);
    },

    /** @param {Interaction} interaction @param {boolean} answered @param {number} share of it that is right, 0 to 1 */
    mark(interaction, answered, share) {
      const { key, answer, required: isRequired = true, points: worth = 1 } = interaction;
      const before = marks.get(key) ?? { answered: false, share: 0 };
      const change = Number(answered) - Number(before.answered);
      marks.set(key, { answered, share });
      points.done += (share - before.share) * worth;
      if (!change || !isRequired) return;
      const page = pageOf(interaction);
      required.done += change;
      if (answer) graded.done += change;
      page.missing -= change;
      advance(Math.min(frontier, order.indexOf(page)));
    },

    /** Whether a page was seen and every required interaction on it was answered. @param {string} key of a page */
    isDone: (key) => isDone(counts.get(key)),

    /** How many required interactions on a page are not answered. @param {string} key of a page */
    leftOn: (key) => counts.get(key)?.missing ?? 0,

    /** How much is left to do: unanswered questions, and pages that only have to be viewed. */
    get left() {
      const leftOn = (/** @type {Count} */ { missing, seen }) => (completion === "viewed" ? 0 : missing) || Number(!seen);
      return order.reduce((sum, page) => sum + leftOn(page), 0);
    },

    /** The index of the first page that is not done. */
    get frontier() { return frontier; },

    /** From 0 to 1; 1 only if everything is done. */
    get fraction() {
      const { total, done } = completion === "viewed" ? NOTHING : required;
      return order.length + total ? (seen + done) / (order.length + total) : 1;
    },

    /** @returns {import("./types.js").Outcome} */
    get outcome() {
      const viewed = seen === order.length;
      const answered = viewed && required.done === required.total;
      const judged = scoring === "correctness" ? graded.done === graded.total : answered;
      // a pass counts if the rule for completion is met, a fail if nothing is left that could change it
      const reached = { viewed, answered, passed: true }[completion];
      const isOver = completion === "viewed" ? viewed && judged : answered;
      const now = score();
      const isMeasured = passing !== null && now !== null;
      const isPassed = isMeasured && now >= passing && reached;
      const isFailed = isMeasured && now < passing && isOver;
      return {
        completed: completion === "passed" ? isPassed : reached,
        success: isPassed ? "passed" : isFailed ? "failed" : "unknown",
        score: now,
      };
    },
  };
}
