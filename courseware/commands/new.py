"""`courseware new`: writes a small course to begin with."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from courseware.commands.output import quoted
from courseware.data import templates_folder


@click.command("new")
@click.argument("folder", type=click.Path(), metavar="DIR")
def command(folder: str) -> None:
    """Write a small course to begin with.

    DIR is a new folder; the course in it builds as it is.
    """
    path = Path(folder)
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise click.UsageError(f"{folder} exists and is not empty; give the name of a new folder")
        shutil.copytree(templates_folder() / "course", path, dirs_exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"cannot write {folder}: {error.strerror}") from None
    for file in sorted(path.rglob("*")):
        if file.is_file():
            click.echo(f"wrote {file}")
    click.echo(f"\nNow edit these files, and run: courseware package {quoted(folder)}")
