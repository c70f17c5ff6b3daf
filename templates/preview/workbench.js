/** The workbench: menus, the frame of the course, and what happens in it. */

import { watchInspector } from "./inspector.js";
import { openPalette } from "./palette.js";
import { watchSource } from "./source.js";

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));
const frame = /** @type {HTMLIFrameElement | null} */ (find("[data-frame]"));
const origin = frame ? new URL(frame.src).origin : "";
const KEY = "courseware-preview-view";

/** @param {object} message */
const tell = (message) => frame?.contentWindow?.postMessage(message, origin);

for (const form of document.querySelectorAll("[data-choices]")) {
  form.addEventListener("change", ({ target }) => {
    const { name, value } = /** @type {HTMLSelectElement} */ (target);
    // a trouble applies to the launch that is open, so the page is not loaded again
    if (name === "trouble") tell({ courseware: "trouble", kind: value });
    if (name === "trouble") void fetch("/choose", { method: "POST", body: new URLSearchParams({ [name]: value }), redirect: "manual" });
    else /** @type {HTMLFormElement} */ (form).requestSubmit();
  });
}
for (const form of document.querySelectorAll("[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(/** @type {HTMLElement} */ (form).dataset["confirm"])) event.preventDefault();
  });
}
document.documentElement.classList.add("scripted");

/** Key of what had the focus: a choice loads this page again, and keyboard users continue where they were. */
const PLACE = "courseware-preview-place";
addEventListener("submit", ({ defaultPrevented }) => {
  const { activeElement: here } = document;
  const name = here?.getAttribute("name");
  const value = here instanceof HTMLButtonElement ? `[value="${CSS.escape(here.value)}"]` : "";
  if (name && !defaultPrevented) sessionStorage.setItem(PLACE, `[name="${CSS.escape(name)}"]${value}`);
});
const place = sessionStorage.getItem(PLACE);
sessionStorage.removeItem(PLACE);
if (place) find(place)?.focus();

/** Controls of the view: size of the frame, colours, direction, text size. Their values are kept for this tab. */
const controls = /** @type {NodeListOf<HTMLSelectElement | HTMLInputElement>} */ (document.querySelectorAll("[data-view]"));
/** @returns {Record<string, string>} */
const chosen = () => Object.fromEntries([...controls].map((control) =>
  [control.dataset["view"], control instanceof HTMLInputElement ? (control.checked ? "on" : "") : control.value]));

function dress() {
  const { size = "", scheme = "", rtl, text } = chosen();
  if (!frame) return;
  const pane = /** @type {HTMLElement} */ (find("[data-pane]"));
  pane.dataset["size"] = size;
  frame.style.colorScheme = scheme;
  tell({ courseware: "look", direction: rtl ? "rtl" : "", text: text ? "200%" : "", scheme });
  sessionStorage.setItem(KEY, JSON.stringify(chosen()));
}
try {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  for (const control of controls) {
    const value = kept[control.dataset["view"] ?? ""] ?? "";
    if (control instanceof HTMLInputElement) control.checked = !!value;
    else control.value = value;
  }
} catch {
  // if the kept view cannot be read, the default view is used
}
for (const control of controls) control.addEventListener("change", dress);

addEventListener("message", ({ origin: from, data }) => {
  if (from === origin && data?.courseware === "palette") openPalette();
  if (from === origin && data?.courseware === "ahead") sayAhead(true);
  if (from === origin && data?.courseware === "shown") {
    sayAhead(false);
    dress();
    document.documentElement.dataset["shown"] = String(Date.now());
  }
});
dress();
if (frame) watchSource(origin, tell);

/** @param {boolean} is whether the page shows a part that does not work yet */
function sayAhead(is) {
  const said = find("[data-ahead]");
  if (said) said.textContent = is ? (said.dataset["ahead"] ?? "") : "";
}

async function showMistakes() {
  const reply = await fetch("/mistakes");
  const place = find("[data-mistakes]");
  if (place && reply.ok) place.innerHTML = await reply.text();
}

async function showFacts() {
  const facts = await (await fetch("/state.json")).json();
  const words = {
    status: facts.status ?? "", score: facts.score === null || facts.score === undefined ? "–" : String(facts.score),
    completed: find("[data-fact=completed]")?.dataset[facts.completed ? "yes" : "no"] ?? "",
  };
  for (const [name, text] of Object.entries(words)) {
    const place = find(`[data-fact=${name}]`);
    if (place) place.textContent = text;
  }
}

const events = new EventSource("/events");
/** Number of the newest build that this page knows. */
let newest = Number(find("[data-build]")?.dataset["build"]);

/** @param {number} number @param {boolean} [isText] @param {boolean} [isSeen] */
function showNewest(number, isText = false, isSeen = false) {
  newest = number;
  void showMistakes();
  if (frame) tell({ courseware: "again", isText, isSeen });
  else location.reload();
}
events.addEventListener("hello", ({ data }) => {
  if (Number(data) !== newest) showNewest(Number(data)); // something was saved while this page was not connected
});
events.addEventListener("built", ({ data }) => {
  const { number, is_text: isText, is_seen: isSeen } = JSON.parse(data);
  showNewest(number, isText, isSeen);
});
events.addEventListener("glanced", ({ data }) => tell({ courseware: "glanced", ...JSON.parse(data) }));
events.addEventListener("ahead", ({ data }) => tell({ courseware: "ahead", ...JSON.parse(data) }));
events.addEventListener("failed", ({ data }) => {
  newest = JSON.parse(data).number;
  sayAhead(false);
  void showMistakes();
});
async function showState() {
  const reply = await fetch("/saved-state");
  const place = find("[data-state]");
  if (!place || !reply.ok) return;
  const isOpen = place.querySelector("details")?.open;
  place.innerHTML = await reply.text();
  const details = place.querySelector("details");
  if (details && isOpen) details.open = true;
}
void showState();

async function showContents() {
  const place = find("[data-contents]");
  const reply = place?.childElementCount ? await fetch("/contents") : null;
  if (!place || !reply?.ok) return;
  const isOpen = place.querySelector("details")?.open;
  place.innerHTML = await reply.text();
  const details = place.querySelector("details");
  if (details) details.open = !!isOpen;
}
events.addEventListener("moved", () => location.reload());
events.addEventListener("saved", () => {
  void showFacts();
  void showState();
  void showContents();
});
find("[data-report]")?.addEventListener("click", async () => {
  const text = await (await fetch("/report.txt")).text();
  const said = find("[data-reported]");
  try {
    await navigator.clipboard.writeText(text);
    if (said) said.textContent = said.dataset["reported"] ?? "";
  } catch {
    location.assign("/report.txt"); // so that the author can copy it by hand
  }
});
watchInspector(events);
