/** The page's hooks: `data-…` attributes in the templates that the runtime looks for. */

/** @param {ParentNode} root @param {string} name of a hook, and the rest of the selector @returns {HTMLElement | null} */
export const hook = (root, name) => root.querySelector(`[data-${name}]`);

/** The first element on the page with a hook. @param {string} name */
export const pageHook = (name) => hook(document, name);

/** @param {ParentNode} root @param {string} name @returns {HTMLElement[]} */
export const hooks = (root, name) => [...root.querySelectorAll(/** @type {"p"} */ (`[data-${name}]`))];

/** The root element of the document. */
export const whole = () => document.documentElement;

/** @param {string} id */
export const byId = (id) => document.getElementById(id);

/** @param {EventTarget} target @param {string} type @param {(event: any) => unknown} act
 * @param {AddEventListenerOptions} [options] */
export const on = (target, type, act, options) => target.addEventListener(type, act, options);

/** Enables a button that is hidden without scripts. @param {HTMLElement | null} button @param {() => unknown} act */
export function serve(button, act) {
  if (!button) return;
  button.hidden = false;
  on(button, "click", act);
}

/** Gives the learner a file. @param {string} name @param {string} type a media type @param {string} text */
export function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
}

/** Sets the text of an element, which is hidden if the text is empty.
 * @param {HTMLElement | null | undefined} element @param {string} text */
export function showText(element, text) {
  if (!element || element.textContent === text) return;
  element.textContent = text;
  element.hidden = text === "";
}

/** Fills a table of facts, whose rows are hidden if their text is empty.
 * @param {ParentNode} root @param {string} kind of rows, a hook @param {Record<string, string>} texts by their names */
export function fillRows(root, kind, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const row = hook(root, `${kind}=${name}`);
    showText(row?.querySelector("dd"), text);
    if (row) row.hidden = !text;
  }
}

/** Sets an attribute, or removes it if the text is empty.
 * @param {HTMLElement | null | undefined} element @param {string} name @param {string | undefined} text */
export function setData(element, name, text) {
  if (text) element?.setAttribute(`data-${name}`, text);
  else element?.removeAttribute(`data-${name}`);
}

/** @param {Element | null | undefined} element @param {string} name @param {boolean} is */
export const setAria = (element, name, is) => element?.setAttribute(`aria-${name}`, String(is));

/** Whether this page was shown in its window before, and has been reloaded. */
export const isReloaded = () => {
  const [{ type } = { type: "" }] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return type !== "" && type !== "navigate";
};
