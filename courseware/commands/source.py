"""The sources that commands read: files, record stores, Moodles, Moodle's databases, classes of the preview.

`courseware validate` imports this module for packages, too, so what they do not need is imported where it is used.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

from courseware.commands.class_file import is_class_file, of_classes
from courseware.commands.progress import progress
from courseware.diagnostics.address import is_address, is_database, is_engine, is_moodle_page, may_hold_secret
from courseware.diagnostics.characters import harmless
from courseware.diagnostics.extras import how_to_install

if TYPE_CHECKING:
    from pathlib import Path

    from courseware.records.answer import Records

VARIABLE = "COURSEWARE_DATABASE_PASSWORD"
"""Environment variable with the password of a database, for an address without one."""
TOKEN = "COURSEWARE_MOODLE_TOKEN"  # noqa: S105, a name, not a token
"""Environment variable with a token for a Moodle's web services."""


class PathOrAddress(click.Path):
    """An argument that is a path that exists, an address, a database or an engine."""

    def __init__(self, dir_okay: bool = False) -> None:
        super().__init__(exists=True, dir_okay=dir_okay)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and is_address(value.strip()):
            return value.strip()
        if isinstance(value, str) and (is_database(value) or is_engine(value)):
            return value
        if isinstance(value, str) and may_hold_secret(value) and not os.path.exists(value):
            self.fail(
                "there is no such file, and an address must begin with https:// or http:// "
                "(the value is not shown, because it may contain a password)"
            )
        return super().convert(value, param, ctx)


@contextmanager
def fetched(sources: Sequence[str], save: Path | None) -> Iterator[list[str]]:
    """The paths of the sources that are files, except classes, and of files with the statements of record stores.

    Statements go into `save`, else into a temporary file. Raises `click.ClickException` if a store cannot be read to
    its end; what has arrived stays in `save`.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from courseware.records.store import StoreUnreadable, fetch
    from courseware.validation.statement_source import shown

    stores = [source for source in sources if is_address(source) and not is_moodle_page(source)]
    if save and len(stores) > 1:
        raise click.UsageError(
            "--save can keep the statements of only one record store, but there are several"
        )
    with ExitStack() as stack:
        paths = []
        for number, source in enumerate(sources):
            if source not in stores:
                if not (is_database(source) or is_moodle_page(source) or is_class_file(source)):
                    paths.append(source)
                continue
            folder = save.parent if save else Path(stack.enter_context(TemporaryDirectory()))
            path = save or folder / f"store-{number}.jsonl"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with progress("Reading the record store") as advance:
                    found = fetch(source, path, advance)
            except StoreUnreadable as error:
                kept = (
                    f"; what arrived is in {save}, and the same command continues from there" if save else ""
                )
                raise click.ClickException(f"{shown(source)}: {error}{kept}") from None
            except OSError as error:
                raise click.ClickException(f"cannot write {path}: {error.strerror or error}") from None
            known = f", {found.known:,} already known" if found.known else ""
            click.echo(f"{shown(source)}: {found.new:,} new statements{known}", err=True)
            paths.append(str(path))
        yield paths


def of_systems(sources: Sequence[str]) -> list[Records]:
    """The records of each source that is a Moodle, its database or a class. Raises click's exceptions."""
    return [*of_databases(sources), *_of_services(sources), *of_classes(sources)]


def _of_services(sources: Sequence[str]) -> Iterator[Records]:
    for page in filter(is_moodle_page, sources):
        from courseware.records.moodle_service import read_service
        from courseware.validation.statement_source import shown

        try:
            with progress("Reading Moodle") as advance:
                yield read_service(page, os.environ.get(TOKEN, ""), advance)
        except OSError as error:
            raise click.ClickException(f"{shown(page)}: {error}") from None


def of_databases(sources: Sequence[str]) -> list[Records]:
    """The records of each source that is a Moodle's database. Raises click's exceptions if one cannot be read."""
    found = []
    for number, database in enumerate(filter(is_database, sources), 1):
        from courseware.records.tracks import read_database

        try:
            found.append(read_database(database, os.environ.get(VARIABLE, "")))
        except ModuleNotFoundError as error:
            needs = f"a database needs {error.name}, which is not installed"
            raise click.UsageError(f"{needs}: {how_to_install('moodle')}") from None
        except OSError as error:
            raise click.ClickException(f"database {number}: {harmless(str(error))}") from None
    return found
