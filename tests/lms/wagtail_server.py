"""wagtail-lms, a third-party LMS, used like its users do: courses are played in the browser.

Its forms are filled in and sent without a browser: those of the administration load megabytes of scripts. Only ids and
records are read from its database.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html
from playwright.sync_api import (
    APIRequestContext,
    BrowserContext,
    FrameLocator,
    Page,
    Request,
    Response,
    expect,
)

HERE = Path(__file__).parent
INTERACTION = re.compile(r"cmi\.interactions\.(\d+)\.(.+)")


@dataclass(frozen=True, slots=True)
class Record:
    """What the LMS stores of a learner in a package.

    `elements` are the elements of SCORM 1.2 as they were set; the other fields are columns of the attempt. `completed`
    says whether the enrolment in the course counts as complete.
    """

    lesson_status: str
    score_raw: float | None
    score_min: float | None
    score_max: float | None
    lesson_location: str
    suspend_data: str
    elements: dict[str, str]
    completed: bool

    @property
    def interactions(self) -> list[dict[str, str]]:
        """A row for each interaction, by index: element, such as `student_response`, → value."""
        rows: dict[int, dict[str, str]] = {}
        for element, value in self.elements.items():
            if match := INTERACTION.fullmatch(element):
                rows.setdefault(int(match[1]), {})[match[2]] = value
        return [rows[index] for index in sorted(rows)]


class Sitting:
    """A lesson that is being played: `sco` is the course's frame, `errors` are uncaught exceptions and refusals."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.pending: set[Request] = set()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.pending.add(request))
        page.on("requestfinished", lambda request: self.pending.discard(request))
        page.on("requestfailed", lambda request: self.pending.discard(request))
        page.on("response", self._answered)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.request.method} {response.url}: {response.status}")

    @property
    def sco(self) -> FrameLocator:
        return self.page.frame_locator("#scorm-frame")

    def leave(self) -> None:
        """Leave the lesson for the course's page.

        The LMS returns from LMSSetValue before it has sent its request, and leaving the page cancels that. A learner
        who has read "Saved" takes longer, and so does this."""
        while self.pending:
            self.page.wait_for_timeout(100)
        self.page.get_by_role("link", name="Back to Course").click()
        expect(self.page.get_by_role("heading", name="SCORM Lessons")).to_be_visible()


def slug_of(title: str) -> str:
    """The last part of a page's address."""
    return title.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class WagtailLms:
    """A running wagtail-lms. The users are `admin`, `ada`, `grace` and `edsger`; each password is the user's name."""

    url: str
    database: Path

    def log_in(self, context: BrowserContext, user: str) -> Page:
        self._send(context.request, "/login/", username=user, password=user)
        return context.new_page()

    def publish(self, office: APIRequestContext, package: Path, title: str) -> None:
        """As the administrator: upload a zip through the LMS's form, and create a course with it as the only lesson."""
        self._send(office, "/admin/scormpackage/new/", title=title, package_file=package)
        self._publish_page(office, "coursepage/2", title)
        course = self._id_of("wagtailcore_page", title)
        scorm_package = self._id_of("wagtail_lms_scormpackage", title)
        self._publish_page(
            office, f"scormlessonpage/{course}", f"{title} lesson", scorm_package=scorm_package
        )

    def _publish_page(self, office: APIRequestContext, place: str, title: str, **fields: str) -> None:
        publish = {"slug": slug_of(title), "action-publish": "action-publish"}
        self._send(office, f"/admin/pages/add/wagtail_lms/{place}/", title=title, **publish, **fields)

    def _send(self, session: APIRequestContext, path: str, **fields: str | Path) -> None:
        """Fill in a form and send it with its other fields. If it is accepted, the LMS redirects to another page."""
        document: Any = html.fromstring(session.get(self.url + path).text())
        [form] = [form for form in document.forms if fields.keys() & form.fields.keys()]
        filled = {**dict(form.form_values()), **fields}
        response = session.post(self.url + path, multipart=filled, max_redirects=0)
        assert response.status == 302, response.text()

    def _id_of(self, table: str, title: str) -> str:
        with closing(sqlite3.connect(self.database)) as database:
            [row] = database.execute(f"SELECT id FROM {table} WHERE title = ?", (title,))
        return str(row[0])

    def enrol(self, page: Page, title: str) -> None:
        page.goto(f"{self.url}/{slug_of(title)}/")
        page.get_by_role("link", name="Enroll in Course").click()
        expect(page.get_by_text("Enrolled:")).to_be_visible()

    def launch(self, page: Page, title: str) -> Sitting:
        """As a learner: open the lesson from the course's page, and wait until the saved state is restored.

        The LMS creates its API after the content's frame, which may run without it for a moment.
        """
        page.goto(f"{self.url}/{slug_of(title)}/")
        page.get_by_role("link", name=f"{title} lesson").click()
        sitting = Sitting(page)
        page.get_by_role("link", name="Launch SCORM Content").click()
        expect(sitting.sco.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
        return sitting

    def record(self, learner: str, title: str) -> Record:
        with closing(sqlite3.connect(self.database)) as database:
            database.row_factory = sqlite3.Row
            attempt = database.execute(
                """SELECT attempt.*, enrolment.completed_at FROM wagtail_lms_scormattempt AS attempt
                JOIN wagtail_lms_scormpackage AS package ON package.id = attempt.scorm_package_id
                JOIN auth_user AS learner ON learner.id = attempt.user_id
                JOIN wagtail_lms_courseenrollment AS enrolment ON enrolment.user_id = learner.id
                JOIN wagtailcore_page AS course ON course.id = enrolment.course_id AND course.title = package.title
                WHERE learner.username = ? AND package.title = ?""",
                (learner, title),
            ).fetchone()
            elements = database.execute(
                "SELECT key, value FROM wagtail_lms_scormdata WHERE attempt_id = ?", (attempt["id"],)
            ).fetchall()
        return Record(
            lesson_status=attempt["completion_status"],
            score_raw=attempt["score_raw"],
            score_min=attempt["score_min"],
            score_max=attempt["score_max"],
            lesson_location=attempt["location"],
            suspend_data=attempt["suspend_data"],
            elements={row["key"]: row["value"] for row in elements},
            completed=attempt["completed_at"] is not None,
        )


@contextmanager
def serve(folder: Path) -> Iterator[WagtailLms]:
    """Run the LMS with its data in `folder` for the duration of the context."""
    environment = {**os.environ, "COURSEWARE_LMS_DATA": str(folder), "PYTHONPATH": str(HERE)}
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wagtail_project"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, (folder / "server.log").read_text()
        yield WagtailLms(f"http://127.0.0.1:{port}", folder / "db.sqlite3")
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
