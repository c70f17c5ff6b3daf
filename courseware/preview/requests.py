"""Requests to a record store and its responses, and strict parsing of parameters."""

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
    """A request to a record store: `path` is relative to the endpoint, header names are in lower case.

    `endpoint` is the endpoint's path, for `more` links; `version` is the version in which the request is answered.
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
    """A response of a record store."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """Raised for a request that is answered with an error: a status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def of_json(value: Any, status: int = 200) -> Response:
    """A response with a JSON value as its body."""
    text = json.dumps(value, ensure_ascii=False)
    return Response(status, text.encode("utf-8", "replace"), {"Content-Type": "application/json"})


def parsed(content: bytes) -> Any:
    """A parsed JSON value. Raises `Refusal` for anything else, including NaN and Infinity (RFC 8259)."""
    try:
        return json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, f"not JSON: {error}") from None


def only(query: Mapping[str, str], known: Iterable[str]) -> None:
    """Raises `Refusal` for unknown parameters; case matters (3.2)."""
    unknown = sorted(set(query) - set(known))
    if unknown:
        raise Refusal(400, f"unknown parameter: {', '.join(unknown)[:200]}")


def agent_in(query: Mapping[str, str], name: str = "agent") -> Json:
    """The agent or group in a parameter. Raises `Refusal`."""
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
    """The IRI in a parameter. Raises `Refusal`."""
    value = query.get(name, "")
    if not is_iri(value):
        raise Refusal(400, f"{name} must be an IRI")
    return plain(value)


def uuid_in(query: Mapping[str, str], name: str) -> str:
    """The UUID in a parameter, in lower case; empty if it is missing. Raises `Refusal`."""
    if name in query and not is_uuid(query[name]):
        raise Refusal(400, f"{name} must be a UUID")
    return query.get(name, "").lower()


def moment_in(query: Mapping[str, str], name: str) -> str:
    """The timestamp in a parameter, in UTC, as `moment` writes it; empty if it is missing. Raises `Refusal`."""
    if name not in query:
        return ""
    value = query[name]
    if not is_time(value):
        raise Refusal(400, f"{name} must be an ISO 8601 timestamp")
    try:
        return moment(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        raise Refusal(400, f"{name} is not a valid time") from None


def truth_in(query: Mapping[str, str], name: str) -> bool:
    """Whether a parameter is `true`; False if it is missing. Raises `Refusal`."""
    value = query.get(name, "false")
    if value not in ("true", "false"):
        raise Refusal(400, f"{name} must be true or false")
    return value == "true"


def number_in(query: Mapping[str, str], name: str) -> int | None:
    """The non-negative integer in a parameter; None if it is missing. Raises `Refusal`."""
    value = query.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise Refusal(400, f"{name} must be a whole number of at least 0")
    return int(value)


def date_of(stored: str) -> str:
    """A moment in the form of HTTP headers (RFC 7231, 7.1.1.1)."""
    return format_datetime(datetime.fromisoformat(stored), usegmt=True)


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")
