"""`courseware records --export` and `--erase`: hand out everything that is known about one learner, or erase it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from courseware.commands.class_file import is_class_file, of_classes, opened_class
from courseware.commands.output import FAILED
from courseware.diagnostics.address import is_address, is_database
from courseware.diagnostics.characters import harmless
from courseware.records.one_learner import Erased, erase, of_learner
from courseware.records.reading import read
from courseware.records.writing import as_json, whole


def one_learner(
    sources: Sequence[str],
    names: Mapping[str, str],
    exported: str | None,
    erased: str | None,
    output: Path | None,
) -> None:
    """Exports or erases what sources hold about a learner, and ends the command with `FAILED` if that is nothing.

    The learner is given by id, or by a name in `names` (id → name)."""
    if any(is_address(source) or is_database(source) for source in sources):
        raise click.UsageError(
            "--export and --erase work on files only: save a store's statements with --save, and give that file"
        )
    if output and (erased or output.suffix.lower() != ".json"):
        raise click.UsageError("with --export, --output writes JSON: give a file name that ends in .json")
    who = exported or erased or ""
    ids = {who, *(identifier for identifier, name in names.items() if name == who)}
    try:
        found = _export(sources, who, ids, output) if exported else _erase(sources, ids)
    except OSError as error:
        raise click.ClickException(harmless(str(error.strerror or error))) from None
    if not found:
        click.echo(f"nothing found about {harmless(who)}", err=True)
        sys.exit(FAILED)


def _export(sources: Sequence[str], who: str, ids: set[str], output: Path | None) -> int:
    held = {source: _held(source, ids) for source in sources}
    files = [source for source in sources if not is_class_file(source)]
    answers = [
        as_json(answer) for answer in read(files, of_classes(sources)).answers if answer.learner in ids
    ]
    content = json.dumps({"learner": who, "ids": sorted(ids), "answers": answers, "held": held}, indent=2)
    if output:
        whole(output, lambda place: place.write_text(content + "\n", encoding="utf-8"))
        click.echo(f"{output}: written", err=True)
    else:
        click.echo(content)
    return sum(map(len, held.values()))


def _erase(sources: Sequence[str], ids: set[str]) -> int:
    for source in sources:
        _held(source, ids)  # fails for a source that cannot be read before any is changed
    number = 0
    for source in sources:
        found = _erased(source, ids)
        number += found.number
        click.echo(f"{source}: {found.number:,} erased", err=True)
        if found.mentions:
            click.echo(
                f"  an id still appears in {found.mentions:,} that belong to other learners: check them",
                err=True,
            )
    return number


def _held(source: str, ids: set[str]) -> list[Any]:
    if not is_class_file(source):
        return of_learner(Path(source), ids)
    from courseware.preview import one_learner as of_class

    with opened_class(source) as store:
        return of_class.of_learner(store, ids)


def _erased(source: str, ids: set[str]) -> Erased:
    if not is_class_file(source):
        return erase(Path(source), ids)
    from courseware.preview import one_learner as of_class

    with opened_class(source) as store:
        return of_class.erase(store, ids)
