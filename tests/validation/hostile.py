"""Packages made to harm whoever reads them: how each is made, and what is said of it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from packages import FILES_12, FILES_2004, SCORM_12, SCORM_2004, schema_files, write_zip

REMOTE = '<item identifier="i3" identifierref="r4"><title>Elsewhere</title></item>'
MANIFEST = SCORM_12.replace(REMOTE, "").replace(
    SCORM_12[SCORM_12.index('    <resource identifier="r4"') : SCORM_12.index("  </resources>")], ""
)
SOUND: Mapping[str, bytes] = {"imsmanifest.xml": MANIFEST.encode(), **FILES_12, **schema_files("scorm12")}

MISSING = '<file href="a{}.html"/>\n'
RESOURCE = '<resource identifier="resource-{}" type="webcontent" adlcp:scormtype="asset"/>'
ITEM = '<item identifier="x{0}" identifierref="resource{0}"><title>x</title></item>\n'
CMI5 = """<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="http://a/b"><title><langstring>T</langstring></title><description><langstring>D</langstring></description>
  </course><au id="http://a/b/1"><title><langstring>T</langstring></title><description><langstring>T</langstring>
</description><url>URL</url></au></courseStructure>"""


def depending(n: int) -> str:
    """A resource of a circle of 20,000."""
    rest = f'<dependency identifierref="d{(n + 1) % 20_000}"/></resource>'
    return f'<resource identifier="d{n}" type="webcontent" adlcp:scormtype="asset">{rest}'


Maker = Callable[[Path], object]


def with_files(**more: bytes) -> Maker:
    return lambda path: write_zip(path, {**SOUND, **more})


def with_manifest(manifest: str | bytes | Callable[[], str]) -> Maker:
    """A large one is written when it is used, not by every process that collects tests."""

    def make(path: Path) -> None:
        content = manifest() if callable(manifest) else manifest
        content = content if isinstance(content, bytes) else content.encode()
        write_zip(path, {**SOUND, "imsmanifest.xml": content})

    return make


def with_entry(name: str, content: bytes = b"x", method: int = ZIP_STORED, mode: int = 0) -> Maker:
    """A sound package with one more entry, of a name that `zipfile` might refuse or mend."""

    def make(path: Path) -> None:
        write_zip(path, SOUND)
        with ZipFile(path, "a") as archive:
            entry = ZipInfo("placeholder")
            entry.filename, entry.compress_type, entry.external_attr = name, method, mode << 16
            entry.create_system = 3
            archive.writestr(entry, content)

    return make


def of_2004() -> dict[str, bytes]:
    return {"imsmanifest.xml": SCORM_2004.encode(), **FILES_2004, **schema_files("scorm2004-4")}


def including(n: int) -> tuple[str, bytes]:
    """A schema file, the first under a name that the manifest knows, that includes the next, or the first again."""
    name, other = (f"s{m}.xsd" if m else "lom.xsd" for m in (n, (n + 1) % 300))
    head = "<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='http://ltsc.ieee.org/xsd/LOM'>"
    text = f"{head}<include schemaLocation='{other}'/>"
    return name, (text + "<a/>" * 100_000 + "</schema>").encode()


def patched(change: Callable[[bytearray], object]) -> Maker:
    def make(path: Path) -> None:
        content = bytearray(write_zip(path, SOUND).read_bytes())
        change(content)
        path.write_bytes(content)

    return make


def central(content: bytearray, name: bytes) -> int:
    """Where the line of the list of a file begins."""
    return content.index(name, content.index(b"PK\1\2")) - 46


def set_sizes(content: bytearray, name: bytes, size: int) -> None:
    """The same false size, unpacked, in the list and in place."""
    at = central(content, name)
    struct.pack_into("<L", content, at + 24, size)
    struct.pack_into("<L", content, struct.unpack_from("<L", content, at + 42)[0] + 22, size)


def a_lie(content: bytearray) -> None:
    set_sizes(content, b"two.html", 5)


def two_gigabytes(content: bytearray) -> None:
    set_sizes(content, b"two.html", 2**31)


def encrypted(content: bytearray) -> None:
    content[central(content, b"two.html") + 8] |= 1


def marked(place: int, bits: int) -> Callable[[bytearray], None]:
    """A bit set in the list's line of a file: 6 the version that can read it, 8 its flags."""

    def change(content: bytearray) -> None:
        content[central(content, b"two.html") + place] |= bits

    return change


