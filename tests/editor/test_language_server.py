"""The language server as editors use it: over standard input and output, feature by feature."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from editor_client import Editor, document, editing
from later import Later

import courseware
from courseware.diagnostics import Span

if TYPE_CHECKING:
    from lsprotocol import types
    from pygls import exceptions
else:
    types, exceptions = Later("lsprotocol.types"), Later("pygls.exceptions")

TIDES = """\
---
title: Tides 🌊
---

## What pulls?

{type: selection}

See [the day](day.md#a-long-day), and [this](#what-pulls).

- [x] The moon
- [ ] The wind

![The beach](beach.svg)

## Low water

{type: information, icon: water, title: "Low"}

Words.
"""
DAY = """\
---
title: The day
---

## A long day

{type: form}

**What did you see?**
{type: text, id: seen}

Back to [what pulls](tides.md#what-pulls "to the question").
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "a course"
    folder.mkdir()
    for name, text in {
        "tides.md": TIDES,
        "day.md": DAY,
        "beach.svg": PICTURE,
        "course.yaml": "id: tides\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def one_editor() -> Iterator[Editor]:
    with editing() as editor:
        yield editor


@pytest.fixture
def editor(one_editor: Editor) -> Editor:
    """An editor in which other courses have been open."""
    one_editor.messages.clear()
    return one_editor


def labels(items: list[types.CompletionItem]) -> list[str]:
    return [item.label for item in items]


def completed(editor: Editor, uri: str, text: str) -> list[types.CompletionItem]:
    """The completions at the end of a text that replaces the document."""
    editor.type(uri, text)
    line = text.count("\n")
    items: list[types.CompletionItem] = editor.at(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams, uri, line, len(text.rpartition("\n")[2])
    )
    return items


def applied(text: str, edits: list[Any]) -> str:
    """A text after edits that do not overlap."""
    lines = text.split("\n")
    for edit in sorted(
        edits,
        key=lambda text_edit: (text_edit.range.start.line, text_edit.range.start.character),
        reverse=True,
    ):
        start, end = edit.range.start, edit.range.end
        before, after = lines[start.line][: start.character], lines[end.line][end.character :]
        lines[start.line : end.line + 1] = (before + edit.new_text + after).split("\n")
    return "\n".join(lines)


def changes(edit: types.WorkspaceEdit, folder: Path) -> dict[str, str]:
    """The files of a course after a workspace edit."""
    found = {}
    for change in edit.document_changes or ():
        if isinstance(change, types.TextDocumentEdit):
            [path] = [path for path in folder.iterdir() if path.as_uri() == change.text_document.uri]
            found[path.name] = applied(path.read_text("utf-8"), list(change.edits))
    return found


def test_diagnostics_are_of_the_typed_text_and_not_of_the_saved_one(editor: Editor, course: Path) -> None:
    tides, day = (editor.open(course / name) for name in ("tides.md", "day.md"))
    assert editor.codes(tides) == editor.codes(day) == []
    editor.type(day, "selct", types.Range(types.Position(9, 7), types.Position(9, 11)))
    assert editor.codes(day) == ["M203"]
    (shown,) = editor.published[day]
    assert shown.range == types.Range(types.Position(9, 7), types.Position(9, 12))
    assert shown.severity == types.DiagnosticSeverity.Error
    assert 'did you mean "select"' in shown.message
    editor.type(day, "text", types.Range(types.Position(9, 7), types.Position(9, 12)))
    assert editor.codes(day) == []


def test_removing_a_heading_reports_the_links_to_it(editor: Editor, course: Path) -> None:
    tides, day = (editor.open(course / name) for name in ("tides.md", "day.md"))
    editor.type(tides, TIDES.replace("## What pulls?", "## What draws?"))
    assert editor.codes(day) == ["L405"]
    assert editor.codes(tides) == ["L405"]
    editor.type(tides, TIDES)
    assert editor.codes(day) == editor.codes(tides) == []


def test_the_settings_are_checked_as_well(editor: Editor, course: Path) -> None:
    editor.open(course / "tides.md")
    settings = editor.open(course / "course.yaml", "id: tides\nthem: plain\n")
    assert editor.codes(settings) == ["C107"]
    assert "theme" in labels(completed(editor, settings, "id: tides\nth"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("the", "theme"),
        ("theme: pl", "plain"),
        ("theme: ", "our.css"),
        ("logo: ", "beach.svg"),
        ('logo: "be', "beach.svg"),
        ("language: ", "de"),
        ("pages: ", "section"),
        ("reveal: ", "false"),
    ],
)
def test_completion_of_settings(editor: Editor, course: Path, typed: str, expected: str) -> None:
    (course / "our.css").write_text("", encoding="utf-8")
    settings = editor.open(course / "course.yaml", "")
    assert expected in labels(completed(editor, settings, f"id: tides\n{typed}"))


def test_settings_complete_files_and_have_hovers(editor: Editor, course: Path) -> None:
    text = "# About\nid: tides\ntheme: plain\nlogo: beach.svg\n"
    (course / "course.yaml").write_text(text, encoding="utf-8")
    tides = editor.open(course / "tides.md")
    settings = editor.open(course / "course.yaml")
    found = editor.at(types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams, settings, 3, 8)
    assert where(found) == [("beach.svg", 0, 0)]
    assert editor.at(types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams, settings, 2, 8) == []
    context = types.ReferenceContext(include_declaration=False)
    line = TIDES.split("\n").index("![The beach](beach.svg)")
    found = editor.at(types.TEXT_DOCUMENT_REFERENCES, types.ReferenceParams, tides, line, 15, context=context)
    assert where(found) == [("tides.md", line, 13), ("course.yaml", 3, 6)]
    said = editor.at(types.TEXT_DOCUMENT_HOVER, types.HoverParams, settings, 3, 1)
    assert "a picture in the folder" in said.contents.value
    params = types.DocumentSymbolParams(document(settings))
    assert editor.ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, params) == []


def test_messages_name_files_by_their_paths_in_the_course(editor: Editor, course: Path) -> None:
    (course / "_part.md").write_bytes(b"\xff\xfe\0\0")
    (course / "course.yml").write_text("id: tides\n", encoding="utf-8")
    text = DAY + "\n{type: include, file: _part.md}\n\n[x](tides.md#nowhere)\n"
    day = editor.open(course / "day.md", text)
    tides = editor.open(course / "tides.md", "Words.\n")
    assert editor.codes(day)
    assert editor.codes(tides) == ["F101"]
    assert editor.published[tides][0].message.startswith("tides.md has no front matter\n")
    for said in editor.published.values():
        assert not any(str(course) in diagnostic.message for diagnostic in said)
    for name in ("day.md", "tides.md"):
        editor.close((course / name).as_uri())
        (course / name).unlink()
    settings = editor.open(course / "course.yaml")
    assert editor.codes(settings) == ["C102"]
    assert editor.published[settings][0].message.startswith("no documents in .\n")


def test_a_file_outside_any_course_is_ignored(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n\n{type: selct}\n", encoding="utf-8")
    assert editor.codes(editor.open(tmp_path / "notes.md")) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("{", "type"),
        ("{type: ", "rating"),
        ("{type: rat", "rating"),
        ("{type: select, options: [a, b], ", "multiple"),
        ("{type: selection,\n multi", "multiple"),
        ("{type: selection, multiple: ", "true"),
        ("{type: number, control: ", "slider"),
        ("{type: ranking, answer: ", "ordered"),
        ("{type: hotspot, areas: ", "hidden"),
        ('{type: select, options: ["", low, "Very high"], answer: ', "Very high"),
        ('{type: select, options: [low, "Very high"], answer: "Ver', "Very high"),
        ("{type: include, file: ", "_part.md"),
        ("{type: information, icon: wat", "water"),
        ("See [x](", "day.md"),
        ("See [x](d", "beach.svg"),
        ("See [x](day.md#", "a-long-day"),
        ("## Here\n\nSee [x](#", "here"),
    ],
)
def test_completion(editor: Editor, course: Path, typed: str, expected: str) -> None:
    (course / "_part.md").write_text("Words.\n", encoding="utf-8")
    tides = editor.open(course / "tides.md")
    assert expected in labels(completed(editor, tides, f"---\ntitle: T\n---\n\n{typed}"))


def test_completion_leaves_out_keys_that_are_already_there(editor: Editor, course: Path) -> None:
    tides = editor.open(course / "tides.md")
    found = labels(completed(editor, tides, "---\ntitle: T\n---\n\n{type: rating, labels: [a, b], "))
    assert "min" in found
    assert not {"type", "labels"} & set(found)
    assert completed(editor, tides, "---\ntitle: T\n---\n\nWords { and, more") == []


def test_completion_in_front_matter(editor: Editor, course: Path) -> None:
    tides = editor.open(course / "tides.md")
    editor.type(tides, "---\ntitle: T\np\n---\n")
    found = labels(editor.at(types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams, tides, 2, 1))
    assert "phase" in found
    assert "title" not in found


def test_an_icon_is_completed_with_its_picture(editor: Editor, course: Path) -> None:
    tides = editor.open(course / "tides.md")
    items = completed(editor, tides, "---\ntitle: T\n---\n\n{type: information, icon: wa")
    [item] = [proposal for proposal in items if proposal.label == "water"]
    assert item.text_edit
    resolved = editor.ask(types.COMPLETION_ITEM_RESOLVE, item)
    assert "data:image/svg+xml" in resolved.documentation.value


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((6, 8), "Recorded as `tides.what_pulls` (choice), made from its words"),
        ((17, 22), "`icon`: "),
        ((17, 28), "data:image/svg+xml"),
        ((1, 2), "the page's heading"),
        ((8, 16), "*The day*"),
    ],
)
def test_hover(editor: Editor, course: Path, place: tuple[int, int], expected: str) -> None:
    tides = editor.open(course / "tides.md")
    editor.codes(tides)
    found = editor.at(types.TEXT_DOCUMENT_HOVER, types.HoverParams, tides, *place)
    assert expected in found.contents.value


