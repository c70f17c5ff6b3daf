"""Random sequences of events: in the end the store has every answer once, in order, and the last state."""

from __future__ import annotations

from collections.abc import Mapping

import learner
import pytest
from course_server import FAULTS, Preview
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from sites import ADA, REGISTRATION, responses

WORK, TRAVEL = "[data-shown] input[type=text]", "[data-shown] select"
OPTIONS = {"On foot": "on_foot", "By bicycle": "by_bicycle", "By train": "by_train"}
KINDS = sorted(set(FAULTS) - {"stall"})
"""Without `stall`, which takes half a minute and is in the matrix of faults."""

Round = tuple[float, list[tuple[str, int]], str]

ROUNDS: st.SearchStrategy[Round] = st.tuples(
    st.sampled_from([float("inf"), 1, 2]),
    st.lists(st.tuples(st.sampled_from(["work", "travel"]), st.integers(1, 2)), min_size=1, max_size=3),
    st.sampled_from(["kill", "stay", "reload", "leave", "exit", "heal"]),
)
"""How many requests get a fault, the answers meanwhile, and how the round ends."""


class Learner:
    """A learner at a computer; `given` are the answers in order, `last` is field → value."""

    def __init__(self, browser: Browser, preview: Preview) -> None:
        self.context, self.preview = browser.new_context(reduced_motion="reduce"), preview
        self.url = preview.launch_xapi("small", ADA, REGISTRATION)
        self.page: Page | None = None
        self.given: list[tuple[str, str]] = []
        self.last = {WORK: "", TRAVEL: "On foot"}

    def open(self) -> Page:
        if self.page is None:
            self.page = self.context.new_page()
            self.page.goto(self.url)
            self._see_last(self.page)
        return self.page

    def _see_last(self, page: Page) -> None:
        """Waits until the page shows earlier answers, which may come from the store a moment later."""
        learner.wait_for_start(page)
        expect(page.locator(WORK)).to_have_value(self.last[WORK])

    def work(self, step: int) -> None:
        words = f"Ünder ground {len(self.given)}"
        self.open().locator(WORK).fill(words)
        self.open().locator(WORK).blur()
        self._answered(WORK, words, "where_do_you_work", words)

    def travel(self, step: int) -> None:
        """Chooses another option than before."""
        labels = list(OPTIONS)
        label = labels[(labels.index(self.last[TRAVEL]) + step) % len(labels)]
        self.open().locator(TRAVEL).select_option(label=label)
        self._answered(TRAVEL, label, "how_do_you_travel", OPTIONS[label])

    def _answered(self, place: str, words: str, question: str, response: str) -> None:
        save(self.open())
        self.last[place] = words
        self.given.append((question, response))

    def stay(self) -> None:
        pass

    def heal(self) -> None:
        self.preview.faults.end()

    def reload(self) -> None:
        self.open().reload()
        self._see_last(self.open())

    def kill(self) -> None:
        if self.page:
            self.page.close(run_before_unload=False)
        self.page = None

    def leave(self) -> None:
        """Goes to another address, while the page may still send something."""
        self.open().goto("about:blank")
        self.kill()

    def exit(self, words: str = "") -> None:
        save(self.open())
        self.open().locator("[data-exit]").click()
        self.open().locator("html[data-finished]").wait_for()
        expect(self.open().locator("[data-banner]")).to_contain_text(words)
        self.kill()


@pytest.mark.parametrize("sequences", [1, pytest.param(5, marks=pytest.mark.long)])
def test_any_sequence_ends_with_every_answer_in_order(
    browser: Browser, small: Mapping[str, bytes], sequences: int
) -> None:
    """Each sequence has every kind of fault. Failing ones are not minimized, because each takes seconds."""

    @settings(max_examples=sequences, derandomize=True, phases=[Phase.generate])
    @given(
        kinds=st.permutations(KINDS),
        rounds=st.lists(ROUNDS, min_size=len(KINDS), max_size=len(KINDS)),
    )
    def play(kinds: list[str], rounds: list[Round]) -> None:
        with Preview().serve() as preview:
            preview.courses["small"] = small
            preview.faults.away = 0.5
            person = Learner(browser, preview)
            for kind, (times, answers, end) in zip(kinds, rounds, strict=True):
                person.open()
                preview.faults.begin(kind, "statements|activities/state", times)
                for name, step in answers:
                    getattr(person, name)(step)
                getattr(person, end)()
            person.heal()
            person.kill()
            person.exit("Everything is saved")
            # a closing page sends new statements at the same time as waiting ones, so the order is that of timestamps
            by_time = sorted(preview.lrs.statements.items(), key=lambda item: item[1]["timestamp"])
            assert responses(dict(by_time)) == person.given
            person.context.close()
            is_shown_elsewhere(browser, person.url, person.last)

    play()


def save(page: Page) -> None:
    """Saves at once instead of a second after the last change."""
    page.evaluate("dispatchEvent(new Event('online'))")
    learner.wait_until_saved(page)


def is_shown_elsewhere(browser: Browser, url: str, last: Mapping[str, str]) -> None:
    """Opens the course on another computer, which only has the saved state."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(url)
    save(page)
    expect(page.locator(WORK)).to_have_value(last[WORK])
    if last[TRAVEL] != "On foot":  # the initial option, which may mean no answer
        expect(page.locator(f"{TRAVEL} option:checked")).to_have_text(last[TRAVEL])
    context.close()
