"""Syntax highlighting: no character of a program changes, whatever the language."""

from __future__ import annotations

from html import unescape
from re import sub

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.language.programs import LONGEST, coloured

LANGUAGES = (
    "python",
    "html",
    "c",
    "bash",
    "json",
    "yaml",
    "diff",
    "console",
    "sql",
    "css",
    "php",
    "latex",
    "rust",
)


@settings(max_examples=200)
@given(st.sampled_from(LANGUAGES), st.text(alphabet="ab01 \n\t\"'<>&/*#{}[]()=+-$\\éö\u2028", max_size=80))
def test_a_program_keeps_its_signs_and_gets_nothing_but_marks(language: str, program: str) -> None:
    html = coloured(program, language, "")
    assert unescape(sub(r'</?span(?: class="[a-z]{1,2}")?>', "", html)) == (program if html else "")


@pytest.mark.parametrize("language", ["", "text", "no_such_language", "TEXT"])
def test_what_is_not_a_program_is_shown_unchanged(language: str) -> None:
    assert coloured("let tide = 1;\n", language, "") == ""


def test_a_program_that_is_too_long_is_shown_as_it_is() -> None:
    assert coloured("a" * LONGEST, "python", "") != ""
    assert coloured("a" * (LONGEST + 1), "python", "") == ""


def test_a_program_with_what_its_language_does_not_have_is_shown_as_it_is() -> None:
    line = '{"tide": "low"}\n'
    assert coloured(line, "jsonl", "") == coloured(line, "json", "") != ""
    assert coloured(line + "{tide: low}\n", "jsonl", "") == ""
