"""`course.yaml`: the settings of a course (FORMAT: A course)."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from yaml import ScalarNode

from courseware.course import faults
from courseware.course.colour import read_colour
from courseware.diagnostics import Diagnostic, Span, report
from courseware.diagnostics.suggest import MOST_SUGGESTIONS, did_you_mean, nearest
from courseware.language import yaml_mapping
from courseware.language.identifier import slug
from courseware.language.variables import is_name
from courseware.language.yaml_mapping import (
    NodeKind,
    YamlEntry,
    boolean,
    choice,
    language,
    mapping,
    node_span,
    percentage,
    text,
    text_mapping,
    texts,
)
from courseware.record import NamedTuple

FILE = "course.yaml"
_CONFIDENTIAL = r"(?i)xapi|://\S*@|passw|token|secret|auth(?!or)"


class LrsSettings(NamedTuple):
    """The learning record store that also gets what an LMS records (docs/xapi.md, Beside SCORM).

    `endpoint` is an address, or a path on the LMS's own site, and ends in a slash. `home_page` is the home page of the
    learners' accounts, or empty.
    """

    endpoint: str
    home_page: str


class Closing(NamedTuple):
    """The author's texts on the last page for each outcome; an empty text means the default of the language."""

    passed: str = ""
    failed: str = ""
    completed: str = ""


class Settings(NamedTuple):
    """The settings of a course.

    Texts and `keywords` may be empty. `logo` is the picture's name in the package. `accent` has up to two colours.
    `duration` is an ISO 8601 duration or empty. `passing_score` is 0–100 or None. The values of `pages`, `navigation`,
    `structure` and `completion` are listed in `KEYS`. `scoring` is the plan derived from the setting: `correctness`,
    `participation` or `none`. `texts` are all interface texts, including those that the author replaced.
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
    xapi: LrsSettings | None
    theme: str
    logo: str
    accent: tuple[str, ...]
    pages: str
    navigation: str
    structure: str
    completion: str
    scoring: str
    passing_score: float | None
    retries: bool
    reveal: bool
    review: bool
    summary: bool
    closing: Closing
    certificate: bool
    variables: tuple[tuple[str, str], ...]
    texts: Mapping[str, str]


def _course_id(node: Any) -> str | None:
    value = text(node)
    return value if value and slug(value) == value.replace("-", "_") and "__" not in value else None


def _duration(node: Any) -> str | None:
    value = text(node)
    pattern = r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?"
    return value if value and re.fullmatch(pattern, value) else None


def _split(address: str) -> SplitResult | None:
    """The parts of a web address, or None if it is not one."""
    if re.search(r"[\s\\]", address):  # `urlsplit` drops some of these
        return None
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018, raises if it is not a number
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None


def _base_iri(node: Any) -> str | None:
    value = text(node)
    return value.rstrip("/") if value and _split(value) else None


def _endpoint(node: Any) -> str | None:
    value = text(node) or ""
    is_path = re.match(r"/(?!/)", value) and _split(f"https://lms.invalid{value}")
    return value.rstrip("/") + "/" if is_path or _split(value) else None


def _home_page(node: Any) -> str | None:
    value = text(node)
    return value if value and _split(value) else None


def _accent(node: Any) -> tuple[str, ...] | None:
    colour = text(node)
    colours = (colour,) if colour is not None else texts(node)
    return colours if colours and len(colours) <= 2 and all(map(read_colour, colours)) else None


_TEXT = NodeKind("text", "", text)
_NAMES = "a mapping of names (letters, digits, `-` and `_`) to texts"
_BOOLEAN = boolean()

KEYS: dict[str, tuple[NodeKind, Any]] = {
    "id": (NodeKind("an id of a to z, 0 to 9, `-` and `_`", "", _course_id), ""),
    "title": (_TEXT, ""),
    "description": (_TEXT, ""),
    "language": (NodeKind("a language tag such as `en` or `pt-BR`", "", language), "en"),
    "version": (_TEXT, "1.0"),
    "author": (_TEXT, ""),
    "license": (_TEXT, ""),
    "keywords": (NodeKind("a list of texts", "", texts), ()),
    "duration": (NodeKind("an ISO 8601 duration such as `PT1H30M`", "", _duration), ""),
    "base_iri": (NodeKind("an address such as `https://example.org/courses/id`", "", _base_iri), ""),
    "xapi": (NodeKind("a mapping with `endpoint`", "", mapping), None),
    "theme": (_TEXT, "plain"),
    "logo": (_TEXT, ""),
    "accent": (NodeKind("a colour such as `#1b4f8f`, in quotes, or a list of two", "", _accent), ()),
    "pages": (choice("document", "section"), "document"),
    "navigation": (choice("free", "sequential"), "free"),
    "structure": (choice("single", "per-document"), "single"),
    "completion": (choice("answered", "viewed", "passed"), "answered"),
    "scoring": (choice("auto", "correctness", "participation", "none"), "auto"),
    "passing_score": (NodeKind("a number from 0 to 100", "", percentage), None),
    "retries": (_BOOLEAN, True),
    "reveal": (_BOOLEAN, None),
    "review": (_BOOLEAN, True),
    "summary": (_BOOLEAN, True),
    "closing": (NodeKind("a mapping of `passed`, `failed` and `completed` to texts", "", mapping), None),
    "certificate": (_BOOLEAN, False),
    "variables": (NodeKind(_NAMES, "", mapping), ()),
    "texts": (NodeKind("a mapping of names to texts", "", text_mapping), ()),
}
"""The keys of `course.yaml`: the kind of value that each takes, and its default.

