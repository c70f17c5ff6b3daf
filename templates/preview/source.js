/** Opens the author's editor at the line where a part of the course was written. */

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

/** @param {string} origin origin of the course's frame @param {(message: object) => void} tell */
export function watchSource(origin, tell) {
  const button = find("[data-point]");
  const said = find("[data-opened]");
  if (!button || !said) return;
  const isOn = () => button.getAttribute("aria-pressed") === "true";

  /** @param {boolean} on */
  function turn(on) {
    button?.setAttribute("aria-pressed", String(on));
    tell({ courseware: "point", on });
  }

  /** @param {string} at */
  async function open(at) {
    const token = document.documentElement.dataset["token"] ?? "";
    const reply = await fetch("/source", { method: "POST", body: new URLSearchParams({ at, token }) });
    const { place = "", link, problem } = await reply.json();
    if (said) said.textContent = [place, problem].filter(Boolean).join(": ");
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.click();
  }

  button.addEventListener("click", () => turn(!isOn()));
  addEventListener("keydown", ({ key }) => key === "Escape" && isOn() && turn(false));
  addEventListener("message", ({ origin: from, data }) => {
    if (from !== origin) return;
    if (data?.courseware === "source") void open(String(data.at));
    if (data?.courseware === "pointed") turn(false);
    if (data?.courseware === "shown") turn(isOn());
  });
}
