"""The guides are correct: examples compile, commands and options exist, links lead somewhere."""

from __future__ import annotations

import inspect
import json
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from zipfile import ZipFile

import click
import pytest
import yaml
from click.testing import CliRunner
from markdown_it import MarkdownIt

from courseware.commands import COMMANDS, faults, main
from courseware.commands.faults import FAULTS
from courseware.course import settings
from courseware.course.compiler import check_course
from courseware.course.targets import KINDS
from courseware.course.theme import themes
from courseware.diagnostics import ERROR, WARNING, Fault
from courseware.formats import ALIASES, FORMATS
from courseware.language import components
from courseware.language import front_matter as frontmatter
from courseware.language.formatting import formatting
from courseware.language.front_matter import FrontMatter
from courseware.language.interface_texts import languages
from courseware.language.parse import read_document
from courseware.validation.standards import SCORM_STANDARDS

ROOT = Path(__file__).parent.parent
STARTER = ROOT / "templates/course"
LANGUAGE = ROOT / "docs/language.md"
PUBLISHING = ROOT / "docs/publishing.md"
RECORDS = ROOT / "docs/records.md"
PREVIEW = ROOT / "docs/preview.md"
FIRST_HOUR = ROOT / "docs/first-hour.md"
GUIDES = [
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")),
    *sorted((ROOT / "docs").glob("*.md")),
]

MATTER = "---\ntitle: Tides\n---\n\n"
WRAPPINGS = {
    "": "{}",
    "section": MATTER + "## What it is about\n\n{}",
    "field": MATTER + "## The form\n\n{{type: form}}\n\n{}",
    "mistake": MATTER + "{}",
}
"""Second word in the info string of an example's fence → the text around the example."""

PARTS_OF_COMPONENTS = (
    "Cards",
    "Sections that ask nothing",
    "Questions that are sections",
    "Forms and their fields",
    "What all questions share",
    "Navigation and the start button",
    "Parts that several pages share",
    "Earlier answers",
    "Parts that not everybody gets",
    "Pools",
)

BESIDE = {
    "_safety.md": "Tell somebody where you go.\n",
    "_parts/fields.md": "**When?**\n{type: text}\n",
    "harbour.md": MATTER + "## The old lock\n\nIt has been dry since 1911.\n",
    **dict.fromkeys(("media/bay.svg", "media/waves.mp4", "media/horn.mp3", "files/table.pdf"), "\n"),
    "media/waves.vtt": "WEBVTT\n",
}
"""Files to which the examples refer."""


@dataclass(frozen=True)
class Fence:
    """A code block of a guide."""

    guide: str
    line: int
    info: tuple[str, ...]
    content: str

    def __str__(self) -> str:
        return f"{self.guide}:{self.line}"


@cache
def fences(path: Path) -> list[Fence]:
    tokens = MarkdownIt("commonmark").disable("inline").parse(path.read_text(encoding="utf-8"))
    return [
        Fence(path.name, token.map[0] + 1 if token.map else 0, tuple(token.info.split()), token.content)
        for token in tokens
        if token.type == "fence"
    ]


EXAMPLES = [fence for fence in fences(LANGUAGE) if fence.info[:1] == ("markdown",)]
YAML = [
    fence
    for path in (LANGUAGE, PUBLISHING, FIRST_HOUR)
    for fence in fences(path)
    if fence.info == ("yaml", "course")
]


def wrapped(example: Fence) -> str:
    """The document that an example consists of, or belongs to."""
    wrapping = WRAPPINGS[(example.info[1:] or ("",))[0]]
    return wrapping.format(example.content) if wrapping != "{}" else example.content


def compiled(folder: Path, example: Fence, name: str = "tides.md") -> tuple[list[str], list[str]]:
    """The codes that an example gives, and the ids of its interactions."""
    for file, content in BESIDE.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (folder / name).write_text(wrapped(example), encoding="utf-8")
    course, diagnostics = check_course(folder)
    ids = [interaction.id for interaction in course.interactions] if course else []
    return [diagnostic.code for diagnostic in diagnostics], ids


@pytest.mark.parametrize("example", [fence for fence in EXAMPLES if fence.info[1:2] != ("mistake",)], ids=str)
def test_example_compiles_without_diagnostics(example: Fence, tmp_path: Path) -> None:
    assert compiled(tmp_path, example)[0] == []


