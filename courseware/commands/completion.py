"""`courseware completion`: prints the completion script of a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from courseware.commands import main
from courseware.commands.help import Command


@click.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash, in ~/.bashrc:   eval "$(courseware completion bash)"
    zsh, in ~/.zshrc:     eval "$(courseware completion zsh)"
    fish:                 courseware completion fish > ~/.config/fish/completions/courseware.fish
    """
    shell_class = get_completion_class(shell)
    assert shell_class is not None, "a choice of the argument"
    click.echo(shell_class(main, {}, "courseware", "_COURSEWARE_COMPLETE").source())