def where(locations: list[types.Location]) -> list[tuple[str, int, int]]:
    return [
        (location.uri.rpartition("/")[2], location.range.start.line, location.range.start.character)
        for location in locations
    ]


def test_go_to_definition_and_find_references(editor: Editor, course: Path) -> None:
    tides = editor.open(course / "tides.md")
    link = TIDES.split("\n")[8]
    heading = editor.at(
        types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams, tides, 8, link.index("#a-long") + 3
    )
    assert where(heading) == [("day.md", 4, 3)]
    path = editor.at(
        types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams, tides, 8, link.index("day.md") + 1
    )
    assert where(path) == [("day.md", 0, 0)]
    context = types.ReferenceContext(include_declaration=False)
    found = editor.at(types.TEXT_DOCUMENT_REFERENCES, types.ReferenceParams, tides, 4, 5, context=context)
    assert where(found) == [("day.md", 11, 30), ("tides.md", 8, link.index("#what") + 1)]


def test_a_heading_is_renamed_everywhere_after_its_effect_on_records_is_shown(course: Path) -> None:
    asks = types.WorkspaceEditClientCapabilities(
        document_changes=True, change_annotation_support=types.ChangeAnnotationsSupportOptions()
    )
    capabilities = types.ClientCapabilities(types.WorkspaceClientCapabilities(workspace_edit=asks))
    with editing(capabilities) as editor:
        tides = editor.open(course / "tides.md")
        edit = editor.at(types.TEXT_DOCUMENT_RENAME, types.RenameParams, tides, 4, 5, new_name="Ebb & flood")
        assert changes(edit, course) == {
            "tides.md": TIDES.replace("What pulls?", "Ebb & flood").replace("#what-pulls", "#ebb--flood"),
            "day.md": DAY.replace("#what-pulls", "#ebb--flood"),
        }
        assert "tides.what_pulls becomes tides.ebb_flood" in editor.messages[0]
        [annotation] = edit.change_annotations.values()
        assert annotation.needs_confirmation
        for name, text in changes(edit, course).items():
            (course / name).write_text(text, encoding="utf-8")
    assert courseware.read_course(course)[1] == []


