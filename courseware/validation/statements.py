"""What makes a statement valid (xAPI 1.0.3 Data, 2.4), as tables: property → what its value must be.

Clauses are those of xAPI 1.0.3 Data. `problems` returns every fault with the path to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

Problem = tuple[str, str]
"""Path of a property in the statement, such as `context.registration`, and what is wrong with it."""

Demand = Callable[[Any, str], Iterator[Problem]]

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
"""Properties that identify an agent, which has exactly one of them (2.4.2.3)."""

INTERACTIONS: Mapping[str, tuple[str, ...]] = {
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}
"""Interaction type → the properties with lists of components that it may have (2.4.4.1)."""

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
"""Verb of a statement that voids another one (2.3.2)."""

_NEEDED = ("actor", "verb", "object")
_COMPONENTS = ("choices", "scale", "source", "target", "steps")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_HOUR, _MINUTE = r"([01]\d|2[0-3])", r"[0-5]\d"
_TIMESTAMP = re.compile(
    rf"\d{{4}}-\d\d-\d\dT{_HOUR}:{_MINUTE}:{_MINUTE}(\.\d+)?(Z|(?!-00:?00$)[+-]{_HOUR}:?{_MINUTE})", re.ASCII
)
_DURATION = re.compile(
    r"P(?=.)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?)"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MAILBOX = re.compile(r"mailto:[^\s@]+@[^\s@]+")
_MEDIA_TYPE = re.compile(r"[\w!#$%&'*+.^`|~-]+/[\w!#$%&'*+.^`|~-]+(\s*;.*)?", re.ASCII)
_SHA1 = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)


def problems(statement: Any, version: str = "1.0") -> list[Problem]:
    """Everything that is wrong with a statement; empty if an LRS must accept it.

    `version` is `1.0` or `2.0` (IEEE 9274.1.1), which allows more properties in a context and, besides
    `1.0.x`, `2.0.x` as `version`.
    """
    return list((_STATEMENT_2 if version == "2.0" else _STATEMENT_1)(statement, ""))


def _is(words: str, test: Callable[[Any], object]) -> Demand:
    def rule(value: Any, path: str) -> Iterator[Problem]:
        if not test(value):
            yield path, f"must be {words}"

    return rule


def _text(words: str, pattern: re.Pattern[str]) -> Demand:
    return _is(words, lambda value: isinstance(value, str) and pattern.fullmatch(value))


def is_uuid(value: Any) -> bool:
    """Whether a value is a UUID as RFC 4122 writes it."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def is_iri(value: Any) -> bool:
    """Whether a value looks like an absolute IRI: a scheme, something after it, and no white space."""
    if not isinstance(value, str) or any(sign.isspace() for sign in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path))


