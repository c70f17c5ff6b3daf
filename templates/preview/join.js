/** The door of a class: a name is typed in, and the device is known again when it comes back. */

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

/** @param {string} learner @param {string} [unit] */
async function open(learner, unit) {
  const told = await ask("/open", { learner, unit });
  if (told?.address) location.assign(told.address);
  if (told?.units) choose(learner, told.units);
}

/** @param {string} learner @param {{id: string, title: string, depth: number}[]} given */
function choose(learner, given) {
  list.replaceChildren(...given.map(({ id, title, depth }) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    item.dataset.depth = String(depth);
    button.textContent = title;
    button.addEventListener("click", () => void open(learner, id));
    item.append(button);
    return item;
  }));
  again.hidden = join.hidden = true;
  units.hidden = false;
  list.querySelector("button")?.focus();
}

function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing is kept here at all
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
  const one = known();
  if (one) void open(one.learner);
});
join.addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = String(new FormData(/** @type {HTMLFormElement} */ (join)).get("name") ?? "");
  const told = await ask("/join", { name });
  if (!told) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(told));
  } catch {
    // then the name is typed in again after the tab is closed
  }
  await open(told.learner);
});
