"""The commands; the only place that prints, exits, or knows about a terminal."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from courseware import __version__
from courseware.diagnostics.address import is_address

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from courseware.archive.writer import Package
    from courseware.course.compiler import Progress
    from courseware.course.course import Course
    from courseware.diagnostics import Diagnostic
    from courseware.formats import Standard

CLEAN, ERRORS, MISUSE = 0, 1, 2
ALL = "all"
"""The format that is every format there is."""
PATIENCE = 1.0
"""Seconds before a progress bar shows."""


class _Group(click.Group):
    """Commands in the order in which an author needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A course is a folder of Markdown documents. `courseware COMMAND --help` says more about each command.",
)
@click.version_option(  # with words of its own, click need not look for translations of its words
    __version__, message="courseware %(version)s", help="Show the version and exit."
)
@click.pass_context
def main(context: click.Context) -> None:
    """Compile Markdown courses into packages for learning management systems.

    \b
    courseware new my-course        write a small course to begin with
    courseware check my-course      see what is wrong with it, and where
    courseware package my-course    make build/<id>-scorm12.zip, for your LMS
    """
    gc.disable()  # what a run makes is kept to its end, and looking for cycles in it takes a fifth of the time
    context.call_on_close(gc.freeze)  # nor is it looked through at the end, before the memory goes as a whole
    if os.environ.get("NO_COLOR"):
        context.color = False


def _output_format(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--output-format",
        type=click.Choice(["text", "json", "sarif", "github"]),
        default="text",
        show_default=True,
        help="How diagnostics are written: text to standard error, all else to standard output.",
    )(command)


def _strict(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--strict", is_flag=True, help="Count warnings as errors.")(command)


class _Format(click.ParamType):  # type: ignore[type-arg]  # a type parameter is new in click 8.3
    """A format of the registry of standards, which is read only when it is asked for."""

    name = "format"

    def choices(self) -> list[str]:
        from courseware.formats import ALIASES, FORMATS

        return [*ALIASES, *FORMATS, ALL]

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(self.choices())}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from courseware.diagnostics.suggest import did_you_mean

        if value not in self.choices():
            known = ", ".join(self.choices())
            self.fail(f'there is no format "{value}"{did_you_mean(value, self.choices())}; known: {known}')
        return value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self.choices() if name.startswith(incomplete)]


_COURSE = click.argument("course", default="content", type=click.Path())


@main.command()
@_COURSE
@click.option(
    "--format",
    "format_name",
    type=_Format(),
    default="scorm",
    show_default=True,
    help="What to make; scorm means SCORM 1.2, scorm2004 its 4th Edition, html the pages alone, all one of each.",
)
@click.option(
    "--output",
    type=click.Path(),
    metavar="PATH",
    help="Where to write the zip [default: build/<id>-<format>.zip]. A PATH that ends in / gets the files unpacked; "
    "with `--format all` it is the folder for the zips.",
)
@click.option(
    "--control-documents",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="A folder with the official schema files, to put into the package instead of the program's own.",
)
@_strict
@_output_format
def package(
    course: str,
    format_name: str,
    output: str | None,
    control_documents: str | None,
    strict: bool,
    output_format: str,
) -> None:
    """Compile a course into a package.

    COURSE is a folder of Markdown documents, `content` by default.

    \b
    courseware package                          content/ to build/<id>-scorm12.zip
    courseware package my-course --strict       as above, and warnings are errors
    courseware package --format html --output site/
    courseware package --format all             one zip for each standard there is
    """
    from pathlib import Path

    from courseware.diagnostics import has_errors

    checked, diagnostics = _checked(course)
    if checked is None or has_errors(diagnostics, strict):
        _report(diagnostics, output_format)
        sys.exit(ERRORS)
    from courseware.formats import FORMATS, load
    from courseware.formats.build import build
    from courseware.site.linker import link_runtime
    from courseware.site.renderer import Renderer

    if format_name == ALL and control_documents:
        raise click.UsageError("--control-documents holds the schema files of one standard: name its format")
    documents = Path(control_documents) if control_documents else None
    standards = [load(name) for name in (FORMATS if format_name == ALL else [format_name])]
    renderer = Renderer(checked, keep=len(standards) > 1)
    made: list[Package] = []
    try:
        for standard in standards:
            added = standard.data(checked)
            script = link_runtime(standard.DRIVER, "lrs" in added)
            site = renderer.site(script, standard.DIVIDES, standard.NAVIGATES, added)
            built, problems = build(checked, site, standard, documents)
            made.append(built)
            diagnostics += [problem for problem in problems if problem not in diagnostics]
    except OSError as error:
        raise click.ClickException(f"cannot read {error.filename}: {error.strerror}") from None
    except ValueError as error:  # SOURCE_DATE_EPOCH
        raise click.UsageError(str(error)) from None
    if output_format != "text" or diagnostics:
        _report(diagnostics, output_format)
    if has_errors(diagnostics, strict):
        sys.exit(ERRORS)
    names = [f"{checked.settings.id}-{standard.NAME}.zip" for standard in standards]
    if format_name == ALL:
        from concurrent.futures import ThreadPoolExecutor

        with (
            ThreadPoolExecutor() as pool
        ):  # compressing takes the most of it, and that they can do side by side
            paths = list(pool.map(_write, made, [f"{output or 'build'}/{name}" for name in names]))
    else:
        paths = [_write(made[0], output or f"build/{names[0]}")]
    if output_format == "text":
        for standard, built, path in zip(standards, made, paths, strict=True):
            _summary(checked, standard, built, path)


