"""The command line: arguments in, text and an exit status out. No layer below this one prints or exits.

Each command is a module of the same name, imported when the command is called (click's lazy group), so that `--help`
imports none of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from courseware import __version__
from courseware.commands.help import Command

COMMANDS: Mapping[str, str] = {
    "package": "Compile a course into a package.",
    "preview": "Play a course in an LMS on this machine while you write it.",
    "check": "Report what is wrong with a course.",
    "fmt": "Rewrite front matter and markers in one canonical form.",
    "pin": "Write each interaction's id into its document.",
    "statements": "Print the xAPI statements that a course can send.",
    "validate": "Validate packages from any tool.",
    "records": "Read what learners answered, in words.",
    "explain": "Explain a diagnostic by its code.",
    "new": "Create a small course to start from.",
    "components": "List the components of the course language.",
    "language-server": "Show diagnostics in an editor while you write.",
    "completion": "Print the completion script of a shell.",
}
"""Command → its line in `--help`, in the order in which an author needs the commands."""


class _LazyGroup(Command, click.Group):
    """A group of the commands in `COMMANDS`, each imported from its module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name.replace('-', '_')}").command
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # commands handle errors of their own files, so this one is of the output
            with suppress(OSError):
                click.echo(f"Error: cannot write the output: {error.strerror or error}", err=True)
            _forget_output()
            sys.exit(1)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _forget_output() -> None:
    """Redirects output to nowhere: at exit Python would try to write the rest again, and print a traceback."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """The option `--version`; click's own looks up translations at every start, which takes time."""
    if wanted and not context.resilient_parsing:
        click.echo(f"courseware {__version__}")
        context.exit()


@click.group(
    cls=_LazyGroup,
    context_settings={"max_content_width": 100},
    epilog="A course is a folder of Markdown documents. `courseware COMMAND --help` says more about each command.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def main(context: click.Context) -> None:
    """Compile Markdown courses into packages for learning management systems.

    \b
    courseware new my-course        create a small course to start from
    courseware check my-course      see what is wrong with it, and where
    courseware package my-course    make build/<id>-scorm12.zip, for your LMS
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
