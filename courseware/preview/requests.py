"""What comes to a record store and goes back, and what its resources share: reading parameters strictly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from courseware.preview.statements import moment, plain
from courseware.validation.statements import is_iri, is_time, is_uuid, problems

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What came over HTTP: `path` is that below the endpoint, header names are in lower case.

    `endpoint` is the endpoint's own path, for addresses of more; `version` the one in which it is answered.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    endpoint: str = "/xapi/"
    version: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A request that is answered with an error: a status and its reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def of_json(value: Any, status: int = 200) -> Response:
    """A response of JSON."""
    text = json.dumps(value, ensure_ascii=False)
    return Response(status, text.encode("utf-8", "replace"), {"Content-Type": "application/json"})


def parsed(content: bytes) -> Any:
    """What JSON holds; NaN and Infinity are none (RFC 8259). Raises `Refusal`."""
    try:
        return json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, f"no JSON: {error}") from None


def only(query: Mapping[str, str], known: Iterable[str]) -> None:
    """Refuses parameters that are not known, in another case, too (3.2)."""
    unknown = sorted(set(query) - set(known))
    if unknown:
        raise Refusal(400, f"unknown parameter: {', '.join(unknown)[:200]}")


def agent_in(query: Mapping[str, str], name: str = "agent") -> Json:
    """The agent or the group of a parameter."""
    value = parsed(query.get(name, "").encode("utf-8", "replace"))
    about = {
        "actor": value,
        "verb": {"id": "https://example.org/v"},
        "object": {"id": "https://example.org/a"},
    }
    wrong = problems(about)
    if wrong:
        raise Refusal(400, f"{name}: " + "; ".join(f"{path} {reason}" for path, reason in wrong))
    return dict(value)


def iri_in(query: Mapping[str, str], name: str) -> str:
    """The IRI of a parameter."""
    value = query.get(name, "")
    if not is_iri(value):
        raise Refusal(400, f"{name} must be an IRI")
    return plain(value)


def uuid_in(query: Mapping[str, str], name: str) -> str:
    """The UUID of a parameter, in lower case; nothing where it is not given."""
    if name in query and not is_uuid(query[name]):
        raise Refusal(400, f"{name} must be a UUID")
    return query.get(name, "").lower()


def moment_in(query: Mapping[str, str], name: str) -> str:
    """The timestamp of a parameter in UTC, as `moment` writes it; nothing where it is not given."""
    if name not in query:
        return ""
    value = query[name]
    if not is_time(value):
        raise Refusal(400, f"{name} must be a timestamp of ISO 8601")
    try:
        return moment(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        raise Refusal(400, f"{name} is no moment") from None


def truth_in(query: Mapping[str, str], name: str) -> bool:
    """`true` or `false`; false where it is not given."""
    value = query.get(name, "false")
    if value not in ("true", "false"):
        raise Refusal(400, f"{name} must be true or false")
    return value == "true"


def number_in(query: Mapping[str, str], name: str) -> int | None:
    """A whole number that is not negative; None where it is not given."""
    value = query.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise Refusal(400, f"{name} must be a whole number that is not negative")
    return int(value)


def date_of(stored: str) -> str:
    """A moment as headers write it (RFC 7231, 7.1.1.1)."""
    return format_datetime(datetime.fromisoformat(stored), usegmt=True)


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