def test_examples_are_in_the_canonical_form() -> None:
    documents = [fence for path in GUIDES for fence in fences(path) if fence.info[:1] == ("markdown",)]
    right = [document for document in documents if document.info[1:2] != ("mistake",)]
    assert len(right) > len(EXAMPLES) / 2
    edits = [(str(fence), edit.text) for fence in right for edit in formatting(wrapped(fence))]
    assert edits == []


@pytest.mark.parametrize("example", [fence for fence in EXAMPLES if fence.info[1:2] == ("mistake",)], ids=str)
def test_mistake_has_the_code_it_is_shown_for(example: Fence, tmp_path: Path) -> None:
    assert compiled(tmp_path, example)[0] == [example.info[2]]


def test_guide_has_documents_fragments_and_mistakes() -> None:
    kinds = {(example.info[1:] or ("",))[0] for example in EXAMPLES}
    assert kinds == set(WRAPPINGS)


def test_ids_that_the_guide_names_are_those_of_its_examples(tmp_path: Path) -> None:
    told = set(re.findall(r"`(tides\.[a-z0-9_]+)`", LANGUAGE.read_text(encoding="utf-8")))
    told.discard("tides.md")
    made: set[str] = set()
    for number, example in enumerate(EXAMPLES):
        made.update(compiled(tmp_path / str(number), example)[1])
    assert told
    assert told <= made


@pytest.mark.parametrize("guide", ["README.md", "docs/first-hour.md"])
def test_documents_in_the_guides_have_no_mistakes(guide: str, tmp_path: Path) -> None:
    documents = [fence for fence in fences(ROOT / guide) if fence.info == ("markdown",)]
    assert documents
    for number, document in enumerate(documents):
        assert compiled(tmp_path / str(number), document)[0] == []


@pytest.mark.parametrize("example", YAML, ids=str)
def test_settings_in_the_guides_are_settings(example: Fence) -> None:
    given, diagnostics = settings.read_settings("course.yaml", example.content)
    assert diagnostics == []
    assert given.spans


# The tables


@cache
def part(path: Path, heading: str) -> str:
    """The text below a `##` heading."""
    text = path.read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark").parse(text)
    starts = {
        tokens[number + 1].content: token.map[1]
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.map
    }
    ends = [start for start in starts.values() if start > starts[heading]]
    return "\n".join(text.splitlines()[starts[heading] : min(ends, default=None)])


def rows(text: str) -> list[list[str]]:
    """The cells of all rows of all tables."""
    lines = (line for line in text.splitlines() if line.startswith("| "))
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def named(cells: Iterable[str]) -> set[str]:
    """The texts in backticks."""
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_key_of_front_matter_has_a_row() -> None:
    assert named(row[0] for row in rows(part(LANGUAGE, "Front matter"))) == set(frontmatter.KEYS)


@pytest.mark.parametrize("name", components.COMPONENTS)
def test_component_is_explained_with_every_key(name: str) -> None:
    text = LANGUAGE.read_text(encoding="utf-8")
    tables = [row for heading in PARTS_OF_COMPONENTS for row in rows(part(LANGUAGE, heading))]
    keys = named(cell for row in tables for cell in row)
    assert f"{{type: {name}" in text
    assert components.COMPONENTS[name].keys.keys() - keys == set()


def test_every_setting_has_a_row_with_its_words_and_its_default() -> None:
    table = rows(part(LANGUAGE, "Settings of the course"))
    settings_rows = {name: row for row in table for name in named(row[:1])}
    assert settings_rows.keys() == settings.KEYS.keys()
    for key, (kind, default) in settings.KEYS.items():
        _, takes, without = settings_rows[key]
        if kind.expected.startswith("`"):
            assert named([kind.expected]) - named([takes]) == set(), key
        if isinstance(default, bool | str) and default != "":
            assert named([without]) == {str(default).lower()}, key


def test_diagnostics_in_the_guide_have_their_severity() -> None:
    table = rows(part(LANGUAGE, "When something is wrong"))
    documented = [row[:2] for row in table if re.fullmatch(r"[A-Z]\d{3}", row[0])]
    assert documented
    assert documented == [[code, FAULTS[code].severity] for code, _ in documented]


