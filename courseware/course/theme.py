"""The look of a course: one of the program's themes, or the course's own CSS file."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from courseware.course import faults
from courseware.course.source import Source
from courseware.data import templates_folder
from courseware.diagnostics import Diagnostic, Span, report
from courseware.diagnostics.suggest import did_you_mean
from courseware.record import NamedTuple

SHARED_THEME = "base"
"""The style sheet that every theme builds on; it cannot be selected as a theme."""
DEFAULT_THEME = "plain"
"""The theme that a course's own CSS file builds on."""

_FUNCTIONS = frozenset(
    {"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"}
)
"""CSS functions that load the addresses in their strings."""
_SUSPECT = r"(?i)url|src|import|image|cross-fade|\\"
"""What a style sheet without addresses does not contain; without it, the slow parser is not needed."""
LARGEST = 1024 * 1024
"""The largest style sheet, in bytes."""


class Theme(NamedTuple):
    """The `name` of one of the program's themes, and the course's own `css` that follows it (may be empty)."""

    name: str
    css: str = ""


def themes() -> list[str]:
    """The names of the program's themes."""
    return sorted({path.stem for path in (templates_folder() / "themes").glob("*.css")} - {SHARED_THEME})


def read_theme(source: Source, name: str, span: Span | None) -> tuple[Theme, list[Diagnostic]]:
    """The theme that the setting `theme` names, whose value is at `span`; reports whatever it loads from elsewhere."""
    if name in source.files and name.endswith(".css"):
        css, diagnostics = source.read_text(name, LARGEST)
        if css is None:
            return Theme(DEFAULT_THEME), diagnostics
        found = [
            report(faults.THEME_ADDRESS, _place(source.path(name), place), address=address)
            for address, place in outside_addresses(css)
        ]
        return Theme(DEFAULT_THEME, css), found
    known = themes()
    if name in known:
        return Theme(name), []
    suggestion = did_you_mean(name, [*known, *(file for file in source.files if file.endswith(".css"))])
    return Theme(DEFAULT_THEME), [
        report(faults.UNKNOWN_THEME, span, theme=name, suggestion=suggestion, known=", ".join(known))
    ]


def outside_addresses(css: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The addresses in a style sheet that a browser would load from outside the package, with line and column.

    All imports count, since a theme is a single file. Escapes are resolved as in CSS (CSS Syntax 3, 4.3.7).
    """
    if not re.search(_SUSPECT, css):
        return
    from tinycss2 import (
        parse_component_value_list,
    )  # few courses have their own theme, or one that names files

    for address, value, imported in _addresses(parse_component_value_list(css, skip_comments=True)):
        if imported or _is_outside(address):
            yield address, (value.source_line, value.source_column)


def _addresses(values: Iterable[Any]) -> Iterator[tuple[str, Any, bool]]:
    """Each address among component values, its token, and whether it is imported; in no particular order."""
    pending = [
        (values, "", False)
    ]  # each with the at-rule around it, and whether a function around it loads strings
    while pending:
        values, at_rule, loading = pending.pop()
        for value in values:
            if value.type == "at-keyword":
                at_rule = value.lower_value
            elif value.type == "literal" and value.value == ";":
                at_rule = ""
            elif value.type == "function":
                pending.append((value.arguments, at_rule, loading or value.lower_name in _FUNCTIONS))
            elif value.type in ("{} block", "() block", "[] block"):
                at_rule = "" if value.type == "{} block" else at_rule
                pending.append((value.content, at_rule, loading))
            elif at_rule == "namespace":
                continue  # the name of a vocabulary, which is never loaded
            elif value.type == "url" or (value.type == "string" and (loading or at_rule == "import")):
                yield value.value, value, at_rule == "import"


def _is_outside(address: str) -> bool:
    """Whether browsers read an address as having a scheme or a host (WHATWG URL, 4.4)."""
    read = re.sub(r"[\t\n\r]", "", address).lstrip("".join(map(chr, range(33)))).replace("\\", "/")
    return read.startswith("//") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", read) is not None


def _place(file: str, place: tuple[int, int]) -> Span:
    line, column = place
    return Span(file, line, column, line, column + 1)
