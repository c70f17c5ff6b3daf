"""The marker grammar: `{type: NAME, key: value, …}` → Marker. It knows nothing of components.

    marker  = "{" [ entry { "," entry } [ "," ] ] "}"
    entry   = key ":" value
    key     = word | quoted
    value   = scalar | "[" [ scalar { "," scalar } [ "," ] ] "]"
    scalar  = quoted | bare
    quoted  = '"' … '"' | "'" … "'"       on one line; escapes are \\\\ \\" \\' \\n
    bare    = characters up to "," or "}" (in a list "," or "]") or the end of the line, trimmed

The kind of its key decides what a bare scalar means (a number, `true`, plain text), so it is kept as written.
"""

import re
from collections.abc import Callable, Mapping
from typing import NoReturn

from courseware.diagnostics import Diagnostic, Edit, Fault, report
from courseware.language import faults
from courseware.language.source_text import Place, SourceText
from courseware.record import NamedTuple

Value = str | int | float | bool | tuple[str, ...] | None
"""A typed value, in the form that a component's templates get."""

START = r"""\{[ \t]*(\n[ \t]*)?["'“”„«‘’]?type\b|\{[ \t]*["'“”„«‘’]?\w+["'“”»’]?[ \t]*:"""
"""The beginning of a line that is meant as a marker: a key and its colon, or `type`, which may be on the next line."""

START_IN_TEXT = r"""\{[ \t]*["'“”]?type["'“”]?[ \t]*:"""
"""The beginning of a marker within a line of text."""

_PLAIN_START = re.compile(r"\{[ \t]*\w+[ \t]*:")
"""The beginning of most markers."""

_KEY = re.compile(r"[^\W\d][\w-]*")
_NEXT_KEY = r"""\s+([^\W\d][\w-]*)[ \t]*:[ \t]*["'\[]"""
"""A key and the beginning of its value within a bare word, where the comma before it is missing."""
_TOKEN = re.compile(r"\w+|.")
_SPACE = re.compile(r"\s*")
_PLAINLY_QUOTED = re.compile(r""""[^"\\\n]*"|'[^'\\\n]*'""")
"""Quoted text, as most is, in which no character has a special meaning; curly quotes are checked separately."""
_ESCAPES = {"\\": "\\", '"': '"', "'": "'", "n": "\n"}
_SMART_QUOTES = {
    **dict.fromkeys("“”„‟", '“”"'),
    **dict.fromkeys("«»", '«»"'),
    **dict.fromkeys("‘’‚‛", "‘’'"),
    **dict.fromkeys("‹›", "‹›'"),
}
"""Opening quotes of word processors → what may close them."""
_QUOTES = {'"', "'", *_SMART_QUOTES}


class Scalar(NamedTuple):
    """One value as written: its text, whether it was in quotes, and its place (offsets in the source)."""

    text: str
    quoted: bool
    place: Place


class MarkerEntry(NamedTuple):
    """A key and its value, which is a scalar or a list of scalars; `place` is that of the value."""

    key: str
    key_place: Place
    value: Scalar | tuple[Scalar, ...]
    place: Place


class Marker(NamedTuple):
    """A marker as written; `entries` are in the author's order, `place` is from its `{` to its `}`."""

    entries: Mapping[str, MarkerEntry]
    place: Place
    sound: bool
    """Whether it was read without an error. What is missing from a marker with errors is not reported as well."""


class _Unreadable(Exception):
    """The current entry cannot be read any further."""


