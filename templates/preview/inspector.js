/** The inspector: a line for each call, with a filter. */

const MOST = 2000;

/** @param {EventSource} events */
export function watchInspector(events) {
  const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-said]"));
  if (!list) return;
  /** @param {string} name @returns {HTMLInputElement} */
  const control = (name) => /** @type {HTMLInputElement} */ (document.querySelector(`[data-filter=${name}]`));
  const [text, kind, pause] = [control("text"), control("kind"), control("pause")];
  /** Lines that have not been added yet, for example because the list is paused. @type {string[]} */
  let waiting = [];

  /** @param {Element} line */
  function filter(line) {
    const { kind: own = "" } = /** @type {HTMLElement} */ (line).dataset;
    const isOfKind = !kind.value || (kind.value === "wrong" ? line.classList.contains("wrong") : own === kind.value);
    const isFound = (line.textContent ?? "").toLowerCase().includes(text.value.toLowerCase());
    /** @type {HTMLElement} */ (line).hidden = !(isOfKind && isFound);
  }

  /** @param {string[]} lines */
  function add(lines) {
    if (!lines.length || !list) return;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    list.querySelector("[data-empty]")?.remove();
    const before = list.childElementCount;
    list.insertAdjacentHTML("beforeend", lines.join(""));
    for (const line of [...list.children].slice(before)) filter(line);
    while (list.childElementCount > MOST) list.firstElementChild?.remove();
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  for (const field of [text, kind]) field.addEventListener("input", () => [...list.children].forEach(filter));
  let isPlanned = false;
  const show = () => {
    isPlanned = false;
    if (!pause.checked) add(waiting.splice(0));
  };
  const plan = () => {
    if (!isPlanned) setTimeout(show, 50);
    isPlanned = true;
  };
  pause.addEventListener("change", plan);
  events.addEventListener("said", ({ data }) => {
    waiting.push(JSON.parse(data).html);
    waiting = waiting.slice(-MOST);
    plan();
  });
  list.scrollTop = list.scrollHeight;
}
