"""`courseware records --engine`: numbers of tables that an engine holds."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import click

from courseware.commands.numbers import SHOWN, print_rows
from courseware.diagnostics.characters import harmless
from courseware.diagnostics.extras import how_to_install

NEEDS = {"pyspark": "spark"}
"""Libraries, and the extra that brings them where it is not `records`."""


def compute(
    engine: str,
    paths: Sequence[str],
    by: str | None,
    history: bool,
    explain: bool,
    is_more: bool,
    output_format: str,
) -> None:
    """Print the numbers of `by` of Parquet files of the table, or how they are computed."""
    if any(not path.lower().endswith(".parquet") for path in paths):
        raise click.UsageError(
            "an engine reads Parquet files of the table: make one with --history --output table.parquet"
        )
    if is_more:
        raise click.UsageError("--engine goes with --by, --history, --explain and --output-format alone")
    try:
        from courseware.records.engine import OF_TABLE, connected, latest_of, numbers_of, plan, table_of

        if by not in OF_TABLE:
            raise click.UsageError(f"--engine gives the numbers of --by {', '.join(OF_TABLE)}")
        with warnings.catch_warnings(action="ignore"), connected(engine) as backend:
            given = table_of(backend, paths)
            table = given if history else latest_of(given)
            if explain:
                click.echo(plan(backend, table, by))
            else:
                print_rows(numbers_of(table, by), SHOWN[by], output_format)
    except ModuleNotFoundError as error:
        extra = NEEDS.get(error.name or "", "records")
        raise click.UsageError(
            f"--engine needs {error.name}, which is not installed: {how_to_install(extra)}"
        ) from None
    except click.ClickException:
        raise
    except Exception as error:  # an engine has errors of its own, whose words are what helps
        first = next(iter(str(error).splitlines()), "") or type(error).__name__
        raise click.ClickException(
            f"{harmless(engine.partition('://')[0])}: {harmless(first[:300])}"
        ) from None
