"""Who may send requests: only the preview's own pages, under the host name by which they were opened.

A page of another site can make a browser send requests here, and its host name can resolve to this machine (DNS
rebinding). Therefore `Host`, `Origin` and `Sec-Fetch-Site` are checked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 8 * 1024 * 1024
"""Largest body of a request, in bytes."""

TOO_LARGE = "it is too large"

NAMES = ("127.0.0.1", "localhost")


def refusal(
    headers: dict[str, str], method: str, port: int, framed: bool, names: Collection[str] = NAMES
) -> str:
    """Why a request is refused; empty if it is not.

    `framed` says that pages from another port of this machine may show it in a frame; `names` are this machine's host
    names.
    """
    hosts = {f"{name}:{port}" for name in names}
    if headers.get("host", "") not in hosts:
        return "this server does not have that name"
    origin = headers.get("origin")
    if origin is not None and origin not in {f"http://{host}" for host in hosts}:
        return "the request comes from a page of another origin"
    if (
        not headers.get("content-length", "0").isdecimal()
        or int(headers.get("content-length", "0")) > LARGEST_BODY
    ):
        return TOO_LARGE
    site, mode = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-mode", "navigate")
    if site in ("same-origin", "none"):
        return ""
    opens = mode == "navigate" and method == "GET"
    place = headers.get("sec-fetch-dest", "document")
    if opens and (place == "document" or (framed and site == "same-site" and place in ("iframe", "frame"))):
        return ""
    return "the request comes from a page of another origin"


def guarded(
    app: App,
    port: int,
    framed: bool,
    headers: Mapping[str, str],
    names: Collection[str] = NAMES,
) -> App:
    """The app behind these checks; `headers` are added to each of its responses."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        given = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        why = refusal(given, scope["method"], port, framed, names)
        if why:
            body = f"Refused: {why}.".encode()
            plain = [(b"content-type", b"text/plain; charset=utf-8")]
            await send(
                {"type": "http.response.start", "status": 413 if why == TOO_LARGE else 403, "headers": plain}
            )
            await send({"type": "http.response.body", "body": body})
            return
        taken = 0

        async def bounded() -> MutableMapping[str, Any]:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST_BODY:
                raise ValueError("the request is too large")
            return message

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                more = [(name.encode(), value.encode()) for name, value in headers.items()]
                message["headers"] = [
                    *message["headers"],
                    *(header for header in more if header[0] not in own),
                ]
            await send(message)

        await app(scope, bounded, sending)

    return answer
