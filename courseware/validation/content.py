"""Rules for the content of a package's files: SCOs that never look for the LMS's API, scripts from other servers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from lxml import etree

from courseware.diagnostics import Span
from courseware.validation import faults
from courseware.validation.manifest import Finding, Manifest, Rule, stripped
from courseware.validation.resources import files_with_dependencies
from courseware.validation.standards import ADLCP_12, ADLCP_2004

MOST_TEXT = 8 * 1024 * 1024
"""How many bytes of pages and scripts are searched at most."""

PAGES = (".html", ".htm", ".xhtml")
SCRIPTS = (".js", ".mjs")

MOST_SCRIPTS = 2000
"""How many `<script>` tags of one page are looked at."""

_SCRIPT = re.compile(rb"<[Ss][Cc][Rr][Ii][Pp][Tt]\b")  # faster than with re.IGNORECASE
_SOURCE = re.compile(rb"""\ssrc\s{0,5}=\s{0,5}["']?\s{0,5}((?:https?:)?//[^"'\s>]{1,500})""", re.IGNORECASE)
_OLD_INTERFACE = re.compile(rb"API\b(?<!\wAPI)")


def _finds_1_2(content: bytes) -> bool:
    return b"LMSInitialize" in content or _OLD_INTERFACE.search(content) is not None


def _finds_2004(content: bytes) -> bool:
    return b"API_1484_11" in content


_INTERFACE = {ADLCP_12: ("LMSInitialize", _finds_1_2), ADLCP_2004: ("API_1484_11", _finds_2004)}
"""Namespace of `adlcp` → the name of the LMS's API as messages show it, and a test whether a script looks for it."""


def _texts(manifest: Manifest, names: Iterator[str]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file that can be read, up to `MOST_TEXT` bytes in all."""
    left = MOST_TEXT
    for name in names:
        try:
            content = manifest.files.read(name)
        except OSError:
            continue
        left -= len(content)
        if left < 0:
            return
        yield name, content


def _remote_sources(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The addresses of scripts that a page loads from other servers, each with its position in bytes."""
    for tag in islice(_SCRIPT.finditer(content), MOST_SCRIPTS):
        end = content.find(b">", tag.end(), tag.end() + 2000)
        if match := _SOURCE.search(content, tag.end(), end if end >= 0 else tag.end() + 2000):
            yield match.start(1), match[1]


def _launched(manifest: Manifest) -> Iterator[tuple[etree._Element, str]]:
    """Each SCO that an item opens, once, with the name of the file that it starts with."""
    namespace, attribute = manifest.standard.scorm_type
    seen = set()
    for item in manifest.all("item"):
        resource = manifest.resources.get(stripped(item.get("identifierref", "")))
        if resource is None or resource in seen or resource.get(f"{{{namespace}}}{attribute}") != "sco":
            continue
        seen.add(resource)
        entry = manifest.entries.get(resource)
        if entry and entry.name in manifest.names:
            yield resource, str(entry.name)


def empty_launches(manifest: Manifest) -> Iterator[Finding]:
    """Pages that items open but that are empty."""
    opened = {stripped(item.get("identifierref", "")) for item in manifest.all("item")}
    for resource, entry in manifest.entries.items():
        name = entry.name or ""
        if stripped(resource.get("identifier", "")) not in opened or not name.lower().endswith(PAGES):
            continue
        with suppress(OSError):
            if not manifest.files.read(name).strip():
                yield Finding(resource, {"name": name}, name)


def silent_scos(manifest: Manifest) -> Iterator[Finding]:
    shown, looks = _INTERFACE[manifest.standard.scorm_type[0]]
    scripts = sorted(name for name in manifest.names if name.lower().endswith(SCRIPTS))
    anywhere: bool | None = None
    for resource, start in islice(_launched(manifest), 1000):
        own = {name for name in files_with_dependencies(manifest, resource) if name in manifest.names}
        first = [start, *sorted(name for name in own - {start} if name.lower().endswith((*PAGES, *SCRIPTS)))]
        texts = dict(_texts(manifest, iter(first)))
        found = start not in texts or any(
            looks(content) or any(True for _ in _remote_sources(content)) for content in texts.values()
        )
        if not found and anywhere is None:
            anywhere = any(looks(content) for _, content in _texts(manifest, iter(scripts)))
        if not found and not anywhere:
            yield Finding(resource, {"name": start, "api": shown}, start)


def remote_scripts(manifest: Manifest) -> Iterator[Finding]:
    pages = sorted(name for name in manifest.names if name.lower().endswith(PAGES))
    for name, content in _texts(manifest, iter(pages)):
        for position, source in islice(_remote_sources(content), 20):
            line = content.count(b"\n", 0, position) + 1
            start = position - content.rfind(b"\n", 0, position)
            url = source.decode("utf-8", "replace")
            yield Finding(Span(name, line, start, line, start + len(url)), {"url": url})


RULES: tuple[Rule, ...] = (
    Rule(faults.API_NOT_LOOKED_FOR, "SCORM RTE 3: finding the API", silent_scos, (faults.EMPTY_LAUNCH_FILE,)),
    Rule(faults.EMPTY_LAUNCH_FILE, "practice", empty_launches),
    Rule(faults.REMOTE_SCRIPT, "practice", remote_scripts),
)
