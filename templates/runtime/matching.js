/** Partners that are selected from a list or dragged to the row that they belong to. */

import { hook, hooks, on } from "./dom.js";
import { drag } from "./dragging.js";
import { judgeParts, markParts } from "./parts_of_answers.js";

/** @typedef {import("./types.js").Interaction} Interaction */
/** @typedef {import("./types.js").Value} Value */

/** Keys of partners by the keys of their parts; in a value, each part is followed by its partner.
 * @param {Value | (string | number)[] | undefined} value @returns {Map<unknown, unknown>} */
const partners = (value = []) =>
  new Map(/** @type {[unknown, unknown][]} */ (Array.from(value, (part, at) => [part, value[at + 1]]).filter((_, at) => !(at % 2))));

/** @type {import("./parts_of_answers.js").Judging} */
function judgePair({ answer }, value) {
  const [right, given] = [partners(answer), partners(value)];
  return ({ key }) => given.has(key) ? right.get(key) === given.get(key) : null;
}

/** The pairs that this build knows, in the order of the parts.
 * @template T @param {Interaction} asked @param {Value} value
 * @param {(part: import("./types.js").Option, partner: import("./types.js").Option, places: number[]) => T} write */
function pairs({ parts = [], options = [] }, value, write) {
  const chosen = partners(value);
  return parts.flatMap((part, place) => {
    const at = options.findIndex(({ key }) => key === chosen.get(part.key));
    const partner = options[at];
    return partner ? [write(part, partner, [place, at])] : [];
  });
}

/** @param {HTMLElement} bank the partners that can be dragged @param {import("./types.js").Host} host */
function enhanceDragging(bank, { root, isLocked, changed }) {
  bank.hidden = false;
  on(bank, "pointerdown", (press) => {
    const chip = press.target.closest("[data-partner]");
    if (!chip || press.button || isLocked()) return;
    drag(press, chip, chip, ({ clientX, clientY, pageX, pageY }) => {
      const under = document.elementsFromPoint(clientX, clientY);
      for (const row of hooks(root, "part")) row.toggleAttribute("data-over", under.includes(row));
      chip.style.translate = `${pageX - press.pageX}px ${pageY - press.pageY}px`;
    }, (isKept) => {
      const row = hook(root, "over");
      const select = row?.querySelector("select");
      row?.removeAttribute("data-over");
      chip.style.translate = "";
      if (!isKept || !select) return;
      select.value = chip.dataset.partner;
      changed();
    });
  });
}

/** @type {import("./types.js").Part} */
export const matching = {
  kind: "matching",
  known: (asked, value) => pairs(asked, value, (part, partner) => [part.key, partner.key]).flat(),
  isWhole: ({ parts = [] }, value) => value.length === 2 * parts.length,
  ...judgeParts(judgePair),
  inWords: (asked, value) => pairs(asked, value, (part, partner) => `${part.text} – ${partner.text}`),
  idForm: (asked, value) => pairs(asked, value, (part, partner) => `${part.id}[.]${partner.id}`).join("[,]"),
  strictForm(asked, value, _words, letters) {
    const form = pairs(asked, value, (_part, _partner, places) => places.map((place) => letters[place] ?? "?").join(".")).join();
    return form.includes("?") ? "" : form;
  },
  control: {
    matches: "[data-matching] select",
    read: (selects) => selects.flatMap(({ value, dataset }) => value ? [dataset.of, value] : []),
    write(selects, value) {
      const chosen = partners(value);
      for (const select of selects) select.value = chosen.get(select.dataset.of) ?? "";
    },
    enhance(_, host) {
      const bank = hook(host.root, "bank");
      if (bank) enhanceDragging(bank, host);
      return markParts(host, judgePair);
    },
  },
};
