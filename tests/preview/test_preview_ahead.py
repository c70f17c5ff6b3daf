"""Other changes than words show before the course is built, and work once it is."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from courses import PLANETS, write
from playwright.sync_api import BrowserContext, Route, expect
from starting import Start
from workbench import course_in, shown

from courseware.preview.builds import Builds
from courseware.preview.saves import Saves

HEAD, REST = PLANETS.split("## One")
TEXT = f"{HEAD}## Of planets\n\nEight of them *wander*.\n\n## One{REST}"
QUESTION = '\n## Of rings\n\n{type: selection, title: "Rings"}\n\n- [x] Chariklo\n- [ ] The Moon\n'
CHANGES = [
    ("title: Planets", "title: The planets", "The planets"),
    ("## Of planets", "## Of all planets", "Of all planets"),
    ("Venus, the morning star", "Venus in the morning", "Venus in the morning"),
    ('title: "The red one"', 'title: "Red"', "Red"),
    ("Eight of them", f"{QUESTION.lstrip()}\n## More\n\nEight of them", "Chariklo"),
]


@pytest.mark.parametrize("format_name", ["scorm12", "scorm2004-4", "cmi5"])
@pytest.mark.parametrize(("was", "becomes", "words"), CHANGES)
def test_it_is_shown_before_the_build_and_equals_the_build(
    tmp_path: Path, format_name: str, was: str, becomes: str, words: str
) -> None:
    folder = write(tmp_path / "planets", f"{TEXT}\n{QUESTION.replace('ings', 'oons')}")
    builds = Builds(folder)
    builds.read()
    assert builds.build(format_name)
    told: list[tuple[str, dict[str, Any]]] = []
    is_built: list[bool] = []

    def tell(name: str, content: dict[str, Any]) -> None:
        told.append((name, content))
        is_built.append(format_name in builds.builds)

    saves = Saves(builds, tell)

    async def save() -> None:
        lesson = folder / "lesson.md"
        text = lesson.read_text(encoding="utf-8")
        assert was in text
        lesson.write_text(text.replace(was, becomes, 1), encoding="utf-8")
        assert await saves.take(format_name, [lesson]) == 0
        await saves.settle(format_name)

    with ThreadPoolExecutor() as pool:
        pool.submit(asyncio.run, save()).result()
    assert [name for name, _ in told] == ["ahead", "built"]
    assert is_built == [False, True]
    (article,) = told[0][1]["articles"]
    assert words in article
    build = builds.build(format_name)
    assert build
    assert any(article.encode() in build.files.read(name) for name in build.files.names)


def test_it_is_seen_before_the_page_begins_again_and_then_works(
    context: BrowserContext, start: Start, tmp_path: Path
) -> None:
    page = context.new_page()
    folder = write(tmp_path / "planets", TEXT)
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3")
    held: list[Route] = []
    page.route("**/again", lambda route: held.append(route))
    page.goto(address)
    before = shown(page)
    course = course_in(page)
    course.get_by_label("Mars").first.check()
    course.locator("textarea").first.press_sequentially("half a w")
    course.locator("body").evaluate("() => window.scrollTo(0, 300)")

    text = TEXT.replace("title: Planets", "title: The planets").replace("Venus, the morning star", "Venus")
    (folder / "lesson.md").write_text(text + QUESTION, encoding="utf-8")
    seen = page.frame_locator("[data-frame]").frame_locator("iframe")
    expect(seen.get_by_label("Chariklo")).to_have_count(1)
    expect(seen.locator("article h1").first).to_have_text("The planets")
    expect(seen.locator("[data-courseware-waits]").filter(has_text="Chariklo")).to_have_attribute("inert", "")
    expect(page.locator("[data-ahead]")).to_have_text(re.compile(r"\S"))
    expect(seen.get_by_label("Mars").first).to_be_checked()
    expect(seen.get_by_label("Venus", exact=True)).to_have_count(1)
    expect(seen.locator("[data-courseware-waits] textarea")).to_have_count(0)
    expect(seen.locator("textarea").first).to_have_value("half a w")

    # it is built; until it works, nothing can be answered, because the answer would be lost
    expect(page.frame_locator("[data-frame]").locator("iframe[inert]")).to_have_count(1)
    while not held:
        page.wait_for_timeout(20)
    held.pop().continue_()
    shown(page, before)
    expect(page.locator("[data-ahead]")).to_be_empty()
    expect(page.frame_locator("[data-frame]").locator("iframe")).to_have_count(1)
    expect(course.locator("[data-courseware-waits]")).to_have_count(0)
    expect(course.get_by_label("Mars").first).to_be_checked()
    expect(course.locator("textarea").first).to_have_value("half a w")
    assert course.locator("body").evaluate("() => scrollY") > 200
    course.get_by_label("Chariklo").check()
    course.locator("section").filter(has=page.get_by_label("Chariklo")).get_by_role("button").first.click()
    expect(page.locator("[data-said]")).to_contain_text("Chariklo")
