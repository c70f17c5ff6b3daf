"""`courseware explain`: explains a diagnostic by its code."""

from __future__ import annotations

import re

import click

from courseware.commands.faults import FAULTS
from courseware.commands.help import Command
from courseware.diagnostics import COMMAND
from courseware.diagnostics.suggest import did_you_mean


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [code for code in FAULTS if code.startswith(incomplete.upper())]


@click.command("explain", cls=Command)
@click.argument("code", shell_complete=_complete)
def command(code: str) -> None:
    """Explain a diagnostic by its code.

    CODE is the code in brackets in the diagnostic, such as M203.
    """
    row = FAULTS.get(code.upper())
    if row is None:
        raise click.UsageError(f'there is no diagnostic "{code}"{did_you_mean(code, FAULTS)}')
    message = re.sub(r"(?<!\{)\{\w+\}(?!\})…?", "…", row.message.replace("{suggestion}", ""))
    message = message.replace("{{", "{").replace("}}", "}")
    click.secho(f"{code.upper()} ({row.severity}): {message}", bold=True)
    click.echo()
    click.echo(click.wrap_text(row.explanation.format(), width=88))
    if row.example:
        whole = "package" if row.code.startswith("P") else "folder"
        place = {"document.md": "", "": f" (the files of the {whole})", COMMAND: " (typed)"}.get(
            row.example.file, f" ({row.example.file})"
        )
        of_two_versions = row.code.startswith("R") and row.example.file != COMMAND
        titles = ("Before", "Now") if of_two_versions else ("Wrong", "Right")
        for title, text in zip(titles, row.example[:2], strict=True):
            click.secho(f"\n{title}{place}:\n", bold=True)
            click.echo("\n".join(f"    {line}".rstrip() for line in text.split("\n")))
