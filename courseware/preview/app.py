"""The preview's own pages: the workbench around the course, and its menus."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from functools import cache
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qsl, unquote

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from courseware.archive.reader import Unreadable, lines_of
from courseware.course.theme import themes
from courseware.diagnostics import ERROR
from courseware.diagnostics.excerpt import excerpt_of, place_of
from courseware.formats import FORMATS
from courseware.preview import launches
from courseware.preview.builds import Build
from courseware.preview.desk import MOST_LISTENERS, WAYS, Desk
from courseware.preview.editors import NotOpened, run
from courseware.preview.exports import har, report
from courseware.preview.gradebook_pages import GradebookPages
from courseware.preview.inspector import units
from courseware.preview.lms.hosts import HOSTS
from courseware.preview.pages import FILES, Pages, file, not_kept
from courseware.preview.saved_state import decode, rooms, state_in
from courseware.preview.texts import LANGUAGES, preferred
from courseware.preview.troubles import KINDS

LONGEST_NAME = 200
"""Longest name of a learner, in characters."""
MOST_MISTAKES = 50
BETWEEN_EDITORS = 0.3
"""Shortest time between two openings of the editor, in seconds; a person is not faster."""
POST = ["POST"]
PING = 15.0
"""Seconds after which an idle event stream sends a comment, so that it stays open."""


class _Workbench:
    """The handlers of the pages; `player` gives the origin of packages for the host name of this page."""

    def __init__(self, desk: Desk, pages: Pages, player: Callable[[str], str]) -> None:
        self.desk, self.pages, self.player = desk, pages, player

    def html(self, name: str, **values: Any) -> Response:
        content = self.pages.render(name, desk=self.desk, page=name, learners=self.desk.learners(), **values)
        return Response(content, media_type="text/html")

    def speak(self, language: str) -> None:
        self.desk.language = language
        self.pages.speak(language)

    async def workbench(self, request: Request) -> Response:
        if not self.desk.language:
            self.speak(preferred(request.headers.get("accept-language", "")))
        problem, build = "", None
        try:
            build = await self.desk.newest()
        except (Unreadable, OSError) as error:
            problem = str(error)
        opened = self.desk.open.get(self.desk.latest)
        if build and (opened is None or opened.is_played or opened.build is not build):
            opened = self.desk.launch(mode=opened.mode if opened else "normal")
        origin = self.player(request.url.hostname or "")
        return self.html(
            "workbench.html",
            build=build,
            problem=problem,
            opened=opened,
            source=f"{origin}/{opened.token}/" if opened else "",
            origin=origin,
            outcome=self.desk.outcome(opened) if opened else None,
            said=self.desk.calls(opened, 300) if opened else [],
            mistakes=_mistakes(self.desk, self.pages),
            contents=self._contents(build),
        )

    def _contents(self, build: Build | None) -> str:
        """The table of contents as HTML; what cannot be chosen now has a reason."""
        if build is None or (len(build.units) < 2 and not build.problems):
            return ""
        desk = self.desk
        return self.pages.render(
            "contents.html",
            build=build,
            unit=desk.unit,
            locked=desk.locked(build, desk.chosen, desk.unit),
            ways=[way for way in WAYS if desk.beside(build, way, desk.chosen, desk.unit)],
        )

    async def contents(self, request: Request) -> Response:
        build = self.desk.builds.builds.get(self.desk.format_name)
        return Response(self._contents(build), media_type="text/html")

    async def launch(self, request: Request) -> Response:
        form = await fields(request)
        how, mode = str(form.get("how", "resume")), str(form.get("mode", "normal"))
        if mode in launches.MODES and how in ("resume", "new"):
            await self.desk.newest()
            build = self.desk.builds.builds.get(self.desk.format_name)
            learner, unit = self.desk.chosen, self.desk.unit
            beside = self.desk.beside(build, form["go"], learner, unit) if build and "go" in form else ""
            self.desk.launch(how, mode, beside or str(form.get("unit", "")), is_led=bool(beside))
        return RedirectResponse("/", 303)

    async def choose(self, request: Request) -> Response:
        """Applies choices of the menus: each field of the form that has an allowed value."""
        form = await fields(request)
        given = dict(form)
        known = {learner.id for learner in self.desk.learners()}
        before = (self.desk.learner, self.desk.format_name, self.desk.host, self.desk.builds.theme)
        if given.get("learner") in known:
            self.desk.learner = given["learner"]
        if given.get("format") in FORMATS and self.desk.builds.is_course:
            self.desk.format_name = given["format"]
        if given.get("host") in HOSTS:
            self.desk.choose_host(given["host"])
        if given.get("language") in LANGUAGES:
            self.speak(given["language"])
        if given.get("trouble") in KINDS:
            self.desk.trouble.kind = given["trouble"]
        if "theme" in given and given["theme"] in ("", *themes()):
            self.desk.builds.theme = given["theme"]
            if before[3] != self.desk.builds.theme:
                self.desk.builds.builds.clear()
        if "network" in given:
            self.desk.no_network = given["network"] == "none"
        if (self.desk.learner, self.desk.format_name, self.desk.host, self.desk.builds.theme) != before:
            await self.desk.newest()
            self.desk.launch()
        return RedirectResponse(_back(given), 303)

    async def add_learner(self, request: Request) -> Response:
        form = await fields(request)
        name = " ".join(str(form.get("name", "")).split())[:LONGEST_NAME]
        if name:
            self.desk.learner = self.desk.store.add_learner(name).id
            await self.desk.newest()
            self.desk.launch()
        return RedirectResponse("/", 303)

    async def reset(self, request: Request) -> Response:
        self.desk.forget()
        return RedirectResponse("/", 303)

    async def mistakes(self, request: Request) -> Response:
        return Response(_mistakes(self.desk, self.pages), media_type="text/html")

    async def said(self, request: Request) -> Response:
        """Everything that the inspector shows of the attempt, as a JSON file."""
        body = json.dumps(self._calls(), ensure_ascii=False, indent=1)
        name = 'attachment; filename="inspector.json"'
        return Response(body, media_type="application/json", headers={"Content-Disposition": name})

    def _calls(self) -> list[dict[str, Any]]:
        return self.desk.calls(self.desk.open.get(self.desk.latest), 100_000)

    async def archive(self, request: Request) -> Response:
        """Everything that the inspector shows of the attempt, as an HTTP archive (HAR 1.2)."""
        body = json.dumps(har(self._calls()), ensure_ascii=False)
        headers = {"Content-Disposition": 'attachment; filename="inspector.har"'}
        return Response(body, media_type="application/json", headers=headers)

    async def report(self, request: Request) -> Response:
        """A text for a bug report: versions, choices and the latest calls, without the learner's name."""
        opened = self.desk.open.get(self.desk.latest)
        situation = {
            "Format": self.desk.format_name if self.desk.builds.is_course else "a package",
            "Standard": opened.unit.standard if opened else "",
            "LMS": f"{self.desk.host.title} ({self.desk.host.name})",
            "Mode": opened.mode if opened else "",
            "Trouble": self.desk.trouble.now.title if self.desk.trouble.kind else "",
            "Theme": self.desk.builds.theme,
        }
        names = list(launches.names_of(opened.learner)) if opened else []
        names += [part for name in names[1:] for part in name.split() if len(part) > 2]
        return Response(report(situation, self._calls(), names), media_type="text/plain")

    async def saved_state(self, request: Request) -> Response:
        """The launch's saved state in words, and how much room each LMS leaves for it."""
        opened = self.desk.open.get(self.desk.latest)
        if opened is None:
            return Response("", media_type="text/html")
        sitting, documents = opened.sitting, self.desk.documents(opened)
        text = sitting.values.get("cmi.suspend_data", "") if sitting else ""
        text = text or next(filter(None, (state_in(document.content) for document in documents.values())), "")
        found = rooms(sitting.model, sitting.values) if sitting else []
        content = self.pages.render(
            "saved_state.html",
            state=decode(text, self.desk.builds.course),
            size=units(text),
            rooms=found,
            titles=[host.title for host in HOSTS.values() if any(host.title in room.most for room in found)],
            documents=documents,
        )
        return Response(content, media_type="text/html")

    async def state(self, request: Request) -> Response:
        opened = self.desk.open.get(self.desk.latest)
        if opened is None:
            return JSONResponse({})
        return JSONResponse(self.desk.outcome(opened)._asdict())

    async def source(self, request: Request) -> Response:
        """Opens the editor where a part of the page was written, which the form gives as in `content/phase1.md 12`.

        `traces.py` writes file and line into the page. In place of the line there may be keys of the front matter.
        """
        form = await fields(request)
        if not compare_digest(form.get("token", "").encode("utf-8", "replace"), self.desk.token.encode()):
            return JSONResponse({"problem": "This page does not belong to this preview: reload it."}, 403)
        shown, _, place = form.get("at", "").rpartition(" ")
        file = self.desk.builds.file_of(unquote(shown))
        line = self.desk.builds.line_of(unquote(shown), place)
        if file is None or line is None:
            return JSONResponse({"problem": self.pages.t["no_source"]}, 404)
        if time.monotonic() < self.desk.opened_at + BETWEEN_EDITORS:
            return JSONResponse({"problem": self.pages.t["too_fast"]}, 429)
        self.desk.opened_at = time.monotonic()
        answer = {"place": f"{unquote(shown)}:{line}", "link": self.desk.editor.address(file, line)}
        try:
            if not answer["link"]:
                await run(self.desk.editor.arguments(file, line))
        except NotOpened as error:
            return JSONResponse({**answer, "problem": str(error)}, 502)
        return JSONResponse(answer)

    async def classroom(self, request: Request) -> Response:
        """The address for learners, large enough to be projected."""
        if self.desk.classroom is None:
            return Response("The class is not shared: start the preview with --share.", 404)
        from courseware.preview.qr_code import as_svg

        return self.html("classroom.html", code=as_svg(self.desk.classroom.address))

    async def own_file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in FILES:
            return Response("There is no such file.", 404)
        return Response(file(name), media_type=FILES[name])

    async def events(self, request: Request) -> Response:
        if len(self.desk.events.listeners) >= MOST_LISTENERS:
            return Response("Too many pages are connected.", 503)
        return StreamingResponse(events(self.desk, self.pages), media_type="text/event-stream")

    def routes(self) -> list[Route]:
        """The routes of the handlers."""
        return [
            Route("/", self.workbench),
            Route("/launch", self.launch, methods=POST),
            Route("/choose", self.choose, methods=POST),
            Route("/learners", self.add_learner, methods=POST),
            Route("/reset", self.reset, methods=POST),
            Route("/source", self.source, methods=POST),
            Route("/classroom", self.classroom),
            Route("/mistakes", self.mistakes),
            Route("/contents", self.contents),
            Route("/state.json", self.state),
            Route("/inspector.json", self.said),
            Route("/inspector.har", self.archive),
            Route("/report.txt", self.report),
            Route("/saved-state", self.saved_state),
            Route("/events", self.events),
            Route("/own/{name}", self.own_file),
        ]