def test_a_file_is_renamed_only_if_the_changes_of_texts_are_confirmed_with_it(course: Path) -> None:
    asks = types.WorkspaceEditClientCapabilities(
        document_changes=True,
        resource_operations=[types.ResourceOperationKind.Rename],
        change_annotation_support=types.ChangeAnnotationsSupportOptions(),
    )
    with editing(types.ClientCapabilities(types.WorkspaceClientCapabilities(workspace_edit=asks))) as editor:
        tides = editor.open(course / "tides.md")
        column = TIDES.split("\n")[8].index("day.md") + 1
        edit = editor.at(
            types.TEXT_DOCUMENT_RENAME, types.RenameParams, tides, 8, column, new_name="night.md"
        )
        [annotation] = edit.change_annotations
        [change, file] = edit.document_changes
        assert {file.annotation_id, *(text_edit.annotation_id for text_edit in change.edits)} == {annotation}


def test_an_id_is_renamed(editor: Editor, course: Path) -> None:
    day = editor.open(course / "day.md")
    tides = editor.open(course / "tides.md")
    editor.codes(day)
    edit = editor.at(types.TEXT_DOCUMENT_RENAME, types.RenameParams, day, 9, 19, new_name="noticed")
    assert changes(edit, course) == {"day.md": DAY.replace("id: seen", "id: noticed")}
    # Ids come first, because an editor with one line for messages cuts them.
    assert editor.messages[0].startswith(
        "This changes ids in learners' records: day.seen becomes day.noticed. "
    )
    edit = editor.at(types.TEXT_DOCUMENT_RENAME, types.RenameParams, tides, 6, 10, new_name="pull")
    assert changes(edit, course) == {
        "tides.md": TIDES.replace("{type: selection}", "{type: selection, id: pull}")
    }
    with pytest.raises(exceptions.JsonRpcException, match="an id has 1 to 120 of the characters"):
        editor.at(types.TEXT_DOCUMENT_RENAME, types.RenameParams, day, 9, 19, new_name="Not an id")


def test_a_document_is_renamed(editor: Editor, course: Path) -> None:
    tides = editor.open(course / "tides.md")
    editor.codes(tides)
    column = TIDES.split("\n")[8].index("day.md") + 1
    edit = editor.at(types.TEXT_DOCUMENT_RENAME, types.RenameParams, tides, 8, column, new_name="my night.md")
    assert changes(edit, course)["tides.md"] == TIDES.replace("day.md#", "my%20night.md#")
    *_, last = edit.document_changes
    assert isinstance(last, types.RenameFile)
    assert last.new_uri == (course / "my night.md").as_uri()
    assert "day.seen becomes my_night.seen" in editor.messages[0]
    assert [change.text_document.version for change in edit.document_changes[:-1]] == [1]
    renamed = types.FileRename((course / "day.md").as_uri(), (course / "my night.md").as_uri())
    edit = editor.ask(types.WORKSPACE_WILL_RENAME_FILES, types.RenameFilesParams([renamed]))
    assert changes(edit, course)["tides.md"] == TIDES.replace("day.md#", "my%20night.md#")
    assert not any(isinstance(change, types.RenameFile) for change in edit.document_changes)


def test_an_editor_that_cannot_rename_files_is_told_which_to_rename(course: Path) -> None:
    asks = types.WorkspaceEditClientCapabilities(document_changes=True)
    with editing(types.ClientCapabilities(types.WorkspaceClientCapabilities(workspace_edit=asks))) as editor:
        tides = editor.open(course / "tides.md")
        column = TIDES.split("\n")[8].index("day.md") + 1
        edit = editor.at(
            types.TEXT_DOCUMENT_RENAME, types.RenameParams, tides, 8, column, new_name="night.md"
        )
        assert changes(edit, course)["tides.md"] == TIDES.replace("day.md#", "night.md#")
        assert not any(isinstance(change, types.RenameFile) for change in edit.document_changes)
        assert editor.messages[-1].endswith("Rename these files now: day.md to night.md.")


