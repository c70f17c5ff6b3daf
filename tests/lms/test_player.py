"""Moodle's player: one API for all parts of a course, which can be initialized only once for each part; then the player
must be opened again."""

from __future__ import annotations

from pathlib import Path

import courses
import pytest
from learner import answer_all, shown_answers, wait_for_start, wait_until_saved
from playwright.sync_api import BrowserContext
from scorm_host import ScormHost

REOPEN = """title => {
  window.scorm_current_node = { title };
  const frame = document.getElementById("sco");
  const again = frame.cloneNode();
  frame.remove();
  document.body.append(again);
}"""
"""Script that chooses a part in the player's list, like a learner."""


@pytest.mark.parametrize("version", ["scorm12", "scorm2004-4"])
def test_a_part_that_is_opened_again_continues_where_it_was(
    scorm_host: ScormHost, context: BrowserContext, tmp_path: Path, version: str
) -> None:
    name = f"player-{version}"
    course = courses.write(tmp_path / name, courses.SCORED)
    scorm_host.install(courses.package(course, tmp_path / "course.zip", version), name)
    launch = scorm_host.launch(context, name, begins_once=True)
    wait_for_start(launch.sco)
    answer_all(launch.sco)
    given = shown_answers(launch.sco)
    wait_until_saved(launch.sco)

    launch.attempt.sessions.append([])
    title = launch.page.url.partition("?")[2].replace("session=0", "session=1")
    launch.page.evaluate(REOPEN, title)
    launch.page.wait_for_url(f"**/host.html?{title}")
    wait_for_start(launch.sco)
    wait_until_saved(launch.sco)
    assert shown_answers(launch.sco) == given
