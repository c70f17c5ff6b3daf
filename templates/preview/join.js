/** The page to join a class: asks for a name, and recognises a device that has joined before. */

const KEY = "courseware.class";
const problems = JSON.parse(document.body.dataset.problems ?? "{}");
/** @param {string} name */
const part = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));
const [again, join, units, problem] = [part("again"), part("join"), part("units"), part("problem")];
const list = /** @type {HTMLElement} */ (units.querySelector("ol"));

/** @returns {{learner: string, name: string} | null} */
function known() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} path @param {object} content */
async function ask(path, content) {
  problem.textContent = "";
  try {
    const reply = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(content),
    });
    const told = await reply.json().catch(() => ({ problem: "busy" }));
    if (!told.problem) return told;
    problem.textContent = problems[told.problem] ?? problems.busy;
    if (told.problem === "unknown") forget();
  } catch {
    problem.textContent = problems.line;
  }
  return null;
}

/** @param {string} learner @param {{unit?: string, go?: string}} [wanted] */
async function open(learner, wanted) {
  const told = await ask("/open", { learner, ...wanted });
  if (told?.address) location.assign(told.address);
  if (told?.units) choose(learner, told.units, told.ways);
}

/** @param {string} text @param {() => void} act */
function buttonOf(text, act) {
  const button = document.createElement("button");
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

/** @param {string} learner @param {{id: string, title: string, depth: number, locked: string}[]} given
 * @param {Record<string, string>} ways how to go on from the unit that was opened last: request → label */
function choose(learner, given, ways) {
  list.replaceChildren(...given.map(({ id, title, depth, locked }) => {
    const item = document.createElement("li");
    const button = buttonOf(title, () => void open(learner, { unit: id }));
    item.dataset.depth = String(depth);
    button.disabled = !!locked;
    const why = document.createElement("span");
    why.className = "soft";
    why.textContent = locked;
    item.append(button, " ", why);
    return item;
  }));
  for (const [go, words] of Object.entries(ways)) {
    const item = document.createElement("li");
    item.append(buttonOf(words, () => void open(learner, { go })));
    list.append(item);
  }
  again.hidden = join.hidden = true;
  units.hidden = false;
  /** @type {HTMLElement | null} */ (list.querySelector("button:enabled"))?.focus();
}

function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // the browser has no storage, so there is nothing to remove
  }
  again.hidden = true;
}

const own = known();
if (own) {
  again.hidden = false;
  const name = again.querySelector("[data-name]");
  if (name) name.textContent = own.name;
}
again.addEventListener("submit", (event) => {
  event.preventDefault();
  const remembered = known();
  if (remembered) void open(remembered.learner);
});
join.addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = String(new FormData(/** @type {HTMLFormElement} */ (join)).get("name") ?? "");
  const told = await ask("/join", { name });
  if (!told) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(told));
  } catch {
    // without storage, the name must be typed again once the tab is closed
  }
  await open(told.learner);
});
