"""How fast packages are validated: one of ours compared with importing the libraries, many small ones, a large one."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from documents import write_course
from processes import alternate, middle, ratio
from rows import Row

COMMAND = str(Path(sys.executable).with_name("courseware"))
FLOOR = [sys.executable, "-c", "import lxml.etree, click"]
FILES, PACKAGES, MEGABYTE = 20_000, 100, 1024 * 1024

MANIFEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
          xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Benchmark</title>
    <item identifier="i" identifierref="r"><title>Benchmark</title></item></organization></organizations>
  <resources><resource identifier="r" type="webcontent" href="index.html" adlcp:scormtype="sco">
{}
  </resource></resources>
</manifest>
"""
PAGE = b"<!DOCTYPE html><title>Benchmark</title><script>parent.API</script>"


def validation(folder: Path) -> Iterator[Row]:
    """Whole processes of `courseware validate`."""
    ours = folder / "ours.zip"
    write_course(folder / "ours", 5)
    alternate([[COMMAND, "package", str(folder / "ours"), "--output", str(ours)]], rounds=1)
    many = [str(write_package(folder / f"{n}.zip", {"clip.mp4": noise(n)})) for n in range(PACKAGES)]
    names = {f"media/{n // 100}/{n}.txt": b"A line of text.\n" for n in range(FILES)}
    large = write_package(folder / "large.zip", names)

    floor, own = alternate([FLOOR, [COMMAND, "validate", str(ours)]], rounds=15)
    yield Row(
        "validate, a package of our own",
        f"{middle(own) * 1000:.0f} ms",
        f"{middle(floor) * 1000:.0f} ms lxml, click",
        ratio(own, floor),
        " ×",
        1.2,
    )
    hundred, whole = alternate([[COMMAND, "validate", *many], [COMMAND, "validate", str(large)]], rounds=3)
    seconds = middle(hundred)
    yield Row("validate, 100 packages of 1 MB", f"{seconds:.2f} s", "", seconds, " s", 1)
    seconds = middle(whole)
    yield Row("validate, a package of 20,000 files", f"{seconds:.2f} s", "", seconds, " s", 2)
    peak = max(run.megabytes for run in whole)
    yield Row("validate, 20,000 files: peak memory", f"{peak:.0f} MB", "", peak, " MB", 200)


def write_package(path: Path, files: dict[str, bytes]) -> Path:
    """Writes a valid SCORM 1.2 package with these files and a page, but without schemas."""
    listed = "\n".join(f'    <file href="{name}"/>' for name in ("index.html", *files))
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", MANIFEST.format(listed))
        archive.writestr("index.html", PAGE)
        for name, content in files.items():
            archive.writestr(name, content, ZIP_STORED if name.endswith(".mp4") else ZIP_DEFLATED)
    return path


def noise(seed: int) -> bytes:
    """A megabyte that does not compress, like that of a video."""
    return random.Random(seed).randbytes(MEGABYTE)
