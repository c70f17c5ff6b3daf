"""Reports of an invented class in the form in which Moodle 4.5 downloads them, in three languages."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

Rows = Sequence[Sequence[str]]

HEADERS: Mapping[str, tuple[str, ...]] = {
    "en": ("Name", "Email address", "Attempt", "Started on", "Last accessed on", "Score", "Unit 3: Rain"),
    "de": (
        "Name",
        "E-Mail-Adresse",
        "Versuch",
        "Begonnen am",
        "Letzter Versuch am",
        "Bewertung",
        "Teil 0: Regen",
    ),
    "ar": ("الاسم", "عنوان البريد الإلكتروني", "حاول", "بدأ في", "كان آخر دخول في", "الدرجة", "الوحدة 2"),
}
PARTS: Mapping[str, tuple[str, ...]] = {
    "en": ("Question {}", "Response {}", "Right answer {}", "Result {}"),
    "de": ("Fragen {}", "Antworten {}", "Richtige Antworten {}", "Ergebnis {}"),
    "ar": ("السؤال {}", "الاستجابة {}", "الجواب الصحيح  {}", "النتيجة {}"),
}
DATES: Mapping[str, str] = {
    "en": "Wednesday, 25 November 2026, 10:49 AM",
    "de": "Mittwoch, 25. November 2026, 10:49",
    "ar": "الأربعاء، 25 نوفمبر 2026، 10:49 AM",
}
NEVER = {"en": "Not attempted", "de": "Nicht versucht", "ar": "لم يحاول"}
TEXT = 'It\'s "wet" <b>here</b> & 50 €; naß 日本 👩‍👩‍👧'
"""A text that a learner typed."""

ANSWERS: Mapping[str, Sequence[tuple[str, str, str, str]]] = {
    "ann@example.invalid": (
        ("rain.which_cloud", "Nimbostratus", "Nimbostratus", "correct"),
        ("rain.what_did_you_see", TEXT, "", "neutral"),
        ("rain.order", "drop; puddle", "drop; puddle", "correct"),
    ),
    "bo@example.invalid": (
        ("rain.which_cloud", "Cirrus", "Nimbostratus", "wrong"),
        ("rain.what_did_you_see", "", "", ""),
        ("rain.order", "puddle; drop", "drop; puddle", "wrong"),
    ),
}
"""Learner → id, response, right answer and result, by index."""


def interactions(language: str = "en", kept: Sequence[int] = (0, 1, 2, 3)) -> Rows:
    """The rows of an Interactions report; `kept` are the ticked ones of question, response, right answer and result."""
    count = len(ANSWERS["ann@example.invalid"])
    names = [PARTS[language][part].format(index) for index in range(count) for part in kept]
    rows = [[*HEADERS[language], *names]]
    rows.append(["Tess Teacher", "tess@example.invalid", *"----", NEVER[language], *[""] * len(names)])
    for learner, answers in ANSWERS.items():
        cells = [_escaped(answer[part]) for answer in answers for part in kept]
        name = learner.partition("@")[0].title()
        rows.append([name, learner, "1", DATES[language], DATES[language], "70", "70", *cells])
    return rows


FORMULAS: Mapping[str, Callable[[str], str]] = {"=": lambda _: "#NAME?", "@": str}
"""First character of a text that Moodle writes as a formula into XLSX and ODS → the formula's value."""


def as_csv(rows: Rows) -> bytes:
    """What Moodle calls CSV: separated by tabs, and quoted if there is white space or a quote."""
    quoted = [
        [f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set(' \t\n"') else cell for cell in row]
        for row in rows
    ]
    return "".join("\t".join(row) + "\n" for row in quoted).encode()


def as_xlsx(rows: Rows, before: str = "") -> bytes:
    """XLSX like Moodle's: shared strings, no empty cells, texts that begin with = or @ as formulas.

    `before` is put before the shared strings.
    """
    texts = list(dict.fromkeys(cell for row in rows for cell in row if cell))
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    sheet = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{_letters(at)}{number}"><f>{escape(cell[1:])}</f><v>{FORMULAS[cell[0]](escape(cell))}</v></c>'
            if cell[0] in FORMULAS
            else f'<c r="{_letters(at)}{number}" t="s"><v>{texts.index(cell)}</v></c>'
            for at, cell in enumerate(row)
            if cell
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    return _zip(
        {
            "xl/workbook.xml": f"<workbook {namespace}/>",
            "xl/sharedStrings.xml": f"{before}<sst {namespace}>{shared}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {namespace}><sheetData>{sheet}</sheetData></worksheet>",
        }
    )


def as_ods(rows: Rows, before: str = "") -> bytes:
    """An OpenDocument spreadsheet with one sheet; the rest of each row is empty to the end of the sheet."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    table = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell table:formula={quoteattr('of:' + cell)}></table:table-cell>"
            if cell[:1] in FORMULAS
            else f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>"
            for cell in row
        )
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in rows
    )
    return _zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{before}<office:document-content {names}><office:body><office:spreadsheet>"
            f"<table:table>{table}</table:table><table:table><table:table-row><table:table-cell><text:p>other</text:p>"
            "</table:table-cell></table:table-row></table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def _escaped(text: str) -> str:
    return html.escape(text).replace("&#x27;", "&#039;")


def _letters(at: int) -> str:
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def _zip(files: Mapping[str, str]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()
