"""What can be launched in a package from any tool: SCOs, AUs or an activity; and what cannot, with the reason."""

from __future__ import annotations

import mimetypes
import posixpath
from collections.abc import Iterator
from typing import Any, Protocol, cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from courseware.preview.activity_tree import activities_of
from courseware.preview.sequencing import Activity, tokens_of
from courseware.record import NamedTuple

MOST_UNITS = 1000


class Unit(NamedTuple):
    """Something that an LMS launches: its id, its title, and its file with query.

    `standard` is `scorm12`, `scorm2004`, `xapi`, `cmi5` or `html`. `depth` is its level in the table of contents.
    `asset`: it gets no API. `data` is element → value from the manifest.
    """

    id: str
    title: str
    file: str
    standard: str
    depth: int = 0
    asset: bool = False
    data: tuple[tuple[str, str], ...] = ()


class _Files(Protocol):
    @property
    def names(self) -> frozenset[str]: ...

    def read(self, name: str) -> bytes: ...


def units_of(files: _Files) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """The units of a package, in order, and why other things in it cannot be launched."""
    for name, find in (("imsmanifest.xml", _of_manifest), ("cmi5.xml", _of_cmi5), ("tincan.xml", _of_tincan)):
        if name in files.names:
            try:
                root = etree.fromstring(files.read(name), _parser())
            except (etree.XMLSyntaxError, OSError) as error:
                return (), (f"{name} cannot be read: {error}",)
            if cast(Any, root.getroottree().docinfo).doctype:
                return (), (f"{name} has a document type (DOCTYPE), and is not read",)
            found = list(find(root, files))[:MOST_UNITS]
            return tuple(unit for unit in found if isinstance(unit, Unit)), tuple(
                unit for unit in found if isinstance(unit, str)
            )
    if "index.html" in files.names:
        return (Unit("index", "index.html", "index.html", "html"),), ()
    return (), ("it has no imsmanifest.xml, cmi5.xml or tincan.xml at its root, and no index.html",)


def _of_manifest(root: etree._Element, files: _Files) -> Iterator[Unit | str]:
    text = (root.findtext("{*}metadata/{*}schemaversion") or "").strip()
    standard = "scorm12" if text in ("1.2", "") and not _is_2004(root) else "scorm2004"
    resources = {
        element.get("identifier", ""): element for element in root.iterfind("{*}resources/{*}resource")
    }
    organization = organization_of(root)
    if organization is None:
        yield "its manifest has no organization, so an LMS has nothing to show"
        return
    for words, paths in _NOT_EVALUATED.items():
        if any(organization.find(path) is not None for path in paths):
            yield f"{words} not evaluated here"
    for element in organization.iterfind(".//{*}prerequisites"):
        if tokens_of(element.text or "") is None:
            yield f"the prerequisites “{(element.text or '').strip()[:80]}” cannot be read, and are ignored"
    resources_base = next((element.get(_BASE, "") for element in root.iterfind("{*}resources")), "")
    base = f"{root.get(_BASE, '')}{resources_base}"
    for item, depth in _items(organization, 0):
        reference = item.get("identifierref")
        if not reference:
            continue
        title = (item.findtext("{*}title") or item.get("identifier") or "").strip()
        resource = resources.get(reference)
        if resource is None:
            yield f"“{title}” refers to the resource {reference}, which does not exist"
            continue
        href = f"{base}{resource.get(_BASE, '')}{resource.get('href', '')}{_query(item)}"
        problem = _problem(href, files)
        if problem:
            yield f"“{title}”: {problem}"
            continue
        kind = next(
            (value for name, value in resource.attrib.items() if str(name).lower().endswith("}scormtype")), ""
        )
        yield Unit(
            item.get("identifier", ""),
            title,
            posixpath.normpath(urlsplit(href).path) + href[len(urlsplit(href).path) :],
            standard,
            depth,
            kind.lower() == "asset",
            tuple(_data(item, standard)),
        )


_NOT_EVALUATED = {
    "exit and post-condition rules are": (
        ".//{*}sequencing//{*}exitConditionRule",
        ".//{*}sequencing//{*}postConditionRule",
    ),
    "rollup rules are": (".//{*}sequencing//{*}rollupRule",),
    "time limits and time conditions are": (
        ".//{*}sequencing/{*}limitConditions[@attemptAbsoluteDurationLimit]",
        ".//{*}sequencing//{*}ruleCondition[@condition='timeLimitExceeded']",
        ".//{*}sequencing//{*}ruleCondition[@condition='outsideAvailableTimeRange']",
    ),
    "random order and selection are": (
        ".//{*}sequencing/{*}randomizationControls[@randomizationTiming]",
        ".//{*}sequencing/{*}randomizationControls[@selectionTiming]",
    ),
    "constraints on choice are": (
        ".//{*}sequencing/{*}constrainedChoiceConsiderations",
        ".//{*}sequencing/{*}controlMode[@choiceExit='false']",
    ),
}
"""Sequencing that the preview does not evaluate (SN 3), and the elements that ask for it; see `sequencing.py`."""

