/** Whether the site that the page came from can be reached: some LMSs call a commit good that went nowhere. */

/** Keys of the interface texts that this module shows. */
export const says = ["lms_relaunch", "lrs_waits"];

/** Why nothing gets through where the session has ended, as a text's key. */
export const RELAUNCH = "lms_relaunch";
/** Milliseconds: who wants to leave waits for the answer. */
const PATIENCE = 10_000;
const AGAIN = 500;
/** From one question to the next where the session has ended: a log-in that is under way must not be disturbed. */
const RARELY = 30_000;

/** @param {Window} win @param {() => void} turned is called when it can no longer be reached, and when it can again */
export function createLine(win, turned) {
  /** Whether it answers at all to what is asked here: from a file, or under a strict policy, nothing does. */
  let isKnown = false;
  /** Whether it leads elsewhere, such as to a log-in, as it did at first. */
  let wasLed = false;
  /** Why nothing gets through, as a text's key. */
  let trouble = "";
  /** What is asked for in place of this page. */
  let address = "";
  let askedAt = 0;

  /** @returns {Promise<boolean>} whether all is well, as far as can be known */
  async function check() {
    if (trouble === RELAUNCH && Date.now() < askedAt + RARELY) return false;
    askedAt = Date.now();
    // a page that is being left sees its own question broken off, and never asks a second time
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

  /** Some LMSs lead who logs in to what was last asked for, be it asked here: to the page of the course by itself, where no
   * LMS is. So something else is asked for. Seen in Moodle, whose player has no address of its own, being a form's answer:
   * what led to it has. */
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
      // 502 to 504: from a server in front of one that is down
      if (status < 502 || status > 504) found = redirected && !wasLed ? RELAUNCH : "";
    } catch {
      // no line, or nobody at its other end
    }
    return found;
  }

  return {
    /** Why nothing gets through, as a text's key; empty: it does, as far as can be known. */
    get trouble() { return trouble; },
    check: () => ("fetch" in win ? check() : true),
  };
}
