"""Interface texts: one table for each language, with the same keys, and no unused texts."""

from __future__ import annotations

import re

import pytest

from courseware.data import templates_folder
from courseware.language.interface_texts import FALLBACK, interface_texts, languages, placeholders
from courseware.site.modules import runtime_modules

# Used only by the compiler: the writing direction, and the words that begin the label of a rating.
_OF_THE_COMPILER = {
    "direction",
    "rate_words",
    "part_complete",
    "part_incomplete",
    "part_passed",
    "part_not_passed",
    "part_over",
    "summary_complete",
    "summary_failed",
    "summary_incomplete",
    "summary_over",
    "summary_passed",
    "statement_false",
    "statement_true",
}
_IN_TEMPLATES = re.compile(r"\btexts\.(\w+)")
_NAMED = re.compile(r"""["']([a-z_]+)["']|\b([a-z]+(?:_[a-z]+)+):|`([a-z_]+)\$\{""")
"""A string literal, a property name, or the beginning of a key before `${`."""
_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_NOT_SAID = set(
    "check contents correct done download exit finish incorrect next previous start submit summary".split()
)
"""Hooks, results, events and other words in scripts that are spelt like the key of a text."""


def _template_keys() -> set[str]:
    return {
        key
        for path in templates_folder().rglob("*.html")
        for key in _IN_TEMPLATES.findall(path.read_text("utf-8"))
    }


def _named(source: str) -> set[str]:
    """The keys of texts that a script uses, whole or by their beginning."""
    keys = set(interface_texts(FALLBACK))
    code = _COMMENT.sub("", re.sub(r"export const says = .*?;", "", source, flags=re.DOTALL))
    found = [match.groups(default="") for match in _NAMED.finditer(code)]
    words = {word for literal, name, _ in found for word in (literal, name)} - _NOT_SAID
    beginnings = tuple(beginning for *_, beginning in found if beginning)
    return {key for key in keys if key in words or key.startswith(beginnings)}


def test_the_languages_that_the_project_promises() -> None:
    assert set(languages()) >= {"ar", "de", "en", "es", "fr"}


@pytest.mark.parametrize("language", languages())
def test_every_table_has_the_keys_and_placeholders_of_the_english_one(language: str) -> None:
    english, table = interface_texts(FALLBACK), interface_texts(language)
    assert list(table) == sorted(english)
    different = {key for key in english if placeholders(table[key]) != placeholders(english[key])}
    assert different == set()


@pytest.mark.parametrize("language", languages())
def test_no_text_is_empty(language: str) -> None:
    table = interface_texts(language)
    assert [key for key, text in table.items() if not text.strip()] == []
    assert all(word.strip() for word in table["rate_words"].split("|"))
    assert table["direction"] in {"ltr", "rtl"}


def test_only_names_are_the_same_in_two_languages() -> None:
    """A text that nobody translated equals the English one."""
    english = interface_texts(FALLBACK)
    alike = {
        (language, key)
        for language in set(languages()) - {FALLBACK}
        for key, text in interface_texts(language).items()
        if text == english[key] and key != "direction"
    }
    assert alike == {("fr", "classification"), ("fr", "score")}


def test_every_text_is_shown_somewhere_and_every_text_shown_exists() -> None:
    keys = set(interface_texts(FALLBACK))
    shown = _template_keys() | {key for module in runtime_modules().values() for key in module.says}
    assert shown - keys == set()
    assert keys - shown - _OF_THE_COMPILER == set()


@pytest.mark.parametrize("name", runtime_modules())
def test_a_module_exports_the_keys_of_the_texts_that_it_names(name: str) -> None:
    source = (templates_folder() / "runtime" / name).read_text("utf-8")
    assert sorted(_named(source)) == list(runtime_modules()[name].says)


@pytest.mark.parametrize(
    ("language", "course"),
    [("ar", "دورة"), ("de", "Kurs"), ("en", "course"), ("es", "curso"), ("fr", "cours")],
)
def test_what_a_part_says_of_its_ending_is_true_of_it_and_not_of_the_course(
    language: str, course: str
) -> None:
    """A document with its own launch shows the same texts; other documents remain."""
    texts = interface_texts(language)
    said = {
        "closed",
        "closing_completed",
        "closing_failed",
        "closing_passed",
        "pass_mark_told",
        "review_changed",
    }
    endings = {f"part_{name}" for name in ("complete", "incomplete", "not_passed", "over", "passed")}
    assert [key for key in sorted(said | endings) if re.search(rf"\b\w*{course}\b", texts[key])] == []