def _object(properties: Mapping[str, Demand], required: tuple[str, ...] = ()) -> Demand:
    def rule(value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield path, "must be an object"
            return
        for name in required:
            if name not in value:
                yield _within(path, name), "is missing"
        for name, inner in value.items():
            if name not in properties:
                yield _within(path, name), "is not a known property"
            elif inner is None:
                yield _within(path, name), "must not be null"
            else:
                yield from properties[name](inner, _within(path, name))

    return rule


def _within(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _list(item: Demand) -> Demand:
    def rule(value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield path, "must be a list"
            return
        for index, inner in enumerate(value):
            yield from item(inner, f"{path}[{index}]")

    return rule


def _one_or_list(item: Demand) -> Demand:
    """A list, or a single item in place of a list, which only context activities allow (2.4.6.2)."""
    several = _list(item)
    return lambda value, path: several(value if isinstance(value, list) else [value], path)


def _map(key: Demand, item: Demand | None = None) -> Demand:
    def rule(value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield path, "must be an object"
            return
        for name, inner in value.items():
            yield from key(name, f"{path}['{name}']")
            if item:
                yield from item(inner, f"{path}['{name}']")

    return rule


def _statement_rule(properties: Mapping[str, Demand]) -> Demand:
    """The rule for a statement or a substatement: properties, and what they require of its object (2.3.2, 2.4.6)."""
    shape = _object(properties, _NEEDED)

    def rule(value: Any, path: str) -> Iterator[Problem]:
        yield from shape(value, path)
        if not isinstance(value, dict):
            return
        kind, verb, context = _kind(value.get("object")), value.get("verb"), value.get("context")
        if kind != "StatementRef" and isinstance(verb, dict) and verb.get("id") == VOIDED:
            yield _within(path, "object"), "must be a StatementRef if the verb is voided"
        if kind != "Activity" and isinstance(context, dict):
            for name in ("revision", "platform"):
                if name in context:
                    yield _within(path, f"context.{name}"), "belongs to statements about an activity"

    return rule


def _kind(target: Any) -> Any:
    """The `objectType` of a statement's object, by default `Activity` (2.4.4)."""
    return target.get("objectType", "Activity") if isinstance(target, dict) else "Activity"


def _agent(value: Any, path: str) -> Iterator[Problem]:
    is_group = isinstance(value, dict) and value.get("objectType") == "Group"
    yield from _object({**_AGENT, "member": _list(_member)} if is_group else _AGENT)(value, path)
    if isinstance(value, dict):
        found = [name for name in IDENTIFIERS if name in value]
        needed = not (is_group and value.get("member"))
        if len(found) > 1 or (needed and not found):
            yield path, f"must have exactly one of {', '.join(IDENTIFIERS)}"


def _member(value: Any, path: str) -> Iterator[Problem]:
    """A member of a group: an agent, not another group (2.4.2.2)."""
    if isinstance(value, dict) and ("member" in value or value.get("objectType") == "Group"):
        yield path, "must be an agent"
    else:
        yield from _agent(value, path)


def _target(within: Demand) -> Demand:
    """The rule for a statement's object; `within` is the rule for a substatement."""

    def rule(value: Any, path: str) -> Iterator[Problem]:
        kind = _kind(value)
        if kind in ("Agent", "Group"):
            yield from _agent(value, path)
        elif kind == "StatementRef":
            yield from _object({"objectType": _STRING, "id": _ID}, ("id",))(value, path)
        elif kind == "SubStatement":
            yield from within(value, path)
        else:
            yield from _activity(value, path)

    return rule


def _never(value: Any, path: str) -> Iterator[Problem]:
    yield path, "must not be another SubStatement"


def _activity(value: Any, path: str) -> Iterator[Problem]:
    kind = _is("Activity", lambda kind: kind == "Activity")
    yield from _object({"objectType": kind, "id": _IRI, "definition": _definition}, ("id",))(value, path)


def _definition(value: Any, path: str) -> Iterator[Problem]:
    yield from _object(_DEFINITION)(value, path)
    if not isinstance(value, dict):
        return
    kind = value.get("interactionType")
    if isinstance(kind, str) and kind not in INTERACTIONS:
        yield f"{path}.interactionType", "must be an interaction type"
    for name in _COMPONENTS:
        if name in value and name not in INTERACTIONS.get(str(kind), ()):
            yield f"{path}.{name}", f"does not belong to an interaction of type {kind}"
        some = value.get(name)
        ids = (
            [str(entry.get("id")) for entry in some if isinstance(entry, dict)]
            if isinstance(some, list)
            else []
        )
        if len(set(ids)) < len(ids):
            yield f"{path}.{name}", "must have unique ids"
    if "correctResponsesPattern" in value and kind is None:
        yield path, "has a correctResponsesPattern but no interactionType"


def _score(value: Any, path: str) -> Iterator[Problem]:
    yield from _object({"scaled": _NUMBER, "raw": _NUMBER, "min": _NUMBER, "max": _NUMBER})(value, path)
    if not isinstance(value, dict) or not all(_is_number(number) for number in value.values()):
        return
    scaled, raw = value.get("scaled", 0), value.get("raw")
    low, high = value.get("min", float("-inf")), value.get("max", float("inf"))
    if not -1 <= scaled <= 1:
        yield f"{path}.scaled", "must be from -1 to 1"
    if low >= high or (raw is not None and not low <= raw <= high):
        yield path, "must have min below max, and raw between them"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_octets(value: Any) -> bool:
    return _is_number(value) and value >= 0 and value % 1 == 0


def is_time(value: Any) -> bool:
    """Whether a value is a timestamp (4.5); leap seconds and 24:00 are refused, because other programs refuse them."""
    if not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
        return False
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


_ID = _text("a UUID", _UUID)
_IRI = _is("an IRI", is_iri)
_STRING = _is("text", lambda value: isinstance(value, str))
_NUMBER = _is("a number", _is_number)
_TRUTH = _is("true or false", lambda value: isinstance(value, bool))
_TIME = _is("an ISO 8601 timestamp", is_time)
_TAG = _text("a language tag", _LANGUAGE)
_WORDS = _map(_TAG, _STRING)
_EXTENSIONS = _map(_IRI)
_COMPONENT = _object({"id": _STRING, "description": _WORDS}, ("id",))
_AGENT: Mapping[str, Demand] = {
    "objectType": _is("Agent or Group", lambda kind: kind in ("Agent", "Group")),
    "name": _STRING,
    "mbox": _text("an address that begins with mailto:", _MAILBOX),
    "mbox_sha1sum": _text("a SHA-1 sum", _SHA1),
    "openid": _IRI,
    "account": _object({"homePage": _IRI, "name": _STRING}, ("homePage", "name")),
}
_DEFINITION: Mapping[str, Demand] = {
    "name": _WORDS,
    "description": _WORDS,
    "type": _IRI,
    "moreInfo": _IRI,
    "extensions": _EXTENSIONS,
    "interactionType": _STRING,
    "correctResponsesPattern": _is(
        "a list of strings",
        lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
    ),
    **dict.fromkeys(_COMPONENTS, _list(_COMPONENT)),
}
_ATTACHMENT: Mapping[str, Demand] = {
    "usageType": _IRI,
    "display": _WORDS,
    "description": _WORDS,
    "contentType": _text("a media type", _MEDIA_TYPE),
    "length": _is("a number of octets", _is_octets),
    "sha2": _STRING,
    "fileUrl": _IRI,
}
"""Properties of an attachment (2.4.11)."""
_RESULT = _object(
    {
        "score": _score,
        "success": _TRUTH,
        "completion": _TRUTH,
        "response": _STRING,
        "duration": _text("an ISO 8601 duration", _DURATION),
        "extensions": _EXTENSIONS,
    }
)
_CONTEXT: Mapping[str, Demand] = {
    "registration": _ID,
    "instructor": _agent,
    "team": _agent,
    "contextActivities": _object(
        dict.fromkeys(("parent", "grouping", "category", "other"), _one_or_list(_activity))
    ),
    "revision": _STRING,
    "platform": _STRING,
    "language": _TAG,
    "statement": _object({"objectType": _STRING, "id": _ID}, ("id",)),
    "extensions": _EXTENSIONS,
}
_CONTEXT_2: Mapping[str, Demand] = {
    **_CONTEXT,
    **{
        f"context{kind}s": _list(
            _object(
                {
                    "objectType": _is(f"context{kind}", f"context{kind}".__eq__),
                    kind.lower(): _agent,
                    "relevantTypes": _list(_IRI),
                },
                ("objectType", kind.lower()),
            )
        )
        for kind in ("Agent", "Group")
    },
}
"""Properties of a context in IEEE 9274.1.1 (4.2.2.5), which adds `contextAgents` and `contextGroups`."""


def _statement(context: Mapping[str, Demand], versions: str, words: str) -> Demand:
    """The rule for statements in a version of the specification.

    `context` are the properties of a context, `versions` is the pattern of `version` and `words` the same in words."""
    common: Mapping[str, Demand] = {
        "actor": _agent,
        "verb": _object({"id": _IRI, "display": _WORDS}, ("id",)),
        "result": _RESULT,
        "context": _object(context),
        "timestamp": _TIME,
        "attachments": _list(_object(_ATTACHMENT, ("usageType", "display", "contentType", "length", "sha2"))),
    }
    within = _statement_rule({**common, "objectType": _STRING, "object": _target(_never)})
    return _statement_rule(
        {
            **common,
            "id": _ID,
            "object": _target(within),
            "stored": _TIME,
            "authority": _agent,
            "version": _text(words, re.compile(versions)),
        }
    )


_STATEMENT_1 = _statement(_CONTEXT, r"1\.0(\.\d+)?", "1.0 or 1.0.x")
_STATEMENT_2 = _statement(_CONTEXT_2, r"(1\.0|2\.0)(\.\d+)?", "1.0.x or 2.0.x")
