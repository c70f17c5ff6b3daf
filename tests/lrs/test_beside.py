"""A SCORM package that also reports to a learning record store: the SCORM record comes first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import courses
import learner
import pytest
import scorm_host
import seed
import sites
from click.testing import CliRunner
from course_server import FAULTS, Preview
from parties import CLEAN, verdicts
from playwright.sync_api import BrowserContext, Route, expect
from scorm_host import Attempt, Launch, ScormHost
from sites import responses, said, verb

from courseware.commands import main
from courseware.preview.requests import Request

TOKEN = "Basic c2VjcmV0OnRva2Vu"
PARAMETERS = f"?auth={TOKEN}".replace(" ", "%20")
FORMATS = ["scorm12", "scorm2004-4"]
DIFFERENT = re.compile(r"(time|timestamp|latency|total_time|session_time)$")
"""Elements that differ each time."""
WHERE, HOW, ELSE = "where_do_you_work", "how_do_you_travel", "what_else"
ALL = [(WHERE, "At sea"), (HOW, "by_train"), (ELSE, "Nothing")]


@pytest.fixture
def host(preview: Preview, tmp_path: Path) -> Iterator[ScormHost]:
    with scorm_host.serve(tmp_path / "lms") as host:
        host.policy = f"default-src 'self'; connect-src 'self' {preview.address}"
        preview.tokens.add(TOKEN)
        yield host


def install(host: ScormHost, folder: Path, format_name: str, name: str, endpoint: str = "") -> str:
    """Builds a course as a SCORM package, with or without a record store."""
    settings = folder / "course.yaml"
    text = settings.read_text(encoding="utf-8") if settings.exists() else ""
    copy = host.folder.parent / name
    copy.mkdir()
    for document in folder.glob("*.md"):
        (copy / document.name).write_bytes(document.read_bytes())
    if "base_iri" not in text:
        text += f"\nbase_iri: {sites.BASE}\n"
    text += f"\nxapi: {{endpoint: {endpoint}}}\n" if endpoint else ""
    (copy / "course.yaml").write_text(text, encoding="utf-8")
    host.install(courses.package(copy, host.folder.parent / f"{name}.zip", format_name), name)
    return name


def small(host: ScormHost, preview: Preview, format_name: str = "scorm12") -> str:
    folder = sites.write(host.folder.parent / "source", {"one.md": sites.SMALL, "two.md": sites.SECOND})
    return install(host, folder, format_name, "small", f"{preview.address}/xapi/")


def record(attempt: Attempt) -> dict[str, str]:
    """What the LMS stores, without what differs each time."""
    elements = {name: value for name, value in attempt.elements.items() if not DIFFERENT.search(name)}
    # so do the token of an attempt, the number of saves and the time
    state = elements.pop("cmi.suspend_data").split("|", 3)[3].rsplit("|", 2)[0]
    return {**elements, "state": state, "names": " ".join(sorted(attempt.elements))}


def play_seed(host: ScormHost, context: BrowserContext, course: str) -> Attempt:
    """Plays a course in two sessions."""
    first = host.launch(context, course, parameters=PARAMETERS)
    learner.wait_for_start(first.sco)
    seed.first_sitting(first.sco)
    first.leave()
    second = host.launch(context, course, parameters=PARAMETERS)
    learner.wait_for_start(second.sco)
    seed.second_sitting(second.sco)
    second.leave()
    assert first.errors == second.errors == []
    return second.attempt


def in_time(preview: Preview) -> dict[str, Mapping[str, Any]]:
    """The store's statements by timestamp, because a closing page sends new ones at the same time as waiting ones."""
    statements = preview.lrs.statements
    return dict(sorted(statements.items(), key=lambda item: str(item[1]["timestamp"])))


