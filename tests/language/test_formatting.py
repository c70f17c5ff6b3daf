"""`courseware fmt`: the canonical form, and that it means the same."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import courseware
from courseware.commands import main
from courseware.course.compiler import check_course
from courseware.course.fixing import edited
from courseware.course.source import normal
from courseware.diagnostics import has_errors
from courseware.language.formatting import WIDTH, formatting

ROOT = Path(__file__).resolve().parents[2]
COURSES = sorted(
    [ROOT / "content", ROOT / "templates" / "course", *(ROOT / "tests" / "courses").iterdir()]
    + [path for path in (ROOT / "tests" / "cases").glob("*/*/course") if any(path.glob("*.md"))]
)


def formatted(raw: str) -> str:
    text = normal(raw.removeprefix("\ufeff"))
    return edited(raw, formatting(text))


def outcome(folder: Path) -> tuple[list[tuple[str, bytes]], Counter[tuple[str, str]]]:
    """The files of a course's package, and its diagnostics without their places."""
    course, diagnostics = check_course(folder)
    packed = []
    if course and not has_errors(diagnostics):
        package, _ = courseware.make_package(course)
        packed = [(file.name, file.read()) for file in package.files]
    return packed, Counter(
        (diagnostic.code, diagnostic.message.replace(str(folder), "")) for diagnostic in diagnostics
    )


