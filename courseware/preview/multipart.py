"""Statements and attachments in one body, `multipart/mixed` (RFC 2046, 5.1; xAPI 1.0.3 Communication, 1.5.2)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import collapse_rfc2231_value

from courseware.record import NamedTuple

MOST_PARTS = 1000


class BodyPart(NamedTuple):
    """A part: its headers by name in lower case, and its content."""

    headers: Mapping[str, str]
    content: bytes


class Malformed(ValueError):
    """Raised for a body that is not a valid `multipart` body; the message says why."""


def media_type(given: str) -> tuple[str, Mapping[str, str]]:
    """The media type, in lower case, and the parameters of a `Content-Type` header."""
    message = Message()
    message["content-type"] = given
    given_names = message.get_params([], unquote=True)[1:]
    names = {name.lower(): collapse_rfc2231_value(value) for name, value in given_names}
    return message.get_content_type() if given else "", names


def split(body: bytes, boundary: str) -> list[BodyPart]:
    """The parts of a body. Raises `Malformed`."""
    if not 0 < len(boundary) <= 70:
        raise Malformed("a boundary has 1 to 70 characters")
    delimiter = b"\r\n--" + boundary.encode("utf-8", "replace")
    _, *pieces = (b"\r\n" + body).split(delimiter)
    if not pieces or not pieces[-1].startswith(b"--"):
        raise Malformed("the last boundary is missing")
    if len(pieces) > MOST_PARTS:
        raise Malformed(f"it has more than {MOST_PARTS} parts")
    return [_part(piece) for piece in pieces[:-1]]


def join(parts: Iterable[BodyPart]) -> tuple[str, bytes]:
    """The `Content-Type` of a body with these parts, and the body."""
    boundary = secrets.token_hex(16)  # random, so that it does not occur in a part
    lines = []
    for part in parts:
        lines += [b"--" + boundary.encode()]
        lines += [f"{name}: {value}".encode() for name, value in part.headers.items()]
        lines += [b"", part.content]
    lines += [f"--{boundary}--".encode(), b""]
    return f'multipart/mixed; boundary="{boundary}"', b"\r\n".join(lines)


def _part(piece: bytes) -> BodyPart:
    padding, _, rest = piece.partition(b"\r\n")
    if padding.strip(b" \t"):
        raise Malformed("a boundary is followed by something else on its line")
    if rest.startswith(b"\r\n"):
        return BodyPart({}, rest[2:])
    head, found, content = rest.partition(b"\r\n\r\n")
    if not found:
        raise Malformed("a part has no empty line after its headers")
    headers = BytesHeaderParser().parsebytes(head + b"\r\n\r\n")
    return BodyPart({name.lower(): str(value) for name, value in headers.items()}, content)
