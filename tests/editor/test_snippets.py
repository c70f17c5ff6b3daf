"""Snippets that an editor inserts compile unchanged."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import courseware

FOLDER = Path(__file__).parents[2] / "editors" / "vscode"
SNIPPETS = json.loads((FOLDER / "snippets" / "courseware.json").read_text("utf-8"))


def expanded(body: list[str]) -> str:
    return re.sub(r"\$\{\d+:([^}]*)\}|\$\d+", lambda found: found[1] or "", "\n".join(body))


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_valid_in_a_course(name: str) -> None:
    text = expanded(SNIPPETS[name]["body"])
    begin = "" if name == "Document" else "---\ntitle: T\n---\n\n"
    form = "## Form\n\n{type: form}\n\n" if name == "Select" else ""
    files = {"a.md": f"{begin}{form}{text}\n", "b.md": "---\ntitle: U\n---\n\nWords.\n"}
    assert courseware.read_course(files)[1] == []


def test_the_extension_names_files_that_are_there() -> None:
    extension = json.loads((FOLDER / "package.json").read_text("utf-8"))
    contributed = [*extension["contributes"]["grammars"], *extension["contributes"]["snippets"]]
    for path in [extension["main"], *(contribution["path"] for contribution in contributed)]:
        assert (FOLDER / path).is_file()


def test_the_packed_extension_holds_what_it_loads_and_its_licence() -> None:
    extension = json.loads((FOLDER / "package.json").read_text("utf-8"))
    contributed = [*extension["contributes"]["grammars"], *extension["contributes"]["snippets"]]
    loaded = [
        extension["main"],
        *(contribution["path"] for contribution in contributed),
        "LICENSE",
        "node_modules",
    ]
    assert {Path(path).parts[0] for path in loaded} == set(extension["files"])
    assert (FOLDER / "LICENSE").read_bytes() == (FOLDER.parents[1] / "LICENSE").read_bytes()
