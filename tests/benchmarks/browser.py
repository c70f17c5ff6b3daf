"""What a learner waits for in Chromium: that a course opens, and that an answer is processed."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from chromium import OPTIONS
from playwright.sync_api import Page, sync_playwright

ROUNDS = 5

# An LMS that responds at once, so that only the course is measured; and the time at which the course runs.
PRELUDE = """
const data = {};
window.API = {
  LMSInitialize: () => "true",
  LMSFinish: () => "true",
  LMSGetValue: (name) => data[name] ?? "",
  LMSSetValue: (name, value) => { data[name] = String(value); return "true"; },
  LMSCommit: () => "true",
  LMSGetLastError: () => "0",
  LMSGetErrorString: () => "",
  LMSGetDiagnostic: () => "",
};
window.opened = new Promise((resolve) => {
  const look = () => document.documentElement?.hasAttribute("data-running") && resolve(performance.now() / 1000);
  new MutationObserver(look).observe(document, { subtree: true, attributeFilter: ["data-running"] });
});
"""
ANSWER_ALL = """() => {
  for (const interaction of document.querySelectorAll("[data-interaction]")) {
    const choice = interaction.querySelector("input[type=radio], input[type=checkbox]");
    const text = interaction.querySelector("input[type=text], textarea");
    const select = interaction.querySelector("select");
    if (choice) choice.click();
    else if (text) text.value = "an answer of some words";
    else if (select) select.selectedIndex = 1;
    const changed = text ?? select;
    for (const type of ["input", "change"]) changed?.dispatchEvent(new Event(type, { bubbles: true }));
  }
}"""
# Answers another question, and waits until everything that follows from it, even a late commit, is done.
ANSWER_ONE = """async (index) => {
  const interactions = [...document.querySelectorAll("[data-interaction]")];
  const choosable = interactions.filter((interaction) => interaction.querySelectorAll("input[type=radio]").length > 1);
  choosable[index].querySelectorAll("input[type=radio]")[1].click();
  await new Promise((resolve) => setTimeout(resolve, 2000));
}"""


@dataclass(frozen=True, slots=True)
class Costs:
    """Medians in seconds: from navigation until the page works, and of script time for one answer among many."""

    opens: float
    answer: float


def measure(index: Path) -> Costs:
    """Opens a course several times, answers everything, then measures single changes of an answer."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)
        opens = []
        for _ in range(ROUNDS):
            page = browser.new_page()
            opens.append(_open(page, index))
            if len(opens) < ROUNDS:
                page.close()
        page.evaluate(ANSWER_ALL)
        page.wait_for_timeout(3000)
        answers = [_script_of_one_answer(page, number) for number in range(ROUNDS)]
        browser.close()
    return Costs(median(opens), median(answers))


def _open(page: Page, index: Path) -> float:
    page.add_init_script(PRELUDE)
    page.goto(index.as_uri(), wait_until="commit")
    return float(page.evaluate("window.opened"))


def _script_of_one_answer(page: Page, number: int) -> float:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = _script_seconds(session.send("Performance.getMetrics"))
    page.evaluate(ANSWER_ONE, number)
    return _script_seconds(session.send("Performance.getMetrics")) - before


def _script_seconds(metrics: dict[str, list[dict[str, float | str]]]) -> float:
    return next(float(metric["value"]) for metric in metrics["metrics"] if metric["name"] == "ScriptDuration")
