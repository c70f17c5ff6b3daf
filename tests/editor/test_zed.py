"""The language server as Zed drives it, message by message.

Zed is not run here. This client announces and does what Zed's source code does: it counts columns only in UTF-16, and
versions from 0; it sends whole texts; it applies edits only to the version that they name, after opening the file, and
renames files at once; it ignores the placeholder of a renaming, so that the author edits the text as written; and it
stops the server without waiting for a response.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from later import Later
from loaded import Process, running

from courseware.language.source_text import SourceText

if TYPE_CHECKING:
    from lsprotocol import types
    from pygls import uris

    from courseware.editor import positions
else:
    types, uris = Later("lsprotocol.types"), Later("pygls.uris")
    positions = Later("courseware.editor.positions")

RESOLVED = ["additionalTextEdits", "command", "detail", "documentation"]
DYNAMIC = {"dynamicRegistration": True}
CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {
        "applyEdit": True,
        "configuration": True,
        "didChangeConfiguration": DYNAMIC,
        "didChangeWatchedFiles": {**DYNAMIC, "relativePatternSupport": True},
        "executeCommand": DYNAMIC,
        "fileOperations": {**DYNAMIC, "didRename": True, "willRename": True},
        "workspaceEdit": {
            "documentChanges": True,
            "resourceOperations": ["create", "rename", "delete"],
            "snippetEditSupport": True,
        },
        "workspaceFolders": True,
    },
    "textDocument": {
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["refactor", "quickfix", "source"]}},
            "dataSupport": True,
            "resolveSupport": {"properties": ["kind", "diagnostics", "isPreferred", "edit", "command"]},
        },
        "completion": {
            "completionItem": {
                "insertReplaceSupport": True,
                "insertTextModeSupport": {"valueSet": [1, 2]},
                "labelDetailsSupport": True,
                "resolveSupport": {"properties": RESOLVED},
                "snippetSupport": True,
            },
            "contextSupport": True,
            "insertTextMode": 2,
        },
        "definition": {"linkSupport": True},
        "diagnostic": {**DYNAMIC, "relatedDocumentSupport": True},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
        "rename": {"prepareSupport": True, "prepareSupportDefaultBehavior": 1},
        "semanticTokens": {
            "requests": {"full": {"delta": True}},
            "tokenTypes": ["keyword", "property", "string"],
            "tokenModifiers": [],
            "formats": ["relative"],
        },
        "synchronization": {"didSave": True},
    },
    "window": {"showMessage": {"messageActionItem": None}, "workDoneProgress": True},
    "experimental": {"localDocs": True, "serverStatusNotification": True},
}


class Zed:
    """An editor with an open folder: raw messages, and the files and texts that it changes."""

    def __init__(self, folder: Path, server: Process) -> None:
        self.folder, self.server = folder, server
        self.published: dict[str, list[Any]] = {}
        self.messages: list[str] = []
        self.watched: list[str] = []
        self.texts: dict[str, list[str]] = {}
        """Of each open document its texts, by their versions."""
        self.asked = 0

    def send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.server.stdin.buffer.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self.server.stdin.flush()

    def notify(self, method: str, params: object) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: object) -> Any:
        """The response to a request; messages that come before it are handled, too."""
        self.asked += 1
        number = self.asked
        self.send({"id": number, "method": method, "params": params})
        while True:
            said = self._next()
            if said.get("id") == number and "method" not in said:
                if error := said.get("error"):
                    raise ValueError(error["message"])
                return said["result"]
            self._take(said)

    def _next(self) -> dict[str, Any]:
        length = 0
        while line := self.server.stdout.buffer.readline().strip():
            if line.startswith(b"Content-Length: "):
                length = int(line.removeprefix(b"Content-Length: "))
        said: dict[str, Any] = json.loads(self.server.stdout.buffer.read(length))
        return said

    def _take(self, said: dict[str, Any]) -> None:
        method: str = said["method"]
        params: Any = said.get("params")
        if method == "textDocument/publishDiagnostics":
            self.published[self.name(params["uri"])] = params["diagnostics"]
        elif method == "window/showMessage":
            self.messages.append(params["message"])
        elif method == "client/registerCapability":
            self.watched += [registration["method"] for registration in params["registrations"]]
        if "id" in said:
            self.send({"id": said["id"], "result": None})

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def name(self, uri: str) -> str:
        return Path(uris.to_fs_path(uri) or "").relative_to(self.folder).as_posix()

    def open(self, name: str) -> None:
        if name not in self.texts:
            self.texts[name] = [(self.folder / name).read_text("utf-8")]
            item = {
                "uri": self.uri(name),
                "languageId": "markdown",
                "version": 0,
                "text": self.texts[name][0],
            }
            self.notify("textDocument/didOpen", {"textDocument": item})

    def type(self, name: str, text: str) -> None:
        self.texts[name].append(text)
        document = {"uri": self.uri(name), "version": len(self.texts[name]) - 1}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def at(self, method: str, name: str, words: str, **more: object) -> Any:
        """The result of a request about the place where words are."""
        before = self.texts[name][-1].partition(words)[0]
        position = {
            "line": before.count("\n"),
            "character": len(before.rpartition("\n")[2].encode("utf-16-le")) // 2,
        }
        return self.ask(method, {"textDocument": {"uri": self.uri(name)}, "position": position, **more})

    def codes(self, name: str) -> list[str]:
        """The codes of a document's diagnostics, once the server has answered another request."""
        self.ask("textDocument/documentSymbol", {"textDocument": {"uri": self.uri(name)}})
        return [diagnostic["code"] for diagnostic in self.published.get(name, [])]

    def rename(self, name: str, words: str, change: str, to: str) -> None:
        """Renames what is at these words, like an author who edits a part of the old name."""
        prepared = self.at("textDocument/prepareRename", name, words)
        there = self._slice(name, prepared["range"])
        assert change in there
        self.apply(self.at("textDocument/rename", name, words, newName=there.replace(change, to)))

    def _slice(self, name: str, place: dict[str, Any]) -> str:
        return self.texts[name][-1][slice(*ends(self.texts[name][-1], place))]

    def apply(self, edit: dict[str, Any]) -> None:
        """Applies a workspace edit in its order."""
        for change in edit["documentChanges"]:
            if change.get("kind") == "rename":
                self.move(self.name(change["oldUri"]), self.name(change["newUri"]))
                continue
            name, version = self.name(change["textDocument"]["uri"]), change["textDocument"]["version"]
            if name not in self.texts:
                assert not version  # Zed does not know other versions, and would apply nothing
                self.open(name)
            text = self.texts[name][-1 if version is None else version]
            assert text == self.texts[name][-1]
            for text_edit in sorted(
                change["edits"], key=lambda text_edit: ends(text, text_edit["range"]), reverse=True
            ):
                start, end = ends(text, text_edit["range"])
                text = text[:start] + text_edit["newText"] + text[end:]
            self.type(name, text)

    def move(self, old: str, new: str) -> None:
        """Renames a file; an open one is closed and opened under its new name, with its unsaved text."""
        assert not (self.folder / new).exists()
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).rename(self.folder / new)
        if old in self.texts:
            texts = self.texts.pop(old)
            self.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(old)}})
            self.texts[new] = texts[-1:]
            item = {"uri": self.uri(new), "languageId": "markdown", "version": 0, "text": texts[-1]}
            self.notify("textDocument/didOpen", {"textDocument": item})
        events = [{"uri": self.uri(old), "type": 3}, {"uri": self.uri(new), "type": 1}]
        self.notify("workspace/didChangeWatchedFiles", {"changes": events})


