"""The pages of the gradebook: the class, a question, a learner, what Moodle would show, and downloads."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from courseware.diagnostics.extras import how_to_install
from courseware.preview import gradebook
from courseware.preview.apart import work_on
from courseware.preview.desk import Desk
from courseware.preview.pages import Pages
from courseware.preview.simulate import MOST, simulate
from courseware.preview.store import Store
from courseware.records.coded import latest
from courseware.records.questions import QuestionInWords
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
    ".duckdb": "application/octet-stream",
    ".sqlite3": "application/vnd.sqlite3",
}


async def _as_file(name: str, write: Callable[[Path], Awaitable[None]]) -> Response:
    """What `write` writes as a download of this name, or an error page that says why it could not."""
    folder = Path(tempfile.mkdtemp())
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    path = folder / name
    try:
        await write(path)
    except ModuleNotFoundError as error:
        words = f"{path.suffix} needs {error.name}, which is not installed: {how_to_install('records')}"
        return Response(words, 501, media_type="text/plain", background=gone)
    except (TooLong, OSError, SQLAlchemyError) as error:
        words = f"It cannot be written: {getattr(error, 'orig', None) or error}"
        return Response(words, 500, media_type="text/plain", background=gone)
    return FileResponse(path, media_type=_TYPES[path.suffix], filename=path.name, background=gone)


class GradebookPages:
    """The handlers of the pages. Each reads the class anew, in a thread or process of its own."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self.desk, self.pages = desk, pages

    async def _questions(self) -> Sequence[QuestionInWords]:
        build = await self.desk.newest()
        return build.questions if build else ()

    async def _class(self, learner: str | None = None) -> gradebook.Class:
        return await asyncio.to_thread(
            gradebook.read_class, self.desk.store, await self._questions(), learner
        )

    def _shown(self, request: Request, name: str, **values: Any) -> Response:
        """A page whose links stay below the address under which it was requested."""
        base = request.scope.get("root_path", "")
        pieces = self.pages.stream(
            name, desk=self.desk, page=name, base=base, learners=self.desk.learners(), **values
        )
        return StreamingResponse(pieces, media_type="text/html")

    async def overview(self, request: Request) -> Response:
        """The first page: learners × questions."""
        questions = await self._questions()
        found = await asyncio.to_thread(gradebook.overview, self.desk.store, questions)
        endings = list(WRITERS)
        return self._shown(
            request, "gradebook.html", lines=found.lines, columns=found.columns, endings=endings
        )

    async def question(self, request: Request) -> Response:
        """The page of a question: its statistics, bars and texts."""
        identifier = request.path_params["id"]
        found = await work_on(self.desk.store, gradebook.read_question, await self._questions(), identifier)
        if found is None:
            return Response("There is no such question.", 404, media_type="text/plain")
        known, numbers, answers = found
        return self._shown(
            request,
            "gradebook_question.html",
            question=known,
            numbers=numbers,
            answers=answers,
            bars=gradebook.histogram(answers) if known.kind == "numeric" else [],
            ranks=gradebook.mean_ranks(answers) if known.kind == "sequencing" else [],
            remarks=remarks(numbers) if numbers else [],
        )

    async def learner(self, request: Request) -> Response:
        """The page of a learner: every attempt, every answer."""
        questions, identifier = await self._questions(), request.path_params["id"]
        found = await asyncio.to_thread(gradebook.read_class, self.desk.store, questions, identifier)
        learner = next((known for known in found.learners if known.id == identifier), None)
        if learner is None:
            return Response("There is no such learner.", 404, media_type="text/plain")
        return self._shown(
            request,
            "gradebook_learner.html",
            learner=learner,
            attempts=found.attempts,
            answers=latest(found.records.answers),
        )

    async def moodle(self, request: Request) -> Response:
        """The Interactions report as Moodle shows it."""
        header, rows = await asyncio.to_thread(gradebook.as_moodle, self.desk.store)
        return self._shown(request, "gradebook_moodle.html", header=header, rows=rows)

    async def report(self, request: Request) -> Response:
        """The report that `courseware records` writes, to print."""
        build = self.desk.builds.builds.get(self.desk.format_name)
        title = build.title if build else ""
        content = await work_on(self.desk.store, _report, await self._questions(), title)
        return Response(content, media_type="text/html", headers={"Content-Security-Policy": REPORT_POLICY})

    async def export(self, request: Request) -> Response:
        """The tidy table as a download."""
        ending = f".{request.path_params['ending']}"
        if ending not in WRITERS:
            return Response("There is no such format.", 404, media_type="text/plain")

        async def write(path: Path) -> None:
            await work_on(self.desk.store, _write, await self._questions(), path)

        return await _as_file(f"answers{ending}", write)

    async def saved_class(self, request: Request) -> Response:
        """The class in a file. It contains the ids with which devices resume, so only the author may download it."""
        return await _as_file("class.sqlite3", lambda path: asyncio.to_thread(self.desk.store.copy, path))

    async def simulated(self, request: Request) -> Response:
        """Adds a class of simulated learners with answers."""
        build = await self.desk.newest()
        if build and build.questions and build.units:
            add_class(self.desk, 30)
        return RedirectResponse("/gradebook", 303)

    def routes(self) -> list[Route]:
        """The routes of all handlers."""
        return [
            *self.views(),
            Route("/gradebook/class.sqlite3", self.saved_class),
            Route("/gradebook/simulate", self.simulated, methods=["POST"]),
        ]

    def views(self) -> list[Route]:
        """The routes of handlers that change nothing, for the instructor's view."""
        return [
            Route("/gradebook", self.overview),
            Route("/gradebook/questions/{id:path}", self.question),
            Route("/gradebook/learners/{id:path}", self.learner),
            Route("/gradebook/moodle", self.moodle),
            Route("/gradebook/report", self.report),
            Route("/gradebook/answers.{ending}", self.export),
        ]


def add_class(desk: Desk, count: int) -> None:
    """Adds a class of simulated learners that differ from those that are already there."""
    build = desk.builds.build(desk.format_name)
    if build is None or not build.units:
        return
    seeds = {learner.id.split("-")[1] for learner in desk.store.learners() if learner.simulated}
    simulate(desk.store, build.units[0].id, build.questions, min(count, MOST), len(seeds) + 1)
    desk.events.tell("saved", {"attempt": 0})


def _report(store: Store, questions: Sequence[QuestionInWords], title: str) -> str:
    found = gradebook.read_class(store, questions)
    return as_html(title, found.records, latest(found.records.answers), theme_colours())


def _write(store: Store, questions: Sequence[QuestionInWords], path: Path) -> None:
    write(latest(gradebook.read_class(store, questions).records.answers), path)
