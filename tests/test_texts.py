"""Interface texts: one table a language, all of them with the same keys, and no text that nobody shows."""

from __future__ import annotations

import re

import pytest

from courseware.data import templates_folder
from courseware.language.interface_texts import FALLBACK, interface_texts, languages, placeholders

# Read by the compiler: the direction of writing, and the words that open a rating's label.
_OF_THE_COMPILER = {
    "direction",
    "rate_words",
    "part_complete",
    "part_incomplete",
    "part_passed",
    "part_not_passed",
}
_IN_TEMPLATES = re.compile(r"\btexts\.(\w+)")
_WORD = re.compile(r"[a-z_]+")
_BEGINNING = re.compile(r"`([a-z_]+)\$\{")


def _template_keys() -> set[str]:
    return {
        key
        for path in templates_folder().rglob("*.html")
        for key in _IN_TEMPLATES.findall(path.read_text("utf-8"))
    }


def _runtime_words() -> tuple[set[str], tuple[str, ...]]:
    """Every word of the scripts, and the beginnings of texts' keys that end in a `${…}`."""
    scripts = (templates_folder() / "runtime").rglob("*.js")
    source = "\n".join(path.read_text("utf-8") for path in scripts)
    return set(_WORD.findall(source)), tuple(_BEGINNING.findall(source))


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
    """A text that was forgotten in translation is the English one."""
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
    in_templates = _template_keys()
    words, beginnings = _runtime_words()
    in_runtime = {key for key in keys if key in words or key.startswith(beginnings)}
    assert in_templates - keys == set()
    assert keys - in_templates - in_runtime - _OF_THE_COMPILER == set()


def test_every_text_that_the_runtime_says_exists() -> None:
    said = {
        key
        for path in (templates_folder() / "runtime").glob("*.js")
        for key in re.findall(r"\bsay\(\"(\w+)\"", path.read_text("utf-8"))
    }
    assert said
    assert said - set(interface_texts(FALLBACK)) == set()
