"""A course with each kind of question, and how it is written to a folder."""

from __future__ import annotations

from pathlib import Path

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


def write(folder: Path, document: str = PLANETS, settings: str = "") -> Path:
    """A course of one document, `lesson.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lesson.md").write_text(document, encoding="utf-8")
    (folder / "course.yaml").write_text(f"id: {folder.name}\n{settings}", encoding="utf-8")
    return folder
