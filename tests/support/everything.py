"""A course with every component of the language, branches and a pool; and the answers to expect in its records."""

from __future__ import annotations

from pathlib import Path

START = """---
title: Before you go
phase: 1
---

{type: include, file: "_safety.md"}

## Welcome

{type: introduction}

{{harbour}} at $x^2$ past ten.

## Your mission

{type: mission_brief, title: "To the island", classification: Open, difficulty: Easy}

Read on.

## What to do

{type: instructions}

1. Read
2. Answer

## You

{type: form}

**Your role?**
{type: select, options: [Skipper, Crew], id: role}

**Rate your courage**
{type: rating, labels: ["none", "much"], id: courage}

**Knots?**
{type: number, control: slider, min: 0, max: 10, id: knots}

**Your name?**
{type: text, id: name}

**Why?**
{type: textarea, id: why, required: false}

## For skippers

{type: form, show_if: start.role = Skipper}

**How many are on board?**
{type: number, answer: 3, id: crew}

{type: start_button, text: Go}
"""
SKIPPERS = """---
title: For skippers alone
phase: 2
show_if: start.role = Skipper
---

## Your orders

{type: form}

**What are your orders?**
{type: text, id: orders}
"""
QUESTIONS = """---
title: Questions
phase: 3
---

## The tide

{type: selection}

- [x] twice a day
- [ ] once a day

## From small to large

{type: ranking, answer: ordered}

- puddle
- lake
- ocean

## Which city is where?

{type: matching}

| City | Country |
| - | - |
| Oslo | Norway |
| Rome | Italy |

## Fill in

{type: gaps}

The moon pulls the [[water]].

## What is wet?

{type: grid}

| | dry | wet |
| - | - | - |
| Rain | | x |
| Dust | x | |

## Where is the mark?

{type: hotspot}

![A mark in the north](map.svg)

- [x] In the north (circle 60% 20% 8%)
- [ ] In the south (rect 40% 70% 20% 20%)

## A form

{type: form}

**The sea is salty.**
{type: true_false, answer: true, id: salty}

## Two of three

{type: pool, draw: 2}

### Is the first one true?

{type: true_false, answer: true, id: first}

### The second

{type: selection, id: second}

- [x] right
- [ ] wrong

### The third

{type: number, answer: 4, id: third}
"""
END = """---
title: The end
phase: 4
---

## You said

{type: recall, of: start.name}

## Cards

{type: flashcards}

ebb
: low water

## More

{type: details}

It is deep.

## Good to know

{type: information}

The ferry leaves at ten.

## Well done

{type: section, show_if: score(questions) >= 60}

You know the sea.

## Once more

{type: selection, show_if: score(questions) < 60}

- [x] twice
- [ ] once

{type: navigation, previous: Back, next: Finish}
"""
SETTINGS = """\
id: everything
title: Everything
base_iri: https://example.org/courses/everything
variables:
  harbour: Old Harbour
"""
MAP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="60" cy="20" r="8"/></svg>'
FILES = {
    "start.md": START,
    "skippers.md": SKIPPERS,
    "questions.md": QUESTIONS,
    "end.md": END,
    "_safety.md": "Wear a vest.\n",
    "map.svg": MAP,
    "course.yaml": SETTINGS,
}

OF_ALL = {
    "start.role": "Crew",
    "start.courage": "5 – much",
    "start.knots": "0",
    "start.name": "Ünïted – “in words”; and a second line",
    "start.why": "Ünïted – “in words”;/and a second line",
    "questions.the_tide": "twice a day",
    "questions.from_small_to_large": "puddle; lake; ocean",
    "questions.which_city_is_where": "Oslo – Norway; Rome – Italy",
    "questions.fill_in": "water",
    "questions.rain": "wet",
    "questions.dust": "dry",
    "questions.where_is_the_mark": "In the north",
    "questions.salty": "True",
}
"""Question → answer in words of a learner of the crew who answers everything right, except for the pool."""
OF_THE_POOL = {"questions.first": "True", "questions.second": "right", "questions.third": "4"}
OF_SKIPPERS = {"start.crew": "3", "skippers.orders": OF_ALL["start.name"]}


def write(folder: Path) -> Path:
    """Writes the course to a folder."""
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
