"""scorm-again's result for every case of the tables: where it differs, and why the specification agrees with ours.

scorm-again is lenient: it accepts most of the following, which a strict LMS refuses.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import test_scorm12_table
import test_scorm2004_table

ROOT = Path(__file__).parents[2]

Difference = tuple[str, str, str, str]
"""A pattern of calls, our error, scorm-again's error, and why ours is right."""

OF_12: Sequence[Difference] = (
    (r"LMS(GetValue cmi.core.student_id|SetValue cmi.suspend_data x|Commit )", "301", "0",
     "3.3: after LMSFinish nothing is initialized"),
    (r"LMSFinish ", "301", "101", "3.3: 301 is the code for what is not initialized"),
    (r"LMS[GS]etValue ( x|cmi|cmi.core)?", "201", "0", "3.3: an element without a value of its own is no argument"),
    (r"LMS[GS]etValue (cmi.nothing.*|CMI.*|cmi.core.student_id |cmi.interactions.n.id)", "201", "401",
     "3.3: 401 is for elements of the model that an LMS does not have"),
    (r"LMSGetValue cmi.interactions.0.objectives._count", "201", "0", "3.4: the interaction is not there"),
    (r"LMSSetValue cmi.interactions.00.id q", "201", "0", "3.4: an index is a number without a zero first"),
    (r"LMSSetValue cmi.core.exit normal", "405", "0", "3.4.4: normal is a word of SCORM 2004"),
    (r"LMSSetValue cmi.core.score.raw .*", "405", "0", "3.4.3, CMIDecimal"),
    (r"LMSSetValue cmi.suspend_data .*", "405", "0", "3.4.3, CMIString4096"),
    (r"LMSSetValue cmi.core.session_time .*", "405", "0", "3.4.3, CMITimespan: two to four digits of hours"),
    (r"LMSSetValue cmi.interactions.0.id two words", "405", "0", "3.4.3, CMIIdentifier: no white space"),
    (r"LMSSetValue cmi.interactions.0.(student_response|correct_responses.0.pattern) .*", "405", "0",
     "3.4.3, CMIFeedback: the form depends on the type"),
    (r"LMSSetValue cmi.interactions.0.result incorrect", "405", "0", "3.4.4: the word of SCORM 1.2 is wrong"),
)  # fmt: skip
OF_2004: Sequence[Difference] = (
    (r"GetValue cmi.score", "401", "0", "RTE 3.1.7: it has no value of its own"),
    (r"GetValue cmi.launch_data", "403", "0", "RTE 4.2.10: the manifest says nothing"),
    (r"GetValue adl.nav.request", "0", "405", "SN 5.6.4: read/write, _none_ at first"),
    (r"SetValue adl.nav.request choice", "406", "0", "SN 5.6.4: choice names its target"),
    (r"GetValue adl.nav.request_valid.choice(.{target=})?", "401", "0", "SN 5.6.5: choice names its target"),
    (r"GetValue adl.nav.request_valid.exit", "401", "0", "SN 5.6.5: continue, previous, choice and jump alone"),
    (r"SetValue cmi.score.scaled 0.12345678", "406", "0", "RTE 4.1.1, real(10,7)"),
    (r"SetValue cmi.learner_preference.audio_captioning 2", "406", "407", "RTE 4.2.13: a state, no number"),
    (r"SetValue cmi.learner_preference.language ", "0", "406", "RTE 4.2.13: empty is its default"),
    (r"SetValue cmi.learner_preference.language d", "406", "0", "RTE 4.1.1, language_type"),
    (r"SetValue cmi.session_time .*", "406", "0", "RTE 4.1.1, timeinterval(second,10,2): no empty part"),
    (r"SetValue cmi.interactions.0.timestamp .*", "406", "0", "RTE 4.1.1, time(second,10,2): hundredths at most"),
    (r"GetValue cmi.(interactions.0|objectives.3).id", "301", "403", "RTE 3.1.7.5: the index is not there"),
    (r"SetValue cmi.interactions.0.id .*", "406", "0", "RTE 4.1.1, long_identifier_type: a URI, urn with its parts"),
    (r"SetValue cmi.interactions.0.learner_response ", "0", "406", "RTE 4.2.9.1: a set may be empty"),
    (r"SetValue cmi.interactions.0.learner_response lines\nof words", "0", "406", "RTE 4.2.9.1: any characters"),
    (r"SetValue cmi.interactions.0.learner_response .*\[,\].*", "406", "351", "RTE 4.2.9.1: more than is promised"),
    (r"SetValue cmi.interactions.0.learner_response .*", "406", "0", "RTE 4.2.9.1: identifiers, and pairs by [.]"),
    (r"SetValue cmi.interactions.0.correct_responses.0.pattern 8", "406", "0", "RTE 4.2.9.2: bounds joined by [:]"),
    (r"SetValue cmi.interactions.0.description x*", "406", "0", "RTE 4.2.9: 250 characters are promised"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("model", "cases", "differences"),
    [
        ("scorm12", test_scorm12_table.CALLS, OF_12),
        ("scorm2004", test_scorm2004_table.CALLS, OF_2004),
    ],
)
def test_where_scorm_again_differs_there_is_a_reason(
    model: str,
    cases: Sequence[tuple[Sequence[tuple[str, ...]], tuple[str, ...], str, str]],
    differences: Sequence[Difference],
) -> None:
    asked = json.dumps({"model": model, "cases": [[*before, call] for before, call, _, _ in cases]})
    command = ["node", "tests/preview/second_opinion.mjs"]
    reply = subprocess.run(command, input=asked, cwd=ROOT, capture_output=True, text=True, check=True)
    used, without = set(), []
    for (_, call, _, own), theirs in zip(cases, json.loads(reply.stdout), strict=True):
        if own == theirs:
            continue
        words = " ".join(call)
        fitting = [
            difference
            for difference in differences
            if (own, theirs) == difference[1:3] and re.fullmatch(difference[0], words, re.DOTALL)
        ]
        used.update(fitting[:1])
        if not fitting:
            without.append((words[:100], own, theirs))
    assert without == []
    assert [difference for difference in differences if difference not in used] == [], (
        "reasons that nothing needs any more"
    )
