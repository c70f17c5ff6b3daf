"""Arguments and options that several commands take."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from courseware.commands.output import MACHINE_FORMS
from courseware.diagnostics.suggest import did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class FileOrFolder(click.ParamType):  # type: ignore[type-arg]  # a type parameter is new in click 8.3
    """The path of a file or folder, which must be there if `exists`. `click.Path` is slower at every start."""

    name = "path"

    def __init__(self, exists: bool = False) -> None:
        self.exists = exists

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if self.exists and not os.path.exists(value):
            self.fail(f"Path '{value}' does not exist.", param, ctx)
        return value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


COURSE = click.argument("course", default="content", type=FileOrFolder())
STRICT = click.option("--strict", is_flag=True, help="Count warnings as errors.")


def output_format_option(*more: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--output-format`; `more` are forms that only this command offers."""
    return click.option(
        "--output-format",
        type=click.Choice(["text", *MACHINE_FORMS, *more]),
        default="text",
        show_default=True,
        help="The format of diagnostics: text goes to standard error, every other format to standard output.",
    )


class Name(click.ParamType):  # type: ignore[type-arg]  # a type parameter is new in click 8.3
    """One of the `known` names; for an unknown name, the nearest is suggested. `name` says what the names are of."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = known

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(self.known)}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.known:
            meant = did_you_mean(value, self.known)
            self.fail(f'there is no {self.name} "{value}"{meant} (known: {", ".join(self.known)})')
        return value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self.known if name.startswith(incomplete)]
