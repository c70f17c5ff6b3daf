"""Any package → what is wrong with it: `validate(path)` gives a `Report`.

    from pathlib import Path
    from courseware.validate import validate

    report = validate(Path("course.zip"))
    print(report.standard, report.sound)
    for diagnostic in report.diagnostics:
        print(diagnostic.code, diagnostic.severity, diagnostic.message)

Nothing is unpacked, written or fetched, whatever the package holds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from lxml import etree

from courseware.archive import Package, Unreadable, open_package
from courseware.diagnostics import ERROR, Diagnostic, Span, in_order, report
from courseware.standards import content_packaging, content_rules, file_names, moodle_rules, schema
from courseware.standards.manifest import MANIFEST, Rule
from courseware.standards.profiles import (
    ADLCP_12,
    ADLCP_2004,
    ADLSEQ,
    CP_12,
    CP_2004,
    PROFILES,
    SCORM_12,
    SCORM_2004_4,
    Profile,
)

STANDARDS = tuple(PROFILES)
"""Names that `standard` takes."""

DEMANDS: Mapping[str, tuple[Rule, ...]] = {"spec": (), "moodle": moodle_rules.RULES}
"""Names that `profile` takes → rules of what a learning management system demands, besides the specification."""

Progress = Callable[[int, int], None]
"""Called with the number of packages validated and of all."""

SEVERAL = 8
"""From so many packages on, validation runs in several processes."""

LONGEST_MESSAGE = 600
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Report:
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


def validate(
    path: str | os.PathLike[str],
    *,
    standard: str | None = None,
    profile: str = "spec",
    control_documents: str | os.PathLike[str] | None = None,
) -> Report:
    """What is wrong with a zip, a folder or a manifest; a fault is a diagnostic, never an exception.

    `standard` (of `STANDARDS`) overrides what the package says it is; `profile` (of `DEMANDS`) adds the demands of an
    LMS; `control_documents` is a folder with schema files to judge by instead of the project's own. Raises
    `ValueError` when that folder has no schemas for the standard, `KeyError` for an unknown `standard` or `profile`.
    """
    place = os.fspath(path)
    asked, demands = PROFILES[standard] if standard else None, DEMANDS[profile]
    documents = Path(control_documents) if control_documents is not None else None
    try:
        package = open_package(Path(place))
    except Unreadable as error:
        return _report(place, "", [report("P601", None, path=place, reason=error)])
    with package:
        check = next((check for name, check in MANIFESTS.items() if name in package.names), _check_nothing)
        title, found = check(package, asked, demands, documents)
    return _report(place, title, [*package.diagnostics, *found], package.alone)


def validate_all(
    paths: Sequence[str | os.PathLike[str]],
    *,
    standard: str | None = None,
    profile: str = "spec",
    control_documents: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> list[Report]:
    """A report for each path, in their order; many packages are validated in parallel."""
    one = partial(validate, standard=standard, profile=profile, control_documents=control_documents)
    workers = min(os.cpu_count() or 1, len(paths) // (SEVERAL // 2))
    if len(paths) < SEVERAL or workers < 2:
        return _gather(map(one, paths), len(paths), progress)
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        return _gather(pool.map(one, paths, chunksize=4), len(paths), progress)


def _gather(reports: Iterable[Report], total: int, progress: Progress | None) -> list[Report]:
    gathered: list[Report] = []
    for one in reports:
        gathered.append(one)
        if progress:
            progress(len(gathered), total)
    return gathered


def recognise(root: etree._Element) -> Profile | None:
    """The standard of a manifest by its namespaces and version, and by what exists in one edition only."""
    if etree.QName(root).localname != "manifest":
        return None
    used = {uri for element in root.iter("*") for uri in _namespaces(element)}
    version = " ".join((root.findtext("{*}metadata/{*}schemaversion") or "").split())
    if ADLCP_12 in used or CP_12 in used or (version == "1.2" and CP_2004 not in used):
        return SCORM_12
    if CP_2004 not in used and ADLCP_2004 not in used:
        return None
    edition = next((row for row in PROFILES.values() if row.versions[0] == version), SCORM_2004_4)
    return SCORM_2004_4 if _is_fourth_edition(root) else edition


def _namespaces(element: etree._Element) -> set[str]:
    names = (element.tag, *element.attrib)
    return {str(name)[1:].partition("}")[0] for name in names if str(name).startswith("{")}


def _is_fourth_edition(root: etree._Element) -> bool:
    """Whether a manifest has elements or attributes that only the 4th Edition of SCORM 2004 knows."""
    attributes = ("completedByMeasure", "minProgressMeasure", "progressWeight")
    thresholds = root.iter(f"{{{ADLCP_2004}}}completionThreshold")
    shared = f"{{{ADLCP_2004}}}sharedDataGlobalToSystem"
    return (
        any(threshold.get(name) is not None for threshold in thresholds for name in attributes)
        or next(root.iter(f"{{{ADLCP_2004}}}data", f"{{{ADLSEQ}}}objectives"), None) is not None
        or any(element.get(shared) is not None for element in root.iter("{*}organization"))
    )


Check = Callable[[Package, Profile | None, Sequence[Rule], Path | None], tuple[str, list[Diagnostic]]]
"""A package, the standard asked for, more rules and a folder of schemas → the standard's title and diagnostics."""


