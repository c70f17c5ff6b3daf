/** Changes words in a running page, so that it need not be loaded again if nothing else has changed. */

const SOURCE = /<!--source .*?-->/g;
/** Elements to which a page's script may hold references, and headings, which the table of contents repeats. */
const HELD = /^(audio|button|details|dialog|fieldset|form|h1|h2|input|label|legend|option|script|select|template|textarea|video)$/i;

/** The articles in a page's HTML, and what is around them; only articles are ever patched.
 * @param {string} text */
function divide(text) {
  const [head = "", ...rest] = text.split(/(?=<article )/);
  const parts = rest.map((part) => {
    const end = part.lastIndexOf("</article>");
    return { article: part.slice(0, end), behind: part.slice(end) };
  });
  return { around: [head, ...parts.map(({ behind }) => behind)].join("\0"), articles: parts.map(({ article }) => article) };
}

/** The element of an article's HTML, with or without end tag and space around it.
 * @param {string} text @returns {Element | null} */
const parsed = (text) => new DOMParser().parseFromString(text, "text/html").body.firstElementChild;

/** @param {Element} element */
const plain = (element) => element.outerHTML.replace(SOURCE, "");

/** @param {Element} element */
const isFree = (element) => [element, ...element.querySelectorAll("*")].every((part) =>
  !HELD.test(part.tagName) && [...part.attributes].every(({ name }) => !name.startsWith("data-")));

/** @param {Element} element */
const holdsWords = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());

/** The children that differ, in `live` as well, and the child after them there; null if they cannot be matched.
 * @param {Element} before @param {Element} after @param {Element} live */
function differing(before, after, live) {
  const open = (/** @type {Element} */ element) => plain(/** @type {Element} */ (element.cloneNode(false)));
  const [old, fresh, shown] = [[...before.children], [...after.children], [...live.children]];
  if (open(before) !== open(after) || old.length !== shown.length || holdsWords(before) || holdsWords(after)) return null;
  const isSame = (/** @type {number} */ a, /** @type {number} */ b) => plain(/** @type {Element} */ (old[a])) === plain(/** @type {Element} */ (fresh[b]));
  let first = 0;
  while (first < Math.min(old.length, fresh.length) && isSame(first, first)) first += 1;
  let last = 0;
  while (last < Math.min(old.length, fresh.length) - first && isSame(old.length - 1 - last, fresh.length - 1 - last)) last += 1;
  return {
    were: old.slice(first, old.length - last),
    gone: shown.slice(first, shown.length - last),
    come: fresh.slice(first, fresh.length - last),
    behind: shown[shown.length - last] ?? null,
  };
}

/** The steps that change `live` from `before` to `after`; null if that cannot be done in a running page.
 * @param {Element} before @param {Element} after @param {Element} live @returns {(() => void)[] | null} */
function changes(before, after, live) {
  if (plain(before) === plain(after)) return [];
  // the page has shuffled its parts
  if (before.hasAttribute("data-pool")) return null;
  if (isFree(before) && isFree(after) && isFree(live)) return [() => live.replaceWith(live.ownerDocument.importNode(after, true))];
  const found = differing(before, after, live);
  if (!found) return null;
  const { were, gone, come, behind } = found;
  if ([...were, ...gone, ...come].every(isFree)) {
    return [() => {
      for (const element of gone) element.remove();
      for (const element of come) live.insertBefore(live.ownerDocument.importNode(element, true), behind);
    }];
  }
  if (gone.length !== come.length) return null;
  const each = were.map((old, index) => changes(old, /** @type {Element} */ (come[index]), /** @type {Element} */ (gone[index])));
  return each.includes(null) ? null : each.flatMap((steps) => steps ?? []);
}

/** @param {Element} element */
function sources(element) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) if (walker.currentNode.nodeValue?.startsWith("source ")) found.push(walker.currentNode);
  return found;
}

/** Changes a running page from the HTML `before` to `after`. Returns false, and changes nothing, if that cannot be done.
 * @param {string} before @param {string} after @param {Document} page @returns {boolean} */