def test_an_edit_names_the_version_of_its_text(editor: Editor, course: Path) -> None:
    tides = editor.open(course / "tides.md")
    editor.type(tides, TIDES + "\nWords.\n")
    edit = editor.at(types.TEXT_DOCUMENT_RENAME, types.RenameParams, tides, 4, 5, new_name="Ebb")
    versions = {
        change.text_document.uri.rpartition("/")[2]: change.text_document.version
        for change in edit.document_changes
    }
    assert versions == {"tides.md": 2, "day.md": None}


def test_links_follow_a_picture_that_is_renamed(editor: Editor, course: Path) -> None:
    tides = editor.open(course / "tides.md")
    editor.codes(tides)
    renamed = types.FileRename((course / "beach.svg").as_uri(), (course / "media/sea.svg").as_uri())
    edit = editor.ask(types.WORKSPACE_WILL_RENAME_FILES, types.RenameFilesParams([renamed]))
    assert changes(edit, course) == {"tides.md": TIDES.replace("beach.svg", "media/sea.svg")}
    editor.open(course / "course.yaml", "id: tides\nlogo: beach.svg\n")
    edit = editor.ask(types.WORKSPACE_WILL_RENAME_FILES, types.RenameFilesParams([renamed]))
    of_settings = edit.document_changes[-1]
    assert of_settings.text_document.uri == (course / "course.yaml").as_uri()
    assert [text_edit.new_text for text_edit in of_settings.edits] == ['"media/sea.svg"']


def test_captions_follow_a_video_that_is_renamed(editor: Editor, course: Path) -> None:
    for name in ("film.mp4", "film.vtt"):
        (course / name).touch()
    text = "---\ntitle: T\n---\n\n![A film](film.mp4)\n"
    tides = editor.open(course / "tides.md", text)
    renamed = types.FileRename((course / "film.mp4").as_uri(), (course / "ebb.mp4").as_uri())
    by_hand = editor.ask(types.WORKSPACE_WILL_RENAME_FILES, types.RenameFilesParams([renamed]))
    in_text = editor.at(types.TEXT_DOCUMENT_RENAME, types.RenameParams, tides, 4, 14, new_name="ebb.mp4")
    for edit, expected in ((by_hand, {"film.vtt"}), (in_text, {"film.mp4", "film.vtt"})):
        [change, *files] = edit.document_changes
        assert applied(text, change.edits) == text.replace("film.mp4", "ebb.mp4")
        assert {Path(file.old_uri).name: Path(file.new_uri).name for file in files} == {
            name: name.replace("film", "ebb") for name in expected
        }


def test_the_old_name_of_a_renamed_document_is_gone_although_its_text_is_open(
    editor: Editor, course: Path
) -> None:
    """Visual Studio Code's Refactor Preview keeps the text of the old name open for minutes."""
    tides = editor.open(course / "tides.md", TIDES.replace("day.md", "night.md"))
    (course / "day.md").write_text(DAY.replace("title", "phase: 2\ntitle", 1), encoding="utf-8")
    day = editor.open(course / "day.md")
    (course / "day.md").rename(course / "night.md")
    night = editor.open(course / "night.md")
    assert editor.codes(night) == ["C109"]
    renamed = types.FileRename(day, night)
    editor.notify(types.WORKSPACE_DID_RENAME_FILES, types.RenameFilesParams([renamed]))
    assert editor.codes(night) == editor.codes(tides) == []
    editor.close(day)
    assert editor.codes(night) == []


def test_a_file_that_changes_outside_the_editor_is_read_again(course: Path) -> None:
    watches = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    capabilities = types.ClientCapabilities(
        types.WorkspaceClientCapabilities(did_change_watched_files=watches)
    )
    with editing(capabilities) as editor:
        tides = editor.open(course / "tides.md")
        assert editor.codes(tides) == []
        assert editor.watched == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
        (course / "beach.svg").rename(course / "sea.svg")
        event = types.FileEvent((course / "beach.svg").as_uri(), types.FileChangeType.Deleted)
        editor.notify(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, types.DidChangeWatchedFilesParams([event]))
        assert editor.codes(tides) == ["L401"]


def test_a_closed_document_has_its_saved_text(editor: Editor, course: Path) -> None:
    tides, day = (editor.open(course / name) for name in ("tides.md", "day.md"))
    renamed = DAY.replace("A long day", "A short day")
    editor.type(day, renamed)
    assert editor.codes(tides) == ["L405"]
    editor.close(day)
    assert editor.codes(tides) == []
    day = editor.open(course / "day.md", renamed)
    editor.save(day, course / "day.md", renamed)
    editor.close(day)
    assert editor.codes(tides) == ["L405"]


def test_a_mistake_in_an_included_file_is_reported_there(editor: Editor, course: Path) -> None:
    (course / "_part.md").write_text("Words.\n", encoding="utf-8")
    editor.open(course / "day.md", DAY + "\n{type: include, file: _part.md}\n")
    part = editor.open(course / "_part.md", "Words.\n\n  {type: informaton}\n")
    assert editor.codes(part) == ["M203"]
    assert editor.published[part][0].range == types.Range(types.Position(2, 9), types.Position(2, 19))


