"""Connections to browsers, to be closed without an answer: no HTTP response looks like a network failure."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

_OPEN: dict[tuple[str, int], asyncio.BaseTransport] = {}


class Connection(H11Protocol):
    """A connection that is known by its client's address as long as it is open."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # narrower: a server's connection
        _OPEN[transport.get_extra_info("peername")] = transport
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.transport is not None:
            _OPEN.pop(self.transport.get_extra_info("peername"), None)
        super().connection_lost(exc)


def cut(scope: MutableMapping[str, Any]) -> None:
    """Closes the connection of a request without an answer."""
    transport = _OPEN.get(tuple(scope.get("client") or ()))
    if isinstance(transport, asyncio.Transport):
        transport.abort()