def registrations(preview: Preview) -> set[str]:
    return {statement["context"]["registration"] for statement in preview.lrs.statements.values()}


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_scorm_record_is_the_same_and_the_store_has_it_too(
    host: ScormHost, context: BrowserContext, preview: Preview, format_name: str
) -> None:
    folder = sites.ROOT / "tests/courses/seed"
    plain = record(play_seed(host, context, install(host, folder, format_name, "plain")))
    assert not preview.lrs.statements
    attempt = play_seed(host, context, install(host, folder, format_name, "both", f"{preview.address}/xapi/"))
    assert record(attempt) == plain
    learner.eventually(lambda: said(preview.lrs.statements).count("terminated") == 2)
    statements = list(preview.lrs.statements.values())
    assert verdicts(statements) == CLEAN
    found = [
        ("phase4." + name, response.replace("\n", "/"))
        for name, response in responses(preview.lrs.statements)
    ]
    # boxes that are ticked slowly are reported at each pause, but no answer twice
    assert len(found) == len(set(found))
    assert dict(found) == {name: words for name, (_, words) in seed.SCORM_2004.items()}
    verbs = said(preview.lrs.statements)
    counts = {name: verbs.count(name) for name in ("initialized", "resumed", "completed", "suspended")}
    assert counts == {"initialized": 2, "resumed": 1, "completed": 1, "suspended": 1}
    assert (verbs[0], verbs[-1]) == ("initialized", "terminated")
    assert len(registrations(preview)) == 1
    account = {"homePage": host.url, "name": "ada"}
    assert {json.dumps(statement["actor"]) for statement in statements} == {
        json.dumps({"objectType": "Agent", "account": account})
    }
    assert not [visit for visit in preview.visits if visit.status >= 400]
    assert {visit.line for visit in preview.visits} == {"POST statements"}  # the state goes to the LMS
    again = host.launch(context, "both", number=2, parameters=PARAMETERS)
    learner.wait_until_saved(again.sco)
    learner.eventually(lambda: len(registrations(preview)) == 2)


# Faults of the store at each moment


def give(launch: Launch, name: str) -> None:
    place = launch.sco.locator("[data-shown] [data-interaction]")
    if name == HOW:
        place.locator("select").select_option(label="By train")
    else:
        place.locator("input[type=text]").fill(dict(ALL)[name])
        place.locator("input[type=text]").blur()


def saved(launch: Launch) -> None:
    """Waits for a save, which takes a second, as without a store; longer on a busy machine."""
    expect(launch.sco.locator("[data-saved]")).to_have_text("Saved", timeout=6_000)
    expect(launch.sco.locator("[data-banner]")).to_be_hidden()


MOMENTS = ["launch", "answer", "completion", "exit"]


def play(launch: Launch, moment: str, begin: Callable[[], None]) -> None:
    """Plays the whole small course, with a fault from one moment on."""

    def at(now: str) -> None:
        if now == moment:
            saved(launch)
            begin()

    learner.wait_for_start(launch.sco)
    at("answer")
    give(launch, WHERE)
    give(launch, HOW)
    saved(launch)
    learner.next_page(launch.sco)
    at("completion")
    give(launch, ELSE)
    saved(launch)
    at("exit")
    launch.sco.locator("[data-exit]").click()
    expect(launch.sco.locator("html")).to_have_attribute("data-finished", "", timeout=6_000)
    expect(launch.sco.locator("[data-banner]")).to_have_text(
        "Everything is saved. You can go back to the learning platform now."
    )
    launch.leave()


CELLS = [
    pytest.param(fault, moment, marks=[] if (row + column) % 4 == 0 else pytest.mark.long)
    for row, fault in enumerate(FAULTS)
    for column, moment in enumerate(MOMENTS)
]
"""Every fault at every moment; the quick tests play each fault once."""


