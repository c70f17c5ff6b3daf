"""`courseware fmt`: brings front matter and markers into one canonical form."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from courseware.commands.help import Command
from courseware.commands.options import COURSE
from courseware.commands.output import FAILED
from courseware.course.fixing import edited
from courseware.course.parts import included
from courseware.course.rewriting import Rewriting
from courseware.course.source import is_document, normal, read_source
from courseware.language.formatting import formatting


@click.command("fmt", cls=Command)
@COURSE
@click.option(
    "--check", is_flag=True, help="Write nothing, and fail when a document is not in canonical form."
)
@click.option("--diff", is_flag=True, help="Write nothing, and show what would change.")
def command(course: str, check: bool, diff: bool) -> None:
    """Rewrite front matter and markers in one canonical form.

    COURSE is a folder, `content` by default, or one document; `-` formats standard input to standard output. The
    files that documents include are formatted too. Prose stays as it is, and so does the compiled course.
    """
    if course == "-":
        raw = _decoded(sys.stdin.buffer.read(), "standard input")
        click.echo(_formatted(raw).encode("utf-8"), nl=False)
        return
    changed = 0
    for path in _documents(Path(course)):
        try:
            before = _decoded(path.read_bytes(), str(path))
            rewriting = Rewriting(path, before, _formatted(before))
            if rewriting.before == rewriting.after:
                continue
            changed += 1
            if not check and not diff:
                rewriting.write()
        except OSError as error:
            raise click.ClickException(f"cannot format {path}: {error.strerror}") from None
        click.echo(
            rewriting.diff() if diff else f"{'would format' if check else 'formatted'} {path}", nl=not diff
        )
    if not changed:
        click.echo("every document is in canonical form")
    if check and changed:
        sys.exit(FAILED)


def _documents(path: Path) -> Iterator[Path]:
    """The files to format: the documents of a course with the files that they include, or a single file."""
    if path.is_dir():
        yield from sorted(file for file in path.iterdir() if is_document(file.name) and file.is_file())
        source, _ = read_source(path)
        yield from (path / name for name in (included(source) if source else ()))
    elif path.is_file():
        yield path
    else:
        raise click.UsageError(f"there is no course at {path}")


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{name} is not UTF-8 text: save it as UTF-8") from None


def _formatted(raw: str) -> str:
    text = normal(raw.removeprefix("\ufeff"))
    return edited(raw, formatting(text))
