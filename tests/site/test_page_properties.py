"""Whatever an author writes stays text: the structure of pages does not change, and ids are unique."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from authors import BODIES, WORDS
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from lxml import html

from courseware.course.compiler import check_course
from courseware.diagnostics import has_errors
from courseware.site.linker import Script
from courseware.site.site import render_site

FORM = """---
title: {yaml}
subtitle: {yaml}
learning_objective: {yaml}
mission_title: {yaml}
mission_description: {yaml}
---

## Card

{{type: mission_brief, title: {text}, classification: {text}, difficulty: {text}}}

## Choice

{{type: selection, title: {text}, feedback: {text}, hint: {text}}}

- a
- b

## Fields

{{type: form, title: {text}}}

{{type: text, label: {text}, placeholder: {text}, hint: {text}, answer: {text}, correct: {text}, incorrect: {text}}}

{{type: textarea, id: long, label: {text}, placeholder: {text}}}

{{type: number, id: number, label: {text}, unit: {text}}}

{{type: select, id: one, label: {text}, options: [{text}, "another option"]}}

{{type: select, id: many, label: {text}, options: [{text}, "another option"], multiple: true}}

{{type: rating, id: scale, label: {text}, labels: [{text}, "another end"]}}

{{type: start_button, text: {text}}}

{{type: navigation, previous: {text}, next: {text}}}
"""


def written(text: str) -> str:
    """A document with `text` in all places for plain text."""
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return FORM.format(yaml=json.dumps(text, ensure_ascii=False), text=quoted)


def page(files: Mapping[str, str]) -> Any:
    """The page of a course, or None if it has errors."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        course, diagnostics = check_course(folder)
        if course is None or has_errors(diagnostics):
            return None
        return html.document_fromstring(
            render_site(course, Script(says=frozenset({"score"})))[0].read().decode()
        )


def shape(tree: Any) -> list[tuple[str, tuple[str, ...]]]:
    elements = (element for element in tree.iter() if isinstance(element.tag, str))
    # words with a hyphen in titles are kept on one line
    return [(element.tag, tuple(element.attrib)) for element in elements if element.get("class") != "whole"]


def words(text: str) -> str:
    return " ".join(text.split())


@cache
def usual_shape() -> list[tuple[str, tuple[str, ...]]]:
    return shape(page({"a.md": written("word")}))


@settings(max_examples=150)
@given(WORDS)
@example("</script><script>alert(1)</script>")
@example('"><img src=x onerror=alert(1)>')
@example("' onfocus='alert(1)' autofocus='")
@example("<!--")
@example("0::")
@example("]]>")
@example("{{ texts }} {% raw %}")
@example("&lt;b&gt; &amp; &#60;")
@example("**bold** [a](javascript:alert(1)) `code`")
@example("\\\\ \\")
def test_any_words_stay_words(text: str) -> None:
    assume(words(text).strip(":") and text.strip() != "another option")
    tree = page({"a.md": written(text)})
    assert shape(tree) == usual_shape()
    said = words(text)
    assert words(tree.xpath("//main//h1")[0].text_content()) == said
    assert {words(element) for element in tree.xpath("//@placeholder")} == {said}
    assert words(tree.xpath("//select/option[2]")[0].text_content()) == said
    assert words(tree.xpath("//*[@class='subtitle']")[0].text_content()) == said
    data = json.loads(tree.xpath("//script[@id='course-data']")[0].text)
    label = said.rstrip(": ")
    assert {interaction["label"] for interaction in data["interactions"]} == {label}


HEADINGS = st.lists(
    st.sampled_from(["A", "a", "A 1", "a-1", "A-1-1", "b", "?", "!", "日本", "1", ""]), min_size=1, max_size=6
)

SECTIONS = st.one_of(
    WORDS.map(lambda text: f"Words: {text}\n"),
    BODIES.filter(lambda text: "{" not in text and "](" not in text),
    st.just("One[^1], two[^2], one again[^1].\n\n[^1]: Note[^2].\n[^2]: Note.\n"),
    st.just("- [ ] task\n\n| a |\n| :-: |\n| b |\n\nTerm\n: Definition\n\n### A\n\n#### a\n"),
    st.just("{type: selection}\n\nPrompt[^1].\n\n- [x] a\n  > Feedback.\n- b[^1]\n\n[^1]: Note.\n"),
    st.just("{type: ranking, answer: ordered}\n\n```\na\nb\nc\n```\n"),
    st.just(
        "{type: form}\n\n### A\n\n**L**[^3]\n**Label**\nHelp[^3].\n{type: text}\n\n"
        "### A\n\n**Label 2**\n{type: rating}\n"
    ),
    st.just("{type: information, icon: book, title: T}\n\nWords.\n\n{type: start_button, icon: book}\n"),
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A document of sections with similar headings, anchors, footnotes and labels."""
    parts = [f"## {heading}\n\n{draw(SECTIONS)}" for heading in draw(HEADINGS)]
    first: str = draw(SECTIONS)
    return "---\ntitle: T\n---\n\n" + first + "\n\n" + "\n\n".join(parts) + "\n\n[^3]: Last.\n"


@settings(max_examples=120)
@given(st.lists(documents(), min_size=1, max_size=3), st.sampled_from(["document", "section"]), st.booleans())
def test_every_id_is_one_and_every_reference_leads_somewhere(
    texts: list[str], pages: str, summary: bool
) -> None:
    names = ("a", "a_1", "b")
    files = {f"{name}.md": text for name, text in zip(names, texts, strict=False)}
    tree = page({**files, "course.yaml": f"pages: {pages}\nsummary: {str(summary).lower()}\n"})
    assume(tree is not None)
    ids = Counter(tree.xpath("//@id"))
    assert [identifier for identifier, count in ids.items() if count > 1] == []
    assert [href for href in tree.xpath("//a/@href") if href.startswith("#") and href[1:] not in ids] == []
    references = " ".join(tree.xpath("//@aria-describedby | //@aria-labelledby | //@aria-controls | //@for"))
    assert [word for word in references.split() if word not in ids] == []
    assert tree.xpath("//@style") == []
    assert [name for element in tree.iter() for name in element.attrib if name.startswith("on")] == []
    assert len(tree.xpath("//script")) == 2
