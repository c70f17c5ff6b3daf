/** Statements that wait in IndexedDB, in order, for as long as it takes. What a page could lose when it is unloaded is
 * first written to localStorage, which is synchronous. If one of the two is denied, the other takes its place. */

/** @typedef {import("./types.js").Waiting} Waiting */

const DATABASE = "courseware";
const WAITING = "waiting";
/** What the LRS has rejected. */
const ASIDE = "aside";
const JOURNAL = "courseware-waiting:";
const MOST_WAITING = 5_000;
/** Milliseconds, because some browsers never answer when storage is denied. */
const OPEN_AT_MOST = 3_000;
/** The most statements in a batch: a page that is being unloaded may have 64 KiB of pending requests. */
const MOST_OF_A_BATCH = 25;
const MOST_CHARACTERS_OF_A_BATCH = 30_000;

/** @param {(database: IDBDatabase) => void} opensLate called with a database that opens after the time limit, as on a
 * busy machine @returns {Promise<IDBDatabase | null>} */
function openDatabase(opensLate) {
  return new Promise((resolve) => {
    /** @type {(database: IDBDatabase) => void} */
    let opens = resolve;
    setTimeout(() => {
      opens = opensLate;
      resolve(null);
    }, OPEN_AT_MOST);
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => [WAITING, ASIDE].forEach((name) => request.result.createObjectStore(name));
      request.onsuccess = () => opens(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

/** @param {string} name of the queue: one course, learner and registration @param {() => void} grown called if a
 * database that opens late contains more statements */
export function createQueue(name, grown) {
  /** What this tab has added, and everything else if there is no database. @type {Map<string, Waiting>} */
  const mine = new Map();
  /** What the LRS has rejected, if there is no database. @type {Map<string, Waiting>} */
  const refused = new Map();
  /** Keys of what the database contains. @type {Set<string>} */
  const kept = new Set();
  const path = (/** @type {string} */ key) => name + "|" + key;
  const inOrder = (some = mine) => [...some.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  let size = 0;
  let last = 0;

  /** @template T @param {(storage: Storage) => T} work @returns {T | undefined} */
  function journal(work) {
    try {
      return work(localStorage);
    } catch {
      return undefined;
    }
  }

  /** @type {Promise<IDBDatabase | null>} */
  let ready = openDatabase((database) => {
    ready = fill(database);
    ready.then(grown);
  }).then(fill);

  /** Reads what earlier sessions left, and writes to the database what is here already.
   * @param {IDBDatabase | null} database */
  async function fill(database) {
    const left = journal((storage) => Object.keys(storage).filter((key) => key.startsWith(JOURNAL + path("")))) ?? [];
    for (const key of left) {
      const entry = journal((storage) => JSON.parse(storage.getItem(key) ?? ""));
      if (!entry?.key || mine.has(entry.key)) continue;
      mine.set(entry.key, entry);
    }
    if (database) {
      for (const entry of mine.values()) if (!kept.has(entry.key)) await keep(database, entry);
      for (const [key, entry] of refused) {
        await ask(database, ASIDE, "readwrite", (store) => store.put(entry, path(key)));
        refused.delete(key);
      }
    }
    size = mine.size - kept.size;
    if (database) size += await ask(database, WAITING, "readonly", (store) => store.count(range())) ?? 0;
    return database;
  }

  const range = () => IDBKeyRange.bound(path(""), path("\uffff"));

  /** @template T @param {IDBDatabase} database @param {string} store @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<T>} work @returns {Promise<T | undefined>} undefined if it failed */
  function ask(database, store, mode, work) {
    return new Promise((resolve) => {
      try {
        const transaction = database.transaction(store, mode);
        const request = work(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => resolve(undefined);
      } catch {
        resolve(undefined);
      }
    });
  }

  /** @param {IDBDatabase} database @param {Waiting} entry */
  async function keep(database, entry) {
    const put = await ask(database, WAITING, "readwrite", (store) => store.put(entry, path(entry.key)));
    if (put === undefined) return false;
    kept.add(entry.key);
    journal((storage) => storage.removeItem(JOURNAL + path(entry.key)));
    return true;
  }

  return {
    /** @param {Omit<Waiting, "key">} values @param {boolean} [always] even without room: nothing is sent before it
     * @returns {Promise<boolean> | null} whether it outlives the browser, if that has a database; null: there is no
     * room */
    put(values, always) {
      if (size >= MOST_WAITING && !always) return null;
      last = Math.max(last + 1, Date.now() * 100);
      const entry = { ...values, key: "0" + last.toString(36).padStart(11, "0") + values.statement.id };
      mine.set(entry.key, entry);
      size += 1;
      const isWritten = journal((storage) => {
        storage.setItem(JOURNAL + path(entry.key), JSON.stringify(entry));
        return true;
      });
      return ready.then((database) => database && mine.has(entry.key) ? kept.has(entry.key) || keep(database, entry) : false)
        .then((isStored) => isStored || !!isWritten);
    },

    /** The next batch of all tabs.
     * @param {(waiting: Waiting) => boolean} [isChosen] only these @returns {Promise<Waiting[]>} */
    async next(isChosen) {
      const database = await ready;
      const most = isChosen ? Infinity : MOST_OF_A_BATCH;
      const stored = database
        ? await ask(database, WAITING, "readonly", (store) => store.getAll(range(), isChosen ? undefined : most))
        : undefined;
      const all = new Map((stored ?? []).map((entry) => [entry.key, entry]));
      const isAll = all.size < most;
      for (const [key, entry] of mine) {
        // another tab has sent it
        if (stored && isAll && kept.has(key) && !all.has(key)) mine.delete(key);
        else all.set(key, entry);
      }
      if (isAll) size = all.size;
      let room = MOST_CHARACTERS_OF_A_BATCH;
      return inOrder(all).filter(isChosen ?? (() => true)).slice(0, MOST_OF_A_BATCH)
        .filter(({ statement }, place) => (room -= JSON.stringify(statement).length) > 0 || !place);
    },

    /** @param {Waiting[]} some @param {string} [reason] why they are set aside */
    async remove(some, reason) {
      const database = await ready;
      for (const entry of some) {
        mine.delete(entry.key);
        size -= 1;
        journal((storage) => storage.removeItem(JOURNAL + path(entry.key)));
        if (!database) {
          if (reason) refused.set(entry.key, entry);
          continue;
        }
        if (reason) await ask(database, ASIDE, "readwrite", (store) => store.put({ ...entry, reason }, path(entry.key)));
        await ask(database, WAITING, "readwrite", (store) => store.delete(path(entry.key)));
      }
    },

    /** What the LRS has rejected, in the current session or earlier. @returns {Promise<Waiting[]>} */
    async refused() {
      const database = await ready;
      const stored = database ? await ask(database, ASIDE, "readonly", (store) => store.getAll(range())) : undefined;
      return stored ?? inOrder(refused);
    },

    /** Puts what was rejected in earlier sessions back into the queue, because a gateway may have been fixed.
     * @returns {Promise<boolean>} whether there was any */
    async recall() {
      const database = await ready;
      if (!database) return false;
      const some = await this.refused();
      for (const entry of some) {
        const put = await ask(database, WAITING, "readwrite", (store) => store.put(entry, path(entry.key)));
        if (put === undefined) continue;
        size += 1;
        await ask(database, ASIDE, "readwrite", (store) => store.delete(path(entry.key)));
      }
      return some.length > 0;
    },

    /** What this tab has added and the LRS has not accepted yet. */
    mine: inOrder,
  };
}