def ends(text: str, place: dict[str, Any]) -> tuple[int, int]:
    """The offsets of a range in UTF-16."""
    source = SourceText("", text)
    start, end = (positions.offset_at(source, types.Position(**place[name])) for name in ("start", "end"))
    return start, end


TIDES = """\
---
title: Tides 🌊
phase: 1
---

## What pulls?

{type: selection}

🌊🌊 See [the day](my%20day.md#a-long-day).

- [x] The moon
- [ ] The wind

{type: include, file: _shared/rules.md}
"""
DAY = """\
---
title: The day
phase: 2
show_if: tides.what_pulls = "The moon"
---

## A long day

{type: form}

**What did you see?**
{type: text, id: seen}
"""
RULES = """\
The sea: ![Waves](../media/sea.svg)

## Low water

{type:information,icon:   water, title: Low}

Words.
"""
COURSE = {
    "course.yaml": "id: tides\n",
    "tides.md": TIDES,
    "my day.md": DAY,
    "_shared/rules.md": RULES,
    "media/sea.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}


@contextmanager
def zed(folder: Path) -> Iterator[Zed]:
    """An editor with an open folder; at the end its server must stop by itself, without errors."""
    with running(["language-server"], folder) as server:
        editor = Zed(folder, server)
        root = folder.as_uri()
        asked = {
            "processId": None,
            "rootUri": root,
            "capabilities": CAPABILITIES,
            "workspaceFolders": [{"uri": root, "name": ""}],
            "clientInfo": {"name": "Zed", "version": "0.200.0"},
        }
        can = editor.ask("initialize", asked)["capabilities"]
        assert (can["positionEncoding"], can["textDocumentSync"]["change"]) == ("utf-16", 1)
        assert can["renameProvider"]["prepareProvider"]
        assert can["workspace"]["fileOperations"]["willRename"]["filters"][0]["pattern"]["glob"] == "**/*"
        editor.notify("initialized", {})
        editor.notify("workspace/didChangeConfiguration", {"settings": {}})
        yield editor
        editor.send({"id": 999_999, "method": "shutdown", "params": None})
        editor.notify("exit", None)
        server.stdin.close()
        assert server.wait(30) == 0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder that is open in the editor, of which the course is a part."""
    for name, text in COURSE.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_zed_shows_diagnostics_and_applies_fixes(project: Path) -> None:
    with zed(project) as editor:
        tides, day = "course/tides.md", "course/my day.md"
        editor.open(tides)
        assert editor.codes(tides) == []
        assert editor.watched == ["workspace/didChangeWatchedFiles"]
        editor.type(tides, TIDES.replace("selection}", "selecton}"))
        assert editor.codes(tides) == ["M203"]
        [wrong] = editor.published[tides]
        context = {"diagnostics": [wrong], "only": ["quickfix", "refactor"], "triggerKind": 2}
        params = {"textDocument": {"uri": editor.uri(tides)}, "range": wrong["range"], "context": context}
        [fix] = editor.ask("textDocument/codeAction", params)
        assert fix["title"] == "Change to selection"
        [[location]] = fix["edit"]["changes"].values()
        start, end = ends(editor.texts[tides][-1], location["range"])
        assert editor.texts[tides][-1][start:end] == "selecton"
        editor.type(tides, TIDES.replace("#a-long", "#a-short"))
        assert editor.codes(tides) == ["L405"]
        [wrong] = editor.published[tides]
        there = editor.texts[tides][-1].index("[the day]")
        assert ends(editor.texts[tides][-1], wrong["range"]) == (there, there + 1)
        editor.open(day)
        editor.type(day, DAY.replace("A long", "A short"))
        assert editor.codes(tides) == []


def test_zed_shows_hovers_and_completes_markers(project: Path) -> None:
    with zed(project) as editor:
        tides, rules = "course/tides.md", "course/_shared/rules.md"
        editor.open(tides)
        editor.open(rules)
        editor.type(tides, TIDES + "\n{type: information, icon: wat")
        context = {"context": {"triggerKind": 2, "triggerCharacter": " "}}
        end = {"line": TIDES.count("\n") + 1, "character": 30}
        asked = {"textDocument": {"uri": editor.uri(tides)}, "position": end, **context}
        # An editor cancels requests that it no longer needs, even if they were answered.
        editor.ask("textDocument/completion", asked)
        editor.notify("$/cancelRequest", {"id": editor.asked})
        items = editor.ask("textDocument/completion", asked)
        [water] = [item for item in items if item["label"] == "water"]
        resolved = editor.ask("completionItem/resolve", water)
        assert "data:image/svg+xml" in resolved["documentation"]["value"]
        editor.type(tides, TIDES)
        said = editor.at("textDocument/hover", tides, "selection}")["contents"]
        assert said["kind"] == "markdown"
        assert "Recorded as `tides.what_pulls`" in said["value"]
        [there] = editor.at("textDocument/definition", tides, "day.md#")
        assert editor.name(there["uri"]) == "course/my day.md"
        found = editor.at(
            "textDocument/references", tides, "What pulls", context={"includeDeclaration": True}
        )
        assert [(editor.name(location["uri"]), location["range"]["start"]["line"]) for location in found] == [
            (tides, 5)
        ]
        whole = {"textDocument": {"uri": editor.uri(rules)}, "options": {"tabSize": 4, "insertSpaces": True}}
        [edit] = editor.ask("textDocument/formatting", whole)
        start, stop = ends(RULES, edit["range"])
        assert RULES[:start] + edit["newText"] + RULES[stop:] == RULES.replace(
            "{type:information,icon:   water, title: Low}", "{type: information, title: Low, icon: water}"
        )
        [heading] = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": editor.uri(tides)}})
        assert heading["name"] == "What pulls?"
        tokens = editor.ask("textDocument/semanticTokens/full", {"textDocument": {"uri": editor.uri(tides)}})
        assert len(tokens["data"]) % 5 == 0
        assert tokens["data"]


def test_zed_renames_a_document_while_others_are_not_saved(project: Path) -> None:
    with zed(project) as editor:
        tides, day = "course/tides.md", "course/my day.md"
        editor.open(tides)
        editor.open(day)
        editor.type(tides, TIDES + "\nNot saved.\n")
        editor.type(day, DAY + "\nNot saved either.\n")
        editor.rename(tides, "day.md#", "my%20day", "a%20night")
        night = "course/a night.md"
        assert editor.messages[-1].startswith("This changes ids in learners' records: ")
        assert editor.codes(tides) == editor.codes(night) == []
        assert editor.texts[tides][-1] == (TIDES + "\nNot saved.\n").replace("my%20day.md", "a%20night.md")
        assert editor.texts[night][-1] == DAY + "\nNot saved either.\n"
        assert not (project / day).exists()
        editor.rename(night, "A long day", "long", "short")
        assert "[the day](a%20night.md#a-short-day)" in editor.texts[tides][-1]
        assert editor.codes(tides) == editor.codes(night) == []


@pytest.mark.parametrize(
    ("name", "words", "change", "to", "expected"),
    [
        ("_shared/rules.md", "sea.svg", "sea.svg", "waves.svg", "media/waves.svg"),
        ("_shared/rules.md", "sea.svg", "../media/sea", "sea", "_shared/sea.svg"),
        ("tides.md", "rules.md}", "rules", "law", "_shared/law.md"),
        ("tides.md", "rules.md}", "_shared/rules", "_law", "_law.md"),
    ],
)
def test_a_path_is_renamed_as_it_is_written(
    project: Path, name: str, words: str, change: str, to: str, expected: str
) -> None:
    with zed(project) as editor:
        editor.open(f"course/{name}")
        editor.rename(f"course/{name}", words, change, to)
        assert (project / "course" / expected).is_file()
        assert editor.codes("course/tides.md") == editor.codes("course/_shared/rules.md") == []


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("../../media/sea.svg", "a file of a course must be in its folder"),
        ("/media/sea.svg", "a file of a course must be in its folder"),
        ("../course.yaml", "there is already a file course.yaml"),
        (" ", "a name must be a single line"),
    ],
)
def test_zed_shows_why_a_path_cannot_be_taken(project: Path, to: str, why: str) -> None:
    with zed(project) as editor:
        editor.open("course/_shared/rules.md")
        editor.open("course/tides.md")
        with pytest.raises(ValueError, match=why):
            editor.rename("course/_shared/rules.md", "sea.svg", "../media/sea.svg", to)


def test_zed_renames_a_file_in_its_list(project: Path) -> None:
    with zed(project) as editor:
        editor.open("course/tides.md")
        assert editor.codes("course/tides.md") == []
        files = [{"oldUri": editor.uri("course/my day.md"), "newUri": editor.uri("course/night.md")}]
        editor.apply(editor.ask("workspace/willRenameFiles", {"files": files}))
        editor.move("course/my day.md", "course/night.md")
        assert "[the day](night.md#a-long-day)" in editor.texts["course/tides.md"][-1]
        assert editor.codes("course/tides.md") == []
