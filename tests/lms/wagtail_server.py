"""wagtail-lms, a third-party LMS, used through the browser like its users.

Only the records are read from its database.
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

from playwright.sync_api import BrowserContext, FrameLocator, Page, Request, Response, expect

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
            self.page.wait_for_timeout(20)
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
        page = context.new_page()
        page.goto(f"{self.url}/login/")
        page.get_by_label("Username").fill(user)
        page.get_by_label("Password").fill(user)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(f"{self.url}/")
        return page

    def publish(self, page: Page, package: Path, title: str) -> None:
        """As the administrator: upload a zip through the LMS's form, and create a course with it as the only lesson."""
        page.goto(f"{self.url}/admin/scormpackage/new/")
        page.locator("#id_title").fill(title)
        page.locator("input[type=file]").set_input_files(package)
        page.locator("main").get_by_role("button", name="Create").click()
        page.wait_for_url("**/admin/scormpackage/")
        self._publish_page(page, f"{self.url}/admin/pages/add/wagtail_lms/coursepage/2/", title)
        course = self.page_id(title)
        self._publish_page(
            page,
            f"{self.url}/admin/pages/add/wagtail_lms/scormlessonpage/{course}/",
            f"{title} lesson",
            title,
        )

    def _publish_page(self, page: Page, address: str, title: str, package: str = "") -> None:
        page.goto(address)
        page.locator("#id_title").fill(title)
        if package:
            page.locator("#id_scorm_package").select_option(label=package)
        page.locator("footer .w-dropdown__toggle").click()
        # the form derives a slug while the title is typed, unless its script starts later
        page.locator("#id_slug").evaluate("(field, slug) => { field.value = slug }", slug_of(title))
        page.locator("[name=action-publish]").click()
        expect(page.locator(".messages")).to_contain_text("published")

    def page_id(self, title: str) -> int:
        with closing(sqlite3.connect(self.database)) as database:
            row = database.execute("SELECT id FROM wagtailcore_page WHERE title = ?", (title,)).fetchone()
        return int(row[0])

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
def serve(folder: Path, template: Path) -> Iterator[WagtailLms]:
    """Run the LMS with its data in `folder` for the duration of the context.

    Its database is a copy of `template`, which the first process of a test run creates.
    """
    environment = {
        **os.environ,
        "COURSEWARE_LMS_DATA": str(folder),
        "COURSEWARE_LMS_TEMPLATE": str(template),
        "PYTHONPATH": str(HERE),
    }
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
