"""No answer is lost, none is stored twice, their order is kept, and the learner is told: whatever fails, and when."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import fault_matrix
import learner
import pytest
import sites
from course_server import Preview
from fault_matrix import table
from playwright.sync_api import BrowserContext, Page, expect
from sites import ADA, REGISTRATION, responses, said


@pytest.mark.parametrize("standard", fault_matrix.STANDARDS)
@pytest.mark.parametrize(
    "cells", [fault_matrix.diagonal, pytest.param(fault_matrix.cells, marks=pytest.mark.long)]
)
def test_every_fault_and_every_moment(
    small: Mapping[str, bytes], cells: Callable[[str], list[tuple[str, str]]], standard: str
) -> None:
    chosen = cells(standard)
    with ThreadPoolExecutor(1) as thread:  # because the other tests' browser uses this thread's event loop
        found = thread.submit(asyncio.run, fault_matrix.play(small, chosen, standard)).result()
    wrong = {cell: verdict for cell, verdict in found.items() if verdict != "ok"}
    assert not wrong, table(found)


def test_a_statement_that_is_never_taken_is_kept_aside_and_said(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """The other statements of its batch arrive."""
    preview.courses["small"] = small
    taken = preview.lrs.respond
    poison = b"poison"
    preview.lrs.respond = lambda request: (  # type: ignore[method-assign]  # the test answers in its place
        fault_matrix.BAD_REQUEST
        if poison in request.body and request.path == "statements"
        else taken(request)
    )
    page = context.new_page()
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_for_start(page)
    page.locator("[data-shown] input[type=text]").fill("poison")
    page.locator("[data-shown] input[type=text]").blur()
    page.locator("[data-shown] select").select_option(label="On foot")
    expect(page.locator("[data-banner]")).to_contain_text("refused some")
    learner.eventually(lambda: responses(preview.lrs.statements))
    assert responses(preview.lrs.statements) == [("how_do_you_travel", "on_foot")]
    refused = page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("courseware");
          opening.onsuccess = () => {
            const reading = opening.result.transaction("aside").objectStore("aside").getAll();
            reading.onsuccess = () => resolve(reading.result.map(({ statement }) => statement.result.response));
          };
        })"""
    )
    assert refused == ["poison"]


def test_retry_after_is_obeyed(context: BrowserContext, preview: Preview, small: Mapping[str, bytes]) -> None:
    """The browser does not send earlier even if the connection is back."""
    preview.courses["small"] = small
    page = context.new_page()
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_for_start(page)
    learner.wait_until_saved(page)
    preview.faults.retry_after = 3_600
    preview.faults.begin("429", "POST statements", times=1)
    page.locator("[data-shown] select").select_option(label="On foot")
    expect(page.locator("[data-banner]")).to_contain_text("kept in this browser")
    asked = [visit.line for visit in preview.visits].count("POST statements")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("[data-shown] select").select_option(label="By train")
    learner.wait_until_saved(page)
    assert [visit.line for visit in preview.visits].count("POST statements") == asked
    preview.tokens.clear()
    page.close()
    page = context.new_page()
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.eventually(lambda: len(responses(preview.lrs.statements)) == 2)
    assert responses(preview.lrs.statements) == [
        ("how_do_you_travel", name) for name in ("on_foot", "by_train")
    ]


