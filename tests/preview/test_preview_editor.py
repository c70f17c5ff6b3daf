"""A click on the course opens the line where that part was written; only the preview's own page can open anything."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import httpx
import pytest
from courses import write
from playwright.sync_api import BrowserContext, Page, expect
from starting import PATIENCE, Start
from workbench import course_in, shown

from courseware.archive.writer import EARLIEST
from courseware.course.compiler import check_course, check_source
from courseware.course.course import Course
from courseware.course.known_documents import KnownDocuments
from courseware.course.source import read_source
from courseware.formats import load
from courseware.formats.build import packages
from courseware.preview.editors import LINK, Editor, NotOpened, editor_of

ROOT = Path(__file__).parents[2]
ALL = """---
title: Everything
learning_objective: Find the line.
mission_description: Click.
---

A paragraph.

![A hill](hill.svg)

## A card

{type: information, title: "Named in the marker"}

{type: include, file: "_shared.md"}

```python
print("a program")
```

| One | Two |
| --- | --- |
| a cell | another |

## A choice

{type: selection}

- [ ] The first
- [x] The second
  > Said of the second.

## A form

{type: form}

**How far is it?**
{type: number}
"""
SHARED = "A line of its own.\n\n> A quote that is shared.\n"
PLACES = [
    ("article h1", "lesson.md:2"),
    ("article .objective >> nth=0", "lesson.md:3"),
    ("article .objective >> nth=1", "lesson.md:4"),
    ("article >> text=A paragraph.", "lesson.md:7"),
    ("article img", "lesson.md:9"),
    ("article h2 >> text=A card", "lesson.md:11"),
    ("article >> text=A quote that is shared.", "_shared.md:3"),
    ("article pre", "lesson.md:17"),
    ("article >> text=another", "lesson.md:23"),
    ("article >> text=The second >> nth=0", "lesson.md:30"),
    ("[inputmode=decimal]", "lesson.md:37"),
]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 9 4 0 9 9z"/></svg>'


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """The file to which the tests' editor writes its arguments, a line for each call."""
    return tmp_path / "opened"


def editor(opened: Path) -> str:
    script = opened.with_name("editor.py")
    script.write_text(
        f"import sys\nwith open({str(opened)!r}, 'a') as file: print(*sys.argv[1:], sep='|', file=file)\n"
    )
    return f"{sys.executable} {script} {{file}} {{line}}"


def everything(folder: Path) -> Path:
    write(folder, ALL)
    (folder / "_shared.md").write_text(SHARED)
    (folder / "hill.svg").write_text(PICTURE)
    return folder


def last(opened: Path) -> str:
    return opened.read_text().splitlines()[-1] if opened.exists() else ""


def test_a_click_on_any_part_of_the_page_opens_where_it_was_written(
    page: Page, start: Start, tmp_path: Path, opened: Path
) -> None:
    folder = everything(tmp_path / "all of it" / "all")
    address, _ = start(folder, "--editor", editor(opened), "--data", tmp_path / "class.sqlite3")
    page.goto(address)
    shown(page)
    course, said = course_in(page), page.locator("[data-opened]")
    page.get_by_role("button", name="Open in the editor").click()
    for selector, place in PLACES:
        page.wait_for_timeout(350)  # the editor does not open several times in quick succession
        course.locator(selector).first.click()
        expect(said).to_have_text(re.compile(rf"{re.escape(place)}$"))
        name, line = place.split(":")
        assert last(opened) == f"{(folder / name).resolve()}|{line}"
    expect(course.get_by_label("The second", exact=True)).not_to_be_checked()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open in the editor")).to_have_attribute("aria-pressed", "false")
    course.get_by_text("The second", exact=True).first.click()
    expect(course.get_by_label("The second", exact=True)).to_be_checked()
    page.wait_for_timeout(350)
    course.get_by_text("The first", exact=True).first.click(modifiers=["Alt"])
    expect(said).to_have_text(re.compile(r"lesson\.md:29$"))
    expect(course.get_by_label("The first", exact=True)).not_to_be_checked()


def test_a_link_opens_where_no_program_is_named(page: Page, start: Start, tmp_path: Path) -> None:
    address, _ = start(
        everything(tmp_path / "all of it" / "all"), "--editor", LINK, "--data", tmp_path / "kept.sqlite3"
    )
    page.add_init_script("HTMLAnchorElement.prototype.click = function () { window.asked = this.href }")
    page.goto(address)
    shown(page)
    course_in(page).get_by_text("A paragraph.").click(modifiers=["Alt"])
    expect(page.locator("[data-opened]")).to_have_text(re.compile(r"lesson\.md:7$"))
    asked = page.evaluate("window.asked")
    assert (
        asked == f"vscode://file{(tmp_path / 'all of it' / 'all').as_posix().replace(' ', '%20')}/lesson.md:7"
    )


