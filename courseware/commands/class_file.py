"""The file of a class that `courseware preview` keeps, as a source of records."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from courseware.diagnostics.extras import how_to_install

if TYPE_CHECKING:
    from courseware.preview.store import Store
    from courseware.records.answer import Records

_SQLITE = b"SQLite format 3\0"


def is_class_file(path: str) -> bool:
    """Whether a file is an SQLite database, in which the preview keeps a class."""
    try:
        with open(path, "rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


@contextmanager
def opened_class(path: str) -> Iterator[Store]:
    """Opens the class in a file. Raises click's exceptions if the file cannot be used."""
    from pathlib import Path

    try:
        from sqlalchemy.exc import SQLAlchemyError

        from courseware.preview.store import Store
    except ModuleNotFoundError as error:
        needs = f"the class file of a preview needs {error.name}, which is not installed"
        raise click.UsageError(f"{needs}: {how_to_install('preview')}") from None
    try:
        with closing(Store(Path(path))) as store:
            yield store
    except (OSError, SQLAlchemyError) as error:
        words = error if isinstance(error, OSError) else type(error).__name__
        raise click.ClickException(f"{path} is not a class file of the preview: {words}") from None


def of_classes(sources: Sequence[str]) -> list[Records]:
    """The records of each source that is the file of a class; other sources are ignored."""
    return [_records(source) for source in sources if is_class_file(source)]


def _records(path: str) -> Records:
    from courseware.preview.gradebook import read_class

    name = os.path.basename(path)
    with opened_class(path) as store:
        found = read_class(store, []).records
    answers = [answer._replace(source=answer.source.replace("preview", name, 1)) for answer in found.answers]
    attempts = [attempt._replace(source=name) for attempt in found.attempts]
    unread = [
        not_understood._replace(place=f"{name}, {not_understood.place}")
        for not_understood in found.not_understood
    ]
    return found._replace(answers=tuple(answers), attempts=tuple(attempts), not_understood=tuple(unread))
