"""Courses played against third-party stores, and the statements in these, cell by cell."""

from __future__ import annotations

import json
import os
import signal
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import learner
import pytest
import seed
import sites
from plays import Cells, cells, in_words, left, opened, play_seed
from playwright.sync_api import Browser, BrowserContext, expect
from sites import ADA, verb
from stores import STORES, Front, Store, xapi_activities

from courseware.preview.lrs import Lrs
from courseware.preview.requests import Json, Request

ADDED = {"authority", "stored", "version"}
"""What a store adds to a statement (xAPI 1.0.3 Data, 2.4)."""
KINDS = {"choice", "fill-in", "likert", "long-fill-in", "numeric", "sequencing"}
ONCE_MORE = {"xapi-statements": (200, True), "Ralph": (204, False)}
"""Store → status for a statement that it already has, and whether it lists that statement with new ones."""


@pytest.fixture(scope="module", params=STORES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with STORES[request.param](tmp_path_factory.mktemp("store")) as store:
        yield store


@pytest.fixture
def front(store: Store, small: Mapping[str, bytes], quiz: Mapping[str, bytes]) -> Iterator[Front]:
    front = Front(store)
    with front.serve():
        front.courses |= {"small": small, "quiz": quiz}
        yield front


@pytest.fixture
def registration() -> str:
    """A new registration for each test, by which the store is queried."""
    return str(uuid.uuid4())


def plain(value: Any) -> Any:
    """A part of a statement without the default `objectType`."""
    if isinstance(value, dict):
        said = {name: inner for name, inner in value.items() if (name, inner) != ("objectType", "Activity")}
        return {name: plain(inner) for name, inner in said.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def held(front: Front, registration: str) -> list[Json]:
    """The statements in the store: all that pages sent, as first sent, each once, in the order of sending."""
    found = front.store.read(registration=registration)
    by_id = {statement["id"]: statement for statement in found}
    assert len(found) == len(by_id)
    assert by_id.keys() == front.sent.keys()
    for name, sent in front.sent.items():
        assert plain({part: value for part, value in by_id[name].items() if part not in ADDED}) == plain(sent)
    return [by_id[name] for name in front.sent]


def answered(statements: list[Json]) -> dict[str, Cells]:
    """Question → its last row, because a slow learner's first of two boxes is also an answer."""
    rows = [cells(statement) for statement in statements if verb(statement) == "answered"]
    assert len(rows) == len({(row.object, row.response) for row in rows})
    return {row.object: row for row in rows}


def verdicts(statements: list[Json]) -> list[tuple[str, bool | None, Mapping[str, float] | None]]:
    rows = [cells(statement) for statement in statements]
    return [
        (row.verb, row.success, row.score) for row in rows if row.verb in ("completed", "passed", "failed")
    ]


def verdicts_of(score: int) -> list[tuple[str, bool | None, Mapping[str, float] | None]]:
    whole = {"scaled": score / 100, "raw": score, "min": 0, "max": 100}
    return [("completed", None, whole), ("passed", True, whole) if score else ("failed", False, whole)]


def expected(name: str, question: Mapping[str, Any], words: str, right: bool) -> Cells:
    """The expected row of a question of the demo course, answered in `words`; a rating has no score."""
    success = right if "answer" in question else None
    return Cells("answered", name, question["kind"], words, success, None)


def test_the_seed_in_two_sittings(context: BrowserContext, front: Front, registration: str) -> None:
    front.courses["seed"] = sites.site(sites.ROOT / "tests/courses/seed")
    play_seed(context, front.launch("seed", registration))
    statements = held(front, registration)
    wanted = {name.removeprefix("phase4."): cell for name, cell in seed.SCORM_2004.items()}
    assert answered(statements) == {
        name: Cells("answered", name, kind, response, None, None) for name, (kind, response) in wanted.items()
    }
    verbs = [verb(statement) for statement in statements]
    assert [name for name in verbs if name not in ("answered", "experienced", "progressed")] == [
        *("initialized", "suspended", "terminated"),
        *("initialized", "resumed", "completed", "terminated"),
    ]


@pytest.mark.parametrize("right", [True, pytest.param(False, marks=pytest.mark.long)])
def test_every_kind_of_question(
    context: BrowserContext, front: Front, registration: str, right: bool
) -> None:
    """The responses in words, in the form of a report."""
    front.courses["demo"] = sites.site(sites.ROOT / "content")
    page = opened(context, front.launch("demo", registration))
    asked = {
        interaction["id"].rpartition(".")[2]: interaction
        for interaction in learner.course_data(page)["interactions"]
    }
    words = {
        name.rpartition(".")[2]: said for name, said in learner.answer_all(page, right, wait=False).items()
    }
    left(page)
    statements = held(front, registration)
    shown = {
        cells(statement).object: in_words(statement)
        for statement in statements
        if verb(statement) == "answered"
    }
    rows = {name: row._replace(response=shown[name]) for name, row in answered(statements).items()}
    assert {row.kind for row in rows.values()} == KINDS
    assert rows == {name: expected(name, question, words[name], right) for name, question in asked.items()}
    assert verdicts(statements) == verdicts_of(100 if right else 0)


def test_a_quiz_that_is_failed(context: BrowserContext, front: Front, registration: str) -> None:
    page = opened(context, front.launch("quiz", registration))
    learner.answer_all(page, right=False, wait=False)
    left(page)
    statements = held(front, registration)
    assert answered(statements) == {
        "the_red_one": Cells("answered", "the_red_one", "choice", "venus", False, None)
    }
    assert verdicts(statements) == verdicts_of(0)


def test_a_quiz_that_is_passed_on_two_devices_at_once(
    browser: Browser, front: Front, registration: str
) -> None:
    """What may be sent only once has the same id on both devices: the store responds with 409 and keeps the first."""
    places = [browser.new_context(reduced_motion="reduce") for _ in range(2)]
    pages = [opened(place, front.launch("quiz", registration)) for place in places]
    # the second device does not learn from its saved state what the first has sent
    places[1].route(
        "**/activities/state?*",
        lambda route: route.fulfill(status=204) if route.request.method == "PUT" else route.continue_(),
    )
    for page in pages:
        learner.answer_all(page, wait=False)
        left(page)
    statements = held(front, registration)
    assert 409 in [visit.status for visit in front.visits]
    given = [cells(statement) for statement in statements if verb(statement) == "answered"]
    assert given == [Cells("answered", "the_red_one", "choice", "mars", True, None)] * 2
    assert verdicts(statements) == verdicts_of(100)
    for place in places:
        place.close()


def test_a_statement_that_is_sent_again(store: Store, registration: str) -> None:
    """The same statement is stored once. One that differs, even only in its time, is refused with its whole batch."""

    def objects() -> dict[str, str]:
        found = store.read(registration=registration)
        assert len(found) == len({statement["id"] for statement in found})
        return {statement["id"]: statement["object"]["id"] for statement in found}

    def experienced(page: str) -> Json:
        return {
            "id": str(uuid.uuid4()),
            "actor": ADA,
            "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
            "object": {"id": f"{sites.BASE}/{page}"},
            "context": {"registration": registration},
            "timestamp": "2026-01-31T10:00:00.000Z",
        }

    old, new = experienced("one"), experienced("two")
    status, names_old = ONCE_MORE[store.name]
    assert store.post(old).json() == [old["id"]]
    assert store.post(old).status_code == status
    assert store.post({**old, "object": new["object"]}).status_code == 409
    assert store.post(new, {**old, "timestamp": "2026-01-31T10:00:01.000Z"}).status_code == 409
    assert objects() == {old["id"]: old["object"]["id"]}
    assert store.post(old, new).json() == ([old["id"]] if names_old else []) + [new["id"]]
    assert objects() == {statement["id"]: statement["object"]["id"] for statement in (old, new)}


def test_an_answer_of_the_store_is_lost(context: BrowserContext, front: Front, registration: str) -> None:
    """The statements are sent again, together with new ones."""
    page = opened(context, front.launch("small", registration))
    learner.eventually(lambda: front.store.read(registration=registration))
    front.faults.begin("lose", "POST statements")
    page.locator("[data-shown] input[type=text]").fill("At sea")
    page.locator("[data-shown] input[type=text]").blur()
    expect(page.locator("[data-banner]")).to_contain_text("kept in this browser")
    front.faults.end()
    learner.next_page(page, missing=1)
    expect(page.locator("[data-banner]")).to_be_hidden()
    left(page)
    assert 502 in [visit.status for visit in front.visits]
    assert [row.response for row in answered(held(front, registration)).values()] == ["At sea"]


@pytest.mark.parametrize("store", ["Ralph"], indirect=True)
def test_a_store_goes_away_and_comes_back(context: BrowserContext, front: Front, registration: str) -> None:
    """Stores killed during a request and started again; xapi-statements keeps its data only in memory."""
    page = opened(context, front.launch("small", registration))
    page.locator("[data-shown] input[type=text]").fill("At sea")
    page.locator("[data-shown] input[type=text]").blur()
    learner.wait_until_saved(page)
    # the page says "Saved" earlier; a store stopped during this response would block all others
    learner.eventually(lambda: "At sea" in responses_of(front.store, registration) and not front.in_flight)
    before = len(front.sent)
    os.kill(front.store.process.pid, signal.SIGSTOP)
    page.locator("[data-shown] select").select_option(label="By train")
    learner.eventually(lambda: len(front.sent) > before)
    front.store.kill()
    expect(page.locator("[data-banner]")).to_contain_text("kept in this browser")
    learner.next_page(page)
    page.locator("[data-shown] input[type=text]").fill("In port")
    page.locator("[data-shown] input[type=text]").blur()
    front.store.start()
    expect(page.locator("[data-banner]")).to_be_hidden()
    left(page)
    rows = answered(held(front, registration)).values()
    assert [row.response for row in rows] == ["At sea", "by_train", "In port"]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with xapi_activities(tmp_path_factory.mktemp("documents")) as documents:
        yield documents


@pytest.mark.parametrize("store", ["Ralph"], indirect=True)
def test_saved_states_of_two_devices_in_a_store_of_others(
    browser: Browser,
    store: Store,
    documents: Store,
    small: Mapping[str, bytes],
    registration: str,
) -> None:
    """Each device continues from what it has read; the store refuses a state based on an older one (412), and both are
    merged."""
    work, travel = "[data-shown] input[type=text]", "[data-shown] select"
    front = Front(store, documents)
    with front.serve():
        front.courses["small"] = small
        places = [browser.new_context(reduced_motion="reduce") for _ in range(3)]
        first = opened(places[0], front.launch("small", registration))
        first.locator(work).fill("At sea")
        first.locator(work).blur()
        learner.wait_until_saved(first)
        learner.eventually(lambda: ("PUT", 204) in documents.visits)
        second = opened(places[1], front.launch("small", registration))
        expect(second.locator(work)).to_have_value("At sea")
        second.locator(work).fill("In port")
        second.locator(work).blur()
        learner.eventually(lambda: "In port" in responses_of(store, registration))
        # "saved" means that the browser has it; the document may not have arrived yet
        learner.eventually(lambda: documents.visits.count(("PUT", 204)) > 1)
        stored = documents.visits.count(("PUT", 204))
        assert ("PUT", 412) not in documents.visits[-1:]
        first.locator(travel).select_option(label="By train")
        learner.eventually(lambda: documents.visits.count(("PUT", 204)) > stored)
        assert ("PUT", 412) in documents.visits
        learner.wait_until_saved(first)
        third = opened(places[2], front.launch("small", registration))
        expect(third.locator(work)).to_have_value("In port")
        expect(third.locator(travel)).to_have_value(first.locator(travel).input_value())
        for page in (first, second, third):
            left(page)
        assert sorted(responses_of(store, registration)) == ["At sea", "In port", "by_train"]
        assert {status for _, status in documents.visits} <= {200, 204, 404, 412}
        for place in places:
            place.close()


def responses_of(store: Store, registration: str) -> list[str]:
    found = store.read(registration=registration)
    return [statement["result"]["response"] for statement in found if verb(statement) == "answered"]


DOCUMENT = {"activityId": f"{sites.BASE}/c", "profileId": "one"}
CONDITIONS: list[tuple[Mapping[str, str], int]] = [
    ({"If-None-Match": "*"}, 204),
    ({"If-None-Match": "*"}, 412),
    ({"If-Match": '"none"'}, 412),
    ({}, 409),
    ({"If-Match": "theirs"}, 204),
    ({"If-Match": "before"}, 412),
]
"""Conditions of successive PUTs, and the status of each (xAPI 1.0.3 Communication, 3.1)."""


def conditions(
    put: Callable[[Mapping[str, str]], int], tag: Callable[[], str]
) -> list[tuple[Mapping[str, str], int]]:
    """The status of a store's response to each of `CONDITIONS`."""
    found: list[tuple[Mapping[str, str], int]] = []
    known = {"theirs": "", "before": ""}
    for headers, _ in CONDITIONS:
        if headers == {"If-Match": "theirs"}:
            known["theirs"] = known["before"] = tag()
        given = {name: known.get(value, value) for name, value in headers.items()}
        found.append((headers, put(given)))
    return found


def test_the_previews_documents_take_and_refuse_what_a_store_of_others_does(documents: Store) -> None:
    headers = {**documents.headers(), "Content-Type": "application/json"}
    texts = iter(range(99))
    client, address = documents.client, documents.address

    def put(given: Mapping[str, str]) -> int:
        body = json.dumps({"text": next(texts)})
        return client.put(address, params=DOCUMENT, headers={**headers, **given}, content=body).status_code

    def tag() -> str:
        return client.get(address, params=DOCUMENT, headers=headers).headers["ETag"]

    assert conditions(put, tag) == CONDITIONS
    lrs = Lrs()
    path = "activities/profile"
    common = {name.lower(): value for name, value in headers.items()}

    def put_here(given: Mapping[str, str]) -> int:
        body = json.dumps({"text": next(texts)}).encode()
        lower = {name.lower(): value for name, value in given.items()}
        return lrs.respond(Request("PUT", path, DOCUMENT, {**common, **lower}, body)).status

    def tag_here() -> str:
        return lrs.respond(Request("GET", path, DOCUMENT, common, b"")).headers["ETag"]

    assert conditions(put_here, tag_here) == CONDITIONS