def test_no_two_faults_share_a_code() -> None:
    layers = filter(inspect.ismodule, vars(faults).values())
    found = {row for layer in layers for row in vars(layer).values() if isinstance(row, Fault)}
    assert sorted(row.code for row in found) == sorted(FAULTS)


def test_reports_in_the_guides_are_in_the_words_of_the_program() -> None:
    """The message and the hint of each report that a code block shows."""
    report = re.compile(
        r"^\S+: (error|warning)\[(\w+)\]: (.*)\n(?: +\S* ?\|.*\n)*  help: (.*)$", re.MULTILINE
    )
    shown = [found for path in GUIDES for fence in fences(path) for found in report.findall(fence.content)]
    assert len(shown) >= 4
    for severity, code, message, hint in shown:
        fault = FAULTS[code]
        assert severity == fault.severity
        for words, row in ((message, fault.message), (hint, fault.hint)):
            assert re.fullmatch(re.sub(r"\\{\w+\\}", ".*", re.escape(row)), words), (code, words)


def test_every_family_of_codes_is_listed() -> None:
    table = rows(part(LANGUAGE, "When something is wrong"))
    families = [row[0].removesuffix("…") for row in table if row[0].endswith("…")]
    assert [code for code in FAULTS if not code.startswith(tuple(families))] == []
    assert [family for family in families if not any(code.startswith(family) for code in FAULTS)] == []


CODES = ROOT / "docs/codes.md"
HEAD = """# All codes

This page lists every error and warning that courseware can report. `courseware explain M203` says more about one code,
usually with an example. Words in *italics*, and `…` in code, stand for the details of each report. "error or warning"
means that the standards differ.

`make codes` makes this page from the program.
"""
TABLE = "| code | severity | message | what to do |\n| --- | --- | --- | --- |\n"


def families_of_codes() -> Iterator[tuple[str, list[str]]]:
    """What each family of codes is about, and its codes; for packages, as in the guide to validating."""
    for family, title, *_ in rows(part(LANGUAGE, "When something is wrong")):
        if family.endswith("…") and family != "P…":
            codes = [code for code in FAULTS if code.startswith(family.removesuffix("…"))]
            yield f"{title[0].upper()}{title[1:]}", sorted(codes)
    guide = part(ROOT / "docs/validating.md", "What it looks at")
    for title, ranges in re.findall(r"^- \*\*(.+?)\*\* \((P[^)]+)\)", guide, re.MULTILINE):
        bounds = [bound.split("–") for bound in ranges.split(", ")]
        yield title, sorted(code for code in FAULTS if any(bound[0] <= code <= bound[-1] for bound in bounds))


def cell(text: str) -> str:
    """The text of a fault for a table: placeholders in italics, or `…` within code."""
    text = re.sub(
        r"(?<=\S)\{\w+\}$", "", text
    )  # for example a suggestion, which begins with its own space or comma
    pieces = text.split("`")
    pieces[::2] = [
        re.sub(r"\{(\w+)\}", r"*\1*", re.sub(r"([*<|\[])", r"\\\1", piece)) for piece in pieces[::2]
    ]
    pieces[1::2] = [re.sub(r"(?<!\\)\|", r"\|", re.sub(r"\{\w+\}", "…", piece)) for piece in pieces[1::2]]
    return "`".join(pieces).replace("{{", "{").replace("}}", "}")


def line_of_code(fault: Fault) -> str:
    severities = {fault.severity}
    for standard in SCORM_STANDARDS.values():
        severities |= {ERROR} if fault in standard.errors else set()
        severities |= {WARNING} if fault in standard.unjudged else set()
    return (
        f"| {fault.code} | {' or '.join(sorted(severities))} | {cell(fault.message)} | {cell(fault.hint)} |\n"
    )


def test_list_of_codes_is_that_of_the_program(request: pytest.FixtureRequest) -> None:
    families = list(families_of_codes())
    assert sorted(code for _, codes in families for code in codes) == sorted(FAULTS)
    tables = (
        f"\n## {title}\n\n{TABLE}{''.join(line_of_code(FAULTS[code]) for code in codes)}"
        for title, codes in families
    )
    text = HEAD + "".join(tables)
    if request.config.getoption("--update-codes"):
        CODES.write_text(text, encoding="utf-8")
    assert CODES.read_text(encoding="utf-8") == text, "`make codes` rewrites it"


