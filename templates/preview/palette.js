/** The command palette: Ctrl + K or Cmd + K, a few letters, Enter. */

const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("dialog[data-palette]"));
const input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
const none = /** @type {HTMLElement} */ (dialog.querySelector("[data-none]"));
const options = /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll("[role=option]")]);
options.forEach((option, index) => (option.id = `command-${index}`));
/** @type {HTMLElement | undefined} */
let chosen;

const shown = () => options.filter((option) => !option.hidden);

/** @param {HTMLElement | undefined} option */
function choose(option) {
  chosen = option;
  for (const other of options) other.setAttribute("aria-selected", String(other === option));
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

/** Whether a command would choose what is already chosen in a menu of this page.
 * @param {HTMLElement} option */
const isChosen = ({ dataset: { menu, value } }) => !!menu && /** @type {HTMLSelectElement | null} */ (document.querySelector(`select[name="${menu}"]`))?.value === value;

/** Shows the commands in which every typed word begins a word or, if there are none, those that contain them anywhere. */
function filter() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const named = options.map((option) => isChosen(option) ? "" : ` ${option.textContent?.toLowerCase()}`);
  const begins = named.map((name) => words.every((word) => name.includes(` ${word}`)));
  const isFound = begins.includes(true) ? begins : named.map((name) => words.every((word) => name.includes(word)));
  options.forEach((option, index) => (option.hidden = !named[index] || !isFound[index]));
  none.hidden = shown().length > 0;
  choose(shown()[0]);
}

export function openPalette() {
  if (dialog.open) return;
  input.value = "";
  filter();
  dialog.showModal();
}

/** @param {string} path @param {Record<string, string>} fields */
function post(path, fields) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: path });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

/** @param {HTMLElement} option */
function run({ dataset: { post: path, field, value = "", menu, look, go, press, sure } }) {
  dialog.close();
  if (sure && !confirm(sure)) return;
  const control = /** @type {HTMLSelectElement | null} */ (document.querySelector(
    menu ? `select[name="${menu}"]` : look ? `select[data-view="${look}"]` : "none"));
  if (control) {
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (menu) post("/choose", { [menu]: value, back: location.pathname });
  else if (path) post(path, field ? { [field]: value } : {});
  else if (go) location.assign(go);
  else if (press) /** @type {HTMLElement | null} */ (document.querySelector(press))?.click();
}

const steps = { ArrowDown: 1, ArrowUp: -1 };
input.addEventListener("input", filter);
input.addEventListener("keydown", (event) => {
  const step = steps[/** @type {keyof typeof steps} */ (event.key)];
  if (step) {
    event.preventDefault();
    const list = shown();
    choose(list[(list.indexOf(/** @type {HTMLElement} */ (chosen)) + step + list.length) % list.length]);
  }
  if (event.key === "Enter" && !event.isComposing && chosen) run(chosen);
});
for (const option of options) option.addEventListener("click", () => run(option));
dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  event.preventDefault();
  openPalette();
});
document.querySelector("button[data-open-palette]")?.addEventListener("click", openPalette);
