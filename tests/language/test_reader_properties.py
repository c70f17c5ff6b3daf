"""For any text, the reader gives diagnostics at existing places, and never raises an exception."""

from __future__ import annotations

from authors import ANY_TEXT, BODIES, DOCUMENTS, lies_within
from hypothesis import example, given, settings
from hypothesis import strategies as st

from courseware.course.settings import read_settings
from courseware.course.source import normal
from courseware.diagnostics import Diagnostic, has_errors
from courseware.language.document import Document
from courseware.language.front_matter import read_front_matter, split
from courseware.language.parse import read_document


def read(text: str) -> tuple[Document | None, list[Diagnostic]]:
    halves, diagnostics = split("a.md", text)
    if halves is None:
        return None, diagnostics
    matter, diagnostics = read_front_matter("a.md", halves.matter, halves.matter_line)
    document, more = read_document("a.md", "a.md", matter, halves.body, halves.body_line, "en")
    return document, diagnostics + more


@settings(max_examples=300)
@given(st.one_of(BODIES, DOCUMENTS, ANY_TEXT))
@example("{type: form}\n**Q *x*\nover*\n{type: text}")
@example("## A\n{type: ranking}\n```\na\u2028b\nc\x85d\n```")
@example("{type: gaps}\n\na [[gap]] of no question")
@example("## A\n{type: gaps\na [[gap]] of a marker that is not closed")
@example("### A\n\n{type: gaps}\n\na [[gap]] below a smaller heading")
@example("## A\n{type: pool, draw: 1}\n### B\n{type: gaps}\na [[b]]\n### C\n{type: ranking}\n[[c]]\n- d\n- e")
@example("## A\n{type: pool, draw: 1}\n### \n{type: text}")
@example("[^1]\n\n" + "".join(f"[^{n}]: [^{n + 1}]\n" for n in range(1, 1200)))
@example("[" * 3000 + "\n\n" + ">" * 3000 + "a\n\n" + "- " * 3000)
def test_any_body_is_read(body: str) -> None:
    text = normal(f"---\ntitle: T\n---\n{body}")
    _, diagnostics = read(text)
    assert [diagnostic for diagnostic in diagnostics if not lies_within(diagnostic, text)] == []


@settings(max_examples=200)
@given(ANY_TEXT | st.text("-:[]{}&*!|>'\"#%@`, \n\ttitlephase012~?"))
@example("a: " + "[" * 20_000)
@example("- " * 20_000)
@example("a: &a [b]\nc: &c [*a, *a]\nd: [*c, *c]")
@example('title: "\\ud800"')
@example("title: !!python/object/apply:os.system [x]")
@example("---")
def test_any_front_matter_is_read(matter: str) -> None:
    text = normal(f"---\n{matter}\n---\n")
    _, diagnostics = read(text)
    assert [diagnostic for diagnostic in diagnostics if not lies_within(diagnostic, text)] == []
    _, diagnostics = read_settings("course.yaml", normal(matter))
    assert [diagnostic for diagnostic in diagnostics if not lies_within(diagnostic, normal(matter))] == []


@settings(max_examples=200)
@given(DOCUMENTS)
def test_what_is_clean_has_interactions_that_can_be_answered(body: str) -> None:
    document, diagnostics = read(normal(f"---\ntitle: T\n---\n{body}"))
    assert document
    if has_errors(diagnostics):
        return
    assert len({interaction.id for interaction in document.interactions}) == len(document.interactions)
    for interaction in document.interactions:
        assert interaction.label
        assert interaction.options or interaction.kind in {"fill-in", "long-fill-in", "numeric"}
        assert len({option.key for option in interaction.options}) == len(interaction.options)
        assert not isinstance(interaction.answer, tuple) or interaction.answer
