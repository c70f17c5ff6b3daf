/** What a record store refused, as a file of xAPI statements for who runs the course. */

import { download, pageHook, serve } from "./dom.js";

/** Keys of the interface texts that this module names. */
export const says = ["lrs_refused"];

/** @type {import("./types.js").Part} */
export const unsent = {
  hear(text, { data, driver }) {
    const button = pageHook("unsent");
    if (text !== "lrs_refused" || !button?.hidden) return;
    serve(button, async () =>
      download(`${data.course.id}-unsent.json`, "application/json", JSON.stringify(await driver.unsent?.())));
  },
};
