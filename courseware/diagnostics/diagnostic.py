"""Diagnostics: what is said about a course or a package, and where."""

from collections.abc import Sequence

from courseware.record import NamedTuple

ERROR = "error"
WARNING = "warning"

_LONGEST = 1_000
"""Characters of what a message quotes at most."""

MOST_PRINTED = 1_000
"""Diagnostics that are shown to anyone: of more, only their number."""


class Span(NamedTuple):
    """A place in a text file. Lines and columns count from 1, columns in characters; the end is exclusive.

    `secret`: its line may hold a password, and is not to be shown.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    secret: bool = False

    @classmethod
    def whole(cls, file: str) -> "Span":
        """A file as a whole: its beginning, and no character of it."""
        return cls(file, 1, 1, 1, 1)

    @property
    def is_whole(self) -> bool:
        return (self.line, self.column, self.end_line, self.end_column) == (1, 1, 1, 1)


COMMAND = "a command"


class Example(NamedTuple):
    """A mistake and its mending, as `courseware explain` shows them.

    Both are the text of `file`; of `document.md` only what stands below its front matter, unless they begin with it.
    Of a file of a package they are a part. Where `file` is empty they are the files of a course's folder or of a
    package: a name on each line, behind it in parentheses what no text shows, and indented below it the text, where
    that matters. Where it is `COMMAND` they are what was typed. Of the codes R they are the text of the earlier
    package, and the text now. A line `… (20 times)` stands for that many of the line above it, numbered where that is.
    """

    mistake: str
    mending: str
    file: str = "document.md"


class Fault(NamedTuple):
    """What can be reported: one row for each thing that can be wrong.

    `code` is stable: a row may be reworded, its code never gets another meaning. `severity` is `error` or `warning`.
    `message` and `hint` are filled by `str.format` with what the place knows; `explanation` is the page that
    `courseware explain` prints, with the example where there is one.
    """

    code: str
    severity: str
    message: str
    hint: str
    explanation: str
    example: Example | None = None


class Edit(NamedTuple):
    """A change to a file: `text` in the place of what stands at `span`, which is empty where something is put in."""

    span: Span
    text: str


class Diagnostic(NamedTuple):
    """One finding: a fault, its severity in this case, its words, and its place (None: no file).

    `edits` mend it, where there is only one way to.
    """

    fault: Fault
    severity: str
    message: str
    hint: str
    span: Span | None
    edits: tuple[Edit, ...] = ()

    @property
    def code(self) -> str:
        """The code of the fault, such as `M203`."""
        return self.fault.code


class Report(NamedTuple):
    """What is said of one package: its path as given, its standard's title (empty: unknown), and the diagnostics.

    Diagnostics are in order of place. A place is in a file of the package (`course.zip/imsmanifest.xml`), or is the
    package as a whole.
    """

    path: str
    standard: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether there is no error."""
        return all(diagnostic.severity != ERROR for diagnostic in self.diagnostics)


def report(fault: Fault, span: Span | None, /, **details: object) -> Diagnostic:
    """The diagnostic of a fault at a place, its texts filled with `details`, of which long ones are cut."""
    details = {
        key: f"{value[:_LONGEST]}…" if isinstance(value, str) and len(value) > _LONGEST else value
        for key, value in details.items()
    }
    message, hint = fault.message.format(**details), fault.hint.format(**details)
    return Diagnostic(fault, fault.severity, message, hint, span)


def in_order(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """By file, line and column, each said once."""

    def place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
        span = diagnostic.span
        where = (span.file, span.line, span.column) if span else ("", 0, 0)
        return (*where, diagnostic.code, diagnostic.message)

    return sorted(dict.fromkeys(diagnostics), key=place)


def has_errors(diagnostics: Sequence[Diagnostic], strict: bool = False) -> bool:
    """Whether nothing may be written; `strict` counts warnings too."""
    return any(strict or diagnostic.severity == ERROR for diagnostic in diagnostics)


def tally(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or nothing."""
    errors = sum(diagnostic.severity == ERROR for diagnostic in diagnostics)
    counts = {"error": errors, "warning": len(diagnostics) - errors}
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items() if count)
