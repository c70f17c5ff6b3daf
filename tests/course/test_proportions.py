"""The aspect ratio of a picture, read from the beginning of its file."""

from __future__ import annotations

import struct

import pytest

from courseware.course.proportions import proportion

_SIZE = struct.pack(">HH", 300, 600)
_FRAME = b"\xff\xc2\x00\x11\x08" + _SIZE + b"\x03"
_TABLE = b"\xff\xdb\x00\x06ABCD"
_AVIF = b"\0\0\0\x1cftypavif" + b"\0" * 16 + b"\0\0\0\x14ispe\0\0\0\0" + struct.pack(">II", 400, 100)

PICTURES: dict[str, tuple[bytes, float]] = {
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 400, 100), 0.25),
    "gif": (b"GIF89a" + struct.pack("<HH", 10, 300), 30),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x06JFIF" + _TABLE + _FRAME, 0.5),
    "jpeg of a camera, which may have been held upright": (b"\xff\xd8\xff\xe1\x00\x08Exif\0\0" + _FRAME, 0),
    "jpeg that goes on": (b"\xff\xd8\xff\xe2\x0f\xa0ICC_PROFILE", 0),
    "svg with a size": (b"<?xml?><svg height='50.5mm' width=' 101mm '>", 0.5),
    "svg with a box": (b'<svg viewBox="0,0 30,\n60">', 2),
    "svg with a width and a box": (b'<svg width="90" viewBox="-5 -5 30 60">', 2),
    "svg as wide as there is room": (b'<svg width="100%" height="100%" viewBox="0 0 4 1">', 0.25),
    "svg in two units": (b'<svg width="9cm" height="9" viewBox="0 0 4 1">', 0),
    "svg of no width": (b'<svg width="0" height="9">', 0),
    "svg with a broken box": (b'<svg viewBox="0 0 1.2.3 5">', 0),
    "svg with a box of commas": (b'<svg viewBox="' + b"," * 980 + b'">', 0),
    "svg with an attribute of spaces": (b'<svg viewBox="' + b" " * 980 + b">", 0),
    "svg without a size": (b"<svg>", 0),
    "webp": (
        b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 7 + b"\x9d\x01\x2a" + struct.pack("<HH", 0x4000 + 400, 100),
        0.25,
    ),
    "webp without loss": (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 399 | 99 << 14), 0.25),
    "webp with a profile": (b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\x20\0\0\0\x8f\x01\0\x63\0\0", 0.25),
    "webp of a camera": (b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\x08\0\0\0\x8f\x01\0\x63\0\0", 0),
    "webp cut off": (b"RIFF\0\0\0\0WEBPVP8 ", 0),
    "avif": (_AVIF, 0.25),
    "avif with a small picture of itself": (_AVIF + _AVIF[-20:-4] + b"\0\0\0\7", 0),
    "avif that is turned": (_AVIF + b"\0\0\0\x09irot\1", 0),
    "another file": (b"RIFF\0\0\0\0WAVEfmt ", 0),
    "none": (b"", 0),
    "a png cut off": (b"\x89PNG\r\n\x1a\n", 0),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_proportion_of_a_picture(name: str) -> None:
    head, expected = PICTURES[name]
    assert proportion(head) == pytest.approx(expected)