def test_every_media_ending_is_listed() -> None:
    written = " ".join(row[0] for row in rows(part(LANGUAGE, "Links, pictures, sound and video")))
    assert [ending for ending in KINDS if not re.search(rf"\b{ending[1:]}\b", written)] == []


def test_every_custom_property_of_the_plain_theme_is_listed() -> None:
    declared = custom_properties(ROOT / "templates/themes/plain.css")
    assert declared
    assert declared - custom_properties(ROOT / "docs/themes.md") == set()
    assert custom_properties(PUBLISHING) - declared == set()


def custom_properties(path: Path) -> set[str]:
    return set(re.findall(r"^\s*(--[\w-]+):", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_language_and_theme_is_listed() -> None:
    assert [
        language for language in languages() if f"(`{language}`)" not in part(PUBLISHING, "Languages")
    ] == []
    assert [theme for theme in themes() if f"`theme: {theme}`" not in part(PUBLISHING, "The look")] == []


# Commands


def command_lines() -> Iterator[tuple[str, str]]:
    """Every command line in the guides, with its place."""
    for path in GUIDES:
        for fence in fences(path):
            for number, line in enumerate(fence.content.splitlines()):
                found = re.match(
                    r"\s*(?:- )?(?:run: |entry: |\$ )?(?:[A-Z_]+=\S+(?: [^)]*\))? )?(courseware [a-z].*)",
                    line,
                )
                if found:
                    yield f"{path.name}:{fence.line + 1 + number}", found.group(1)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            for words in re.findall(r"`(courseware [a-z][^`]*)`", line):
                yield f"{path.name}:{number + 1}", words
    for path in sorted([*STARTER.iterdir(), *(ROOT / "templates/starters").rglob("*")]):
        if path.suffix in {".md", ".yaml"}:
            for words in re.findall(
                r"(?:#\s+|`)(courseware [a-z]+[^`\n]*?)(?:  |`|\n)", path.read_text(encoding="utf-8")
            ):
                yield path.name, words


COMMAND_LINES = list(command_lines())
FILES_OF_COMMANDS = (
    "course.zip", "other.zip", "statements.json", "packages/my-course.zip", "packages/*.zip",
    "build/between-the-tides-scorm12.zip", "class.csv", "last-year.zip", "last-year.csv",
    "said.jsonl", "who.csv", "map.csv", "table/2026.parquet",
)  # fmt: skip
"""Files that command lines in the guides name."""


@pytest.mark.parametrize(("place", "line"), COMMAND_LINES, ids=[place for place, _ in COMMAND_LINES])
def test_command_that_is_shown_exists(
    place: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command, options and values of a command line; a placeholder (COURSE, DIR) matches any value."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schemas").mkdir()
    for name in FILES_OF_COMMANDS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    words = shlex.split(re.split(r"\s(?:[>|#]|&&)\s|\s{2,}", line)[0])
    name, *values = [re.sub(r"^\[(.*)\]$", r"\1", word) for word in words[1:]]
    assert name in COMMANDS
    placeholders = {"SHELL": "bash", "FORMAT": "json"}
    if values:  # otherwise the option is only named
        with main.make_context("courseware", ["check"]) as parent:  # to get the names -h and --help
            command = main.get_command(parent, name)
            assert command is not None
            context = command.make_context(name, [placeholders.get(value, value) for value in values], parent)
        assert context.params


def test_hooks_for_pre_commit_are_commands_that_the_guide_shows() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    guide = (ROOT / "docs/pipelines.md").read_text(encoding="utf-8")
    for hook in hooks:
        program, name = hook["entry"].split()
        assert (program, name in COMMANDS, hook["language"]) == ("courseware", True, "python")
        assert f"- id: {hook['id']}\n" in guide


def test_every_command_and_option_is_shown() -> None:
    shown = " ".join(line for _, line in COMMAND_LINES)
    assert [name for name in COMMANDS if f"courseware {name}" not in shown] == []
    text = "".join(guide.read_text(encoding="utf-8") for guide in (FIRST_HOUR, PUBLISHING, RECORDS, PREVIEW))
    options = {
        option
        for name in COMMANDS
        for parameter in import_module(f"courseware.commands.{name.replace('-', '_')}").command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert [option for option in options if f"`{option}" not in text] == []


def test_the_guide_to_the_preview_names_its_buttons_as_they_are() -> None:
    """Each name in italics is a text of the preview."""
    named_here = re.findall(
        r"(?<!\*)\*(\w[^*]*)\*(?!\*)", " ".join(PREVIEW.read_text(encoding="utf-8").split())
    )
    texts = json.loads((ROOT / "courseware/preview/texts/en.json").read_text(encoding="utf-8"))
    assert len(named_here) > 15
    assert {*named_here} - {*texts.values()} == {"JSON", "HAR"}


def test_every_format_is_in_the_table_of_options() -> None:
    table = PUBLISHING.read_text(encoding="utf-8")
    assert [
        name
        for name in (*FORMATS, *ALIASES)
        if f"`--format {name}`" not in table and f"`{name}`" not in table
    ] == []


# Links


@cache
def anchors(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    document, _ = read_document(path.name, path.name, FrontMatter(), text, 1, "en")
    return set(document.anchors)


def targets(guide: Path, attribute: str) -> list[str]:
    """The links (`href`) or pictures (`src`) of a guide that lead to a file."""
    tokens = MarkdownIt("commonmark").parse(guide.read_text(encoding="utf-8"))
    found = [str(child.attrs.get(attribute, "")) for token in tokens for child in token.children or ()]
    return [target for target in found if target and not target.startswith(("https:", "mailto:"))]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_lead_somewhere(guide: Path) -> None:
    dead = []
    for link in targets(guide, "href"):
        file, _, anchor = link.partition("#")
        target = guide.parent / file if file else guide
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_files_of_the_project_that_a_guide_names_are_there(guide: Path) -> None:
    named = re.findall(
        r"`((?:courseware|docs|manifests|templates|tests)/[^`\s<>]*)`", guide.read_text("utf-8")
    )
    assert [name for name in named if not any(ROOT.glob(name.rstrip("/")))] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_pictures_are_there(guide: Path) -> None:
    pictures = [guide.parent / source for source in targets(guide, "src")]
    assert [picture for picture in pictures if not picture.exists()] == []


def test_pictures_are_shown_and_light() -> None:
    """All pictures of `make pictures` are used, and small, because a reader of a guide waits for them."""
    shown = {(guide.parent / source).resolve() for guide in GUIDES for source in targets(guide, "src")}
    weights = {path: path.stat().st_size for path in (ROOT / "docs" / "pictures").iterdir()}
    assert weights.keys() == shown
    assert max(weights.values()) <= 150_000


# The course that `courseware new` writes


def test_new_course_packages_without_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written = CliRunner().invoke(main, ["new", "my-course"])
    assert written.exit_code == 0
    made = CliRunner().invoke(main, ["package", "my-course", "--strict", "--output", "my-course.zip"])
    assert (made.exit_code, made.stderr, made.exception) == (0, "", None)
    with ZipFile("my-course.zip") as archive:
        assert {"imsmanifest.xml", "index.html", "media/cup.svg"} <= set(archive.namelist())


def test_readme_shows_what_package_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["new", "my-course"])
    printed = CliRunner().invoke(main, ["package", "my-course"]).stdout
    [shown] = [fence.content for fence in fences(ROOT / "README.md") if "scorm12.zip  " in fence.content]

    def without_size(text: str) -> str:
        return re.sub(r"\d+\.\d kB", "kB", text)

    assert without_size(shown).strip() == without_size(printed).strip()


def test_new_course_shows_what_a_beginner_needs() -> None:
    course, diagnostics = check_course(STARTER)
    assert course is not None
    assert diagnostics == []
    assert [page.document for page in course.pages] == ["leaves", "water", "your_cup"]
    kinds = {interaction.kind for interaction in course.interactions}
    assert {"choice", "likert", "sequencing", "long-fill-in"} <= kinds
    judged = [interaction for interaction in course.interactions if interaction.answer is not None]
    assert any(option.feedback for interaction in judged for option in interaction.options)


def test_new_course_names_what_there_is() -> None:
    course, _ = check_course(STARTER)
    assert course is not None
    form = (STARTER / "your-cup.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(your_cup\.\w+)`", form))
    assert told
    assert told <= {interaction.id for interaction in course.interactions}
    keys = re.findall(r"^(?:# )?(\w+):", (STARTER / "course.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert "title" in keys
    assert set(keys) <= settings.KEYS.keys()
