"""The rows of a table in a file: delimited text, XLSX (ECMA-376, SpreadsheetML) or ODS (OpenDocument 1.2, 9).

Files are untrusted: sizes are bounded, and XML with a document type, which may define entities, is rejected.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from courseware.archive.reader import OpenedPackage, Unreadable, open_package

MOST_ROWS, MOST_COLUMNS = 1_000_000, 20_000
LONGEST_CELL = 1_000_000
"""In characters."""

SheetRow = list[str]

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def rows_of_text(text: str) -> list[SheetRow]:
    """The rows of delimited text; the delimiter is the candidate that occurs most often in the first line.

    Raises `Unreadable`.
    """
    first = text.partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    try:
        return _bounded(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(f"it is not a table: {error}") from None


def rows_of_workbook(content: bytes) -> list[SheetRow]:
    """The rows of the first sheet of an XLSX or ODS file. Raises `Unreadable`."""
    with open_package(content) as package:
        if "content.xml" in package.names:
            return _bounded(_ods(package))
        if "xl/workbook.xml" in package.names:
            return _bounded(_xlsx(package))
    raise Unreadable("it is a zip, but neither XLSX nor ODS")


def _bounded(rows: Iterator[SheetRow]) -> list[SheetRow]:
    found = list(islice(rows, MOST_ROWS + 1))
    if len(found) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in found):
        raise Unreadable(f"it has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns")
    return found


def _elements(package: OpenedPackage, name: str, tag: str) -> Iterator[Any]:
    """Each complete element with a name, which is cleared when the next is requested."""
    from lxml import etree

    content = BytesIO(package.read(name))
    events = etree.iterparse(
        content, events=("end",), tag=tag, no_network=True, load_dtd=False, resolve_entities=False
    )
    try:
        for _, element in events:
            if element.getroottree().docinfo.doctype:
                raise Unreadable(f"{name} has a document type, which spreadsheets do not have")
            yield element
            element.clear()
    except etree.XMLSyntaxError:
        raise Unreadable(f"{name} is not well-formed XML") from None


def _xlsx(package: OpenedPackage) -> Iterator[SheetRow]:
    shared: list[str] = []
    if "xl/sharedStrings.xml" in package.names:
        shared = [_words(item) for item in _elements(package, "xl/sharedStrings.xml", f"{_SHEET}si")]
    sheets = sorted(
        name for name in package.names if name.startswith("xl/worksheets/") and name.endswith(".xml")
    )
    if not sheets:
        raise Unreadable("it has no sheet")
    for element in _elements(package, sheets[0], f"{_SHEET}row"):
        row: SheetRow = []
        for cell in element.iter(f"{_SHEET}c"):
            place = _column(cell.get("r") or "", len(row))
            row += [""] * (place - len(row)) + [_value(cell, shared)]
        yield row


def _column(reference: str, following: int) -> int:
    """The index of a column: `AB12` → 27. Columns without a reference are consecutive, and never go back."""
    number = 0
    for letter in reference.rstrip("0123456789")[:4].upper():
        number = number * 26 + ord(letter) - 64 if "A" <= letter <= "Z" else 0
    if number > MOST_COLUMNS:
        raise Unreadable(f"it has more than {MOST_COLUMNS:,} columns")
    return max(number - 1, following) if number else following


def _value(cell: Any, shared: list[str]) -> str:
    """The text of a cell; for a formula, what was typed: Moodle makes one of every text that begins with = or @."""
    if cell.get("t") == "inlineStr":
        return _words(cell)
    value = cell.findtext(f"{_SHEET}v") or ""
    formula = cell.find(f"{_SHEET}f")
    if formula is not None and formula.get("t") is None:  # other cells may refer to this formula
        typed = formula.text or ""
        return value if value == f"@{typed}" else f"={typed}"
    if cell.get("t") != "s":
        return value
    if not value.isdecimal() or int(value) >= len(shared):
        raise Unreadable("a cell refers to text that does not exist")
    return shared[int(value)]


def _words(element: Any) -> str:
    """The text of a string item, without its phonetic text (`rPh`)."""
    return "".join(
        text.text or "" for text in element.iter(f"{_SHEET}t") if text.getparent().tag != f"{_SHEET}rPh"
    )


def _ods(package: OpenedPackage) -> Iterator[SheetRow]:
    table = None
    for element in _elements(package, "content.xml", f"{_TABLE}table-row"):
        parent = next(element.iterancestors(f"{_TABLE}table"), None)
        if table is not None and parent is not table:
            return
        table = parent
        row: SheetRow = []
        for cell in element.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            formula = (cell.get(f"{_TABLE}formula") or "").removeprefix("of:")  # see `_value`
            words = formula or "\n".join(_paragraph(part) for part in cell.iterchildren(f"{_TEXT}p"))
            times = _repeated(cell, "columns")
            if (
                not words and cell.getnext() is None
            ):  # empty up to the end of the sheet, which may be 16,384 columns
                continue
            row += [words] * times
        if any(row):
            yield from [row] * _repeated(element, "rows")
        else:
            yield []


def _repeated(element: Any, what: str) -> int:
    given = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    if not given.isdecimal() or int(given) > MOST_COLUMNS:
        raise Unreadable(f"it repeats {what} more than {MOST_COLUMNS:,} times")
    return int(given)


def _paragraph(element: Any) -> str:
    """A paragraph's text; multiple spaces, tabs and breaks are elements (6.1)."""
    parts = [element.text or ""]
    for inner in element:
        if inner.tag == f"{_TEXT}s":
            given = inner.get(f"{_TEXT}c") or "1"
            parts.append(" " * min(int(given) if given.isdecimal() else 1, LONGEST_CELL))
        elif inner.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            parts.append("\t" if inner.tag.endswith("tab") else "\n")
        elif isinstance(inner.tag, str):
            parts.append(_paragraph(inner))
        parts.append(inner.tail or "")
    return "".join(parts)