@main.command()
@_COURSE
@click.option(
    "--against",
    type=click.Path(exists=True),
    metavar="OLD",
    help="A package made of this course before: whose records survive an upload over it?",
)
@_strict
@_output_format
def check(course: str, against: str | None, strict: bool, output_format: str) -> None:
    """Report what is wrong with a course.

    COURSE is a folder of Markdown documents, `content` by default. Nothing is written.
    """
    from courseware.diagnostics import has_errors

    checked, diagnostics = _checked(course)
    if checked:
        from courseware.formats import warnings

        diagnostics += warnings(checked)
    comparison = None
    if checked and against:
        from courseware.site.compare import compare

        comparison = compare(checked, against)
        diagnostics += comparison.diagnostics
    _report(diagnostics, output_format)
    if has_errors(diagnostics, strict):
        sys.exit(ERRORS)
    if output_format == "text" and checked:
        click.echo(f"{_counts(checked)}: {'nothing to report' if not diagnostics else 'no errors'}")
    if output_format == "text" and comparison:
        counts = ", ".join(f"{len(getattr(comparison, one))} {one}" for one in ("kept", "new", "gone"))
        click.echo(f"Against {against}: {counts}")


@main.command()
@_COURSE
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def pin(course: str, dry_run: bool) -> None:
    """Write each interaction's id into its document, so that its label can be reworded and its records stay.

    Nothing else in the documents changes.
    """
    from courseware.course.pin import pin as pinned
    from courseware.diagnostics import has_errors

    checked, diagnostics = _checked(course)
    if checked is None or has_errors(diagnostics):
        _report(diagnostics, "text")
        sys.exit(ERRORS)
    try:
        documents = list(pinned(checked))
        for document in () if dry_run else documents:
            document.write()
    except OSError as error:
        raise click.ClickException(f"cannot write {error.filename}: {error.strerror}") from None
    for document in documents:
        counted = f"{document.path}: {len(document.ids)} id{'s' * (len(document.ids) != 1)}"
        click.echo(document.diff() if dry_run else counted, nl=not dry_run)
    if not documents:
        click.echo("every interaction has an id already")


@main.command()
@_COURSE
def statements(course: str) -> None:
    """Print the xAPI statements a course can send.

    One example of each, as a list in JSON. COURSE is a folder, `content` by default.
    """
    import json

    checked, diagnostics = _checked(course)
    if checked is None:
        _report(diagnostics, "text")
        sys.exit(ERRORS)
    from courseware.formats.statements import examples

    click.echo(json.dumps(list(examples(checked)), ensure_ascii=False, indent=2))


