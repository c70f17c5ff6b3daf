"""The typed values of a marker, according to the table of components."""

from __future__ import annotations

import re
from collections.abc import Container

from courseware.diagnostics import Diagnostic, report
from courseware.diagnostics.suggest import did_you_mean, nearest
from courseware.language import faults
from courseware.language.components import ALIASES, COMPONENTS, KINDS, Key, ValueKind
from courseware.language.marker import Marker, MarkerEntry, Scalar, Value
from courseware.language.source_text import SourceText

_ANY_KEY = {key for row in COMPONENTS.values() for key in row.keys}


def type_of(marker: Marker, source: SourceText) -> tuple[str | None, list[Diagnostic]]:
    """The name of a marker's component (a key of `COMPONENTS`), or None and diagnostics."""
    entry = marker.entries.get("type")
    if entry is None:
        if not marker.sound:
            return None, []
        start = marker.place[0]
        near = nearest("type", marker.entries)
        suggestion = f'; did you mean "type" instead of "{near}"?' if near else _named(marker)
        return None, [report(faults.NO_TYPE, source.span(start, start + 1), suggestion=suggestion)]
    name = KINDS["text"].read(entry)
    if not isinstance(name, str):
        kind = KINDS["text"]
        return None, [_wrong(entry, "type", kind, source)]
    if forgotten := _forgotten_comma(entry, _ANY_KEY, source):
        return None, [forgotten]
    if name not in COMPONENTS:
        span, suggestion = source.span(*entry.place), _instead_of(name)
        return None, [report(faults.UNKNOWN_COMPONENT, span, name=name, suggestion=suggestion)]
    return name, []


def _named(marker: Marker) -> str:
    """What to write if a marker without `type` begins with the name of a component, such as `{include: _a.md}`."""
    name = next(iter(marker.entries), "")
    component = COMPONENTS.get(name)
    if component is None or name in _ANY_KEY:
        return ""
    required = f", {component.required[0]}: …" if component.required else ""
    return f"; did you mean `{{type: {name}{required}}}`?"


def _instead_of(name: str) -> str:
    """What to write instead of an unknown component: what it is called here, or the nearest name."""
    meant = ALIASES.get(name.lower().replace("-", "_").replace(" ", "_"))
    return f"; use `{meant}`" if meant else did_you_mean(name, COMPONENTS)


def _wrong(entry: MarkerEntry, key: str, kind: ValueKind, source: SourceText) -> Diagnostic:
    start, end = entry.place
    found = "a list" if not isinstance(entry.value, Scalar) else f"`{source.text[start:end]}`"
    return report(
        faults.VALUE_OF_WRONG_KIND,
        source.span(start, end),
        key=key,
        expected=kind.expected,
        found=found,
        hint=kind.hint,
    )


def _forgotten_comma(entry: MarkerEntry, keys: Container[str], source: SourceText) -> Diagnostic | None:
    """Reports a bare value that contains `key:` for one of `keys`: most likely a comma is missing."""
    value = entry.value
    if not isinstance(value, Scalar) or value.quoted or ":" not in value.text:
        return None
    for match in re.finditer(r"\s([^\W\d][\w-]*)[ \t]*:", value.text):
        if match.group(1) in keys:
            start = value.place[0] + match.start(1)
            span = source.span(start, start + len(match.group(1)))
            return report(faults.MARKER_SYNTAX, span, expected="`,` or `}`", found=f"`{match.group(1)}`")
    return None


def values_of(marker: Marker, name: str, source: SourceText) -> tuple[dict[str, Value], list[Diagnostic]]:
    """The typed values of a marker of component `name`, including all defaults, and the diagnostics about them."""
    component = COMPONENTS[name]
    values: dict[str, Value] = {key: row.default for key, row in component.keys.items()}
    diagnostics: list[Diagnostic] = []
    for entry in marker.entries.values():
        if entry.key == "type":
            continue
        row = component.keys.get(entry.key)
        if row is None:
            known = ", ".join(f"`{key}`" for key in component.keys)
            suggestion = did_you_mean(entry.key, component.keys)
            span = source.span(*entry.key_place)
            diagnostics.append(
                report(
                    faults.UNKNOWN_KEY,
                    span,
                    component=name,
                    key=entry.key,
                    suggestion=suggestion,
                    known=known,
                )
            )
            continue
        forgotten = _forgotten_comma(entry, component.keys, source)
        if forgotten:
            diagnostics.append(forgotten)
            continue
        value = KINDS[row.kind].read(entry)
        if value is None:
            diagnostics.append(_wrong(entry, entry.key, KINDS[row.kind], source))
            continue
        if _is_out_of_bounds(value, row):
            span = source.span(*entry.place)
            diagnostics.append(
                report(faults.OUT_OF_BOUNDS, span, key=entry.key, bounds=_bounds(row), found=f"{value:g}")
            )
            continue
        values[entry.key] = value
    if (
        component.required
        and component.required[0] not in marker.entries
        and marker.sound
        and not diagnostics
    ):
        key, example = component.required
        start = marker.place[0]
        diagnostics.append(
            report(
                faults.MISSING_KEY, source.span(start, start + 1), component=name, key=key, example=example
            )
        )
    return values, diagnostics


def _is_out_of_bounds(value: Value, row: Key) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (row.least is not None and value < row.least) or (row.most is not None and value > row.most)


def _bounds(row: Key) -> str:
    return f"at least {row.least:g}" if row.most is None else f"from {row.least:g} to {row.most:g}"
