"""The sheet: every component inside every other, with and without each optional key.

`PYTHONPATH=. python tests/support/sheet.py FOLDER` writes the course and builds it: look at FOLDER/site/index.html.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from courseware.language.components import COMPONENTS, FIELD, SECTION

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" width="640" height="240" viewBox="0 0 640 240">
<rect width="640" height="240" fill="#cde"/><circle cx="320" cy="120" r="80" fill="#245"/></svg>
"""
MEDIA = {
    "spoken.mp3": b"\0",
    "spoken.txt": b"What is said.\n",
    "picture.svg": PICTURE.encode(),
    "sound.wav": b"\0",
    "film.mp4": b"\0",
    "film.vtt": b"WEBVTT\n",
}

PROGRAMS = """```python
@once
class Sea:
    def tide(self):  # a comment
        return "high", 12
```

```diff
- low
+ high
```

```html
<p>high</p>
```
"""
"""Code fences with languages."""
TEXT = (
    """A paragraph with `code`, a [link](https://example.org/) and **bold words**, as long as two lines.

**A label:**

- a point
- another, with a second paragraph

  in it

1. first
2. second

> A quotation.

> [!NOTE]
> A note.

> [!TIP]
> A tip, and its second

> [!IMPORTANT]
> What matters

> [!WARNING]
> Deep water

> [!CAUTION]
> Do not jump

- [x] done
- [ ] open

Word
: what it means

$$\\begin{array}{l|r} a & b \\\\ \\hline \\boxed{\\boldsymbol{c}} & \\cancel{\\mathit{de}} \\end{array}$$

| Left | Middle | Right |
| - | :-: | -: |
| a | b | 1 |

```
A line of text that no phone is wide enough for: 0123456789 0123456789 0123456789 0123456789
```

"""
    + PROGRAMS
    + """
### A heading within

![A picture](picture.svg "Its caption")

![A sound](sound.wav)

![A speech](spoken.mp3)

![A large picture](picture.svg){.zoom}

![A film](film.mp4)

![A file](film.vtt)

#### Smaller

##### Smaller still

###### The smallest

---

The end.
"""
)
START = '{type: start_button, text: "Onwards", icon: "rocket"}'

OPTIONS = [
    "The first option",
    "Another, which has so many words that it goes on over two lines on a phone",
    "None",
]
FIELD_KEYS = {
    "select": {"options": '["Apples", "Pears, which grow on trees"]'},
    "number": {"unit": '"kg"', "min": "0", "max": "10"},
    "true_false": {},
    "rating": {"labels": '["Not at all", "Completely"]'},
    "text": {"placeholder": '"For example: tea"', "max_length": "20"},
    "textarea": {"placeholder": '"As you like"', "max_length": "200"},
}
ANSWERS = {"select": '"Apples"', "true_false": "false", "number": "5", "text": '"tea"', "textarea": '"tea"'}
SHARED_KEYS = {
    "hint": '"Think of trees."',
    "correct": '"Well done."',
    "incorrect": '"Look again."',
    "feedback": '"Thank you for that."',
    "attempts": "2",
    "required": "false",
}


BRANCHES = """---
title: Parts that not everybody gets
id: branches
phase: 6
---

## Who are you?

{type: form}

**Do you want to see more?**
{type: true_false, id: more}

## More

{type: information, show_if: branches.more = true, icon: rocket, title: "A card for some"}

Words.

## A form for some

{type: form, show_if: branches.more = true}

**Why?**
{type: text}

## A pool

{type: pool, draw: 2, shuffle: false}

Two of two.

### Which one?

{type: selection}

Which of these?

- [x] The first option
- [ ] Another, which has so many words that it goes on over two lines on a phone

### A statement that is true, and has so many words that it goes on over two lines on a phone

{type: true_false, answer: true, hint: "It is."}
"""


