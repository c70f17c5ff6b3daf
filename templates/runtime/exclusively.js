/** Work that only one tab does at a time. */

/** Milliseconds. */
const LEASE = 10_000;
const LEASE_CHECK = 100;

/** @param {number} delay milliseconds */
export const pauseFor = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

/** Runs work in one tab at a time: with a lock or, if the browser has none, with a lease that expires.
 * @param {string} name @param {() => Promise<void>} work */
export async function exclusively(name, work) {
  let begun = false;
  const once = () => {
    begun = true;
    return work();
  };
  try {
    if (navigator.locks) return await navigator.locks.request(name, once);
  } catch (error) {
    if (begun) throw error;
  }
  return underLease(name, once);
}

/** @param {string} name @param {() => Promise<void>} work */
async function underLease(name, work) {
  const me = String(Math.random());
  const hold = () => localStorage.setItem(name, `${Date.now() + LEASE} ${me}`);
  const held = () => (localStorage.getItem(name) ?? "").split(" ");
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let renewal;
  try {
    do {
      if (Date.now() > Number(held()[0])) hold();
      await pauseFor(LEASE_CHECK * (1 + Math.random()));
    } while (held()[1] !== me);
    renewal = setInterval(hold, LEASE / 3);
  } catch {
    // storage is denied: tabs share nothing
  }
  try {
    await work();
  } finally {
    clearInterval(renewal);
    if (renewal) localStorage.removeItem(name);
  }
}
