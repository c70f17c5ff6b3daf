/** Partners that are chosen from a list, or dragged to the row that they belong to. */

import { hook, hooks, on } from "./dom.js";
import { markParts } from "./parts_of_answers.js";

/** @typedef {import("./types.js").Interaction} Interaction */

/** Key of a part and of its partner, two by two. @param {Interaction["answer"]} value */
const pairs = (value = []) => value.flatMap((part, place) => place % 2 ? [] : [[String(part), String(value[place + 1])]]);
/** @param {import("./types.js").Value | undefined} value */
const partners = (value) => new Map(/** @type {[string, string][]} */ (pairs(typeof value === "object" ? value : [])));
/** @param {Interaction} asked @param {import("./types.js").Value} value */
const rightOnes = ({ answer }, value) => pairs(answer).filter(([part = "", partner]) => partners(value).get(part) === partner).length;

/** @param {(part: number, partner: number) => string} write from their places @param {string} joint
 * @returns {(asked: Interaction, value: import("./types.js").Value) => string} */
const joined = (write, joint) => ({ parts = [], options = [] }, value) => [...partners(value)].map(([part, partner]) =>
  write(parts.findIndex(({ key }) => key === part), options.findIndex(({ key }) => key === partner))).join(joint);

/** @param {HTMLElement} bank what can be dragged @param {import("./types.js").Host} host */
function enhanceDragging(bank, { root, isLocked }) {
  bank.hidden = false;
  on(bank, "pointerdown", (event) => {
    const chip = event.target.closest("[data-partner]");
    if (!chip || event.button || isLocked()) return;
    event.preventDefault();
    chip.setPointerCapture(event.pointerId);
    const over = new AbortController();
    /** @type {HTMLElement | null | undefined} */
    let row;
    const point = (/** @type {HTMLElement | null | undefined} */ next) => {
      row?.removeAttribute("data-over");
      row = next;
      row?.setAttribute("data-over", "");
    };
    const end = (/** @type {boolean} */ keep) => {
      over.abort();
      chip.style.translate = "";
      delete chip.dataset.dragging;
      const select = keep && row?.querySelector("select");
      point(null);
      if (!select) return;
      select.value = chip.dataset.partner;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    chip.dataset.dragging = "";
    on(chip, "pointermove", ({ clientX, clientY }) => {
      chip.style.translate = `${clientX - event.clientX}px ${clientY - event.clientY}px`;
      point(hooks(root, "part").find((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return clientX > left && clientX < right && clientY > top && clientY < bottom;
      }));
    }, over);
    on(chip, "pointerup", () => end(true), over);
    on(chip, "pointercancel", () => end(false), over);
    on(document, "keydown", ({ key }) => key === "Escape" && end(false), over);
  });
}

/** @type {import("./types.js").Part} */
export const matching = {
  kind: "matching",
  known: ({ parts = [], options = [] }, value) => [...partners(value)].filter(([part, partner]) =>
    parts.some(({ key }) => key === part) && options.some(({ key }) => key === partner)).flat(),
  isWhole: ({ parts = [] }, value) => partners(value).size === parts.length,
  isRight: (asked, given) => rightOnes(asked, given) === asked.parts?.length,
  share: (asked, given) => rightOnes(asked, given) / (asked.parts?.length ?? 1),
  inWords: ({ parts = [], options = [] }, value) => parts.flatMap(({ key, text }) => {
    const chosen = options.find((option) => option.key === partners(value).get(key));
    return chosen ? [`${text} – ${chosen.text}`] : [];
  }),
  idForm: (asked, value) =>
    joined((part, partner) => `${asked.parts?.[part]?.id}[.]${asked.options?.[partner]?.id}`, "[,]")(asked, value),
  strictForm(report, value, _words, letters) {
    const form = joined((part, partner) => `${letters[part]}.${letters[partner]}`, ",")(report, value);
    return form.includes("undefined") ? "" : form;
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
      return {
        refresh({ value }, isJudged) {
          const [right, given] = [partners(/** @type {string[]} */ (host.asked.answer)), partners(value)];
          markParts(host, (part) => isJudged && given.has(part) ? right.get(part) === given.get(part) : null);
        },
      };
    },
  },
};