def test_a_grid_is_pinned_and_outlined_by_its_rows(editor: Editor, course: Path) -> None:
    rows = "## How?\n\n{type: grid}\n\n| | low | high |\n| - | - | - |\n| Ebb | | |\n| Flood | | |\n"
    text = f"---\ntitle: T\n---\n\n{rows}"
    tides = editor.open(course / "tides.md", text)
    editor.codes(tides)
    at_marker = types.Range(types.Position(6, 3), types.Position(6, 3))
    params = types.CodeActionParams(document(tides), at_marker, types.CodeActionContext([]))
    [pin] = editor.ask(types.TEXT_DOCUMENT_CODE_ACTION, params)
    assert pin.title == "Pin these ids: ebb, flood"
    assert "{type: grid, rows: [ebb, flood]}" in applied(text, pin.edit.changes[tides])
    [heading] = editor.ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, types.DocumentSymbolParams(document(tides)))
    assert [(child.name, child.range.start.line) for child in heading.children] == [
        ("Ebb", 10),
        ("Flood", 11),
    ]
    said = editor.at(types.TEXT_DOCUMENT_HOVER, types.HoverParams, tides, 6, 8).contents.value
    assert "`tides.ebb` (likert)" in said
    assert "`tides.flood` (likert)" in said


def test_quick_fixes_and_pinning(editor: Editor, course: Path) -> None:
    broken = TIDES.replace("selection}", "selecton}").replace("- [x] The moon", "- (x) The moon")
    tides = editor.open(course / "tides.md", broken)
    editor.codes(tides)
    whole = types.Range(types.Position(0, 0), types.Position(30, 0))
    params = types.CodeActionParams(document(tides), whole, types.CodeActionContext([]))
    titles = {action.title: action for action in editor.ask(types.TEXT_DOCUMENT_CODE_ACTION, params)}
    mended = applied(broken, titles["Change to selection"].edit.changes[tides])
    editor.type(tides, mended)
    editor.codes(tides)
    titles = {action.title: action for action in editor.ask(types.TEXT_DOCUMENT_CODE_ACTION, params)}
    [mend] = [action for title, action in titles.items() if title.startswith("Fix: ")]
    assert applied(mended, mend.edit.changes[tides]) == TIDES
    editor.type(tides, TIDES)
    editor.codes(tides)
    at_marker = types.Range(types.Position(6, 3), types.Position(6, 3))
    params = types.CodeActionParams(document(tides), at_marker, types.CodeActionContext([]))
    [pin] = editor.ask(types.TEXT_DOCUMENT_CODE_ACTION, params)
    assert pin.title == "Pin this id: what_pulls"
    assert "{type: selection, id: what_pulls}" in applied(TIDES, pin.edit.changes[tides])


def test_outline_folds_and_colours(editor: Editor, course: Path) -> None:
    day = editor.open(course / "day.md")
    editor.codes(day)
    [heading] = editor.ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, types.DocumentSymbolParams(document(day)))
    assert (heading.name, [child.name for child in heading.children]) == ("A long day", ["What did you see?"])
    folds = editor.ask(types.TEXT_DOCUMENT_FOLDING_RANGE, types.FoldingRangeParams(document(day)))
    assert (4, 11) in {(fold.start_line, fold.end_line) for fold in folds}
    tokens = editor.ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, types.SemanticTokensParams(document(day)))
    assert tuple(tokens.data[:10]) == (6, 1, 4, 1, 0, 0, 6, 4, 0, 0)


def test_formatting_is_the_same_as_by_the_command(editor: Editor, course: Path) -> None:
    uneven = TIDES.replace("{type: information, icon: water", "{type:information,icon:  water")
    tides = editor.open(course / "tides.md", uneven)
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    edits = editor.ask(
        types.TEXT_DOCUMENT_FORMATTING, types.DocumentFormattingParams(document(tides), options)
    )
    assert applied(uneven, edits) == TIDES.replace("title: Tides 🌊", 'title: "Tides 🌊"').replace(
        'icon: water, title: "Low"', "title: Low, icon: water"
    )


def test_columns_are_those_of_utf16(editor: Editor, course: Path) -> None:
    text = "---\ntitle: T\n---\n\n🌊🌊 {type: text}\n"
    uri = editor.open(course / "tides.md", text)
    editor.codes(uri)
    assert [diagnostic.range.start for diagnostic in editor.published[uri] if diagnostic.code == "M302"] == [
        types.Position(4, 5)
    ]


def test_columns_are_those_of_utf16_even_for_an_editor_that_prefers_another_encoding(course: Path) -> None:
    offers = types.GeneralClientCapabilities(
        position_encodings=[
            types.PositionEncodingKind.Utf8,
            types.PositionEncodingKind.Utf32,
            types.PositionEncodingKind.Utf16,
        ]
    )
    with editing(types.ClientCapabilities(general=offers)) as editor:
        assert editor.capabilities.position_encoding == types.PositionEncodingKind.Utf16
        uri = editor.open(course / "tides.md", "---\ntitle: T\n---\n\n🌊é {type: text}\n")
        assert editor.codes(uri) == ["M302"]
        assert editor.published[uri][0].range.start == types.Position(4, 4)