def sheet() -> dict[str, str | bytes]:
    """Name → content of the course's files."""
    documents = {"cards": _cards(), "questions": _questions(), "fields": _fields()}
    files = {
        f"{number}-{name}.md": f"---\ntitle: The {name}\nsubtitle: Each inside each other\nphase: {number}\n"
        f"learning_objective: See all of them\nmission_title: Look\nmission_description: At each\n---\n\n"
        + "\n\n".join(sections)
        for number, (name, sections) in enumerate(documents.items(), 1)
    }
    titled = "---\ntitle: Its own self-made title\nphase: 4\n---\n\n# Its own self-made title\n\n"
    titled += "{type: selection, attempts: 1}\n\nSaid once.\n\n- [ ] wrong\n- [x] right\n"
    once = "---\ntitle: Said once\nphase: 5\n---\n\n# Said once\n\nWords.\n"
    return {**files, "4-titled.md": titled, "5-once.md": once, "6-branches.md": BRANCHES, **MEDIA}


def write_sheet(folder: Path, settings: str = "") -> Path:
    """Writes the course to a new folder, with `settings` as lines of course.yaml."""
    folder.mkdir(parents=True)
    for name, text in {**sheet(), "course.yaml": f"id: sheet\ntitle: The sheet\n{settings}"}.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def _marker(name: str, keys: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in {"type": name, **keys}.items()) + "}"


