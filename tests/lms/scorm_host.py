"""An LMS: a page with scorm-again, and a server that stores what is committed.

The page is as lenient as scorm-again; `scorm12_rules` and `scorm2004_rules` report what a strict LMS would refuse.
"""

from __future__ import annotations

import json
import mimetypes
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from lxml import etree
from playwright.sync_api import BrowserContext, Error, FrameLocator, Page

HERE = Path(__file__).parent / "scorm_again"
SCORM_AGAIN = Path(__file__).parents[2] / "node_modules" / "scorm-again" / "dist"
SETTINGS = {
    "api": "present",  # present | absent | late (two seconds)
    "lesson_mode": "normal",
    "suspend_data_limit": 64000,  # the specification guarantees 4096
    "suspend_data_kept": 64000,  # how much of an accepted state the next launch gets
    "cuts_at_once": False,  # whether even the same session reads only that much
    "response_limit": 64000,  # the specification guarantees 255
    "strict_responses": False,  # single characters joined by commas for choice and sequencing
    "booleans": False,  # true and false instead of "true" and "false"
    "sends_all": False,  # the whole model with each commit, as Moodle does in SCORM 2004
    "begins_once": False,  # one API for all parts, as in Moodle's player: opened again by the player's own page only
    "window": False,  # the SCO opens in a new window, with the API in its opener
    "preferences": {},  # the learner's, in SCORM 2004
    "parameters": "",  # what the LMS adds to the address of the SCO
    "faults": {},  # function → "refuse", "throw" or "odd" (returns something other than a string)
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the API: `result` is None if it threw, `error` is the result of LMSGetLastError after it."""

    name: str
    values: list[Any]
    result: Any
    error: str


@dataclass(slots=True)
class Attempt:
    """What the LMS stores of a learner's attempt on a course."""

    sessions: list[list[Call]] = field(default_factory=list)
    reports: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)  # by session and first call

    @property
    def elements(self) -> dict[str, str]:
        """All committed elements of the data model."""
        together: dict[str, str] = {}
        for place in sorted(self.reports):  # beacons may overtake each other
            together |= self.reports[place]["changes"]
        return together

    @property
    def finished(self) -> bool:
        """Whether the latest session ended with LMSFinish, and all earlier calls have arrived."""
        session = len(self.sessions) - 1
        reports = [report for place, report in self.reports.items() if place[0] == session]
        last = max((report["first"] + len(report["calls"]) for report in reports), default=0)
        return any(report["finished"] for report in reports) and len(self.sessions[session]) == last

    @property
    def interactions(self) -> list[dict[str, str]]:
        """A row for each answered interaction, by index: element, such as `student_response`, → value.

        An index that is reserved for an earlier question has no response."""
        rows: dict[int, dict[str, str]] = {}
        for element, value in self.elements.items():
            if element.startswith("cmi.interactions."):
                _, _, index, name = element.split(".", 3)
                rows.setdefault(int(index), {})[name] = value
        answered = [index for index, row in rows.items() if any("_response" in name for name in row)]
        return [rows[index] for index in sorted(answered)]


@dataclass(slots=True)
class Launch:
    """A course that is being played: `sco` is the course's frame or page, `page` is the LMS's page."""

    page: Page
    attempt: Attempt
    session: int
    errors: list[str]  # errors in the browser's console, and uncaught exceptions

    @property
    def sco(self) -> FrameLocator:
        return self.page.frame_locator("#sco")

    def calls(self) -> list[Call]:
        """All calls of the session so far, including uncommitted ones."""
        return [Call(**call) for call in self.page.evaluate("host.calls")]

    def change(self, **settings: Any) -> None:
        """Change how the LMS behaves from now on."""
        self.page.evaluate("changes => Object.assign(host.settings, changes)", settings)

    def leave(self) -> None:
        """Remove the course's frame while the LMS's page stays, as most LMSs do.

        Then wait for what the course sends while it is closed; a beacon of more than 64 KB is never sent."""
        self.page.get_by_role("button", name="Leave").click()
        self.page.wait_for_selector("body[data-left]")
        for _ in range(200):
            if len(self.attempt.sessions[self.session]) >= self.page.evaluate("host.sent - host.lost"):
                break
            self.page.wait_for_timeout(25)

    def kill(self) -> None:
        """Kill the page's process, as if the device had died."""
        with self.page.expect_event("crash"), suppress(Error):
            self.page.goto("chrome://crash")


