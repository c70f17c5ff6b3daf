"""Every fault at every moment, and which of a learner's answers arrive. As a script, it prints the table."""

from __future__ import annotations

import asyncio
import math
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import chromium
from course_server import FAULTS, Preview
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from sites import ADA, BASE, REGISTRATION, responses, small

from courseware.preview.cmi5_launch import Session
from courseware.preview.requests import Response

AT_ONCE = 5
PATIENCE = 30_000
"""Timeout in milliseconds."""
TOLD = """
new MutationObserver((_, observer) => {
  const banner = document.querySelector("[data-banner]");
  if (!banner || banner.hidden) return;
  const { top, bottom, height } = banner.getBoundingClientRect();
  if (!height || top < 0 || bottom > innerHeight) return;
  observer.disconnect();
  document.documentElement.dataset.told = "";
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
"""Script that notes whether a message about trouble was in view, even if only for a moment."""

BAD_REQUEST = Response(400, b"not this one")

WHERE, HOW, ELSE = "where_do_you_work", "how_do_you_travel", "what_else"


@dataclass(slots=True)
class Play:
    """A course in a browser profile; `given` are the answers in order."""

    preview: Preview
    context: BrowserContext
    standard: str
    fault: str
    page: Page
    url: str = ""
    given: list[tuple[str, str]] = field(default_factory=list)
    informed: bool = False

    async def open(self) -> None:
        """Opens the course from the launcher; in cmi5, each time in another session."""
        if self.standard == "cmi5":
            self.url = self.preview.launch_cmi5("small", Session(BASE, ADA, REGISTRATION))
        await self.page.goto(self.url)
        await self.page.wait_for_selector("html[data-running]")
        await self.page.mouse.wheel(0, 400)  # below the page's header, like a learner who is working

    async def answer(self, name: str, response: str, page: Page | None = None) -> None:
        """Answers a question like a learner, and waits until the page has stored it."""
        place = (page or self.page).locator("[data-shown] [data-interaction]")
        if name == HOW:
            await place.locator("select").select_option(label=response)
        else:
            await place.locator("input[type=text]").fill(response)
            await place.locator("input[type=text]").blur()
        self.given.append((name, IDS.get(response, response)))

    async def kept(self, page: Page | None = None) -> None:
        await (page or self.page).wait_for_selector("[data-saved=saved]")

    def begin(self) -> None:
        self.preview.faults.away = math.inf
        self.preview.faults.begin(self.fault, "statements|activities/state")

    async def end(self, *others: Page) -> None:
        """Waits until the learner has seen that something is wrong, then ends the fault."""
        await self.page.wait_for_selector("html[data-told]", state="attached")
        self.informed = True
        self.works()
        for page in (self.page, *others):
            if self.fault != "away":  # the browser gets no event when this fault ends
                await page.evaluate("dispatchEvent(new Event('online'))")

    def works(self) -> None:
        self.preview.faults.end()


IDS = {"On foot": "on_foot", "By train": "by_train"}


async def launch(play: Play) -> None:
    play.begin()
    await play.open()
    await play.answer(WHERE, "At sea")
    await play.end()


async def answer(play: Play) -> None:
    await play.open()
    await play.kept()
    play.begin()
    await play.answer(WHERE, "At sea")
    await play.answer(HOW, "On foot")
    await play.end()


async def page(play: Play) -> None:
    await play.open()
    await play.answer(WHERE, "At sea")
    await play.kept()
    play.begin()
    # the first click asks for missing answers
    for _ in range(2):
        await play.page.locator("[data-shown] [data-next]").click()
    await play.end()
    await play.answer(ELSE, "Nothing")


async def completion(play: Play) -> None:
    await play.open()
    await play.answer(WHERE, "At sea")
    await play.answer(HOW, "By train")
    await play.page.locator("[data-shown] [data-next]").click()
    await play.kept()
    play.begin()
    await play.answer(ELSE, "Nothing")
    await play.end()


async def tab_killed(play: Play) -> None:
    await play.open()
    await play.kept()
    play.begin()
    await play.answer(WHERE, "At sea")
    await play.kept()
    await play.page.close(run_before_unload=False)
    play.works()
    play.page = await play.context.new_page()
    await play.open()
    await play.kept()
    await play.answer(HOW, "On foot")
    play.informed = True  # nobody was there to see a message


async def reload(play: Play) -> None:
    await play.open()
    await play.kept()
    play.begin()
    await play.answer(WHERE, "At sea")
    await play.page.reload()
    await play.answer(HOW, "By train")
    await play.end()


async def second_tab(play: Play) -> None:
    await play.open()
    await play.kept()
    other = await play.context.new_page()
    await other.goto(play.url)
    await other.wait_for_selector("html[data-running]")
    await play.kept(other)
    play.begin()
    await play.answer(WHERE, "At sea", other)
    await play.kept(other)
    await play.answer(HOW, "On foot")
    await play.end(other)


MOMENTS: Mapping[str, Callable[[Play], Awaitable[None]]] = {
    "launch": launch,
    "answer": answer,
    "page": page,
    "completion": completion,
    "tab killed": tab_killed,
    "reload": reload,
    "second tab": second_tab,
}


STANDARDS = ("xapi", "cmi5")


def moments(standard: str) -> list[str]:
    """In cmi5, a second tab is a second launch, which ends the session of the first."""
    return [when for when in MOMENTS if (standard, when) != ("cmi5", "second tab")]


def cells(standard: str) -> list[tuple[str, str]]:
    """All faults at all moments."""
    return [(fault, moment) for fault in FAULTS for moment in moments(standard)]


def diagonal(standard: str) -> list[tuple[str, str]]:
    """Each fault at one moment, and each moment with one or two faults."""
    return list(zip(FAULTS, cycle(moments(standard)), strict=False))


async def cell(browser: Browser, files: Mapping[str, bytes], standard: str, fault: str, moment: str) -> str:
    """`ok`, or what went wrong."""
    context = await browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    await context.add_init_script(TOLD)
    with Preview().serve() as preview:
        preview.courses["small"] = files
        url = preview.launch_xapi("small", ADA, REGISTRATION)
        play = Play(preview, context, standard, fault, await context.new_page(), url)
        statements = preview.lrs.statements
        try:
            await MOMENTS[moment](play)
            if (standard, fault) == ("cmi5", "401"):
                await play.open()  # because the page told the learner to
            for _ in range(PATIENCE // 100):
                if len(responses(statements)) >= len(play.given):
                    break
                await asyncio.sleep(0.1)
        except Exception as error:
            return f"{type(error).__name__}: {str(error).splitlines()[0]}"
        finally:
            await context.close()
        found = responses(statements)
    if sorted(found) != sorted(play.given):
        return f"{found} for {play.given}"
    if found != play.given:
        return f"order: {found}"
    return "ok" if play.informed else "nobody was told"


async def play(
    files: Mapping[str, bytes], cells: Sequence[tuple[str, str]], standard: str
) -> dict[tuple[str, str], str]:
    """Plays faults and moments: (fault, moment) → `ok`, or what went wrong."""
    gate = asyncio.Semaphore(AT_ONCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.OPTIONS)

        async def play_cell(fault: str, moment: str) -> tuple[tuple[str, str], str]:
            async with gate:
                return (fault, moment), await cell(browser, files, standard, fault, moment)

        found = dict(await asyncio.gather(*(play_cell(*cell) for cell in cells)))
        await browser.close()
    return found


def table(found: Mapping[tuple[str, str], str]) -> str:
    """The table in Markdown: a row for each fault, a column for each moment."""
    faults = list(dict.fromkeys(fault for fault, _ in found))
    rows = [
        ["fault", *MOMENTS],
        *([fault, *(found.get((fault, moment), "") for moment in MOMENTS)] for fault in faults),
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        files = small(Path(folder) / "course")
        for standard in STANDARDS:
            print(standard, table(asyncio.run(play(files, cells(standard), standard))), sep="\n")