def test_nothing_outside_the_course_and_nobody_else_opens_anything(
    start: Start, tmp_path: Path, opened: Path
) -> None:
    folder = everything(tmp_path / "all")
    (tmp_path / "secret.md").write_text("secret")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    address, _ = start(folder, "--editor", editor(opened), "--data", tmp_path / "class.sqlite3")
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        found = re.search(r'data-token="([^"]+)"', client.get("/").text)
        assert found
        token, own = found[1], f"{folder}/lesson.md".replace("-", "%2D")
        for form, status in (
            ({"at": f"{own} 5"}, 403),
            ({"at": f"{own} 5", "token": "guessed"}, 403),
            ({"at": f"{own} 5", "token": "gueßt"}, 403),
            ({"at": f"{folder}/../secret.md 1", "token": token}, 404),
            ({"at": f"{folder}/link.md 1", "token": token}, 404),
            ({"at": "/etc/passwd 1", "token": token}, 404),
            ({"at": f"{own} 5;id", "token": token}, 404),
            ({"at": f"{own} -1", "token": token}, 404),
            ({"at": f"{own} title,id", "token": token}, 404),
            ({"at": "", "token": token}, 404),
        ):
            assert client.post("/source", data=form).status_code == status, form
        headers = {"origin": "http://evil.example"}
        given = {"at": f"{own} 5", "token": token}
        assert client.post("/source", data=given, headers=headers).status_code == 403
        assert client.get("/source").status_code == 405
        assert not opened.exists()
        assert client.post("/source", data=given).status_code == 200
        # on a busy machine, some requests may be far enough apart
        assert any(client.post("/source", data=given).status_code == 429 for _ in range(50))
    assert last(opened) == f"{folder / 'lesson.md'}|5"


def test_packages_do_not_tell_where_anything_was_written(tmp_path: Path) -> None:
    source, _ = read_source(everything(tmp_path / "all"))
    assert source is not None

    def made(course: Course | None) -> dict[str, bytes]:
        assert course is not None
        ((package, _),) = packages(course, [load("scorm12")], EARLIEST)
        return {file.name: file.content for file in package.files if isinstance(file.content, bytes)}

    plain = made(check_course(tmp_path / "all")[0])
    traced = made(check_source(source, read=KnownDocuments(traced=True).read)[0])
    assert b"<!--source" not in b"".join(plain.values())
    assert traced["index.html"].count(b"<!--source") > 10
    traced["index.html"] = re.sub(rb"<!--source .*?-->", b"", traced["index.html"])
    assert traced == plain


@pytest.mark.parametrize(
    ("given", "environment", "editor"),
    [
        ("subl", {}, Editor(program=("subl", "{file}:{line}"))),
        ("/x/code -r", {}, Editor(program=("/x/code", "-r", "--goto", "{file}:{line}"))),
        ("xterm -e vim +{line} {file}", {}, Editor(program=("xterm", "-e", "vim", "+{line}", "{file}"))),
        ("unknown", {"VISUAL": "subl"}, Editor(program=("unknown", "{file}"))),
        (None, {"VISUAL": "vim", "EDITOR": "gedit"}, Editor(program=("gedit", "+{line}", "{file}"))),
        (None, {"EDITOR": "emacs -nw"}, Editor(LINK)),
        (None, {}, Editor(LINK)),
        ("cursor://file{file}:{line}", {}, Editor("cursor://file{file}:{line}")),
    ],
)  # fmt: skip
def test_which_editor_opens(given: str | None, environment: dict[str, str], editor: Editor) -> None:
    assert editor_of(given, environment) == editor


@pytest.mark.parametrize("given", ["vim", "emacs -nw", "vscode://file", "unclosed '"])
def test_an_editor_that_cannot_open_a_line_is_reported(given: str) -> None:
    with pytest.raises(NotOpened):
        editor_of(given, {})


def test_a_web_page_is_not_an_editor(tmp_path: Path) -> None:
    program = editor_of("https://x.example/{file}", {})
    assert not program.link
    with pytest.raises(NotOpened):
        program.arguments(tmp_path / "lesson.md", 1)


def test_a_name_is_one_argument_whatever_is_in_it(tmp_path: Path) -> None:
    file = tmp_path / 'a "b" $(touch c); d.md'
    shell = shutil.which("sh")
    assert shell is not None
    assert editor_of("sh {file} -n{line}", {}).arguments(file, 7) == [shell, str(file), "-n7"]
