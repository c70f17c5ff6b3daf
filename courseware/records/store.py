"""A learning record store over HTTP → a file of JSON lines (xAPI 1.0.3 Communication, 2.1.3).

It is read page by page, so that memory does not grow. What has arrived is in the file as complete lines, and the next
run continues after it. Only the named origin is contacted; the credentials come from the address, the environment or
netrc.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import parse_qsl, urlencode, urlsplit

from courseware.record import NamedTuple
from courseware.records.xapi import moment
from courseware.validation.statement_source import (
    UnreadableStatements,
    at_behind_host,
    authorization,
    http_opener,
    next_address,
    origin,
    without_user,
)

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

WAIT = 60.0
"""The longest wait in seconds for data from the store."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each repetition of a request that failed."""
LONGEST_PAUSE = 120.0
"""The longest wait in seconds that a store may ask for."""
MOST_BYTES = 256 << 20
"""The largest response, in bytes."""
OVERLAP = timedelta(seconds=2)
"""By how much a later run goes back, because several statements may be stored at the same time."""

_BUSY = (408, 425, 429, 500, 502, 503, 504)
_PARTS = 1_000
"""The number of steps in which progress is reported."""

Advance = Callable[[int, int], None]


class StoreUnreadable(Exception):
    """Why a store cannot be read, or not completely; what had arrived is kept."""


class Fetched(NamedTuple):
    """How many statements arrived, and how many the file held before."""

    new: int
    known: int


class Reply(NamedTuple):
    """A server's response."""

    status: int
    body: bytes
    headers: Any


class _Kept(NamedTuple):
    """The contents of a file: the number of statements, the last time of storing, and the ids of those around it."""

    number: int
    stored: datetime | None
    ids: frozenset[str]


def fetch(address: str, path: Path, advance: Advance | None = None) -> Fetched:
    """Copies the statements of a store to a file; if the file exists, only those stored since.

    `address` is that of the endpoint or of its statements resource, with xAPI's parameters if not all statements are
    wanted. Raises `StoreUnreadable`, and `OSError` if the file cannot be written.
    """
    kept = _kept(path)
    with open(path, "r+b" if path.exists() else "xb") as file:
        _cut(file)
        new = _append(file, _pages(address, kept.stored, advance), kept.ids, is_checked=bool(kept.ids))
        if new is None:
            new = _append(file, _pages(address, None, advance), _ids(path))
        os.fsync(file.fileno())
    return Fetched(new or 0, kept.number)


def _append(
    file: BinaryIO, pages: Iterator[list[Any]], known: frozenset[str], is_checked: bool = False
) -> int | None:
    """Writes the unknown statements, and returns their number.

    None if the first page is checked and contains no known statement although it must: then the store does not go by
    the time of storing (Ralph goes by that of the statement), and late statements would be missed.
    """
    new = 0
    for statements in pages:
        fresh = [statement for statement in statements if _id(statement) not in known]
        if is_checked and len(fresh) == len(statements):
            return None
        is_checked = False
        file.write(
            b"".join(json.dumps(statement, separators=(",", ":")).encode() + b"\n" for statement in fresh)
        )
        file.flush()
        new += len(fresh)
    return new


def _id(statement: Any) -> str:
    return str(statement.get("id", "")).lower() if isinstance(statement, dict) else ""


def _ids(path: Path) -> frozenset[str]:
    with open(path, "rb") as file:
        return frozenset(_id(json.loads(line)) for line in file if line.endswith(b"\n"))


def _cut(file: BinaryIO) -> None:
    """Removes an incomplete last line, which a killed run may leave, and seeks to the end."""
    end = file.seek(0, os.SEEK_END)
    while end > 0:
        start = max(end - 65_536, 0)
        file.seek(start)
        at = file.read(end - start).rfind(b"\n")
        if at >= 0:
            end = start + at + 1
            break
        end = start
    file.truncate(end)
    file.seek(end)


def _kept(path: Path) -> _Kept:
    if not path.exists():
        return _Kept(0, None, frozenset())
    number, last = 0, None
    recent: list[tuple[datetime, str]] = []
    with open(path, "rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            try:
                statement = json.loads(line)
                stored = moment(statement["stored"])
            except (ValueError, KeyError, TypeError, RecursionError):
                raise StoreUnreadable(
                    f"{path.name} is not a file of statements from a record store: give another file"
                ) from None
            number += 1
            if stored is None:
                continue
            last = max(last or stored, stored)
            recent.append((stored, _id(statement)))
            if len(recent) > 10_000:
                recent = [known for known in recent if known[0] >= last - OVERLAP]
    ids = frozenset(identifier for stored, identifier in recent if last and stored >= last - OVERLAP)
    return _Kept(number, last, ids)


def _pages(address: str, since: datetime | None, advance: Advance | None) -> Iterator[list[Any]]:
    """The statements of each response, in the order of storing."""
    try:
        parts = urlsplit(address)
        if at_behind_host(parts):
            raise StoreUnreadable("write an `@` in a user name or a password as `%40`")
        here, headers = origin(parts), _headers(parts.hostname or "", authorization(parts))
    except ValueError:
        raise StoreUnreadable("it is not an address") from None
    path = parts.path.rstrip("/")
    path = path if path.endswith("/statements") else f"{path}/statements"
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"ascending": "true"}
    if since:
        query["since"] = (since - OVERLAP).isoformat().replace("+00:00", "Z")
    there = without_user(parts._replace(path=path, query=urlencode(query)))
    opener, begun, asked = http_opener(), None, set[str]()
    while there:
        asked.add(there)
        reply = good_reply(opener, there, headers)
        page = _page(reply.body)
        statements, more = page.get("statements"), page.get("more") or ""
        if not isinstance(statements, list) or not isinstance(more, str):
            raise StoreUnreadable("it does not return a list of statements")
        yield statements
        begun = begun or since or _stored(statements[:1])
        _tell(advance, begun, _stored(statements[-1:]), reply.headers, more)
        try:
            there = next_address(there, more, here) if more else ""
        except UnreadableStatements as error:
            raise StoreUnreadable(str(error)) from None
        if there in asked:
            raise StoreUnreadable("its `more` links form a circle")