class ScormHost:
    """Serves packages and the LMS's page; `launch` opens a package in a browser profile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self.attempts: dict[tuple[str, str, str], Attempt] = {}
        self.launches: list[dict[str, Any]] = []
        self.policy = "default-src 'self'"
        self.one_at_a_time = threading.Lock()

    def install(self, package: Path, course: str) -> None:
        """Unpack a zip as the course of that name, replacing an earlier one like a re-upload."""
        with zipfile.ZipFile(package) as archive:
            archive.extractall(self.folder / course)

    def attempt(self, learner: str, course: str, number: int = 1, sco: str = "") -> Attempt:
        return self.attempts.setdefault((learner, course, f"{number}{sco}"), Attempt())

    def launch(
        self,
        context: BrowserContext,
        course: str,
        learner: str = "ada",
        number: int = 1,
        sco: str = "",
        **settings: Any,
    ) -> Launch:
        """Open a course, or one of its SCOs by the identifier of its resource."""
        attempt = self.attempt(learner, course, number, sco)
        attempt.sessions.append([])
        session = len(attempt.sessions) - 1
        self.launches.append({**SETTINGS, "faults": {}, **settings})
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        query = urlencode(
            {
                "learner": learner,
                "course": course,
                "number": f"{number}{sco}",
                "sco": sco,
                "session": session,
                "launch": len(self.launches) - 1,
            }
        )
        page.goto(f"{self.url}/host.html?{query}")
        return Launch(page, attempt, session, errors)

    def launch_data(self, query: dict[str, str]) -> dict[str, Any]:
        attempt = self.attempts[query["learner"], query["course"], query["number"]]
        manifest = etree.parse(self.folder / query["course"] / "imsmanifest.xml")
        wanted = query.get("sco", "")
        [sco] = (
            resource.get("href")
            for resource in manifest.iterfind(".//{*}resource")
            if "sco" in resource.values() and wanted in ("", resource.get("identifier"))
        )
        settings = self.launches[int(query["launch"])]
        elements = attempt.elements
        if state := elements.get("cmi.suspend_data"):
            elements["cmi.suspend_data"] = state[: settings["suspend_data_kept"]]
        return {
            "learner": query["learner"],
            "version": str(manifest.findtext(".//{*}schemaversion"))[:4].strip(),
            "settings": settings,
            "elements": elements,
            "isNew": not elements,
            "sco": f"content/{query['course']}/{sco}{settings['parameters']}",
        }

    def report(self, query: dict[str, str], body: dict[str, Any]) -> None:
        attempt = self.attempts[query["learner"], query["course"], query["number"]]
        session, first = int(query["session"]), body["first"]
        with self.one_at_a_time:  # a page that is left sends two beacons at once
            attempt.reports[session, first] = body
            reports = sorted(
                (place, report) for place, report in attempt.reports.items() if place[0] == session
            )
            attempt.sessions[session] = [Call(**call) for _, report in reports for call in report["calls"]]

    def file(self, path: str) -> Path:
        if path in ("scorm12.min.js", "scorm2004.min.js"):
            return SCORM_AGAIN / path
        if path.startswith("content/"):
            return self.folder / path.removeprefix("content/")
        return HERE / path


def _handler(host: ScormHost) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            path = address.path.lstrip("/")
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            if path == "launch.json":
                self.answer(200, json.dumps(host.launch_data(query)).encode(), "application/json")
            elif path == "favicon.ico":
                self.answer(204)
            elif (file := host.file(path)).is_file():
                policy = {"Content-Security-Policy": host.policy} if path.startswith("content/") else {}
                media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                self.answer(200, file.read_bytes(), media_type, policy)
            else:
                self.answer(404)

        def do_POST(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            host.report(query, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.answer(204)

        def answer(
            self,
            status: int,
            body: bytes = b"",
            media_type: str = "text/plain",
            headers: dict[str, str] | None = None,
        ) -> None:
            self.send_response(status)
            for name, value in {
                "Content-Type": media_type,
                "Cache-Control": "no-store",
                **(headers or {}),
            }.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body * (self.command != "HEAD"))

        do_HEAD = do_GET  # the page requests itself to find out whether it is online

        def log_message(self, *_: object) -> None:
            """Does not log requests, so that the tests' output shows only failures."""

    return Handler


@contextmanager
def serve(folder: Path) -> Iterator[ScormHost]:
    host = ScormHost(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(host))
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a page that dies breaks its connections
    host.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
