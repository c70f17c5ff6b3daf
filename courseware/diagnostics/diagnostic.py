"""The types of diagnostics: faults, places and reports."""

from collections.abc import Sequence

from courseware.record import NamedTuple

ERROR = "error"
WARNING = "warning"

_LONGEST = 1_000
"""The longest quotation in a message, in characters."""

MOST_PRINTED = 1_000
"""How many diagnostics are shown; of the rest only the number is given."""


class Span(NamedTuple):
    """A place in a text file. Lines and columns count from 1, columns in characters; the end is exclusive.

    `secret` marks a line that may contain a password and must not be shown.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    secret: bool = False

    @classmethod
    def whole(cls, file: str) -> "Span":
        """The place that stands for a file as a whole: its beginning, with no characters."""
        return cls(file, 1, 1, 1, 1)

    @property
    def is_whole(self) -> bool:
        """Whether the place stands for a file as a whole."""
        return (self.line, self.column, self.end_line, self.end_column) == (1, 1, 1, 1)


COMMAND = "a command"


class Example(NamedTuple):
    """A mistake and its correction, as `courseware explain` shows them.

    Both are the text of `file`. For `document.md` they are only what follows the front matter, unless they begin with
    front matter; for a file of a package they are an excerpt. If `file` is empty, they list the files of a course's
    folder or of a package: one name per line, followed in parentheses by what its text does not show, and by the
    indented text where it matters. If `file` is `COMMAND`, they are what was typed. For codes with R they are the text
    in the earlier package and the text now. A line `… (20 times)` repeats the line above it that many times, with its
    number counted up if it has one.
    """

    mistake: str
    correction: str
    file: str = "document.md"


class Fault(NamedTuple):
    """One thing that can be wrong, and all that is said about it.

    `code` is stable: a row may be reworded, but its code never gets another meaning. `severity` is `error` or
    `warning`. `message` and `hint` are filled in with `str.format` from the details of each occurrence; `explanation`
    is the page that `courseware explain` prints, followed by the example if there is one.
    """

    code: str
    severity: str
    message: str
    hint: str
    explanation: str
    example: Example | None = None


class Edit(NamedTuple):
    """A change to a file: `text` replaces what is at `span`, which is empty for an insertion."""

    span: Span
    text: str


class Diagnostic(NamedTuple):
    """One occurrence of a fault: its severity here, its texts filled in, and its place (None: in no file).

    `edits` fix it; they are empty unless there is only one way to fix it.
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
    """The `diagnostics` of one package, with its path as given and the title of its standard (empty: unknown).

    The diagnostics are in order of place. A place is in a file of the package (`course.zip/imsmanifest.xml`) or is the
    package as a whole.
    """

    path: str
    standard: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether there are no errors."""
        return all(diagnostic.severity != ERROR for diagnostic in self.diagnostics)


def report(fault: Fault, span: Span | None, /, **details: object) -> Diagnostic:
    """The diagnostic of a fault at a place, its texts filled in with `details`, of which long ones are shortened."""
    details = {
        key: f"{value[:_LONGEST]}…" if isinstance(value, str) and len(value) > _LONGEST else value
        for key, value in details.items()
    }
    message, hint = fault.message.format(**details), fault.hint.format(**details)
    return Diagnostic(fault, fault.severity, message, hint, span)


def in_order(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics in order of file, line and column, without duplicates."""

    def place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
        span = diagnostic.span
        where = (span.file, span.line, span.column) if span else ("", 0, 0)
        return (*where, diagnostic.code, diagnostic.message)

    return sorted(dict.fromkeys(diagnostics), key=place)


def has_errors(diagnostics: Sequence[Diagnostic], strict: bool = False) -> bool:
    """Whether the diagnostics prevent a package from being written; with `strict`, warnings do too."""
    return any(strict or diagnostic.severity == ERROR for diagnostic in diagnostics)


def tally(diagnostics: Sequence[Diagnostic]) -> str:
    """The number of errors and warnings, such as `2 errors, 1 warning`; empty if there are none."""
    errors = sum(diagnostic.severity == ERROR for diagnostic in diagnostics)
    counts = {"error": errors, "warning": len(diagnostics) - errors}
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items() if count)
