"""`--report`: one page with all numbers, safe whatever learners wrote."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser

from courseware.commands import main
from courseware.records.report import theme_colours

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
HOSTILE = "</style><script>alert(1)</script> \x1b[31m \u202egnp.exe =1+1 " + "endless" * 60


def statement(who: str, name: str, response: str, **definition: Any) -> dict[str, Any]:
    words = {"description": {"en": f"{name}?"}, **definition}
    result: dict[str, Any] = {"response": response, "duration": "PT12S"}
    if "correctResponsesPattern" in definition:
        result["success"] = response in definition["correctResponsesPattern"]
    return {
        "actor": {"mbox": f"mailto:{who}@example.invalid"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": f"https://c.example/rain/{name}", "definition": words},
        "result": result,
        "timestamp": "2026-01-31T10:00:00Z",
    }


def points(*words: str) -> list[dict[str, Any]]:
    return [{"id": word, "description": {"en": word}} for word in words]


def class_of(right: int, people: int = 12) -> list[dict[str, Any]]:
    """Answers of learners: `right` of them choose the right answer, the others Cirrus."""
    said = []
    for at in range(people):
        who = f"p{at}"
        cloud = {"interactionType": "choice", "choices": points("Cirrus", "Nimbostratus", "Fog")}
        pattern = ["Nimbostratus"]
        chosen = "Nimbostratus" if at < right else "Cirrus"
        said += [
            statement(who, "cloud", chosen, **cloud, correctResponsesPattern=pattern),
            statement(who, "wet", str(at % 5 + 1), interactionType="likert", scale=points(*"12345")),
            statement(who, "seen", HOSTILE if at else "Rain", interactionType="long-fill-in"),
        ]
    return said


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["records", *arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    before = [*class_of(3), statement("p0", "gone", "x", interactionType="fill-in")]
    for name, said in (("now.json", class_of(9)), ("before.json", before)):
        Path(name).write_text(json.dumps(said), encoding="utf-8")
    return tmp_path


def page(*arguments: str) -> str:
    result = run("now.json", "--report", "out/class.html", *arguments)
    assert result.exit_code == 0, result.output
    assert "out/class.html: written" in result.stderr
    return Path("out/class.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_page_has_the_numbers_of_the_terminal_and_nothing_from_outside() -> None:
    text = page()
    assert "12 learners, 12 attempts, 36 answers, from 2026-01-31 to 2026-01-31" in text
    assert re.search(r'<th scope="row" dir="auto">Nimbostratus.*?>9<.*?>75%<', text)
    assert "“Fog”: nobody chose it" in text
    assert "<dt>Top two</dt><dd>33%</dd>" in text
    assert "<dt>Median time (middle half)</dt><dd>12 s (12–12)</dd>" in text
    assert re.search(r"<title id=\"chart-title\">Share of right answers to 1 question</title>", text)
    assert set(re.findall(r"""(?:src|href|action)=["']?([^"' >]*)""", text)) <= {"#question-1"}
    assert "url(" not in text
    assert text == page()


@pytest.mark.usefixtures("folder")
def test_what_learners_wrote_is_text() -> None:
    text = page()
    assert "&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt; \ufffd[31m" in text
    assert "<script" not in text
    assert not set(text) & {"\x1b", "\u202e"}
    assert "</bdi> and 6 more</footer>" in text


@pytest.mark.usefixtures("folder")
def test_two_versions_are_shown_side_by_side() -> None:
    text = page("--against", "before.json")
    assert re.search(r">75%<.*?>25%<.*?>\+50 points<", text)
    assert re.search(r'<th scope="row" dir="auto">Cirrus</th><td class="number">3</td>.*?>25%<.*?>75%<', text)
    assert "<bdi>gone?</bdi>: 1 answer" in text


@pytest.mark.usefixtures("folder")
def test_an_unknown_version_is_not_shown_as_zero() -> None:
    text = page("--against", "now.json", "--question", "cloud")
    assert "wet?" not in text
    assert "Only in the other version" not in text


@pytest.mark.usefixtures("folder")
def test_an_unreadable_other_version_is_reported() -> None:
    Path("other.txt").write_text("a\tb\n1\t2\n", encoding="utf-8")
    result = run("now.json", "--report", "a.html", "--against", "other.txt")
    assert result.exit_code == 1
    assert "of the other version is not understood: 1\n  other.txt: it does not have columns" in result.stderr


@pytest.mark.usefixtures("folder")
def test_names_stay_out_of_an_anonymous_page() -> None:
    text = page("--anonymous")
    assert "example.invalid" not in text
    assert "alert" not in text


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("wrong", [["--against", "before.json"], ["--by", "question", "--report", "a.html"]])
def test_options_that_do_not_go_together(wrong: list[str]) -> None:
    assert run("now.json", *wrong).exit_code == 2


@pytest.mark.usefixtures("folder")
def test_only_files_are_overwritten() -> None:
    Path("taken").mkdir()
    assert run("now.json", "--report", "taken").exit_code == 2
    assert run("now.json", "--report", "now.json/a.html").exit_code == 1


def test_colours_of_a_theme_and_of_a_course() -> None:
    css = ":root { --accent: #123456; --ink: url(//x.example); --own: 1 }\n.x { color: red }"
    found = theme_colours("field-notes", css)
    assert "--accent: #123456;" in found
    assert "--paper: #f5f0e3;" in found
    assert "--paper: #17201d;" in found
    assert not re.search(r"url|--own|\.x|red", found)


@pytest.mark.usefixtures("folder")
def test_title_and_colours_of_the_course() -> None:
    Path("rain").mkdir()
    Path("rain/rain.md").write_text("---\ntitle: Rain\n---\n\n## Q\n\nText.\n", encoding="utf-8")
    Path("rain/course.yaml").write_text("id: rain\ntitle: All rain\ntheme: field-notes\n", encoding="utf-8")
    text = page("--course", "rain")
    assert '<h1 dir="auto">All rain</h1>' in text
    assert "--paper: #f5f0e3;" in text


_EDGES = """place => ["bdi", null].map(wanted => {
  const range = document.createRange();
  const node = [...place.childNodes].find(one => wanted ? one.localName === wanted : /\\d/.test(one.data));
  range.selectNodeContents(node);
  return Math.round(range.getBoundingClientRect().left);
})"""
"""Where the words of others, and the words with a number behind them, begin."""


@pytest.mark.parametrize("where", ["p:has(> bdi)", "#gone + ul li", "blockquote footer"])
def test_words_from_right_to_left_stand_before_the_numbers_of_the_page(
    folder: Path, browser: Browser, where: str
) -> None:
    said = [statement(f"سارة{at}", "لماذا", "ريح", interactionType="long-fill-in") for at in range(6)]
    gone = statement("x", "متى", "غدا", interactionType="fill-in")
    Path("now.json").write_text(json.dumps(said), encoding="utf-8")
    Path("before.json").write_text(json.dumps([gone]), encoding="utf-8")
    page("--against", "before.json")
    shown = browser.new_page()
    shown.goto((folder / "out/class.html").as_uri())
    words, number = shown.locator(where).first.evaluate(_EDGES)
    shown.close()
    assert words < number


@pytest.mark.usefixtures("folder")
def test_those_who_never_tried_are_told_apart_from_those_who_did() -> None:
    table = "Name\tE-mail\tAttempt\tStarted\tLast\tScore\n" + "".join(
        f"{name}\t{name}@x.example\t{attempt}\n"
        for name, attempt in (("ann", "1\t1 May\t1 May\t5"), ("ben", "-\t-\t-\t-"), ("eve", "-\t-\t-\t-"))
    )
    Path("now.json").write_text(table, encoding="utf-8")
    assert "1 learner, 1 attempt, 0 answers; 2 learners never tried<" in page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(folder: Path, scheme: Any, width: int, browser: Browser) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm install)")
    page("--against", "before.json")
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    shown = context.new_page()
    shown.goto((folder / "out/class.html").as_uri())
    shown.add_script_tag(path=AXE)
    found = shown.evaluate("axe.run().then(result => result.violations.map(one => one.id))")
    wide = shown.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    context.close()
    assert (found, wide) == ([], False)


def test_print_keeps_the_numbers_of_a_question_with_what_was_answered(folder: Path, browser: Browser) -> None:
    """Printed, nothing is split between columns or sheets, whatever their height."""
    page()
    shown = browser.new_page()
    shown.goto((folder / "out/class.html").as_uri())
    shown.emulate_media(media="print")
    numbers = shown.locator("article .numbers")
    assert numbers.count() == 3
    for height in range(450, 900, 20):
        shown.evaluate(
            "height => document.querySelector('main').style.cssText = `columns: 600px; height: ${height}px`",
            height,
        )
        assert numbers.evaluate_all("all => all.map((one) => one.getClientRects().length)") == [1] * 3, height
    shown.close()