def _headers(host: str, secret: dict[str, str]) -> dict[str, str]:
    """The headers of each request; user and password come from netrc if they are not given otherwise."""
    headers = {"X-Experience-API-Version": "1.0.3", "Accept": "application/json", **secret}
    if secret:
        return headers
    import netrc
    from base64 import b64encode

    try:
        found = netrc.netrc(os.environ.get("NETRC") or None).authenticators(host)
    except (OSError, netrc.NetrcParseError):
        found = None
    if found:
        pair = b64encode(f"{found[0]}:{found[2] or ''}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    return headers


_REFUSED = "user and password come from the address, COURSEWARE_AUTHORIZATION or netrc"


def good_reply(
    opener: OpenerDirector,
    address: str,
    headers: dict[str, str],
    body: bytes | None = None,
    refused: str = _REFUSED,
) -> Reply:
    """A successful response to a request that changes nothing; temporary errors are retried.

    A `body` is posted; `refused` says where credentials come from. Raises `StoreUnreadable`.
    """
    for pause in (*PAUSES, None):
        try:
            reply = _ask(opener, address, headers, body)
        except OSError as error:
            reason = getattr(error, "reason", error)
            trouble, wait = str(getattr(reason, "strerror", None) or type(reason).__name__), pause
        else:
            if reply.status == 200:
                return reply
            if reply.status in (401, 403):
                raise StoreUnreadable(f"it refuses (status {reply.status}): {refused}")
            if reply.status not in _BUSY:
                raise StoreUnreadable(f"it replies with status {reply.status}")
            trouble, wait = f"it replies with status {reply.status}", _pause(reply, pause)
        if pause is None or wait is None:
            raise StoreUnreadable(f"{trouble}, even after {len(PAUSES)} more tries")
        time.sleep(wait)
    raise AssertionError


def _pause(reply: Reply, pause: float | None) -> float | None:
    """The wait that the store asks for, in seconds, or our own."""
    asked = reply.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_PAUSE) if pause is not None and asked.isdecimal() else pause


def _ask(opener: OpenerDirector, address: str, headers: dict[str, str], content: bytes | None) -> Reply:
    """Sends a request. Raises `OSError`, also if the response is not HTTP or is incomplete."""
    from http.client import HTTPException
    from urllib.request import Request

    try:
        request = Request(address, data=content, headers=headers)  # noqa: S310, the opener supports only HTTP
        with opener.open(request, timeout=WAIT) as response:
            body = response.read(MOST_BYTES + 1)
            if response.length and len(body) <= MOST_BYTES:
                raise ConnectionError(0, "its reply ends too early")
    except HTTPException as error:
        raise ConnectionError(0, f"no complete reply ({type(error).__name__})") from None
    except ValueError:  # its message contains the value, which may be the authorization
        raise StoreUnreadable("no request can be made with this address and its authorization") from None
    if len(body) > MOST_BYTES:
        raise StoreUnreadable(f"one of its replies is larger than {MOST_BYTES >> 20} MB")
    return Reply(response.status, body, response.headers)


def _page(body: bytes) -> dict[str, Any]:
    try:
        page = json.loads(body)
    except (ValueError, RecursionError):
        page = None
    if not isinstance(page, dict):
        raise StoreUnreadable("its reply is not JSON from a record store")
    return page


def _stored(statements: list[Any]) -> datetime | None:
    first = next(iter(statements), None)
    stored = first.get("stored") if isinstance(first, dict) else None
    return moment(stored) if isinstance(stored, str) else None


def _tell(
    advance: Advance | None, begun: datetime | None, now: datetime | None, headers: Any, more: str
) -> None:
    """Reports the progress, by the time of storing, because no store says how many statements it has."""
    end = moment(headers.get("X-Experience-API-Consistent-Through") or "") or datetime.now(UTC)
    if not advance:
        return
    if not more:
        advance(_PARTS, _PARTS)
    elif begun and now and end > begun:
        advance(min(int(_PARTS * ((now - begun) / (end - begun))), _PARTS - 1), _PARTS)