_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def organization_of(root: etree._Element) -> etree._Element | None:
    """The organization to show: the default one, else the first."""
    organizations = root.find("{*}organizations")
    if organizations is None:
        return None
    found = [organization for organization in organizations if isinstance(organization.tag, str)]
    default = organizations.get("default", "")
    return next(
        (element for element in found if element.get("identifier") == default), found[0] if found else None
    )


def activities_in(files: _Files) -> tuple[Activity, ...]:
    """The activities of a package's manifest for sequencing; none if it has no readable manifest."""
    if "imsmanifest.xml" not in files.names:
        return ()
    try:
        root = etree.fromstring(files.read("imsmanifest.xml"), _parser())
    except (etree.XMLSyntaxError, OSError):
        return ()
    organization = organization_of(root)
    collected = {
        collection.get("ID", ""): collection
        for collection in root.iterfind("{*}sequencingCollection/{*}sequencing")
    }
    return activities_of(organization, collected) if organization is not None else ()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _is_2004(root: etree._Element) -> bool:
    return any("adlcp_v1p3" in (uri or "") for uri in root.nsmap.values())


def _items(above: etree._Element, depth: int) -> Iterator[tuple[etree._Element, int]]:
    for item in above.iterfind("{*}item"):
        yield item, depth
        if depth < 50:
            yield from _items(item, depth + 1)


def _query(item: etree._Element) -> str:
    """The parameters of an item as they are appended to its address (IMS Content Packaging, parameters)."""
    parameters = item.get("parameters", "").lstrip("&?")
    if not parameters:
        return ""
    return parameters if parameters.startswith("#") else f"?{parameters}"


_DATA = {
    "datafromlms": ("cmi.launch_data", "cmi.launch_data"),
    "dataFromLMS": ("cmi.launch_data", "cmi.launch_data"),
    "masteryscore": ("cmi.student_data.mastery_score", ""),
    "maxtimeallowed": ("cmi.student_data.max_time_allowed", ""),
    "timelimitaction": ("cmi.student_data.time_limit_action", ""),
    "timeLimitAction": ("", "cmi.time_limit_action"),
}


def _data(item: etree._Element, standard: str) -> Iterator[tuple[str, str]]:
    for element in item:
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        found = _DATA.get(name, ("", ""))[standard != "scorm12"]
        if found and (element.text or "").strip():
            yield found, (element.text or "").strip()
        if name == "completionThreshold" and standard != "scorm12":
            value = element.get("minProgressMeasure") or (element.text or "").strip()
            if value:
                yield "cmi.completion_threshold", value
    measure = item.find(
        "{*}sequencing//{*}primaryObjective[@satisfiedByMeasure='true']/{*}minNormalizedMeasure"
    )
    if measure is not None and standard != "scorm12":
        yield "cmi.scaled_passing_score", (measure.text or "1.0").strip()


def _problem(href: str, files: _Files) -> str:
    if urlsplit(href).scheme or href.startswith("//"):
        return f"it is on another server ({href[:80]}), and nothing is loaded from the network"
    name = unquote(posixpath.normpath(urlsplit(href).path))
    if name not in files.names:
        return f"the package does not contain {name[:80]}"
    kind = type_of(name)
    is_shown = kind.startswith(("text/", "image/", "audio/", "video/")) or kind in _SHOWN
    return "" if is_shown else f"browsers do not show {name[:80]}: they download files with this extension"


_SHOWN = {f"application/{subtype}" for subtype in ("xhtml+xml", "xml", "pdf", "json", "javascript")}


def type_of(name: str) -> str:
    """The media type of a file by its name extension, even if that is the whole name."""
    return mimetypes.guess_type(f"a{posixpath.basename(name)}")[0] or "application/octet-stream"


def _of_cmi5(root: etree._Element, files: _Files) -> Iterator[Unit | str]:
    for unit in root.iter("{*}au"):
        title = (unit.findtext("{*}title/{*}langstring") or unit.get("id") or "").strip()
        href = (unit.findtext("{*}url") or "").strip()
        problem = _problem(href, files)
        if problem:
            yield f"“{title}”: {problem}"
            continue
        names = (("moveOn", "moveOn"), ("masteryScore", "masteryScore"), ("launchMethod", "launchMethod"))
        data = [(name, unit.get(attribute, "")) for name, attribute in names if unit.get(attribute)]
        parameters = (unit.findtext("{*}launchParameters") or "").strip()
        if parameters:
            data.append(("launchParameters", parameters))
        yield Unit(unit.get("id", ""), title, href, "cmi5", 0, False, tuple(data))


def _of_tincan(root: etree._Element, files: _Files) -> Iterator[Unit | str]:
    for activity in root.iter("{*}activity"):
        href = (activity.findtext("{*}launch") or "").strip()
        if not href:
            continue
        title = (activity.findtext("{*}name") or activity.get("id") or "").strip()
        problem = _problem(href, files)
        yield f"“{title}”: {problem}" if problem else Unit(activity.get("id", ""), title, href, "xapi")
