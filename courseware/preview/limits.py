"""Limits on the requests of a device to a shared preview: their rate, and their size."""

from __future__ import annotations

import time
from collections.abc import Callable, MutableMapping
from typing import Any

from courseware.preview.guard import App, Receive, Scope, Send
from courseware.record import NamedTuple

MOST_KNOWN = 10_000
"""How many devices and launches are remembered; beyond that, the oldest are forgotten."""
MOST_BYTES = 100_000_000
"""How many bytes may be sent to one launch."""


class Rate(NamedTuple):
    """A rate: so many per second on average, and so many at once."""

    a_second: float
    at_once: float


REQUESTS = Rate(200, 2000)
"""Requests of a device, which may be a whole class behind one address."""
NEWCOMERS = Rate(1, 100)
"""Learners who join from one device."""


class Limiter:
    """A token bucket for each key; `clock` gives seconds."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.clock = rate, clock
        self.left: dict[str, tuple[float, float]] = {}

    def allows(self, key: str) -> bool:
        """Whether one more is allowed now; if so, it is counted."""
        now = self.clock()
        left, before = self.left.pop(key, (self.rate.at_once, now))
        left = min(self.rate.at_once, left + (now - before) * self.rate.a_second)
        self.left[key] = (left - 1 if left >= 1 else left, now)
        if len(self.left) > MOST_KNOWN:
            self.left.pop(next(iter(self.left)))
        return left >= 1


def limited(app: App, requests: Limiter) -> App:
    """The app with limits: on the requests of each device, and on the bytes sent to each launch."""
    sent: dict[str, int] = {}

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        launch = str(scope["path"]).split("/")[1]
        if not requests.allows(str((scope.get("client") or ("",))[0])):
            await _refuse(send, 429, b"Too many requests: wait a moment.")
            return
        if sent.get(launch, 0) > MOST_BYTES:
            await _refuse(send, 413, b"Too much was sent to this launch.")
            return

        async def counted() -> MutableMapping[str, Any]:
            message = await receive()
            size = len(message.get("body", b""))
            if size:
                sent[launch] = sent.pop(launch, 0) + size
                if len(sent) > MOST_KNOWN:
                    sent.pop(next(iter(sent)))
            return message

        await app(scope, counted, send)

    return answer


async def _refuse(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"1")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
