"""A course with questions that have parts or special controls, and the records that LMSs must have of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import courses

DOCUMENT = """---
title: Geography
phase: 1
---

## Which city is where?

{type: matching, partial: true, points: 2}

| City | Country |
| - | - |
| Paris | France |
| Rome | Italy |
| | Norway |

## Fill in

{type: gaps, partial: true}

The capital of Norway is [[Oslo|Christiania]], that of Spain [[(Madrid)|Seville]]. Mine is [[]].

## Which are in Asia?

{type: selection, multiple: true, partial: true, points: 2}

- [x] Japan
- [x] India
- [ ] Chile
- [ ] Peru

## A form

{type: form}

**The Nile flows north.**
{type: true_false, answer: true}

**How far is the equator from the pole?**
{type: number, control: slider, min: 0, max: 90, step: 10, unit: degrees, answer: 90}

**How much do you like maps?**
{type: number, control: slider, min: 0, max: 10}

## What is true?

{type: grid}

| | True | False |
| - | - | - |
| Cairo is on the Nile | x | |
| Lima is on the Nile | | x |

## Where is Cairo?

{type: hotspot}

![Africa, with two marks](map.svg)

- [x] The mark in the north (circle 60% 20% 8%)
- [ ] The mark in the south (rect 40% 70% 20% 20%)
"""
MAP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="60" cy="20" r="8"/></svg>'
"""The course's picture, `map.svg`."""

SCORM_12 = """\
| geography.which_city_is_where | matching | Paris – France; Rome – Italy | Paris – France; Rome – Italy | correct |
| geography.fill_in | fill-in | Oslo; Madrid; Ulm | Oslo; Madrid;  | correct |
| geography.which_are_in_asia | choice | Japan; India | Japan; India | correct |
| geography.the_nile_flows_north | true-false | True | True | correct |
| geography.how_far_is_the_equator_from_the_pole | numeric | 90 | 90 | correct |
| geography.how_much_do_you_like_maps | numeric | {maps} |  | neutral |
| geography.cairo_is_on_the_nile | choice | True | True | correct |
| geography.lima_is_on_the_nile | choice | False | False | correct |
| geography.where_is_cairo | choice | The mark in the north | The mark in the north | correct |
"""
SCORM_2004 = """\
| geography.which_city_is_where | matching | paris[.]france[,]rome[.]italy | paris[.]france[,]rome[.]italy | correct |
| geography.fill_in | fill-in | Oslo[,]Madrid[,]Ulm | Oslo[,]Madrid[,] | correct |
| geography.which_are_in_asia | choice | japan[,]india | japan[,]india | correct |
| geography.the_nile_flows_north | true-false | true | true | correct |
| geography.how_far_is_the_equator_from_the_pole | numeric | 90 | 90[:]90 | correct |
| geography.how_much_do_you_like_maps | numeric | {maps} |  | neutral |
| geography.cairo_is_on_the_nile | choice | true | true | correct |
| geography.lima_is_on_the_nile | choice | false | false | correct |
| geography.where_is_cairo | choice | the_mark_in_the_north | the_mark_in_the_north | correct |
"""
"""Id, type, response, right answer and result of each record; `maps` is what the last slider was set to."""


def write(folder: Path) -> Path:
    """Writes the course, which is passed with 60 percent."""
    course = courses.write(folder, DOCUMENT, "passing_score: 60\n")
    (course / "lesson.md").rename(course / "geography.md")
    (course / "map.svg").write_text(MAP, encoding="utf-8")
    return course


def rows(interactions: Iterable[Mapping[str, str]]) -> str:
    """Records in the form of the tables above."""
    lines = []
    for interaction in interactions:
        response = "student_response" if "student_response" in interaction else "learner_response"
        columns = ("id", "type", response, "correct_responses.0.pattern", "result")
        lines.append(f"| {' | '.join(interaction.get(column, '') for column in columns)} |\n")
    return "".join(lines)
