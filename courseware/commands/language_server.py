"""`courseware language-server`: shows in an editor what is wrong with a course while it is written."""

from __future__ import annotations

import click


@click.command("language-server")
def command() -> None:
    """Show in an editor what is wrong, while you write.

    Editors start this by themselves, and talk to it over standard input and output (Language Server Protocol): see
    docs/editors.md.
    """
    try:
        from courseware.editor.server import serve
    except ModuleNotFoundError as error:
        if error.name not in {"lsprotocol", "pygls"}:
            raise
        raise click.ClickException(
            "the language server needs pygls: install it with pip install 'courseware[editor]'"
        ) from None
    serve()
