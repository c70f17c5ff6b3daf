"""`course.yaml`: the settings of a course (FORMAT: A course)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from courseware import yamlmapping
from courseware.diagnostics import Diagnostic, Span, report
from courseware.identifier import slug
from courseware.suggest import did_you_mean
from courseware.yamlmapping import Kind, boolean, choice, language, percentage, text, text_mapping, texts

FILE = "course.yaml"


@dataclass(frozen=True, slots=True)
class Settings:
    """`course.yaml` with every default filled in.

    `keywords` may be empty, as may texts. `duration` is an ISO 8601 duration or empty; `passing_score` is 0–100 or
    None; `scoring` is the plan that was made of the setting: `correctness`, `participation` or `none`, never `auto`.
    """

    id: str
    title: str
    description: str
    language: str
    version: str
    author: str
    license: str
    keywords: tuple[str, ...]
    duration: str
    base_iri: str
    theme: str
    pages: str
    navigation: str
    structure: str
    completion: str
    scoring: str
    passing_score: float | None
    retries: bool
    review: bool
    summary: bool
    texts: Mapping[str, str]


def _course_id(node: Any) -> str | None:
    value = text(node)
    return value if value and slug(value) == value.replace("-", "_") and "__" not in value else None


def _duration(node: Any) -> str | None:
    import re

    value = text(node)
    pattern = r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?"
    return value if value and re.fullmatch(pattern, value) else None


def _base_iri(node: Any) -> str | None:
    from urllib.parse import urlsplit

    value = text(node)
    try:
        parts = urlsplit(value or "")
    except ValueError:
        return None
    return value.rstrip("/") if value and parts.scheme in {"http", "https"} and parts.netloc else None


def _words(*words: str) -> Kind:
    return Kind(" or ".join(f"`{word}`" for word in words), "", choice(*words))


_TEXT = Kind("a text", "", text)
_BOOLEAN = Kind("true or false", "", boolean)

KEYS: dict[str, tuple[Kind, Any]] = {
    "id": (Kind("an id of a to z, 0 to 9, `-` and `_`", "", _course_id), None),
    "title": (_TEXT, None),
    "description": (_TEXT, ""),
    "language": (Kind("a language tag such as `en` or `pt-BR`", "", language), "en"),
    "version": (_TEXT, "1.0"),
    "author": (_TEXT, ""),
    "license": (_TEXT, ""),
    "keywords": (Kind("a list of texts", "", texts), ()),
    "duration": (Kind("an ISO 8601 duration such as `PT1H30M`", "", _duration), ""),
    "base_iri": (Kind("an address such as `https://example.org/courses/id`", "", _base_iri), None),
    "theme": (_TEXT, "plain"),
    "pages": (_words("document", "section"), "document"),
    "navigation": (_words("free", "sequential"), "free"),
    "structure": (_words("single", "per-document"), "single"),
    "completion": (_words("answered", "viewed", "passed"), "answered"),
    "scoring": (_words("auto", "correctness", "participation", "none"), "auto"),
    "passing_score": (Kind("a number from 0 to 100", "", percentage), None),
    "retries": (_BOOLEAN, True),
    "review": (_BOOLEAN, True),
    "summary": (_BOOLEAN, True),
    "texts": (Kind("a mapping of names to texts", "", text_mapping), ()),
}
"""The keys of `course.yaml`: what each takes, and its default (None: made of the documents)."""


class Given(NamedTuple):
    """What `course.yaml` says: a value for every key of `KEYS`, defaults included, and the places of those given.

    `file` is the name of `course.yaml` in diagnostics.
    """

    file: str
    values: Mapping[str, Any]
    spans: Mapping[str, Span]


def read_settings(file: str, source: str) -> tuple[Given, list[Diagnostic]]:
    """The settings from the text of `course.yaml` (empty when there is none); `file` is its name in diagnostics."""
    entries, diagnostics = yamlmapping.read_mapping(source, file, 1, "C106")
    values = {key: default for key, (_, default) in KEYS.items()}
    for key, entry in entries.items():
        if key not in KEYS:
            suggestion = did_you_mean(key, KEYS)
            diagnostics.append(
                report("C107", entry.key_span, key=key, suggestion=suggestion, known=", ".join(KEYS))
            )
            continue
        kind = KEYS[key][0]
        value = kind.read(entry.node)
        if value is None:
            found = yamlmapping.found(entry.node)
            hint = "leave the key out for the default"
            diagnostics.append(
                report("C108", entry.span, key=key, expected=kind.expected, found=found, hint=hint)
            )
        else:
            values[key] = value
    return Given(file, values, {key: entry.span for key, entry in entries.items()}), diagnostics
