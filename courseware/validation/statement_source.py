"""xAPI statements from a file, or from an address such as an LRS's statements resource, and what is wrong with them.

Requests go only to the origin of the given address: redirects and `more` links (xAPI 1.0.3 Communication, 2.1.3) to
another origin are not followed. Sizes, times, and the numbers of requests and findings are limited.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from itertools import islice
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from courseware.diagnostics import Diagnostic, Span, report
from courseware.diagnostics.address import is_address
from courseware.diagnostics.characters import harmless
from courseware.record import NamedTuple
from courseware.validation import faults
from courseware.validation.statements import problems

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

AUTHORIZATION = "COURSEWARE_AUTHORIZATION"
"""Environment variable with the value of the header `Authorization`, for an address without user and password."""

CONNECT, IN_ALL = 10.0, 120.0
"""Seconds: the longest wait for a connection or for further bytes, and the time for all answers of one source."""
MOST_BYTES = 50_000_000
MOST_REQUESTS = 1_000
MOST_FINDINGS = 1_000
LONGEST_TEXT = 600

_SHOWN_PARAMETERS = frozenset(
    """statementId voidedStatementId verb activity registration related_activities related_agents since until limit
    format attachments ascending""".split()
)
"""Query parameters of a statements resource that name no secret and no person (xAPI 1.0.3 Communication, 2.1.3)."""

_REDIRECTS = (301, 302, 303, 307, 308)


class UnreadableStatements(Exception):
    """Raised when a source cannot be read, or not to its end; the message says why."""


class _Reply(NamedTuple):
    status: int
    body: bytes
    location: str


def shown(source: str) -> str:
    """The source in a form that is safe to print: an address without user, password and other secrets."""
    if not is_address(source):
        return _printable(source)
    try:
        parts = urlsplit(source)
        origin(parts)
    except ValueError:
        parts = None
    if parts is None or at_behind_host(parts):  # nobody knows where the password ends
        return _printable(re.sub("(?s)[?#].*", "", re.sub("(?s)://.*@", "://", source)))
    return _printable(without_user(parts._replace(query=_shown_query(parts.query))))


def _shown_query(query: str) -> str:
    """A query string in which the values of unknown parameters, which may be tokens, are replaced by `…`."""
    pairs = (parameter.partition("=") for parameter in query.split("&"))
    return "&".join(
        f"{name}{sign}{value if name in _SHOWN_PARAMETERS else '…' * bool(value)}" if sign else _plain(name)
        for name, sign, value in pairs
    )


def _plain(name: str) -> str:
    """A parameter without `=`, replaced by `…` unless it is known, because it may be a value without a name."""
    return name if name in _SHOWN_PARAMETERS else "…" * bool(name)


def validate_statements(source: str) -> list[Diagnostic]:
    """What is wrong with the statements in a file or at an address.

    The JSON is a statement, a list of statements, or a result of a statements resource, whose `more` links are
    followed; statements are numbered from 1 through all of these. Raises `OSError` for a file that cannot be read.
    """
    name = shown(source)
    span = Span.whole(name) if is_address(source) else Span(name, 1, 1, 1, 2)
    return list(islice(_findings(source, span), MOST_FINDINGS + 1))


def _findings(source: str, span: Span) -> Iterator[Diagnostic]:
    number = found = 0
    try:
        for content in _answers(source) if is_address(source) else _file(source):
            for statement in _statements(content):
                number += 1
                for path, reason in problems(statement):
                    if found == MOST_FINDINGS:
                        raise UnreadableStatements(
                            f"more than {MOST_FINDINGS:,} faults: the rest are not shown"
                        )
                    found += 1
                    what = {"path": _printable(path) or "it", "reason": _printable(reason)}
                    yield report(faults.STATEMENT_BREAKS_RULE, span, number=number, **what)
    except UnreadableStatements as error:
        yield report(faults.UNREADABLE_STATEMENTS, span, reason=error)


def _printable(text: str) -> str:
    return harmless(text[:LONGEST_TEXT])


def _statements(content: Any) -> list[Any]:
    some = content.get("statements", content) if isinstance(content, dict) else content
    return some if isinstance(some, list) else [some]


def _file(path: str) -> Iterator[Any]:
    with Path(path).open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _too_much()
    yield _parsed(content)


def _too_much() -> UnreadableStatements:
    return UnreadableStatements(f"more than {MOST_BYTES / 1e6:.0f} MB")


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableStatements(f"not JSON: {error}") from None


def _answers(source: str) -> Iterator[Any]:
    """The parsed answers of an address and of the `more` links that follow from it."""
    try:
        first = urlsplit(source)
        if at_behind_host(first):
            raise UnreadableStatements(
                "it has an `@` after the host: in a user name, a password or a query, write `/`, `?`, `#` and `@` "
                "as `%2F`, `%3F`, `%23` and `%40`"
            )
        here, address, secret = origin(first), without_user(first), authorization(first)
    except ValueError:
        raise UnreadableStatements("not an address") from None
    headers = {"X-Experience-API-Version": "1.0.3", "Accept": "application/json", **secret}
    opener = http_opener()
    end, room, asked = monotonic() + IN_ALL, MOST_BYTES, set[str]()
    while address:
        if address in asked:
            raise UnreadableStatements("redirects or `more` links that lead in a circle")
        if len(asked) == MOST_REQUESTS:
            raise UnreadableStatements(f"no end after {MOST_REQUESTS:,} replies")
        asked.add(address)
        reply = _in_time(end - monotonic(), opener, address, headers, room)
        room -= len(reply.body)
        if room < 0:
            raise _too_much()
        if reply.status in _REDIRECTS:
            address = next_address(address, reply.location, here)
        elif reply.status != 200:
            raise UnreadableStatements(f"it replies with status {reply.status}")
        else:
            content = _parsed(reply.body)
            yield content
            more = content.get("more") if isinstance(content, dict) and "statements" in content else ""
            address = next_address(address, more, here) if more else ""


def _in_time(
    seconds: float, opener: OpenerDirector, address: str, headers: dict[str, str], room: int
) -> _Reply:
    """The answer, within so many seconds for everything from looking up the host to the last byte."""
    done: Future[_Reply] = Future()

    def work() -> None:
        try:
            done.set_result(_ask(opener, address, headers, room))
        except UnreadableStatements as error:
            done.set_exception(error)
        except Exception as error:  # its message may contain the address or the authorization
            done.set_exception(UnreadableStatements(f"the request failed ({type(error).__name__})"))

    Thread(target=work, daemon=True).start()
    try:
        return done.result(max(seconds, 0))
    except TooLate:
        raise UnreadableStatements(f"no complete reply within {IN_ALL:g} seconds") from None


def _ask(opener: OpenerDirector, address: str, headers: dict[str, str], room: int) -> _Reply:
    from http.client import HTTPException
    from urllib.request import Request

    try:
        with opener.open(Request(address, headers=headers), timeout=CONNECT) as response:  # noqa: S310, HTTP only
            return _Reply(response.status, response.read(room + 1), response.headers.get("Location", ""))
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise UnreadableStatements(_printable(str(getattr(reason, "strerror", None) or reason))) from None
    except HTTPException:
        raise UnreadableStatements("the reply is not HTTP") from None
    except ValueError:  # its message may quote the authorization
        raise UnreadableStatements("no request can be made with this address and its authorization") from None


def http_opener() -> OpenerDirector:
    """An opener that only speaks HTTP and HTTPS, and returns redirects and errors as ordinary answers."""
    from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler

    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    return opener


def next_address(address: str, link: str, here: tuple[object, ...]) -> str:
    """The address of a link in an answer. Raises `UnreadableStatements` if its origin is not `here`."""
    try:
        there = urlsplit(urljoin(address, link))
        is_same = origin(there) == here
    except (TypeError, ValueError):  # the link may be any JSON value
        is_same = False
    if not is_same:
        raise UnreadableStatements("it leads to another origin, to which no request is sent")
    return without_user(there)


def origin(parts: SplitResult) -> tuple[object, ...]:
    """Scheme, host and port of an address. Raises `ValueError` if it has no host."""
    if not parts.hostname:
        raise ValueError
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def at_behind_host(parts: SplitResult) -> bool:
    """Whether there is an `@` after the host, so that the host may be the beginning of a user name or password."""
    return "@" in parts.path + parts.query + parts.fragment


def without_user(parts: SplitResult) -> str:
    """An address without user, password and fragment."""
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def authorization(parts: SplitResult) -> dict[str, str]:
    """The `Authorization` header from user and password in an address, else from the environment; empty if neither."""
    from base64 import b64encode

    if parts.username is None:
        given = os.environ.get(AUTHORIZATION, "")
        return {"Authorization": given} if given else {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