def create_app(desk: Desk, pages: Pages, player: Callable[[str], str]) -> Starlette:
    """The app; `player` gives the origin of packages for the host name by which a page was opened."""
    routes = [*_Workbench(desk, pages, player).routes(), *GradebookPages(desk, pages).routes()]
    return Starlette(routes=routes, exception_handlers={SQLAlchemyError: not_kept})


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form (`application/x-www-form-urlencoded`)."""
    body = (await request.body()).decode("utf-8", "replace")
    return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=100))


def _back(given: dict[str, str]) -> str:
    """The page to return to after a form: one of the preview's own."""
    return given.get("back", "/") if given.get("back", "/") in ("/", "/gradebook") else "/"


def _mistakes(desk: Desk, pages: Pages) -> str:
    """What is wrong with the course, as HTML; empty if nothing is."""
    if not desk.builds.diagnostics:
        return ""
    lines = cache(lines_of)
    worst_first = sorted(desk.builds.diagnostics, key=lambda diagnostic: diagnostic.severity != ERROR)
    return pages.render(
        "mistakes.html",
        diagnostics=worst_first[:MOST_MISTAKES],
        more=max(0, len(worst_first) - MOST_MISTAKES),
        failed=desk.builds.has_failed,
        shown=desk.builds.course is not None,
        place_of=place_of,
        excerpt_of=lambda span: excerpt_of(span, lines),
    )


async def events(desk: Desk, pages: Pages, only: str = "") -> AsyncIterator[str]:
    """What happens, as server-sent events (HTML Standard, 9.2), all or `only` one kind.

    Calls are sent for the launch that is shown in the workbench.
    """
    queue: asyncio.Queue[tuple[str, Any]] = asyncio.Queue(10_000)
    desk.events.listeners.add(queue)
    try:
        yield f"event: hello\ndata: {desk.builds.number}\n\n"
        while True:
            try:
                name, content = await asyncio.wait_for(queue.get(), PING)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            shown = desk.open.get(desk.latest)
            if only not in ("", name) or (
                name == "said" and shown and content["attempt"] != shown.attempt.id
            ):
                continue
            if name == "said":
                content = {"html": pages.render("said.html", entry=content)}
            yield f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
    finally:
        desk.events.listeners.discard(queue)
