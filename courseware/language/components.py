"""The table of components: one row a component of the course language (FORMAT: Sections and markers).

A component is a row here, a template `templates/components/<name>.html` unless it shares one, and a case in
`tests/cases/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from typing import NamedTuple

from courseware.diagnostics import Diagnostic, report
from courseware.diagnostics.suggest import did_you_mean, nearest
from courseware.language import faults
from courseware.language.marker import Entry, Marker, Scalar, Text, Value

SECTION = "section"
FIELD = "field"
PAGE = "page"


class Kind(NamedTuple):
    """What a key takes: `expected` in words, `read` gives the value or None where it is of another kind."""

    expected: str
    read: Callable[[Entry], Value]
    hint: str


def _text(entry: Entry) -> Value:
    return entry.value.text if isinstance(entry.value, Scalar) else None


def _texts(entry: Entry) -> Value:
    return None if isinstance(entry.value, Scalar) else tuple(item.text.strip() for item in entry.value)


def _text_or_texts(entry: Entry) -> Value:
    return (entry.value.text.strip(),) if isinstance(entry.value, Scalar) else _texts(entry)


def _bare(pattern: str, convert: Callable[[str], Value]) -> Callable[[Entry], Value]:
    matches = re.compile(pattern).fullmatch

    def read(entry: Entry) -> Value:
        value = entry.value
        if not isinstance(value, Scalar) or value.quoted or not matches(value.text):
            return None
        return convert(value.text)

    return read


def _ordered(entry: Entry) -> Value:
    return "ordered" if isinstance(entry.value, Scalar) and entry.value.text == "ordered" else None


KINDS: dict[str, Kind] = {
    "text": Kind("a text", _text, "a text stands in quotes, or is bare words without a comma"),
    "texts": Kind("a list", _texts, 'a list is written ["first", "second"]'),
    "accepted": Kind("a text or a list", _text_or_texts, 'a list is written ["first", "second"]'),
    "boolean": Kind("true or false", _bare("true|false", lambda text: text == "true"), "without quotes"),
    "integer": Kind("a whole number", _bare(r"[+-]?\d{1,9}", int), "without quotes"),
    "number": Kind(
        "a number", _bare(r"[+-]?(\d{1,15}(\.\d{0,9})?|\.\d{1,9})", float), "without quotes, such as 3 or 2.5"
    ),
    "ordered": Kind("`ordered`", _ordered, "the items are written in the right order, and shown shuffled"),
}


class Key(NamedTuple):
    """A key of a component: its kind (a row of `KINDS`), its default, and its bounds where it is a number."""

    kind: str
    default: Value = None
    least: float | None = None
    most: float | None = None


class Component(NamedTuple):
    """A row of the table.

    `place` is where its marker stands; `interaction` is the interaction type that all standards share, or None for a
    component that asks nothing; `options` says where those of an interaction come from: the section's last `list`, its
    `items` (lines of a fence, or a list), the `key` of that name, the `scale` from min to max. `holds_fields` is a
    form. `required` names the key that the component cannot do without, and an example of it. `template` names the one
    of a section in `templates/components/` where it is not the component's own.
    """

    place: str
    summary: str
    keys: Mapping[str, Key]
    interaction: str | None = None
    options: str | None = None
    holds_fields: bool = False
    required: tuple[str, str] | None = None
    template: str = ""


_TITLE = {"title": Key("text", ""), "icon": Key("text", "")}
_INTERACTION = {
    "id": Key("text", ""),
    "required": Key("boolean", True),
    "points": Key("number", 1.0, least=0, most=1000),
    "feedback": Key("text", ""),
    "correct": Key("text", ""),
    "incorrect": Key("text", ""),
    "hint": Key("text", ""),
    "attempts": Key("integer", None, least=1, most=100),
}
_FIELD = {"label": Key("text", ""), **_INTERACTION}
_WRITTEN = {
    "placeholder": Key("text", ""),
    "max_length": Key("integer", None, least=1, most=100_000),
    "answer": Key("accepted"),
}

COMPONENTS: dict[str, Component] = {
    "instructions": Component(SECTION, "a card that says what to do", _TITLE, template="card"),
    "introduction": Component(SECTION, "a card that opens a course or a part", _TITLE, template="card"),
    "information": Component(SECTION, "a card with an icon and a title", _TITLE, template="card"),
    "mission_brief": Component(
        SECTION,
        "a briefing card with two badges",
        {
            "title": Key("text", ""),
            "classification": Key("text", ""),
            "difficulty": Key("text", ""),
            "icon": Key("text", ""),
        },
    ),
    "selection": Component(
        SECTION,
        "a question whose options are the section's last list",
        {
            "title": Key("text", ""),
            "multiple": Key("boolean", False),
            "min": Key("integer", None, least=0, most=1000),
            "max": Key("integer", None, least=1, most=1000),
            "shuffle": Key("boolean", False),
            **_INTERACTION,
        },
        interaction="choice",
        options="list",
        template="task",
    ),
    "ranking": Component(
        SECTION,
        "items to put in order: the lines of a code fence, or a list",
        {
            "title": Key("text", ""),
            "answer": Key("ordered"),
            "shuffle": Key("boolean", False),
            **_INTERACTION,
        },
        interaction="sequencing",
        options="items",
        template="task",
    ),
    "form": Component(
        SECTION,
        "holds fields; each ### is a group",
        {"title": Key("text", "")},
        holds_fields=True,
        template="task",
    ),
    "select": Component(
        FIELD,
        "one choice of a list, or several",
        {
            "options": Key("texts"),
            "multiple": Key("boolean", False),
            "rating": Key("boolean"),
            "answer": Key("accepted"),
            "shuffle": Key("boolean", False),
            **_FIELD,
        },
        interaction="choice",
        options="key",
        required=("options", 'options: ["Yes", "No"]'),
    ),
    "rating": Component(
        FIELD,
        "a scale of points",
        {
            "min": Key("integer", 1, least=-100, most=100),
            "max": Key("integer", 5, least=-100, most=100),
            "labels": Key("texts"),
            **_FIELD,
        },
        interaction="likert",
        options="scale",
    ),
    "text": Component(
        FIELD,
        "a short text",
        {**_WRITTEN, "rows": Key("integer", 1, least=1, most=60), **_FIELD},
        interaction="fill-in",
    ),
    "textarea": Component(
        FIELD,
        "a long text",
        {**_WRITTEN, "rows": Key("integer", 5, least=1, most=60), **_FIELD},
        interaction="long-fill-in",
    ),
    "number": Component(
        FIELD,
        "a number",
        {
            "min": Key("number"),
            "max": Key("number"),
            "step": Key("number", None, least=0),
            "unit": Key("text", ""),
            "answer": Key("number"),
            "tolerance": Key("number", None, least=0),
            **_FIELD,
        },
        interaction="numeric",
    ),
    "navigation": Component(
        PAGE,
        "labels of the links to the neighbouring pages",
        {"previous": Key("text", ""), "next": Key("text", "")},
    ),
    "start_button": Component(
        PAGE, "the link to the first following page", {"text": Key("text", ""), "icon": Key("text", "")}
    ),
}

_ANY_KEY = {key for row in COMPONENTS.values() for key in row.keys}


def type_of(marker: Marker, source: Text) -> tuple[str | None, list[Diagnostic]]:
    """The name of a marker's component (a key of `COMPONENTS`), or None and why."""
    entry = marker.entries.get("type")
    if entry is None:
        if not marker.sound:
            return None, []
        start = marker.place[0]
        near = nearest("type", marker.entries)
        suggestion = f'; did you mean "type" by "{near}"?' if near else ""
        return None, [report(faults.NO_TYPE, source.span(start, start + 1), suggestion=suggestion)]
    name = _text(entry)
    if not isinstance(name, str):
        kind = KINDS["text"]
        return None, [_wrong(entry, "type", kind, source)]
    if forgotten := _forgotten_comma(entry, _ANY_KEY, source):
        return None, [forgotten]
    if name not in COMPONENTS:
        span = source.span(*entry.place)
        return None, [
            report(faults.UNKNOWN_COMPONENT, span, name=name, suggestion=did_you_mean(name, COMPONENTS))
        ]
    return name, []