If the default is None or empty, another part of the course decides.
"""


XAPI_KEYS: dict[str, tuple[NodeKind, Any]] = {
    "endpoint": (
        NodeKind(
            "an address such as `https://lrs.example.org/xapi/` or a path such as `/lrs/`", "", _endpoint
        ),
        None,
    ),
    "home_page": (NodeKind("an address such as `https://lms.example.org`", "", _home_page), ""),
}
"""The keys of `xapi`, in the same form; `endpoint` is required."""


CLOSING_KEYS: dict[str, tuple[NodeKind, Any]] = dict.fromkeys(("passed", "failed", "completed"), (_TEXT, ""))
"""The keys of `closing`, in the same form."""


class ReplacedText(NamedTuple):
    """An interface text under `texts`: its name, the author's words (may be empty), and the place of the name."""

    name: str
    words: str
    span: Span


class SettingsFile(NamedTuple):
    """`course.yaml` as read: its settings, the interface texts that it replaces, and the places of its values.

    In the settings, `id`, `title` and `base_iri` are empty if the documents decide, `logo` is a path in the course,
    `scoring` may be `auto`, and there are no interface texts. `file` is its name in diagnostics; `secret` says whether
    it may contain a password.
    """

    file: str
    settings: Settings
    texts: tuple[ReplacedText, ...]
    spans: Mapping[str, Span]
    secret: bool

    def with_secrets_hidden(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """The diagnostics; if `course.yaml` may contain a password, those in it do not show its lines.

        All its lines are hidden, because in broken YAML, or with aliases, it is not clear where a value of `xapi`
        begins or ends.
        """
        return [
            diagnostic._replace(span=diagnostic.span._replace(secret=True))
            if self.secret and diagnostic.span and diagnostic.span.file == self.file
            else diagnostic
            for diagnostic in diagnostics
        ]


def read_settings(file: str, source: str) -> tuple[SettingsFile, list[Diagnostic]]:
    """The settings from the text of `course.yaml` (empty if there is none); `file` is its name in diagnostics."""
    found, diagnostics = yaml_mapping.read_mapping(source, file, 1, faults.SETTINGS_NOT_YAML)
    entries = found or {}
    values, problems = _values(entries, KEYS)
    diagnostics += problems
    if values["base_iri"] and "@" in urlsplit(values["base_iri"]).netloc:
        details = {"key": "base_iri", "what": "a user name or a password"}
        diagnostics.append(report(faults.CREDENTIALS, entries["base_iri"].span, **details))
    if values["xapi"]:
        inner, problems = yaml_mapping.entries_of(values["xapi"], file, 1, XAPI_KEYS)
        values["xapi"], more = _lrs(entries["xapi"], inner)
        diagnostics += problems + more
    inner, problems = yaml_mapping.entries_of(values["closing"], file, 1) if values["closing"] else ({}, [])
    words, more = _values(inner, CLOSING_KEYS)
    values["closing"] = Closing(**words)
    diagnostics += problems + more
    inner, problems = (
        yaml_mapping.entries_of(values["variables"], file, 1) if values["variables"] else ({}, [])
    )
    values["variables"], more = _variables(inner)
    diagnostics += problems + more
    if values["reveal"] is None:
        values["reveal"] = values["passing_score"] is None
    texts = tuple(
        ReplacedText(name, words, node_span(node, file, 1)) for name, words, node in values.pop("texts")
    )
    spans = {key: entry.span for key, entry in entries.items()}
    given = SettingsFile(
        file, Settings(**values, texts={}), texts, spans, _may_hold_a_secret(source, entries)
    )
    return given, given.with_secrets_hidden(diagnostics)


def _may_hold_a_secret(source: str, entries: Mapping[str, YamlEntry]) -> bool:
    """Whether the file may contain a password: it names `xapi` or a secret, or has a key that may stand for `xapi`."""
    unknown = [key for key in entries if key not in KEYS]
    return (
        re.search(_CONFIDENTIAL, source) is not None
        or len(unknown) > MOST_SUGGESTIONS
        or any(nearest(key, KEYS) in (None, "xapi") for key in unknown)
    )


def _values(
    entries: Mapping[str, YamlEntry], keys: Mapping[str, tuple[NodeKind, Any]]
) -> tuple[dict[str, Any], list[Diagnostic]]:
    """A value for each key of a mapping, including defaults; messages never quote values of `xapi`."""
    in_xapi = keys is XAPI_KEYS
    values = {key: default for key, (_, default) in keys.items()}
    diagnostics: list[Diagnostic] = []
    for key, entry in entries.items():
        if key not in keys:
            suggestion = did_you_mean(key, keys)
            # A key without a value, or one that is not a word, may be the rest of a password with a comma or colon in
            # it.
            is_name = re.fullmatch(r"[\w-]+", key) and yaml_mapping.kind_of(entry.node) != "nothing"
            name = key if suggestion or is_name or not in_xapi else "…"
            diagnostics.append(
                report(
                    faults.UNKNOWN_SETTING,
                    entry.key_span,
                    key=name,
                    suggestion=suggestion,
                    known=", ".join(keys),
                )
            )
            continue
        kind = keys[key][0]
        value = kind.read(entry.node)
        if value is None:
            tell = yaml_mapping.kind_of if in_xapi or key == "xapi" else yaml_mapping.found
            found = tell(entry.node)
            diagnostics.append(
                report(faults.SETTING_OF_WRONG_KIND, entry.span, key=key, expected=kind.expected, found=found)
            )
        else:
            values[key] = value
    return values, diagnostics


def _variables(
    entries: Mapping[str, YamlEntry],
) -> tuple[tuple[tuple[str, str], ...], list[Diagnostic]]:
    """The names and texts of variables; a number or truth value counts as the text that was written."""
    wrong = faults.SETTING_OF_WRONG_KIND
    diagnostics = [
        report(wrong, entry.span, key=name, expected=_TEXT.expected, found=yaml_mapping.found(entry.node))
        if is_name(name)
        else report(wrong, entry.key_span, key="variables", expected=_NAMES, found=f"`{name}`")
        for name, entry in entries.items()
        if not is_name(name) or not isinstance(entry.node, ScalarNode)
    ]
    return tuple(
        (name, entry.node.value if isinstance(entry.node, ScalarNode) else "")
        for name, entry in entries.items()
        if is_name(name)
    ), diagnostics


def _lrs(whole: YamlEntry, entries: Mapping[str, YamlEntry]) -> tuple[LrsSettings | None, list[Diagnostic]]:
    """The settings of `xapi`, or None if there is nowhere to report to."""
    values, diagnostics = _values(entries, XAPI_KEYS)
    if "endpoint" not in entries:
        expected = XAPI_KEYS["endpoint"][0].expected
        diagnostics.append(report(faults.NO_ENDPOINT, whole.span, expected=expected))
    for key in XAPI_KEYS:
        if values[key] and (secret := _secret_part(values[key])):
            diagnostics.append(report(faults.CREDENTIALS, entries[key].span, key=key, what=secret))
            values[key] = None
    return LrsSettings(values["endpoint"], values["home_page"] or "") if values[
        "endpoint"
    ] else None, diagnostics


def _secret_part(address: str) -> str:
    """The part of an address that may hold a password or a token, in words; empty if there is none.

    An `@` after the host is a sign of a password with an unescaped `/`, `?` or `#`.
    """
    parts = urlsplit(address)
    if "@" in address:
        return "a user name or a password"
    return "a query" if parts.query else "a fragment" if parts.fragment else ""
