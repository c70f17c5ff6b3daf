"""Accessibility of pages: with axe, by keyboard only, on a small screen, enlarged, printed, without scripts."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe
import pytest
from chromium import WIDE, Open
from courses import package
from playwright.sync_api import Browser, Locator, Page, expect
from sheet import write_sheet

from courseware.language.interface_texts import interface_texts

ROOT = Path(__file__).parents[2]

PHONE, NARROW = 390, 320
SCHEMES = ["light", "dark"]

MIXED = """---
title: لغتان
phase: 1
language: ar
---

## مرحبا

{type: information, icon: "book"}

هذه صفحة بالعربية.
"""

# Parts and a page that depend on an answer, and a pool of two of three questions, from right to left.
BRANCHES = """---
title: المد والجزر
phase: 1
id: tides
---

## دورك

{type: form}

**ما دورك؟**
{type: select, id: role, options: ["مدير", "آخر"]}

## فريقك

{type: form, show_if: 'tides.role = "مدير"'}

**كم عددهم؟**
{type: number, answer: 3, hint: "أقل من أربعة."}

## بطاقة

{type: information, icon: rocket, title: "للمدير", show_if: 'tides.role = "مدير"'}

كلمات لها حاشية[^1].

[^1]: الحاشية.

## اثنان من ثلاثة

{type: pool, draw: 2}

كل واحد يُسأل غير ما يُسأل الآخر.

### كم مرة في اليوم؟

{type: selection, correct: "أحسنت.", incorrect: "انظر مرة أخرى."}

- [x] مرتين في اليوم
- [ ] مرة واحدة

### القمر يجذب الماء.

{type: true_false, answer: true}

### رتّب

{type: ranking, answer: ordered}

- الأول
- الثاني
- الثالث
"""
MANAGERS = """---
title: للمديرين
phase: 2
show_if: 'tides.role = "مدير"'
---

## خطتك

{type: form}

**ماذا بعد؟**
{type: textarea, required: false}
"""

# Every component, with hints, feedback, limits and labels.
EVERYTHING = """---
title: One of each
subtitle: All that a page can hold
phase: 1
learning_objective: Meet every component once
mission_title: Look around
mission_description: Nothing here is missing.
---

Words before the first heading.

# Welcome

{type: introduction, title: "Come in"}

