"""Courses for tests, and the packages of them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from courseware.commands import main

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "content"
SEED = ROOT / "tests" / "courses" / "seed"

PLANETS = """---
title: Planets
phase: 1
---

## One

{type: selection, title: "The red one"}

Which is the red planet?

- [x] Mars
- [ ] Venus, the morning star

## Several

{type: selection, multiple: true, title: "The gas giants"}

- [x] Jupiter
- [x] Saturn
- [ ] Mercury

## Order

{type: ranking, title: "From the Sun outwards", answer: ordered}

- Mercury
- Venus
- Earth

## Words and numbers

{type: form}

**How many planets are there?**
{type: number, answer: 8}

**Which one would you visit, and why?**
{type: textarea}

**How sure are you?**
{type: rating, min: 1, max: 5}
"""

# Every kind of interaction, with a right answer if the kind has one.
SCORED = PLANETS.replace("- Earth\n", "- Earth\n- Mars\n").replace(
    "**Which one would",
    """**Which planet has the clearest rings?**
{type: text, answer: ["Saturn", "the ringed one"]}

**Which one would""",
)

FIRST_EDITION = """---
title: Edition
phase: 1
---

## Questions

{type: form}

**Where do you work?**
{type: text}

**Which tools do you use?**
{type: select, multiple: true, options: ["Pencil", "Ruler", "Compass"]}

**How do you travel?**
{type: select, options: ["On foot", "By bicycle", "By train"]}

**What else?**
{type: textarea}
"""

# With a new question first, and without the option "By bicycle".
SECOND_EDITION = FIRST_EDITION.replace(
    "**Where do you work?**",
    '**Is this new?**\n{type: select, options: ["Yes", "No"]}\n\n**Where do you work?**',
).replace(', "By bicycle"', "")


def long_texts(count: int) -> str:
    """A document with a form of `count` text areas."""
    fields = "\n\n".join(
        f"**Question number {number}**\n{{type: textarea}}" for number in range(1, count + 1)
    )
    return f"---\ntitle: Long texts\nphase: 1\n---\n\n## Questions\n\n{{type: form}}\n\n{fields}\n"


def write(folder: Path, document: str = PLANETS, settings: str = "") -> Path:
    """Writes a course with one document, `lesson.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lesson.md").write_text(document, encoding="utf-8")
    (folder / "course.yaml").write_text(f"id: {folder.name}\n{settings}", encoding="utf-8")
    return folder


def write_parts(folder: Path) -> Path:
    """Writes a course with two documents, `lesson.md` and `more.md`, which are launched separately."""
    write(folder, SCORED, "structure: per-document\npassing_score: 60\n")
    link = "See [the planets](lesson.md#order).\n\n## Questions"
    text = FIRST_EDITION.replace("phase: 1", "phase: 2").replace("## Questions", link)
    (folder / "more.md").write_text(text, encoding="utf-8")
    return folder


def package(course: Path, output: Path | str, format_name: str = "scorm12") -> Path:
    """Packages a course to `output`, unpacked if that ends in a slash, by calling the command in this process.

    Starting another process would take longer than the command itself.
    """
    command = ["package", str(course), "--format", format_name, "--output", str(output)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    return Path(output)
