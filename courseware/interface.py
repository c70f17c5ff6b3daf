"""The functions of the library, as `import courseware` gives them: what the commands do, without a command line.

None prints, exits or needs the network. A mistake in a course or a package is a `Diagnostic`, never an exception;
exceptions are for what the caller can mend: a name that does not exist, a file that cannot be read or written.
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
"""The names that `make_package` takes: `scorm12`, `scorm2004-4`, `cmi5` and others."""


def read_course(
    source: str | os.PathLike[str] | Mapping[str, str | bytes],
) -> tuple[Course | None, list[Diagnostic]]:
    """The course in a folder, and all that is wrong with it, in order of place.

    `source` is the path of the folder, or its files by their names (`{"one.md": "…", "course.yaml": "…"}`): texts, or
    the bytes of pictures and other media. The course is None where there is nothing to go on with; with a diagnostic
    of the severity `error` it is not fit to be packaged. A document has 1 MiB at most.
    """
    return check_course(source)


def make_package(
    course: Course,
    format_name: str = "scorm12",
    *,
    control_documents: str | os.PathLike[str] | None = None,
    epoch: int | None = None,
) -> tuple[Package, list[Diagnostic]]:
    """The package of a course without errors, and what schemas and rules say against it.

    `format_name` is one of `FORMATS`; `control_documents` a folder with the official schema files, to put into the
    package instead of the project's own; `epoch` the time that all entries carry, in seconds since 1970 (UTC; None:
    1980-01-01). Raises `KeyError` for an unknown format, `ValueError` where schema files are given for a format
    that holds none, and `OSError` where a file cannot be read.
    """
    made_of = load(format_name)
    if control_documents is not None and not made_of.HOLDS_SCHEMAS:
        raise ValueError(f"a package of {made_of.TITLE} holds no schema files")
    documents = Path(control_documents) if control_documents is not None else None
    date = writer.EARLIEST if epoch is None else writer.moment(str(epoch))
    (made,) = packages(course, [made_of], date, documents)
    return made


def zip_bytes(package: Package) -> bytes:
    """The package as the bytes of a zip, the same on every machine.

    Raises `OSError` where a file of the course cannot be read.
    """
    return writer.zip_bytes(package)


def write_zip(package: Package, path: str | os.PathLike[str]) -> None:
    """Write the package as a zip: whole or not at all. Folders on the way are made.

    Raises `OSError` where a file of the course cannot be read, or the zip not be written.
    """
    writer.write_zip(package, Path(path))


def write_folder(package: Package, folder: str | os.PathLike[str]) -> None:
    """Write the unpacked files into a folder that is new, empty, or holds what an earlier call wrote.

    Raises `OSError`; a `FileExistsError` where the folder holds a file of another origin.
    """
    writer.write_folder(package, Path(folder))


def validate(
    package: str | os.PathLike[str] | bytes,
    *,
    standard: str | None = None,
    profile: str = "spec",
    control_documents: str | os.PathLike[str] | None = None,
) -> Report:
    """What is wrong with a package of any tool: a zip, a folder or a manifest at a path, or the bytes of a zip.

    `standard` (`scorm12`, `scorm2004-4`, `xapi`, `cmi5` and others) is used instead of the one that the package
    declares; the `profile` `moodle` adds Moodle's demands; `control_documents` is a folder with the official schema
    files. Nothing is unpacked or fetched. Raises `KeyError` for an unknown standard or profile, and `ValueError` where
    the folder has no schemas for the standard.
    """
    return validation.validate(
        package, standard=standard, profile=profile, control_documents=control_documents
    )


def compare(course: Course, package: str | os.PathLike[str] | bytes) -> Comparison:
    """What becomes of learners' records when a course is uploaded over an earlier package of it.

    `package` is a zip or an unpacked folder at a path, or the bytes of a zip. One that cannot be compared with is a
    diagnostic.
    """
    return comparison.compare(course, package)


def read_records(
    sources: Sequence[str | os.PathLike[str]], *, courses: Sequence[Course | str | os.PathLike[str]] = ()
) -> Records:
    """What learners answered: of files that Moodle's reports download, or of xAPI statements.

    `courses` give answers their words, order and right answers: a `Course`, or the path of a package, the newest
    version first. What is not understood is among the records, with its place. Raises `OSError` where a package cannot
    be read.
    """
    records = reading.read([os.fspath(source) for source in sources])
    versions = [
        questions.of_course(course) if isinstance(course, Course) else questions.of_package(course)
        for course in courses
    ]
    return questions.in_words(records, versions)[0] if versions else records


def numbers(records: Records, by: str = "question", *, history: bool = False) -> Sequence[Any]:
    """The numbers of records, a row (a named tuple) for each `question`, `learner`, `attempt`, `document`, `scale`,
    `word` or `text`; docs/records.md has their formulas.

    Of an attempt the latest answer to each question counts, with `history` every one. Raises `KeyError` for another
    `by`.
    """
    answers = records.answers if history else latest(records.answers)
    return records_numbers.numbers(records, answers, answers, by)


def write_answers(records: Records, path: str | os.PathLike[str], *, history: bool = False) -> None:
    """Write the tidy table, whole or not at all, in the form that the ending says (docs/records.md).

    Raises `KeyError` for another ending, `OSError`, and `ModuleNotFoundError` where the extra `records` is needed.
    """
    writing.write(records.answers if history else latest(records.answers), Path(path))


def report_html(
    title: str, records: Records, *, against: Records | None = None, course: Course | None = None
) -> str:
    """The report of records as one HTML page, beside those of another version, in the colours of the course's theme."""
    before = (against, latest(against.answers)) if against is not None else None
    colours = theme_colours(course.settings.theme, course.css) if course else theme_colours()
    return as_html(title, records, latest(records.answers), colours, before)