def test_lines_end_only_where_editors_end_them(editor: Editor, course: Path) -> None:
    odd = "".join(map(chr, (0x0B, 0x0C, 0x1C, 0x85, 0x2028, 0x2029)))
    text = f"---\ntitle: T\n---\n\nA{odd}B\r\n\n{{type: selecton}}\n"
    uri = editor.open(course / "tides.md", text)
    assert editor.codes(uri) == ["M203"]
    assert editor.published[uri][0].range == types.Range(types.Position(6, 7), types.Position(6, 15))
    editor.type(uri, "information", editor.published[uri][0].range)
    assert editor.codes(uri) == ["M303"]


def test_a_document_that_leads_out_of_the_folder_is_not_part_of_the_course(
    editor: Editor, course: Path, tmp_path: Path
) -> None:
    (tmp_path / "outside.md").write_text("---\ntitle: T\n---\n\nWords.\n", encoding="utf-8")
    (course / "more.md").symlink_to(tmp_path / "outside.md")
    more = editor.open(course / "more.md")
    assert editor.codes(more) == ["L403"]
    editor.type(more, "---\ntitle: T\n---\n\n{type: selct}\n")
    assert editor.codes(more) == ["L403"]


def test_an_unreadable_file_stops_nothing(editor: Editor, course: Path) -> None:
    (course / "day.md").write_bytes(b"---\ntitle: \xff\n---\n")
    tides = editor.open(course / "tides.md")
    day = (course / "day.md").as_uri()
    assert editor.codes(tides) == ["L404"]
    assert editor.codes(day) == ["C103"]
    assert editor.published[day][0].message.startswith("day.md is not UTF-8 text")
    editor.open(course / "day.md", DAY)
    assert editor.codes(tides) == editor.codes(day) == []
    editor.type(day, "---\ntitle: T\n---\n\n" + "Words.\n" * 700_000)
    assert editor.codes(day) == ["C104"]
    assert editor.codes(tides) == ["L404"]
    editor.close(day)
    assert editor.codes(day) == ["C103"]


@pytest.mark.parametrize("address", ["untitled:Untitled-1", "git:/a/b.md?ref", "http://x/a.md", ""])
def test_a_document_that_is_not_a_file_is_ignored(editor: Editor, address: str) -> None:
    item = types.TextDocumentItem(address, "markdown", 1, "---\ntitle: T\n---\n\n{type: selecton}\n")
    editor.notify(types.TEXT_DOCUMENT_DID_OPEN, types.DidOpenTextDocumentParams(item))
    assert editor.codes(address) == []
    assert editor.at(types.TEXT_DOCUMENT_HOVER, types.HoverParams, address, 1, 1) is None
    editor.close(address)


COUNTING = """
import gc
from courseware.course import known_documents
from courseware.editor.server import serve, server
from courseware.editor.workspace import Workspace

read_file, read = known_documents.read_file, []

def noted(file, *more):
    read.append(file.name)
    return read_file(file, *more)

known_documents.read_file = noted

@server.feature("test/courses")
def count(ls, params):
    gc.collect()
    return sum(isinstance(one, Workspace) for one in gc.get_objects())

@server.feature("test/read")
def tell(ls, params):
    told = sorted(read)
    read.clear()
    return told

gc.freeze()  # what the modules hold need not be looked through each time
serve()
"""
"""A language server that says how many courses it holds, and which documents it has read since the last question."""


def test_courses_that_are_open_and_the_one_closed_last_are_kept_in_memory(
    course: Path, tmp_path: Path
) -> None:
    with editing(program=("-c", COUNTING)) as editor:
        kept = editor.open(course / "tides.md")
        for number in range(20):
            other = tmp_path / f"course {number}"
            shutil.copytree(course, other)
            tides, day = (editor.open(other / name) for name in ("tides.md", "day.md"))
            editor.type(day, DAY.replace("text,", "txt,"))
            assert editor.codes(day) == ["M203"]
            assert editor.ask("test/courses", None) == (3 if number else 2)
            editor.close(day)
            assert editor.codes(tides) == editor.codes(day) == []
            editor.type(tides, TIDES.replace("day.md", "night.md"))
            assert editor.codes(tides) == ["L404"]
            editor.type(tides, TIDES.replace("day.md", "evening.md"))
            editor.close(tides)
            assert editor.codes(tides) == []
        assert editor.ask("test/courses", None) == 2
        assert editor.open(other / "tides.md", TIDES.replace("day.md", "night.md")) == tides
        assert editor.codes(tides) == ["L404"]
        assert editor.ask("test/courses", None) == 2
        editor.close(tides)
        editor.close(kept)
        assert editor.ask("test/courses", None) == 1


def test_of_a_reopened_course_only_changed_files_are_read(course: Path) -> None:
    with editing(program=("-c", COUNTING)) as editor:
        tides = editor.open(course / "tides.md", TIDES + "\n[x](nowhere.md)\n")
        assert editor.codes(tides) == ["L404"]
        assert editor.ask("test/read", None) == ["day.md", "tides.md"]
        editor.close(tides)
        assert editor.codes(tides) == []
        editor.open(course / "tides.md")
        assert editor.codes(tides) == []
        assert editor.ask("test/read", None) == ["tides.md"]
        editor.close(tides)
        (course / "day.md").write_text(DAY.replace("A long day", "A short day"), encoding="utf-8")
        editor.open(course / "tides.md")
        assert editor.codes(tides) == ["L405"]
        assert editor.ask("test/read", None) == ["day.md"]
        editor.close(tides)
        shutil.rmtree(course)
        editor.open(course / "tides.md", TIDES)
        assert editor.codes(tides) == []


