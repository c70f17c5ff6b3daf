"""Course → packages: renders the site for each format, adds the format's files, and checks the result."""

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
    """The package of each format with its diagnostics; what several formats have in common is made only once.

    `moment` is the modification time of all zip entries. `control_documents` is a folder of schema files that replace
    the project's own. `old` is the course in an earlier package. `known` are the articles made in an earlier run, which
    can be given only if all formats divide and navigate alike. Raises `OSError` if a schema file or a file of the
    course cannot be read.
    """
    brings = brought(course)
    made: dict[tuple[bool, bool], Contents] = {}
    sites: dict[tuple[str, bool, bool], list[File]] = {}
    entries_by_function: dict[Callable[[Course, Moment], Entries], Entries] = {}
    for package_format in formats:
        divided = len(launches(course, package_format.DIVIDES)) > 1
        navigates = divided and package_format.NAVIGATES
        shared, own = (divided, navigates), (package_format.DRIVER, divided, navigates)
        if package_format.entries not in entries_by_function:
            entries_by_function[package_format.entries] = package_format.entries(course, moment)
        entries = entries_by_function[package_format.entries]
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
    """The package of a site's files in one format, with the diagnostics of the format's schemas and rules.

    `entries` are the format's entries of the data block, if they have been made already.
    """
    entries = entries or package_format.entries(course, moment)
    added = [*package_format.manifest(course, files, moment, control_documents), *entries.files]
    first = {file.name: index for index, file in enumerate(added[:1])}
    every = sorted([*added, *files], key=lambda file: (first.get(file.name, 1), file.name))
    return Package(tuple(every), moment), package_format.check(every)
