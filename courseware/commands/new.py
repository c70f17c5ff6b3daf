"""`courseware new`: writes a small course to begin with."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from courseware.archive.temporary_folder import temporary_folder
from courseware.commands.help import Command
from courseware.commands.options import Name
from courseware.commands.output import quoted
from courseware.data import templates_folder

STARTERS = ("survey", "quiz", "simulation", "compliance", "language")
"""The starter courses: names of folders in `templates/starters`."""


@click.command("new", cls=Command)
@click.argument("folder", type=click.Path(), metavar="DIR")
@click.option(
    "--from",
    "starter",
    type=Name("starting course", STARTERS),
    help="Start from another course: a survey, a quiz, a simulation in phases, compliance training that ends with a "
    "certificate, or a language lesson.",
)
def command(folder: str, starter: str | None) -> None:
    """Create a small course to start from.

    DIR is a new folder. The course in it can be packaged as it is.

    \b
    courseware new my-course                a course about tea that explains itself
    courseware new my-course --from quiz    two rounds of questions
    """
    path = Path(folder)
    templates = templates_folder()
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise click.UsageError(f"{folder} already exists and is not empty; give the name of a new folder")
        _copy(templates / "starters" / starter if starter else templates / "course", path)
    except OSError as error:
        raise click.ClickException(
            f"cannot write {folder}: {error.strerror or 'not every file could be copied'}"
        ) from None
    for file in sorted(path.rglob("*")):
        if file.is_file():
            click.echo(f"wrote {file}")
    click.echo(f"\nNow edit these files, and run: courseware package {quoted(folder)}")


def _copy(course: Path, folder: Path) -> None:
    """Copies a course to a new or empty folder, completely or not at all.

    An empty folder is filled instead of replaced, because the user's shell may be in it."""
    with temporary_folder(folder if folder.exists() else folder.parent) as place:
        new = shutil.copytree(course, place / "new")
        if folder.exists():
            for child in sorted(new.iterdir()):
                child.rename(folder / child.name)
        else:
            new.rename(folder)
