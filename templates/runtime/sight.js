/** What of the page is seen where it stands in a frame that is as tall as itself: the pages around it scroll then, and only
 * the browser knows how far. */

import { whole } from "./dom.js";

/** Milliseconds between two looks: nobody says when it changes. */
const GLANCE = 500;

const isFramed = window.parent !== window;

/** @typedef {(top: number, below: number) => void} Tell where what is seen begins, in pixels from the top of the window, and
 * how much of the window is below it */

/** Looks once: before the next frame is drawn.
 * @param {Tell} tell called at once with zeros where there is no frame */
export function look(tell) {
  if (!isFramed) return tell(0, 0);
  new IntersectionObserver(([entry], observer) => {
    observer.disconnect();
    const { top, bottom } = /** @type {IntersectionObserverEntry} */ (entry).intersectionRect;
    tell(top, window.innerHeight - bottom);
  }).observe(whole());
}

/** Looks every now and then.
 * @param {Tell} tell */
export function followSight(tell) {
  if (isFramed) setInterval(look, GLANCE, tell);
}
