"""Ids and keys, on which learners' records depend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from authors import ANY_TEXT, WORDS
from hypothesis import given
from hypothesis import strategies as st

from courseware.course.compiler import check_course
from courseware.language.identifier import distinct_keys, is_identifier, key, slug


@given(st.one_of(ANY_TEXT, WORDS, st.text()))
def test_a_slug_is_always_an_identifier(words: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,120}", slug(words))
    assert is_identifier(slug(words))
    assert slug(slug(words)) == slug(words)


@given(st.text("abc", min_size=121, max_size=300), st.text("abc", min_size=1, max_size=5))
def test_long_texts_with_one_beginning_stay_two(words: str, more: str) -> None:
    assert len(slug(words)) == len(slug(words + more)) == 120
    assert slug(words) != slug(words + more)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("What did you see?", "what_did_you_see"),
        ("It's Ada's", "its_adas"),
        ("Größe & Maß", "grosse_mass"),
        ("Ελληνικά", "ellinika"),
        ("Привет", "privet"),
        ("日本語", "ribenyu"),
        ("مرحبا", "mrhb"),
        ("1-2 (No improvement)", "1_2_no_improvement"),
        ("__init__", "init"),
    ],
)
def test_a_slug_can_be_read(words: str, expected: str) -> None:
    assert slug(words) == expected


@pytest.mark.parametrize("words", ["???", "🫥", "", " "])
def test_what_has_no_letters_is_hashed(words: str) -> None:
    assert re.fullmatch(r"x[0-9a-f]{8}|[a-z_]+", slug(words))
    assert slug("???") != slug("!!!")


@given(st.lists(st.text(), unique=True))
def test_keys_do_not_depend_on_order(identifiers: list[str]) -> None:
    keys, _ = distinct_keys("interaction", identifiers)
    assert keys == distinct_keys("interaction", reversed(identifiers))[0]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{4}", key) for key in keys.values())


def _with_one_key(kind: str, count: int = 2) -> list[str]:
    """Ids with the same key; finding a pair takes about 5,000 attempts."""
    found: dict[str, list[str]] = {}
    for number in range(200_000):
        same = found.setdefault(key(kind, f"lesson.q{number}"), [])
        same.append(f"lesson.q{number}")
        if len(same) == count:
            return same
    raise AssertionError("no two ids with one key")


def test_two_ids_with_one_key_both_take_another() -> None:
    first, other = _with_one_key("interaction")
    keys, clashes = distinct_keys("interaction", [first, other, "lesson.x"])
    assert clashes == []
    assert keys[first] == key("interaction", first, 1) != keys[other] == key("interaction", other, 1)
    assert keys["lesson.x"] == key("interaction", "lesson.x")


def _course(folder: Path, body: str) -> dict[str, tuple[str, list[str]]]:
    """Id of each interaction in a course → its key and those of its options."""
    (folder / "lesson.md").write_text(f"---\ntitle: T\n---\n{body}", encoding="utf-8")
    course, diagnostics = check_course(folder)
    assert diagnostics == []
    assert course
    return {
        interaction.id: (interaction.key, sorted(option.key for option in interaction.options))
        for interaction in course.interactions
    }


def test_two_interactions_with_one_key_both_take_another(tmp_path: Path) -> None:
    first, other = _with_one_key("interaction")
    labels = [identifier.removeprefix("lesson.") for identifier in (first, other)]
    fields = "".join(f"**{label}**\n{{type: text}}\n" for label in (*labels, "Third"))
    keys = {
        identifier: found
        for identifier, (found, _) in _course(tmp_path, f"## F\n{{type: form}}\n{fields}").items()
    }
    assert keys == {
        first: key("interaction", first, 1),
        other: key("interaction", other, 1),
        "lesson.third": key("interaction", "lesson.third"),
    }


def test_ids_and_keys_survive_what_is_added_moved_and_edited(tmp_path: Path) -> None:
    before = _course(
        tmp_path,
        "## Form\n{type: form}\n**First**\n{type: text}\n**Second**\n{type: select, options: [a, b]}\n"
        "## Third\n{type: ranking, answer: ordered}\n- x\n- y\n- z\n",
    )
    after = _course(
        tmp_path,
        "## New\n{type: selection}\nWords.\n- q\n- r\n"
        "## Third\n{type: ranking, answer: ordered}\nPrompt.\n- z\n- x\n- y\n"
        "## Reworded form\n{type: form}\n### Group\nWords.\n**Second**\nHelp.\n"
        "{type: select, options: [b, a], hint: h}\n"
        "**Between**\n{type: text}\n### Another\n**First**:\n{type: text, placeholder: p, required: false}\n",
    )
    assert before.items() <= after.items()
    assert len(after) == 5


def test_two_options_with_one_key_are_reported(tmp_path: Path) -> None:
    found: dict[str, str] = {}
    pair = next(
        (found[first], f"o{number}")
        for number in range(200_000)
        if found.setdefault(first := key("option", f"o{number}"), f"o{number}") != f"o{number}"
    )
    text = f"---\ntitle: T\n---\n## Q\n{{type: selection}}\n- {pair[0]}\n- {pair[1]}\n"
    (tmp_path / "lesson.md").write_text(text, encoding="utf-8")
    _, diagnostics = check_course(tmp_path)
    assert [
        (diagnostic.code, diagnostic.span and (diagnostic.span.line, diagnostic.span.column))
        for diagnostic in diagnostics
    ] == [("C111", (5, 1))]
