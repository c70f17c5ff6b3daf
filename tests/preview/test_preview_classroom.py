"""A class on the local network (`--share`): its devices play, and nobody sees the answers of others."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from click.testing import CliRunner
from courses import write
from loaded import Process
from playwright.sync_api import BrowserContext, expect
from sco_packages import three_scos
from starting import PATIENCE, Start, starter

from courseware.commands import main
from courseware.preview import classroom
from courseware.preview.desk import MOST_OF_LEARNER
from courseware.preview.limits import MOST_BYTES, Limiter, Rate

SECRET = "Only the instructor reads this"
PHONES = 40


class Shared(NamedTuple):
    """A shared preview: its own address, the class's, the instructor's, its process and its file."""

    own: str
    address: str
    instructor: str
    process: Process
    kept: Path


Share = Callable[..., Shared]


def sharing(start: Start, folder: Path, *options: str, course: Path | None = None) -> Shared:
    """Starts a shared preview of a course, by default `PLANETS`."""
    kept = folder / "class.sqlite3"
    served = course or write(folder / "planets")
    own, process = start(served, "--data", kept, "--share", "--address", "127.0.0.1", *options)
    address, instructor = (process.stderr.readline().strip().rpartition(": ")[2] for _ in range(2))
    return Shared(own, address, instructor, process, kept)


@pytest.fixture
def share(start: Start, tmp_path: Path) -> Share:
    return partial(sharing, start, tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """A shared preview that no test changes."""
    folder = tmp_path_factory.mktemp("shared")
    with starter(folder) as start:
        yield sharing(start, folder)


def joined(client: httpx.Client, name: str) -> str:
    """The path of the launch of a new learner."""
    told = client.post("/join", json={"name": name}).json()
    return str(client.post("/open", json={"learner": told["learner"]}).json()["address"])


def call(client: httpx.Client, launch: str, *calls: tuple[str, ...]) -> Any:
    content = [{"act": act, "arguments": list(given)} for act, *given in calls]
    return client.post(f"{launch}call", json=content).json()


def test_forty_phones_at_once_lose_nothing(share: Share) -> None:
    shared = share()

    def play(number: int) -> bool:
        with httpx.Client(base_url=shared.address, timeout=PATIENCE) as client:
            launch = joined(client, f"Phone {number}")
            assert client.get(launch).status_code == 200
            assert client.get(f"{launch}files/index.html").status_code == 200
            call(client, launch, ("LMSInitialize", ""))
            for round_ in range(4):
                state = ("LMSSetValue", "cmi.suspend_data", f"{number}: {round_}")
                assert call(client, launch, state, ("LMSCommit", ""))["value"] == "true"
        return True

    with ThreadPoolExecutor(PHONES) as pool:
        assert all(pool.map(play, range(PHONES)))
    query = (
        "select learner.name, element.value from element join attempt on attempt.id = element.attempt "
        "join learner on learner.id = attempt.learner where element.name = 'cmi.suspend_data'"
    )
    with closing(sqlite3.connect(shared.kept)) as database:
        assert dict(database.execute(query)) == {f"Phone {phone}": f"{phone}: 3" for phone in range(PHONES)}
    page = httpx.get(f"{shared.instructor}gradebook", timeout=PATIENCE).text
    assert all(f">Phone {phone}<" in page for phone in range(PHONES))


def test_without_the_token_nobodys_answers_are_shown(share: Share) -> None:
    shared = share()
    with httpx.Client(base_url=shared.address, timeout=PATIENCE, follow_redirects=True) as client:
        launch = joined(client, SECRET)
        call(
            client,
            launch,
            ("LMSInitialize", ""),
            ("LMSSetValue", "cmi.suspend_data", SECRET),
            ("LMSCommit", ""),
        )
        other = joined(client, "Another")
        views = ["gradebook", "gradebook/moodle", "gradebook/report", "gradebook/answers.csv", "events"]
        places = ["", "instructor/", "instructor/guessed/", "instructor//", other[1:], f"{other[1:]}files/"]
        paths = [f"{place}{view}" for place in places for view in views]
        paths += [
            "inspector.json",
            "state.json",
            "classroom",
            "mistakes",
            "own/workbench.js",
            f"{other}files/..%2f",
        ]
        for path in paths:
            answer = client.get(f"/{path}")
            assert answer.status_code == 404, path
            assert SECRET not in answer.text
        for path in ("choose", "reset", "launch", "learners", "source", "gradebook/simulate"):
            assert client.post(f"/{path}", data={"name": "x"}).status_code in (404, 405), path
            own = shared.instructor + path
            assert httpx.post(own, data={"name": "x"}, timeout=PATIENCE).status_code in (404, 405), path
        assert SECRET not in client.get("/").text
        assert SECRET in httpx.get(shared.instructor, timeout=PATIENCE, follow_redirects=True).text
        assert httpx.get(f"{shared.instructor}gradebook/answers.json", timeout=PATIENCE).status_code == 200
        packages = re.search(
            r'<iframe [^>]*src="(http://[^/]+)/', httpx.get(shared.own, timeout=PATIENCE).text
        )
        assert packages
        assert httpx.get(packages[1] + launch, timeout=PATIENCE).status_code == 404, "one of the class only"


def test_in_a_class_a_record_store_shows_each_only_what_is_ones_own(share: Share) -> None:
    shared = share("--format", "xapi")

    def given(client: httpx.Client, launch: str) -> dict[str, str]:
        found = re.search(r'id="launch">(.*?)</script>', client.get(launch).text)
        assert found
        query = parse_qs(urlsplit(json.loads(found[1])["file"]).query)
        return {name: values[0] for name, values in query.items()}

    with httpx.Client(base_url=shared.address, timeout=PATIENCE) as client:
        first, two = (given(client, joined(client, name)) for name in ("One", "Two"))
        headers = {"X-Experience-API-Version": "1.0.3"}

        def statement(actor: str) -> dict[str, Any]:
            verb = {"id": "http://adlnet.gov/expapi/verbs/answered"}
            return {"actor": json.loads(actor), "verb": verb, "object": {"id": "https://example.org/q"}}

        def ask(who: dict[str, str], method: str, path: str, **more: Any) -> httpx.Response:
            own = {**headers, "Authorization": who["auth"]}
            return client.request(method, who["endpoint"] + path, headers=own, **more)

        assert ask(first, "POST", "statements", json=statement(first["actor"])).status_code == 200
        assert len(ask(first, "GET", "statements").json()["statements"]) == 1
        assert ask(two, "GET", "statements").json()["statements"] == []
        assert ask(two, "POST", "statements", json=statement(first["actor"])).status_code == 403
        state = {"activityId": "https://example.org/a", "agent": first["actor"], "stateId": "s"}
        assert ask(first, "PUT", "activities/state", params=state, content=b"1").status_code == 204
        assert ask(two, "GET", "activities/state", params=state).status_code == 403
        stolen = {**headers, "Authorization": first["auth"]}
        assert client.get(f"{two['endpoint']}statements", headers=stolen).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "rebound.example"},
        {"host": "127.0.0.1"},
        {"host": "localhost:{port}"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"},
    ],
)
def test_pages_of_other_sites_reach_nothing(shared: Shared, headers: dict[str, str]) -> None:
    port = str(urlsplit(shared.address).port)
    given = {name: value.format(port=port) for name, value in headers.items()}
    for url in (shared.address, f"{shared.instructor}gradebook"):
        assert httpx.get(url, headers=given, timeout=PATIENCE).status_code == 403
    answer = httpx.post(f"{shared.address}join", json={"name": "x"}, headers=given, timeout=PATIENCE)
    assert answer.status_code == 403


def test_names_and_sizes_have_bounds(share: Share) -> None:
    shared = share()
    with httpx.Client(base_url=shared.address, timeout=PATIENCE) as client:
        for name, kept in (
            ("  Zoë \t Ü ", "Zoë Ü"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("x" * 1000, "x" * classroom.LONGEST_NAME),
            ("\u202egnp.exe", "\ufffdgnp.exe"),
            ("علي", "علي"),
        ):
            assert client.post("/join", json={"name": name}).json()["name"] == kept
        nameless: tuple[Any, ...] = ({"name": " \u0000 "}, {}, [], {"name": "x" * 5000})
        for content in nameless:
            assert client.post("/join", json=content).status_code == 400
        assert (
            client.post("/join", content=b"{", headers={"content-type": "application/json"}).status_code
            == 400
        )
        assert client.post("/join", data={"name": "a form of any site"}).status_code == 400
        for learner in ("", "learner-1", "x" * 40, "learner-" + "0" * 32):
            assert client.post("/open", json={"learner": learner}).status_code == 404
        launch = joined(client, "Large")
        assert client.post(f"{launch}call", content=b"x" * 9_000_000).status_code == 413
        page = httpx.get(f"{shared.instructor}gradebook", timeout=PATIENCE).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_what_the_class_gets_does_not_tell_where_the_source_lies(share: Share, tmp_path: Path) -> None:
    shared = share()
    with httpx.Client(base_url=shared.address, timeout=PATIENCE) as client:
        launch = joined(client, "Ada")
        for place in ("files", "newest"):
            page = client.get(f"{launch}{place}/index.html")
            assert page.status_code == 200
            assert "Planets" in page.text
            assert str(tmp_path) not in page.text
            assert "<!--source" not in page.text


def test_a_device_that_begins_again_and_again_ends_no_launch_of_another(share: Share) -> None:
    shared = share()
    with httpx.Client(base_url=shared.address, timeout=PATIENCE) as client:
        other, own = joined(client, "Ada"), client.post("/join", json={"name": "Bo"}).json()
        first, *rest = [client.post("/open", json=own).json()["address"] for _ in range(MOST_OF_LEARNER + 1)]
        assert client.get(first).status_code == 404
        assert {client.get(address).status_code for address in (other, *rest)} == {200}
        half = b'{"learner": "' + b"\\ud83d" * 40 + b'"}'
        headers = {"content-type": "application/json"}
        assert client.post("/open", content=half, headers=headers).status_code == 404


def test_a_device_may_ask_so_often() -> None:
    now = [0.0]
    limiter = Limiter(Rate(a_second=2, at_once=3), lambda: now[0])
    assert [limiter.allows("a") for _ in range(5)] == [True, True, True, False, False]
    assert limiter.allows("b")
    now[0] = 1.0
    assert [limiter.allows("a") for _ in range(3)] == [True, True, False]
    assert MOST_BYTES > 10 * 8 * 1024 * 1024, "a sitting of hours fits"


def test_newcomers_are_not_let_in_without_end(share: Share) -> None:
    shared = share()
    with httpx.Client(base_url=shared.address, timeout=PATIENCE) as client:
        codes = [client.post("/join", json={"name": f"n{number}"}).status_code for number in range(300)]
    assert set(codes) == {200, 429}
    assert codes.index(429) >= PHONES


def test_it_ends_with_the_command(share: Share) -> None:
    shared = share()
    # by then it handles signals, even if they were ignored when it started
    httpx.get(shared.address, timeout=PATIENCE)
    shared.process.send_signal(signal.SIGINT)
    shared.process.wait(PATIENCE)
    with pytest.raises(httpx.ConnectError):
        httpx.get(shared.address, timeout=PATIENCE)


def test_nothing_is_shared_unless_asked(start: Start, tmp_path: Path) -> None:
    address, process = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3")
    assert "Learners and answers are kept" in process.stderr.readline()
    assert httpx.get(f"{address}classroom", timeout=PATIENCE).status_code == 404
    assert "/classroom" not in httpx.get(address, timeout=PATIENCE).text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--address", "127.0.0.1"], "--address needs --share"),
        (["--share", "--address", "0.0.0.0"], "is not an IPv4 address of this machine"),
        (["--share", "--address", "class"], "is not an IPv4 address of this machine"),
        (["--share", "--address", "203.0.113.7"], "cannot serve"),
    ],
)
def test_addresses_that_cannot_be_served_are_reported(tmp_path: Path, options: list[str], words: str) -> None:
    folder = write(tmp_path / "planets")
    result = CliRunner().invoke(main, ["preview", str(folder), "--no-open", *options])
    assert result.exit_code in (1, 2)
    assert words in result.stderr


@pytest.mark.parametrize("lms", ["strict", "moodle"])
def test_a_learner_plays_on_a_phone_and_comes_back(context: BrowserContext, share: Share, lms: str) -> None:
    """Even if the simulated LMS clears the browser's storage."""
    shared = share("--lms", lms)
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(shared.address)
    page.get_by_label("Your name").fill("Zoë")
    page.get_by_role("button", name="Begin").click()
    course = page.frame_locator("iframe")
    course.locator("textarea").first.fill("Neptune")
    expect(course.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    page.goto(shared.address)
    page.get_by_role("button", name="Continue as Zoë").click()
    expect(course.locator("textarea").first).to_have_value("Neptune")
    wall = context.new_page()
    wall.goto(f"{shared.own}classroom")
    expect(wall.get_by_role("img", name="QR code")).to_be_visible()
    expect(wall.get_by_role("link", name=shared.address, exact=True)).to_be_visible()
    wall.goto(shared.instructor)
    expect(wall.get_by_role("cell", name="Neptune")).to_be_visible()
    with closing(sqlite3.connect(shared.kept)) as database:
        assert database.execute("select count(*) from learner where name = 'Zoë'").fetchone() == (1,)


def test_a_package_leads_a_learner_from_one_sco_to_the_next(
    context: BrowserContext, share: Share, tmp_path: Path
) -> None:
    shared = share("--lms", "strict", course=three_scos(tmp_path / "flow.zip"))
    page = context.new_page()
    page.goto(shared.address)
    page.get_by_label("Your name").fill("Zoë")
    page.get_by_role("button", name="Begin").click()
    sco = page.frame_locator("iframe")
    expect(sco.locator("body")).to_contain_text(
        "a"
    )  # nothing can be chosen, so the package decides where to begin
    expect(sco.get_by_role("status")).to_have_text("true false false true")
    sco.get_by_role("button", name="On").click()
    expect(sco.locator("body")).to_contain_text("b")
    expect(sco.get_by_role("status")).to_have_text("true true false true")
    page.goto(shared.address)
    page.get_by_role("button", name="Continue as Zoë").click()
    expect(page.get_by_role("button", name="a", exact=True)).to_be_disabled()
    expect(page.get_by_role("listitem").first).to_contain_text("Can be reached only with Continue and Back")
    expect(page.get_by_role("button", name="b", exact=True)).to_be_focused()
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(sco.locator("body")).to_contain_text("c")
    expect(sco.get_by_role("status")).to_have_text("false true false true")


def test_a_device_that_has_left_a_sco_is_led_nowhere(share: Share, tmp_path: Path) -> None:
    shared = share("--lms", "strict", course=three_scos(tmp_path / "flow.zip"))
    asks = [("SetValue", "adl.nav.request", "continue"), ("Terminate", "")]
    with httpx.Client(base_url=shared.address, timeout=PATIENCE) as client:
        launch = joined(client, "Zoë")
        call(client, launch, ("Initialize", ""))
        late = [{"act": act, "arguments": given, "late": True} for act, *given in asks]
        assert "onward" not in client.post(f"{launch}call", json=late).json()
        launch = joined(client, "Ann")
        call(client, launch, ("Initialize", ""))
        onward = call(client, launch, *asks)["onward"]
        assert client.get(f"{launch}{onward}").status_code == 200
    with closing(sqlite3.connect(shared.kept)) as database:
        units = database.execute(
            "select unit from attempt join learner on learner.id = learner where name = 'Ann'"
        )
        assert [unit for (unit,) in units] == ["a", "b"]
        assert database.execute("select count(*) from attempt").fetchone() == (3,)
