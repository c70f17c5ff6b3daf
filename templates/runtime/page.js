/** Pages, of which one is shown at a time; each is activated when it is first shown. */

import { shownAnswer } from "./answer.js";
import { branches } from "./branches.js";
import { byId, hook, hooks, on, showText } from "./dom.js";
import { enhanceInteraction } from "./interaction.js";
import { PARTS } from "./parts.js";
import { createSay } from "./say.js";
import { look } from "./sight.js";

/** Keys of the interface texts that this module shows. */
export const says = ["closed", "locked_page", "missing_here", "part_failed", "pass_mark_told"];

const SUMMARY = "summary";

/** @param {import("./session.js").Session} session @param {ReturnType<typeof import("./header.js").createHeader>} header
 * @param {import("./types.js").Say} say @param {(article: HTMLElement) => void} fillSummary */
export function createPages(session, header, say, fillSummary) {
  const { settings, interactions } = session.data;
  /** @type {{key: string, id: string}[]} */
  const pages = [...session.data.pages];
  if (byId(SUMMARY)) pages.push({ key: SUMMARY, id: SUMMARY });
  const places = new Map(pages.map(({ key }, place) => [key, place]));
  const isFree = settings.navigation === "free";
  const courseTitle = document.title;
  /** Activated interactions by their keys. @type {Map<string | undefined, ReturnType<typeof enhanceInteraction>>} */
  const enhanced = new Map();
  /** @type {HTMLElement | null} */
  let shown = null;
  let current = "";
  /** The page that an address without a page stands for: the one where the current session began. */
  let home = "";
  let frontier = 0;
  /** Functions that scroll to where the reader was on each page. @type {Map<string | undefined, () => void>} */
  const ways = new Map();
  /** The scroll position of this window at its last scroll event. */
  let own = 0;
  /** The scroll position when the address changed. */
  let left = 0;
  /** Whether the new address comes from a link on the page, not from the browser's history. */
  let isLinked = false;
  /** Pages on which the learner has been asked for missing answers. @type {Set<string>} */
  const asked = new Set();
  /** How many answers are reported as missing on this page. */
  let told = 0;

  /** @param {string} key */
  const isOpen = (key) => session.closed
    ? key === SUMMARY
    : isFree || !session.isRecorded || (places.get(key) ?? 0) <= session.tally.frontier;

  /** How a page talks to the learner: in its own language, or in the course's if there are no texts in it.
   * @param {HTMLElement} page */
  function voiceOf({ lang }) {
    const texts = session.data.other_texts?.[lang];
    if (!texts) return { say, announce: header.announce };
    return { say: createSay(texts), announce: (/** @type {string} */ text) => header.announce(text, lang) };
  }

  /** Activates one part. If it fails, the others go on, and the console shows why.
   * @param {HTMLElement} root @param {ReturnType<typeof voiceOf>} voice */
  function enliven(root, voice) {
    try {
      enhanced.set(root.dataset.interaction, enhanceInteraction(root, session, voice));
    } catch (error) {
      console.error(root.id, error);
      showText(hook(root, "message"), voice.say("part_failed"));
    }
  }

  /** Activates a page, once. @param {HTMLElement} page */
  function wake(page) {
    if (page.dataset.alive) return;
    page.dataset.alive = "1";
    const voice = voiceOf(page);
    for (const root of hooks(page, "interaction")) enliven(root, voice);
    for (const end of hooks(page, "finish")) end.hidden = false;
    const { passing_score: score } = settings;
    showText(hook(page, "pass-mark-told"), score === null ? "" : voice.say("pass_mark_told", { score }));
  }

  /** @param {string} key */
  const markDone = (key) => header.mark(key, {
    // a learner who only reads has nothing left to do
    done: session.tally.isDone(key), left: session.readOnly ? 0 : session.tally.leftOn(key),
  });

  /** @param {string} key @param {boolean} focus */
  function show(key, focus) {
    const place = places.get(key) ?? 0;
    const page = byId(pages[place]?.id ?? "");
    if (!page || session.finished) return;
    shown?.removeAttribute("data-shown");
    header.mark(current, { current: false });
    header.mark(key, { current: true });
    header.showPassing("");
    told = 0;
    shown = page;
    current = key;
    session.visit(key);
    wake(page);
    if (key === SUMMARY) fillSummary(page);
    page.dataset.shown = "";
    const heading = page.querySelector("h1");
    document.title = `${heading?.textContent} – ${courseTitle}`;
    progressed(key);
    if (!focus) return;
    window.scrollTo(0, 0);
    heading?.focus({ preventScroll: true });
    // in a frame as tall as the page, the frames around it scroll
    heading?.scrollIntoView({ block: "nearest" });
  }

  /** The recorded answer to a question, in words; empty if there is none. @param {string} key */
  function answered(key) {
    const { value = "" } = session.state.answers.get(key) ?? {};
    return value && !branches?.omits(session.data, key) ? shownAnswer(session.interaction(key), value, session.language) : "";
  }

  /** @param {string} key of a page that has changed */
  function progressed(key) {
    branches?.follow(session.data, pages, places, { markDone, markLocked, say, announce: header.announce });
    if (shown) for (const { refresh } of PARTS) refresh?.(shown, answered);
    const { tally } = session;
    const [from, to] = [frontier, tally.frontier].sort((a, b) => a - b);
    header.showProgress(session.fraction);
    markDone(key);
    frontier = tally.frontier;
    if (key === current && told) tellMissing();
    if (from !== to) markLocked(pages.slice(from, (to ?? 0) + 1));
  }

  /** @param {typeof pages} some */
  const markLocked = (some) => some.forEach(({ key }) => header.mark(key, { locked: !isOpen(key) }));

  /** The page that an address leads to, and the element on it. @param {string} hash */
  function resolve(hash) {
    let id = hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // an address that was typed by hand
    }
    const target = byId(id);
    const page = /** @type {HTMLElement | null | undefined} */ (target?.closest("[data-page]"));
    return page && { key: branches?.instead(session.data, page.dataset.page) ?? page.dataset.page ?? "", target: page === target ? null : target };
  }

  /** The unanswered required questions on this page. */
  const missing = () => interactions.filter(({ key, page, required = true }) =>
    page === current && required && !session.look(key).recorded);

  /** Says how many answers are missing on this page, until none is. */
  function tellMissing() {
    told = missing().length;
    header.showPassing(told ? "missing_here" : "", { count: told });
  }

  /** Says what is missing on this page, and goes to the first question. @returns {number} how many answers are missing */
  function askForMissing() {
    for (const { key } of missing().reverse()) enhanced.get(key)?.ask();
    tellMissing();
    return told;
  }

  /** Whether a learner who moves on freely should be asked for missing answers first: once for each page.
   * @param {HTMLElement} link */
  function isAskedFirst({ dataset: { next } }) {
    if (next === undefined || asked.has(current) || !session.isRecorded || settings.completion === "viewed") return false;
    asked.add(current);
    return missing().length > 0;
  }

  /** @returns {boolean} whether the address leads to a page that may be shown */
  function follow() {
    const found = resolve(location.hash || home);
    const wayBack = isLinked ? undefined : ways.get(found?.key);
    isLinked = false;
    if (!found || !isOpen(found.key)) return false;
    const isTurned = found.key !== current;
    if (isTurned) show(found.key, true);
    if (!wayBack) found.target?.scrollIntoView();
    enhanced.get(found.target?.dataset.interaction)?.focus();
    if (isTurned) wayBack?.();
    return true;
  }

  /** Turns the page after finding out what was last visible of this one. @param {number} scrolled how far this window was */
  function turn(scrolled) {
    look((top) => {
      ways.set(current, () => {
        if (!top) return window.scrollTo(0, scrolled);
        const mark = document.createElement("i");
        mark.style = `position:absolute;top:${top + scrolled}px`;
        document.body.append(mark);
        mark.scrollIntoView();
        mark.remove();
      });
      follow();
    });
  }

  on(document, "click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const found = link && resolve(link.hash);
    // setting the address that is already there triggers no event
    if (!found) return;
    isLinked = isOpen(found.key) && !isAskedFirst(link);
    if (isLinked && link.hash !== location.hash) return;
    // the browser opens folded sections around the target of a link
    if (!isLinked || !found.target) event.preventDefault();
    if (isLinked) return turn(own);
    if (link.dataset.next === undefined || !askForMissing()) header.showPassing(session.closed ? "closed" : "locked_page");
  });
  // When going back, the browser scrolls before it reports the new address, and a slow one sends the scroll event in
  // between.
  on(window, "popstate", () => { left = own; });
  on(window, "hashchange", () => turn(left));
  on(window, "scroll", () => { own = window.scrollY; });

  return {
    /** Opens the page where the learner was, unless the address says otherwise. */
    open() {
      if (!current && follow()) return;
      const wanted = session.closed ? SUMMARY : session.state.page;
      const first = isFree ? 0 : Math.min(session.tally.frontier, pages.length - 1);
      const key = places.has(wanted) && isOpen(wanted) ? wanted : (pages[first]?.key ?? "");
      home = `#${pages[places.get(key) ?? 0]?.id}`;
      if (key !== current) show(key, false);
    },
    refresh() {
      branches?.follow(session.data, pages, places, { markDone, markLocked, say });
      for (const part of enhanced.values()) part.refresh();
      for (const { key } of pages) markDone(key);
      if (!isFree || session.closed) markLocked(pages);
      if (shown && current === SUMMARY) fillSummary(shown);
      progressed(current);
    },
    progressed,
    wakeAll: () => pages.forEach(({ id }) => wake(/** @type {HTMLElement} */ (byId(id)))),
  };
}
