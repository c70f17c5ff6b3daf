/** The document of the State resource: the saved state with the time of each answer, so that what two devices did
 * comes together (docs/page.md). */

import { decode, encode } from "./state.js";

/** @typedef {import("./types.js").LearningRecord} LearningRecord */

/** @returns {LearningRecord} */
export const newRecord = () => ({ format: 1, state: "", times: {}, said: {}, at: 0 });

/** A record that was read, or null when it is none.
 * @param {any} given @returns {LearningRecord | null} */
export function checkedRecord(given) {
  const { format, state, times, said, at } = given ?? {};
  const isNumbers = (/** @type {any} */ some) => some && typeof some === "object" && Object.values(some).every(Number.isFinite);
  const isSound = format === 1 && typeof state === "string" && isNumbers(times) && isNumbers(said) && Number.isFinite(at);
  return isSound ? { format, state, times, said, at } : null;
}

/** Both together: of each question the last answer, every page that was seen, everything that was reached.
 * @param {LearningRecord} a @param {LearningRecord} b @returns {LearningRecord} */
export function mergeRecords(a, b) {
  const [old, recent] = a.at <= b.at ? [a, b] : [b, a];
  const [before, now] = [decode(old.state), decode(recent.state)];
  const times = { ...old.times, ...recent.times };
  const said = { ...old.said, ...recent.said };
  for (const key in old.times) times[key] = Math.max(old.times[key] ?? 0, times[key] ?? 0);
  for (const key in old.said) said[key] = Math.max(old.said[key] ?? 0, said[key] ?? 0);
  const merged = { format: 1, state: recent.state || old.state, times, said, at: recent.at };
  if (!before || !now) return merged;
  for (const [key, answer] of before.answers) {
    const isLater = (old.times[key] ?? 0) > (recent.times[key] ?? 0);
    if (isLater || !now.answers.has(key)) now.answers.set(key, answer);
  }
  for (const [key, draft] of before.drafts) if (!now.drafts.has(key) && !recent.times[key]) now.drafts.set(key, draft);
  for (const key of before.seen) now.seen.add(key);
  now.completed ||= before.completed;
  now.passed ||= before.passed;
  now.revision = Math.max(now.revision, before.revision);
  return { ...merged, state: encode(now).text };
}
