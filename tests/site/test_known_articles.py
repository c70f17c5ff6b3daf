"""Reusing rendered articles gives the same result as rendering all of them, whatever changes in the course."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from courseware.archive.writer import EARLIEST
from courseware.course.compiler import check_source
from courseware.course.known_documents import KnownDocuments
from courseware.course.source import read_source
from courseware.diagnostics import has_errors
from courseware.formats import load
from courseware.formats.build import packages
from courseware.site.known_articles import KnownArticles

FIRST = """---
title: First
phase: 1
---

Text with [a link](second.md#there) and [a file](notes.txt).

![A hill](hill.svg){.zoom}

## Words

{type: form}

**What do you expect?**
{type: text, id: expected}

{type: start_button, text: "Go on"}
"""
SECOND = """---
title: Second
phase: 2
---

## There

{type: recall, of: first.expected}

## One

{type: selection}

- [x] Yes
- [ ] No
"""
THIRD = "---\ntitle: Third\nphase: 3\n---\n\n![A hill](hill.svg)\n"
HILL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 9 4 0 9 9z"/></svg>'
COURSE = {
    "course.yaml": "id: course\n",
    "first.md": FIRST,
    "second.md": SECOND,
    "third.md": THIRD,
    "notes.txt": "Notes",
    "hill.svg": HILL,
}
EVERY_OTHER = """\
id: other
title: Another
description: About it
version: "2"
author: Somebody
license: CC0
keywords: [one]
duration: PT1H
base_iri: https://example.org/other
theme: field-notes
accent: "#005ea2"
navigation: sequential
completion: viewed
scoring: participation
retries: false
reveal: false
review: false
certificate: true
"""
CHANGES: Mapping[str, Mapping[str, str]] = {
    "a word": {"third.md": THIRD + "\nMore.\n"},
    "a title": {"second.md": SECOND.replace("title: Second", "title: The second")},
    "a heading": {"second.md": SECOND.replace("## One", "## One of two")},
    "the order": {"third.md": THIRD.replace("phase: 3", "phase: 0")},
    "a question that is recalled": {"first.md": FIRST.replace("What do you expect?", "What do you hope?")},
    "the language": {"course.yaml": "id: course\nlanguage: de\n"},
    "an id of a document": {"second.md": SECOND.replace("phase: 2", "phase: 2\nid: other")},
    "a picture that can be enlarged": {"third.md": THIRD.replace("svg)", "svg){.zoom}")},
    "a picture before it that cannot": {"first.md": FIRST.replace("{.zoom}", "")},
    "what a score is made of": {"second.md": SECOND.replace("[x]", "[ ]")},
    "where a link leads": {"first.md": FIRST.replace("second.md#there", "third.md")},
    "a document that is gone": {"third.md": ""},
    "a summary": {"course.yaml": "id: course\nsummary: true\npassing_score: 50\n"},
    "a score that passes": {"course.yaml": "id: course\npassing_score: 50\n"},
    "a word of the interface": {"course.yaml": "id: course\ntexts:\n  next: On\n"},
    "every other setting": {"course.yaml": EVERY_OTHER},
    "the pages": {"course.yaml": "id: course\npages: section\n"},
    "several launches": {
        "course.yaml": "id: course\nstructure: per-document\n",
        "second.md": SECOND.replace("{type: recall, of: first.expected}", ""),
    },
}


def made(
    given: Mapping[str, str], documents: KnownDocuments, articles: KnownArticles | None
) -> Mapping[str, object]:
    source, _ = read_source({name: text for name, text in given.items() if text})
    assert source is not None
    course, diagnostics = check_source(source, read=documents.read)
    assert course is not None
    assert not has_errors(diagnostics), diagnostics
    ((package, _),) = packages(course, [load("scorm12")], EARLIEST, known=articles)
    return {file.name: file.content for file in package.files}


@pytest.mark.parametrize("change", CHANGES)
def test_articles_that_were_made_before_are_those_that_would_be_made_now(change: str) -> None:
    documents, articles = KnownDocuments(), KnownArticles()
    for given in (COURSE, {**COURSE, **CHANGES[change]}, COURSE):
        assert made(given, documents, articles) == made(given, KnownDocuments(), None)


def test_only_what_changed_is_made_again() -> None:
    documents, articles = KnownDocuments(), KnownArticles()
    made(COURSE, documents, articles)
    before = {key: article.html for key, article in articles.made.items()}
    made({**COURSE, "third.md": THIRD + "\nMore.\n"}, documents, articles)
    third = next(key for key, article in articles.made.items() if article.page.title == "Third")
    assert [key for key, article in articles.made.items() if article.html is not before.get(key)] == [third]


def test_a_setting_that_no_article_shows_has_none_made_again() -> None:
    documents, articles = KnownDocuments(), KnownArticles()
    made(COURSE, documents, articles)
    before = {key: article.html for key, article in articles.made.items()}
    made({**COURSE, "course.yaml": "id: course\ntitle: Another\n"}, documents, articles)
    assert all(article.html is before[key] for key, article in articles.made.items())


def test_another_score_that_passes_is_told() -> None:
    documents, articles = KnownDocuments(), KnownArticles()
    quiz = "---\ntitle: Quiz\n---\n\n## One\n\n{type: selection}\n\n- [x] Yes\n- [ ] No\n"
    for score in (50, 60):
        given = {"course.yaml": f"id: course\npassing_score: {score}\n", "quiz.md": quiz}
        assert made(given, documents, articles) == made(given, KnownDocuments(), None)
