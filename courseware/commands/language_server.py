"""`courseware language-server`: shows in an editor what is wrong with a course while it is written."""

from __future__ import annotations

import click

from courseware.commands.help import Command
from courseware.diagnostics.extras import how_to_install


@click.command("language-server", cls=Command)
def command() -> None:
    """Show diagnostics in an editor while you write.

    Editors start this command themselves, and communicate with it over standard input and output (Language Server
    Protocol): see docs/editors.md.
    """
    try:
        from courseware.editor.server import serve
    except ModuleNotFoundError as error:
        if error.name not in {"lsprotocol", "pygls"}:
            raise
        raise click.ClickException(
            f"the language server needs {error.name}, which is not installed: {how_to_install('editor')}"
        ) from None
    serve()
