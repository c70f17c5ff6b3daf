/** The controls of a page: how each kind is read, written and disabled. */

/** @typedef {import("./types.js").Value} Value */
/** @typedef {{matches: string, isTyped?: boolean, read: (controls: any[]) => Value,
 *   write: (controls: any[], value: Value | undefined) => void}} Row */

/** @type {Row[]} */
const ROWS = [
  {
    matches: "[data-ranking]",
    read: ([list]) => Array.from(list.children, (item) => item.dataset.option),
    // options that came with a later version of the course stay where they are, behind
    write: ([list], value = []) => {
      const known = new Map(Array.from(list.children, (item) => [item.dataset.option, item]));
      const order = [...value].flatMap((key) => known.get(key) ?? []);
      // what is moved in the document loses the focus
      if (order.some((item, place) => item !== list.children[place])) list.prepend(...order);
    },
  },
  {
    matches: "input[type=radio], input[type=checkbox]",
    read: (inputs) => inputs.filter((input) => input.checked).map((input) => input.value),
    write: (inputs, value = []) => {
      for (const input of inputs) input.checked = value.includes(input.value);
    },
  },
  {
    matches: "select",
    read: ([select]) => [select.value].filter(Boolean),
    write: ([select], [value = ""] = []) => {
      select.value = value;
    },
  },
  {
    matches: "input, textarea",
    isTyped: true,
    read: ([input]) => input.value,
    write: ([input], value = "") => {
      if (input.value !== value) input.value = value;
    },
  },
];

/** @param {Element} root @returns the field of an interaction */
export function findField(root) {
  for (const row of ROWS) {
    const controls = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(row.matches)]);
    if (controls.length) {
      return {
        controls,
        isTyped: row.isTyped ?? false,
        isRanking: row === ROWS[0],
        read: () => row.read(controls),
        /** @param {Value | undefined} value */
        write: (value) => row.write(controls, value),
      };
    }
  }
  throw new Error("an interaction without a control");
}
