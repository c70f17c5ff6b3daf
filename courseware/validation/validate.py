"""Any package → what is wrong with it: `validate(path)` gives a `Report`.

    from courseware.validation.validate import validate

    report = validate("course.zip")
    print(report.standard, report.sound)
    for diagnostic in report.diagnostics:
        print(diagnostic.code, diagnostic.severity, diagnostic.message)

Nothing is unpacked to disk, written or fetched, whatever the package contains.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial

from lxml import etree

from courseware.archive import faults as archive_faults
from courseware.archive import file_names
from courseware.archive.reader import OpenedPackage, Unreadable, open_package
from courseware.diagnostics import Diagnostic, Report, Span, in_order, report
from courseware.diagnostics.suggest import did_you_mean
from courseware.record import NamedTuple
from courseware.validation import content, content_packaging, faults, moodle, schema
from courseware.validation.manifest import MANIFEST, Rule
from courseware.validation.standards import (
    ADLCP_12,
    ADLCP_2004,
    ADLSEQ,
    CMI5_FILE,
    CP_12,
    CP_2004,
    SCORM_12,
    SCORM_2004_4,
    SCORM_STANDARDS,
    TINCAN_FILE,
    Standard,
)

DEMANDS: Mapping[str, tuple[Rule, ...]] = {"spec": (), "moodle": moodle.RULES}
"""Value of `profile` → the rules that an LMS adds to the specification."""

Progress = Callable[[int, int], None]
"""Called after each package with the number validated so far and the number of all."""

SEVERAL = 8
"""From this number of packages on, several processes validate them."""

LONGEST_MESSAGE = 600
_UNPRINTABLE = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def validate(
    path: str | os.PathLike[str] | bytes,
    *,
    standard: str | None = None,
    profile: str = "spec",
    control_documents: str | os.PathLike[str] | None = None,
) -> Report:
    """What is wrong with the zip, folder or manifest at a path, or with the bytes of a zip.

    Every fault of the package is a diagnostic, never an exception; diagnostics about bytes name the file
    `package.zip`.

    `standard` (of `STANDARDS`) overrides the standard that the package declares; `profile` (of `DEMANDS`) adds the
    demands of an LMS; `control_documents` is a folder of schema files to use instead of the project's own. A warning
    says so if `profile` or `control_documents` has no effect. Raises `ValueError` when that folder has no schemas for
    the standard, `KeyError` for an unknown `standard` or `profile`.
    """
    place, demands = "package.zip" if isinstance(path, bytes) else os.fspath(path), DEMANDS[profile]
    documents = os.fspath(control_documents) if control_documents is not None else None
    rows = [row for row in KINDS if standard is None or standard in row.standards]
    if not rows:
        raise KeyError(standard)
    try:
        package = open_package(path)
    except Unreadable as error:
        return _report(place, "", [report(faults.NOT_A_PACKAGE, None, path=place, reason=error)])
    with package:
        present = [row for row in rows if row.file in package.names] or rows[: standard is not None]
        verdicts = [row.check(package, standard, demands, documents) for row in present]
        verdicts = verdicts or [_without_manifest(package)]
    titles = ", ".join(title for title, _ in verdicts if title)
    found = [diagnostic for _, diagnostics in verdicts for diagnostic in diagnostics]
    given = {f"--profile {profile}": demands, "--control-documents": documents}
    if titles and not any(row.file == MANIFEST for row in present):
        vain = (option for option, value in given.items() if value)
        found += (report(faults.OPTION_WITHOUT_EFFECT, None, option=it, standard=titles) for it in vain)
    return _report(place, titles, [*package.diagnostics, *found], package.alone)


def validate_all(
    paths: Sequence[str | os.PathLike[str]],
    *,
    standard: str | None = None,
    profile: str = "spec",
    control_documents: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> list[Report]:
    """A report for each path, in the order of `paths`; from `SEVERAL` on, they are validated in parallel."""
    validate_path = partial(validate, standard=standard, profile=profile, control_documents=control_documents)
    workers = min(os.cpu_count() or 1, len(paths) // (SEVERAL // 2))
    if len(paths) < SEVERAL or workers < 2:
        return _gather(map(validate_path, paths), len(paths), progress)
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        return _gather(pool.map(validate_path, paths, chunksize=4), len(paths), progress)


def _gather(reports: Iterable[Report], total: int, progress: Progress | None) -> list[Report]:
    gathered: list[Report] = []
    for finished in reports:
        gathered.append(finished)
        if progress:
            progress(len(gathered), total)
    return gathered


def recognise(root: etree._Element) -> Standard | None:
    """The standard of a manifest by its namespaces, version and elements that only one edition has; None if unknown."""
    if etree.QName(root).localname != "manifest":
        return None
    used = {uri for element in root.iter("*") for uri in _namespaces(element)}
    version = " ".join((root.findtext("{*}metadata/{*}schemaversion") or "").split())
    edition = next((row for row in SCORM_STANDARDS.values() if row.versions[0] == version), SCORM_12)
    is_newer = etree.QName(root).namespace == CP_2004 or (ADLCP_2004 in used and ADLCP_12 not in used)
    is_older = ADLCP_12 in used or CP_12 in used or (version == "1.2" and CP_2004 not in used)
    if is_older and (edition is SCORM_12 or not is_newer):
        return SCORM_12
    if CP_2004 not in used and ADLCP_2004 not in used:
        return None
    return SCORM_2004_4 if edition is SCORM_12 or _is_fourth_edition(root) else edition


def _namespaces(element: etree._Element) -> set[str]:
    names = (element.tag, *element.attrib)
    return {str(name)[1:].partition("}")[0] for name in names if str(name).startswith("{")}


def _is_fourth_edition(root: etree._Element) -> bool:
    """Whether a manifest has elements or attributes that only SCORM 2004 4th Edition defines."""
    attributes = ("completedByMeasure", "minProgressMeasure", "progressWeight")
    thresholds = root.iter(f"{{{ADLCP_2004}}}completionThreshold")
    shared = f"{{{ADLCP_2004}}}sharedDataGlobalToSystem"
    return (
        any(threshold.get(name) is not None for threshold in thresholds for name in attributes)
        or next(root.iter(f"{{{ADLCP_2004}}}data", f"{{{ADLSEQ}}}objectives"), None) is not None
        or any(element.get(shared) is not None for element in root.iter("{*}organization"))
    )


Verdict = tuple[str, list[Diagnostic]]
"""The title of the standard (empty: unknown), and the diagnostics of a package by that standard."""


class PackageKind(NamedTuple):
    """A kind of package: the file at its root that identifies it, its standards, and the function that checks it.

    `check` takes the package, the standard asked for or None, additional rules, and a folder of schemas or None.
    """

    file: str
    standards: tuple[str, ...]
    check: Callable[[OpenedPackage, str | None, Sequence[Rule], str | None], Verdict]


def _check_scorm(
    package: OpenedPackage, asked: str | None, demands: Sequence[Rule], control_documents: str | None
) -> Verdict:
    if MANIFEST not in package.names:
        return "", [content_packaging.no_manifest(package.names)]
    try:
        manifest = package.read(MANIFEST)
    except Unreadable as error:
        return "", _unreadable(package, error)
    # Any standard will do for an unreadable manifest: each reports why it cannot be read.
    standard = SCORM_STANDARDS[asked] if asked else SCORM_2004_4
    if asked is None:
        with suppress(schema.UnreadableXML):
            root = schema.parse(manifest)
            recognised = recognise(root)
            if recognised is None:
                return "", [_unknown(root)]
            standard = recognised
    xml_schema = _given_schemas(control_documents, standard) if control_documents else None
    rules = (*content.RULES, *demands)
    found = content_packaging.check_manifest(manifest, package, standard, xml_schema, rules, package.alone)
    unreadable = any(diagnostic.fault == faults.UNREADABLE_MANIFEST for diagnostic in found)
    return "" if unreadable and not asked else standard.title, [*file_names.advise(package.names), *found]


def _check_structure(
    package: OpenedPackage,
    asked: str | None,
    demands: Sequence[Rule],
    control_documents: str | None,
    file: str,
) -> Verdict:
    """Checks an xAPI or cmi5 package."""
    # Imported here because SCORM packages do not need it, and it takes a tenth of the time of validating one.
    from courseware.validation import course_structure

    structure = course_structure.STRUCTURES[file]
    try:
        return structure.title, course_structure.check(structure, package, package.alone)
    except Unreadable as error:
        return structure.title, _unreadable(package, error)


MANIFESTS = (MANIFEST, TINCAN_FILE, CMI5_FILE)
PAGE_OF_A_COURSE = b'<script type="application/json" id="course-data">'
"""What every page of a course contains, whatever its format (docs/page.md)."""

KINDS: tuple[PackageKind, ...] = (
    PackageKind(MANIFEST, tuple(SCORM_STANDARDS), _check_scorm),
    PackageKind(TINCAN_FILE, ("xapi",), partial(_check_structure, file=TINCAN_FILE)),
    PackageKind(CMI5_FILE, ("cmi5",), partial(_check_structure, file=CMI5_FILE)),
)
"""The kinds of package; a package may be of several kinds at once."""

STANDARDS = tuple(name for kind in KINDS for name in kind.standards)
"""The values of `standard`."""


def _unreadable(package: OpenedPackage, error: Unreadable) -> list[Diagnostic]:
    """The diagnostic that a manifest cannot be unpacked; none if a diagnostic of the zip already says so."""
    damaged = any(
        diagnostic.fault
        in (
            archive_faults.DAMAGED_ENTRY,
            archive_faults.ENCRYPTED_ENTRY,
            archive_faults.UNUSUAL_COMPRESSION,
            archive_faults.DECOMPRESSION_BOMB,
            archive_faults.SPECIAL_FILE,
        )
        for diagnostic in package.diagnostics
    )
    return [] if damaged else [report(faults.UNREADABLE_MANIFEST, None, reason=error)]


def _without_manifest(package: OpenedPackage) -> Verdict:
    """Checks a package without manifest: only pages made for a web server (`--format html`) need none."""
    if not any(name.lower().endswith(MANIFESTS) for name in package.names):
        with suppress(Unreadable):
            if PAGE_OF_A_COURSE in package.read("index.html"):
                return "HTML", file_names.advise(package.names)
    return "", _nothing(package)


def _nothing(package: OpenedPackage) -> list[Diagnostic]:
    """The diagnostic that there is no manifest; none if the zip has too many entries to look for it."""
    listed = all(diagnostic.fault != archive_faults.TOO_MANY_ENTRIES for diagnostic in package.diagnostics)
    return [content_packaging.no_manifest(package.names)] if listed else []


def _given_schemas(control_documents: str, standard: Standard) -> etree.XMLSchema:
    try:
        return content_packaging.schemas_of(control_documents, standard)
    except OSError as error:
        raise ValueError(f"{control_documents} has no {os.path.basename(error.filename)}") from None
    except etree.XMLSchemaParseError as error:
        raise ValueError(f"the schemas in {control_documents} cannot be read: {error}") from None


def _unknown(root: etree._Element) -> Diagnostic:
    name = etree.QName(root)
    found = f"its root is <{name.localname}>" + (
        f" in {name.namespace}" if name.namespace else " without a namespace"
    )
    meant = did_you_mean(name.namespace or "", (CP_2004, CP_12)) if name.localname == "manifest" else ""
    known = ", ".join(row.title for row in SCORM_STANDARDS.values())
    return report(faults.UNKNOWN_STANDARD, Span.whole(MANIFEST), found=found + meant, known=known)


def _report(path: str, standard: str, diagnostics: Sequence[Diagnostic], alone: bool = False) -> Report:
    """The report on a package: file names begin with its path, and control characters are replaced."""
    placed = []
    for diagnostic in diagnostics:
        span = diagnostic.span
        file = path if span is None or alone else f"{path.rstrip('/' + os.sep)}/{_printable(span.file)}"
        there = span._replace(file=file) if span else Span.whole(file)
        placed.append(
            diagnostic._replace(
                span=there, message=_printable(diagnostic.message), hint=_printable(diagnostic.hint)
            )
        )
    return Report(path, standard, tuple(in_order(placed)))


def _printable(text: str) -> str:
    printable = text if text.isprintable() else re.sub(_UNPRINTABLE, "\ufffd", text)
    return printable[:LONGEST_MESSAGE]
