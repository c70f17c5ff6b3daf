/** Statements that are true or false. */

/** @type {import("./types.js").Part} */
export const trueFalse = {
  kind: "true-false",
  // SCORM 1.2 takes the first letter of the options' ids
  strictForm: ({ options = [] }, [key]) => options.find((option) => option.key === key)?.id[0] ?? "",
};
