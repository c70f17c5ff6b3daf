"""A learner's actions in a course: reading, answering, continuing.

All of them use the page's own controls, by keyboard, which takes less than half the processor time of clicks.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from course_server import Preview
from playwright.sync_api import FrameLocator, Locator, Page, expect

ESSAY = "Ünïted – “in words”;\nand a second line"

Place = FrameLocator | Page


def course_data(sco: Place) -> dict[str, Any]:
    """The data block of the page (docs/page.md)."""
    text = sco.locator("#course-data").text_content()
    assert text is not None
    data: dict[str, Any] = json.loads(text)
    return data


def wait_for_start(sco: Place) -> None:
    expect(sco.locator("html")).to_have_attribute("data-running", "")


def wait_until_saved(sco: Place) -> None:
    """Wait until the header says that everything is saved, like a learner who wants to close the window."""
    expect(sco.locator("[data-saved]")).to_have_attribute("data-saved", "saved")


def wait_until_stored(preview: Preview, text: str) -> None:
    """Wait until the State document contains the answer, so that another device finds it."""
    eventually(lambda: any(text in content.decode() for content, *_ in preview.lrs.documents.values()))


def field(sco: Place, interaction: dict[str, Any]) -> Locator:
    return sco.locator(f"[data-interaction='{interaction['key']}']")


def options(interaction: dict[str, Any], right: bool) -> list[str]:
    """The keys that a learner chooses: the right ones or, if there is no right answer, the last one (and the first)."""
    keys = [option["key"] for option in interaction["options"]]
    if right and "answer" in interaction:
        return list(interaction["answer"])
    if "answer" in interaction:
        return [next(key for key in keys if key not in interaction["answer"])]
    return [keys[0], keys[-1]] if interaction.get("multiple") else [keys[-1]]


def answer(sco: Place, interaction: dict[str, Any], right: bool = True) -> str:
    """Answer a question on the visible page. Returns the words that an instructor should read."""
    place = field(sco, interaction)
    control = None
    match interaction["kind"]:
        case "choice" | "likert" | "true-false":
            words = _choose(place, interaction, options(interaction, right))
        case "sequencing":
            words = _rank(place, interaction, right)
        case "matching":
            words = _match(place, interaction, right)
        case "fill-in" if "parts" in interaction:
            words = _fill(place, interaction, right)
        case "numeric":
            words = str(
                interaction["answer"][0] if right and "answer" in interaction else interaction.get("min", 3)
            )
            control = place.locator("input")
            control.fill(words)
        case _:
            words = interaction["answer"][0] if right and "answer" in interaction else ESSAY
            control = place.locator("textarea, input")
            control.fill(words)
            words = control.input_value().replace("\n", "/")
    if interaction.get("gated"):
        own = place.locator("[data-check]")
        # rows of a grid share one button
        check = own if own.count() else sco.locator("[data-grid]", has=place).locator("[data-check-all]")
        check.press("Enter")
    elif control is not None:
        control.blur()  # leaving the field records it
    return words


def _choose(place: Locator, interaction: dict[str, Any], keys: list[str]) -> str:
    match place.locator("select, input").first.evaluate("control => control.type"):
        case "checkbox":
            for option in interaction["options"]:
                box = place.locator(f"input[value='{option['key']}']")
                if box.is_checked() != (option["key"] in keys):
                    box.press("Space")
        case "radio":
            for key in keys:
                place.locator(f"input[value='{key}']").press("Space")
        case _:
            place.locator("select").select_option(value=keys)
    texts = [option["text"] for option in interaction["options"] if option["key"] in keys]
    return "; ".join(texts)


def _match(place: Locator, interaction: dict[str, Any], right: bool) -> str:
    """Choose the right partner for each item, or always the last one."""
    texts = {option["key"]: option["text"] for option in interaction["options"]}
    partners = dict(zip(interaction["answer"][::2], interaction["answer"][1::2], strict=True))
    words = []
    for part in interaction["parts"]:
        key = partners[part["key"]] if right else list(texts)[-1]
        place.locator(f"select[data-of='{part['key']}']").select_option(value=key)
        words.append(f"{part['text']} – {texts[key]}")
    return "; ".join(words)


def _fill(place: Locator, interaction: dict[str, Any], right: bool) -> str:
    """For each gap, the first accepted word, else the last of the choices, else another word."""
    words = []
    for part in interaction["parts"]:
        control = place.locator(f"[data-gap='{part['key']}']")
        word = part["answer"][0] if right and "answer" in part else "Ulm"
        if control.evaluate("one => one.localName") == "select":
            choices = control.locator("option").all_text_contents()
            control.select_option(label=word if word in choices else choices[-1])
            words.append(word if word in choices else choices[-1])
        else:
            control.fill(word)
            control.blur()
            words.append(word)
    return "; ".join(words)


def _rank(place: Locator, interaction: dict[str, Any], right: bool) -> str:
    """Sort with the buttons into the right order or, if there is none, into the reverse order of the data block."""
    texts = {option["key"]: option["text"] for option in interaction["options"]}
    wanted = interaction["answer"] if right and "answer" in interaction else list(reversed(texts))
    for target, key in enumerate(wanted):
        row = place.locator(f"[data-option='{key}']")
        while target < ranking_order(place).index(key):
            row.locator("[data-move=up]").press("Enter")
    confirm = place.locator("[data-confirm]")
    if confirm.count() and confirm.is_visible():
        confirm.press("Enter")
    return "; ".join(texts[key] for key in wanted)


def ranking_order(place: Locator) -> list[str]:
    keys: list[str] = place.locator("[data-option]").evaluate_all(
        "rows => rows.map(row => row.dataset.option)"
    )
    return keys


def show_page(sco: Place, page: dict[str, Any]) -> None:
    """Open a page from the table of contents, and wait until it is shown."""
    if sco.locator(f"[data-page='{page['key']}']").is_visible():
        return
    toggle = sco.locator("[data-contents-toggle]")
    link = sco.locator(f"[data-contents-page='{page['key']}'] a")
    if not link.is_visible():
        toggle.press("Enter")
    link.press("Enter")
    expect(sco.locator(f"[data-page='{page['key']}']")).to_be_visible()


def is_asked(part: Locator) -> bool:
    """Whether a part is asked: it has no condition, or its condition holds."""
    found: bool = part.evaluate("one => !('shownIf' in one.dataset) || 'asked' in one.dataset")
    return found


def next_page(sco: Place, missing: int = 0) -> None:
    """Continue, and wait until the next page is shown.

    The browser follows a link after the key has been pressed; without waiting, text typed into "the visible page" would
    go to the old one. If answers are missing, the first time only asks for them."""
    before = sco.locator("[data-shown]").get_attribute("data-page")
    if missing:
        sco.locator("[data-shown] [data-next]").press("Enter")
        expect(sco.locator("[data-banner]")).to_have_text(f"Not answered yet on this page: {missing}")
    sco.locator("[data-shown] [data-next]").press("Enter")
    expect(sco.locator(f"[data-page='{before}']")).to_be_hidden()


def answer_all(sco: Place, right: bool = True, wait: bool = True) -> dict[str, str]:
    """Answer all questions, page by page. Returns id → words that are expected in its record."""
    data = course_data(sco)
    words = {}
    for page in data["pages"]:
        if not is_asked(sco.locator(f"[data-contents-page='{page['key']}']")):
            continue
        show_page(sco, page)
        for interaction in data["interactions"]:
            if interaction["page"] == page["key"] and field(sco, interaction).is_visible():
                words[interaction["id"]] = answer(sco, interaction, right)
    if wait:
        wait_until_saved(sco)
    return words


_SHOWN = """(page, keys) => Object.fromEntries(keys.map(key => {
  const root = page.querySelector(`[data-interaction="${key}"]`);
  return [key, root.querySelector("[data-ranking]")
    ? [...root.querySelectorAll("[data-option]")].map(row => row.dataset.option)
    : [...root.querySelectorAll("input, select, textarea")]
        .filter(control => control.checked || !["radio", "checkbox"].includes(control.type))
        .map(control => control.value)];
}))"""


def shown_answers(sco: Place) -> dict[str, Any]:
    """Question → the state of its controls: values, chosen keys, or an order of keys."""
    data = course_data(sco)
    answers: dict[str, Any] = {}
    for page in data["pages"]:
        asked = [interaction for interaction in data["interactions"] if interaction["page"] == page["key"]]
        if asked:
            show_page(sco, page)
            keys = [interaction["key"] for interaction in asked]
            shown = sco.locator(f"[data-page='{page['key']}']").evaluate(_SHOWN, keys)
            answers |= {interaction["id"]: shown[interaction["key"]] for interaction in asked}
    return answers


def eventually(condition: Callable[[], Any], seconds: float = 120) -> None:
    """Wait for something that no page shows, such as the arrival of a beacon."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} seconds"
        time.sleep(0.05)
