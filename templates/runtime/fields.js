/** The controls of a page: how each kind is read, written and disabled. */

import { choices } from "./choices.js";
import { PARTS } from "./parts.js";

/** @typedef {import("./types.js").Value} Value */

/** @type {import("./types.js").Control[]} */
const CONTROLS = [
  ...PARTS.flatMap(({ control }) => control ?? []),
  choices,
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
  for (const row of CONTROLS) {
    const controls = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(row.matches)]);
    if (controls.length) {
      return {
        ...row,
        controls,
        read: () => row.read(controls),
        /** @param {Value | undefined} value */
        write: (value) => row.write(controls, value),
      };
    }
  }
  throw new Error("no control");
}
