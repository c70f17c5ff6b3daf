/** Turns the data block into a working page. */

import { byId, isReloaded, on, pageHook, serve, whole } from "./dom.js";
import { showFarewell } from "./farewell.js";
import { createHeader } from "./header.js";
import { createPages } from "./page.js";
import { PARTS } from "./parts.js";
import { enhancePrinting } from "./printing.js";
import { createSay } from "./say.js";
import { createSession } from "./session.js";
import { createStore } from "./store.js";
import { enhanceSummary, fillSummary } from "./summary.js";

/** Keys of the interface texts that this module shows. */
export const says = [
  "erase", "erased", "left", "left_frame", "left_here", "left_look", "left_stranded", "left_unsaved",
  "left_waiting", "lms_relaunch", "part_refused", "read_only", "saved",
];

/** @param {import("./types.js").CreateDriver} createDriver @param {import("./types.js").CourseData} data */
function bringToLife(createDriver, data) {
  const say = createSay(data.texts);
  const header = createHeader(say);
  const summary = byId("summary");
  /** Preferences are applied only once, so that they do not undo what the learner sets later. */
  let isPreferred = false;
  const question = pageHook("ask");
  /** Receives the learner's decision about what is stored here. @type {import("./types.js").Offer | null} */
  let answer = null;
  const setInert = (/** @type {any} */ is) => {
    // the link to the content, the content, the contents
    document.querySelectorAll("body>a,main,nav").forEach((part) => part.toggleAttribute("inert", is));
  };
  const session = createSession({
    data,
    driver: createDriver(window, data),
    store: createStore(data.course.id),
    view: {
      answered: (key) => pages.progressed(session.interaction(key).page),
      saving(saving, text) {
        header.showSaving(saving, text);
        for (const { hear } of PARTS) hear?.(text, session);
        depart?.();
      },
      restored(start) {
        if (start?.name) header.greet(start.name);
        if (start?.preference && !isPreferred) for (const { prefer } of PARTS) prefer?.(start.preference);
        isPreferred ||= !!start?.preference;
        pages.refresh();
        pages.open();
      },
      ask(offer) {
        // a learner who reloads the page has seen what is stored here
        if (offer && !session.isWithLms && isReloaded()) return offer(true);
        answer = offer;
        setInert(offer);
        question?.toggleAttribute("hidden", !offer);
        // nothing is saved until that is decided
        pageHook("saved")?.setAttribute("data-saved", "");
        if (offer) question?.querySelector("button")?.focus();
      },
      left: () => finish(true),
    },
  });
  const pages = createPages(session, header, say, (article) => fillSummary(article, session, say));
  if (summary) enhanceSummary(summary, session, say);
  for (const { begin } of PARTS) begin?.(say);
  enhancePrinting(() => summary && fillSummary(summary, session, say), pages.wakeAll);

  /** What happens once the session is over. @type {(() => void) | undefined} */
  let depart;

  /** @param {unknown} isGoing the learner goes elsewhere */
  function finish(isGoing) {
    whole().dataset.finished = "";
    setInert(true);
    const { top } = window;
    // in a frame of the LMS's page there is nothing to close
    const isClosable = top === window || top?.opener;
    const farewell = !session.isRecorded ? "left_look" : !session.isWithLms ? "left_here" : isClosable ? "left" : "left_frame";
    if (erasing) erasing.hidden = farewell !== "left_here";
    depart = () => {
      showFarewell(session, say);
      header.showPassing(session.isWaiting ? "left_waiting" : session.driver.isStranded ? "left_stranded" : farewell, {}, true);
      // the learner should read that something still waits here, and it may still get through
      if (session.isWaiting || isGoing) return;
      depart = undefined;
      const { address } = session.driver;
      if (address) location.assign(address);
      else if (isClosable && session.isWithLms) top?.close();
    };
    depart();
  }

  /** @param {string} [to] another document */
  async function exit(to) {
    const stored = await session.exit(to);
    if (stored) finish(to);
    // if only another launch helps, that is shown already
    else header.showPassing(
      session.driver.trouble?.() === "lms_relaunch" ? "" : to && session.isSaved ? "part_refused" : "left_unsaved", {}, true,
    );
  }
  serve(pageHook("exit"), () => exit());
  /** @param {boolean} isTheirs */
  function choose(isTheirs) {
    answer?.(isTheirs);
    // its button is gone
    pageHook("shown")?.querySelector("h1")?.focus();
  }
  serve(pageHook("go-on"), () => choose(true));
  serve(pageHook("begin-anew"), () => choose(false));
  const erasing = pageHook("erase");
  if (erasing) {
    on(erasing, "click", async () => {
      await session.erase();
      erasing.hidden = true;
      // it is no longer kept, and nobody continues from it
      header.showSaving("read_only", "");
      header.showProgress(0);
      showFarewell({ ...session, isRecorded: false }, say);
      header.showPassing("erased", {}, true);
    });
  }
  on(document, "click", ({ target }) => {
    const link = target.closest("[data-navigate]");
    if (link ? session.isWithLms : target.closest("button[data-finish]")) exit(link?.dataset.navigate);
  });

  session.start();
  pages.open();
  whole().dataset.running = "";

  on(document, "visibilitychange", session.saveNow);
  // A page that is being unloaded can send less than one that stays, and a learner who uses the LMS's own button leaves
  // this frame first.
  on(window, "blur", session.saveNow);
  // on the way to the tab's close button, the browser's Back button or the LMS's page
  on(whole(), "mouseleave", session.saveNow);
  on(window, "online", session.saveNow);
  on(window, "pagehide", session.close);
  // a session that has ended does not continue when the browser goes back to its page
  on(window, "pageshow", ({ persisted }) => persisted && location.reload());
}

/** @param {import("./types.js").CreateDriver} createDriver */
export function run(createDriver) {
  try {
    bringToLife(createDriver, JSON.parse(byId("course-data")?.textContent ?? ""));
  } catch (error) {
    whole().dataset.failed = "";
    console.error(error);
  }
}
