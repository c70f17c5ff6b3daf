"""Courses played in a browser with any store, and their statements cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import learner
import seed
from playwright.sync_api import BrowserContext, Page, expect
from sites import verb

FAREWELL = "Everything is saved. You can close this window now."


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    learner.wait_for_start(page)
    return page


def left(page: Page) -> None:
    """Leaves by the course's own button, after which the store has everything."""
    page.locator("[data-exit]").click()
    expect(page.locator("[data-banner]")).to_have_text(FAREWELL)
    page.close()


def play_seed(context: BrowserContext, url: str) -> None:
    """Plays the seed course in two sessions; the window of the first is closed without Exit."""
    page = opened(context, url)
    seed.first_sitting(page)
    page.close(run_before_unload=True)
    page = opened(context, url)
    seed.second_sitting(page)
    left(page)


class Cells(NamedTuple):
    """A statement in the form of a report."""

    verb: str
    object: str
    kind: str
    response: str
    success: bool | None
    score: Mapping[str, float] | None


def cells(statement: Mapping[str, Any]) -> Cells:
    """A row of a report; `object` is the last part of the object's IRI."""
    result = statement.get("result", {})
    return Cells(
        verb(statement),
        statement["object"]["id"].rpartition("/")[2],
        statement["object"]["definition"].get("interactionType", ""),
        result.get("response", "").replace("\n", "/"),
        result.get("success"),
        result.get("score"),
    )


def in_words(statement: Mapping[str, Any]) -> str:
    """The response in the form of a report: ids as the words in the activity's definition."""
    definition, response = statement["object"]["definition"], statement["result"]["response"]
    named = {
        part["id"]: next(iter(part["description"].values()))
        for part in definition.get("choices", definition.get("scale", []))
    }
    return "; ".join(named[word] for word in response.split("[,]")) if named else response.replace("\n", "/")


def as_table(statements: Iterable[Mapping[str, Any]]) -> str:
    """Verb, object, response and success: a row for each statement."""
    rows = (cells(statement) for statement in statements)
    shown = (
        (row.verb, row.object, row.response, "" if row.success is None else str(row.success)) for row in rows
    )
    return "\n".join("| " + " | ".join(row) + " |" for row in shown)
