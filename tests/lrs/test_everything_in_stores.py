"""A course of every component as statements, in xAPI and cmi5: what is asked of a learner is what is told."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import wrap

import everything
import learner
import pytest
import sites
from course_server import Preview
from parties import CLEAN, verdicts
from plays import in_words, left, opened
from playwright.sync_api import BrowserContext
from sites import ADA, REGISTRATION, verb

from courseware.preview.cmi5_launch import Session


@pytest.mark.parametrize("standard", ["xapi", "cmi5"])
def test_what_is_asked_is_what_is_told(
    standard: str, context: BrowserContext, preview: Preview, tmp_path: Path
) -> None:
    folder = everything.write(tmp_path / "course")
    preview.courses["everything"] = sites.site(folder)
    url = (
        preview.launch_xapi("everything", ADA, REGISTRATION)
        if standard == "xapi"
        else preview.launch_cmi5(
            "everything", Session("https://example.org/courses/everything", ADA, REGISTRATION)
        )
    )
    page = opened(context, url)
    (pool,) = learner.course_data(page)["pools"]
    learner.answer_all(page)
    left(page)
    statements = list(preview.lrs.statements.values())
    answered = {
        ".".join(statement["object"]["id"].rsplit("/", 2)[-2:]): statement
        for statement in statements
        if verb(statement) == "answered"
    }
    drawn = answered.keys() & everything.OF_THE_POOL.keys()
    assert len(drawn) == 2
    assert answered.keys() == everything.OF_ALL.keys() | drawn
    (document,) = [
        json.loads(content) for key, (content, *_) in preview.lrs.documents.items() if "courseware" in key
    ]
    seen = document["state"].split("|")[5]
    # docs/records.md says where an instructor finds what was drawn: no statement tells it
    assert {name for key, name in pool["parts"] if key in wrap(seen, 4)} == drawn
    words = {name: in_words(one) for name, one in answered.items()}
    for name in (
        "start.role",
        "start.courage",
        "questions.the_tide",
        "questions.from_small_to_large",
        *drawn,
    ):
        assert words[name].casefold() == (everything.OF_ALL | everything.OF_THE_POOL)[name].casefold()
    (completed,) = [statement for statement in statements if verb(statement) == "completed"]
    assert completed["result"]["completion"] is True
    # the page for skippers is no page of this learner
    assert not any("skippers" in statement["object"]["id"] for statement in statements)
    if standard == "xapi":
        assert verdicts(statements) == CLEAN
