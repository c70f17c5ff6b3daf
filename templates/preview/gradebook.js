/** The gradebook: filters its rows by a search, and says when new answers have arrived. */

for (const search of document.querySelectorAll("[data-search]")) {
  search.addEventListener("input", () => {
    const words = /** @type {HTMLInputElement} */ (search).value.toLowerCase();
    for (const row of document.querySelectorAll(".scroll tbody tr")) {
      /** @type {HTMLElement} */ (row).hidden = !(row.textContent ?? "").toLowerCase().includes(words);
    }
  });
}

const news = /** @type {HTMLElement | null} */ (document.querySelector("[data-news]"));
if (news) new EventSource(`${document.documentElement.dataset.base}/events`).addEventListener("saved", () => (news.hidden = false));