def _subsets(keys: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """All keys, none, and each key by itself."""
    yield dict(keys)
    if len(keys) > 1:
        yield from ({name: value} for name, value in keys.items())
    yield {}


def _cards() -> Iterable[str]:
    yield "Words before the first heading.\n\n" + START
    values = {
        "open": "true",
        "title": '"A title of the card"',
        "icon": '"rocket"',
        "classification": '"Open"',
        "difficulty": '"Easy"',
    }
    for name, row in COMPONENTS.items():
        if row.place != SECTION or row.interaction or row.holds_fields or row.holds_questions:
            continue
        keys = {key: value for key, value in values.items() if key in row.keys}
        for number, given in enumerate(_subsets(keys), 1):
            body = f"{TEXT}\n{START}" if number == 1 else f"Words.\n\n{START}\n\n- a point"
            if number == 2:
                body = f"- a point\n\n{START}"
            if name == "flashcards":
                body += (
                    "\n\nfront\n: back" if number == 2 else "\n\n| front | back |\n| - | - |\n| ebb | out |"
                )
            yield f"## {name} {number}\n\n{_marker(name, given)}\n\n{body}"
    yield f"## Plain\n\n{TEXT}\n{START}"


def _questions() -> Iterable[str]:
    shared = {**SHARED_KEYS, "title": '"A title of the card"'}
    for number, (given, multiple, answered) in enumerate(
        itertools.product(_subsets(shared), ("false", "true"), (True, False)), 1
    ):
        keys = {**given, "multiple": multiple}
        marks = ["[ ] ", "[x] ", "[x] " if multiple == "true" else "[ ] "] if answered else ["", "", ""]
        options = "\n".join(
            f"- {mark}{option}\n  > What is said of option {place}."
            for place, (mark, option) in enumerate(zip(marks, OPTIONS, strict=True), 1)
        )
        if not answered:
            keys.pop("correct", None)
            keys.pop("incorrect", None)
        # without check boxes, because they would be read as options here
        prose = TEXT.replace("[x]", "x").replace("[ ]", "o")
        body = f"{prose}\n{START}\n\nWhich of these?" if number == 1 else "Which of these?"
        yield f"## Selection {number}\n\n{_marker('selection', keys)}\n\n{body}\n\n{options}"
    yield from _with_parts(shared)
    for number, given in enumerate(_subsets({**shared, "answer": "ordered"}), 1):
        keys = given if "answer" in given else {k: v for k, v in given.items() if not k.endswith("correct")}
        items = "\n".join(f"- {option}" for option in OPTIONS)
        yield f"## Ranking {number}\n\n{_marker('ranking', keys)}\n\nPut these in order.\n\n{START}\n\n{items}"


def _with_parts(shared: Mapping[str, str]) -> Iterable[str]:
    for number, given in enumerate(_subsets(shared), 1):
        rows = "\n".join(
            f"| Row {place}, [linked](https://example.org/) | {option} |"
            for place, option in enumerate(OPTIONS)
        )
        table = f"| What | {OPTIONS[1]} |\n| - | - |\n{rows}\n| | Nothing |"
        yield f"## Matching {number}\n\n{_marker('matching', given)}\n\nWhat belongs where?\n\n{START}\n\n{table}"
    for number, given in enumerate(_subsets(shared), 1):
        text = f"A text with [[words]], [[(some)|{OPTIONS[1]}]] to choose from, and [[]] more.\n\n- **In [[a list]]**"
        yield f"## Gaps {number}\n\n{_marker('gaps', given)}\n\nWhat is missing?\n\n{START}\n\n{text}"
    for number, given in enumerate(_subsets({**shared, "multiple": "true"}), 1):
        cells = " | ".join("x" if place == 1 else "" for place in range(len(OPTIONS)))
        rows = "\n".join(
            f"| Statement {place}, [linked](https://example.org/) | {cells} |" for place in range(3)
        )
        table = f"| | {' | '.join(OPTIONS)} |\n| - | - | - | - |\n{rows}"
        yield f"## Grid {number}\n\n{_marker('grid', given)}\n\nWhat is so?\n\n{START}\n\n{table}"
    areas = ("circle 20% 50% 10%", "rect 40 20 20 60", "polygon 70 10, 90 10, 80 90")
    for number, given in enumerate(_subsets({**shared, "areas": "hidden", "multiple": "true"}), 1):
        options = "\n".join(
            f"- {mark} {option} ({area})"
            for mark, option, area in zip(("[x]", "[ ]", "[ ]"), OPTIONS, areas, strict=True)
        )
        picture = '![A picture](picture.svg "Its title")'
        yield f"## Hotspot {number}\n\n{_marker('hotspot', given)}\n\nWhere?\n\n{picture}\n\n{START}\n\n{options}"


def _fields() -> Iterable[str]:
    for name, row in COMPONENTS.items():
        if row.place != FIELD:
            continue
        parts = []
        own = {**FIELD_KEYS[name], **({"answer": ANSWERS[name]} if name in ANSWERS else {}), **SHARED_KEYS}
        needed = {"options": own.pop("options")} if "options" in own else {}
        for number, given in enumerate(_subsets(own), 1):
            keys = (
                given if "answer" in given else {k: v for k, v in given.items() if not k.endswith("correct")}
            )
            help_text = "\n\nHelp of the author, with `code`.\n" if number % 2 else ""
            heading = f"### Group {number}\n\n" if number % 3 == 1 else ""
            parts.append(
                f"{heading}**The {name} number {number}**{help_text}\n{_marker(name, {**needed, **keys})}"
            )
        form = {"title": '"A title of the form"'} if len(parts) % 2 else {}
        yield f"## Form of {name}\n\n{_marker('form', form)}\n\n{TEXT}\n{START}\n\n" + "\n\n".join(parts)
    more = {
        "select": (
            {"options": '["Yes", "No", "Perhaps"]', "multiple": "true"},
            {"options": '["1-2 (Bad)", "3-4 (Fair)"]', "rating": "true"},
        ),
        "rating": (
            {"min": "-10", "max": "10"},
            *({"max": str(points)} for points in range(2, 12)),
            {"labels": '["Bad", "Fair", "Good"]', "max": "3"},
            {"max": "7", "labels": '["a", "b", "c", "d", "e", "f", "g"]'},
        ),
    }
    more["number"] = (
        {"control": "slider", "min": "0", "max": "100", "unit": '"%"'},
        {"control": "slider", "min": "-1", "max": "1", "answer": "0"},
    )
    yield "## More\n\n{type: form}\n\n" + "\n\n".join(
        f"**A {name} of another kind, {number}**\n{_marker(name, keys)}"
        for name, some in more.items()
        for number, keys in enumerate(some)
    )


if __name__ == "__main__":
    from test_accessibility import build

    target = Path(sys.argv[1])
    build(write_sheet(target / "course"), target / "site")