A first paragraph with `code`, a [link](https://example.org/) and a note.[^1]

[^1]: The note.

{type: start_button, text: "Begin", icon: "play"}

## Tasks

{type: instructions}

- [x] done
- [ ] open

## Brief

{type: mission_brief, title: "The brief", classification: "Open", difficulty: "Easy"}

| A | B | C | D | E | F |
| - | :-: | -: | - | - | - |
| extraordinarily | long | words | in | many | columns |

```
a line of code that is so long that it can never stand on one line of a small screen, whatever happens to it
```

## Choose

{type: selection, title: "Choose one", hint: "Not the first.", correct: "Well seen.", incorrect: "Look again."}

- [ ] The first
  > That is not it.
- [x] The second

## Choose more

{type: selection, multiple: true, min: 1, max: 2, title: "Choose some"}

- Red
- Green
- Blue

## Order

{type: ranking, title: "Order these", answer: ordered}

- One is the first of them
- Two
- Three

## Order freely

{type: ranking, title: "As you like"}

- Apples
- Pears

## Form

{type: form, title: "A sheet"}

### Scales

**How sure are you?**
{type: rating, min: 0, max: 10, labels: ["Not at all", "Completely"], hint: "Be honest."}

**How was it?**
{type: rating, min: 1, max: 3, labels: ["Bad", "Fair", "Good"]}

**Rate the weather:**
{type: select, options: ["1-2 (Bad)", "3-4 (Fair)", "5-6 (Good)"]}

### Words

**Which one?**

Some help.
{type: select, options: ["This", "That"], answer: "That", feedback: "Thank you."}

**Which ones?**
{type: select, multiple: true, options: ["These", "Those"]}

**How many?**
{type: number, min: 0, max: 9.5, unit: "kg", answer: 3, attempts: 2}

**One word**
{type: text, max_length: 20, placeholder: "For example: tea", required: false}

**Many words**
{type: textarea}
"""

ANOTHER = """---
title: Another
phase: 2
---

Words before the first heading.

## Order

{type: ranking, title: "Order these", answer: ordered}

- One is the first of them
- Two

## Form

{type: form}

**Many words**
{type: textarea}
"""


# Sites on a strict server


@dataclass(frozen=True)
class Sites:
    """Serves unpacked courses on one origin, each response with `Content-Security-Policy: default-src 'self'`."""

    folder: Path
    origin: str

    def url(self, name: str) -> str:
        return f"{self.origin}/{name}/index.html"


class _Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def build(course: Path, output: Path, target: str = "html") -> None:
    package(course, f"{output}/", target)


def write(folder: Path, documents: dict[str, str], settings: str) -> Path:
    folder.mkdir()
    for name, text in {**documents, "course.yaml": settings}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    folder, courses = tmp_path_factory.mktemp("sites"), tmp_path_factory.mktemp("courses")
    with_character = courses / "field_notes"
    shutil.copytree(ROOT / "content", with_character)
    settings = with_character / "course.yaml"
    given = settings.read_text(encoding="utf-8")
    assert "theme: plain" in given
    settings.write_text(given.replace("theme: plain", "theme: field-notes"), encoding="utf-8")
    each = {"one.md": EVERYTHING, "two.md": ANOTHER}
    for name, course in {
        "demo": ROOT / "content",
        "field_notes": with_character,
        "seed": ROOT / "tests" / "courses" / "seed",
        "rtl": ROOT / "tests" / "courses" / "rtl",
        "everything": write(courses / "everything", each, "id: everything\n"),
        "everything_field_notes": write(
            courses / "everything_field_notes", each, "id: everything\ntheme: field-notes\n"
        ),
        "sequential": write(
            courses / "sequential", each, "id: sequential\nnavigation: sequential\nsummary: false\n"
        ),
        "sheet": write_sheet(
            courses / "sheet", "theme: field-notes\nlogo: picture.svg\nauthor: Those who made it\n"
        ),
        "branches": write(
            courses / "branches",
            {"one.md": BRANCHES, "two.md": MANAGERS},
            "id: branches\nlanguage: ar\ntitle: البحر\n",
        ),
        "mixed": write(courses / "mixed", {"one.md": MIXED}, "id: mixed\nlanguage: en\ntitle: Mixed\n"),
    }.items():
        build(course, folder / name)
    for standard in ("scorm12", "scorm2004"):
        build(ROOT / "tests" / "courses" / "seed", folder / f"seed_{standard}", standard)
    handler = functools.partial(_Handler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Sites(folder, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


@pytest.fixture
def visit(open_page: Open, sites: Sites) -> Any:
    """Opens a site in a new browser profile; further arguments are those of `open_page`."""
    return lambda name, *size, **options: open_page(sites.url(name), *size, **options)


def pages_of(page: Page) -> list[str]:
    """The ids of all pages, including the summary."""
    ids: list[str] = page.locator("article.page").evaluate_all("pages => pages.map((page) => page.id)")
    assert ids
    return ids


def go(page: Page, page_id: str) -> Locator:
    page.evaluate("id => { location.hash = id }", page_id)
    shown = page.locator(f"article[id='{page_id}']")
    expect(shown).to_be_visible()
    return shown


def overflow(page: Page) -> list[str]:
    """The elements that extend beyond the window."""
    sticking_out: list[str] = page.evaluate(
        """() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          if (scrollWidth <= clientWidth) return [];
          const out = (box) => box.width && (box.right > clientWidth + 1 || box.left < -1);
          return [...document.querySelectorAll("body *")]
            .filter((one) => out(one.getBoundingClientRect()))
            .map((one) => one.outerHTML.slice(0, 200));
        }"""
    )
    return sticking_out


ANSWERED = """() => {
  for (const root of document.querySelectorAll("[data-shown] [data-interaction]")) {
    root.querySelector("input[type=radio], input[type=checkbox]")?.click();
    const select = root.querySelector("select");
    if (select) { select.selectedIndex = 1; select.dispatchEvent(new Event("change", { bubbles: true })); }
    for (const box of root.querySelectorAll("input[type=text], textarea")) {
      box.value = "words"; box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const hint of root.querySelectorAll("details")) hint.open = true;
    root.querySelector("[data-check], [data-confirm]")?.click();
  }
}"""


# What axe finds


LIGHT, BOTH = axe.violations, axe.violations_in_both_schemes
EACH = {WIDE: LIGHT, NARROW: BOTH}
HIDDEN = ["article.page:not([data-shown])"]
"""Pages that are not shown; each is tested when it is."""


@pytest.mark.parametrize(
    ("site", "views"),
    [
        # the other courses have the demo's components, and the theme of field_notes
        ("demo", {NARROW: LIGHT}),
        *((site, EACH) for site in ("seed", "rtl", "everything", "everything_field_notes")),
        *(
            pytest.param(site, {WIDE: BOTH, NARROW: BOTH}, marks=pytest.mark.long)
            for site in ("demo", "field_notes", "seed", "rtl", "everything", "everything_field_notes")
        ),
    ],
)
def test_axe_finds_nothing_before_and_after_answering(
    visit: Any, site: str, views: dict[int, Callable[..., list[str]]]
) -> None:
    page = visit(site)
    for width, violations in views.items():
        page.set_viewport_size({"width": width, "height": 900})
        for page_id in pages_of(page):
            go(page, page_id)
            assert violations(page, HIDDEN) == [], f"{page_id}, {width}"
            assert overflow(page) == [], f"{page_id}, {width}"
            if width == WIDE:
                continue
            page.evaluate(ANSWERED)
            if page.locator("[data-shown] [data-check]").count():
                expect(page.locator("[data-shown] .feedback:visible").first).to_be_visible()
            assert violations(page, HIDDEN) == [], f"{page_id}, {width}, answered"
            assert overflow(page) == [], f"{page_id}, {width}, answered"


def test_axe_finds_nothing_where_parts_are_shown_and_hidden_by_an_answer(visit: Any) -> None:
    page = visit("branches", NARROW)

    def check(state: str) -> None:
        assert axe.violations_in_both_schemes(page) == [], state
        assert overflow(page) == [], state
        places = set()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, forced_colors="active")
            places.add(page.evaluate(axe.PLACES))
            assert overflow(page) == [], f"{state}, forced colours, {scheme}"
        assert len(places) == 1, state
        # axe tests the fill colour of text, not the forced one; and users who force colours choose their contrast
        without = {"color-contrast": {"enabled": False}}
        assert axe.violations(page, rules=without) == [], f"{state}, forced colours"
        page.emulate_media(forced_colors="none")

    role, parts = page.locator("[data-shown] select"), page.locator("[data-shown] > section:visible")
    texts = interface_texts("ar")
    shown, hidden = (
        texts[key].format(part="للمديرين, فريقك, بطاقة") for key in ("now_shown", "no_longer_shown")
    )
    expect(parts).to_have_count(2)
    for option, number, said in ((1, 5, shown), (2, 2, hidden), (1, 5, shown)):
        role.focus()
        role.select_option(index=option)
        expect(parts).to_have_count(number)
        expect(page.locator("[data-announce]")).to_have_text(said)
        expect(role).to_be_focused()
        check(said)
    expect(page.locator("[data-drawn]:visible")).to_have_count(2)
    for page_id in pages_of(page):
        go(page, page_id)
        page.evaluate(ANSWERED)
        check(page_id)


def test_axe_finds_nothing_with_the_contents_open_and_a_banner(visit: Any) -> None:
    page = visit("sequential", NARROW)
    page.locator("[data-contents-toggle]").click()
    page.locator("[data-contents] a").nth(1).click(force=True)
    expect(page.locator("[data-banner]")).to_be_visible()
    page.locator("[data-contents-toggle]").click()
    expect(page.locator("[data-locked]")).to_have_count(1)
    assert axe.violations_in_both_schemes(page) == []


def test_axe_finds_nothing_where_somebody_is_asked_whose_answers_are_here(visit: Any) -> None:
    page = visit("everything")
    page.locator("[data-shown] textarea").first.fill("Ada was here")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
    address, context = page.url, page.context
    page.close()
    later = context.new_page()
    later.goto(address)
    expect(later.locator("[data-ask]")).to_be_visible()
    assert axe.violations(later) == []


@pytest.mark.parametrize("site", ["everything", "rtl"])
def test_axe_finds_nothing_without_scripts(browser: Browser, sites: Sites, site: str) -> None:
    """The page as sent: its own scripts are blocked, those of the test are not."""
    context = browser.new_context()
    context.route(re.compile(r"\.js$"), lambda route: route.abort())
    page = context.new_page()
    page.goto(sites.url(site))
    page.evaluate("document.documentElement.setAttribute('data-failed', '')")
    assert page.locator("article.page:visible").count() == len(pages_of(page))
    assert axe.violations(page) == []
    context.close()


# With keys alone


NAMED = """
  const all = [...document.querySelectorAll("*")];
  const name = (one) => `${all.indexOf(one)} ${one.outerHTML.slice(0, 200)}`;"""

FOCUSABLE = f"""() => {{
  {NAMED}
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.checkVisibility({{ visibilityProperty: true }}) && !one.disabled)
    .filter((one) => one.type !== "radio" || one === document.querySelector(`input[name="${{one.name}}"]`))
    .map(name);
}}"""

FOCUSED = f"""() => {{
  {NAMED}
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const ring = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const box = one.closest(".choice");
  const visible = ring(getComputedStyle(one)) || (box && ring(getComputedStyle(box)));
  const masthead = document.querySelector(".masthead");
  const under = getComputedStyle(masthead).position === "sticky"
    && one.closest("main") && one.getBoundingClientRect().top + 1 < masthead.getBoundingClientRect().bottom;
  return {{ name: name(one), visible, covered: Boolean(under) }};
}}"""


@pytest.mark.parametrize("site", ["everything", "everything_field_notes", "rtl"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_tab_key_reaches_everything_and_shows_where_it_is(visit: Any, site: str, width: int) -> None:
    page = visit(site, width)
    expected = page.evaluate(FOCUSABLE)
    page.evaluate("document.activeElement.blur()")
    page.evaluate(
        f"""() => {{
          window.focused = [];
          addEventListener("keyup", ({{ key }}) => {{ if (key === "Tab") focused.push(({FOCUSED})()); }});
        }}"""
    )
    for _ in range(len(expected) + 5):
        page.keyboard.press("Tab")
    seen: list[str] = []
    for focused in page.evaluate("focused"):
        if focused is None or focused["name"] in seen:
            break
        seen.append(focused["name"])
        assert focused["visible"], focused["name"]
        assert not focused["covered"], focused["name"]
    assert seen == expected
    assert "skip-link" in seen[0]
    page.locator("[data-shown] .pager a").last.focus()
    back = seen[: [("data-next" in name) for name in seen].index(True)][::-1]
    page.evaluate("focused = []")
    for _ in back:
        page.keyboard.press("Shift+Tab")
    found = page.evaluate("focused")
    assert [focused["name"] for focused in found] == back
    assert [focused["name"] for focused in found if focused["covered"]] == []


def test_every_answer_can_be_given_with_keys(visit: Callable[[str], Page]) -> None:
    page = visit("everything")
    shown = page.locator("[data-shown]")

    def field(words: str) -> Locator:
        return shown.locator("[data-interaction]", has_text=words)

    single = shown.locator("[data-interaction]").nth(0)
    single.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(single.locator("[data-feedback=correct]")).to_be_visible()

    several = shown.locator("[data-interaction]").nth(1)
    several.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(several.locator("input:checked")).to_have_count(2)

    scale = field("How sure are you?")
    scale.locator("input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(scale.locator("input").nth(1)).to_be_checked()

    choice = field("Which one?")
    choice.locator("select").focus()
    page.keyboard.type("That")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(choice.locator("[data-feedback=correct]")).to_be_visible()

    number = field("How many?")
    number.locator("input").focus()
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(number.locator("[data-feedback=correct]")).to_be_visible()


def test_a_ranking_is_moved_with_keys_and_each_move_is_announced(visit: Any) -> None:
    page = visit("everything")
    ranking = page.locator("[data-shown] [data-ranking]").first
    words = ranking.locator("li > span:not([data-grip])")
    before = words.all_inner_texts()
    ranking.locator("li").first.locator("[data-move=down]").focus()
    page.keyboard.press("Enter")
    assert words.all_inner_texts() == [before[1], before[0], before[2]]
    said = page.locator("[data-announce]")
    expect(said).to_contain_text(before[0])
    expect(said).to_contain_text("2")
    page.keyboard.press("ArrowDown")
    assert words.all_inner_texts() == [before[1], before[2], before[0]]
    expect(said).to_contain_text("3")
    expect(ranking.locator("li").last.locator("[data-move=down]")).to_be_focused()


def test_the_way_through_the_course_with_keys(visit: Any) -> None:
    page = visit("everything", PHONE)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.locator("[data-shown] [data-next]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-problem] input").first).to_be_focused()
    page.locator("[data-shown] [data-next]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#page-two h1")).to_be_focused()

    contents, toggle = page.locator("[data-contents]"), page.locator("[data-contents-toggle]")
    expect(contents).to_be_hidden()
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(contents).to_be_visible()
    page.keyboard.press("Escape")
    expect(contents).to_be_hidden()
    expect(toggle).to_be_focused()
    page.keyboard.press("Enter")
    contents.locator("a").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#summary h1")).to_be_focused()
    expect(contents).to_be_hidden()


# Seen by everyone


@pytest.mark.parametrize("site", ["demo", "field_notes", "seed", "rtl", "everything"])
def test_text_at_200_percent_fits(visit: Any, site: str) -> None:
    page = visit(site)
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.evaluate("size => { document.documentElement.style.fontSize = `${2 * size}px` }", size)
    for page_id in pages_of(page):
        go(page, page_id)
        for width in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            paragraph = page.locator("[data-shown] p:visible").first
            assert paragraph.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 1.9 * size
            assert overflow(page) == [], f"{page_id}, {width}"
            cut = page.locator("button:visible, label:visible").evaluate_all(
                "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML)"
            )
            assert cut == [], f"{page_id}, {width}"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_is_pressed_is_large_enough(visit: Any, width: int) -> None:
    """WCAG 2.2, 2.5.8: 24 pixels for everything outside sentences; 44 for the main controls."""
    page = visit("everything", width)
    smallest = "all => Math.min(...all.map((one) => Math.min(one.offsetHeight, one.offsetWidth)))"
    all_controls = page.locator(
        "button:visible, summary:visible, label:has(input):visible, .contents a:visible"
    )
    assert all_controls.evaluate_all(smallest) >= 24
    main_controls = page.locator(
        "main :is(.button, .choice label, select, input[type=text], textarea, [data-move], .pager a):visible"
    )
    assert main_controls.count() > 20
    assert main_controls.evaluate_all("all => Math.min(...all.map((one) => one.offsetHeight))") >= 44


@pytest.mark.parametrize("site", ["demo", "field_notes"])
def test_the_page_follows_the_colour_scheme(visit: Any, site: str) -> None:
    """It changes nothing else: each element stays where it is."""
    lightness = "() => getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)"
    page = visit(site, color_scheme="light")
    places = page.evaluate(axe.PLACES)
    assert min(page.evaluate(lightness)) > 200
    page.emulate_media(color_scheme="dark")
    assert max(page.evaluate(lightness)) < 60
    assert page.evaluate(axe.PLACES) == places


def test_nothing_moves_for_those_who_asked_for_less_motion(visit: Any) -> None:
    moving = "all => all.filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0).length"
    page = visit("everything", reduced_motion="no-preference")
    assert page.locator("body *").evaluate_all(moving) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.locator("body *").evaluate_all(moving) == 0


def test_a_choice_is_visible_without_colours(visit: Any) -> None:
    page = visit("everything", forced_colors="active")
    border = "one => getComputedStyle(one).borderTopWidth"
    choices = page.locator("[data-shown] .choice")
    assert choices.nth(0).evaluate(border) == "1px"
    choices.nth(0).locator("label").click()
    expect(choices.nth(0)).to_have_css("border-top-width", "2px")


def test_right_and_wrong_are_shown_in_words(visit: Any) -> None:
    page = visit("everything")
    choice = page.locator("[data-shown] [data-interaction]").first
    choice.locator("label").first.click()
    choice.locator("[data-check]").click()
    feedback = choice.locator("[data-feedback=incorrect]")
    expect(feedback).to_contain_text("Not quite. Look again.")
    expect(choice.locator("[data-option-feedback]")).to_contain_text("That is not it.")
    for said in (feedback, choice.locator("[data-option-feedback]")):
        assert said.evaluate("one => one.closest('[role=status]') !== null")


def test_a_page_reads_from_right_to_left(visit: Any) -> None:
    page = visit("rtl")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    contents, main = (
        page.locator("[data-contents]").bounding_box(),
        page.locator("[data-shown]").bounding_box(),
    )
    assert contents
    assert main
    assert contents["x"] > main["x"] + main["width"] - 1
    label, box = page.locator("[data-shown] .choice label").first, "one => one.getBoundingClientRect().x"
    assert label.locator("input").evaluate(box) > label.locator("span").first.evaluate(box)


def test_a_page_in_another_language_says_so(visit: Any) -> None:
    page = visit("mixed")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    article = page.locator("article.page").first
    expect(article).to_have_attribute("lang", "ar")
    assert article.locator("p").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
    expect(article.locator(".pager [data-next] small")).to_have_text(interface_texts("ar")["next"])


# Without scripts, and on paper


def test_everything_can_be_read_without_scripts(visit: Any) -> None:
    page = visit("everything", java_script_enabled=False)
    articles = page.locator("article.page:not(.page--summary)")
    expect(articles).to_have_count(2)
    for article in articles.all():
        expect(article).to_be_visible()
        expect(article.locator("textarea")).to_be_visible()
        expect(article.locator(".ranking li").first).to_be_visible()
    expect(page.locator("button:visible")).to_have_count(0)
    expect(page.locator("[data-contents] a").first).to_be_visible()
    expect(page.locator("noscript p")).to_contain_text("turn on JavaScript")
    expect(page.locator("noscript p")).to_be_visible()


def test_a_script_that_fails_hides_no_page(browser: Browser, sites: Sites) -> None:
    context = browser.new_context()
    context.route(
        re.compile(r"\.js$"), lambda route: route.fulfill(body=BROKEN, content_type="text/javascript")
    )
    page = context.new_page()
    page.goto(sites.url("everything"))
    expect(page.locator("article.page").nth(1)).to_be_visible()
    context.close()


BROKEN = "document.documentElement.setAttribute('data-failed', '');"


@pytest.mark.parametrize("site", ["everything", "everything_field_notes"])
def test_the_printed_course_holds_every_page_and_its_answers(visit: Any, site: str) -> None:
    page = visit(site, color_scheme="dark")
    words = page.locator("[data-shown] textarea")
    words.fill("\n".join(f"line {number}" for number in range(30)))
    page.evaluate("document.documentElement.dataset.print = 'course'")
    page.emulate_media(media="print", color_scheme="light")
    shown = {"": "[data-shown]", "page": "[data-shown]", "answers": ".page--summary", "course": ".page"}
    for what, articles in shown.items():
        page.evaluate("what => document.documentElement.setAttribute('data-print', what)", what)
        expect(page.locator("article.page:visible")).to_have_count(page.locator(f"article{articles}").count())
        expect(page.locator(f"article{articles}:visible")).to_have_count(
            page.locator(f"article{articles}").count()
        )
    for selector in (".masthead", "[data-contents]", ".pager", "main button"):
        expect(page.locator(f"{selector}:visible")).to_have_count(0)
    assert words.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
    assert words.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color.match(/\\d+/g).every((part) => part < 60)")


def test_a_printed_picture_leaves_room_for_what_it_belongs_to(visit: Any) -> None:
    page = visit("demo")
    page.evaluate("document.documentElement.dataset.print = 'course'")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 19


def test_a_course_leaves_no_sheet_half_empty_where_its_cards_are_small(visit: Any) -> None:
    """Printed pages are more compact, and a heading that looks like a label does not stay with the next card."""
    page = visit("seed")
    page.evaluate("document.documentElement.dataset.print = 'course'")
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 6
    page.emulate_media(media="print")
    kept = page.locator("#main p").evaluate_all(
        "all => all.filter((one) => getComputedStyle(one).breakAfter === 'avoid').length"
    )
    assert kept == 0
    lists = page.locator("#main p + :is(ul, ol)").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).breakBefore)"
    )
    assert set(lists) == {"avoid"}


# What is shipped


SELECTORS = """() => {
  const seldom = /::?(?:before|after|placeholder|marker|details-content|hover|focus-visible|focus|-[\\w-]+)/g;
  const selectors = (rules) => [...rules].flatMap((rule) => rule.selectorText
    ? [rule.selectorText] : rule.cssRules ? selectors(rule.cssRules) : []);
  return [...new Set([...document.styleSheets].flatMap(({ cssRules }) => selectors(cssRules))
    .flatMap((list) => list.split(/,\\s*(?!(?:[^()]|\\([^()]*\\))*\\))/))
    .map((selector) => selector.replaceAll(seldom, "").replaceAll(/:(?:not|has)\\(\\)/g, "").trim() || "*"))];
}"""


def test_every_rule_of_a_theme_is_for_something_that_a_page_has(browser: Browser, sites: Sites) -> None:
    """Style rules that never match must be deleted."""
    unused: set[str] | None = None
    for site in ("rtl", "sequential", "sheet"):  # the largest at last, when few are left
        context = browser.new_context(viewport={"width": PHONE, "height": 900})
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())
        page.goto(sites.url(site))
        # with scripts enabled, its content is not parsed
        selectors = {
            selector for selector in page.evaluate(SELECTORS) if not selector.startswith("noscript ")
        }
        unused = selectors if unused is None else unused & selectors

        def note(page: Page = page, unused: set[str] = unused) -> None:
            used = page.evaluate("all => all.filter((one) => document.querySelector(one))", sorted(unused))
            unused.difference_update(used)

        note()
        page.unroute_all()
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-running", "")
        page.locator("[data-contents-toggle]").click()
        note()
        page.locator("[data-contents] a").last.click(force=True)
        note()
        for page_id in pages_of(page):
            page.evaluate("id => { location.hash = id }", page_id)
            note()
            page.evaluate(
                "for (const check of document.querySelectorAll('[data-shown] [data-check]')) check.click()"
            )
            note()
            page.evaluate(ANSWERED)
            note()
        if page.locator("[data-ranking]:visible").count():
            page.locator("[data-shown] [data-ranking] li").first.hover()
            page.mouse.down()
            note()
            page.mouse.up()
        expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "saved")
        note()
        page.evaluate("location.hash = 'summary'")
        note()
        page.evaluate("for (const one of document.querySelectorAll('[data-ending]')) one.hidden = false")
        page.evaluate("document.documentElement.dataset.print = 'answers'")
        note()
        page.locator("[data-exit]").click()
        expect(page.locator("html")).to_have_attribute("data-finished", "")
        # there is no LMS in this test that could refuse to save
        page.locator("[data-saved]").evaluate("one => { one.dataset.saved = 'unsaved' }")
        page.locator("[data-banner]").evaluate("one => { one.dataset.trouble = '' }")
        note()
        page.evaluate("document.documentElement.dataset.print = 'answers'")
        note()
        context.close()
    assert unused == set()


@pytest.mark.parametrize("site", ["demo", "everything", "rtl"])
def test_nothing_leaves_the_origin_and_nothing_breaks_its_policy(
    browser: Browser, sites: Sites, site: str
) -> None:
    context = browser.new_context()
    context.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', (event) => broken.push(event.blockedURI))"
    )
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(sites.url(site))
    for page_id in pages_of(page):
        go(page, page_id)
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.evaluate(ANSWERED)
    assert len(requests) >= 3
    assert [url for url in requests if not url.startswith(f"{sites.origin}/{site}/")] == []
    assert page.evaluate("broken") == []
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []
    context.close()


@pytest.mark.parametrize("site", ["seed", "seed_scorm12", "seed_scorm2004"])
def test_the_first_load_is_light(sites: Sites, site: str) -> None:
    def weight(pattern: str) -> int:
        found = list((sites.folder / site).glob(pattern))
        assert found, pattern
        return sum(path.stat().st_size for path in found)

    styles, scripts, html = weight("assets/*.css"), weight("assets/*.js"), weight("index.html")
    assert styles <= 26_000
    assert scripts <= 40_000
    assert html <= 40_000
    assert styles + scripts + html <= 105_000


def test_every_word_the_page_says_is_in_its_data(visit: Any) -> None:
    """Messages are texts, not keys: what is wrong with a number, and the verdicts of the summary."""
    page = visit("everything")
    number = page.locator("[data-shown] [data-interaction]", has_text="How many?")
    number.locator("input").fill("ten")
    number.locator("[data-check]").click()
    expect(number.locator("[data-said-problem]")).to_have_text("Please enter a number.")
    number.locator("input").fill("3")
    number.locator("[data-check]").click()
    expect(number.locator("[data-feedback=correct]")).to_be_visible()
    summary = go(page, "summary")
    expect(summary.locator("[data-verdict]:visible").first).to_have_text("Right")