export function patch(before, after, page) {
  const [old, fresh] = [divide(before), divide(after)];
  if (before === after || old.around !== fresh.around || old.articles.length !== fresh.articles.length) return false;
  const pairs = fresh.articles.map((text, number) => ({ before: old.articles[number] ?? "", after: text }));
  return patchArticles(pairs, page);
}

/** Changes articles in a running page, each from the HTML `before` to `after`, like `patch`.
 * @param {{before: string, after: string}[]} pairs @param {Document} page @returns {boolean} */
export function patchArticles(pairs, page) {
  /** @type {(() => void)[]} */
  const plan = [];
  for (const { before, after } of pairs) {
    if (before === after) continue;
    const [from, to] = [parsed(before), parsed(after)];
    const live = from && page.getElementById(from.id);
    const found = from && to && live && changes(from, to, live);
    if (!found) return false;
    plan.push(...found, () => {
      const [here, there] = [sources(live), sources(to)];
      if (here.length === there.length) here.forEach((node, index) => (node.nodeValue = there[index]?.nodeValue ?? ""));
    });
  }
  for (const act of plan) act();
  return true;
}

/** Marks parts that a page shows but that do not work before it is loaded again. */
export const WAITS = "data-courseware-waits";

/** A new part for a running page, inert, with the answers of the part that it replaces.
 * @param {Element} fresh @param {Document} page */
function waiting(fresh, page) {
  const part = page.importNode(fresh, true);
  if (isFree(fresh)) return part;
  part.toggleAttribute("inert", true);
  part.toggleAttribute(WAITS, true);
  for (const element of part.querySelectorAll("input, select, textarea")) {
    const field = /** @type {HTMLInputElement} */ (element);
    const isTicked = field.matches("[type=checkbox], [type=radio]");
    const same = /** @type {HTMLInputElement[]} */ ([...page.getElementsByName(field.name)]);
    const answered = same.find(({ type, value }) => type === field.type && (!isTicked || value === field.value));
    if (answered && isTicked) field.checked = answered.checked;
    else if (answered) field.value = answered.value;
  }
  return part;
}

/** @param {Element} before @param {Element} after @param {Element} live */
function show(before, after, live) {
  const page = live.ownerDocument;
  if (plain(before) === plain(after)) return;
  const found = !before.hasAttribute("data-pool") && differing(before, after, live);
  if (!found && before.tagName === "ARTICLE") live.replaceChildren(...[...after.children].map((child) => waiting(child, page)));
  else if (!found) live.replaceWith(waiting(after, page));
  else if (found.gone.length === found.come.length) {
    found.were.forEach((old, index) => show(old, /** @type {Element} */ (found.come[index]), /** @type {Element} */ (found.gone[index])));
  } else {
    let at = 0;
    const parts = found.come.map((element) => {
      const same = found.were.findIndex((old, index) => index >= at && plain(old) === plain(element));
      if (same >= 0) at = same + 1;
      return found.gone[same] ?? waiting(element, page);
    });
    // remove old parts first: of two radio buttons with the same name, a browser unchecks the older one
    for (const element of found.gone) if (!parts.includes(element)) element.remove();
    let behind = found.behind;
    for (const part of parts.reverse()) {
      if (!found.gone.includes(part)) live.insertBefore(part, behind);
      behind = part;
    }
  }
}

/** Shows articles in a running page, whose HTML was `text`, before it is loaded again.
 * @param {string[]} articles @param {string} text @param {Document} page @returns {string} the HTML with these articles */
export function showAhead(articles, text, page) {
  for (const article of articles) {
    const after = parsed(article);
    const live = after && page.getElementById(after.id);
    const at = after ? text.indexOf(` id="${after.id}" data-page="`) : -1;
    if (!after || !live || at < 0) continue;
    const before = text.slice(text.lastIndexOf("<article ", at), text.indexOf("</article>", at) + "</article>".length);
    const was = parsed(before);
    if (was) show(was, after, live);
    text = text.replace(before, () => article);
  }
  return text;
}
