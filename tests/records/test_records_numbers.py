"""Numbers of ratings, distractors, dropouts and texts, all calculated by hand."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from courseware.commands import main
from courseware.records.answer import Answer
from courseware.records.asked import AnswerInWords, compared, not_asked
from courseware.records.counts import value_of
from courseware.records.questions import QuestionInWords
from courseware.records.scales import scales
from courseware.records.statistics import BEST, NOBODY, by_question
from courseware.records.texts import frequent_words, holds, texts_of
from courseware.site.when_asked import Branch

POINTS = tuple("12345")
ALWAYS = Branch()


def question(identifier: str, branch: Branch = ALWAYS) -> QuestionInWords:
    return QuestionInWords(identifier, "", "choice", "d", {}, None, branch)


def left(answers: list[Answer], questions: list[QuestionInWords]) -> dict[str, tuple[int | None, int | None]]:
    """Question → how many attempts skipped it, and how many ended with it."""
    return {row.question_id: (row.skipped, row.dropouts) for row in by_question(answers, {}, questions)}


def answer(learner: str, question: str, *response: str, **more: Any) -> Answer:
    blank = Answer(learner, 1, "c", "", "d", question, "", "choice", response, (), None, None, None, None, "")
    return blank._replace(**more)


def rating(learner: str, question: str, point: str, attempt: int = 1) -> Answer:
    return answer(learner, question, point, type="likert", options=POINTS, attempt=attempt)


def test_a_rating_has_mean_spread_and_top_two_box() -> None:
    (numbers,) = by_question([rating(f"p{at}", "q", point) for at, point in enumerate("1345544555")], {})
    assert (numbers.mean, round(numbers.deviation or 0, 4), numbers.top_two) == (4.1, 1.2867, 0.8)
    assert (numbers.facility, numbers.too_few) == (None, ())
    (few,) = by_question([rating("p", "q", "5")], {})
    assert (few.mean, few.deviation, few.too_few) == (5, None, ("mean",))


def test_a_scale_of_three_points_has_no_top_two_box() -> None:
    (numbers,) = by_question([rating("p", "q", "3")._replace(options=("1", "2", "3"))], {})
    assert (numbers.mean, numbers.top_two) == (3, None)


def test_change_is_from_the_first_attempt_of_a_learner_to_the_last() -> None:
    given = [("a", "2", 1), ("a", "1", 2), ("a", "5", 3), ("b", "3", 2), ("b", "4", 1), ("c", "1", 1)]
    (numbers,) = by_question([rating(name, "q", point, attempt) for name, point, attempt in given], {})
    assert numbers.change is not None
    assert (numbers.change.pairs, numbers.change.difference) == (2, 1.0)
    assert "change" in numbers.too_few
    judged = [answer("a", "q", "x", right=at == 2, attempt=at) for at in (1, 2)]
    assert by_question(judged, {})[0].change == (1, 1.0, None)


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("-2,5", -2.5), ("1e400", None), ("nan", None), ("many", None)]
)
def test_a_number_is_a_value(text: str, value: float | None) -> None:
    assert value_of("numeric", [text], []) == value


def test_distractors_that_nobody_or_the_best_choose() -> None:
    answers = []
    for person in range(40):
        is_good = person < 20
        for other in range(3):
            answers.append(answer(f"p{person}", f"other{other}", "x", right=is_good))
        chosen = "right" if person % 4 == 0 else "tempting" if is_good else "plain"
        options = ("right", "tempting", "plain", "never")
        answers.append(answer(f"p{person}", "q", chosen, right=chosen == "right", options=options))
    (numbers,) = [row for row in by_question(answers, {"q": "right"}) if row.question_id == "q"]
    assert {part.words: part.remark for part in numbers.distribution} == {
        "right": "", "tempting": BEST, "plain": "", "never": NOBODY,
    }  # fmt: skip
    found = {part.words: part.discrimination for part in numbers.distribution}
    assert found["right"] == pytest.approx(0)
    assert found["never"] is None
    assert found["tempting"] == pytest.approx(-(found["plain"] or 0))


def test_dropouts_and_skipped_questions_by_the_order_of_the_course() -> None:
    answers = [
        answer(learner, question, "x")
        for learner, answered in {"a": "123", "b": "13", "c": "2", "d": "1"}.items()
        for question in answered
    ]
    order = [question(identifier) for identifier in "123"]
    assert left(answers, order) == {"1": (1, 1), "2": (1, 1), "3": (0, 0)}
    assert {(row.skipped, row.dropouts) for row in by_question(answers, {})} == {(None, None)}


def test_who_was_not_asked_has_skipped_nothing_and_ends_nowhere() -> None:
    shown = Branch(("is", "1", ("yes",)))
    order = [question("1"), question("2", shown), question("3"), question("4", shown)]
    answers = [answer(learner, "1", words) for learner, words in {"a": "yes", "b": "no", "c": "no"}.items()]
    answers += [answer(learner, "3", "x") for learner in "ab"]
    assert left(answers, order) == {"1": (0, 1), "3": (0, 1)}
    assert by_question([*answers, answer("d", "2", "x")], {}, order)[-1].skipped == 1


def test_of_a_pool_nothing_is_skipped_that_was_not_drawn() -> None:
    pool = Branch(draw=1, parts=(("1",), ("2",), ("3",)), keys=("key1", "key2", "key3"))
    order = [question("0"), *(question(sign, pool) for sign in "123")]
    answers = [answer("a", "0", "x"), answer("a", "2", "x"), answer("b", "0", "x")]
    assert left(answers, order) == {"0": (0, 1), "2": (0, 0)}
    of_b, last = [answer("b", "0", "x"), answer("b", "4", "x")], question("4")
    found = by_question([*answers[:2], *of_b], {}, [*order, last], {("b", "c", 1): frozenset({"key3"})})
    assert {row.question_id: row.skipped for row in found} == {"0": 0, "2": 0, "4": 0}
    found = by_question([*answers[:2], *of_b], {}, [*order, last], {("b", "c", 1): frozenset({"key2"})})
    assert {row.question_id: row.skipped for row in found} == {"0": 0, "2": 1, "4": 0}


@pytest.mark.parametrize("seed", range(30))
def test_what_no_condition_looks_at_does_not_decide_what_is_asked(seed: int) -> None:
    """Attempts are alike that differ in such answers only."""
    chance = random.Random(seed)

    def test(depth: int) -> tuple[object, ...]:
        name = chance.choice("12345")
        deeper = [("and", test(depth - 1), test(depth - 1)), ("not", test(depth - 1))] if depth else []
        return chance.choice(
            [
                ("is", name, ("x",)),
                ("text", name, "x"),
                ("number", name, ">", 3),
                ("score", "d", ">", 40),
                *deeper,
            ]
        )

    order = [
        question(sign, Branch(test(2) if chance.random() < 0.3 else ()))._replace(
            document=chance.choice("de"), answer=("x",)
        )
        for sign in "12345"
    ]
    looked_at = compared(order)
    for _ in range(50):
        given = {
            sign: AnswerInWords((chance.choice("x37"),), chance.choice([True, False]))
            for sign in "12345"
            if chance.random() < 0.8
        }
        plain = {
            identifier: answer if identifier in looked_at else AnswerInWords((), None)
            for identifier, answer in given.items()
        }
        assert not_asked(order, plain) == not_asked(order, given)


def test_time_has_quartiles() -> None:
    (numbers,) = by_question([answer(f"p{at}", "q", "x", seconds=float(at)) for at in range(1, 6)], {})
    assert (numbers.seconds, numbers.quartiles) == (3, (2, 3, 4))
    assert "seconds" in numbers.too_few


def test_ratings_of_one_document_with_the_same_points_are_a_scale() -> None:
    points = {"a": "123", "b": "234", "c": "555", "d": "1"}
    given = [rating(who, f"q{at}", value) for who, said in points.items() for at, value in enumerate(said)]
    (numbers,) = scales([*given, answer("a", "text", "x", type="long-fill-in")])
    assert (numbers.name, numbers.kind, numbers.questions, numbers.attempts, numbers.mean) == (
        "d: 1 … 5",
        "rating",
        3,
        3,
        10,
    )
    assert numbers.too_few == ("alpha",)


# Texts


def test_search_ignores_case_accents_and_line_breaks() -> None:
    response = answer("a", "q", "Der Bär\n schläft", type="long-fill-in").response
    assert all(holds(response, [text]) for text in ("bar", "BÄR SCHLAF", "ba\u0308r"))
    assert holds(response, ["cat", "bär"])
    assert not holds(response, ["cat"])
    assert holds(response, [])


def typed(*texts: str) -> list[Answer]:
    return [answer(f"p{at}", "q", text, type="long-fill-in") for at, text in enumerate(texts)]


def test_frequent_words_count_once_in_an_answer_and_leave_out_what_all_texts_have() -> None:
    given = typed("The rain, the RAIN and the wind", "Rain on Sunday", "don't know", " ")
    chosen = answer("p9", "q2", "Rain", options=("Rain",))
    words = frequent_words([*given, chosen])
    assert [(word.word, word.answers, word.share) for word in words][:2] == [
        ("rain", 2, 2 / 3),
        ("don't", 1, 1 / 3),
    ]
    assert {word.word for word in words} == {"rain", "wind", "Sunday", "know", "don't"}


def test_words_of_other_scripts() -> None:
    assert [word.word for word in frequent_words(typed("المطر من السماء", "المطر"))] == ["المطر", "السماء"]


def test_a_text_by_several_learners_is_listed_once_with_all_of_them() -> None:
    texts = texts_of(typed("Once", "Rain ", "rain"))
    assert [(text.text, text.learners) for text in texts] == [("Rain ", ("p1", "p2")), ("Once", ("p0",))]


# The command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["records", "said.jsonl", *arguments])


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    texts = ["A cold\x1b[31m wind", "Wind", "Rain"]
    lines = []
    for at, text in enumerate(texts):
        for name, kind, response in (
            ("seen", "long-fill-in", text),
            ("wet", "likert", str(at + 1)),
            ("cold", "likert", str(at + 2)),
        ):
            definition: dict[str, Any] = {"interactionType": kind, "description": {"en": f"{name}?"}}
            if kind == "likert":
                definition["scale"] = [{"id": point, "description": {"en": point}} for point in POINTS]
            lines.append(
                {
                    "actor": {"mbox": f"mailto:p{at}@example.invalid"},
                    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
                    "object": {"id": f"https://c.example/{name}", "definition": definition},
                    "result": {"response": response},
                }
            )
    Path("said.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


@pytest.mark.usefixtures("said")
def test_tables_of_texts_words_scales_and_ratings() -> None:
    assert run("--by", "text").stdout.splitlines() == [
        "seen?",
        "  p0@example.invalid",
        "    A cold\ufffd[31m wind",
        "  p1@example.invalid",
        "    Wind",
        "  p2@example.invalid",
        "    Rain",
    ]
    assert run("--by", "word").stdout.splitlines()[1:3] == [
        "  word  answers  share",
        "  wind  2        67%    █████████████",
    ]
    scale = run("--by", "scale").stdout.splitlines()[1]
    assert scale.split("  ")[0] == "1 … 5"
    assert "1.00" in scale
    assert "too few attempts" in scale
    assert (
        "mean 2.00 (SD 1.00) (too few answers); top two 0% (too few answers)"
        in run("--by", "question").stdout
    )


@pytest.mark.usefixtures("said")
def test_search_and_json() -> None:
    assert len(run("--search", "WIND").stdout.splitlines()) == 1 + 2
    rows = json.loads(run("--by", "text", "--search", "rain", "--output-format", "json").stdout)
    assert rows == [
        {
            "course": "", "question_id": "https://c.example/seen", "question": "seen?", "text": "Rain",
            "learners": ["p2@example.invalid"],
        }
    ]  # fmt: skip
