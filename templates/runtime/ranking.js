/** A list whose items are put in order by mouse, touch, keys or buttons. */

import { hooks, on, setAria } from "./dom.js";
import { drag } from "./dragging.js";

/** Keys of the interface texts that this module shows. */
export const says = ["moved"];

/** @type {Record<string, (place: number, last: number) => number>} */
const STEPS = {
  ArrowUp: (place) => place - 1,
  ArrowDown: (place) => place + 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** Rows that change places glide to the new place, unless the learner's system asks for less motion.
 * @param {HTMLElement[]} rows @param {() => void} change puts them in another order */
function glide(rows, change) {
  const before = rows.map((row) => row.offsetTop);
  change();
  if (!matchMedia("(prefers-reduced-motion: no-preference)").matches) return;
  for (const [place, row] of rows.entries()) {
    const way = (before[place] ?? 0) - row.offsetTop;
    if (way) row.animate({ transform: [`translateY(${way}px)`, "none"] }, { duration: 180, easing: "ease-out" });
  }
}

/** @param {HTMLElement} list @param {import("./types.js").Host} host */
function enhance(list, { asked: { options = [] }, say, announce, isLocked, changed }) {
  const items = () => /** @type {HTMLElement[]} */ ([...list.children]);
  const itemOf = (/** @type {Node} */ node) => items().find((item) => item.contains(node));

  function refresh() {
    for (const [place, item] of items().entries()) {
      for (const button of hooks(item, "move")) {
        const end = button.dataset.move === "up" ? 0 : list.children.length - 1;
        // if nothing can be moved, keyboard users need not pass them
        button.hidden = isLocked();
        setAria(button, "disabled", place === end);
      }
    }
  }

  /** @param {HTMLElement} item @param {number} place */
  function put(item, place) {
    list.insertBefore(item, items().filter((other) => other !== item)[place] ?? null);
  }

  /** @param {HTMLElement} item @param {number} from */
  function done(item, from) {
    const place = items().indexOf(item);
    if (place === from) return;
    const { text = "" } = options.find(({ key }) => key === item.dataset.option) ?? {};
    announce(say("moved", { item: text, place: place + 1, count: list.children.length }));
    changed();
  }

  /** @param {HTMLElement} item @param {string} step */
  function move(item, step) {
    const from = items().indexOf(item);
    const to = STEPS[step]?.(from, list.children.length - 1) ?? from;
    if (isLocked() || to < 0) return;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    glide(items(), () => put(item, to));
    // an element that is moved loses the focus
    if (item.contains(focused)) focused?.focus();
    done(item, from);
  }

  on(list, "click", ({ target }) => {
    const item = itemOf(target);
    const { move: way } = target.closest("[data-move]")?.dataset ?? {};
    if (item && way) move(item, way === "up" ? "ArrowUp" : "ArrowDown");
  });

  on(list, "keydown", (press) => {
    const item = itemOf(press.target);
    if (!item || !STEPS[press.key] || press.altKey || press.ctrlKey || press.metaKey) return;
    press.preventDefault();
    move(item, press.key);
  });

  on(list, "pointerdown", (press) => {
    const { target, pointerType, button } = press;
    const item = itemOf(target);
    const grabs = pointerType === "mouse" ? !button && !target.closest("button") : target.closest("[data-grip]");
    if (!item || !grabs || isLocked()) return;
    const from = items().indexOf(item);
    drag(press, list, item, ({ clientY }) => {
      const others = items().filter((other) => other !== item);
      put(item, others.filter((other) => {
        const { top, height } = other.getBoundingClientRect();
        return clientY > top + height / 2;
      }).length);
    }, (isKept) => {
      if (!isKept) put(item, from);
      done(item, from);
    });
  });

  return { refresh, focus: list.querySelector("button") };
}

/** @type {import("./types.js").Part} */
export const ranking = {
  kind: "sequencing",
  isWhole: ({ options }, value) => value.length === options?.length,
  isRight: ({ answer = [] }, given) => String(given) === String(answer),
  control: {
    matches: "[data-ranking]",
    isPreset: true,
    read: ([list]) => Array.from(list.children, (item) => item.dataset.option),
    // options added by a later version of the course stay at the end
    write: ([list], value = []) => {
      const known = new Map(Array.from(list.children, (item) => [item.dataset.option, item]));
      const order = [...value].flatMap((key) => known.get(key) ?? []);
      // an element that is moved in the document loses the focus
      if (order.some((item, place) => item !== list.children[place])) list.prepend(...order);
    },
    enhance: ([list], host) => enhance(list, host),
  },
};
