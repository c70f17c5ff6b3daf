"""`courseware components`: lists the components of the course language."""

from __future__ import annotations

import click

from courseware.commands.help import Command
from courseware.commands.output import print_columns
from courseware.diagnostics.suggest import did_you_mean
from courseware.language.components import COMPONENTS, KINDS

PLACES = {"section": "below a ## heading", "field": "in a form", "page": "anywhere"}
"""`place` of a component → where that is, in words."""


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in COMPONENTS if name.startswith(incomplete)]


@click.command("components", cls=Command)
@click.argument("name", required=False, shell_complete=_complete)
def command(name: str | None) -> None:
    """List the components of the course language.

    With the NAME of a component, list its keys and the values that they accept.
    """
    if name is None:
        for place, where in PLACES.items():
            click.secho(f"{place.capitalize()} components, {where}", bold=True)
            of_place = {name: row for name, row in COMPONENTS.items() if row.place == place}
            print_columns([(f"{{type: {name}}}", row.summary) for name, row in of_place.items()])
            click.echo()
        click.echo("`courseware components NAME` shows the keys of a component.")
        return
    if name not in COMPONENTS:
        raise click.UsageError(f'there is no component "{name}"{did_you_mean(name, COMPONENTS)}')
    row = COMPONENTS[name]
    click.secho(f"{{type: {name}}}: {row.summary}", bold=True)
    print_columns([(key, _described(KINDS[of.kind].expected, of.default)) for key, of in row.keys.items()])


def _described(expected: str, default: object) -> str:
    if default in (None, ""):
        return expected
    written = str(default).lower() if isinstance(default, bool) else default
    return (
        f"{expected} (default {written:g})"
        if isinstance(written, float)
        else f"{expected} (default {written})"
    )
