/** Whether the site of the page can be reached, because some LMSs report success for a commit that never arrived. */

/** Keys of the interface texts that this module shows. */
export const says = ["lms_relaunch", "lrs_waits"];

/** Why nothing gets through if the session has ended, as a text's key. */
export const RELAUNCH = "lms_relaunch";
/** Milliseconds, because a learner who wants to leave waits for the answer. */
const PATIENCE = 10_000;
const AGAIN = 500;
/** Milliseconds between two requests if the session has ended, so that a login in progress is not disturbed. */
const RARELY = 30_000;

/** @param {Window} win @param {() => void} turned called when the site can no longer be reached, and when it can again */
export function createLine(win, turned) {
  /** Whether the site answers these requests at all; from a file, or under a strict policy, it does not. */
  let isKnown = false;
  /** Whether the first response was a redirect, such as to a login page. */
  let wasLed = false;
  /** Why nothing gets through, as a text's key. */
  let trouble = "";
  /** The address that is requested instead of this page. */
  let address = "";
  let askedAt = 0;

  /** @returns {Promise<boolean>} whether all is well, as far as can be known */
  async function check() {
    if (trouble === RELAUNCH && Date.now() < askedAt + RARELY) return false;
    askedAt = Date.now();
    // a page that is being unloaded sees its own request cancelled, and never sends the second one
    const found = (await ask()) && (await new Promise((resolve) => setTimeout(resolve, AGAIN)), await ask());
    isKnown ||= !found;
    const before = trouble;
    trouble = isKnown ? found : "";
    if (!trouble) address = "";
    else if (trouble === RELAUNCH && !address) {
      address = activity();
      if (!(await ask())) address = "";
    }
    if (!trouble !== !before) turned();
    return !trouble;
  }

  /** After a login, some LMSs redirect to the last address that was requested, even if it was requested here: to the bare
   * page of the course, without an LMS. So another address is requested. Seen in Moodle, whose player has no address of
   * its own because it is the response to a form; the page before it has one. */
  function activity() {
    try {
      const { document: { referrer }, location: { href } } = win.parent;
      return referrer.startsWith(new URL(href).origin + "/") ? referrer : "";
    } catch {
      return ""; // another site's page
    }
  }

  /** @returns {Promise<string>} why it does not answer, as a text's key */
  async function ask() {
    let found = "lrs_waits";
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const { status, redirected } = await win.fetch(address || win.location.href, { method: "HEAD", cache: "no-store", signal });
      if (!isKnown) wasLed = redirected;
      // 502 to 504 come from a proxy whose server is down
      if (status < 502 || status > 504) found = redirected && !wasLed ? RELAUNCH : "";
    } catch {
      // no connection, or no server
    }
    return found;
  }

  return {
    /** Why nothing gets through, as a text's key; empty if it does, as far as can be known. */
    get trouble() { return trouble; },
    check: () => ("fetch" in win ? check() : true),
  };
}
