/** LMSs that keep the beginning of a long state and say that they keep all of it. */

import { strictApi } from "./strict_scorm12.js";

/** With `isHonest` it gives back in the sitting what it keeps, without it all that it was given.
 * @param {Record<string, string>} elements @param {number} limit in bytes @param {boolean} [isHonest] */
export function cutting(elements, limit, isHonest) {
  const host = strictApi({ elements, room: 1_000_000, words: 64_000 });
  const cut = (/** @type {string} */ text) => {
    let end = text.length;
    while (Buffer.byteLength(text.slice(0, end)) > limit) end -= 1;
    return text.slice(0, end);
  };
  return {
    API: {
      ...host.API,
      LMSSetValue: (/** @type {string} */ name, /** @type {string} */ value) =>
        host.API.LMSSetValue?.(name, isHonest && name === "cmi.suspend_data" ? cut(value) : value),
    },
    get kept() { return { ...host.committed, "cmi.suspend_data": cut(host.committed["cmi.suspend_data"] ?? "") }; },
  };
}
