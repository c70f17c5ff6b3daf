/** The databases of one browser, as far as a course uses them. What a transaction has stored outlives a browser that is
 * killed: Chromium hands it to the system before the transaction ends, but keeps localStorage to itself for seconds. */

/** @param {() => void} work in a moment, in the order in which it was asked for */
const soon = (work) => void Promise.resolve().then(work);

/** @param {(work: () => void, name: string) => void} [ends] when a transaction with a store ends that has nothing left to do
 * @returns {any} the globals of a page */
export function browserDatabases(ends = soon) {
  /** @type {Map<string, Map<string, Map<string, any>>>} */
  const databases = new Map();

  /** @param {Map<string, any>} texts @param {() => void} asked */
  function objectStore(texts, asked) {
    /** @param {() => any} work */
    function request(work) {
      const made = /** @type {any} */ ({});
      asked();
      soon(() => {
        made.result = structuredClone(work());
        made.onsuccess?.();
      });
      return made;
    }
    const within = ({ from = "", to = "" }) =>
      [...texts].filter(([key]) => from <= key && key <= to).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
    return {
      put: (/** @type {any} */ value, /** @type {string} */ key) => request(() => (texts.set(key, structuredClone(value)), key)),
      delete: (/** @type {string} */ key) => request(() => void texts.delete(key)),
      count: (/** @type {any} */ range) => request(() => within(range).length),
      getAll: (/** @type {any} */ range, most = Infinity) => request(() => within(range).slice(0, most)),
    };
  }

  /** @param {Map<string, Map<string, any>>} stores */
  function database(stores) {
    return {
      close() {},
      createObjectStore: (/** @type {string} */ name) => void stores.set(name, new Map()),
      transaction(/** @type {string} */ name) {
        const made = /** @type {any} */ ({});
        const asked = () => soon(() => ends(() => made.oncomplete?.(), name));
        return Object.assign(made, { objectStore: () => objectStore(stores.get(name) ?? new Map(), asked) });
      },
    };
  }

  return {
    IDBKeyRange: { bound: (/** @type {string} */ from, /** @type {string} */ to) => ({ from, to }) },
    indexedDB: {
      open(/** @type {string} */ name) {
        const isNew = !databases.has(name);
        const stores = databases.get(name) ?? new Map();
        databases.set(name, stores);
        const opening = /** @type {any} */ ({ result: database(stores) });
        soon(() => {
          if (isNew) opening.onupgradeneeded?.();
          opening.onsuccess?.();
        });
        return opening;
      },
    },
  };
}
