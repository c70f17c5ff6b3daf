"""Included files: what may be in them, what is refused, and where that is reported."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from courseware.commands import main
from courseware.course.compiler import check_course

PART = "**How “old” are you?**\n\n{type: number}\n\n## Which?\n\n{type: selection}\n\n- (x) a\n- ( ) b\n"
FILES = {
    "one.md": '---\ntitle: One\n---\n\n## Form\n\n{type: form}\n\n{type: include, file: "_part.md"}\n',
    "two.md": '---\ntitle: Two\n---\n\n## Form\n\n{type: form}\n\n{ type: include, file: "_part.md" }\n',
    "_part.md": PART,
}


def course(folder: Path, **files: str) -> Path:
    for name, text in {**FILES, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: str) -> str:
    return CliRunner().invoke(main, arguments).output


def test_a_mistake_in_an_included_file_is_reported_and_corrected_there_once(tmp_path: Path) -> None:
    course(tmp_path)
    assert run("check", str(tmp_path)).count("_part.md:9:3") == 1
    run("check", "--fix", str(tmp_path))
    assert (tmp_path / "_part.md").read_text(encoding="utf-8") == PART.replace("(x)", "[x]").replace(
        "( )", "[ ]"
    )
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in ("one.md", "two.md")} == {
        name: FILES[name] for name in ("one.md", "two.md")
    }


def test_ids_are_pinned_in_the_part_and_formatting_leaves_it_in_its_place(tmp_path: Path) -> None:
    sound = PART.replace("(x)", "[x]").replace("( )", "[ ]")
    course(tmp_path, **{"_part.md": sound})
    before, _ = check_course(tmp_path)
    run("pin", str(tmp_path))
    part = (tmp_path / "_part.md").read_text(encoding="utf-8")
    assert part.count(", id: ") == 2
    assert "{type: selection, id: which}" in part
    run("fmt", str(tmp_path))
    assert '{type: include, file: "_part.md"}' in (tmp_path / "two.md").read_text(encoding="utf-8")
    after, diagnostics = check_course(tmp_path)
    assert before
    assert after
    assert diagnostics == []
    assert [interaction.id for interaction in after.interactions] == [
        interaction.id for interaction in before.interactions
    ]


def test_inclusions_are_bounded() -> None:
    doubling = {f"_{n}.md": f'{{type: include, file: "_{n + 1}.md"}}\n' * 2 for n in range(30)}
    files = {
        "one.md": '---\ntitle: One\n---\n\n{type: include, file: "_0.md"}\n',
        "_30.md": "x\n",
        **doubling,
    }
    _, diagnostics = check_course(files)
    assert {diagnostic.code for diagnostic in diagnostics} == {"D184"}


def test_a_link_out_of_the_course_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("secret", encoding="utf-8")
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "one.md").write_text(FILES["one.md"], encoding="utf-8")
    (folder / "_part.md").symlink_to(outside)
    _, diagnostics = check_course(folder)
    assert [diagnostic.code for diagnostic in diagnostics if diagnostic.severity == "error"] == ["L403"]


def test_braces_are_text_in_a_course_without_variables() -> None:
    checked, diagnostics = check_course({"one.md": "---\ntitle: One\n---\n\nWrite {{name}}.\n"})
    assert checked
    assert diagnostics == []
    assert checked.pages[0].sections[0].blocks[0].pieces == ("<p>Write {{name}}.</p>\n",)  # type: ignore[union-attr]  # prose
