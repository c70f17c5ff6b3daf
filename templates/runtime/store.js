/** The browser's own copies of the saved state, by course, learner and attempt. */

import { decode } from "./saved_state.js";

/** Milliseconds, because some browsers never answer when storage is denied. */
const DATABASE_AT_MOST = 3_000;

/** Keeps a learner's name out of the storage's keys (32-bit FNV-1a). @param {string} text @returns {string} */
export function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** A store of texts by name in this browser's database, because some LMSs clear all of localStorage when a session
 * begins.
 * @template T @param {IDBTransactionMode} mode @param {(texts: IDBObjectStore) => IDBRequest<T>} act
 * @param {number} [patience] milliseconds @returns {Promise<T>} */
const inDatabase = (mode, act, patience) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("courseware-copies");
  if (patience) setTimeout(reject, patience);
  opening.onupgradeneeded = () => opening.result.createObjectStore("texts");
  opening.onerror = reject;
  opening.onsuccess = () => {
    const transaction = opening.result.transaction("texts", mode);
    const request = act(transaction.objectStore("texts"));
    // only then does it outlive a browser that is killed
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = reject;
    opening.result.close();
  };
});

/** Storage may be denied (a third-party frame, a full disk): then the copy lives as long as the page.
 * @param {string} course @param {() => Storage} [getStorage] @returns {import("./types.js").Store} */
export function createStore(course, getStorage = () => localStorage) {
  /** What storage did not accept, and what the database had kept better. @type {Map<string, string>} */
  const memory = new Map();
  const prefixOf = (/** @type {string} */ learner) => `courseware:${course}:${hashOf(learner)}:`;

  /** @param {string} name */
  function get(name) {
    try {
      return memory.get(name) ?? getStorage().getItem(name) ?? "";
    } catch {
      return "";
    }
  }

  function allNames() {
    const names = [...memory.keys()];
    try {
      names.push(...Object.keys(getStorage()));
    } catch {
      // denied
    }
    return names;
  }

  return {
    read: (learner, token) => get(prefixOf(learner) + token),
    write(learner, token, text) {
      const prefix = prefixOf(learner);
      const name = prefix + token;
      let isHere = false;
      memory.set(name, text);
      try {
        const storage = getStorage();
        try {
          storage.setItem(name, text);
        } catch {
          // no room: other attempts of the same learner are deleted
          for (const other of Object.keys(storage)) if (other.startsWith(prefix) && other !== name) storage.removeItem(other);
          storage.setItem(name, text);
        }
        isHere = memory.delete(name);
      } catch {
        // denied
      }
      try {
        if (!indexedDB) return isHere;
      } catch {
        return isHere; // denied
      }
      return inDatabase("readwrite", (texts) => texts.put([name, text], name), DATABASE_AT_MOST).then(() => true, () => isHere);
    },
    copies: (learner) => allNames().filter((name) => name.startsWith(prefixOf(learner)))
      .sort((a, b) => revisionOf(get(b)) - revisionOf(get(a)))
      .map((name) => [learner, name.slice(prefixOf(learner).length)]),
    async restore(learners) {
      const prefixes = learners.map(prefixOf);
      // by the time it answers, the current session has written its own copies, under the same names and with equally high
      // revisions
      const before = new Map(allNames().map((name) => [name, revisionOf(get(name))]));
      const all = await Promise.all(prefixes.map((prefix) =>
        inDatabase("readonly", (texts) => texts.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))).catch(() => [])));
      const better = all.flat().filter(([name, text]) => revisionOf(text) > (before.get(name) ?? -1));
      for (const [name, text] of better) memory.set(name, text);
      return better.length > 0;
    },
  };
}

/** @param {string} text a saved state, or a learning record that holds one @returns {number} */
function revisionOf(text) {
  try {
    return revisionOf(String(JSON.parse(text).state));
  } catch {
    return decode(text)?.revision ?? -1;
  }
}
