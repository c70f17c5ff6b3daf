"""Whole courses as authors write them: no diagnostics, and no lost text."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from courseware.course.compiler import check_course
from courseware.course.course import Course
from courseware.site.site import render_site

COURSES = sorted((Path(__file__).parent / "courses").iterdir())
SEED = Path(__file__).parent / "courses" / "seed"


def clean(folder: Path) -> Course:
    course, diagnostics = check_course(folder)
    assert diagnostics == []
    assert course is not None
    return course


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def page_words(course: Course) -> Counter[str]:
    """The words on the pages that a learner sees, including placeholders."""
    page = html.fromstring(render_site(course)[0].read())
    articles = [element for element in page.iter("article") if "data-summary" not in element.attrib]
    texts = [str(text) for article in articles for text in article.itertext()]
    for element in (element for article in articles for element in article.iter()):
        texts += [value for name in ("placeholder", "alt", "aria-label") if (value := element.get(name))]
    return words_of(" ".join(texts))


def source_words(folder: Path) -> Counter[str]:
    """The words of the documents without syntax: keys, types, icons, fences, link targets."""
    syntax = [
        r"^(components|phase|draft|language|id):.*\n|^  - type:.*\n",
        r"^(\w+):",
        r"(?<=\{)type:\s*\w+",
        r"\b(icon|id):\s*(\"[^\"]*\"|\w+)",
        r"\b(multiple|shuffle|required|rating|points|attempts|rows|max_length|min|max|step|tolerance):\s*[\w.-]+",
        r"\banswer: (ordered|\"[^\"]*\")",
        r"\b(options|labels|placeholder|title|previous|next|text|classification|difficulty|feedback|correct"
        r"|incorrect|hint|answer|unit|label):\s",
        r"(```|~~~)\w*",
        r"(?<=\])\([^)]*\)",
        r"\[[x ]\]",
        r"^\d+\. ",
    ]
    first, *others = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md")))
    # There is no page before the first, so no link with this label.
    text = "\n".join([re.sub(r"previous: \"[^\"]*\"", "", first), *others])
    for pattern in syntax:
        text = re.sub(pattern, "", text, flags=re.MULTILINE)
    return words_of(text)


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_course_has_nothing_to_report_and_loses_no_word(folder: Path) -> None:
    shown = page_words(clean(folder))
    assert source_words(folder) - shown == Counter()


def test_the_seed_has_ten_interactions_of_which_three_are_ratings() -> None:
    course = clean(SEED)
    assert [interaction.kind for interaction in course.interactions] == [
        *["likert"] * 3, "choice", "long-fill-in", "choice", "long-fill-in", "choice", "long-fill-in", "long-fill-in",
    ]  # fmt: skip
    assert [interaction.label for interaction in course.interactions if interaction.kind == "likert"] == [
        f"Rate the improvement in {quality} (1-10 scale)"
        for quality in ("empathy", "helpfulness", "professionalism")
    ]
    assert course.interactions[0].id == "phase4.rate_the_improvement_in_empathy_1_10_scale"
    assert course.interactions[0].options[0].text == "1-2 (No improvement)"
    assert course.pages[0].next == "Exercise Complete"