def test_a_document_moves_to_a_new_course_around_it(course: Path) -> None:
    part = course / "part"
    part.mkdir()
    (part / "ebb.md").write_text("---\ntitle: Ebb\n---\n\n[x](nowhere.md)\n", encoding="utf-8")
    with editing(program=("-c", COUNTING)) as editor:
        ebb = editor.open(part / "ebb.md")
        assert editor.codes(ebb) == ["C126"]
        (part / "course.yaml").write_text("id: part\n", encoding="utf-8")
        editor.type(ebb, "---\ntitle: Ebb\n---\n\n[x](nowhere.md)\n\nWords.\n")
        assert editor.codes(ebb) == ["L404"]
        assert editor.ask("test/courses", None) == 2
        editor.close(ebb)
        assert editor.codes(ebb) == []
        assert editor.ask("test/courses", None) == 1


def test_a_course_within_the_folder_of_another_is_a_course_of_its_own(editor: Editor, course: Path) -> None:
    inner = course / "inner"
    inner.mkdir()
    (inner / "course.yaml").write_text("id: inner\n", encoding="utf-8")
    (inner / "_part.md").write_text("Words.\n", encoding="utf-8")
    (inner / "ebb.md").write_text("---\ntitle: Ebb\n---\n\n{type: selct}\n", encoding="utf-8")
    _, diagnostics = courseware.read_course(course)
    assert diagnostics == []
    tides = editor.open(course / "tides.md")
    assert editor.codes((inner / "ebb.md").as_uri()) == []
    ebb = editor.open(inner / "ebb.md")
    assert editor.codes(ebb) == ["M203"]
    editor.type(tides, TIDES + "\nWords.\n")
    assert editor.codes(tides) == []
    assert editor.codes(ebb) == ["M203"]
    editor.close(tides)
    assert editor.codes(ebb) == ["M203"]


def test_a_mistake_in_a_file_of_two_courses_is_shown_as_long_as_one_of_them_has_it(
    editor: Editor, course: Path
) -> None:
    inner = course / "inner"
    inner.mkdir()
    (inner / "course.yaml").write_text("id: inner\n", encoding="utf-8")
    (inner / "_part.md").write_text("{type: selct}\n", encoding="utf-8")
    tides = editor.open(course / "tides.md", TIDES + "\n{type: include, file: inner/_part.md}\n")
    ebb = editor.open(
        inner / "ebb.md", "---\ntitle: Ebb\n---\n\n[x](no.md)\n\n{type: include, file: _part.md}\n"
    )
    part = (inner / "_part.md").as_uri()
    assert editor.codes(ebb) == ["L404"]
    assert editor.codes(part) == ["M203"]
    editor.type(ebb, "---\ntitle: Ebb\n---\n\nWords.\n")
    assert editor.codes(ebb) == []
    assert editor.codes(part) == ["M203"]
    editor.open(inner / "_part.md")
    editor.type(part, "Words.\n")
    editor.save(part, inner / "_part.md", "Words.\n")
    assert editor.codes(tides) == editor.codes(part) == []


def test_unsaved_text_in_a_nested_course_counts_in_both_courses(editor: Editor, course: Path) -> None:
    inner = course / "inner"
    inner.mkdir()
    (inner / "course.yaml").write_text("id: inner\n", encoding="utf-8")
    (inner / "_part.md").write_text("Words.\n", encoding="utf-8")
    part = editor.open(inner / "_part.md", "{type: selct}\n")
    assert editor.codes(part) == []
    tides = editor.open(course / "tides.md", TIDES + "\n{type: include, file: inner/_part.md}\n")
    assert editor.codes(tides) == []
    assert editor.codes(part) == ["M203"]
    editor.type(part, "[x](nowhere.md)\n")
    assert editor.codes(part) == ["L404"]
    editor.close(part)
    assert editor.codes(part) == []
    editor.open(inner / "_part.md", "{type: selct}\n")
    assert editor.codes(part) == ["M203"]
    editor.close(tides)
    assert editor.codes(part) == []


def test_two_courses_know_nothing_of_each_other(editor: Editor, course: Path, tmp_path: Path) -> None:
    other = tmp_path / "another"
    shutil.copytree(course, other)
    tides, copied = (editor.open(folder / "tides.md") for folder in (course, other))
    editor.type(tides, TIDES.replace("## What pulls?", "## What draws?"))
    assert editor.codes(tides) == editor.codes((course / "day.md").as_uri()) == ["L405"]
    assert editor.codes(copied) == editor.codes((other / "day.md").as_uri()) == []


