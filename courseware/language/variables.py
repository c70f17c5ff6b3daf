"""Variables of the course: `{{name}}` in a text, or quoted in a marker, is replaced by its value in `course.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it.rules_inline import StateInline

from courseware.diagnostics.suggest import did_you_mean
from courseware.language import faults
from courseware.language.lookalikes import FoundLookalike
from courseware.language.marker import Marker, MarkerEntry, Scalar
from courseware.language.reading import Reading

VARIABLE = "variable"

_WRITTEN = r"\{\{[ \t]*([^\W\d][\w-]*)[ \t]*\}\}"


def is_name(name: str) -> bool:
    """Whether a variable can have this name."""
    return re.fullmatch(r"[^\W\d][\w-]*", name) is not None


def variable_in_text(state: StateInline, silent: bool) -> bool:
    """Inline rule for variables; in a course without variables, the braces are text."""
    variables: Mapping[str, str] = state.env.get("variables", {})
    match = re.compile(_WRITTEN).match(state.src, state.pos, state.posMax) if variables else None
    if match is None:
        return False
    if not silent:
        name = match[1]
        known = name in variables
        token = state.push(VARIABLE if known else "lookalike", "", 0)
        token.content = variables.get(name, match.group())
        token.markup = match.group()
        if not known:
            details: dict[str, object] = {"name": name, "suggestion": did_you_mean(name, variables)}
            token.meta = {
                "position": state.pos,
                "found": FoundLookalike(faults.UNKNOWN_VARIABLE, len(match.group()), details),
            }
    state.pos = match.end()
    return True


def replace_variables(text: str, variables: Mapping[str, str]) -> str:
    """A text with its variables replaced by their values."""
    return re.sub(_WRITTEN, lambda match: variables.get(match[1], match.group()), text) if variables else text


def unknown_in(text: str, variables: Mapping[str, str]) -> list[str]:
    """The names of variables in a text that have no value; empty in a course without variables."""
    return [name for name in re.findall(_WRITTEN, text) if name not in variables] if variables else []


def with_variables(marker: Marker, reading: Reading) -> Marker:
    """A marker with the variables in its quoted texts replaced; reports unknown ones."""
    if not reading.variables:
        return marker
    entries = {key: _entry(entry, reading) for key, entry in marker.entries.items()}
    return marker._replace(entries=entries)


def _entry(entry: MarkerEntry, reading: Reading) -> MarkerEntry:
    if isinstance(entry.value, Scalar):
        return entry._replace(value=_scalar(entry.value, reading))
    return entry._replace(value=tuple(_scalar(scalar, reading) for scalar in entry.value))


def _scalar(scalar: Scalar, reading: Reading) -> Scalar:
    if not scalar.quoted:
        return scalar
    start, end = scalar.place
    for match in re.compile(_WRITTEN).finditer(reading.text.text, start, end):
        if match[1] not in reading.variables:
            suggestion = did_you_mean(match[1], reading.variables)
            reading.report(faults.UNKNOWN_VARIABLE, match.span(), name=match[1], suggestion=suggestion)
    return scalar._replace(text=replace_variables(scalar.text, reading.variables))
