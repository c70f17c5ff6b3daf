"""Icons by their Font Awesome names, old and new, from the table that the build hook wrote.

The table is sorted and is searched as bytes. It is never parsed as a whole, because a course uses only a few of some
two thousand icons.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from mmap import ACCESS_READ, mmap

from courseware.data import icons_file
from courseware.record import NamedTuple

_STYLES = {
    "fas": b"solid", "fa-solid": b"solid",
    "far": b"regular", "fa-regular": b"regular",
    "fab": b"brands", "fa-brands": b"brands",
}  # fmt: skip


class Icon(NamedTuple):
    """The outline of an icon: `path` is the `d` of an SVG path in the view box `0 0 width height`."""

    name: str
    width: int
    height: int
    path: str


@cache
def find(name: str) -> Icon | None:
    """The icon that an author calls `chart-line`, `fa-chart-line`, `fas fa-chart-line` or by an older name, or None.

    If an icon exists in several styles, the one named is preferred, then solid, regular and brands.
    """
    classes = name.lower().split()[:-1]
    key = base_name(name).encode()
    rows = _rows(key)
    if rows and rows[0][1] == b"=":
        key = rows[0][2]
        rows = _rows(key)
    if not rows:
        return None
    wanted = {_STYLES.get(word) for word in classes}
    row = next((row for row in rows if row[1] in wanted), rows[0])
    return Icon(key.decode(), int(row[2]), int(row[3]), row[4].decode())


@cache
def names() -> Sequence[str]:
    """All known names, old and new, in order."""
    return sorted({line.split(b"\t", 1)[0].decode() for line in _table()[:].splitlines() if b"\t" in line})


def base_name(name: str) -> str:
    """A name without style and prefix, under which it is looked up and compared with other names."""
    *_, last = name.lower().split() or [""]
    return last.removeprefix("fa-")


def notice() -> str:
    """The attribution that CC BY 4.0 requires wherever the icons are shown."""
    lines = _table()[: _table().find(b"\n0\t")].split(b"\n")[:2]
    return " ".join(line.decode().removeprefix("# ") for line in lines)


@cache
def _table() -> mmap:
    """The table, mapped into memory: of its megabyte, a course needs only a few pages."""
    with icons_file().open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def _rows(key: bytes) -> list[list[bytes]]:
    """The rows of a name: none, one for each style, or one that refers to another name."""
    table, start = _table(), key + b"\t"

    def line_at(position: int) -> bytes:
        first = table.rfind(b"\n", 0, position) + 1
        return table[first : first + len(start)]

    rows = []
    at = bisect_left(range(len(table)), start, key=line_at)
    while table[at : at + len(start)] == start:
        end = table.find(b"\n", at)
        rows.append(table[at:end].split(b"\t"))
        at = end + 1
    return rows