@pytest.mark.parametrize(("fault", "moment"), CELLS)
def test_a_store_that_fails_changes_nothing_and_gets_everything_later(
    host: ScormHost, context: BrowserContext, preview: Preview, fault: str, moment: str
) -> None:
    course = small(host, preview)

    def begin() -> None:
        preview.faults.begin(fault, "statements")

    if moment == "launch":
        begin()
    first = host.launch(context, course, parameters=PARAMETERS)
    play(first, moment, begin)
    assert first.attempt.finished
    assert first.attempt.elements["cmi.core.lesson_status"] == "completed"
    assert [row["student_response"] for row in first.attempt.interactions] == [
        "At sea",
        "By train",
        "Nothing",
    ]
    preview.faults.end()
    second = host.launch(context, course, parameters=PARAMETERS)
    learner.wait_until_saved(second.sco)
    learner.eventually(lambda: said(preview.lrs.statements).count("initialized") == 2)
    learner.eventually(lambda: "terminated" in said(preview.lrs.statements))
    learner.eventually(lambda: len(responses(preview.lrs.statements)) == len(ALL))
    assert responses(in_time(preview)) == ALL
    assert said(preview.lrs.statements).count("completed") == 1
    assert len(registrations(preview)) == 1
    assert verdicts(preview.lrs.statements.values()) == CLEAN


def test_the_record_of_a_failing_lms_is_made_up_for_and_the_store_hears_once(
    host: ScormHost, context: BrowserContext, preview: Preview
) -> None:
    launch = host.launch(context, small(host, preview), parameters=PARAMETERS)
    learner.wait_until_saved(launch.sco)
    launch.change(faults={"LMSSetValue": "refuse"})
    give(launch, HOW)
    expect(launch.sco.locator("[data-saved]")).to_have_text("Not saved yet")
    learner.eventually(lambda: responses(preview.lrs.statements))
    launch.change(faults={})
    saved(launch)
    assert [row["student_response"] for row in launch.attempt.interactions] == ["By train"]
    launch.leave()
    learner.eventually(lambda: "terminated" in said(preview.lrs.statements))
    assert responses(preview.lrs.statements) == [(HOW, "by_train")]


def test_what_a_dying_device_has_not_sent_is_sent_by_the_next_launch(
    host: ScormHost, context: BrowserContext, preview: Preview
) -> None:
    course = small(host, preview)
    preview.faults.begin("refuse")
    first = host.launch(context, course, parameters=PARAMETERS)
    learner.wait_for_start(first.sco)
    give(first, HOW)
    saved(first)
    first.kill()
    preview.faults.end()
    second = host.launch(context, course, parameters=PARAMETERS)
    learner.wait_until_saved(second.sco)
    learner.eventually(lambda: said(preview.lrs.statements).count("initialized") == 2)
    assert responses(preview.lrs.statements) == [(HOW, "by_train")]
    assert len(registrations(preview)) == 1


def test_looking_back_says_nothing_and_delivers_what_waits(
    host: ScormHost, context: BrowserContext, preview: Preview
) -> None:
    course = small(host, preview)
    looking = host.launch(context, course, learner="eve", lesson_mode="review", parameters=PARAMETERS)
    expect(looking.sco.locator("[data-saved]")).to_have_text("Nothing is recorded")
    learner.next_page(looking.sco)
    looking.leave()
    preview.faults.begin("500")
    first = host.launch(context, course, parameters=PARAMETERS)
    learner.wait_for_start(first.sco)
    give(first, HOW)
    saved(first)
    first.leave()
    preview.faults.end()
    assert not preview.lrs.statements
    second = host.launch(context, course, lesson_mode="review", parameters=PARAMETERS)
    learner.eventually(lambda: responses(preview.lrs.statements))
    second.leave()
    assert said(preview.lrs.statements).count("initialized") == 1