class _Scanner:
    """A scanner of a source from `position` to `end`, within `depth` open brackets."""

    def __init__(self, source: SourceText, position: int, end: int) -> None:
        self.source = source
        self.position = position
        self.end = end
        self.depth = 0
        self.diagnostics: list[Diagnostic] = []

    def report(self, fault: Fault, start: int, end: int, **details: object) -> None:
        self.diagnostics.append(report(fault, self.source.span(start, max(end, start + 1)), **details))

    def skip_space(self) -> None:
        space = _SPACE.match(self.source.text, self.position, self.end)
        self.position = space.end() if space else self.position

    def peek(self) -> str:
        return self.source.text[self.position] if self.position < self.end else ""

    def expected(self, what: str) -> NoReturn:
        """Reports what is expected at the current position in place of what is there."""
        found = _TOKEN.match(self.source.text, self.position, self.end)
        start, end = found.span() if found else (self.position, self.position + 1)
        words = f"`{found.group()}`" if found else "the end of the line"
        self.report(faults.MARKER_SYNTAX, start, end, expected=what, found=words)
        raise _Unreadable

    def line_end(self) -> int:
        end = self.source.text.find("\n", self.position, self.end)
        return self.end if end < 0 else end

    def quoted(self) -> Scalar:
        """Reads quoted text, starting at its opening quote."""
        text, start = self.source.text, self.position
        plain = _PLAINLY_QUOTED.match(text, start, self.end)
        if plain and "”" not in plain.group():
            self.position = plain.end()
            return Scalar(text[start + 1 : self.position - 1], True, (start, self.position))
        quote, line_end = text[start], self.line_end()
        closings = _SMART_QUOTES.get(quote, quote)
        curly = len(self.diagnostics)
        if quote in _SMART_QUOTES:
            self.report(faults.CURLY_QUOTE, start, start + 1, quote=quote)
        words: list[str] = []
        position = start + 1
        while position < line_end and text[position] not in closings:
            if text[position] == "”" and text[position + 1 : line_end].lstrip()[:1] in {",", "}", "]"}:
                curly = len(self.diagnostics)
                self.report(faults.CURLY_QUOTE, position, position + 1, quote="”")
                break
            if text[position] == "\\":
                escaped = text[position + 1 : min(position + 2, line_end)]
                if escaped and escaped not in _ESCAPES:
                    self.report(faults.UNKNOWN_ESCAPE, position, position + 2, escape="\\" + escaped)
                words.append(_ESCAPES.get(escaped, escaped))
                position += 2
            else:
                words.append(text[position])
                position += 1
        if position >= line_end:
            if quote not in _SMART_QUOTES:
                self.report(faults.QUOTE_NOT_CLOSED, start, start + 1, quote=quote)
            # Most often the quote is missing just before the closing brace.
            brace = text.rfind("}", start, line_end)
            self.position = brace if brace >= 0 and not text[brace + 1 : line_end].strip() else line_end
            raise _Unreadable
        self.position = position + 1
        self.straighten(curly, start, position)
        return Scalar("".join(words), True, (start, self.position))

    def straighten(self, number: int, start: int, end: int) -> None:
        """Adds to a diagnostic about curly quotes at `start` and `end` the edits that fix them, if these are clear."""
        text = self.source.text
        straight = "'" if text[start] in "'‘’‚‛‹›" else '"'
        is_last = text[end + 1 : self.line_end()].lstrip()[:1] in {",", "}", "]", ""}
        if number < len(self.diagnostics) and straight not in text[start + 1 : end] and is_last:
            edits = tuple(
                Edit(self.source.span(at, at + 1), straight) for at in (start, end) if text[at] != straight
            )
            self.diagnostics[number] = self.diagnostics[number]._replace(edits=edits)

    def bare(self, stops: str) -> Scalar:
        """Reads a bare word up to one of `stops` or the end of the line."""
        text, start, line_end = self.source.text, self.position, self.line_end()
        if "]" in stops and text.find("]", start, line_end) < 0:
            stops += "}"
        stop = min(
            (at for at in (text.find(character, start, line_end) for character in stops) if at >= 0),
            default=line_end,
        )
        next_key = ":" in text[start:stop] and re.compile(_NEXT_KEY).search(text, start, stop)
        if next_key:
            stop = next_key.start(1)
        words = text[start:stop].rstrip(" \t;" if next_key else None)
        if not words or words[0] in "[{":
            self.expected("a value")
        self.position = stop
        return Scalar(words, False, (start, start + len(words)))

    def scalar(self, stops: str) -> Scalar:
        """Reads a value that is not a list."""
        return self.quoted() if self.peek() in _QUOTES else self.bare(stops)

    def items(self) -> tuple[Scalar, ...]:
        """Reads a list, starting at its `[`."""
        self.position += 1
        self.depth = 1
        items: list[Scalar] = []
        self.skip_space()
        while self.peek() != "]":
            items.append(self.scalar(",]"))
            self.separator("]", next_begins=lambda: self.peek() in _QUOTES)
            self.skip_space()
        self.position += 1
        self.depth = 0
        return tuple(items)

    def entry(self) -> MarkerEntry:
        """Reads a key, its `:` and its value."""
        start = self.position
        if self.peek() in _QUOTES:
            key = self.quoted().text
        else:
            match = _KEY.match(self.source.text, start, self.end)
            if not match:
                self.expected("a key")
            key, self.position = match.group(), match.end()
        key_end = self.position
        self.skip_space()
        if self.peek() != ":":
            self.expected(f"`:` after `{key}`")
        self.position += 1
        self.skip_space()
        value_start = self.position
        value = self.items() if self.peek() == "[" else self.scalar(",}")
        return MarkerEntry(key, (start, key_end), value, (value_start, self.position))

    def separator(self, closing: str, next_begins: Callable[[], bool]) -> None:
        """Skips the `,` after a value; if it is missing, that is reported and reading continues."""
        self.skip_space()
        if self.peek() == ",":
            self.position += 1
        elif self.peek() != closing:
            try:
                self.expected(f"`,` or `{closing}`")
            except _Unreadable:
                if not next_begins():
                    raise

    def key_begins(self) -> bool:
        """Whether `word:` comes next."""
        return begins_marker("{" + self.source.text[self.position : self.line_end()])

    def recover(self) -> None:
        """Skips to the next entry or to the closing brace; what is skipped belongs to the mistake just reported."""
        self.skip_part()
        while self.peek() not in {"}", ""} and not self.key_begins():
            self.skip_part()

    def skip_part(self) -> None:
        """Skips to after the next `,`, or to the next `}`, that is not in quotes or a list."""
        depth, braces = self.depth, 0
        self.depth = 0
        while self.position < self.end:
            character, before = self.source.text[self.position], self.source.text[self.position - 1]
            if character in "\"'" and not before.isalnum():
                closing = self.source.text.find(character, self.position + 1, self.line_end())
                self.position = max(self.position, closing)
            elif character == "[":
                depth += 1
            elif character == "]":
                depth = max(0, depth - 1)
            elif character == "{":
                braces += 1
            elif character == "}" and braces == 0:
                return
            elif character == "}":
                braces -= 1
            elif character == "," and depth == braces == 0:
                self.position += 1
                self.skip_space()
                return
            self.position += 1


