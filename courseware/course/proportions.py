"""The proportions of a picture, from the first bytes of its file."""

from __future__ import annotations

import re

_FROM_PNG = rb"(?s)\x89PNG\r\n\x1a\n.{4}IHDR(?P<width>.{4})(?P<height>.{4})"
_FROM_GIF = rb"(?s)GIF8[79]a(?P<width>..)(?P<height>..)"
_FROM_WEBP = (
    rb"(?s)RIFF....WEBPVP8 .{7}\x9d\x01\x2a(?P<width>..)(?P<height>..)",
    rb"(?s)RIFF....WEBPVP8L....\x2f(?P<both>....)",
    rb"(?s)RIFF....WEBPVP8X....(?P<flags>.)...(?P<width>...)(?P<height>...)",
)
"""The chunks of a lossy, a lossless and an extended WebP picture (RFC 9649)."""
_HOLDS_EXIF = 0x08
_SIZE_OF_AVIF = rb"(?s)\x00\x00\x00\x14ispe\x00{4}(?P<width>.{4})(?P<height>.{4})"
_SEGMENT_OF_JPEG = rb"(?s)\xff(?P<kind>[\xc0-\xfe])(?P<length>..)(?:.(?P<height>..)(?P<width>..))?"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Segments that begin with the size of a picture (ITU T.81, table B.1)."""
# No part of these patterns may match a text in two ways: a thousand commas would take days.
_SVG = rb"(?is)<svg\b[^>]*>"
_ATTRIBUTE = rb"""(?s)\s(width|height|viewBox)\s*=\s*["']([^"']*)["']"""
_BOX = rb"[^\s,]+[\s,]+[^\s,]+[\s,]+([\d.]+)[\s,]+([\d.]+)"
_LENGTH = rb"(\d+(?:\.\d+)?)(\D*)"


def proportion(head: bytes) -> float:
    """The height of a picture divided by its width; 0 if the first bytes of its file do not tell.

    They do not for a photo that may have to be rotated (Exif), nor for an AVIF file with several sizes.
    """
    if found := re.match(_FROM_PNG, head):
        return _divided(int.from_bytes(found["height"]), int.from_bytes(found["width"]))
    if found := re.match(_FROM_GIF, head):
        return _divided(int.from_bytes(found["height"], "little"), int.from_bytes(found["width"], "little"))
    if head.startswith(b"RIFF"):
        return _of_webp(head)
    if head[4:8] == b"ftyp":
        return _of_avif(head)
    if head.startswith(b"\xff\xd8"):
        return _of_jpeg(head)
    return _of_svg(found.group()) if (found := re.search(_SVG, head)) else 0


def _of_webp(head: bytes) -> float:
    """From the sizes of a lossy frame, or those of a lossless or extended picture, which are stored as one less."""
    frame, lossless, more = (re.match(pattern, head) for pattern in _FROM_WEBP)
    if frame:
        width, height = (int.from_bytes(frame[name], "little") & 0x3FFF for name in ("width", "height"))
        return _divided(height, width)
    if lossless:
        both = int.from_bytes(lossless["both"], "little")
        return _divided((both >> 14 & 0x3FFF) + 1, (both & 0x3FFF) + 1)
    if more and not more["flags"][0] & _HOLDS_EXIF:
        width, height = (int.from_bytes(more[name], "little") + 1 for name in ("width", "height"))
        return _divided(height, width)
    return 0


def _of_avif(head: bytes) -> float:
    """From its only size, unless it is rotated (ISO/IEC 23008-12, 6.5.3 and 6.5.10)."""
    sizes = {(found["width"], found["height"]) for found in re.finditer(_SIZE_OF_AVIF, head)}
    if len(sizes) != 1 or b"irot" in head:
        return 0
    width, height = (int.from_bytes(size) for size in sizes.pop())
    return _divided(height, width)


def _of_jpeg(head: bytes) -> float:
    at = 2
    while found := re.compile(_SEGMENT_OF_JPEG).match(head, at):
        if head.startswith(b"Exif", found.end("length")):
            return 0
        if found["kind"][0] in _FRAMES and found["height"]:
            return _divided(int.from_bytes(found["height"]), int.from_bytes(found["width"]))
        at = found.end("kind") + int.from_bytes(found["length"])
    return 0


def _of_svg(root: bytes) -> float:
    """From its width and height in the same unit, or from its view box (SVG 2, 8.2)."""
    said = {name: value.strip() for name, value in re.findall(_ATTRIBUTE, root)}
    across, down = (re.fullmatch(_LENGTH, said.get(name, b"")) for name in (b"width", b"height"))
    if across and down and across[2] != b"%":
        return _divided(float(down[1]), float(across[1])) if across[2] == down[2] else 0
    box = re.fullmatch(_BOX, said.get(b"viewBox", b""))
    try:
        return _divided(float(box[2]), float(box[1])) if box else 0
    except ValueError:
        return 0


def _divided(height: float, width: float) -> float:
    return height / width if width else 0
