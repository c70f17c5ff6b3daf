/** What a record store has rejected, as a file of xAPI statements for the person who runs the course. */

import { download, pageHook, serve, whole } from "./dom.js";

/** Keys of the interface texts that this module refers to. */
export const says = ["lrs_refused"];

/** Pixels: the width of the focus ring. */
const RING = 9;

/** Keeps the end of the page, and what has the focus, clear of the lines at the bottom of the window: with the button,
 * they are higher than the style sheet expects.
 * @param {HTMLElement} strip */
function clear(strip) {
  const { top, height } = strip.getBoundingClientRect();
  const { style } = whole();
  style.paddingBlockEnd = style.scrollPaddingBlockEnd = height ? `${height + RING}px` : "";
  const focused = document.querySelector("[data-shown] :focus");
  const place = height && focused?.getBoundingClientRect();
  if (place && place.bottom > top && place.top < window.innerHeight) focused?.scrollIntoView({ block: "nearest" });
}

/** @type {import("./types.js").Part} */
export const unsent = {
  begin() {
    const strip = pageHook("notice");
    if (strip) new ResizeObserver(() => clear(strip)).observe(strip);
  },
  hear(text, { data, driver }) {
    const button = pageHook("unsent");
    if (text !== "lrs_refused" || !button?.hidden) return;
    serve(button, async () =>
      download(`${data.course.id}-unsent.json`, "application/json", JSON.stringify(await driver.unsent?.())));
  },
};
