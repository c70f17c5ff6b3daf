/** Text that fits: cleaned, cut at a character, shortened evenly. */

const JOINT = "; ";

/** Text that every LMS can store: without half surrogates, and without control characters except tab and newline.
 * @param {string} text @returns {string} */
export const tidy = (text) =>
  text.replace(/\r\n?/g, "\n").replace(/\p{Cs}/gu, "\ufffd").replace(/[\0-\x08\x0b-\x1f\x7f\ufffe\uffff]/g, "");

/** Text in the form in which it is compared: without surrounding space and, unless case matters, in lower case.
 * @param {string} text @param {boolean} [isExact] */
export function fold(text, isExact) {
  const plain = text.normalize("NFC").trim().replace(/\s+/g, " ");
  return isExact ? plain : plain.toLowerCase();
}

/** At most `limit` UTF-16 units, never half of a surrogate pair.
 * @param {string} text @param {number} limit @returns {string} */
const shorten = (text, limit) =>
  text.length <= limit ? text : text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "") + "…";

/** The length to which the longest texts must be reduced so that all of them fit into `room`.
 * @param {number[]} lengths @param {number} room @returns {number} */
export function level(lengths, room) {
  let left = room;
  const sorted = [...lengths].sort((a, b) => a - b);
  for (const [place, length] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - place));
    if (length > share) return Math.max(0, share);
    left -= length;
  }
  return Infinity;
}

/** The words joined with "; ", in at most `limit` characters: the longest are shortened first, with "…".
 * @param {string[]} words @param {number} limit @returns {string} */
export function shortenEach(words, limit) {
  const cap = level(words.map((word) => word.length), limit - JOINT.length * (words.length - 1));
  return shorten(words.map((word) => shorten(word, Math.max(1, cap))).join(JOINT), limit);
}
