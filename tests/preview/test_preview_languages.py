"""The preview in the project's languages: no text is missing, and pages are right to left if needed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from courses import write
from playwright.sync_api import Browser, expect
from starting import Start
from workbench import shown

from courseware.language.interface_texts import languages
from courseware.preview.texts import DEFAULT, FOLDER, LANGUAGES, Message, in_words, preferred, texts
from courseware.preview.troubles import KINDS

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = (
    "({iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
)


def test_the_preview_speaks_the_languages_of_courses() -> None:
    assert sorted(LANGUAGES) == languages() == sorted(file.stem for file in FOLDER.glob("*.json"))


def test_a_class_is_deleted_and_not_forgotten() -> None:
    forget = re.compile("forget|vergessen|olvidar|oublier|نسيان", re.IGNORECASE)
    assert [language for language in LANGUAGES if forget.search(" ".join(texts(language).values()))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing(language: str) -> None:
    words = texts(language)
    assert words.keys() == texts(DEFAULT).keys()
    assert [key for key, text in words.items() if not text.strip() or text != text.strip()] == []
    assert {f"trouble_{kind}" for kind in KINDS} <= words.keys()
    fields = {key: sorted(re.findall(r"{\w+}", text)) for key, text in words.items()}
    assert fields == {key: sorted(re.findall(r"{\w+}", text)) for key, text in texts(DEFAULT).items()}
    said = {key for key, text in words.items() if re.sub(r"{\w+}|\W", "", text)}
    shared = [key for key in said if words[key] == texts(DEFAULT)[key]]
    assert language == DEFAULT or len(shared) < 15, shared  # some words, such as `format`, are the same


def test_templates_use_exactly_the_texts_that_exist() -> None:
    files = [
        *(ROOT / "templates" / "preview").glob("*.html"),
        *(ROOT / "courseware" / "preview").glob("*.py"),
    ]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    used = set(re.findall(r"\bt\.([a-z_]+)\b", source)) | set(re.findall(r'\bt\["([a-z_]+)"\]', source))
    known = set(json.loads((FOLDER / "en.json").read_text(encoding="utf-8")))
    assert used <= known
    assert {key for key in known if not re.search(rf'\bt\.{key}\b|"{key}"', source)} == {
        f"trouble_{kind}" for kind in KINDS
    }


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("nl, fr-CA;q=0.5, en;q=0.7", "en"),
        ("ar", "ar"),
        ("", "en"),
        ("x;q=none,es", "es"),
        (",;q=,", "en"),
    ],
)
def test_the_language_is_the_one_that_the_browser_asks_for(asked: str, language: str) -> None:
    assert preferred(asked) == language


def test_values_in_texts_are_translated_and_never_read_as_templates() -> None:
    verb = {"en-US": "answered", "de": "beantwortete"}
    told = [
        Message("told_statement_answer", {"verb": verb, "about": "{verb}", "value": "{0.__class__}"}),
        Message("told_committed", {}),
    ]
    assert in_words(told) == "answered “{verb}”: {0.__class__}; committed"
    assert in_words(told, "de") == "beantwortete „{verb}“: {0.__class__}; übermittelt"
    assert in_words([Message("told_sitting", {"value": "2 s"})], "ar").endswith("\u20682 s\u2069")
    assert in_words(told, "fr").startswith("answered «\xa0{verb}\xa0»")


def test_the_pages_are_in_the_language_and_fit(browser: Browser, start: Start, tmp_path: Path) -> None:
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3", "--simulate", "3")
    context = browser.new_context(viewport={"width": 1440, "height": 800}, locale="fr-FR", bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    shown(page)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    for language in ("de", "es", "ar"):
        before = page.locator("html").get_attribute("data-shown") or ""
        page.locator("select[name=language]").select_option(language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        shown(page, before)
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        expect(page.get_by_role("button", name=texts(language)["resume"])).to_be_visible()
        expect(page.locator("[data-said] .words").first).to_have_text(texts(language)["told_began"])
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 800})
            beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert beyond <= 0, (language, width, beyond)
        page.set_viewport_size({"width": 1440, "height": 800})
    for view in ("", "gradebook", "gradebook/moodle"):
        page.goto(address + view)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        page.evaluate(AXE)
        found = page.evaluate(f"async () => (await axe.run(document, {RULES})).violations")
        assert [(view, violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
    context.close()
