"""Course → packages: the site of each format, what the format adds to it, and what its rules say of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from courseware.archive.file import File
from courseware.archive.writer import EARLIEST, Moment, Package
from courseware.course.course import Course
from courseware.course.launches import launches
from courseware.diagnostics import Diagnostic
from courseware.formats import Format
from courseware.site.brought import OF_RECORD_STORES, brought
from courseware.site.data_block import Entries
from courseware.site.linker import link_runtime
from courseware.site.site import Contents, contents, site

if TYPE_CHECKING:
    from courseware.site.compare import OldCourse
    from courseware.site.known_articles import KnownArticles


def packages(
    course: Course,
    formats: Sequence[Format],
    moment: Moment,
    control_documents: Path | None = None,
    old: OldCourse | None = None,
    known: KnownArticles | None = None,
) -> Iterator[tuple[Package, list[Diagnostic]]]:
    """The package of each format and what is wrong with it; what several of them share is made once.

    `moment` is the time that all entries carry; `control_documents` a folder of schema files to put into the package
    instead of the project's own; `old` what an earlier package holds of the course; `known`, where there is one
    standard, are the articles that were made for it before. Raises `OSError` when one of these, or a file of the
    course, cannot be read.
    """
    brings = brought(course)
    made: dict[tuple[bool, bool], Contents] = {}
    sites: dict[tuple[str, bool, bool], list[File]] = {}
    told: dict[Callable[[Course, Moment], Entries], Entries] = {}
    for package_format in formats:
        divided = len(launches(course, package_format.DIVIDES)) > 1
        navigates = divided and package_format.NAVIGATES
        shared, own = (divided, navigates), (package_format.DRIVER, divided, navigates)
        if package_format.entries not in told:
            told[package_format.entries] = package_format.entries(course, moment)
        entries = told[package_format.entries]
        if own not in sites:
            if shared not in made:
                made[shared] = contents(course, divided, navigates, len(formats) > 1, known)
            if old:
                from courseware.site.compare import kept_places

                parts = [content.launch for content in made[shared].launches]
                entries = entries._replace(records=kept_places(course, old, parts))
            used = brings | (OF_RECORD_STORES if entries.xapi else frozenset())
            script = link_runtime(package_format.DRIVER, entries.lrs is not None, used)
            sites[own] = site(course, made[shared], script, entries)
        yield build(course, sites[own], package_format, moment, control_documents, entries)


def build(
    course: Course,
    files: Sequence[File],
    package_format: Format,
    moment: Moment = EARLIEST,
    control_documents: Path | None = None,
    entries: Entries | None = None,
) -> tuple[Package, list[Diagnostic]]:
    """A site's files with what a format adds to them, and what its schemas and rules say about the whole.

    `entries` are those that the format has for the course, where they are made already.
    """
    entries = entries or package_format.entries(course, moment)
    added = [*package_format.manifest(course, files, moment, control_documents), *entries.files]
    first = {file.name: index for index, file in enumerate(added[:1])}
    every = sorted([*added, *files], key=lambda file: (first.get(file.name, 1), file.name))
    return Package(tuple(every), moment), package_format.check(every)
