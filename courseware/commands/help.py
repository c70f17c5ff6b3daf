"""The option `--help`, the same for every command."""

from __future__ import annotations

import click


def _show(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


_OPTION = click.Option(
    ["-h", "--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show,
    help="Show this message and exit.",
)


class Command(click.Command):
    """A command with its own option `--help`; click's looks up translations at every start, which takes time."""

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return _OPTION
