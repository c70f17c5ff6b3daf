/** The frame in which a package runs: provides the run-time API, and passes each call to the preview. */

import { patch, patchArticles, showAhead, WAITS } from "./patch.js";

const launch = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("launch")).textContent ?? "");
const FAILED = "101";
/** Milliseconds after which the page of a course counts as ready, even if it does not say so. */
const READY = 10_000;

let lastError = "0";
/** Whether this document is being left, so that browsers send only beacons. */
let isLeaving = false;
/** Whether the trouble "killed" was chosen: the package gets no more answers. */
let isDead = false;
/** Calls of a page that is being left, until its next commit. @type {{act: string, arguments: string[], late: boolean}[]} */
let late = [];
/** @type {HTMLIFrameElement | null} */
let frame = null;

/** @param {string} act @param {string[]} values */
function call(act, values) {
  const kind = launch.acts[act];
  if (isDead) return "";
  if (kind === "GetLastError") return lastError;
  if (isLeaving) return leave(act, values, kind);
  const request = new XMLHttpRequest();
  try {
    request.open("POST", "call", false);
    request.setRequestHeader("Content-Type", "application/json");
    request.send(JSON.stringify([{ act, arguments: values }]));
    const { value, error, onward } = JSON.parse(request.responseText);
    if (onward) setTimeout(() => location.replace(onward), 0); // after everything that the SCO does at its end
    if (!kind.startsWith("Get") || kind === "GetValue") lastError = error;
    return value;
  } catch {
    lastError = FAILED;
    return kind === "GetValue" ? "" : "false";
  }
}

/** Calls while the page is being left: as in real LMSs, values are sent with a commit, by a beacon without a response.
 * @param {string} act @param {string[]} values @param {string} kind */
function leave(act, values, kind) {
  lastError = "0";
  if (kind === "GetValue") return "";
  late.push({ act, arguments: values, late: true });
  if (kind !== "Commit" && kind !== "Terminate") return "true";
  const isSent = navigator.sendBeacon("call", new Blob([JSON.stringify(late)], { type: "application/json" }));
  if (isSent) late = [];
  return String(isSent);
}

function provide() {
  if (!launch.api) return;
  /** @type {Record<string, (...values: unknown[]) => string>} */
  const api = {};
  for (const act of Object.keys(launch.acts)) {
    api[act] = (...values) => call(act, values.map((value) => (value === undefined ? "" : String(value))));
  }
  Object.defineProperty(window, launch.api, { value: Object.freeze(api), configurable: true, enumerable: true });
}

/** The frame that is visible until that of the newest build is ready, and where the learner was in it.
 * @type {{seen: HTMLIFrameElement, place: ReturnType<typeof placeIn>} | null} */
let left = null;

/** @param {string} file */
function show(file) {
  if (frame !== left?.seen) frame?.remove();
  frame = document.createElement("iframe");
  frame.title = document.title;
  frame.allow = "autoplay; fullscreen; clipboard-write";
  frame.src = file;
  const shown = frame;
  frame.addEventListener("load", () => {
    try {
      watchPointer(/** @type {Window & typeof globalThis} */ (shown.contentWindow));
      point();
    } catch {
      // the frame shows a page of another site
    }
  });
  document.body.append(frame);
  return frame;
}

/** Where the learner is in a page, to return there.
 * @param {Window} inner */
function placeIn(inner) {
  const { scrollX, scrollY, location: { hash }, document: { activeElement } } = inner;
  return { scrollX, scrollY, hash, focused: activeElement?.id ?? "" };
}

/** Whether a frame shows a page of courseware, which cannot be used again once it is left.
 * @param {HTMLIFrameElement} shown */
function isOurs(shown) {
  try {
    return !!shown.contentDocument?.getElementById("course-data");
  } catch {
    return false; // it shows a page of another site
  }
}

/** Calls `then` once a page of courseware says that it is running, or any other page is loaded.
 * @param {HTMLIFrameElement} shown @param {() => void} then */
function whenReady(shown, then) {
  const begun = Date.now();
  const look = () => {
    const root = shown.contentDocument?.documentElement;
    if (Date.now() - begun > READY || (root && (!isOurs(shown) || root.hasAttribute("data-running")))) then();
    else setTimeout(look, 20);
  };
  shown.addEventListener("load", look, { once: true });
}

/** The HTML of the page that is shown if it is one of courseware, to find what a save has changed. */
let text = "";

async function keepText() {
  try {
    text = "";
    if (!frame?.contentDocument?.getElementById("course-data")) return;
    const reply = await fetch(frame.contentWindow?.location.href ?? "");
    text = reply.ok ? await reply.text() : "";
  } catch {
    // the frame shows a page of another site
  }
}

/** Changes words in the running page if nothing else has changed. Returns whether it did. */
async function refresh() {
  const page = frame?.contentDocument;
  if (!page || !text) return false;
  const name = page.location.pathname.split("/files/")[1] ?? "";
  const reply = await fetch(`newest/${name}`);
  const newest = reply.ok ? await reply.text() : "";
  if (!newest || (newest !== text && !patch(text, newest, page))) return false;
  text = newest;
  await fetch("refreshed", { method: "POST" });
  return true;
}

