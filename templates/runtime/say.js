/** Interface texts. */

/** @param {Record<string, string>} texts @returns {import("./types.js").Say} */
export function createSay(texts) {
  return (key, values = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
