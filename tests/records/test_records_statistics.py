"""Numbers of the table, each compared with a published value or one calculated by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import reports
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.commands.table import Share
from courseware.records.answer import Answer
from courseware.records.scales import scales
from courseware.records.statistics import by_question

LSAT7 = (
    12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28,
    7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18, 136, 32, 308,
)  # fmt: skip
"""LSAT section 7: how many of 1,000 people gave each pattern of five answers, from 00000 to 11111 (Bock & Lieberman,
Fitting a response model for n dichotomously scored items, Psychometrika 35, 1970)."""


def lsat7() -> Iterator[Answer]:
    patterns = [pattern for pattern, people in enumerate(LSAT7) for _ in range(people)]
    for person, pattern in enumerate(patterns):
        for item in range(5):
            right = bool(pattern & (16 >> item))
            yield Answer(
                f"p{person}", 1, "", "", "", f"item{item + 1}", "", "choice", ("a" if right else "b",),
                ("a", "b", "c"), right, None, None, None, "",
            )  # fmt: skip


def test_facility_and_discrimination_as_r_has_them() -> None:
    """`mean` and `total.r_if_rm` of `itemstats` for these data, in the manual of R's package mirt."""
    numbers = by_question(list(lsat7()), {})
    assert [round(number.facility or 0, 3) for number in numbers] == [0.828, 0.658, 0.772, 0.606, 0.843]
    assert [round(number.discrimination or 0, 3) for number in numbers] == [0.246, 0.247, 0.313, 0.223, 0.175]
    assert {(number.answers, number.judged, number.too_few) for number in numbers} == {(1000, 1000, ())}
    wrong = [number.distribution[1].discrimination or 0 for number in numbers]
    assert [round(value, 3) for value in wrong] == [-0.246, -0.247, -0.313, -0.223, -0.175]


def test_reliability_of_right_answers_as_r_has_it() -> None:
    """`mean_total.score`, `sd_total.score` and `alpha` of `itemstats` for these data, in R's package mirt."""
    (scale,) = scales(list(lsat7()))
    assert (scale.kind, scale.questions, scale.attempts, scale.too_few) == ("right answers", 5, 1000, ())
    assert [round(number or 0, 3) for number in scale[5:8]] == [3.707, 1.199, 0.453]


def test_distribution_has_options_that_nobody_chose_and_says_which_is_right() -> None:
    numbers = by_question(list(lsat7()), {"item1": "a"})[0]
    assert [(part.words, part.answers, part.right) for part in numbers.distribution] == [
        ("a", 828, True), ("b", 172, False), ("c", 0, False),
    ]  # fmt: skip
    assert numbers.distribution[0].share == pytest.approx(0.828)


def test_each_text_that_is_right_is_marked_as_right() -> None:
    blank = next(lsat7())._replace(type="fill-in", options=())
    given = {"Saturn": True, "the ringed one": True, "Mars": False}
    (numbers,) = by_question(
        [blank._replace(learner=word, response=(word,), right=right) for word, right in given.items()],
        {"item1": "Saturn | the ringed one"},
    )
    assert {part.words: part.right for part in numbers.distribution} == given


def test_bars() -> None:
    assert [len(str(Share(share))) for share in (0, 0.001, 0.5, 1)] == [0, 1, 10, 20]


# The command


def run(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(main, ["records", "class.csv", *arguments], **options)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_bytes(reports.as_csv(reports.interactions()))
    return tmp_path


def test_by_question_on_a_terminal() -> None:
    assert run("--by", "question", "--question", "rain.which_cloud").stdout.splitlines() == [
        "rain.which_cloud",
        "  2 answers; facility 0.50 (too few answers); discrimination 1.00 (too few answers); right: Nimbostratus",
        "  answer               number  share",
        "  Cirrus               1       50%    ██████████",
        "  Nimbostratus  right  1       50%    ██████████",
    ]


def test_by_question_as_json() -> None:
    numbers = json.loads(run("--by", "question", "--output-format", "json").stdout)
    assert [number["question_id"] for number in numbers] == [
        "rain.which_cloud",
        "rain.what_did_you_see",
        "rain.order",
    ]
    assert [(number["answers"], number["judged"], number["facility"]) for number in numbers] == [
        (2, 2, 0.5),
        (1, 0, None),
        (2, 2, 0.5),
    ]
    assert numbers[0]["too_few"] == ["facility", "discrimination"]
    assert numbers[0]["distribution"][1] == {
        "words": "Nimbostratus",
        "answers": 1,
        "share": 0.5,
        "right": True,
        "discrimination": None,
        "remark": "",
    }


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (
            "learner",
            [
                ("ann@example.invalid", 3, 1.0),
                ("bo@example.invalid", 2, 0.0),
                ("tess@example.invalid", 0, None),
            ],
        ),
        ("attempt", [("ann@example.invalid", 3, 1.0), ("bo@example.invalid", 2, 0.0)]),
        ("document", [("rain", 5, 0.5)]),
    ],
)
def test_by_group(by: str, told: list[tuple[str, int, float | None]]) -> None:
    numbers = json.loads(run("--by", by, "--output-format", "json").stdout)
    assert [(number["name"], number["answers"], number["share_right"]) for number in numbers] == told
    assert run("--by", by).stdout.splitlines()[0].split()[0] == ("learner" if by == "attempt" else by)


def test_filters() -> None:
    assert len(run("--learner", "bo@example.invalid").stdout.splitlines()) == 1 + 2
    assert len(run("--question", "RAIN.order", "--question", "rain.order").stdout.splitlines()) == 1 + 2
    assert "tess" not in run("--learner", "bo@example.invalid").output
    result = run("--since", "2026-01-01")
    assert (result.stdout, result.exit_code) == ("", 0)
    assert "left out, because their time is unknown: 5 answers" in result.stderr
    assert run("--since", "yesterday").exit_code == 2
    assert run("--by", "learner", "--output", "a.csv").exit_code == 2


def test_since_compares_moments(folder: Path) -> None:
    def said(at: str) -> dict[str, Any]:
        return {
            "actor": {"mbox": "mailto:ann@example.invalid"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
            "object": {"id": at},
            "result": {"response": at},
            "timestamp": at,
        }

    moments = ["2026-01-30T23:59:59Z", "2026-01-31T00:30:00+01:00", "2026-01-31T00:00:00Z"]
    (folder / "class.csv").write_text(json.dumps([said(at) for at in moments]), encoding="utf-8")
    rows = json.loads(run("--since", "2026-01-31", "--output-format", "json").stdout)
    assert [row["response"] for row in rows] == [["2026-01-31T00:00:00Z"]]
