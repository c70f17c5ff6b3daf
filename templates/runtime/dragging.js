/** Dragging by mouse, pen or finger, until the item is released or the drag is cancelled. */

import { on } from "./dom.js";

/** Distance in pixels from the edge of the window at which it scrolls during a drag, and the step by which it scrolls. */
const EDGE = 48;
const SCROLL = 12;

/** @param {any} press the event that begins it @param {HTMLElement} holder receives the events @param {HTMLElement}
 * item @param {(event: PointerEvent) => void} move @param {(isKept: boolean) => void} end */
export function drag(press, holder, item, move, end) {
  const over = new AbortController();
  const stop = (/** @type {boolean} */ isKept) => {
    over.abort();
    delete item.dataset.dragging;
    end(isKept);
  };
  press.preventDefault();
  holder.setPointerCapture(press.pointerId);
  item.dataset.dragging = "";
  on(holder, "pointermove", (event) => {
    move(event);
    const { clientY } = event;
    window.scrollBy(0, clientY < EDGE ? -SCROLL : clientY > window.innerHeight - EDGE ? SCROLL : 0);
  }, over);
  on(holder, "pointerup", () => stop(true), over);
  on(holder, "pointercancel", () => stop(false), over);
  on(document, "keydown", ({ key }) => key === "Escape" && stop(false), over);
}