def _check_scorm(
    package: Package, asked: Profile | None, demands: Sequence[Rule], control_documents: Path | None
) -> tuple[str, list[Diagnostic]]:
    try:
        content = package.read(MANIFEST)
    except Unreadable as error:
        damaged = any(one.code in ("P602", "P604", "P605", "P606", "P607") for one in package.diagnostics)
        return "", [] if damaged else [report("P502", None, reason=error)]
    profile = asked
    if profile is None:
        try:
            root = schema.parse(content)
        except schema.UnreadableXML:
            profile = SCORM_2004_4  # which says why it is unreadable, as each would
        else:
            profile = recognise(root)
            if profile is None:
                return "", [_unknown(root)]
    judge = _judge(control_documents, profile) if control_documents else None
    rules = (*content_rules.RULES, *demands)
    more = file_names.advise(package.names)
    found = content_packaging.check_manifest(content, package, profile, judge, rules, package.alone)
    unreadable = any(one.code == "P502" for one in found) and asked is None
    return "" if unreadable else profile.title, [*more, *found]


def _judge(control_documents: Path, profile: Profile) -> etree.XMLSchema:
    try:
        return content_packaging.schemas_of(control_documents, profile)
    except OSError as error:
        raise ValueError(f"{control_documents} has no {Path(error.filename).name}") from None
    except etree.XMLSchemaParseError as error:
        raise ValueError(f"the schemas in {control_documents} cannot be read: {error}") from None


def _unknown(root: etree._Element) -> Diagnostic:
    name = etree.QName(root)
    found = f"its root is <{name.localname}>" + (
        f" of {name.namespace}" if name.namespace else " without namespace"
    )
    known = ", ".join(row.title for row in PROFILES.values())
    return report("P611", Span.whole(MANIFEST), found=found, known=known)


def _check_nothing(
    package: Package, asked: Profile | None, demands: Sequence[Rule], control_documents: Path | None
) -> tuple[str, list[Diagnostic]]:
    """A package without a manifest, unless its list was too long to look for one."""
    listed = all(one.code != "P608" for one in package.diagnostics)
    return "", [content_packaging.no_manifest(package.names)] if listed else []


MANIFESTS: Mapping[str, Check] = {MANIFEST: _check_scorm}
"""The file at a package's root that tells its standard → who judges it; the first that is there counts."""


def _report(path: str, standard: str, diagnostics: Sequence[Diagnostic], alone: bool = False) -> Report:
    """Places are seen from outside the package, and no character of it can command a terminal."""
    placed = []
    for one in diagnostics:
        span = one.span
        file = path if span is None or alone else f"{path.rstrip('/' + os.sep)}/{_printable(span.file)}"
        there = replace(span, file=file) if span else Span.whole(file)
        placed.append(replace(one, span=there, message=_printable(one.message), hint=_printable(one.hint)))
    return Report(path, standard, tuple(in_order(placed)))


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)[:LONGEST_MESSAGE]
