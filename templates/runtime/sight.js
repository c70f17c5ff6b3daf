/** What of the page is seen where it stands in a frame that is as tall as itself: the pages around it scroll then, and only
 * the browser knows how far. */

import { whole } from "./dom.js";

/** Milliseconds between two looks: nobody says when it changes. */
const GLANCE = 500;

/** @param {(top: number, below: number) => void} tell every now and then where what is seen begins, in pixels from the top of
 * the window, and how much of the window is below it */
export function followSight(tell) {
  if (window.parent === window) return;
  setInterval(() => new IntersectionObserver(([entry], observer) => {
    observer.disconnect();
    if (entry?.isIntersecting) tell(entry.intersectionRect.top, window.innerHeight - entry.intersectionRect.bottom);
  }).observe(whole()), GLANCE);
}