/** Id of what had the focus before parts were shown that do not work yet; null if there are none. @type {string | null} */
let waits = null;

/** Shows other changes of a save in the running page; they work once the course is built and the page is loaded again.
 * @param {string[]} articles */
function ahead(articles) {
  const page = frame?.contentDocument;
  if (!page || !text || left) return;
  waits ??= page.activeElement?.id ?? "";
  text = showAhead(articles, text, page);
  if (page.querySelector(`[${WAITS}]`)) parent.postMessage({ courseware: "ahead" }, origin());
}

/** Whether the running page already shows the words of a save, while the whole course is being built. */
let isSeen = false;

/** Changes the articles of a save in the running page, before the course is built.
 * @param {{before: string, after: string}[]} articles */
function glance(articles) {
  const page = frame?.contentDocument;
  isSeen = !!page && articles.every(({ before }) => text.includes(before)) && patchArticles(articles, page);
  if (!isSeen) return;
  for (const { before, after } of articles) text = text.replace(before, () => after);
  tellShown();
}

/** Shows the newest build. Before that, answers are saved as when the page is left. */
async function again() {
  if (!frame?.contentWindow) return;
  const inner = frame.contentWindow;
  let place = { scrollX: 0, scrollY: 0, hash: "", focused: "" };
  try {
    place = left?.place ?? placeIn(inner);
    place.focused ||= waits ?? "";
    inner.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false }));
    await new Promise((resolve) => setTimeout(resolve, 0));
  } catch {
    // the frame shows a page of another site
  }
  waits = null;
  if (!left && isOurs(frame)) {
    left = { seen: frame, place };
    frame.inert = true; // answers given here from now on would be lost
  }
  const reply = await fetch("again", { method: "POST" });
  if (!reply.ok) return;
  const { file } = await reply.json();
  if (!file) return;
  const shown = show(file + (file.includes("#") ? "" : place.hash));
  shown.style.visibility = "hidden";
  whenReady(shown, () => {
    if (shown !== frame) return;
    left?.seen.remove();
    left = null;
    dress(shown);
    void keepText();
    shown.contentWindow?.scrollTo({ left: place.scrollX, top: place.scrollY, behavior: "instant" });
    shown.style.visibility = "";
    if (place.focused) shown.contentDocument?.getElementById(place.focused)?.focus({ preventScroll: true });
    tellShown();
  });
}

/** Ends the package as if its tab had been killed: without events, and without what it has not sent yet. */
function kill() {
  isDead = true;
  const inner = frame?.contentWindow;
  for (const type of ["beforeunload", "visibilitychange", "pagehide", "unload"]) {
    inner?.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
  }
  frame?.remove();
  left?.seen.remove();
  frame = left = null;
}

/** Troubles that take effect at once, not with the next call.
 * @type {Record<string, () => void>} */
const TROUBLES = { killed: kill, expired: () => localStorage.clear() };

function tellShown() {
  parent.postMessage({ courseware: "shown" }, origin());
}

/** The build that is being shown; the next one waits for it.
 * @type {Promise<unknown>} */
let showing = Promise.resolve();

/** @param {boolean} isText whether only documents were saved
 * @param {boolean} has whether the build has the words that `glance` has shown */
async function showNewest(isText, has) {
  const isThere = has && isSeen;
  isSeen = false;
  if (isThere) await fetch("refreshed", { method: "POST" });
  else if (isText && waits === null && (await refresh().catch(() => false))) tellShown();
  else await again();
}

let look = { direction: "", text: "", scheme: "" };

/** Applies the author's view: direction, text size, colour scheme.
 * @param {HTMLIFrameElement} shown */
function dress(shown) {
  const root = shown.contentDocument?.documentElement;
  if (!root) return;
  if (look.direction) root.dir = look.direction;
  root.style.fontSize = look.text;
  root.style.colorScheme = look.scheme;
  for (const sheet of shown.contentDocument?.styleSheets ?? []) colour(sheet);
}

/** Conditions of media rules before a colour scheme was chosen. @type {WeakMap<CSSRule, string>} */
const written = new WeakMap();

/** Makes media rules apply as if the chosen colour scheme were preferred, because no script can set that for a frame.
 * @param {CSSStyleSheet} sheet */
function colour(sheet) {
  try {
    for (const cssRule of sheet.cssRules) {
      const rule = /** @type {CSSMediaRule} */ (cssRule); // or a rule of another kind, without `media`
      if (!rule.media || !/prefers-color-scheme/.test(written.get(rule) ?? rule.media.mediaText)) continue;
      if (!written.has(rule)) written.set(rule, rule.media.mediaText);
      rule.media.mediaText = (written.get(rule) ?? "").replace(/\(prefers-color-scheme: *(\w+)\)/g, (asked, name) =>
        (look.scheme ? (name === look.scheme ? "(min-width: 0px)" : "(max-width: 0px)") : asked));
    }
  } catch {
    // another site's style sheet refuses access
  }
}

