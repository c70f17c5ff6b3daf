/** Points in proportion to what is right of several choices: a wrong one takes away what a right one gives. */

/** @type {import("./types.js").Part} */
export const partial = {
  kind: "choice",
  share({ answer = [] }, given) {
    const right = answer.filter((key) => given.includes(String(key))).length;
    return Math.max(0, 2 * right - given.length) / answer.length;
  },
};