def _wrong(entry: Entry, key: str, kind: Kind, source: Text) -> Diagnostic:
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


def _forgotten_comma(entry: Entry, keys: Container[str], source: Text) -> Diagnostic | None:
    """A bare value that contains `key:` for one of `keys` most likely lacks a comma."""
    value = entry.value
    if not isinstance(value, Scalar) or value.quoted:
        return None
    for match in re.finditer(r"\s([^\W\d][\w-]*)[ \t]*:", value.text):
        if match.group(1) in keys:
            start = value.place[0] + match.start(1)
            span = source.span(start, start + len(match.group(1)))
            return report(faults.MARKER_SYNTAX, span, expected="`,` or `}`", found=f"`{match.group(1)}`")
    return None


def values_of(marker: Marker, name: str, source: Text) -> tuple[dict[str, Value], list[Diagnostic]]:
    """The typed values of a marker of component `name`, with every default filled in, and what is wrong with them."""
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
        problem = _out_of_bounds(value, row)
        if problem:
            diagnostics.append(
                report(
                    faults.IMPOSSIBLE_VALUE,
                    source.span(*entry.place),
                    key=entry.key,
                    problem=problem,
                    hint="change it",
                )
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


def _out_of_bounds(value: Value, row: Key) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if row.least is not None and value < row.least:
        return f"must not be less than {row.least:g}"
    if row.most is not None and value > row.most:
        return f"must not be more than {row.most:g}"
    return ""
