"""`courseware records --engine`: numbers of tables that an engine holds."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import click

from courseware.commands.numbers import SHOWN, print_rows
from courseware.commands.summary import print_left_out, print_nobody, print_other
from courseware.diagnostics.address import is_engine
from courseware.diagnostics.characters import harmless
from courseware.diagnostics.extras import how_to_install
from courseware.records.numbers import KINDS
from courseware.records.wanted import Wanted

NEEDS = {"clickhouse_connect": "clickhouse", "pyspark": "spark"}
"""Libraries, and the extra that brings them where it is not `records`."""


def compute(
    engine: str,
    sources: Sequence[str],
    columns: Path | None,
    wanted: Wanted,
    explain: bool,
    output_format: str,
) -> None:
    """Print the wanted numbers of Parquet files of the table, or of one that an engine holds; or the plan of it."""
    tables = [source for source in sources if is_engine(source)]
    if tables and (len(sources) > 1 or engine):
        raise click.UsageError("a table in an engine must be the only source, and needs no --engine")
    if columns and not tables:
        raise click.UsageError("--columns needs a table in an engine")
    if not tables and any(not path.lower().endswith(".parquet") for path in sources):
        raise click.UsageError(
            "an engine reads only Parquet files of the table: make one with --history --output table.parquet"
        )
    try:
        from courseware.records.engine import Chosen, connected, named_table, table_of

        if not wanted.by:
            raise click.UsageError(f"--engine needs --by with one of: {', '.join(KINDS)}")
        engine, name = _parts(tables[0]) if tables else (engine, "")
        with warnings.catch_warnings(action="ignore"), connected(engine) as backend:
            given = named_table(backend, name, _map(columns)) if name else table_of(backend, sources)
            chosen = Chosen(backend, given, wanted)
            if explain:
                click.echo(chosen.plan())
            else:
                print_rows(chosen.numbers(), SHOWN[wanted.by], output_format)
                print_nobody(chosen.nobody())
                print_other(chosen.other())
                print_left_out(chosen.untimed(), chosen.unknown)
    except ModuleNotFoundError as error:
        extra = NEEDS.get(error.name or "", "records")
        raise click.UsageError(
            f"an engine needs {error.name}, which is not installed: {how_to_install(extra)}"
        ) from None
    except (click.ClickException, BrokenPipeError):
        raise
    except Exception as error:  # an engine has errors of its own, whose words are what helps
        first = next(iter(str(error).splitlines()), "") or type(error).__name__
        raise click.ClickException(
            f"{harmless(engine.partition('://')[0])}: {harmless(first[:300])}"
        ) from None


def _parts(address: str) -> tuple[str, str]:
    """The address of an engine, and the name of a table in it."""
    parts = urlsplit(address)
    query = parse_qsl(parts.query)
    rest = urlencode([pair for pair in query if pair[0] != "table"])
    at = address.index("?")
    return address[:at] + (f"?{rest}" if rest else ""), dict(query)["table"]


def _map(path: Path | None) -> dict[str, str]:
    """The columns of an engine's table by those of the table of records: a row of a CSV file each."""
    if path is None:
        return {}
    with open(path, encoding="utf-8-sig", newline="") as stream:
        rows = [[cell.strip() for cell in row] for row in csv.reader(stream) if any(row)]
    if any(len(row) != 2 for row in rows):
        raise click.UsageError(
            f"{path}: each row must have a column of the table of records and, after a comma, your column"
        )
    return {ours: theirs for ours, theirs in rows if theirs}
