"""`courseware preview`: plays a course in an LMS on this machine while it is being written."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import webbrowser
from collections.abc import Mapping
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courseware.commands.help import Command
from courseware.commands.options import Name
from courseware.diagnostics.extras import how_to_install
from courseware.formats import ALIASES, FORMATS

if TYPE_CHECKING:
    from courseware.preview.builds import Builds
    from courseware.preview.desk import Desk
    from courseware.preview.serve import Sockets

HOSTS = ("strict", "moodle", "lenient")


@click.command("preview", cls=Command)
@click.argument("course", default="content", type=click.Path(), metavar="[COURSE|ZIP]")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="The port to serve on [default: any].")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.option(
    "--format",
    "format_name",
    type=Name("format", (*ALIASES, *FORMATS)),
    help="The format to start with [default: scorm].",
)
@click.option(
    "--lms",
    type=click.Choice(HOSTS),
    default="strict",
    show_default=True,
    help="The LMS to imitate: strict follows the specification, moodle does what Moodle 4.5 was seen to do, lenient "
    "accepts anything.",
)
@click.option(
    "--data",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="The file that keeps learners and answers [default: build/<name>.preview.sqlite3].",
)
@click.option(
    "--share",
    is_flag=True,
    help="Let a class on the local network play on its own devices: anyone who has the address can join under any "
    "name.",
)
@click.option(
    "--address",
    metavar="IP",
    help="With --share: the address of this machine to serve the class on [default: its address on the local "
    "network].",
)
@click.option(
    "--editor",
    metavar="COMMAND",
    help="What opens a line of the source: a program, or a command or a link with {file} and {line} "
    "[default: $VISUAL, $EDITOR, or vscode://file{file}:{line}].",
)
@click.option(
    "--simulate",
    type=click.IntRange(1, 1000),
    metavar="N",
    help="Let N simulated learners answer, to fill the gradebook before anyone has answered.",
)
def command(
    course: str,
    port: int,
    no_open: bool,
    format_name: str | None,
    lms: str,
    data: str | None,
    share: bool,
    address: str | None,
    editor: str | None,
    simulate: int | None,
) -> None:
    """Play a course in an LMS on this machine while you write it.

    COURSE is a folder of Markdown documents, `content` by default; ZIP is a package from any tool. Every save is
    shown at once, and every answer appears in the gradebook at once. Without `--share`, nothing leaves this machine.

    \b
    courseware preview                      content/, in the browser
    courseware preview my-course --lms moodle
    courseware preview course.zip --port 8000 --no-open
    """
    try:
        from courseware.preview.editors import NotOpened, editor_of
        from courseware.preview.gradebook_pages import add_class
        from courseware.preview.serve import listen, run

        shared = _shared_on(share, address)
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"the preview needs {error.name}, which is not installed: {how_to_install('preview')}"
        ) from None
    builds = _builds(course, {"--format": format_name, "--editor": editor})
    try:
        opens = editor_of(editor, os.environ)
    except NotOpened as error:
        raise click.UsageError(f"--editor: {error}") from None
    try:
        sockets = listen(port, shared)
    except OSError as error:
        place = f" of {shared}" if shared else ""
        raise click.ClickException(f"cannot serve on port {port}{place}: {error.strerror or error}") from None
    click.echo(sockets.address)
    sys.stdout.flush()
    kept = Path(data) if data else Path("build") / f"{builds.source.resolve().stem}.preview.sqlite3"
    desk = _desk(builds, kept, lms, format_name or "scorm")
    desk.editor = opens
    desk.builds.read()
    if simulate:
        add_class(desk, simulate)
    if shared:
        _share(desk, sockets)
    click.echo(f"Learners and answers are kept in {kept}. Stop with Ctrl+C.", err=True)

    def ready() -> None:
        if not no_open:
            webbrowser.open(sockets.address)

    gc.freeze()  # the garbage collector need not examine what exists now, because it stays
    gc.enable()  # `__main__.py` disables it for short commands, but this one runs all day
    try:
        asyncio.run(run(desk, sockets, ready))
    except KeyboardInterrupt:
        pass
    finally:
        desk.store.close()


def _builds(course: str, for_courses: Mapping[str, str | None]) -> Builds:
    """The course or package at a path. Raises `click.UsageError`, also if an option is given that is for courses."""
    from courseware.preview.builds import Builds

    builds = Builds(Path(course))
    if not builds.source.exists():
        raise click.UsageError(f"there is no folder or package at {course}")
    if not builds.is_course:
        for option, given in for_courses.items():
            if given:
                raise click.UsageError(f"{option} is for a course, but {course} is a package")
    return builds


def _desk(builds: Builds, kept: Path, lms: str, format_name: str) -> Desk:
    """The preview of a course or package, with its class from the file `kept`. Raises `click.ClickException`."""
    from sqlalchemy.exc import SQLAlchemyError

    from courseware.preview.desk import Desk
    from courseware.preview.lms.hosts import HOSTS as hosts
    from courseware.preview.store import Store

    try:
        desk = Desk(builds, Store(kept), hosts[lms], ALIASES.get(format_name, format_name))
        desk.learners()
    except (OSError, SQLAlchemyError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "orig", None) or error
        raise click.ClickException(f"cannot keep answers in {kept}: {reason}") from None
    return desk


def _shared_on(share: bool, address: str | None) -> str:
    """The IPv4 address to serve a class on; empty without `--share`. Fails early if it, or `segno`, is missing."""
    if not share:
        if address:
            raise click.UsageError("--address needs --share")
        return ""
    import segno  # noqa: F401, it is only looked for

    from courseware.preview.classroom import address_of_machine

    try:
        found = ip_address(address or address_of_machine())
    except OSError:
        words = "this machine has no address on a local network: connect it to one, or give an address with --address"
        raise click.ClickException(words) from None
    except ValueError:
        found = None
    if not isinstance(found, IPv4Address) or found.is_unspecified:
        raise click.UsageError(
            f"--address: {address} is not an IPv4 address of this machine, such as 192.168.1.20"
        )
    return str(found)


def _share(desk: Desk, sockets: Sockets) -> None:
    """Opens the preview to the class, and prints the addresses, on a terminal with a QR code."""
    from courseware.preview.qr_code import as_text
    from courseware.preview.serve import share

    classroom = share(desk, sockets)
    if sys.stderr.isatty():
        click.echo(as_text(classroom.address), err=True)
    click.echo(f"Learners on the same network: {classroom.address}", err=True)
    click.echo(f"The instructor on another device: {classroom.instructor}", err=True)
