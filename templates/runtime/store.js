/** The browser's own copy of the saved state, by course, learner and attempt. */

/** Keeps a name out of the storage's keys (32-bit FNV-1a).
 * @param {string} text @returns {string} */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** Storage may be refused (a third party's frame, a full disk): then the copy lives as long as the page.
 * @param {string} course @param {() => Storage} [getStorage] @returns {import("./types.js").Store} */
export function createStore(course, getStorage = () => localStorage) {
  /** @type {Map<string, string>} */
  const memory = new Map();
  const prefixOf = (/** @type {string} */ learner) => `courseware:${course}:${hashOf(learner)}:`;
  return {
    read(learner, token) {
      const name = prefixOf(learner) + token;
      try {
        return memory.get(name) ?? getStorage().getItem(name) ?? "";
      } catch {
        return "";
      }
    },
    write(learner, token, text) {
      const name = prefixOf(learner) + token;
      memory.set(name, text);
      try {
        const storage = getStorage();
        try {
          storage.setItem(name, text);
        } catch {
          // other attempts of the same learner give way when there is no room
          for (const other of Object.keys(storage)) {
            if (other.startsWith(prefixOf(learner)) && other !== name) storage.removeItem(other);
          }
          storage.setItem(name, text);
        }
        return memory.delete(name);
      } catch {
        return false;
      }
    },
  };
}