def wrong_checksum(content: bytearray) -> None:
    at = central(content, b"two.html")
    for place in (at + 16, struct.unpack_from("<L", content, at + 42)[0] + 14):
        struct.pack_into("<L", content, place, 12345)


def overlapping(content: bytearray) -> None:
    first, two = central(content, b"one/index.html"), central(content, b"two.html")
    content[two + 42 : two + 46] = content[first + 42 : first + 46]


def other_name_in_place(content: bytearray) -> None:
    at = content.index(b"two.html")
    content[at : at + 8] = b"too.html"


def many_by_its_own_word(content: bytearray) -> None:
    end = content.rindex(b"PK\5\6")
    struct.pack_into("<2H", content, end + 8, 60_000, 60_000)


def negative(content: bytearray) -> None:
    end = content.rindex(b"PK\5\6")
    struct.pack_into("<L", content, end + 16, 2**31)


def cut(path: Path) -> None:
    content = write_zip(path, SOUND).read_bytes()
    path.write_bytes(content[: len(content) // 2])


def cut_in_the_list(path: Path) -> None:
    content = write_zip(path, SOUND).read_bytes()
    end = content.rindex(b"PK\5\6")
    path.write_bytes(content[: end - 30] + content[end:])


def prefixed(path: Path) -> None:
    content = write_zip(path, SOUND).read_bytes()
    path.write_bytes(b"#!/bin/sh\nexit\n" + content)


def zip64(path: Path) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in SOUND.items():
            with archive.open(name, "w", force_zip64=True) as stream:
                stream.write(content)


def bomb(path: Path) -> None:
    """A file of 300 MB in 300 kB: one block of zeros, compressed once and repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1024 * 1024)
    block = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * 300 + b"\3\0"
    checksum = 0
    for _ in range(300):
        checksum = zlib.crc32(zeros, checksum)
    write_zip(path, {**SOUND, "zeros.bin": b""})
    content = bytearray(path.read_bytes())
    at = central(content, b"zeros.bin")
    offset = struct.unpack_from("<L", content, at + 42)[0]
    sizes = struct.pack("<3L", checksum, len(packed), 300 * len(zeros))
    content[at + 16 : at + 28] = sizes
    content[at + 10 : at + 12] = content[offset + 8 : offset + 10] = struct.pack("<H", 8)
    content[offset + 14 : offset + 26] = sizes
    data = offset + 30 + len(b"zeros.bin")
    end = content.rindex(b"PK\5\6")
    first = struct.unpack_from("<L", content, end + 16)[0]
    struct.pack_into("<L", content, end + 16, first + len(packed) - (first - data))
    path.write_bytes(content[:data] + packed + content[first:])


def nested(path: Path) -> None:
    content = write_zip(path, SOUND).read_bytes()
    for _ in range(5):
        stream = io.BytesIO()
        with ZipFile(stream, "w") as archive:
            archive.writestr("course.zip", content)
        content = stream.getvalue()
    path.write_bytes(content)


def ten_thousand(path: Path) -> None:
    write_zip(path, {**SOUND, **{f"more/{n}.txt": b"" for n in range(10_000)}})


def twice(path: Path) -> None:
    write_zip(path, SOUND)
    with ZipFile(path, "a") as archive:
        entry = ZipInfo("two.htm_")
        archive.writestr(entry, b"another")
    path.write_bytes(path.read_bytes().replace(b"two.htm_", b"two.html"))


ENTITIES = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
START = MANIFEST.index("<manifest id")

HOSTILE: dict[str, tuple[Maker, list[str]]] = {
    # name: how it is made, and everything that is said of it (! an error)
    "a bomb": (bomb, ["P513", "P606!"]),
    "a bomb that says it is small": (patched(a_lie), ["P602!"]),
    "a declared size of 2 GB": (patched(two_gigabytes), ["P606!"]),
    "a zip in a zip, six deep": (nested, ["P501!", "P610"]),
    "ten thousand more files": (ten_thousand, ["P513"] * 101),
    "more entries than are read": (patched(many_by_its_own_word), ["P608!"]),
    "an absolute name": (with_entry("/etc/passwd"), ["P510!"]),
    "a name that climbs": (with_entry("../../outside.html"), ["P510!"]),
    "a name with a drive": (with_entry("C:/Windows/a.html"), ["P510!"]),
    "a name with backslashes": (with_entry("..\\outside.html"), ["P510!"]),
    "a name that commands a terminal": (with_entry("\x1b[2Ja.html"), ["P510!"]),
    "a name of 60,000 letters": (with_entry("a" * 60_000), ["P513", "P612"]),
    "a symbolic link": (with_entry("link.html", b"/etc/passwd", mode=0o120777), ["P513", "P607!"]),
    "a device": (with_entry("device", mode=0o020666), ["P513", "P607!"]),
    "a name twice": (twice, ["P603!"]),
    "an encrypted file": (patched(encrypted), ["P604!"]),
    "a strongly encrypted file": (patched(marked(8, 0x40)), ["P604!"]),
    "a file that patches another": (patched(marked(8, 0x20)), ["P605!"]),
    "a file for a version of PKZIP that is none": (patched(marked(6, 0x40)), ["P605!"]),
    "another compression": (with_entry("a.bin", b"a" * 99, ZIP_BZIP2), ["P513", "P605!"]),
    "a zip that is cut off": (cut, ["P601!"]),
    "a list that is cut off": (cut_in_the_list, ["P601!"]),
    "a list that lies before the file": (patched(negative), ["P601!"]),
    "no zip at all": (lambda path: path.write_bytes(b"\x89PNG" * 100), ["P601!"]),
    "an empty file": (lambda path: path.write_bytes(b""), ["P601!"]),
    "an empty zip": (lambda path: ZipFile(path, "w").close(), ["P501!"]),
    "a program before the zip": (prefixed, []),
    "Zip64": (zip64, ["P609"]),
    "a wrong checksum": (patched(wrong_checksum), ["P602!"]),
    "entries that overlap": (patched(overlapping), ["P602!"]),
    "another name in place than in the list": (patched(other_name_in_place), ["P602!"]),
    "entities that grow": (
        with_manifest(f"<!DOCTYPE m [<!ENTITY e0 'lol'>{ENTITIES}]><manifest a='&e11;'>&e11;</manifest>"),
        ["1:657 P502!"],
    ),
    "an entity of a file": (
        with_manifest("<!DOCTYPE m [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><manifest>&e;</manifest>"),
        ["1:1 P502!"],
    ),
    "an external document type": (
        with_manifest("<!DOCTYPE m SYSTEM 'http://example.invalid/m.dtd'>" + MANIFEST[START:]),
        ["1:1 P502!"],
    ),
    "parameter entities": (
        with_manifest("<!DOCTYPE m [<!ENTITY % p SYSTEM 'http://example.invalid/p'> %p;]><m/>"),
        ["1:1 P502!"],
    ),
    "an include": (
        with_manifest(
            MANIFEST.replace(
                "</metadata>",
                '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></metadata>',
            )
        ),
        ["12:3 P622"],
    ),
    "a schema of another server": (
        with_manifest(MANIFEST.replace("http://example.invalid/other.xsd", "http://127.0.0.1:9/imscp.xsd")),
        [],
    ),
    "XML 1.1": (with_manifest(MANIFEST.replace('version="1.0"', 'version="1.1"', 1)), ["3:1 P624"]),
    "UTF-16": (with_manifest(MANIFEST.replace('"UTF-8"', '"UTF-16"').encode("utf-16")), ["3:1 P505"]),
    "a byte order mark": (with_manifest(b"\xef\xbb\xbf" + MANIFEST.encode()), []),
    "an encoding that does not exist": (
        with_manifest(MANIFEST.replace("UTF-8", "EBCDIC-XX")),
        ["1:41 P502!"],
    ),
    "nulls": (with_manifest(MANIFEST.replace("<title>One", "<title>\0One")), ["17:16 P502!"]),
    "a manifest of nulls": (with_manifest(bytes(10_000)), ["1:1 P502!"]),
    "an empty manifest": (with_manifest(b""), ["1:1 P502!"]),
    "a manifest of 17 MB": (with_manifest(lambda: MANIFEST + " " * 17 * 2**20), ["P502!"]),
    "elements without end": (
        with_manifest(lambda: "<manifest>" + "<a/>" * 500_000 + "</manifest>"),
        ["1:1 P502!"],
    ),
    "attributes without end": (
        with_manifest(lambda: "<manifest " + " ".join(f"a{n}=''" for n in range(300_000)) + "/>"),
        ["1:1 P502!"],
    ),
    "elements without bottom": (with_manifest(lambda: "<a>" * 100_000), ["1:771 P502!"]),
    "50,000 items that are nothing": (
        with_manifest(
            lambda: MANIFEST.replace("<item identifier=", "<item/>" * 50_000 + "<item identifier=", 1)
        ),
        [
            "P525",
            "P527!",
            "3:1 P503!",
            *(f"16:{7 * n} {code}" for n in range(1, 101) for code in ("P525", "P527!")),
        ],
    ),
    "200,000 items that open nothing": (
        with_manifest(
            lambda: MANIFEST.replace("<item identifier=", "<item/>" * 200_000 + "<item identifier=", 1)
        ),
        ["1:1 P502!"],
    ),
    "a thousand namespaces on thousands of elements": (
        with_manifest(
            lambda: MANIFEST.replace(
                "<manifest id", "<manifest " + " ".join(f"xmlns:n{n}='u:{n}'" for n in range(1000)) + " id"
            ).replace("<metadata>", "<metadata>" + "<n1:a><n2:b/></n1:a>" * 20_000)
        ),
        ["8:13 P622", "9:5 P618!"],
    ),
    "schema files that include each other without end": (
        lambda path: write_zip(path, {**of_2004(), **dict(map(including, range(300)))}),
        ["P606!", "P615"],
    ),
    "identifiers of a megabyte": (
        with_manifest(lambda: MANIFEST.replace('identifierref="r2"', f'identifierref="{"r" * 2**20}"')),
        ["19:14 P503!"],
    ),
    "two million characters by their numbers in a title": (
        with_manifest(
            lambda: MANIFEST.replace("<title>Two</title>", f"<title>{'&#x41;' * 2_000_000}</title>")
        ),
        ["20:9 P503!", "20:16 P506"],
    ),
    "two million ampersands in a title": (
        with_manifest(
            lambda: MANIFEST.replace("<title>Two</title>", f"<title>{'&amp;' * 2_000_000}</title>")
        ),
        ["20:9 P503!"],
    ),
    "three million escapes in a reference": (
        with_manifest(
            lambda: MANIFEST.replace(
                '<file href="two.html"/>', f'<file href="two.html"/><file href="{"%41" * 3_000_000}"/>'
            )
        ),
        ["33:30 P503!", "33:30 P514!"],
    ),
    "three million escapes in an address": (
        lambda path: write_zip(path, {"cmi5.xml": CMI5.replace("URL", "%41" * 3_000_000).encode()}),
        ["4:15 P514!"],
    ),
    "50,000 files that are not there": (
        with_manifest(
            lambda: MANIFEST.replace('<file href="two.html"/>', "".join(map(MISSING.format, range(50_000))))
        ),
        ["P514!", "33:7 P514!", *(f"{33 + n}:1 P514!" for n in range(1, 100))],
    ),
    "20,000 items that refer to nothing among 300 resources": (
        with_manifest(
            lambda: MANIFEST.replace(
                "  </resources>", "".join(map(RESOURCE.format, range(300))) + "  </resources>"
            ).replace(
                '<item identifier="i2"', "".join(map(ITEM.format, range(20_000))) + '<item identifier="i2"'
            )
        ),
        ["P522!", "19:14 P522!", *(f"{19 + n}:1 P522!" for n in range(1, 100))],
    ),
    "20,000 resources that depend on one another in a circle": (
        with_manifest(
            lambda: MANIFEST.replace(
                "  </resources>", "".join(map(depending, range(20_000))) + "  </resources>"
            )
        ),
        ["40:1 P665"],
    ),
    "a page of nothing but scripts": (
        lambda path: write_zip(path, {**SOUND, "two.html": b"<script " * 500_000}),
        ["31:5 P680"],
    ),
}


def packed(entries: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()
