/** Radio buttons and check boxes. */

/** @type {import("./types.js").Control} */
export const choices = {
  matches: "input[type=radio], input[type=checkbox]",
  read: (inputs) => inputs.filter((input) => input.checked).map((input) => input.value),
  write: (inputs, value = []) => {
    for (const input of inputs) input.checked = value.includes(input.value);
  },
};
