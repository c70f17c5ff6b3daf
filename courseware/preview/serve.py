"""Both origins in one process, the watcher of the folder, and their end."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn
from watchfiles import awatch

from courseware.preview import commands
from courseware.preview.app import create_app
from courseware.preview.builds import matters, watched
from courseware.preview.connections import Connection
from courseware.preview.desk import Desk
from courseware.preview.guard import App, guarded
from courseware.preview.pages import Pages
from courseware.preview.player import create_player

ADDRESS = "127.0.0.1"
DEBOUNCE = 40
"""Milliseconds in which changes of files are taken for one."""


@dataclass(frozen=True, slots=True)
class Sockets:
    """Where the preview and the packages are served."""

    preview: socket.socket
    packages: socket.socket

    @property
    def address(self) -> str:
        """The preview's address."""
        return f"http://{ADDRESS}:{_port(self.preview)}/"


def listen(port: int) -> Sockets:
    """Takes the port (0: any that is free), and another one for packages. Raises `OSError`."""
    return Sockets(_bound(port), _bound(0))


def apps(desk: Desk, sockets: Sockets) -> tuple[App, App]:
    """The apps of the two origins behind their guards."""
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
    return (
        guarded(app, lambda: first, False, lambda: tight),
        guarded(player, lambda: second, True, lambda: shared),
    )


async def run(desk: Desk, sockets: Sockets, ready: Callable[[], None]) -> None:
    """Serves until the process is told to stop; `ready` is called when pages can be opened."""
    servers = [uvicorn.Server(_config(app)) for app in apps(desk, sockets)]
    for server in servers[1:]:
        # the first one hears the signals
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
    tasks = [
        asyncio.create_task(server.serve(sockets=[one]))
        for server, one in zip(servers, (sockets.preview, sockets.packages), strict=True)
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
    """Builds again when a file is saved, and says so."""
    places = watched(desk.builds.source)
    async for changes in awatch(*places, debounce=DEBOUNCE, step=20, rust_timeout=500):
        paths = [path for _, path in changes if matters(path)]
        if paths:
            await rebuild(desk, is_text=all(path.endswith(".md") for path in paths))


async def rebuild(desk: Desk, is_text: bool = False) -> None:
    """Reads the source again, and tells the pages what came of it; `is_text`: only documents were saved."""
    await asyncio.to_thread(desk.builds.read)
    if not desk.builds.has_failed:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(desk.builds.build, desk.format_name)
    name = "failed" if desk.builds.has_failed else "built"
    desk.events.tell(name, {"number": desk.builds.number, "is_text": is_text})


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
    )


def _bound(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((ADDRESS, port))
    made.listen(128)
    return made


def _port(one: socket.socket) -> int:
    return int(one.getsockname()[1])
