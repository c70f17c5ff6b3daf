/** New words in a page that runs: where nothing else has changed, the page need not begin again. */

const SOURCE = /<!--source .*?-->/g;
/** What a page's script may hold on to, and headings, which the contents repeat. */
const HELD = /^(audio|button|details|dialog|fieldset|form|h1|h2|input|label|legend|option|script|select|template|textarea|video)$/i;

/** The articles of a page's text and what stands around them; only articles are ever patched.
 * @param {string} text */
function divide(text) {
  const [head = "", ...rest] = text.split(/(?=<article )/);
  const parts = rest.map((part) => {
    const end = part.lastIndexOf("</article>");
    return { article: part.slice(0, end), behind: part.slice(end) };
  });
  return { around: [head, ...parts.map(({ behind }) => behind)].join("\0"), articles: parts.map(({ article }) => article) };
}

/** An article, with or without its end and space around it.
 * @param {string} text @returns {Element | null} */
const parsed = (text) => new DOMParser().parseFromString(text, "text/html").body.firstElementChild;

/** @param {Element} element */
const plain = (element) => element.outerHTML.replace(SOURCE, "");

/** @param {Element} element */
const isFree = (element) => [element, ...element.querySelectorAll("*")].every((one) =>
  !HELD.test(one.tagName) && [...one.attributes].every(({ name }) => !name.startsWith("data-")));

/** @param {Element} element */
const holdsWords = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());

/** What to do to make `live`, which was `before`, as `after` is; null where that cannot be done in a page that runs.
 * @param {Element} before @param {Element} after @param {Element} live @returns {(() => void)[] | null} */
function changes(before, after, live) {
  if (plain(before) === plain(after)) return [];
  // its parts stand in an order of their own
  if (before.hasAttribute("data-pool")) return null;
  if (isFree(before) && isFree(after) && isFree(live)) return [() => live.replaceWith(live.ownerDocument.importNode(after, true))];
  const open = (/** @type {Element} */ one) => plain(/** @type {Element} */ (one.cloneNode(false)));
  const [old, fresh, shown] = [[...before.children], [...after.children], [...live.children]];
  if (open(before) !== open(after) || old.length !== shown.length || holdsWords(before) || holdsWords(after)) return null;
  const isSame = (/** @type {number} */ a, /** @type {number} */ b) => plain(/** @type {Element} */ (old[a])) === plain(/** @type {Element} */ (fresh[b]));
  let first = 0;
  while (first < Math.min(old.length, fresh.length) && isSame(first, first)) first += 1;
  let last = 0;
  while (last < Math.min(old.length, fresh.length) - first && isSame(old.length - 1 - last, fresh.length - 1 - last)) last += 1;
  const [gone, come] = [shown.slice(first, shown.length - last), fresh.slice(first, fresh.length - last)];
  const behind = shown[shown.length - last] ?? null;
  const were = old.slice(first, old.length - last);
  if ([...were, ...gone, ...come].every(isFree)) {
    return [() => {
      for (const element of gone) element.remove();
      for (const element of come) live.insertBefore(live.ownerDocument.importNode(element, true), behind);
    }];
  }
  if (gone.length !== come.length) return null;
  const each = were.map((one, index) => changes(one, /** @type {Element} */ (come[index]), /** @type {Element} */ (gone[index])));
  return each.includes(null) ? null : each.flatMap((one) => one ?? []);
}

/** @param {Element} element */
function sources(element) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) if (walker.currentNode.nodeValue?.startsWith("source ")) found.push(walker.currentNode);
  return found;
}

/** Changes a page that runs, of which `before` was the text, to what `after` says; or leaves it alone and says so.
 * @param {string} before @param {string} after @param {Document} page @returns {boolean} */
export function patch(before, after, page) {
  const [old, fresh] = [divide(before), divide(after)];
  if (before === after || old.around !== fresh.around || old.articles.length !== fresh.articles.length) return false;
  const pairs = fresh.articles.map((text, number) => ({ before: old.articles[number] ?? "", after: text }));
  return patchArticles(pairs, page);
}

/** The same of articles alone: the HTML of each, as it was and as it is to be.
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
