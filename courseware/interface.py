"""The functions that `import courseware` gives: what the commands do, without a command line.

None of them prints, exits or needs the network. A mistake in a course or a package is a `Diagnostic`, never an
exception; exceptions are for what the caller can fix, such as an unknown name or a file that cannot be read or written.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from courseware.archive import writer
from courseware.archive.writer import Package
from courseware.course.compiler import check_course
from courseware.course.course import Course
from courseware.diagnostics import Diagnostic, Report
from courseware.formats import ALIASES, load
from courseware.formats import FORMATS as _FORMATS
from courseware.formats.build import packages
from courseware.records import numbers as records_numbers
from courseware.records import questions, reading, writing
from courseware.records.answer import Records
from courseware.records.coded import latest
from courseware.records.report import as_html, theme_colours
from courseware.site import compare as comparison
from courseware.site.compare import Comparison
from courseware.validation import validate as validation

FORMATS: tuple[str, ...] = (*ALIASES, *_FORMATS)
"""The names of formats that `make_package` takes: `scorm12`, `scorm2004-4`, `cmi5` and others."""


def read_course(
    source: str | os.PathLike[str] | Mapping[str, str | bytes],
) -> tuple[Course | None, list[Diagnostic]]:
    """Reads a course; returns it with all its diagnostics, in order of place.

    `source` is the path of the course's folder, or its files by name (`{"one.md": "…", "course.yaml": "…"}`): texts as
    `str`, pictures and other media as `bytes`. The course is None if it cannot be read at all; if a diagnostic has the
    severity `error`, the course must not be packaged. A document may have at most 1 MiB.
    """
    return check_course(source)


def make_package(
    course: Course,
    format_name: str = "scorm12",
    *,
    control_documents: str | os.PathLike[str] | None = None,
    epoch: int | None = None,
) -> tuple[Package, list[Diagnostic]]:
    """Makes the package of a course without errors; returns it with the diagnostics of the standard's schemas and
    rules.

    `format_name` is one of `FORMATS`. `control_documents` is a folder with the official schema files, which go into the
    package instead of the project's own. `epoch` is the modification time of every entry of the zip, in seconds since
    1970 (UTC; None: 1980-01-01). Raises `KeyError` for an unknown format, `ValueError` if `control_documents` is given
    for a format without schema files, and `OSError` if a file cannot be read.
    """
    made_of = load(format_name)
    if control_documents is not None and not made_of.HOLDS_SCHEMAS:
        raise ValueError(f"a package of {made_of.TITLE} contains no schema files")
    documents = Path(control_documents) if control_documents is not None else None
    date = writer.EARLIEST if epoch is None else writer.moment(str(epoch))
    (made,) = packages(course, [made_of], date, documents)
    return made


def zip_bytes(package: Package) -> bytes:
    """The package as the bytes of a zip, which are the same on every machine.

    Raises `OSError` if a file of the course cannot be read.
    """
    return writer.zip_bytes(package)


def write_zip(package: Package, path: str | os.PathLike[str]) -> None:
    """Writes the package as a zip, completely or not at all, and creates missing folders in its path.

    Raises `OSError` if a file of the course cannot be read or the zip cannot be written.
    """
    writer.write_zip(package, Path(path))


def write_folder(package: Package, folder: str | os.PathLike[str]) -> None:
    """Writes the unpacked files into a folder that is new, is empty, or holds only what an earlier call wrote.

    Raises `FileExistsError` if the folder holds any other file, and `OSError` if a file cannot be read or written.
    """
    writer.write_folder(package, Path(folder))


def validate(
    package: str | os.PathLike[str] | bytes,
    *,
    standard: str | None = None,
    profile: str = "spec",
    control_documents: str | os.PathLike[str] | None = None,
) -> Report:
    """Validates a package made by any tool: a zip, a folder or a manifest at a path, or the bytes of a zip.

    `standard` (`scorm12`, `scorm2004-4`, `xapi`, `cmi5` and others) overrides the one that the package declares. The
    `profile` `moodle` adds Moodle's requirements. `control_documents` is a folder with the official schema files.
    Nothing is unpacked or fetched. Raises `KeyError` for an unknown standard or profile, and `ValueError` if the folder
    has no schemas for the standard.
    """
    return validation.validate(
        package, standard=standard, profile=profile, control_documents=control_documents
    )


def compare(course: Course, package: str | os.PathLike[str] | bytes) -> Comparison:
    """Compares a course with an earlier package of it: what happens to learners' records when the course replaces it.

    `package` is a zip or an unpacked folder at a path, or the bytes of a zip. A package that cannot be compared gives a
    diagnostic.
    """
    return comparison.compare(course, package)


def read_records(
    sources: Sequence[str | os.PathLike[str]], *, courses: Sequence[Course | str | os.PathLike[str]] = ()
) -> Records:
    """Reads what learners answered from reports downloaded from Moodle or from files of xAPI statements.

    `courses` supply the wording, the order and the right answers: each is a `Course` or the path of a package, the
    newest version first. What cannot be interpreted is listed in the result with its place. Raises `OSError` if a
    package cannot be read.
    """
    records = reading.read([os.fspath(source) for source in sources])
    versions = [
        questions.of_course(course) if isinstance(course, Course) else questions.of_package(course)
        for course in courses
    ]
    return questions.in_words(records, versions)[0] if versions else records


def numbers(records: Records, by: str = "question", *, history: bool = False) -> Sequence[Any]:
    """The statistics of records, by `question`, `learner`, `attempt`, `document`, `scale`, `word` or `text`.

    Each row is a named tuple, whose formulas are in docs/records.md. In each attempt only the latest answer to a
    question counts; with `history`, every answer does. Raises `KeyError` for any other `by`.
    """
    answers = records.answers if history else latest(records.answers)
    return records_numbers.numbers(records, answers, answers, by)


def write_answers(records: Records, path: str | os.PathLike[str], *, history: bool = False) -> None:
    """Writes the tidy table of answers, completely or not at all, in the format of the file's extension.

    The formats are described in docs/records.md. Raises `KeyError` for an unknown extension, `OSError` if the file
    cannot be written, and `ModuleNotFoundError` if the extra `records` is needed and not installed.
    """
    writing.write(records.answers if history else latest(records.answers), Path(path))


def report_html(
    title: str, records: Records, *, against: Records | None = None, course: Course | None = None
) -> str:
    """The HTML report of records, as one page in the colours of the course's theme.

    With `against`, the numbers of another version's records are shown next to them.
    """
    before = (against, latest(against.answers)) if against is not None else None
    colours = theme_colours(course.settings.theme, course.css) if course else theme_colours()
    return as_html(title, records, latest(records.answers), colours, before)
