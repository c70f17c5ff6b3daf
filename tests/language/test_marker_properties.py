"""The marker grammar: what is written is read back, and every mistake has a place."""

from __future__ import annotations

import pytest
from authors import ANY_TEXT, MARKERS, WORDS, lies_within
from hypothesis import example, given, settings
from hypothesis import strategies as st

from courseware.language.marker import Marker, Scalar, read_marker
from courseware.language.source_text import SourceText

NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,15}", fullmatch=True)
BARE = st.one_of(
    st.sampled_from(["true", "false", "Yes", "1:30", "1-5", "1.50", "-3", "it's", "5 > 3", "a b"]),
    st.from_regex(r"[\w.+%/-]{1,20}", fullmatch=True),
)


def quoted(text: str, quote: str = '"') -> str:
    """A text quoted for the grammar."""
    for sign, escaped in (("\\", "\\\\"), (quote, "\\" + quote), ("\n", "\\n")):
        text = text.replace(sign, escaped)
    return f"{quote}{text}{quote}"


def read(text: str) -> Marker:
    marker, end, diagnostics = read_marker(SourceText("a.md", text), text.index("{"))
    assert diagnostics == []
    assert end == len(text)
    return marker


@given(
    st.dictionaries(NAMES, ANY_TEXT, min_size=1, max_size=5),
    st.sampled_from("\"'"),
    st.sampled_from([" ", "\n", ""]),
)
def test_a_quoted_text_is_read_as_it_was_written(values: dict[str, str], quote: str, gap: str) -> None:
    values = {name: text.replace("\n\n", "\n") for name, text in values.items()}
    written = f",{gap}".join(f"{name}:{quoted(text, quote)}" for name, text in values.items())
    entries = read(f"{{{written}}}").entries
    assert {
        name: entry.value.text for name, entry in entries.items() if isinstance(entry.value, Scalar)
    } == values


@given(st.lists(st.one_of(BARE, WORDS.map(quoted)), max_size=6), BARE)
def test_lists_and_bare_words_are_read_as_they_were_written(items: list[str], word: str) -> None:
    text = f"{{type: select, options: [{', '.join(items)}], last: {word}}}"
    entries = read(text).entries
    options = entries["options"].value
    assert isinstance(options, tuple)
    assert [text[slice(*item.place)] for item in options if isinstance(item, Scalar)] == items
    assert isinstance(entries["last"].value, Scalar)
    assert entries["last"].value.text == word
    assert not entries["last"].value.quoted


@settings(max_examples=300)
@given(st.one_of(ANY_TEXT, MARKERS, st.text("{}[]:,\"'\\“”„«‘’ntypea1 \n")))
@example('{a: "' + "x" * 4000 + '"}')
@example("{a: [" * 5000)
@example("{a: b\n" * 1000)
@example('{type: text, hint: "\\')
def test_anything_may_follow_an_opening_brace(text: str) -> None:
    text = "{" + text
    marker, end, diagnostics = read_marker(SourceText("a.md", text), 0)
    assert 0 < end <= len(text)
    assert marker.place == (0, end)
    assert marker.sound == (not diagnostics)
    assert [diagnostic for diagnostic in diagnostics if not lies_within(diagnostic, text)] == []
    assert all(
        0 < start <= stop <= len(text) for start, stop in (entry.place for entry in marker.entries.values())
    )
    places = [(diagnostic.code, diagnostic.span) for diagnostic in diagnostics]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("escape", ["\\t", "\\q", "\\u0041", "\\ ", "\\{"])
def test_an_unknown_escape_is_reported_at_its_place(escape: str) -> None:
    text = f'{{hint: "ab{escape}c"}}'
    _, _, diagnostics = read_marker(SourceText("a.md", text), 0)
    assert [(diagnostic.code, diagnostic.span and diagnostic.span.column) for diagnostic in diagnostics] == [
        ("M104", 11)
    ]


def test_a_long_text_is_one_text() -> None:
    text = "long, } ] words " * 250
    entry = read(f"{{placeholder: {quoted(text)}}}").entries["placeholder"]
    assert isinstance(entry.value, Scalar)
    assert len(entry.value.text) == 4000
