"""`courseware preview`: the course in an LMS on this machine, while it is written."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import webbrowser
from pathlib import Path

import click

from courseware.commands.options import Name
from courseware.diagnostics.extras import how_to_install
from courseware.formats import ALIASES, FORMATS

HOSTS = ("strict", "moodle", "lenient")


@click.command("preview")
@click.argument("course", default="content", type=click.Path(), metavar="[COURSE|ZIP]")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="The port to serve on [default: any].")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.option(
    "--format",
    "format_name",
    type=Name("format", (*ALIASES, *FORMATS)),
    default="scorm",
    show_default=True,
    help="The format to begin with.",
)
@click.option(
    "--lms",
    type=click.Choice(HOSTS),
    default="strict",
    show_default=True,
    help="The LMS to play: strict is the specification, moodle what Moodle 4.5 was seen to do, lenient takes all.",
)
@click.option(
    "--data",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Where learners and answers are kept [default: build/<name>.preview.sqlite3].",
)
@click.option(
    "--editor",
    metavar="COMMAND",
    help="What opens a line of the source: a program, a command with {file} and {line}, or a link of this kind "
    "[default: $VISUAL, $EDITOR, or vscode://file{file}:{line}].",
)
@click.option(
    "--simulate",
    type=click.IntRange(1, 1000),
    metavar="N",
    help="Let N simulated learners answer, so that the gradebook is seen before anyone has.",
)
def command(
    course: str,
    port: int,
    no_open: bool,
    format_name: str,
    lms: str,
    data: str | None,
    editor: str | None,
    simulate: int | None,
) -> None:
    """Play a course in an LMS on this machine, while you write it.

    COURSE is a folder of Markdown documents, `content` by default; ZIP is a package of any tool. A save shows at once,
    and what learners answer is in the gradebook at once. Nothing leaves this machine.

    \b
    courseware preview                      content/, in the browser
    courseware preview my-course --lms moodle
    courseware preview course.zip --port 8000 --no-open
    """
    try:
        from sqlalchemy.exc import SQLAlchemyError

        from courseware.preview.builds import Builds
        from courseware.preview.desk import Desk
        from courseware.preview.editors import NotOpened, editor_of
        from courseware.preview.gradebook_pages import add_class
        from courseware.preview.lms.hosts import HOSTS as hosts
        from courseware.preview.serve import listen, run
        from courseware.preview.store import Store
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"the preview needs {error.name}, which is not installed: {how_to_install('preview')}"
        ) from None
    source = Path(course)
    if not source.exists():
        raise click.UsageError(f"there is no folder or package {course}")
    try:
        opens = editor_of(editor, os.environ)
    except NotOpened as error:
        raise click.UsageError(f"--editor: {error}") from None
    try:
        sockets = listen(port)
    except OSError as error:
        raise click.ClickException(f"cannot serve on port {port}: {error.strerror or error}") from None
    click.echo(sockets.address)
    sys.stdout.flush()
    kept = Path(data) if data else Path("build") / f"{source.resolve().stem}.preview.sqlite3"
    try:
        desk = Desk(Builds(source), Store(kept), hosts[lms], ALIASES.get(format_name, format_name))
        desk.learners()
    except (OSError, SQLAlchemyError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "orig", None) or error
        raise click.ClickException(f"cannot keep answers in {kept}: {reason}") from None
    desk.editor = opens
    desk.builds.read()
    if simulate:
        add_class(desk, simulate)
    click.echo(f"Learners and answers are kept in {kept}. Stop with Ctrl+C.", err=True)

    def ready() -> None:
        if not no_open:
            webbrowser.open(sockets.address)

    gc.freeze()  # what is there now stays, and need not be looked through
    gc.enable()  # a command switches it off, but this one runs all day
    try:
        asyncio.run(run(desk, sockets, ready))
    except KeyboardInterrupt:
        pass
    finally:
        desk.store.close()
