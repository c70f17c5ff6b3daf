"""Tables on a terminal and elsewhere: what is drawn, what is cut, and that no control characters are printed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest

from courseware.commands import table
from courseware.commands.numbers import print_texts
from courseware.commands.table import Share, TableCell, print_indented, print_table
from courseware.records.texts import OfText

HEADER = ("answer", "number", "share", "")
ROWS: list[tuple[TableCell, ...]] = [
    (
        "[red]not markup[/red] \x1b[31m 日本語 a long answer to be cut in the middle of it",
        "1,234",
        "62%",
        Share(0.6234),
    ),
    ("short", "7", "0%", Share(0.003)),
    ("nobody", "", "", Share(0.0)),
]

Printed = Callable[..., list[str]]


@pytest.fixture
def on_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Printed:
    def printed(
        columns: int, *, has_rich: bool = True, rows: list[tuple[TableCell, ...]] = ROWS
    ) -> list[str]:
        for name, value in {"COLUMNS": str(columns), "TERM": "xterm-256color"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        if not has_rich:
            monkeypatch.setattr(table, "find_spec", lambda name: None)
        print_table(HEADER, rows, indent=2)
        return capsys.readouterr().out.splitlines()

    return printed


def without_colours(line: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", line)


def test_on_a_terminal_numbers_are_aligned_and_bars_are_fine(on_terminal: Printed) -> None:
    lines = on_terminal(70)
    assert [without_colours(line).rstrip() for line in lines] == [
        "  answer                           number  share",
        "  [red]not markup[/red] �[31m 日…   1,234    62%  ████████████▍",
        "  short                                 7     0%  ▏",
        "  nobody",
    ]
    assert "\x1b[1manswer" in lines[0]
    assert "\x1b[32" in lines[1]
    assert not re.search(r"\x1b(?!\[[\d;]*m)", "".join(lines))


def test_on_a_narrow_terminal_no_number_is_cut(on_terminal: Printed) -> None:
    lines = [without_colours(line) for line in on_terminal(30)]
    assert "1,234    62%" in lines[1]
    assert "…" in lines[1]


def test_a_bar_gives_way_before_a_line_breaks(on_terminal: Printed) -> None:
    rows: list[tuple[TableCell, ...]] = [("a long answer to be cut", "1,234", "62%", Share(0.6234))]
    for columns, bar in ((44, 12), (41, 9), (34, 4)):
        lines = [without_colours(line) for line in on_terminal(columns, rows=rows)]
        assert max(len(line.rstrip()) for line in lines) <= columns
        assert 0 < lines[1].count("█") <= bar


def test_long_lines_on_a_terminal_are_indented(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    print_indented("one two three four five six")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_indented("one two three four five six")
    assert capsys.readouterr().out.splitlines() == [
        "  one two three four five six", "  one two three four", "  five six",
    ]  # fmt: skip


def test_names_and_texts_on_a_terminal_are_indented(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    names = tuple(f"learner{number}" for number in range(3))
    print_texts([OfText("", "why", "Why?", "The moon pulls it.\n\nTwice.", names)])
    assert without_colours(capsys.readouterr().out).splitlines() == [
        "Why?", "  learner0,", "  learner1, learner2", "    The moon pulls", "    it.", "", "    Twice.",
    ]  # fmt: skip


def test_without_rich_the_table_is_the_same_in_plain_signs(on_terminal: Printed) -> None:
    lines = [without_colours(line) for line in on_terminal(70, has_rich=False)]
    assert lines[1].endswith("1,234   62%    ████████████")
    assert lines[2].endswith("█"), "where there is a part at all, it is seen"
    assert lines[3].split() == ["nobody"]


def test_a_long_table_is_printed_and_not_drawn(on_terminal: Printed) -> None:
    rows = [(f"answer {number}", "1", "50%", Share(0.5)) for number in range(table.MOST_DRAWN)]
    lines = [without_colours(line) for line in on_terminal(70, rows=rows)]
    assert len(lines) == len(rows) + 1
    assert lines[-1].endswith("50%    ██████████")


def test_elsewhere_nothing_is_cut_and_nothing_coloured(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(HEADER, ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert "in the middle of it" in lines[1]
    assert "\x1b" not in "".join(lines)
