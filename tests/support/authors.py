"""Strategies for property tests: texts that authors may write, from sensible documents to arbitrary characters."""

from __future__ import annotations

from hypothesis import strategies as st

from courseware.diagnostics import Diagnostic
from courseware.language.components import COMPONENTS

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
"""Text in any script, with control characters and line separators."""

WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=60)
"""Text on one line, including characters that are special in HTML, Markdown and YAML."""

_FRAGMENTS = [
    "{", "}", "[", "]", ":", ",", '"', "'", "\\", "“", "”", "‘", "«", "type", "type: ", "{type: form}", "{type: text",
    "{type: select, options: [a, b]}", "{type: selection}", "{type: ranking}", "{type: rating}", "{type: navigation}",
    "label", "options", "true", "1", "-1.5", "\n", "\n\n", "    ", "\t", "# ", "## ", "### ", "- ", "- [x] ", "1. ",
    "> ", "```", "~~~", "`", "**", "**Label**", "_", "~~", "|", "| a | b |\n| - | - |\n", "[^1]", "[^1]: ", ": ", "---",
    "![", "](", ")", "[a](b.md)", "![a](b.png){width=1}", "<", ">", "&", "&amp;", "<b>", "<script>", "é", "日本", "🎉",
    "<!--", "-->", "<!-- {type: text}\n\n-->", "- (x) ", "- [] ", "-[x] ", "* ", "+ ", "> b\n", "[[a]]", "{{<",
    "{selection}", "(type: form)", "https://", "https://a.b", "![a](b c.png)",
    "{width=50%}", '"t")', "^", "~", "x^2^", "H~2~O",
    "*[a]: ", "*[HTML]: b\n", "HTML", "\t{type: form}", "<br>",
    "\u2028", "\x85", "\x0b", "\ufeff", "a", "b", " ",
]  # fmt: skip

BODIES = st.lists(st.one_of(st.sampled_from(_FRAGMENTS), WORDS), max_size=60).map("".join)
"""Bodies of documents: fragments of the language in any order, mixed with other words."""

MARKERS = st.tuples(
    st.sampled_from(sorted(COMPONENTS)),
    st.lists(
        st.tuples(
            st.sampled_from(sorted({key for row in COMPONENTS.values() for key in row.keys})),
            st.one_of(
                st.sampled_from(["true", "-1", "2.5", "ordered", "[a, b]", "[]", '"x"', "", "99999999999"]),
                WORDS.map(lambda words: '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'),
                WORDS,
            ),
        ),
        max_size=5,
    ),
).map(lambda parts: f"{{type: {parts[0]}{''.join(f', {key}: {value}' for key, value in parts[1])}}}")
"""Markers of every component, with keys and values that may be valid or not."""

DOCUMENTS = st.lists(
    st.one_of(
        BODIES,
        MARKERS,
        WORDS.map(lambda words: f"## {words}"),
        WORDS.map(lambda words: f"**{words}**"),
        st.lists(WORDS, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    ),
    max_size=8,
).map("\n".join)
"""Bodies of documents that are partly valid."""


def lies_within(diagnostic: Diagnostic, text: str) -> bool:
    """Whether the span of a diagnostic is within a text (or at its end), and does not end before it starts."""
    span = diagnostic.span
    if span is None:
        return True
    lines = text.split("\n")
    inside = all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 2
        for line, column in ((span.line, span.column), (span.end_line, span.end_column))
    )
    return inside and (span.line, span.column) < (span.end_line, span.end_column)
