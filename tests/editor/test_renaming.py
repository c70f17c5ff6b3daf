"""Renaming in a course with two documents that include a third file, and its effect on records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from later import Later

import courseware
from courseware.editor.workspace import Workspace

if TYPE_CHECKING:
    from courseware.editor import mentions, references, renaming
else:
    mentions, references, renaming = (
        Later(f"courseware.editor.{name}") for name in ("mentions", "references", "renaming")
    )

FIRST, SECOND, RULES = "first.md", "second.md", "_shared/rules.md"
COURSE = {
    FIRST: """\
---
title: First
---

## Yourself

{type: form}

**Your role?**
{type: text, id: role}

{type: include, file: _shared/rules.md}

## How sure?

{type: grid, rows: [plans, dates]}

| | low | high |
| - | - | - |
| The plans | | |
| The dates | | |

## How often?

{type: grid}

| | never | daily |
| - | - | - |
| By train | | |
| By bus | | |

## Your plan

{type: selection}

- By train
- By bus
""",
    SECOND: """\
---
title: Second
---

You said:

{type: recall, of: first.role}

{type: recall, of: "first.dates"}

{type: recall, of: first.your_plan}

See [the rules](first.md#the-rules) and [the beach](beach.svg).

{type: include, file: "_shared/rules.md"}
""",
    RULES: """\
## The rules

{type: form}

**Read them?**
{type: text}

![A beach](../beach.svg)
""",
    "beach.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "course.yaml": "id: parts\n",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, text in COURSE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    workspace = Workspace(tmp_path)
    assert not any(workspace.check().diagnostics.values())
    return workspace


def named(workspace: Workspace, name: str, words: str) -> mentions.Named:
    """What is named where these words begin in a file."""
    document = workspace.text(name)
    assert document is not None
    mention = references.named_at(workspace, document, document.text.index(words))
    assert mention is not None
    return mention.named


def after(made: renaming.Renaming) -> dict[str, str]:
    """The changed files with their new content."""
    texts: dict[str, str] = {}
    for change in sorted(made.changes, key=lambda replacement: replacement.place, reverse=True):
        text = texts.get(change.name, COURSE[change.name])
        texts[change.name] = text[: change.place[0]] + change.text + text[change.place[1] :]
    return texts


def replaced(name: str, *pairs: tuple[str, str]) -> dict[str, str]:
    text = COURSE[name]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {name: text}


RENAMINGS = {
    "an id, from where it is recalled": (
        (SECOND, "role}", "office"),
        replaced(FIRST, ("id: role", "id: office")) | replaced(SECOND, ("first.role", "first.office")),
        ["first.role → first.office"],
    ),
    "the id of a grid's row": (
        (FIRST, "dates]", "days"),
        replaced(FIRST, ("dates]", "days]")) | replaced(SECOND, ("first.dates", "first.days")),
        ["first.dates → first.days"],
    ),
    "a row without an id, which gives all of them theirs": (
        (FIRST, "By bus", "bus"),
        replaced(FIRST, ("{type: grid}", "{type: grid, rows: [by_train, bus]}")),
        ["first.by_bus → first.bus"],
    ),
    "a document's id, which was that of its file": (
        (SECOND, "first.dates", "begin"),
        replaced(FIRST, ("title: First\n", "title: First\nid: begin\n"))
        | replaced(SECOND, (": first.", ": begin."), ("first.dates", "begin.dates")),
        [
            "first.role → begin.role",
            "first.read_them → begin.read_them",
            "first.plans → begin.plans",
            "first.dates → begin.dates",
            "first.by_train → begin.by_train",
            "first.by_bus → begin.by_bus",
            "first.your_plan → begin.your_plan",
        ],
    ),
    "a heading of an included file": (
        (SECOND, "the-rules", "Our rules"),
        replaced(SECOND, ("#the-rules", "#our-rules")) | replaced(RULES, ("The rules", "Our rules")),
        [],
    ),
    "a heading that names a question, which is recalled": (
        (FIRST, "Your plan", "What you intend"),
        replaced(FIRST, ("Your plan", "What you intend"))
        | replaced(SECOND, ("first.your_plan", "first.what_you_intend")),
        ["first.your_plan → first.what_you_intend"],
    ),
    "a question of an included file, which is asked twice": (
        (RULES, "text}", "read"),
        replaced(RULES, ("{type: text}", "{type: text, id: read}")),
        ["first.read_them → first.read", "second.read_them → second.read"],
    ),
    "an included file": (
        (FIRST, "_shared/rules.md", "_law.md"),
        replaced(FIRST, ("_shared/rules.md", '"_law.md"'))
        | replaced(SECOND, ("_shared/rules.md", "_law.md"))
        | replaced(RULES, ("../beach.svg", "beach.svg")),
        [],
    ),
    "a picture, from a file in a folder": (
        (RULES, "../beach.svg", "media/sea shore.svg"),
        replaced(SECOND, ("beach.svg", "media/sea%20shore.svg"))
        | replaced(RULES, ("../beach.svg", "../media/sea%20shore.svg")),
        [],
    ),
    "a document, which changes the ids of its questions": (
        (SECOND, "first.md", "begin.md"),
        replaced(SECOND, ("first.", "begin.")),
        [
            "first.role → begin.role",
            "first.read_them → begin.read_them",
            "first.plans → begin.plans",
            "first.dates → begin.dates",
            "first.by_train → begin.by_train",
            "first.by_bus → begin.by_bus",
            "first.your_plan → begin.your_plan",
        ],
    ),
}


@pytest.mark.parametrize(("asked", "texts", "records"), RENAMINGS.values(), ids=list(RENAMINGS))
def test_a_name_is_replaced_everywhere(
    workspace: Workspace, asked: tuple[str, str, str], texts: dict[str, str], records: list[str]
) -> None:
    name, words, new = asked
    made = renaming.rename(workspace, named(workspace, name, words), new)
    assert after(made) == texts
    assert [f"{before} → {moved}" for before, moved in made.records] == records
    course = {**COURSE, **texts}
    for old, new in made.files:
        course[new] = course.pop(old)
    read, diagnostics = courseware.read_course(course)
    assert diagnostics == []
    ids = {interaction.id for interaction in read.interactions} if read else set()
    assert ids == set(workspace.interactions()) - {before for before, _ in made.records} | {
        before for _, before in made.records
    }


@pytest.mark.parametrize(
    ("name", "words", "new", "why"),
    [
        (FIRST, "role}", "plans", "there is already a question first.plans"),
        (
            FIRST,
            "dates]",
            "by bus",
            "an id has 1 to 120 of the characters a to z, 0 to 9 and _, such as by_bus",
        ),
        (SECOND, "first.role", "second", "there is already a document with the id second"),
        (RULES, "The rules", "🌊", "links find this heading by its letters and digits"),
        (SECOND, "beach.svg", "../beach.svg", "a file of a course must be in its folder"),
        (SECOND, "beach.svg", 'the "beach".svg', "without quotes"),
        (SECOND, "beach.svg", "beach\0.svg", "without quotes, backslashes or control characters"),
        (SECOND, "first.md", "parts/first.md", "would be only a part of documents"),
        (SECOND, "first.md", "_first", "_first.md would be only a part of documents"),
        (SECOND, "first.md", "README.md", "would be only a part of documents"),
        (FIRST, "_shared/rules.md", "rules.md", "would be a document by itself"),
    ],
)
def test_an_unusable_name_is_refused(workspace: Workspace, name: str, words: str, new: str, why: str) -> None:
    with pytest.raises(renaming.UnusableName, match=why):
        renaming.rename(workspace, named(workspace, name, words), new)


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        (SECOND, "role}", [f"{FIRST}:10:definition", f"{SECOND}:7"]),
        (FIRST, "plans,", [f"{FIRST}:16:definition"]),
        (SECOND, "dates", [f"{FIRST}:16:definition", f"{SECOND}:9"]),
        (FIRST, "By train", [f"{FIRST}:29:definition"]),
        (SECOND, "first.role", [f"{FIRST}:1:definition", f"{SECOND}:7", f"{SECOND}:9", f"{SECOND}:11"]),
        (FIRST, "_shared", [f"{RULES}:1:definition", f"{FIRST}:12", f"{SECOND}:15"]),
        (SECOND, "the-rules", [f"{RULES}:1:definition", f"{SECOND}:13"]),
        (SECOND, "beach.svg", ["beach.svg:1:definition", f"{SECOND}:13", f"{RULES}:8"]),
    ],
)
def test_references_are_found(workspace: Workspace, name: str, words: str, found: list[str]) -> None:
    lines = []
    for file, mention in references.occurrences(workspace, named(workspace, name, words)):
        line = COURSE[file].count("\n", 0, mention.place[0]) + 1
        lines.append(f"{file}:{line}{':definition' if mention.defines else ''}")
    assert lines == found


def test_an_id_in_a_quoted_text_of_a_condition_is_not_a_reference() -> None:
    text = """{show_if: "first.role = 'second.role' and score(first) >= 0.5 or not second.plans"}"""
    found = [
        (text[slice(*mention.place)], mention.named.name)
        for mention in mentions.MENTION_IDS["show_if"](text, (10, len(text) - 1))
    ]
    assert sorted(found) == [
        ("first", "first"),
        ("first", "first"),
        ("plans", "second.plans"),
        ("role", "first.role"),
        ("second", "second"),
    ]


def test_a_file_that_is_not_named_anywhere_has_its_beginning_only(workspace: Workspace) -> None:
    [(name, mention)] = references.definitions(workspace, mentions.Named(mentions.FILE, "course.yaml"))
    assert (name, mention.place) == ("course.yaml", (0, 0))
    assert renaming.renamed_files(workspace, {"other.svg": "more.svg"}).changes == ()


def test_a_folder_moves_with_what_is_in_it(workspace: Workspace) -> None:
    moves = workspace.moved("_shared", "parts/_shared") | workspace.moved(SECOND, "begin.md")
    assert moves == {RULES: "parts/_shared/rules.md", SECOND: "begin.md"}
    made = renaming.renamed_files(workspace, moves)
    assert after(made) == replaced(FIRST, ("_shared/rules.md", '"parts/_shared/rules.md"')) | replaced(
        SECOND, ("_shared/rules.md", "parts/_shared/rules.md")
    ) | replaced(RULES, ("../beach.svg", "../../beach.svg"))
    assert made.records == (("second.read_them", "begin.read_them"),)


MEDIA = (
    "a.mp4",
    "a.vtt",
    "a.txt",
    "a.jpg",
    "b.mp3",
    "b.vtt",
    "b.txt",
    "c.webm",
    "c.mp4",
    "c.vtt",
    "d.svg",
    "d.txt",
)


@pytest.mark.parametrize(
    ("moves", "taken_along"),
    [
        ({"a.mp4": "new/e.mov"}, {"a.jpg": "new/e.jpg", "a.txt": "new/e.txt", "a.vtt": "new/e.vtt"}),
        ({"a.mp4": "e.mp3"}, {"a.jpg": "e.jpg", "a.txt": "e.txt"}),
        ({"a.mp4": "a.webm"}, {}),
        ({"a.mp4": "e.mp4", "a.vtt": "f.vtt", "a.txt": "e.txt"}, {"a.jpg": "e.jpg"}),
        ({"a.mp4": "b.mp4"}, {"a.jpg": "b.jpg"}),
        ({"a.mp4": "e.zip"}, {}),
        ({"b.mp3": "e.mp3"}, {"b.txt": "e.txt"}),
        ({"c.mp4": "e.mp4"}, {}),
        ({"c.mp4": "e.mp4", "c.webm": "e.webm"}, {"c.vtt": "e.vtt"}),
        ({"d.svg": "e.svg"}, {}),
    ],
)
def test_captions_poster_and_transcript_follow_their_sound_or_video(
    tmp_path: Path, moves: dict[str, str], taken_along: dict[str, str]
) -> None:
    for name in MEDIA:
        (tmp_path / name).touch()
    text = "---\ntitle: T\n---\n\n![A](a.mp4)\n\n[Its words](a.txt)\n"
    (tmp_path / "tides.md").write_text(text, encoding="utf-8")
    workspace = Workspace(tmp_path)
    workspace.check()
    made = renaming.renamed_files(workspace, moves)
    assert dict(made.files) == taken_along
    everything = {**moves, **taken_along}
    assert {change.text for change in made.changes} == {
        everything[name] for name in ("a.mp4", "a.txt") if name in everything
    }
