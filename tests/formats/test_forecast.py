"""The forecast of a saved state's size, compared with what the runtime writes for the longest answers."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import courses
import kinds

from courseware.course.compiler import check_course
from courseware.course.launches import launches
from courseware.data import templates_folder
from courseware.formats.forecast import TIME, saved_state
from courseware.site.data_block import interactions_of

FULLEST = """
import {{ encode, newState }} from "{module}";
const state = newState();
const answers = JSON.parse(process.argv[1]);
for (const [key, value] of answers) state.answers.set(key, {{ value, index: state.answers.size, attempts: 2 }});
state.seen = new Set(["aaaa"]);
state.page = "aaaa";
state.completed = state.passed = true;
state.revision = 36 ** 6 - 1;
console.log(encode(state).text.length);
"""


def test_as_much_is_reserved_for_the_time_as_by_the_runtime() -> None:
    script = (templates_folder() / "runtime" / "saved_state.js").read_text(encoding="utf-8")
    assert re.findall(r"^const BEHIND = (\d+);$", script, re.MULTILINE) == [str(TIME)]


def test_the_fullest_answers_of_each_kind_fit(tmp_path: Path) -> None:
    folder = courses.write(
        tmp_path / "kinds",
        kinds.DOCUMENT.replace("[[]]", "[[(a)|b]]").replace("[[Oslo|Christiania]]", "[[(Oslo)|Ulm]]"),
    )
    (folder / "map.svg").write_text(kinds.MAP, encoding="utf-8")
    course, diagnostics = check_course(folder)
    assert course is not None, diagnostics
    (launch,) = launches(course, divides=False)
    answers: list[tuple[str, object]] = []
    for interaction in interactions_of(course, launch):
        options = [option["key"] for option in interaction.get("options", ())]
        value: object = options if interaction.get("multiple") else options[:1]
        if interaction["kind"] == "matching":
            value = interaction["answer"]
        elif "parts" in interaction:
            value = "\n".join(part["key"] + max(part["answer"], key=len) for part in interaction["parts"])
        elif interaction["kind"] == "numeric":
            value = "-12345.123456789"
        answers.append((interaction["key"], value))
    module = (templates_folder() / "runtime" / "saved_state.js").as_uri()
    script = ["node", "--input-type=module", "--eval", FULLEST.format(module=module), json.dumps(answers)]
    written = int(subprocess.run(script, capture_output=True, text=True, check=True).stdout)
    most, texts = saved_state(course.pages)
    assert texts == 0
    assert written + TIME <= most
    assert most - written - TIME < 120