def test_requests_that_make_no_sense_stop_nothing(editor: Editor, course: Path) -> None:
    tides = editor.open(course / "tides.md")
    for params in (5, {"textDocument": 5}, {}, {"textDocument": {"uri": tides}, "position": {"line": -1}}):
        editor.say({"jsonrpc": "2.0", "id": 7, "method": types.TEXT_DOCUMENT_HOVER, "params": params})
    for message in ("{", "[]", "5", '{"jsonrpc": "2.0"}'):
        editor.say(message)
    with pytest.raises(exceptions.JsonRpcException):
        editor.ask("courseware/nothing", {})
    far = editor.at(types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams, tides, 10_000, 10_000)
    assert far == []
    nowhere = types.HoverParams(document("file:///nowhere/at/all.md"), types.Position(0, 0))
    assert editor.ask(types.TEXT_DOCUMENT_HOVER, nowhere) is None
    untitled = types.HoverParams(document("untitled:Untitled-1"), types.Position(0, 0))
    assert editor.ask(types.TEXT_DOCUMENT_HOVER, untitled) is None
    assert editor.codes(tides) == []


def test_a_folder_that_vanishes_stops_nothing(editor: Editor, course: Path) -> None:
    tides = editor.open(course / "tides.md", TIDES.replace("selection}", "selecton}"))
    assert editor.codes(tides) == ["M203"]
    shutil.rmtree(course)
    # For a folder and everything in it, an editor may name only the folder.
    changed = types.DidChangeWatchedFilesParams(
        [types.FileEvent(course.as_uri(), types.FileChangeType.Deleted)]
    )
    editor.notify(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, changed)
    assert editor.codes(tides) == []
    course.mkdir()
    (course / "tides.md").write_text(TIDES, encoding="utf-8")
    (course / "beach.svg").write_text(PICTURE, encoding="utf-8")
    editor.notify(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, changed)
    assert "M203" in editor.codes(tides)


PIECES = [
    "{type: text}\n",
    "{type: ",
    "}",
    "- [ ] a\n",
    "\n\n",
    "## H\n",
    "[x](day.md)",
    "`",
    "---\n",
    "🌊",
    "a, b",
    "[",
]


def test_after_a_thousand_edits_diagnostics_are_those_of_a_fresh_check(editor: Editor, course: Path) -> None:
    chance = random.Random(20260131)
    texts = {"tides.md": TIDES, "day.md": DAY}
    uris = {name: editor.open(course / name) for name in texts}
    for number in range(1, 1_001):
        name = chance.choice(list(texts))
        text = texts[name]
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([0, 0, 0, 1, 5, 20]))
        piece = chance.choice(PIECES)
        if len(text) > 3_000:
            start, end, piece = 0, len(text), TIDES if name == "tides.md" else DAY
        texts[name] = text[:start] + piece + text[end:]
        editor.type(uris[name], piece, types.Range(position(text, start), position(text, end)))
        if number % 25 == 0:
            files = {**texts, "beach.svg": PICTURE, "course.yaml": "id: tides\n"}
            _, diagnostics = courseware.read_course(files)
            for path, uri in uris.items():
                expected = [
                    (said.code, said.message, *ends(texts[path], said.span))
                    for said in diagnostics
                    if said.span and said.span.file == path
                ]
                editor.codes(uri)
                found = [
                    (said.code, said.message.partition("\n")[0], said.range.start, said.range.end)
                    for said in editor.published.get(uri, ())
                ]
                assert found == expected, (number, path)


def ends(text: str, span: Span) -> tuple[types.Position, types.Position]:
    """Start and end of a diagnostic, counted independently of the program."""
    lines = text.split("\n")
    places = ((span.line, span.column), (span.end_line, span.end_column))
    start, end = (
        types.Position(line - 1, len(lines[line - 1][: column - 1].encode("utf-16-le")) // 2)
        for line, column in places
    )
    return start, end


def position(text: str, offset: int) -> types.Position:
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return types.Position(text.count("\n", 0, offset), len(line.encode("utf-16-le")) // 2)


def test_a_condition_completes_questions_and_scores(editor: Editor, course: Path) -> None:
    quiz = "## Quiz\n\n{type: selection, id: quiz}\n\n- [x] a\n- [ ] b\n\n"
    day = editor.open(course / "day.md")
    editor.type(day, f"---\ntitle: Day\n---\n\n{quiz}")
    tides = editor.open(course / "tides.md")
    for typed in ("---\ntitle: T\nshow_if: ", "---\ntitle: T\n---\n\n## A\n\n{type: section, show_if: "):
        ending = "\n---\n" if typed.count("---") == 1 else ""
        editor.type(tides, typed + ending)
        line, column = typed.count("\n"), len(typed.rpartition("\n")[2])
        at = editor.at(types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams, tides, line, column)
        assert {"day.quiz", "score(day)"} <= set(labels(at))


@pytest.mark.parametrize(
    "typed",
    [
        "---\ntitle: T\nshow_if: 'day.quiz = \"The mo",
        "---\ntitle: T\n---\n\n{type: section, show_if: 'day.quiz = \"",
    ],
)
def test_a_condition_completes_the_options_of_a_question(editor: Editor, course: Path, typed: str) -> None:
    quiz = "## Quiz\n\n{type: selection, id: quiz}\n\n- [x] The moon\n- [ ] The wind\n\n"
    day = editor.open(course / "day.md")
    editor.type(day, f"---\ntitle: Day\n---\n\n{quiz}")
    tides = editor.open(course / "tides.md")
    editor.type(tides, typed + ("\n---\n" if typed.count("---") == 1 else ""))
    line, column = typed.count("\n"), len(typed.rpartition("\n")[2])
    at = editor.at(types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams, tides, line, column)
    assert labels(at) == ["The moon", "The wind"]