def test_the_token_is_of_the_launch_and_stays_nowhere(
    host: ScormHost, context: BrowserContext, preview: Preview
) -> None:
    course = small(host, preview)
    with ZipFile(host.folder.parent / "small.zip") as package:
        content = b"".join(package.read(name) for name in package.namelist())
    assert f"{preview.address}/xapi/".encode() in content
    assert not re.search(rb"Basic [\w=]{6}|://[^/\s\"]*@", content)
    launch = host.launch(context, course, parameters=PARAMETERS)
    learner.wait_for_start(launch.sco)
    give(launch, HOW)
    preview.faults.begin("500")
    give(launch, WHERE)
    saved(launch)
    kept = launch.sco.locator("html").evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("courseware");
          opening.onsuccess = () => {
            const reading = opening.result.transaction("waiting").objectStore("waiting").getAll();
            reading.onsuccess = () =>
              resolve(JSON.stringify([reading.result, { ...localStorage }, { ...sessionStorage }]));
          };
        })"""
    )
    assert "At sea" in kept
    assert TOKEN.split()[1] not in kept
    launch.leave()
    assert TOKEN.split()[1] not in json.dumps(launch.attempt.elements)
    # without credentials the store refuses, which nobody notices
    preview.faults.end()
    bare = host.launch(context, course)
    learner.wait_for_start(bare.sco)
    saved(bare)
    learner.eventually(lambda: preview.visits[-1].status == 401)
    saved(bare)


def test_credentials_in_the_settings_stop_the_package(tmp_path: Path) -> None:
    folder = sites.write(
        tmp_path / "course", {"one.md": sites.SMALL}, "xapi: {endpoint: 'https://a:b@lrs.example/'}\n"
    )
    result = CliRunner().invoke(main, ["package", str(folder), "--output", str(tmp_path / "out.zip")])
    assert result.exit_code == 1
    assert "credentials never go into a package" in result.output
    assert not (tmp_path / "out.zip").exists()


def test_package_says_where_the_course_reports(tmp_path: Path) -> None:
    folder = sites.write(
        tmp_path / "course", {"one.md": sites.SMALL}, "xapi: {endpoint: 'https://lrs.example'}\n"
    )
    for format_name, told in (("scorm12", True), ("scorm2004-4", True), ("html", False)):
        output = str(tmp_path / f"{format_name}.zip")
        result = CliRunner().invoke(
            main, ["package", str(folder), "--format", format_name, "--output", output]
        )
        assert result.exit_code == 0
        assert ("the learning record store at https://lrs.example/" in result.output) is told
        with ZipFile(output) as package:
            assert (b'"lrs":{"endpoint":"https://lrs.example/"' in package.read("index.html")) is told


def test_a_proxy_on_the_site_of_the_lms_adds_the_credentials(
    host: ScormHost, context: BrowserContext, preview: Preview
) -> None:
    host.policy = "default-src 'self'"
    seen: list[Mapping[str, Any]] = []

    def proxy(route: Route) -> None:
        request = route.request
        seen.append(request.headers)
        path = request.url.partition("/lrs/")[2]
        headers = {**request.headers, "authorization": TOKEN}
        given = Request(request.method, path, {}, headers, request.post_data_buffer or b"")
        answer = preview.lrs.respond(given)
        route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)

    context.route("**/lrs/**", proxy)
    folder = sites.write(host.folder.parent / "source", {"one.md": sites.SMALL})
    launch = host.launch(context, install(host, folder, "scorm12", "small", "/lrs/"))
    learner.wait_for_start(launch.sco)
    give(launch, HOW)

    def arrived() -> object:
        launch.page.wait_for_timeout(
            50
        )  # the proxy runs in this thread, only while the test waits for the browser
        return responses(preview.lrs.statements)

    learner.eventually(arrived)
    assert not [headers for headers in seen if "authorization" in headers]
    assert launch.errors == []


def test_each_document_is_an_activity_of_its_own(
    host: ScormHost, context: BrowserContext, preview: Preview
) -> None:
    documents = {"one.md": sites.SMALL, "two.md": sites.SECOND}
    folder = sites.write(host.folder.parent / "source", documents, "structure: per-document\n")
    course = install(host, folder, "scorm12", "parts", f"{preview.address}/xapi/")
    for name in ("one", "two"):
        launch = host.launch(context, course, sco=f"resource-{name}", parameters=PARAMETERS)
        learner.answer_all(launch.sco)
        launch.leave()
    learner.eventually(lambda: said(preview.lrs.statements).count("terminated") == 2)
    completed = [
        statement["object"] for statement in preview.lrs.statements.values() if verb(statement) == "completed"
    ]
    assert [(activity["id"], activity["definition"]["name"]) for activity in completed] == [
        (f"{sites.BASE}/au/one", {"en": "Small"}),
        (f"{sites.BASE}/au/two", {"en": "Second"}),
    ]
    assert verdicts(preview.lrs.statements.values()) == CLEAN
