"""Questions with parts or special controls, as statements that third-party validators accept."""

from __future__ import annotations

from pathlib import Path

import kinds
import learner
import sites
from course_server import Preview
from parties import CLEAN, verdicts
from plays import cells, left, opened
from playwright.sync_api import BrowserContext
from sites import ADA, REGISTRATION, verb

from courseware.formats.statements import examples


def test_each_kind_has_its_statement(context: BrowserContext, preview: Preview, tmp_path: Path) -> None:
    folder = sites.write(tmp_path / "course", {"geography.md": kinds.DOCUMENT, "map.svg": kinds.MAP})
    preview.courses["kinds"] = sites.site(folder)
    page = opened(context, preview.launch_xapi("kinds", ADA, REGISTRATION))
    learner.answer_all(page, right=False)
    learner.answer_all(page)
    left(page)
    statements = list(preview.lrs.statements.values())
    answered = [statement for statement in statements if verb(statement) == "answered"]
    last = {cell.object: cell[2:5] for cell in map(cells, answered)}
    assert last == {
        "which_city_is_where": ("matching", "paris[.]france[,]rome[.]italy", True),
        "fill_in": ("fill-in", "Oslo[,]Madrid[,]Ulm", True),
        "which_are_in_asia": ("choice", "japan[,]india", True),
        "the_nile_flows_north": ("true-false", "true", True),
        "how_far_is_the_equator_from_the_pole": ("numeric", "90", True),
        "how_much_do_you_like_maps": ("numeric", "0", None),
        "cairo_is_on_the_nile": ("choice", "true", True),
        "lima_is_on_the_nile": ("choice", "false", True),
        "where_is_cairo": ("choice", "the_mark_in_the_north", True),
    }
    parts = {
        sent["object"]["id"].rpartition("/")[2]: sent["result"]["score"]["scaled"]
        for sent in reversed(answered)
        if "score" in sent["result"] and sent["result"]["success"] is False
    }
    assert parts.keys() == {"which_city_is_where", "fill_in", "which_are_in_asia"}
    assert all(0 <= part < 1 for part in parts.values())
    assert verdicts(statements) == CLEAN
    assert (
        verdicts({"id": statements[0]["id"], **example} for example in examples(sites.course(folder)))
        == CLEAN
    )
