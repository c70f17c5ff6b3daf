"""The catalogue: every component in every state, theme and scheme, for a person to look at before a release.

`make catalogue` writes build/catalogue/. `index.html` shows all of them; `contact.html` has screenshots on screens of
several widths, enlarged, from right to left, in forced colours and on paper. They show the course in
tests/cases/components/all and the text of `sheet.py`, built with the project's own templates and script.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any, Literal

from chromium import PATIENCE
from playwright.sync_api import Browser, Page, sync_playwright
from sheet import MEDIA, TEXT
from test_accessibility import ROOT, build

from courseware.course.theme import themes

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

ANSWER = """(isRight) => {
  const { interactions } = JSON.parse(document.getElementById("course-data").textContent);
  const change = (field, value) => {
    field.value = value;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  for (const root of document.querySelectorAll("[data-shown] [data-interaction]")) {
    const { answer = [], parts = [] } = interactions.find(({ key }) => key === root.dataset.interaction);
    const rightOf = ({ dataset: { of, gap } }) =>
      of ? answer[answer.indexOf(of) + 1] : parts.find(({ key }) => key === gap)?.answer?.[0];
    const fits = ({ value }) => value && answer.includes(value) === (isRight && answer.length > 0);
    for (const type of ["radio", "checkbox"]) {
      const boxes = [...root.querySelectorAll(`[type=${type}]`)];
      if (type === "radio") (boxes.find(fits) ?? boxes[0])?.click();
      else for (const box of boxes) if (box.checked !== fits(box)) box.click();
    }
    for (const select of root.querySelectorAll("select")) {
      change(select, (isRight && rightOf(select)) || ([...select.options].find(fits) ?? select.options[1]).value);
    }
    for (const field of root.querySelectorAll("[type=text], [type=range], textarea")) {
      const right = String((field.dataset.gap ? rightOf(field) : answer[0]) ?? "1");
      change(field, isRight ? right : field.matches("[inputmode], [type=range]") ? "2" : "words");
    }
    for (const list of isRight && answer.length ? root.querySelectorAll("[data-ranking]") : []) {
      for (const [place, key] of answer.entries()) {
        const button = list.querySelector(`[data-option="${key}"] [data-move=up]`);
        while ([...list.children].indexOf(button.parentElement) > place) button.click();
      }
    }
    root.querySelector("[data-check], [data-confirm]")?.click();
  }
  for (const button of document.querySelectorAll("[data-shown] [data-check-all]")) button.click();
}"""
NOT_STORED = """() => {
  Storage.prototype.setItem = indexedDB.open = () => { throw new DOMException("full", "QuotaExceededError") };
}"""


def _wrong(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.evaluate(ANSWER, False)


def _not_saved(page: Page) -> None:
    page.evaluate(NOT_STORED)
    page.evaluate(ANSWER, True)
    page.locator("[data-saved=unsaved]").wait_for()


def _turn(page: Page, to: str) -> None:
    page.evaluate("id => { location.hash = id }", to)
    page.locator(f"#{to}[data-shown]").wait_for()


def _summary(page: Page) -> None:
    page.evaluate(ANSWER, True)
    page.locator("[data-saved=saved]").wait_for()
    _turn(page, "summary")


STATES: dict[str, Callable[[Page], Any]] = {
    "as it opens": lambda page: None,
    "something missing": lambda page: page.locator("[data-shown] [data-next]").click(),
    "hints open": lambda page: page.evaluate(
        "for (const one of document.querySelectorAll('details')) one.open = true"
    ),
    "answered wrong": _wrong,
    "no more attempts": lambda page: _wrong(page, 3),
    "answered right": lambda page: page.evaluate(ANSWER, True),
    "not saved": _not_saved,
    "the text": lambda page: _turn(page, "page-text"),
    "the end": _summary,
}
"""Name of a state of a page → the actions that lead to it."""
ON_CONTACT_SHEET = frozenset({"as it opens", "answered wrong", "answered right", "the text", "the end"})
"""The states of which the contact sheet has every view."""

STILL = """() => {
  for (const input of document.querySelectorAll("input")) {
    input.toggleAttribute("checked", input.checked);
    input.setAttribute("value", input.value);
  }
  for (const field of document.querySelectorAll("textarea")) field.textContent = field.value;
  for (const one of document.querySelectorAll("option")) one.toggleAttribute("selected", one.selected);
  // a policy would forbid what the script has set: how long a bar is
  for (const element of document.querySelectorAll("script, [http-equiv]")) element.remove();
  return "<!doctype html>\\n" + document.documentElement.outerHTML;
}"""
"""Script that freezes a page's HTML in its current state, so that a browser shows it without the page's script."""

VIEWS: dict[str, dict[str, Any]] = {
    "320": {"width": 320},
    "390": {"width": 390},
    "768": {"width": 768},
    "1440": {"width": 1440},
    "390 dark": {"width": 390, "color_scheme": "dark"},
    "390 right to left": {"width": 390, "direction": "rtl"},
    "390 forced colours": {"width": 390, "forced_colors": "active"},
    "390 text of 200 %": {"width": 390, "size": "212.5%"},
    "print": {"width": 700, "media": "print"},
}


def courses(folder: Path) -> dict[str, Path]:
    """Theme → site of the catalogue's course in that theme, built in a new folder."""
    sites = {}
    for theme in themes():
        course, site = folder / "courses" / theme, folder / theme
        shutil.copytree(ROOT / "tests" / "cases" / "components" / "all" / "course", course)
        for document in course.glob("*.md"):
            shown = document.read_text(encoding="utf-8").replace("reveal: false", "reveal: true")
            document.write_text(shown, encoding="utf-8")
        text = f"---\ntitle: The text\nsubtitle: What may stand anywhere\n---\n\n## Text\n\n{TEXT}"
        (course / "text.md").write_text(text, encoding="utf-8")
        for name, data in {**MEDIA, "body.svg": MEDIA["picture.svg"]}.items():
            (course / name).write_bytes(data)
        (course / "course.yaml").write_text(
            f"id: catalogue\ntitle: The catalogue\ntheme: {theme}\n", encoding="utf-8"
        )
        build(course, site)
        sites[theme] = site
    return sites


def in_states(browser: Browser, site: Path, **options: Any) -> Iterator[tuple[str, Page]]:
    """Name of each state, and the page of a site in that state, each in its own browser profile."""
    for name, arrive in STATES.items():
        context = browser.new_context(
            viewport={"width": 900, "height": 900}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto((site / "index.html").resolve().as_uri())
        page.locator("html[data-running]").wait_for()
        arrive(page)
        # otherwise the note about saving would be in every screenshot
        page.locator("[data-saved=saved], [data-saved=unsaved]").wait_for()
        yield name, page
        context.close()


def _slug(name: str) -> str:
    return name.replace(" ", "_").replace("%", "percent")


def _photographs(page: Page, still: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Takes a screenshot of each view of a frozen page: name of the view, and of its file in the folder.

    One page changes its view, because opening another one takes longer than the screenshot.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page.goto(still.resolve().as_uri())
    for name, view in VIEWS.items():
        page.set_viewport_size({"width": view["width"], "height": 900})
        page.emulate_media(
            media=view.get("media", "screen"),
            color_scheme=view.get("color_scheme", "light"),
            forced_colors=view.get("forced_colors", "none"),
            reduced_motion="reduce",
        )
        page.evaluate(
            "([direction, size]) => Object.assign(document.documentElement, { dir: direction }).style.fontSize = size",
            [view.get("direction", "ltr"), view.get("size", "")],
        )
        picture = f"{still.stem}-{_slug(name)}.jpeg"
        page.screenshot(path=folder / picture, full_page=True, type="jpeg", quality=80)
        yield name, picture


HEAD = """<!doctype html>
<meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{title}</title>
<style>body {{ font: 1rem system-ui; margin: 1rem }}
.row {{ display: flex; gap: 1rem; overflow-x: auto; align-items: start }}
figure {{ margin: 0; flex: none }} iframe {{ width: 30rem; height: 60rem; border: 1px solid #888; background: Canvas }}
figure > div {{ max-height: 90vh; overflow-y: auto; border: 1px solid #888 }}</style><h1>{title}</h1>
"""


def write_catalogue(
    browser: Browser, folder: Path, names: Iterable[str], say: Callable[[str], None] = lambda line: None
) -> None:
    """Writes the catalogue and contact sheet of some themes to a new folder; `say` gets a line for each step."""
    index, contact = [HEAD.format(title="Catalogue")], [HEAD.format(title="Contact sheet")]
    stills: dict[str, list[str]] = {name: [] for name in STATES}
    camera = browser.new_page()
    sites = courses(folder)
    for theme in names:
        for state, page in in_states(browser, sites[theme]):
            still = sites[theme] / f"{_slug(state)}.html"
            still.write_text(page.evaluate(STILL), encoding="utf-8")
            stills[state].append(f"{theme}/{still.name}")
            say(f"{theme}, {state}")
            if state not in ON_CONTACT_SHEET:
                continue
            contact.append(f"<h2>{theme}, {escape(state)}</h2>\n<div class='row'>")
            for view, picture in _photographs(camera, still, folder / "contact" / theme):
                contact.append(
                    f'<figure><figcaption>{view}</figcaption><div tabindex="0">'
                    f'<img loading="lazy" src="contact/{theme}/{picture}" alt=""></div></figure>'
                )
                say(f"{theme}, {state}, {view}")
            contact.append("</div>")
    camera.close()
    for state, files in stills.items():
        frames = "".join(
            f"<figure><figcaption>{file.split('/')[0]}, {scheme}</figcaption>"
            f'<iframe loading="lazy" title="{file}" src="{file}" style="color-scheme: {scheme}"></iframe></figure>\n'
            for file in files
            for scheme in SCHEMES
        )
        index.append(f"<h2>{escape(state)}</h2>\n<div class='row'>{frames}</div>\n")
    (folder / "index.html").write_text("".join(index), encoding="utf-8")
    (folder / "contact.html").write_text("\n".join(contact), encoding="utf-8")


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    with sync_playwright() as playwright:
        program, options = shutil.which("chromium"), ["--headless", "--no-sandbox"]
        chromium = playwright.chromium.launch(executable_path=program, args=options)
        write_catalogue(chromium, target, themes(), _say)
        chromium.close()
    print(f"{target}/index.html, {target}/contact.html")
