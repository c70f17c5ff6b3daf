/** What strict LMSs of both versions have in common: each call is recorded, and fails where a test says so. */

/** Faults that a test may set while the API is used, by names of functions.
 * @typedef {{fails: Set<string>, throws: Set<string>}} Faults */
/** @typedef {Record<string, (...values: string[]) => [result: string, error: string]>} Functions */
/** @typedef {ReturnType<typeof createStrictHost>} StrictHost */

/** @param {string} prefix of the functions' names @param {Record<string, string>} values of the data model
 * @param {Functions} functions all but GetLastError, by their full names */
export function createStrictHost(prefix, values, functions) {
  /** @type {{name: string, values: string[], result: string, error: string}[]} */
  const calls = [];
  /** @type {Faults} */
  const faults = { fails: new Set(), throws: new Set() };
  let lastError = "0";
  /** The records by their stem, of the first `counted` elements: none is ever taken away.
   * @type {Map<string, Set<string>>} */
  const places = new Map();
  let counted = 0;
  /** @type {Record<string, (...given: string[]) => unknown>} */
  const API = { [prefix + "GetLastError"]: () => lastError };
  const host = {
    API, calls, faults, values, phase: "before",
    /** What would be there after the tab is killed. */
    committed: { ...values },
    /** Calls that were refused, as "element: code". */
    get refused() {
      return calls.filter(({ name, result }) => name !== prefix + "GetValue" && result === "false")
        .map(({ values: [element], error }) => `${element}: ${error}`);
    },
    /** @param {string} stem of a record's elements, such as cmi.interactions.0 */
    record(stem) {
      const own = Object.entries(values).filter(([name]) => name.startsWith(stem + "."));
      return Object.fromEntries(own.map(([name, value]) => [name.slice(stem.length + 1), value]));
    },
    /** @param {number} index @returns {Record<string, string>} */
    interaction: (index) => host.record(`cmi.interactions.${index}`),
    /** How many records there are.
     * @param {string} stem such as cmi.interactions */
    countOf(stem) {
      const names = Object.keys(values);
      for (const name of names.slice(counted)) {
        for (const { index, 1: place = "" } of name.matchAll(/\.(\d+)\./g)) {
          const above = name.slice(0, index);
          places.set(above, (places.get(above) ?? new Set()).add(place));
        }
      }
      counted = names.length;
      return places.get(stem)?.size ?? 0;
    },
  };
  for (const [name, act] of Object.entries(functions)) {
    API[name] = (...given) => {
      if (faults.throws.has(name)) throw new Error(`${name} is broken`);
      const [result, error] = faults.fails.has(name) ? ["false", "101"] : act(...given);
      lastError = error;
      calls.push({ name, values: given, result, error });
      return result;
    };
  }
  return host;
}