class _Source(click.Path):
    """A path that exists, or an address."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if is_address(value) else super().convert(value, param, ctx)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=_Source(exists=True), metavar="PATH…")
@click.option(
    "--standard",
    metavar="NAME",
    help="Judge by this standard, whatever the package says it is: scorm12, scorm2004-2 to -4, xapi, cmi5.",
)
@click.option(
    "--profile",
    type=click.Choice(["spec", "moodle"]),
    default="spec",
    show_default=True,
    help="What to judge by besides: nothing, or what Moodle demands and cannot do.",
)
@click.option(
    "--control-documents",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="A folder with the official schema files, to judge by instead of the program's own.",
)
@click.option("--statements", is_flag=True, help="The PATHs are files or URLs of xAPI statements, as JSON.")
@_strict
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "sarif", "github", "html"]),
    default="text",
    show_default=True,
    help="How diagnostics are written: text to standard error, all else to standard output.",
)
def validate(
    paths: tuple[str, ...],
    standard: str | None,
    profile: str,
    control_documents: str | None,
    statements: bool,
    strict: bool,
    output_format: str,
) -> None:
    """Judge packages of any tool: zips, folders, or manifests alone. Nothing is unpacked, written or fetched,
    but the URLs of statements.

    \b
    courseware validate course.zip other.zip    what is wrong with them; the standard is recognised
    courseware validate --profile moodle course.zip
    courseware validate --statements https://user:password@lrs.example/xapi/statements
    courseware validate --output-format html packages/*.zip > report.html
    """
    from courseware.diagnostics import has_errors, tally
    from courseware.validation.validate import STANDARDS, validate_all

    if statements:
        _validate_statements(paths, strict, output_format)
        return
    if any(map(is_address, paths)):
        raise click.UsageError("packages are files; an address is read with --statements")
    if standard is not None and standard not in STANDARDS:
        from courseware.diagnostics.suggest import did_you_mean

        known = ", ".join(STANDARDS)
        raise click.UsageError(
            f'there is no standard "{standard}"{did_you_mean(standard, STANDARDS)}; known: {known}'
        )
    try:
        with _progress("Validating") as progress:
            reports = validate_all(
                paths,
                standard=standard,
                profile=profile,
                control_documents=control_documents,
                progress=progress,
            )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    diagnostics = [diagnostic for report in reports for diagnostic in report.diagnostics]
    if output_format == "html":
        from courseware.archive.reader import lines_of
        from courseware.diagnostics.html import as_html

        click.echo(as_html(reports, cache(lines_of)))
    else:
        _report(diagnostics, output_format)
    if output_format == "text":
        for report in reports:
            standing = f" ({report.standard})" if report.standard else ""
            click.echo(f"{report.path}{standing}: {tally(report.diagnostics) or 'nothing to report'}")
    if has_errors(diagnostics, strict):
        sys.exit(ERRORS)


def _validate_statements(paths: Sequence[str], strict: bool, output_format: str) -> None:
    from courseware.diagnostics import has_errors
    from courseware.validation.statement_source import judge, shown

    if output_format == "html":
        raise click.UsageError("--output-format html is a report on packages")
    try:
        diagnostics = [one for path in paths for one in judge(path)]
    except OSError as error:
        raise click.ClickException(f"cannot read {error.filename}: {error.strerror}") from None
    _report(diagnostics, output_format)
    if has_errors(diagnostics, strict):
        sys.exit(ERRORS)
    if output_format == "text":
        for path in paths:
            click.echo(f"{shown(path)}: nothing to report")


def _complete_code(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from courseware.commands.faults import FAULTS

    return [code for code in FAULTS if code.startswith(incomplete.upper())]


@main.command()
@click.argument("code", shell_complete=_complete_code)
def explain(code: str) -> None:
    """Explain a diagnostic by its code.

    CODE stands in brackets in the diagnostic, such as M203.
    """
    from courseware.commands.faults import FAULTS
    from courseware.diagnostics.suggest import did_you_mean

    row = FAULTS.get(code.upper())
    if row is None:
        raise click.UsageError(f'there is no diagnostic "{code}"{did_you_mean(code, FAULTS)}')
    message = row.message.replace("{suggestion}", "").replace("{{", "{").replace("}}", "}")
    click.secho(f"{code.upper()} ({row.severity}): {message}", bold=True)
    click.echo()
    click.echo(click.wrap_text(row.explanation.format(), width=88))


@main.command()
@click.argument("folder", type=click.Path(), metavar="DIR")
def new(folder: str) -> None:
    """Write a small course to begin with.

    DIR is a new folder; the course in it builds as it is.
    """
    import shutil
    from pathlib import Path

    from courseware.data import templates_folder

    path = Path(folder)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise click.UsageError(f"{folder} is there already and not empty; give the name of a new folder")
    try:
        shutil.copytree(templates_folder() / "course", path, dirs_exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"cannot write {folder}: {error.strerror}") from None
    for one in sorted(path.rglob("*")):
        if one.is_file():
            click.echo(f"wrote {one}")
    click.echo(f"\nNow edit these files, and run: courseware package {folder}")


def _complete_component(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from courseware.language.components import COMPONENTS

    return [name for name in COMPONENTS if name.startswith(incomplete)]


@main.command()
@click.argument("name", required=False, shell_complete=_complete_component)
def components(name: str | None) -> None:
    """List what a course can hold.

    With the NAME of a component, its keys and what they take.
    """
    from courseware.diagnostics.suggest import did_you_mean
    from courseware.language.components import COMPONENTS, KINDS

    if name is None:
        for place, where in (("section", "below a ## heading"), ("field", "in a form"), ("page", "anywhere")):
            click.secho(f"{place.capitalize()} components, {where}", bold=True)
            rows = [
                (f"{{type: {one}}}", row.summary) for one, row in COMPONENTS.items() if row.place == place
            ]
            _columns(rows)
            click.echo()
        click.echo("`courseware components NAME` shows the keys of one.")
        return
    if name not in COMPONENTS:
        raise click.UsageError(f'there is no component "{name}"{did_you_mean(name, COMPONENTS)}')
    row = COMPONENTS[name]
    click.secho(f"{{type: {name}}}: {row.summary}", bold=True)
    _columns([(one, _described(KINDS[key.kind].expected, key.default)) for one, key in row.keys.items()])


def _described(expected: str, default: object) -> str:
    if default in (None, ""):
        return expected
    written = (
        str(default).lower()
        if isinstance(default, bool)
        else f"{default:g}"
        if isinstance(default, float)
        else default
    )
    return f"{expected} (default {written})"


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash, in ~/.bashrc:   eval "$(courseware completion bash)"
    zsh, in ~/.zshrc:     eval "$(courseware completion zsh)"
    fish:                 courseware completion fish > ~/.config/fish/completions/courseware.fish
    """
    from click.shell_completion import get_completion_class

    shell_class = get_completion_class(shell)
    assert shell_class is not None, "a choice of the option"
    click.echo(shell_class(main, {}, "courseware", "_COURSEWARE_COMPLETE").source())


# What the commands share


def _checked(course: str) -> tuple[Course | None, list[Diagnostic]]:
    from courseware.course.compiler import check_course

    with _progress("Reading") as progress:
        return check_course(course, progress)


class _progress:
    """A bar on a terminal, once something takes longer than a moment; nothing elsewhere."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.started = time.monotonic()
        self.bar: Any = None

    def __enter__(self) -> Progress | None:
        return self._advance if sys.stderr.isatty() else None

    def _advance(self, done: int, total: int) -> None:
        if self.bar is None and time.monotonic() - self.started > PATIENCE:
            self.bar = click.progressbar(length=total, label=self.label, file=sys.stderr)
            self.bar.__enter__()
        if self.bar is not None:
            self.bar.update(done - self.bar.pos)

    def __exit__(self, *exception: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(*exception)


def _report(diagnostics: Sequence[Diagnostic], output_format: str) -> None:
    if output_format == "text" and not diagnostics:
        return
    from courseware.diagnostics import tally

    if output_format != "text":
        written = _renderer(output_format)(diagnostics)
        click.echo(written, nl=bool(written))
    else:
        from courseware.archive.reader import lines_of
        from courseware.diagnostics.text import as_text

        click.echo(as_text(diagnostics, cache(lines_of)), err=True)
        click.echo(tally(diagnostics), err=True)
        click.echo(f"`courseware explain {diagnostics[0].code}` says more.", err=True)


def _renderer(name: str) -> Callable[[Sequence[Diagnostic]], str]:
    if name == "json":
        from courseware.diagnostics.json import as_json

        return as_json
    if name == "sarif":
        from courseware.diagnostics.sarif import as_sarif

        return as_sarif
    from courseware.diagnostics.github import as_github

    return as_github


def _write(package: Package, output: str) -> Path:
    """Writes the zip, or the files into a folder when the path ends in a slash."""
    from pathlib import Path

    from courseware.archive.writer import write_folder, write_zip

    path = Path(output)
    unpacked = output.endswith(("/", os.sep))
    if not unpacked and path.is_dir():
        raise click.UsageError(f"{output} is a folder; write {output}/ to get the files unpacked there")
    try:
        (write_folder if unpacked else write_zip)(package, path)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        if error.errno is None:  # the program's own refusal, not the system's
            raise click.UsageError(str(error)) from None
        raise click.ClickException(f"cannot write {output}: {error.strerror}") from None
    return path


def _counts(course: Course) -> str:
    counts = {"page": len(course.pages), "interaction": len(course.interactions)}
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())


def _summary(course: Course, standard: Standard, package: Package, path: Path) -> None:
    """What was made, what will be reported, and what to do with it."""
    from courseware.formats.forecast import forecast

    size = path.stat().st_size if path.is_file() else sum(len(file.read()) for file in package.files)
    click.secho(f"{path}  {size / 1000:,.1f} kB", bold=True)
    rows = [("Course", f"{course.settings.title} (id {course.settings.id})"), ("Contents", _counts(course))]
    _columns(rows + forecast(course, standard))
    click.echo()
    for line in standard.advice(course):
        click.echo(f"  {line}")


def _columns(rows: Sequence[tuple[str, str]]) -> None:
    width = max((len(first) for first, _ in rows), default=0)
    for first, second in rows:
        click.echo(f"  {first.ljust(width)}  {second}")
