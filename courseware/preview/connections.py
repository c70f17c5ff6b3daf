"""The lines to browsers, so that one can be cut: no answer of HTTP looks like a line that is down."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

_OPEN: dict[tuple[str, int], asyncio.BaseTransport] = {}


class Connection(H11Protocol):
    """A line that is known while it is open, by the address at its other end."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        _OPEN[transport.get_extra_info("peername")] = transport
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.transport is not None:
            _OPEN.pop(self.transport.get_extra_info("peername"), None)
        super().connection_lost(exc)


def cut(scope: MutableMapping[str, Any]) -> None:
    """Closes the line of a request without a word."""
    transport = _OPEN.get(tuple(scope.get("client") or ()))
    if isinstance(transport, asyncio.Transport):
        transport.abort()
