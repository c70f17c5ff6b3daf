/** The document of the State resource: the saved state with the time of each answer, so that the work of two devices can
 * be merged (docs/page.md). */

import { decode, encode } from "./saved_state.js";

/** @typedef {import("./types.js").LearningRecord} LearningRecord */

/** @returns {LearningRecord} */
export const newRecord = () => ({ format: 1, state: "", times: {}, said: {}, at: 0 });

/** A record that was read, or null if it is not valid. @param {any} given @returns {LearningRecord | null} */
export function checkedRecord(given) {
  const { format, state, times, said, at } = given ?? {};
  const numbers = [at, ...Object.values(times ?? {}), ...Object.values(said ?? {})];
  const isSound = format === 1 && typeof state === "string" && numbers.every(Number.isFinite);
  return isSound ? { format, state, times: { ...times }, said: { ...said }, at } : null;
}

/** @param {Record<string, number>} a @param {Record<string, number>} b */
function highest(a, b) {
  const all = { ...a };
  for (const [key, value] of Object.entries(b)) all[key] = Math.max(value, all[key] ?? 0);
  return all;
}

/** Two records merged: the latest answer to each question, every page that was seen, everything that was reached.
 * @param {LearningRecord} a @param {LearningRecord} b @returns {LearningRecord} */
export function mergeRecords(a, b) {
  const [old, recent] = a.at <= b.at ? [a, b] : [b, a];
  const [before, now] = [decode(old.state), decode(recent.state)];
  const merged = {
    ...recent, state: recent.state || old.state, times: highest(a.times, b.times), said: highest(a.said, b.said),
  };
  if (!before || !now) return merged;
  for (const [key, answer] of before.answers) {
    const isLater = (old.times[key] ?? 0) > (recent.times[key] ?? 0);
    if (isLater || !now.answers.has(key)) now.answers.set(key, answer);
  }
  for (const key of before.seen) now.seen.add(key);
  now.completed ||= before.completed;
  now.passed ||= before.passed;
  now.revision = Math.max(now.revision, before.revision);
  return { ...merged, state: encode(now).text };
}