def test_two_devices_come_together_by_the_time_of_each_answer(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    url = preview.launch_xapi("small", ADA, REGISTRATION)
    browser = context.browser
    assert browser
    other = browser.new_context(reduced_motion="reduce")
    here, there = context.new_page(), other.new_page()
    for page in (here, there):
        page.goto(url)
        learner.wait_for_start(page)
        learner.wait_until_saved(page)
    travel, work = "[data-shown] select", "[data-shown] input[type=text]"
    here.locator(travel).select_option(label="On foot")
    learner.eventually(lambda: len(responses(preview.lrs.statements)) == 1)
    there.locator(travel).select_option(label="By train")
    there.locator(work).fill("At home")
    there.locator(work).blur()
    learner.eventually(lambda: len(responses(preview.lrs.statements)) == 3)
    here.locator(work).fill("At sea")
    here.locator(work).blur()
    learner.eventually(lambda: len(responses(preview.lrs.statements)) == 4)
    learner.eventually(lambda: "At sea" in str(preview.lrs.documents))
    here.close()
    there.close()
    other.close()
    fresh = browser.new_context(reduced_motion="reduce")
    page = fresh.new_page()
    page.goto(url)
    expect(page.locator(work)).to_have_value("At sea")
    expect(page.locator(f"{travel} option:checked")).to_have_text("By train")
    fresh.close()


def test_a_store_without_state_resource_is_no_obstacle(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    preview.lrs.has_state = False
    url = preview.launch_xapi("small", ADA, REGISTRATION)
    page = context.new_page()
    page.goto(url)
    learner.wait_for_start(page)
    page.locator("[data-shown] select").select_option(label="On foot")
    learner.wait_until_saved(page)
    learner.eventually(lambda: responses(preview.lrs.statements))
    page.close()
    page = context.new_page()
    page.goto(url)
    expect(page.locator("[data-shown] select option:checked")).to_have_text("On foot")
    expect(page.locator("[data-banner]")).to_be_hidden()


def test_a_store_of_another_origin_whose_tags_cannot_be_read(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """A device reads, merges and writes the state."""
    preview.courses["small"] = small
    preview.exposed = ""
    url = preview.launch_xapi("small", ADA, REGISTRATION).replace("http://127.0.0.1", "http://localhost", 1)
    page = context.new_page()
    page.goto(url)
    learner.wait_for_start(page)
    page.locator("[data-shown] select").select_option(label="On foot")
    learner.eventually(lambda: responses(preview.lrs.statements))
    page.locator("[data-shown] select").select_option(label="By train")
    learner.eventually(lambda: len(responses(preview.lrs.statements)) == 2)
    page.close()
    assert browser_sees(context, url, "By train")


def browser_sees(context: BrowserContext, url: str, words: str) -> bool:
    assert context.browser
    fresh = context.browser.new_context(reduced_motion="reduce")
    page = fresh.new_page()
    page.goto(url)
    expect(page.locator("[data-shown] select option:checked")).to_have_text(words)
    fresh.close()
    return True


def test_a_page_that_may_store_nothing_still_delivers(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """Without IndexedDB and localStorage, statements are in memory, "not saved" until the store has them."""
    preview.courses["small"] = small
    page = context.new_page()
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
          Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
        }"""
    )
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_for_start(page)
    learner.wait_until_saved(page)
    preview.faults.begin("500")
    page.locator("[data-shown] select").select_option(label="On foot")
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    preview.faults.end()
    page.evaluate("dispatchEvent(new Event('online'))")
    learner.wait_until_saved(page)
    assert responses(preview.lrs.statements) == [("how_do_you_travel", "on_foot")]


def test_many_answers_and_a_slow_store(context: BrowserContext, small: Mapping[str, bytes]) -> None:
    """Nothing is lost, and at most two requests are on their way."""
    with Preview(delay=0.4).serve() as preview:
        preview.courses["small"] = small
        page = context.new_page()
        page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
        learner.wait_until_saved(page)
        given = []
        for number in range(40):
            label, option = (("On foot", "on_foot"), ("By train", "by_train"))[number % 2]
            page.locator("[data-shown] select").select_option(label=label)
            page.evaluate("dispatchEvent(new Event('online'))")  # saves at once
            # otherwise the next answer replaces one that has not been sent yet
            learner.wait_until_saved(page)
            given.append(("how_do_you_travel", option))
        learner.eventually(lambda: len(responses(preview.lrs.statements)) == len(given))
        assert responses(preview.lrs.statements) == given
        assert max(visit.in_flight for visit in preview.visits) <= 2
        assert said(preview.lrs.statements)[0] == "initialized"


MOST_WAITING = 5_000
WAITING = """(work) => new Promise((resolve) => {
  const opening = indexedDB.open("courseware");
  opening.onsuccess = () => {
    const transaction = opening.result.transaction("waiting", "readwrite");
    const store = transaction.objectStore("waiting");
    const [keys, all] = [store.getAllKeys(), store.getAll()];
    all.onsuccess = () => {
      const place = keys.result[0]?.slice(0, -all.result[0].key.length);
      for (const one of work ?? []) {
        const key = "0" + one.id;
        store.put({ sitting: "before", key, statement: { ...all.result[0].statement, ...one } }, place + key);
      }
      transaction.oncomplete = () => resolve(all.result.map(({ statement }) => statement));
    };
  };
})"""
"""Script that reads the statements waiting in a browser, and adds others before them."""


def waiting(page: Page, more: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(WAITING, more)
    return found


def old_statements(count: int) -> list[dict[str, Any]]:
    """Statements, one a minute, ending ten days ago, with ids in order of time."""
    begin = datetime(2026, 1, 31, tzinfo=UTC)
    return [
        {
            "id": str(uuid.UUID(int=n, version=4)),
            "timestamp": (begin + timedelta(minutes=n))
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
        }
        for n in range(count)
    ]


def holding(files: Mapping[str, bytes], most: int) -> Mapping[str, bytes]:
    """A course whose script queues at most `most` statements."""
    [script] = [name for name in files if name.endswith(".js")]
    content, found = re.subn(rb"(?<=>=)5e3(?=&&)", b"%d" % most, files[script])  # `MOST_WAITING`, made short
    assert found == 1
    return {**files, script: content}


@pytest.mark.parametrize("most", [200, pytest.param(MOST_WAITING, marks=pytest.mark.long)])
def test_with_too_many_waiting_the_learner_is_told_and_nothing_is_lost(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], most: int
) -> None:
    preview.courses["small"] = holding(small, most)
    url = preview.launch_xapi("small", ADA, REGISTRATION)
    preview.faults.begin("refuse")
    page = context.new_page()
    page.goto(url)
    expect(page.locator("[data-banner]")).to_contain_text("sent as soon as")
    old = old_statements(most)
    waiting(page, old)
    page.reload()
    learner.wait_for_start(page)
    page.locator("[data-shown] select").select_option(label="On foot")
    expect(page.locator("[data-banner]")).to_contain_text("until the learning platform accepts it")
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    kept = [statement["id"] for statement in waiting(page)]
    assert kept[:most] == [statement["id"] for statement in old]
    assert "answered" not in {sites.verb(statement) for statement in waiting(page)}
    preview.faults.end()
    page.evaluate("dispatchEvent(new Event('online'))")
    learner.eventually(lambda: responses(preview.lrs.statements), seconds=120)
    learner.wait_until_saved(page)
    expect(page.locator("[data-banner]")).to_be_hidden()
    arrived = list(preview.lrs.statements)
    assert [statement for statement in arrived if statement in {statement["id"] for statement in old}] == [
        statement["id"] for statement in old
    ]
    assert responses(preview.lrs.statements) == [("how_do_you_travel", "on_foot")]
    assert waiting(page) == []


def test_what_waited_for_days_arrives_as_it_was(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """The browser's clock was right at that time, and no store could be asked."""
    preview.courses["small"] = small
    preview.faults.begin("refuse")
    page = context.new_page()
    then = datetime.now(UTC) - timedelta(days=5)
    page.clock.install(time=then)
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_for_start(page)
    page.locator("[data-shown] select").select_option(label="On foot")
    expect(page.locator("[data-saved]")).to_have_text("Saved in this browser")
    kept = {waited["id"]: waited for waited in waiting(page)}
    page.close(run_before_unload=False)
    preview.faults.end()
    page = context.new_page()
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.wait_until_saved(page)
    assert responses(preview.lrs.statements) == [("how_do_you_travel", "on_foot")]
    for identifier, statement in kept.items():
        assert {name: preview.lrs.statements[identifier][name] for name in statement} == statement
        assert then < datetime.fromisoformat(statement["timestamp"]) < then + timedelta(minutes=2)


def test_statements_have_the_time_of_the_store(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """The browser's clock is three hours slow."""
    found = timestamps(context, preview, small, timedelta(hours=-3))
    assert found
    assert all(abs(difference) < timedelta(seconds=30) for difference in found.values()), found


def test_a_clock_that_is_right_but_for_seconds_is_believed(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    """A store's time is in whole seconds, and arrives later than it was sent."""
    found = timestamps(context, preview, small, timedelta(seconds=-4))
    assert found
    assert all(difference < timedelta(seconds=-3.9) for difference in found.values()), found


def timestamps(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes], wrong: timedelta
) -> dict[str, timedelta]:
    """Verb → difference between the times of a statement and of storing it, with a wrong clock in the browser."""
    preview.courses["small"] = small
    page = context.new_page()
    page.clock.install(time=datetime.now(UTC) + wrong)
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    learner.answer_all(page)
    page.locator("[data-exit]").click()
    expect(page.locator("html")).to_have_attribute("data-finished", "")
    return {
        sites.verb(statement): datetime.fromisoformat(statement["timestamp"])
        - datetime.fromisoformat(statement["stored"])
        for statement in preview.lrs.statements.values()
    }


def test_two_tabs_without_locks_send_nothing_twice(
    context: BrowserContext, small: Mapping[str, bytes]
) -> None:
    """A lease in localStorage makes the tabs take turns."""
    context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    with Preview(delay=0.2).serve() as preview:
        preview.courses["small"] = small
        url = preview.launch_xapi("small", ADA, REGISTRATION)
        tabs = [context.new_page() for _ in range(2)]
        for tab in tabs:
            tab.goto(url)
            learner.wait_until_saved(tab)
        assert tabs[0].evaluate("navigator.locks") is None
        given = []
        for number in range(20):
            label, option = (("On foot", "on_foot"), ("By train", "by_train"))[number // 2 % 2]
            # of two answers within one save only the latter is reported; the other tab's may not have arrived
            learner.wait_until_saved(tabs[number % 2])
            tabs[number % 2].locator("[data-shown] select").select_option(label=label)
            tabs[number % 2].evaluate("dispatchEvent(new Event('online'))")  # saves at once
            given.append(("how_do_you_travel", option))
        learner.eventually(lambda: len(responses(preview.lrs.statements)) == len(given))
        for tab in tabs:
            learner.wait_until_saved(tab)
        assert responses(preview.lrs.statements) == given
        assert preview.lrs.repeats == 0


def test_the_page_waits_for_nothing_and_asks_little(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    preview.faults.begin("stall")
    page = context.new_page()
    page.goto(preview.launch_xapi("small", ADA, REGISTRATION))
    expect(page.locator("[data-page][data-shown]")).to_be_visible()
    assert preview.in_flight <= 4
    preview.faults.end()


def test_a_course_that_nobody_launched_says_so(
    context: BrowserContext, preview: Preview, small: Mapping[str, bytes]
) -> None:
    preview.courses["small"] = small
    page = context.new_page()
    page.goto(f"{preview.address}/courses/small/index.html")
    expect(page.locator("[data-banner]")).to_have_text(
        "No learning platform was found. Your answers are kept in this browser only."
    )
    assert sites.said(preview.lrs.statements) == []