def begins_marker(text: str, at: int = 0) -> bool:
    """Whether the text at this offset is meant as a marker."""
    return text.startswith("{", at) and (
        _PLAIN_START.match(text, at) is not None or re.compile(START).match(text, at) is not None
    )


def _extent(source: SourceText, start: int) -> int:
    """The latest possible end of the marker that begins at offset `start`: before a blank line or the next marker."""
    text = source.text
    end = text.find("\n", start)
    while end >= 0:
        following = text.find("\n", end + 1)
        line = text[end + 1 : following if following >= 0 else len(text)].strip()
        if not line or begins_marker(line):
            return end
        end = following
    return len(text)


def _drop_cut_value(entries: dict[str, MarkerEntry]) -> None:
    """Removes the last entry if its bare value may continue after a comma, as in `options: a, b`."""
    last = next(reversed(entries.values()), None)
    if last and last.key != "type" and isinstance(last.value, Scalar) and not last.value.quoted:
        del entries[last.key]


def read_marker(source: SourceText, start: int) -> tuple[Marker, int, list[Diagnostic]]:
    """Reads the marker whose `{` is at offset `start`.

    Returns the marker, the offset after it, and its diagnostics. A marker that is not closed ends with the line of the
    last entry that could be read, so that the text after it is kept.
    """
    scanner = _Scanner(source, start + 1, _extent(source, start))
    entries: dict[str, MarkerEntry] = {}
    read_until = start
    scanner.skip_space()
    while scanner.peek() not in {"}", ""}:
        is_entry = scanner.key_begins()
        try:
            entry = scanner.entry()
            if entry.key in entries:
                scanner.report(faults.MARKER_KEY_REPEATED, *entry.key_place, key=entry.key)
            entries.setdefault(entry.key, entry)
            read_until = scanner.position
            scanner.separator("}", next_begins=scanner.key_begins)
        except _Unreadable:
            if not is_entry:
                _drop_cut_value(entries)
            scanner.recover()
        scanner.skip_space()
    if scanner.peek() == "}":
        end, diagnostics = scanner.position + 1, scanner.diagnostics
    else:
        line_end = source.text.find("\n", read_until)
        end = line_end if line_end >= 0 else len(source.text)
        # Mistakes found after the missing brace are not reported.
        diagnostics = [report(faults.MARKER_NOT_CLOSED, source.span(start, start + 1))]
    return Marker(entries, (start, end), not diagnostics), end, diagnostics
