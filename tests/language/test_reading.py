"""The steps of reading a document, each tested with strings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.language import other_programs
from courseware.language.abbreviations import MOST_ABBREVIATIONS
from courseware.language.blocks import Blocks, ReadMarker, read_blocks
from courseware.language.document import Group, Interaction, Link, Prose
from courseware.language.front_matter import FrontMatter, read_front_matter, split
from courseware.language.markdown import LONGEST_PARAGRAPH
from courseware.language.parse import read_document
from courseware.language.reading import Reading
from courseware.language.sections import navigation_of, sections_of
from courseware.language.source_text import SourceText


def reading_of(text: str) -> tuple[Reading, Blocks]:
    reading = Reading("tides", SourceText("tides.md", text), "en")
    return reading, read_blocks(reading)


def question(field: str, language: str = "en") -> Interaction:
    document, diagnostics = read_document(
        "a.md", "a.md", FrontMatter(title="T"), f"## F\n\n{{type: form}}\n\n{field}", 1, language
    )
    assert diagnostics == []
    return document.interactions[0]


def test_text_is_split_into_front_matter_and_body_with_their_first_lines() -> None:
    halves, diagnostics = split("a.md", "\n---\ntitle: Tides\n---\n\nThe sea.\n")
    assert diagnostics == []
    assert halves is not None
    assert (halves.matter.strip(), halves.matter_line) == ("title: Tides", 2)
    assert halves.body.strip() == "The sea."


def test_front_matter_is_a_value_with_a_field_for_each_key() -> None:
    matter, diagnostics = read_front_matter("a.md", "title: Tides\nphase: 2\ndraft: true", 2)
    assert diagnostics == []
    assert (matter.title, matter.phase, matter.draft, matter.language) == ("Tides", 2, True, "")
    assert matter.spans["phase"].line == 3


def test_blocks_are_tokens_and_markers_in_order() -> None:
    _, blocks = reading_of("## Plan\n{type: information, icon: sun}\nPack *light*.")
    kinds = [block.name if isinstance(block, ReadMarker) else block[0].type for block in blocks.body]
    assert kinds == ["heading_open", "information", "paragraph_open"]
    assert blocks.anchors == {"plan"}
    marker = blocks.body[1]
    assert isinstance(marker, ReadMarker)
    assert (marker.values["icon"], marker.clean) == ("sun", True)


def test_an_unknown_marker_is_a_block_without_a_component() -> None:
    reading, blocks = reading_of("{type: infomation}")
    marker = blocks.body[0]
    assert isinstance(marker, ReadMarker)
    assert (marker.name, marker.component) == (None, None)
    assert [diagnostic.code for diagnostic in reading.diagnostics] == ["M203"]


def test_footnotes_are_kept_apart_and_shown_behind_the_first_section_that_refers_to_them() -> None:
    reading, blocks = reading_of("## A\n\nx[^n]\n\n## B\n\ny[^n]\n\n[^n]: Note.")
    assert list(blocks.notes) == [0]
    sections = sections_of(blocks, reading)
    assert [section.heading.text if section.heading else "" for section in sections] == ["A", "", "B"]


def test_labels_of_links_are_not_a_block_of_their_section() -> None:
    reading, blocks = reading_of("Text.\n\n{type: navigation, previous: Back, next: On}")
    assert navigation_of(blocks, reading) == ("Back", "On")
    [section] = sections_of(blocks, reading)
    assert [type(block) for block in section.blocks] == [Prose]


def test_a_form_is_groups_of_prose_and_fields() -> None:
    reading, blocks = reading_of("## F\n\n{type: form}\n\nFirst.\n\n### You\n\n**Name**\n{type: text}")
    [section] = sections_of(blocks, reading)
    before, you = section.blocks
    assert isinstance(before, Group)
    assert isinstance(you, Group)
    assert before.heading is None
    assert you.heading is not None
    assert [type(block) for block in you.blocks] == [Interaction]


def test_shared_keys_are_a_value_and_the_others_are_the_components_own() -> None:
    asked = question("**Name**\n{type: text, rows: 2, required: false, points: 3, attempts: 2}")
    assert (asked.shared.required, asked.shared.points, asked.shared.attempts, asked.shared.id) == (
        False,
        3,
        2,
        "",
    )
    assert asked.values["rows"] == 2
    assert "required" not in asked.values


@pytest.mark.parametrize(
    ("label", "options", "language", "kind"),
    [
        ("Rate it", '["1", "2"]', "en", "likert"),
        ("Bewerte es", '["1", "2"]', "de", "likert"),
        ("Rate it", '["1", "2"]', "de", "likert"),
        ("Bewerte es", '["1", "2"]', "en", "choice"),
        ("Rates", '["1", "2"]', "en", "choice"),
        ("Rate it", '["one", "2"]', "en", "choice"),
        ("Rate it", '["1", "2"], rating: false', "en", "choice"),
        ("Any", '["one", "two"], rating: true', "en", "likert"),
    ],
)
def test_when_a_select_is_a_rating(label: str, options: str, language: str, kind: str) -> None:
    assert question(f"**{label}**\n{{type: select, options: {options}}}", language).kind == kind


def test_links_and_media_of_a_document_are_those_of_its_text_each_once() -> None:
    body = "## [A](a.md)\n\n{type: selection}\n\n![p](p.png)\n\n- [b](b.md)\n  > [c](c.md)\n- d"
    document, _ = read_document("a.md", "a.md", FrontMatter(title="T"), body, 1, "en")
    written = [target.href if isinstance(target, Link) else target.target for target in document.targets]
    assert written == ["a.md", "p.png", "b.md", "c.md"]


def test_an_enormous_paragraph_is_reported_and_not_read() -> None:
    reading, blocks = reading_of("## A\n\n" + "*a " * (LONGEST_PARAGRAPH // 3 + 1) + "\n\nB")
    assert [
        (diagnostic.code, diagnostic.span.line if diagnostic.span else 0)
        for diagnostic in reading.diagnostics
    ] == [("D121", 3)]
    assert len(blocks.body) == 3
    assert reading_of("a" * LONGEST_PARAGRAPH)[0].diagnostics == []


def test_a_marker_above_the_heading_that_it_belongs_to_is_one_mistake() -> None:
    body = "{type: selection}\n## Which moon?\n\n- full\n- new"
    _, diagnostics = read_document("a.md", "a.md", FrontMatter(title="T"), body, 1, "en")
    assert [diagnostic.code for diagnostic in diagnostics] == ["D117"]


def test_what_is_not_read_is_not_looked_through_for_other_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(other_programs, "_may_hold_some", lambda token, _: looked_at.append(token.content))
    reading_of("<![CDATA[" * (LONGEST_PARAGRAPH // 9 + 1) + "\n\nB")
    assert looked_at == ["B"]


@pytest.mark.parametrize("before", ["", "## ", "- ", "> ", "a[^a]\n\n[^a]: ", "a\n: ", "| a |\n| - |\n| "])
@given(
    unit=st.text("*_[]()!^`<&{}$~:a\\ ", min_size=1, max_size=12).filter(lambda text: text.strip() == text)
)
@settings(max_examples=10)
def test_whatever_a_block_is_filled_with_is_read_up_to_a_length(before: str, unit: str) -> None:
    """Beyond the limit, an error says where, and the rest is not read."""
    body = "a" + unit * (LONGEST_PARAGRAPH // len(unit) + 1)
    diagnostics = read_document("a.md", "a.md", FrontMatter(title="T"), before + body, 1, "en")[1]
    assert [diagnostic.code for diagnostic in diagnostics] == ["D121"]


@pytest.mark.parametrize(
    "matter",
    [
        "a: " + "[" * 21 + "]" * 21,
        "".join(" " * depth + "k:\n" for depth in range(25)),
        "a:\n" + "- " * 25 + "x",
        "".join(" " * depth + "k:\n" for depth in range(15)) + " " * 15 + "k: " + "[" * 10 + "]" * 10,
    ],
)
def test_front_matter_that_nests_too_deeply_is_refused(matter: str) -> None:
    _, [asked] = read_front_matter("a.md", matter, 1)
    assert (asked.code, "nested too deeply" in asked.message) == ("F103", True)


def test_abbreviations_are_bounded_in_number() -> None:
    words = [f"A{number}" for number in range(MOST_ABBREVIATIONS + 1)]
    reading, _ = reading_of(" ".join(words) + "\n\n" + "".join(f"*[{word}]: x\n" for word in words))
    assert [(diagnostic.code, diagnostic.message) for diagnostic in reading.diagnostics] == [
        ("D134", f'too many abbreviations: "A{MOST_ABBREVIATIONS}" is beyond the limit')
    ]
