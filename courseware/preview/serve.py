"""Serves both origins in one process, watches the folder, and ends both."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from watchfiles import awatch

from courseware.preview import commands
from courseware.preview.app import create_app
from courseware.preview.builds import matters, watched
from courseware.preview.connections import Connection
from courseware.preview.desk import Classroom, Desk
from courseware.preview.guard import App, guarded
from courseware.preview.limits import REQUESTS, Limiter, limited
from courseware.preview.pages import Pages
from courseware.preview.player import create_player

ADDRESS = "127.0.0.1"
MOST_CONNECTIONS = 1000
"""The most connections open at the same time, on each origin."""
DEBOUNCE = 40
"""Milliseconds within which several changes of files count as one."""


@dataclass(frozen=True, slots=True)
class Sockets:
    """The sockets of the preview, the packages and, if it is shared, the class."""

    preview: socket.socket
    packages: socket.socket
    shared: socket.socket | None = None

    @property
    def shared_address(self) -> str:
        """The address for the class; only if the preview is shared."""
        return "http://{}:{}/".format(*self.shared.getsockname()[:2]) if self.shared else ""

    @property
    def address(self) -> str:
        """The preview's address."""
        return f"http://{ADDRESS}:{_port(self.preview)}/"


def listen(port: int, shared: str = "") -> Sockets:
    """Binds the port (0: any free one) and another one for packages and, at the address `shared`, one for a class.

    Raises `OSError`.
    """
    return Sockets(_bound(port), _bound(0), _bound(0, shared) if shared else None)


def share(desk: Desk, sockets: Sockets) -> Classroom:
    """Opens the preview to the learners of a class, each with access only to their own work."""
    secret = secrets.token_urlsafe(24)
    desk.classroom = Classroom(sockets.shared_address, f"{sockets.shared_address}instructor/{secret}/")
    desk.records.is_shared = True
    return desk.classroom


def apps(desk: Desk, sockets: Sockets) -> list[App]:
    """The guarded apps of the origins: the preview, the packages and, if it is shared, the class."""
    pages = Pages()
    pages.environment.globals.update(commands=commands)
    first, second = _port(sockets.preview), _port(sockets.packages)
    ports = {"127.0.0.1": ADDRESS, "localhost": "localhost"}
    app = create_app(desk, pages, lambda name: f"http://{ports.get(name, ADDRESS)}:{second}")
    own = f"http://{ADDRESS}:{first} http://localhost:{first}"
    player = create_player(desk, pages, lambda: own)
    frames = f"http://{ADDRESS}:{second} http://localhost:{second}"
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"frame-src {frames}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    shared = {
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
    }
    tight = {**shared, "content-security-policy": policy, "cross-origin-resource-policy": "same-origin"}
    made = [guarded(app, first, False, tight), guarded(player, second, True, shared)]
    if desk.classroom and sockets.shared:
        from courseware.preview.classroom import create_classroom

        name, port = sockets.shared.getsockname()[:2]
        room = create_classroom(desk, pages, desk.classroom)
        made.append(limited(guarded(room, port, True, tight, (name,)), Limiter(REQUESTS)))
    return made


async def run(desk: Desk, sockets: Sockets, ready: Callable[[], None]) -> None:
    """Serves until the process gets a signal to stop; `ready` is called when pages can be opened."""
    servers = [uvicorn.Server(_config(app)) for app in apps(desk, sockets)]
    for server in servers[1:]:
        # only the first server handles signals
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]  # takes no signals
    tasks = [
        asyncio.create_task(server.serve(sockets=[listening]))
        for server, listening in zip(
            servers, (sockets.preview, sockets.packages, sockets.shared), strict=False
        )
        if listening
    ]
    watcher = asyncio.create_task(watch(desk))
    while not all(server.started for server in servers) and not any(task.done() for task in tasks):
        await asyncio.sleep(0.01)
    ready()
    await tasks[0]
    for server in servers:
        server.should_exit = True
    watcher.cancel()
    await asyncio.gather(*tasks, watcher, return_exceptions=True)


async def watch(desk: Desk) -> None:
    """Watches the source, shows what was saved, and builds it again."""
    places = watched(desk.builds.source)
    waiting: asyncio.Task[None] | None = None
    async for changes in awatch(*places, debounce=DEBOUNCE, step=20, rust_timeout=500):
        paths = sorted({Path(path) for _, path in changes if matters(path)})
        if paths:
            if waiting:
                waiting.cancel()
            seconds = await desk.saves.take(desk.format_name, paths)
            waiting = asyncio.create_task(_settle(desk, seconds))


async def _settle(desk: Desk, seconds: float) -> None:
    await asyncio.sleep(seconds)
    # shielded, because the next save must not cancel a build that has begun
    await asyncio.shield(asyncio.create_task(desk.saves.settle(desk.format_name)))


def _config(app: App) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        http=Connection,
        loop="asyncio",
        server_header=False,
        timeout_graceful_shutdown=1,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
    )


def _bound(port: int, address: str = ADDRESS) -> socket.socket:
    # asyncio disables Nagle's algorithm only if the protocol is given; with it, each response would wait 40 ms.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((address, port))
    made.listen(128)
    return made


def _port(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])