@pytest.mark.parametrize("folder", COURSES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_formatted_course_is_the_same_course(folder: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for copy in (before, after):
        shutil.copytree(folder, copy, symlinks=True)
    for path in after.rglob("*.md"):
        try:
            raw = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        once = formatted(raw)
        path.write_bytes(once.encode("utf-8"))
        assert formatted(once) == once
    assert outcome(after) == outcome(before)


MARKERS = {
    "{type:information,icon:'road' ,title:  \"Next steps\"}": '{type: information, title: "Next steps", icon: road}',
    "{ title: To do, type: instructions }": '{type: instructions, title: "To do"}',
    '{type: form, title: "true"}': '{type: form, title: "true"}',
    '{type: form, title: "5"}': '{type: form, title: "5"}',
    "{type: form, title: 5}": "{type: form, title: 5}",
    '{type: form, title: "It\'s \\"so\\""}': '{type: form, title: "It\'s \\"so\\""}',
    "{type: form, title: 'a\\nb'}": '{type: form, title: "a\\nb"}',
    "{type: form, title: a\\b}": '{type: form, title: "a\\\\b"}',
    "{type: form, title: “curly”}": "{type: form, title: “curly”}",
    "{type: form, titel: x}": "{type: form, titel: x}",
}


@pytest.mark.parametrize(("written", "canonical"), MARKERS.items())
def test_a_marker_has_one_form(written: str, canonical: str) -> None:
    document = "---\ntitle: A\n---\n\n# B\n\n{}\n\nProse,  as it is *written*.\n"
    assert formatted(document.format(written)) == document.format(canonical)


def test_a_long_marker_has_a_line_for_each_entry() -> None:
    options = [f"{number} (an option of some length)" for number in range(4)]
    marker = f"{{type: select, hint: short, options: [{', '.join(map(repr, options))}]}}"
    text = formatted(f"---\ntitle: A\n---\n\n# B\n\n{{type: form}}\n\n**C**\n{marker}\n")
    assert text.endswith(
        '{type: select,\n  options: [\n    "0 (an option of some length)",\n    "1 (an option of some length)",\n'
        '    "2 (an option of some length)",\n    "3 (an option of some length)"\n  ],\n  hint: short}\n'
    )
    assert max(map(len, text.splitlines())) <= WIDTH


def test_a_marker_has_one_line_up_to_a_hundred_columns() -> None:
    begin, rest = '{type: information, title: "A b', '", icon: water}'
    fits = begin + "c" * (100 - len(begin + rest)) + rest
    document = "---\ntitle: A\n---\n\n# B\n\n{}\n"
    assert formatted(document.format(fits)) == document.format(fits)
    longer = fits.replace("A b", "A bb")
    broken = longer.replace(", title", ",\n  title").replace(", icon", ",\n  icon")
    assert formatted(document.format(longer)) == document.format(broken)


def test_front_matter_has_one_form() -> None:
    written = (
        "---\n# how it began\nphase:   4\ncomponents: [{type: form}, type: 'text']\nmine: 1 # kept\n"
        "language: 'de'\nsubtitle: >\n  over\n  lines\ntitle:   Phase 4\nmission_title: 'yes'\n"
        "draft: no\n---\n\nProse.\n"
    )
    assert formatted(written) == (
        '---\ntitle: "Phase 4"\nsubtitle: >\n  over\n  lines\n# how it began\nphase: 4\ncomponents:\n  - type: form\n'
        '  - type: text\nmission_title: "yes"\nlanguage: de\ndraft: no\nmine: 1 # kept\n---\n\nProse.\n'
    )


@pytest.mark.parametrize(
    "matter",
    [
        "title: &a A\nsubtitle: *a\n",
        "{title: A}\n",
        "title: A\ntitle: B\n",
        "title: [\n",
        " title: A\n",
        "- a\n",
    ],
)
def test_front_matter_that_is_not_plain_stays_as_it_is(matter: str) -> None:
    text = f"---\nphase: 1\n{matter}---\n\nProse.\n"
    assert formatted(text) == text


def test_a_file_keeps_its_byte_order_mark_and_line_ends() -> None:
    raw = "\ufeff---\r\nphase: 1\r\ntitle: A b\r\n---\r\n\r\n# C\r\n\r\n{type: form, title: D e}\r\n"
    assert formatted(raw) == (
        '\ufeff---\r\ntitle: "A b"\r\nphase: 1\r\n---\r\n\r\n# C\r\n\r\n{type: form, title: "D e"}\r\n'
    )


# Anything that may be written

SPACE = st.sampled_from(["", " ", "  ", "\n", "\n  "])
TEXT = st.text(
    st.characters(
        blacklist_categories=["Cs", "Cc"], blacklist_characters="{}“”„‟«»‘’‚‛‹›\x85\u2028\u2029\ufffe\uffff"
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip())


def quoted(text: str, quote: str) -> str:
    return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote


QUOTED = st.builds(quoted, TEXT, st.sampled_from("\"'"))
SCALAR = QUOTED | st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 _.+-]{0,20}", fullmatch=True)
LIST = st.builds(
    lambda items, space: f"[{space}{f',{space}'.join(items)}{space}]",
    st.lists(st.integers(0, 9999).map(str) | QUOTED, min_size=1, max_size=6),
    SPACE,
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A document with front matter in any order, a card and a field."""
    matter = draw(
        st.permutations(
            [
                f"title: {draw(QUOTED)}",
                f"phase:{draw(SPACE).replace(chr(10), ' ')} 3",
                "language: 'fr'",
                "# a comment",
            ]
        )
    )
    keys = {"title": SCALAR, "icon": st.sampled_from(["road", "'road'", '"road"'])}
    card = [f"{key}:{draw(st.sampled_from(['', ' ', '   ']))}{draw(value)}" for key, value in keys.items()]
    field = [
        f"options: {draw(LIST)}",
        f"hint: {draw(SCALAR)}",
        f"required: {draw(st.sampled_from(['true', 'false']))}",
        f"points: {draw(st.sampled_from(['1', '2.50', '0']))}",
        f"label: {draw(QUOTED)}",
    ]
    separator = f",{draw(SPACE)}"
    markers = (
        "{type: information" + separator + separator.join(draw(st.permutations(card))) + "}",
        "{type: select" + separator + separator.join(draw(st.permutations(field))) + "}",
    )
    top = "\n".join(matter)
    return f"---\n{top}\n---\n\n# One\n\n{markers[0]}\n\nProse.\n\n# Two\n\n{{type: form}}\n\n{markers[1]}\n"


@settings(max_examples=150)
@given(documents())
def test_whatever_is_written_is_the_same_course_in_canonical_form(
    tmp_path_factory: pytest.TempPathFactory, document: str
) -> None:
    once = formatted(document)
    assert formatted(once) == once
    folders = [tmp_path_factory.mktemp("course", numbered=True) for _ in range(2)]
    for folder, text in zip(folders, (document, once), strict=True):
        (folder / "a.md").write_text(text, encoding="utf-8", newline="\n")
    assert outcome(folders[0]) == outcome(folders[1])


# The command


def run(*arguments: str, **options: str | bytes) -> Result:
    return CliRunner().invoke(main, ["fmt", *arguments], **options)  # type: ignore[arg-type]  # options of several types


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("---\nphase: 1\ntitle: A b\n---\n\nProse.\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("---\nphase: 1\ntitle: A b\n---\n", encoding="utf-8")
    return tmp_path


def test_the_command_formats_documents_and_nothing_else(course: Path) -> None:
    readme = (course / "README.md").read_bytes()
    result = run(str(course))
    assert (result.exit_code, result.output) == (0, f"formatted {course / 'a.md'}\n")
    assert (course / "a.md").read_text("utf-8") == '---\ntitle: "A b"\nphase: 1\n---\n\nProse.\n'
    assert (course / "README.md").read_bytes() == readme
    assert run(str(course)).output == "every document is in canonical form\n"


def test_the_command_formats_what_documents_include(course: Path) -> None:
    (course / "b.md").write_text(
        '---\ntitle: B\n---\n\n{type: include, file: "_shared/a.md"}\n', encoding="utf-8"
    )
    (course / "_shared").mkdir()
    for name in ("a", "b", "c"):
        text = f"{{type:include,file:'{chr(ord(name) + 1)}.md'}}\n\n{{type: 'form'}}\n"
        (course / "_shared" / f"{name}.md").write_text(text if name < "c" else "Words.\n", encoding="utf-8")
    (course / "_notes.md").write_text("{type: 'form'}\n", encoding="utf-8")
    result = run(str(course))
    changed = [course / name for name in ("a.md", "_shared/a.md", "_shared/b.md")]
    assert result.output == "".join(f"formatted {path}\n" for path in changed)
    assert (course / "_shared/a.md").read_text("utf-8") == '{type: include, file: "b.md"}\n\n{type: form}\n'


def test_check_and_diff_write_nothing(course: Path) -> None:
    before = (course / "a.md").read_bytes()
    result = run(str(course), "--check")
    assert (result.exit_code, result.output) == (1, f"would format {course / 'a.md'}\n")
    result = run(str(course), "--diff")
    assert result.exit_code == 0
    assert "-title: A b\n" in result.output
    assert '+title: "A b"\n' in result.output
    assert (course / "a.md").read_bytes() == before


def test_standard_input_goes_to_standard_output() -> None:
    result = run("-", input=b"---\r\nphase: 1\r\ntitle: A\r\n---\r\n")
    assert (result.exit_code, result.stdout_bytes) == (0, b"---\r\ntitle: A\r\nphase: 1\r\n---\r\n")


def test_what_cannot_be_formatted_is_reported(course: Path) -> None:
    assert run(str(course / "nowhere")).exit_code == 2
    (course / "b.md").write_bytes(b"\xff")
    result = run(str(course))
    assert result.exit_code == 1
    assert "b.md is not UTF-8 text" in result.output
