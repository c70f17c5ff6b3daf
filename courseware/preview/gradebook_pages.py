"""The pages of the gradebook: the class, a question, a learner, what Moodle would show, and files to take away."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from courseware.diagnostics.extras import how_to_install
from courseware.preview import gradebook
from courseware.preview.desk import Desk
from courseware.preview.pages import Pages
from courseware.preview.simulate import MOST, simulate
from courseware.records.answer import latest
from courseware.records.report import as_html, theme_colours
from courseware.records.statistics import remarks
from courseware.records.writing import WRITERS, TooLong, write

REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
}


class GradebookPages:
    """Each page reads the class anew, in a thread of its own."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self.desk, self.pages = desk, pages

    async def _class(self) -> gradebook.Class:
        build = await asyncio.to_thread(self.desk.builds.build, self.desk.format_name)
        return await asyncio.to_thread(
            gradebook.read_class, self.desk.store, build.questions if build else ()
        )

    def _html(self, name: str, **values: Any) -> Response:
        content = self.pages.render(name, desk=self.desk, page=name, learners=self.desk.learners(), **values)
        return Response(content, media_type="text/html")

    async def overview(self, request: Request) -> Response:
        """Learners × questions."""
        found = await self._class()
        lines, columns = await asyncio.to_thread(lambda: (gradebook.lines(found), gradebook.columns(found)))
        return self._html("gradebook.html", lines=lines, columns=columns, endings=list(WRITERS))

    async def question(self, request: Request) -> Response:
        """One question: its numbers, its bars, its texts."""
        found = await self._class()
        identifier = request.path_params["id"]
        known = next((one for one in gradebook.columns(found) if one.id == identifier), None)
        if known is None:
            return Response("There is no such question.", 404, media_type="text/plain")
        numbers, answers = await asyncio.to_thread(gradebook.of_question, found, identifier)
        return self._html(
            "gradebook_question.html",
            question=known,
            numbers=numbers,
            answers=answers,
            bars=gradebook.histogram(answers) if known.kind == "numeric" else [],
            ranks=gradebook.mean_ranks(answers) if known.kind == "sequencing" else [],
            remarks=remarks(numbers) if numbers else [],
        )

    async def learner(self, request: Request) -> Response:
        """One learner: every attempt, every answer."""
        found = await self._class()
        learner = next((one for one in found.learners if one.id == request.path_params["id"]), None)
        if learner is None:
            return Response("There is no such learner.", 404, media_type="text/plain")
        name = found.names[learner.id]
        return self._html(
            "gradebook_learner.html",
            learner=learner,
            attempts=[(one, result) for one, result in found.attempts if one.learner == learner.id],
            answers=[one for one in latest(found.records.answers) if one.learner == name],
        )

    async def moodle(self, request: Request) -> Response:
        """The Interactions report as Moodle shows it."""
        found = await self._class()
        header, rows = await asyncio.to_thread(gradebook.as_moodle, found, self.desk.store)
        return self._html("gradebook_moodle.html", header=header, rows=rows)

    async def report(self, request: Request) -> Response:
        """A report to print, of `courseware records`."""
        found = await self._class()
        answers = latest(found.records.answers)
        build = self.desk.builds.builds.get(self.desk.format_name)
        title = build.title if build else ""
        content = await asyncio.to_thread(as_html, title, found.records, answers, theme_colours())
        return Response(content, media_type="text/html", headers={"Content-Security-Policy": REPORT_POLICY})

    async def export(self, request: Request) -> Response:
        """The tidy table as a file."""
        ending = f".{request.path_params['ending']}"
        if ending not in WRITERS:
            return Response("There is no such form.", 404, media_type="text/plain")
        found = await self._class()
        try:
            content = await asyncio.to_thread(_written, latest(found.records.answers), ending)
        except ModuleNotFoundError as error:
            words = f"{ending} needs {error.name}, which is not installed: {how_to_install('records')}"
            return Response(words, 501, media_type="text/plain")
        except (TooLong, OSError) as error:
            return Response(f"It cannot be written: {error}", 500, media_type="text/plain")
        name = f'attachment; filename="answers{ending}"'
        return Response(content, media_type=_TYPES[ending], headers={"Content-Disposition": name})

    async def simulated(self, request: Request) -> Response:
        """Lets a class of simulated learners answer."""
        build = await asyncio.to_thread(self.desk.builds.build, self.desk.format_name)
        if build and build.questions and build.units:
            add_class(self.desk, 30)
        return RedirectResponse("/gradebook", 303)

    def routes(self) -> list[Route]:
        """Where each is found."""
        return [
            Route("/gradebook", self.overview),
            Route("/gradebook/questions/{id:path}", self.question),
            Route("/gradebook/learners/{id:path}", self.learner),
            Route("/gradebook/moodle", self.moodle),
            Route("/gradebook/report", self.report),
            Route("/gradebook/answers.{ending}", self.export),
            Route("/gradebook/simulate", self.simulated, methods=["POST"]),
        ]


def add_class(desk: Desk, count: int) -> None:
    """Adds a class of simulated learners, each with another seed than those that are there."""
    build = desk.builds.build(desk.format_name)
    if build is None or not build.units:
        return
    seeds = {one.id.split("-")[1] for one in desk.store.learners() if one.simulated}
    simulate(desk.store, build.units[0].id, build.questions, min(count, MOST), len(seeds) + 1)
    desk.events.tell("saved", {"attempt": 0})


def _written(answers: Any, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"answers{ending}"
        write(answers, path)
        return path.read_bytes()
