/** The visible part of a page in a frame as tall as the page: then the pages around it scroll, and only the browser knows
 * how far. */

import { whole } from "./dom.js";

/** Milliseconds between two measurements, because there is no event for it. */
const GLANCE = 500;

const isFramed = window.parent !== window;

/** @typedef {(top: number, below: number) => void} Tell the start of the visible part, in pixels from the top of the
 * window, and how much of the window is below it */

/** Measures once, before the next frame is drawn. @param {Tell} tell called at once with zeros if there is no frame */
export function look(tell) {
  if (!isFramed) return tell(0, 0);
  new IntersectionObserver(([entry], observer) => {
    observer.disconnect();
    const { top, bottom } = /** @type {IntersectionObserverEntry} */ (entry).intersectionRect;
    tell(top, window.innerHeight - bottom);
  }).observe(whole());
}

/** Measures at intervals. @param {Tell} tell */
export function followSight(tell) {
  if (isFramed) setInterval(look, GLANCE, tell);
}
