"""Answering: what the page says, which attempts count, and where the focus is."""

from __future__ import annotations

from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Page, expect
from test_accessibility import build, write

QUIZ = """---
title: Quiz
---
## Round

{type: selection, attempts: 2}

Which is round?

- [ ] A box
- [x] A ball

## Rows

{type: grid, attempts: 2}

Which fly?

| | Yes | No |
| --- | --- | --- |
| Birds | x | |
| Boxes | | x |
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("quiz")
    build(write(folder / "course", {"quiz.md": QUIZ}, "id: quiz\ntitle: Quiz\n"), folder / "site")
    return (folder / "site" / "index.html").as_uri()


@pytest.fixture
def page(open_page: chromium.Open, address: str) -> Page:
    return open_page(address, 390, 700)


def test_an_answer_that_is_checked_twice_is_tried_once(page: Page) -> None:
    question = page.get_by_role("group", name="Round")
    question.get_by_label("A box").check()
    question.locator("[data-check]").dblclick()
    message = question.locator("[data-message]")
    expect(message).to_have_text("Attempts left: 1")
    question.get_by_label("A ball").check()
    question.get_by_label("A box").check()
    question.locator("[data-check]").click()
    expect(message).to_have_text("Attempts left: 1")


def test_a_row_that_was_not_changed_is_not_tried_again(page: Page) -> None:
    grid = page.locator("[data-grid]")
    birds, boxes = grid.locator("[data-grid-row]").all()
    birds.get_by_label("No").check()
    boxes.get_by_label("Yes").check()
    grid.locator("[data-check-all]").dblclick()
    boxes.get_by_label("No").check()
    grid.locator("[data-check-all]").click()
    expect(birds.get_by_label("No")).to_be_enabled()
    expect(boxes).to_have_attribute("data-result", "correct")


def test_a_right_answer_is_a_success_and_no_end_of_something(page: Page) -> None:
    question = page.get_by_role("group", name="Round")
    question.get_by_label("A ball").check()
    question.locator("[data-check]").click()
    expect(question.locator("[data-feedback=correct]")).to_be_visible()
    expect(question.locator("[data-message]")).to_be_hidden()
    expect(question.locator("[data-outcome]")).to_be_focused()


@pytest.mark.parametrize("navigation", ["free", "sequential"])
def test_how_much_is_missing_is_said_as_it_is_until_nothing_is(
    open_page: chromium.Open, tmp_path: Path, navigation: str
) -> None:
    settings = f"id: quiz\ntitle: Quiz\nnavigation: {navigation}\n"
    documents = {"1.md": QUIZ, "2.md": "---\ntitle: Next\n---\n\nThe end.\n"}
    build(write(tmp_path / "course", documents, settings), tmp_path / "site")
    page = open_page((tmp_path / "site" / "index.html").as_uri(), 390, 700)
    page.locator("[data-shown] [data-next]").click()
    line = page.locator("[data-banner]")
    expect(line).to_have_text("Not answered yet on this page: 3")
    question = page.get_by_role("group", name="Round")
    question.get_by_label("A ball").check()
    question.locator("[data-check]").click()
    expect(line).to_have_text("Not answered yet on this page: 2")
    for row in page.locator("[data-grid-row]").all():
        row.get_by_label("No").check()
    page.locator("[data-check-all]").click()
    expect(line).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_words_of_a_scale_are_large_enough_to_read(
    open_page: chromium.Open, tmp_path: Path, width: int
) -> None:
    scales = """---
title: Scales
---
## You

{type: form}

**Rate the tea:**
{type: select, options: ["1 (Weak)", "2 (Right)", "3 (Strong)"]}

**Rate the cup:**
{type: rating, min: 1, max: 5, labels: ["Too small", "Too large"]}
"""
    build(write(tmp_path / "course", {"1.md": scales}, "id: scales\ntitle: Scales\n"), tmp_path / "site")
    page = open_page((tmp_path / "site" / "index.html").as_uri(), width, 700)
    words = page.locator(".points label, .numbers label, .ends")
    assert words.count() == 3 + 5 + 1
    sizes = words.evaluate_all("all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= 15
