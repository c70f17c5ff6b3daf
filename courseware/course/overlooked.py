"""Files that look like part of a course but are not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from pathlib import PurePosixPath

from courseware.course import faults
from courseware.course.settings import FILE as SETTINGS_FILE
from courseware.course.source import Source
from courseware.diagnostics import Diagnostic, Span, report

_OTHER_SETTINGS = {"course.yml", "course.yaml.txt", "course.yml.txt", "course.json", "course.toml"}
_OTHER_ENDINGS = (".markdown", ".mdown", ".mkdn", ".mkd", ".mdwn", ".md.txt", ".mdx", ".qmd", ".rmd", ".md")
_OF_WORD_PROCESSORS = {
    *(".doc", ".docx", ".odt", ".pages", ".rtf", ".ppt", ".pptx", ".odp", ".key", ".epub"),
    *(".adoc", ".rst", ".org", ".tex", ".textile", ".ipynb"),
}
_ASIDE = {"readme", "license", "licence", "copying", "notice", "changelog", "requirements", "robots"}
"""Names, without extensions, of files that often lie next to a course."""


def overlooked(source: Source, used: Collection[str]) -> list[Diagnostic]:
    """Reports files that are left out only because of their names; `used` are those that the documents refer to."""
    documents = {document.name for document in source.documents}
    names = sorted(name for name in source.files if name not in {*documents, *used} and not _is_aside(name))
    return [*_beside_documents(source, [name for name in names if "/" not in name]), *_below(source, names)]


def _is_aside(name: str) -> bool:
    """Whether a file's name says that it is not part of the course."""
    parts = PurePosixPath(name).parts
    return any(part.startswith("_") for part in parts) or parts[-1].casefold().split(".")[0] in _ASIDE


def _beside_documents(source: Source, names: list[str]) -> Iterator[Diagnostic]:
    for name in names:
        span = Span.whole(source.path(name))
        folded = name.casefold()
        ending = next((ending for ending in _OTHER_ENDINGS if folded.endswith(ending)), "")
        if not ending and folded.endswith(".txt") and source.head(name).data.startswith(b"---"):
            ending = ".txt"
        if folded in _OTHER_SETTINGS or (folded == SETTINGS_FILE and name != SETTINGS_FILE):
            yield report(faults.SETTINGS_OF_OTHER_NAME, span, file=name)
        elif ending and not name.endswith(".md"):
            better = name[: -len(ending)] + ".md"
            yield report(faults.DOCUMENT_OF_OTHER_NAME, span, file=name, better=better)
        elif PurePosixPath(folded).suffix in _OF_WORD_PROCESSORS:
            yield report(faults.NOT_MARKDOWN, span, file=name)


def _below(source: Source, names: list[str]) -> Iterator[Diagnostic]:
    """Reports documents in subfolders, once for each folder. A folder with its own settings is another course."""
    paths = [PurePosixPath(name) for name in names if "/" in name]
    courses = {path.parent for path in paths if path.name == SETTINGS_FILE}
    below = [str(path) for path in paths if path.suffix == ".md" and courses.isdisjoint(path.parents)]
    for folder, group in groupby(below, key=lambda name: name.split("/", 1)[0]):
        first, *others = group
        more = f"; the same goes for {len(others)} more in {folder}/" if others else ""
        yield report(faults.DOCUMENT_IN_SUBFOLDER, Span.whole(source.path(first)), file=first, more=more)
