/** The progress of each document by itself, as a learning objective, in standards that have objectives. */

import { branches } from "./branches.js";
import { createTally } from "./score.js";

/** @typedef {import("./types.js").Interaction} Interaction */

/** @param {import("./types.js").CourseData} data @returns {import("./types.js").Objectives} */
export function createObjectives(data) {
  // an answer may be reported after its page was hidden
  const documents = new Map((branches?.everyPage(data) ?? data.pages).map(({ key, document }) => [key, document]));
  /** @type {Map<string, {pages: typeof data.pages, interactions: Interaction[]}>} */
  const parts = new Map(data.pages.map(({ document }) => [document, { pages: [], interactions: [] }]));
  for (const page of data.pages) parts.get(page.document)?.pages.push(page);
  for (const asked of data.interactions) parts.get(documents.get(asked.page) ?? "")?.interactions.push(asked);
  /** The documents that have been begun. @type {Map<string, {title: string, tally: ReturnType<typeof createTally>}>} */
  const begun = new Map();

  /** @param {string} key of a page */
  function tallyOf(key) {
    const id = documents.get(key) ?? "";
    const part = parts.get(id);
    if (part && !begun.has(id)) begun.set(id, { title: part.pages[0]?.title ?? "", tally: createTally({ ...data, ...part }) });
    return begun.get(id)?.tally;
  }

  return {
    idOf: (key) => documents.get(key) ?? "",
    visit: (key) => tallyOf(key)?.visit(key),
    mark: (asked, answered, share) => tallyOf(asked.page)?.mark(asked, answered, share),
    get list() {
      return Array.from(begun, ([id, { title, tally }]) => ({ id, title, fraction: tally.fraction, ...tally.outcome }));
    },
  };
}