/** Whether every click opens the source, as chosen in the preview; a click with Alt always does. */
let isPointing = false;
const SOURCE = /^source (\S+ \d+)$/;
const POINTED = "data-courseware-pointed";
const MARK = `[${POINTED}] { outline: 2px solid #c2410c !important; outline-offset: 2px; }
  [data-courseware-pointing] * { cursor: crosshair !important; }
  [${WAITS}] { outline: 2px dashed transparent; outline-offset: 4px; animation: courseware-waits 0s .5s forwards; }
  @keyframes courseware-waits { to { outline-color: #c2410c; } }`;

/** Selector in the header of a page → where its words were written: a line, or keys of the front matter, of which the
 * first one that is present counts.
 * @type {Record<string, string>} */
const HELD = {
  h1: "title",
  ".subtitle": "subtitle",
  "[data-pass-mark-told]": "1",
  ".objective + .objective": "mission_title,mission_description",
  ".objective": "learning_objective,mission_title,mission_description",
};
/** @param {Element} target */
const placeOf = (target) => HELD[Object.keys(HELD).find((selector) => target.closest(selector)) ?? ""] ?? "1";

/** The innermost element around `target` with a comment, within or before it, that says where it was written.
 * @param {Element} target @returns {{element: Element, at: string} | null} */
function sourceOf(target) {
  /** @param {Node | null} node */
  const told = (node) => SOURCE.exec(node?.nodeType === Node.COMMENT_NODE ? (node.nodeValue ?? "") : "")?.[1];
  for (let element = /** @type {Element | null} */ (target); element; element = element.parentElement) {
    const comments = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_COMMENT);
    while (comments.nextNode()) {
      const at = told(comments.currentNode);
      if (at) return { element, at: target.closest(".page__header") ? at.replace(/\d+$/, placeOf(target)) : at };
    }
    let before = element.previousSibling;
    while (before?.nodeType === Node.TEXT_NODE && !before.nodeValue?.trim()) before = before.previousSibling;
    const at = told(before);
    if (at) return { element, at };
  }
  return null;
}

/** @param {Window & typeof globalThis} inner */
function watchPointer(inner) {
  if (parent === window) return; // on a device of a class, there is no workbench
  const sheet = new inner.CSSStyleSheet();
  sheet.replaceSync(MARK);
  inner.document.adoptedStyleSheets = [...inner.document.adoptedStyleSheets, sheet];
  /** @param {Event} event */
  const take = (event) => {
    const { altKey, target, type, isTrusted } = /** @type {MouseEvent} */ (event);
    if (!isTrusted || !(isPointing || altKey) || !(target instanceof inner.Element)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (type === "click") parent.postMessage({ courseware: "source", at: sourceOf(target)?.at ?? "" }, origin());
  };
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) inner.addEventListener(type, take, true);
  inner.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (key.toLowerCase() === "k" && (ctrlKey || metaKey) && !shiftKey && !altKey) {
      event.preventDefault();
      parent.focus();
      parent.postMessage({ courseware: "palette" }, origin());
    }
    if (isPointing && key === "Escape") parent.postMessage({ courseware: "pointed" }, origin());
  }, true);
  inner.addEventListener("mouseover", ({ target }) => {
    for (const element of inner.document.querySelectorAll(`[${POINTED}]`)) element.removeAttribute(POINTED);
    if (isPointing && target instanceof inner.Element) sourceOf(target)?.element.setAttribute(POINTED, "");
  });
}

function point() {
  const inner = frame?.contentDocument?.documentElement;
  inner?.toggleAttribute("data-courseware-pointing", isPointing);
  for (const element of inner?.querySelectorAll(`[${POINTED}]`) ?? []) element.removeAttribute(POINTED);
}

const origin = () => launch.preview.split(" ").find((/** @type {string} */ address) => new URL(address).hostname === location.hostname);

addEventListener("message", ({ origin: from, data }) => {
  if (from !== origin() || !data || typeof data !== "object") return;
  if (data.courseware === "again") showing = showing.then(() => showNewest(!!data.isText, !!data.isSeen)).catch(() => {});
  if (data.courseware === "glanced") showing = showing.then(() => glance(data.articles)).catch(() => {});
  if (data.courseware === "ahead") showing = showing.then(() => ahead(data.articles)).catch(() => {});
  if (data.courseware === "trouble") TROUBLES[data.kind]?.();
  if (data.courseware === "point") {
    isPointing = !!data.on;
    point();
  }
  if (data.courseware === "look") {
    look = { direction: String(data.direction ?? ""), text: String(data.text ?? ""), scheme: String(data.scheme ?? "") };
    if (frame) dress(frame);
  }
});
addEventListener("pagehide", () => (isLeaving = true));
addEventListener("pageshow", () => (isLeaving = false));
addEventListener("beforeunload", () => {
  isLeaving = true;
  setTimeout(() => (isLeaving = false), 0); // if the page stays, there is no pagehide
});

if (launch.clears) localStorage.clear();
provide();
const first = show(launch.file);
whenReady(first, () => {
  dress(first);
  tellShown();
  void keepText();
});
