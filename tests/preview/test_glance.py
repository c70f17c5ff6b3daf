"""Saves that show before the whole course is built: those that change only words, exactly like the later build."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from courses import PLANETS

from courseware.preview.builds import Builds
from courseware.preview.saves import QUIET, Saves

HEAD, REST = PLANETS.split("## One")
LESSON = f"{HEAD}## Of planets\n\nEight of them [wander](more.md).\n\n- near\n- far\n\n## One{REST}"
MORE = "---\ntitle: More\n---\n\n## Of moons\n\nWords of moons. ![A moon](moon.svg)\n"
SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.fixture(params=["document", "section"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    folder = tmp_path / "planets"
    folder.mkdir()
    settings = f"id: planets\npages: {request.param}\nbase_iri: https://example.org/p\n"
    texts = {
        "lesson.md": LESSON,
        "more.md": MORE,
        "moon.svg": SVG,
        "_part.md": "Words.",
        "course.yaml": settings,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def built(folder: Path, format_name: str) -> Builds:
    builds = Builds(folder)
    builds.read()
    assert builds.build(format_name)
    return builds


@pytest.mark.parametrize("format_name", ["scorm12", "scorm2004-4", "cmi5"])
@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("Eight of them", "**Nine** of them"),
        ("- far\n", "- far\n- farther\n"),
        ("Eight of them [wander](more.md).", "New.\n\nThey [wander](more.md)\nand come back."),
        ("Which is the red planet?", "Look up.\n\nWhich is the red planet?"),
    ],
)
def test_new_words_are_what_the_build_has(folder: Path, format_name: str, was: str, becomes: str) -> None:
    builds = built(folder, format_name)
    lesson = folder / "lesson.md"
    assert was in LESSON
    lesson.write_text(LESSON.replace(was, becomes, 1), encoding="utf-8")
    found = builds.glance(format_name, [lesson])
    assert found
    assert not builds.holds(format_name, found)
    builds.read()
    builds.build(format_name)
    assert builds.holds(format_name, found)
    lesson.write_text(LESSON, encoding="utf-8")
    again = builds.glance(format_name, [lesson])
    # everything below has moved by a line
    assert {article.after for article in again} >= {article.before for article in found[:1]}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("title: Planets", "title: The planets"),
        ("## Of planets", "## Of all planets"),
        ("## Of planets", "## Another\n\nwith words\n\n## Of planets"),
        ('title: "The red one"', 'title: "Red"'),
        ("Venus, the morning star", "Venus"),
        ("answer: 8", "answer: 9"),
        ("[wander](more.md)", "wander"),
        ("[wander](more.md)", "[wander](more.md) [away](https://example.org)"),
        ("- near", "{type: callout, kind: note}\n\n- near"),
        ("- near", "> [!NOTE]\n> A note.\n\n- near"),
        ("- near", "![A moon](moon.svg)\n\n- near"),
        ("## Of planets\n", '## Of planets\n\n{show_if: "the_red_one = mars"}\n'),
        ("- near", "{type: include, file: _part.md}\n\n- near"),
        ("{type: selection,", "{tpye: selection,"),
    ],
)
def test_whatever_else_changes_waits_for_the_build(folder: Path, was: str, becomes: str) -> None:
    builds = built(folder, "scorm12")
    lesson = folder / "lesson.md"
    assert was in LESSON
    lesson.write_text(LESSON.replace(was, becomes, 1), encoding="utf-8")
    found = builds.glance("scorm12", [lesson])
    if found:  # otherwise it was not certain
        builds.read()
        builds.build("scorm12")
        assert builds.holds("scorm12", found)
        assert becomes.startswith(("{type: include", "{type: callout", "> "))


def test_other_changes_need_the_whole_course(folder: Path) -> None:
    builds = built(folder, "scorm12")
    (folder / "more.md").write_text(MORE.replace("Words", "New words"), encoding="utf-8")
    assert builds.glance("scorm12", [folder / "more.md", folder / "lesson.md"]) == []
    assert builds.glance("scorm12", [folder / "_part.md"]) == []
    assert builds.glance("scorm12", [folder / "gone.md"]) == []
    assert builds.glance("cmi5", [folder / "more.md"]) == []
    assert len(builds.glance("scorm12", [folder / "more.md"])) == 1


def test_a_save_is_told_before_the_build_and_a_mistake_at_once(folder: Path) -> None:
    told: list[tuple[str, dict[str, object]]] = []
    saves = Saves(built(folder, "scorm12"), lambda name, content: told.append((name, content)))
    lesson = folder / "lesson.md"

    async def save(text: str) -> float:
        told.clear()
        lesson.write_text(text, encoding="utf-8")
        return await saves.take("scorm12", [lesson])

    async def class_() -> None:
        assert await save(LESSON.replace("Eight", "\nSeven")) == QUIET
        assert await save(LESSON.replace("Eight", "\n\nNine")) == QUIET
        assert "Nine of them" in str(told)
        await saves.settle("scorm12")
        assert [name for name, _ in told] == ["glanced", "built"]
        assert (told[1][1]["is_seen"], told[1][1]["is_text"]) == (True, True)

        assert await save(LESSON) == QUIET
        build = await saves.newest("scorm12")  # a launch does not wait for a pause in saving
        assert build is not None
        assert b"Eight of them" in build.files.read("index.html")
        assert [name for name, _ in told] == ["glanced", "built"]
        await saves.settle("scorm12")
        assert len(told) == 2

        assert await save(LESSON.replace("type: ranking", "type: rankin")) == 0
        await saves.settle("scorm12")
        assert [name for name, _ in told] == ["failed", "failed"]
        assert await save(LESSON) == 0
        await saves.settle("scorm12")
        assert [name for name, _ in told] == ["built"]

    # in another thread, because another test's browser may keep an event loop running in this one
    with ThreadPoolExecutor() as pool:
        pool.submit(asyncio.run, class_()).result()
