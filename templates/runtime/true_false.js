/** Statements that are true or false. */

/** @type {import("./types.js").Part} */
export const trueFalse = {
  kind: "true-false",
  // SCORM 1.2 takes the first letter of what the options' ids are
  strictForm: ({ options = [] }, [key]) => options.find((option) => option.key === key)?.id[0] ?? "",
};
