"""The preview for a class on the local network: learners type a name and play on their own devices (`--share`).

Answers are shown only below a path with the instructor's token; each launch has a token of its own.
"""

from __future__ import annotations

import json
import secrets
import socket
from hmac import compare_digest
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from courseware.archive.reader import Unreadable
from courseware.diagnostics.characters import harmless
from courseware.preview.app import events
from courseware.preview.builds import Build
from courseware.preview.desk import MOST_LISTENERS, WAYS, Classroom, Desk
from courseware.preview.gradebook_pages import GradebookPages
from courseware.preview.limits import NEWCOMERS, Limiter
from courseware.preview.pages import FILES, Pages, file, not_kept
from courseware.preview.player import create_player
from courseware.preview.store import Learner
from courseware.preview.texts import DEFAULT, in_words

LONGEST_NAME = 60
"""Longest name that a learner may type, in characters."""
MOST_LEARNERS = 500
"""Most learners of a class, including those of earlier sessions."""
LARGEST_FORM = 2_000
"""Largest body of a request, in bytes."""
OPEN = ("join.js", "preview.css", "icon.svg")
"""Files that are served without a token."""
GONE = Response("There is nothing here.", 404, media_type="text/plain")


def address_of_machine() -> str:
    """The IPv4 address of this machine on the local network. Raises `OSError` if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # This sends nothing, but makes the system choose a route. The address is one for examples (RFC 5737).
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])


class _Class:
    """The handlers of requests from devices of the class."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self.desk, self.pages = desk, pages
        self.newcomers = Limiter(NEWCOMERS)

    async def welcome(self, request: Request) -> Response:
        """The page on which a learner types a name."""
        title = ""
        try:
            build = await self.desk.newest()
            title = build.title if build else ""
        except (Unreadable, OSError):
            pass
        return Response(self.pages.render("join.html", title=title), media_type="text/html")

    async def join(self, request: Request) -> Response:
        """Adds a learner. Only this device gets the id, with which it resumes later."""
        name = harmless(" ".join(str((await _given(request)).get("name", "")).split()))[:LONGEST_NAME]
        if not name.strip("\ufffd "):
            return JSONResponse({"problem": "name"}, 400)
        if not self.newcomers.allows(request.client.host if request.client else ""):
            return JSONResponse({"problem": "busy"}, 429)
        if len(self.desk.store.learners()) >= MOST_LEARNERS:
            return JSONResponse({"problem": "full"}, 403)
        learner = self.desk.store.add_learner(name, f"learner-{secrets.token_hex(16)}")
        self.desk.events.tell("saved", {"attempt": 0})
        return JSONResponse({"learner": learner.id, "name": learner.name})

    async def open(self, request: Request) -> Response:
        """Opens a launch for the learner with the given id; if there are several units, one must be chosen."""
        given = await _given(request)
        wanted = str(given.get("learner", "")).encode("utf-8", "replace")
        learner = next(
            (known for known in self.desk.store.learners() if compare_digest(known.id.encode(), wanted)),
            None,
        )
        if learner is None or len(wanted) < len("learner-") + 32:
            return JSONResponse({"problem": "unknown"}, 404)
        try:
            build = await self.desk.newest()
        except (Unreadable, OSError):
            build = None
        unit, way = str(given.get("unit", "")), str(given.get("go", ""))
        latest = self.desk.unit_of(learner, in_class=True)
        led = self.desk.beside(build, way, learner, latest) if build and way in WAYS else ""
        if build and len(build.units) > 1 and not led and unit not in {known.id for known in build.units}:
            contents = self._contents(build, learner, latest)
            if contents:
                return JSONResponse(contents)
        opened = self.desk.launch_in_class(learner, led or unit, is_led=bool(led))
        if opened is None:
            return JSONResponse({"problem": "empty"}, 404)
        return JSONResponse({"address": f"/{opened.token}/"})

    def _contents(self, build: Build, learner: Learner, latest: str) -> dict[str, Any]:
        """The units of a package, why some cannot be chosen, and the ways on; empty if none can be chosen."""
        desk, t = self.desk, self.pages.t
        locked = desk.locked(build, learner, latest)
        if len(locked) == len(build.units):
            return {}
        units = [
            {
                "id": known.id,
                "title": known.title or known.id,
                "depth": min(known.depth, 4),
                "locked": in_words([locked[known.id]], desk.language or DEFAULT)
                if known.id in locked
                else "",
            }
            for known in build.units
        ]
        ways = {way: t[f"go_{way}"] for way in WAYS if desk.beside(build, way, learner, latest)}
        return {"units": units, "ways": ways if latest else {}}

    async def own_file(self, request: Request) -> Response:
        name = request.path_params["name"]
        return Response(file(name), media_type=FILES[name]) if name in OPEN else GONE

    def routes(self) -> list[Route]:
        """The routes of the handlers."""
        return [
            Route("/", self.welcome),
            Route("/join", self.join, methods=["POST"]),
            Route("/open", self.open, methods=["POST"]),
            Route("/own/{name}", self.own_file),
        ]


def create_classroom(desk: Desk, pages: Pages, classroom: Classroom) -> Starlette:
    """The app for the local network: the page to join, the instructor's view, and the launches."""
    views = GradebookPages(desk, pages)

    async def own_file(request: Request) -> Response:
        name = request.path_params["name"]
        return Response(file(name), media_type=FILES[name]) if name in FILES else GONE

    async def told(request: Request) -> Response:
        if len(desk.events.listeners) >= MOST_LISTENERS:
            return Response("Too many pages are connected.", 503)
        return StreamingResponse(events(desk, pages, "saved"), media_type="text/event-stream")

    async def first(request: Request) -> Response:
        return RedirectResponse(f"{request.scope['root_path']}/gradebook", 303)

    own = [
        Route("/", first),
        *views.views(),
        Route("/own/{name}", own_file),
        Route("/events", told),
    ]
    secret = classroom.instructor.rstrip("/").rpartition("/")[2]
    player = create_player(desk, pages, lambda: classroom.address.rstrip("/"), in_class=True)
    return Starlette(
        routes=[
            *_Class(desk, pages).routes(),
            Mount(f"/instructor/{secret}", routes=own),
            Mount("/", app=player),
        ],
        exception_handlers={SQLAlchemyError: not_kept},
    )


async def _given(request: Request) -> dict[str, Any]:
    """The JSON object in a small request; empty if it is anything else."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return {}
    body = await request.body()
    try:
        found = json.loads(body) if len(body) <= LARGEST_FORM else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
