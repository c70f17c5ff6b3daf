/** Points in proportion to the right choices; each wrong one cancels a right one. */

/** @type {import("./types.js").Part} */
export const partial = {
  kind: "choice",
  share({ answer = [] }, given) {
    const right = answer.filter((key) => given.includes(String(key))).length;
    return Math.max(0, 2 * right - given.length) / answer.length;
  },
};
