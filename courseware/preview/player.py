"""The origin on which packages run: it serves only open launches, each below its token, and sets no cookies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from courseware.language.traces import without_traces
from courseware.preview.connections import cut
from courseware.preview.desk import Desk, OpenLaunch
from courseware.preview.pages import FILES, Pages, file, not_kept
from courseware.preview.requests import Request as Asked
from courseware.preview.statements import plain
from courseware.preview.units import type_of

MOST_CALLS = 10_000
"""The most calls in one request."""
LOCAL = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
"""The content security policy if packages may not reach other machines."""
_GONE = Response("This launch is over. Launch the course again in the preview.", 404, media_type="text/plain")


class _Player:
    def __init__(self, desk: Desk, pages: Pages, preview: Callable[[], str], in_class: bool) -> None:
        self.desk, self.pages, self.preview, self.in_class = desk, pages, preview, in_class

    def opened(self, request: Request) -> OpenLaunch | None:
        found = self.desk.open.get(request.path_params["token"])
        return found if found and found.in_class == self.in_class else None

    async def frame(self, request: Request) -> Response:
        found = self.opened(request)
        if found is None:
            return _GONE
        found.is_played = True
        model = found.sitting.model if found.sitting else None
        data = {
            "api": model.api if model else "",
            "acts": dict(model.acts) if model else {},
            "file": self.desk.address(found, _base(request)),
            "preview": self.preview(),
            # in a class, the storage is kept, because it identifies the device
            "clears": self.desk.host.clears_storage and not self.in_class,
        }
        html = self.pages.render("player.html", title=found.unit.title, data=json.dumps(data))
        policy = f"default-src 'self'; frame-ancestors {self.preview()}; base-uri 'none'"
        return Response(html, media_type="text/html", headers={"Content-Security-Policy": policy})

    async def own_file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ("player.js", "patch.js", "player.css", "icon.svg") or self.opened(request) is None:
            return _GONE
        return Response(file(name), media_type=FILES[name])

    async def call(self, request: Request) -> Response:
        found = self.opened(request)
        if found is None:
            return JSONResponse({"value": "false", "error": "101"}, 404)
        given = await _calls(request)
        await asyncio.sleep(self.desk.trouble.now.seconds if _commits(given) else 0)
        answers = [self.desk.call(found, act, arguments, late) for act, arguments, late in given]
        if self.desk.trouble.now.commits == "lost" and _commits(given):
            cut(request.scope)
        last = answers[-1] if answers else None
        told = {"value": last.value, "error": last.error} if last else {}
        onward = {"onward": f"../{found.onward}/"} if found.onward else {}
        return JSONResponse({**told, **onward})

    async def again(self, request: Request) -> Response:
        found = self.opened(request)
        if found is None:
            return _GONE
        fresh = await self.desk.newest() and self.desk.again(found)
        return JSONResponse({"file": self.desk.address(fresh, _base(request)) if fresh else ""})

    async def newest(self, request: Request) -> Response:
        """A page of the newest build, from which an open page takes changed words."""
        if self.opened(request) is None:
            return _GONE
        build = await self.desk.newest()
        name = request.path_params["name"]
        if build is None or name not in build.files.names:
            return _GONE
        return Response(self._told(name, build.files.read(name)), media_type="text/plain; charset=utf-8")

    async def refreshed(self, request: Request) -> Response:
        """Continues a launch with the newest build, because its page already shows that."""
        found = self.opened(request)
        build = self.desk.builds.builds.get(self.desk.format_name)
        if found is None or build is None:
            return _GONE
        found.build = build
        return JSONResponse({})

    async def package_file(self, request: Request) -> Response:
        found = self.opened(request)
        if found is None:
            return _GONE
        name = request.path_params["name"]
        if self.desk.trouble.kind == "offline" and request.method == "HEAD":
            cut(request.scope)
            return Response(status_code=503)
        if name not in found.build.files.names:
            self.desk.say(found, "missing", {"file": name[:200]})
            return Response("There is no such file in the package.", 404, media_type="text/plain")
        try:
            content = self._told(name, await asyncio.to_thread(found.build.files.read, name))
        except OSError as error:
            return Response(f"It cannot be read: {error}", 404, media_type="text/plain")
        kind = type_of(name)
        policy = f"{LOCAL if self.desk.no_network else ''}frame-ancestors 'self' {self.preview()}"
        return Response(content, media_type=kind, headers={"Content-Security-Policy": policy})

    def _told(self, name: str, content: bytes) -> bytes:
        """A file as it is served: for a class, without the paths of the author's files."""
        return without_traces(content) if self.in_class and name.endswith(".html") else content

    async def record(self, request: Request) -> Response:
        """A request to the record store, or the trouble that is chosen instead."""
        found = self.opened(request)
        if found is None:
            return _GONE
        trouble = self.desk.trouble.now
        await asyncio.sleep(trouble.seconds)
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(
            request.method,
            request.path_params["resource"].lstrip("/"),  # some clients add a slash to that of the endpoint
            dict(request.query_params),
            headers,
            await request.body(),
            f"/{found.token}/xapi/",
        )
        answer = self.desk.record(found, asked)
        if trouble.status == 0:
            cut(request.scope)
            return Response(status_code=503)
        if trouble.status is not None:
            return Response("{}", trouble.status, headers={"Retry-After": "1"})
        self.desk.events.tell("saved", {"attempt": found.attempt.id})
        return Response(answer.body, answer.status, headers=dict(answer.headers))

    async def fetch(self, request: Request) -> Response:
        """The fetch URL of a cmi5 session, which gives its token once (8.2)."""
        opened = self.opened(request)
        found = self.desk.records.fetch(opened.token) if opened else None
        return JSONResponse(found) if found is not None else _GONE

    async def returned(self, request: Request) -> Response:
        """The page to which a course returns at its end."""
        return Response("<!doctype html><title>Back</title><p>Back in the LMS.", media_type="text/html")

    def routes(self) -> list[Route]:
        """The routes of the handlers."""
        below = "/{token}"
        return [
            Route(f"{below}/", self.frame),
            Route(f"{below}/own/{{name}}", self.own_file),
            Route(f"{below}/call", self.call, methods=["POST"]),
            Route(f"{below}/again", self.again, methods=["POST"]),
            Route(f"{below}/newest/{{name:path}}", self.newest),
            Route(f"{below}/refreshed", self.refreshed, methods=["POST"]),
            Route(
                f"{below}/xapi/{{resource:path}}",
                self.record,
                methods=["GET", "HEAD", "PUT", "POST", "DELETE"],
            ),
            Route(f"{below}/fetch", self.fetch, methods=["POST"]),
            Route(f"{below}/returned", self.returned),
            Route(f"{below}/files/{{name:path}}", self.package_file, methods=["GET", "HEAD"]),
        ]


def create_player(desk: Desk, pages: Pages, preview: Callable[[], str], in_class: bool = False) -> Starlette:
    """The app. `preview` gives the origins of the preview's own pages; `in_class` selects the launches of a class."""
    routes = _Player(desk, pages, preview, in_class).routes()
    return Starlette(routes=routes, exception_handlers={SQLAlchemyError: not_kept})


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}/{request.path_params['token']}/"


async def _calls(request: Request) -> list[tuple[str, tuple[str, ...], bool]]:
    """The calls in a request: function, arguments, and whether the page was being left."""
    try:
        given: Any = json.loads(await request.body())
    except (ValueError, RecursionError):
        return []
    if not isinstance(given, list) or len(given) > MOST_CALLS:
        return []
    return [
        (
            plain(str(call.get("act"))),
            tuple(plain(str(value)) for value in call.get("arguments", ())[:2]),
            bool(call.get("late")),
        )
        for call in given
        if isinstance(call, dict) and isinstance(call.get("arguments", ()), list)
    ]


def _commits(calls: list[tuple[str, tuple[str, ...], bool]]) -> bool:
    return any(act in ("LMSCommit", "Commit", "LMSFinish", "Terminate") for act, _, _ in calls)
