"""What a screen reader says: that saving fails and works again, and that a group is not answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe
import pytest
from chromium import PATIENCE
from playwright.sync_api import Browser, Page, Route, expect
from test_accessibility import build, write

COURSE = {
    f"{number}.md": f"""---
title: Page {number}
phase: {number}
---

## Which?

{{type: selection}}

- one
- two

## Tell

{{type: form}}

**Some of these?**
{{type: select, multiple: true, options: ["a", "b"]}}

**How sure?**
{{type: rating}}

**In words**
{{type: textarea}}
"""
    for number in (1, 2)
}
LISTEN = """addEventListener("DOMContentLoaded", () => {
  window.said = [];
  for (const live of document.querySelectorAll("[role=status], [role=alert], [aria-live]")) {
    let before = live.innerText;
    new MutationObserver(() => {
      const now = live.innerText.trim();
      if (now && now !== before) said.push(now);
      before = now;
    }).observe(live, { subtree: true, childList: true, characterData: true, attributes: true });
  }
})"""
BREAK = """() => {
  window.kept = Storage.prototype.setItem;
  window.attempts = 0;
  Storage.prototype.setItem = indexedDB.open = () => {
    window.attempts += 1;
    throw new DOMException("full", "QuotaExceededError");
  };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("read")
    build(write(folder / "course", COURSE, "id: read\ntitle: Read\n"), folder / "site")
    return folder / "site"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-running", "")
    yield page
    context.close()


def answer(page: Page, words: str) -> None:
    """Answers everything on the visible page, and waits until it is saved."""
    shown = page.locator("[data-shown]")
    shown.get_by_label("one", exact=True).check()
    shown.get_by_label("a", exact=True).check()
    shown.get_by_label("3", exact=True).check()
    shown.get_by_role("textbox").press_sequentially(words)
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")


def test_failed_and_resumed_saving_are_announced(page: Page) -> None:
    for number in (1, 2):
        page.evaluate(f"location.hash = 'page-{number}'")
        answer(page, "Four words of mine. And as many again.")
    page.evaluate("location.hash = 'summary'")
    assert page.evaluate("said") == []
    page.evaluate("location.hash = 'page-1'")
    page.evaluate(BREAK)
    page.locator("[data-shown]").get_by_label("two", exact=True).check()
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "unsaved")
    # another attempt is not announced
    attempts = page.evaluate("attempts")
    page.locator("[data-shown]").get_by_label("4", exact=True).check()
    page.wait_for_function("attempts => window.attempts > attempts", arg=attempts)
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "unsaved")
    page.evaluate("() => { Storage.prototype.setItem = window.kept; delete indexedDB.open }")
    page.locator("[data-shown]").get_by_label("5", exact=True).check()
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    failed, gone_on = page.evaluate("said")
    assert "cannot be saved" in failed
    assert gone_on.startswith("Saved")


LMS = """{
  const values = { "cmi.core.lesson_mode": "normal" };
  const yes = () => "true";
  window.API = {
    LMSInitialize: yes, LMSCommit: yes, LMSFinish: yes, LMSGetLastError: () => "0",
    LMSGetValue: (name) => values[name] ?? "",
    LMSSetValue: (name, value) => { values[name] = value; return "true"; },
  };
}"""


def test_the_return_of_the_connection_is_announced_once(browser: Browser, tmp_path: Path) -> None:
    build(write(tmp_path / "course", COURSE, "id: line\ntitle: Line\n"), tmp_path / "site", "scorm12")
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(LISTEN)
    context.add_init_script(LMS)
    page = context.new_page()
    cut: list[bool] = []

    def serve(route: Route) -> None:
        if cut and route.request.method == "HEAD":
            route.abort()
        else:
            route.fulfill(path=tmp_path / "site" / route.request.url.rsplit("/", 1)[-1].split("?")[0])

    page.route(
        "**/assets/*",
        lambda route: route.fulfill(path=tmp_path / "site/assets" / route.request.url.rsplit("/", 1)[-1]),
    )
    page.route("**/*.html", serve)
    page.goto("http://lms.example/index.html")
    answer(page, "Four words of mine.")
    assert page.evaluate("said") == []
    banner = page.locator("[data-banner]")
    cut.append(True)
    page.locator("[data-shown]").get_by_label("two", exact=True).check()
    expect(banner).to_be_visible()
    page.locator("[data-shown]").get_by_label("4", exact=True).check()
    expect(page.locator("[data-saved]")).to_have_text("Saved in this browser")
    cut.clear()
    page.locator("[data-shown]").get_by_label("5", exact=True).check()
    expect(page.locator("[data-saved]")).to_have_text("Saved")
    expect(banner).to_be_hidden()
    failed, gone_on = page.evaluate("said")
    context.close()
    assert "kept in this browser" in failed
    assert gone_on == "Saved"


def test_what_is_missing_is_announced_for_its_group(page: Page) -> None:
    def groups() -> list[tuple[str, str, Any, str]]:
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        return [
            (
                node["role"]["value"],
                node["name"]["value"],
                {entry["name"]: entry["value"].get("value") for entry in node["properties"]}.get("invalid"),
                node.get("description", {}).get("value", ""),
            )
            for node in tree
            if node.get("role", {}).get("value") in {"group", "radiogroup", "textbox"}
        ]

    page.locator("[data-shown] [data-next]").click()
    expect(page.locator("[data-shown] [data-problem]")).to_have_count(4)
    missing = groups()
    assert len(missing) == 4
    for role, name, is_invalid, description in missing:
        assert is_invalid == "true", (role, name)
        assert "Please answer this question." in description, (role, name)
    assert {role for role, *_ in missing} >= {"group", "textbox"}
    assert axe.violations(page) == []
    answer(page, "Words")
    assert {is_invalid for _, _, is_invalid, _ in groups()} <= {"false", None}
    assert axe.violations(page) == []


FORMULAS = r"""---
title: Formulas
---

## Which is $x^2$?

{type: selection}

- [x] $3^2$
- [ ] the root $\sqrt{3}$

## Pairs

{type: matching}

| a | b |
| - | - |
| $a_1$ | one |
| $a_2$ | two |

## Say

{type: form}

**What is $\pi$?**
{type: text}

## Words

{type: flashcards}

| sign | meaning |
| ---- | ------- |
| $\omega$ | speed |
"""


def test_a_control_is_named_by_its_formula(browser: Browser, tmp_path: Path) -> None:
    """Chromium omits MathML from the names of controls."""
    build(write(tmp_path / "course", {"a.md": FORMULAS}, "id: formulas\n"), tmp_path / "site")
    page = browser.new_page()
    page.goto((tmp_path / "site" / "index.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-running", "")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    controls = {"radio", "combobox", "textbox", "DisclosureTriangle"}
    names = ["".join(node["name"]["value"].split()) for node in tree if node["role"]["value"] in controls]
    assert sorted(names) == sorted(["3^2", r"theroot\sqrt{3}", "a_1", "a_2", r"Whatis\pi?", r"\omega"])
    assert axe.violations(page) == []
    page.close()
