"""Text that looks like markup but is not: it is shown as written, and reported to the author."""

import re
from collections.abc import Callable, Iterator

from markdown_it.rules_inline import StateInline

from courseware.diagnostics import Fault
from courseware.language import faults
from courseware.language.callouts import NAMES_OF_CALLOUTS
from courseware.language.components import ALIASES, COMPONENTS
from courseware.record import NamedTuple

Details = dict[str, object]


class Lookalike(NamedTuple):
    """A pattern of text that looks like markup, and the fault that it is.

    `details` returns what a message says about a match, or None if the match is to be ignored; it may record in its set
    what has been reported in this document. If there is only one fix, it is to put the group `words` of the match
    between the two texts of `around`.
    """

    pattern: str
    fault: Fault
    details: Callable[[re.Match[str], set[str]], Details | None]
    around: tuple[str, str] | None = None


class FoundLookalike(NamedTuple):
    """A match at a position: its length, and edits (from, to, text) counted from that position."""

    fault: Fault
    length: int
    details: Details
    edits: tuple[tuple[int, int, str], ...] = ()


_INSTEAD = {
    **dict.fromkeys(("b", "strong"), "write `**bold**`"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "write `*italic*`"),
    **dict.fromkeys(("s", "del", "strike"), "write `~~struck out~~`"),
    **dict.fromkeys(("code", "kbd", "samp", "tt", "pre"), "put backticks in the place of the tags"),
    **dict.fromkeys(("ul", "ol", "li", "menu"), "write a list: `- first`, `- second`"),
    **dict.fromkeys(("h1", "h2"), "write `## Heading`"),
    **dict.fromkeys(("h3", "h4", "h5", "h6"), "write `### Heading`"),
    **dict.fromkeys(("table", "thead", "tbody", "tr", "td", "th", "caption"), "write a table with `|`"),
    **dict.fromkeys(("img", "picture", "svg", "figure"), "write `![what it shows](picture.png)`"),
    **dict.fromkeys(("video", "audio", "source", "track"), "write `![what it shows](clip.mp4)`"),
    **dict.fromkeys(("iframe", "embed", "object"), "write a link: `[text](https://…)`"),
    **dict.fromkeys(("input", "select", "option", "textarea", "form", "button", "label"), "use a `form`"),
    "a": "write `[text](https://…)`",
    "br": "end the line with a backslash",
    "hr": "write `---` on a line of its own",
    "p": "put a blank line between paragraphs",
    "blockquote": "begin the line with `>`",
    "dl": "write the term, and below it `: its meaning`",
    **dict.fromkeys(
        ("abbr", "big", "center", "details", "div", "font", "ins", "mark", "main", "q", "script", "section"),
        "leave it out",
    ),
    **dict.fromkeys(("small", "span", "style", "sub", "summary", "sup", "u", "dt", "dd"), "leave it out"),
    **dict.fromkeys(("article", "aside", "footer", "header", "nav", "link", "meta"), "leave it out"),
}
"""HTML elements, and what to write instead."""


def _html(match: re.Match[str], reported: set[str]) -> Details | None:
    """The details of a tag; a closing tag is reported only if its opening tag has not been."""
    name = match["name"].lower()
    instead = _INSTEAD.get(name)
    if not instead or ("\n" in match.group() and "=" not in match.group()):
        return None
    if match["closes"]:
        return None if name in reported else {"tag": f"/{name}", "instead": "remove it"}
    reported.add(name)
    return {"tag": name, "instead": instead}


def _words(match: re.Match[str], _: set[str]) -> Details:
    return {"words": match["words"]}


# Compiled when first needed, which in most courses is never.
_TAG = r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,9})(?=[\s/>])[^<>]{0,500}>"
_TEXT = r"\[[^\[\]\n]{0,500}\]"
_TITLE = r"(?:\s+\"[^\"\n]{0,500}\")?"
_PICTURE = rf"!{_TEXT}\((?P<words>[^()<>\"\s][^()<>\"\n]{{0,300}})(?<!\s){_TITLE}\)"
_LINK = rf"(?<!!){_TEXT}\((?P<words>[^()<>\"\s][^()<>\"\n]{{0,300}}\.\w{{2,4}}){_TITLE}\)"
_IN_BRACKETS = r"\[\[(?P<words>[^\[\]\n]{0,300})\]\]"
_FOOTNOTE = r"\[\^(?P<words>[^\s\[\]]{1,300})\]"
_FORMULA = r"\$ ?\\[A-Za-z]{2,30}"
_SHORTCODE = r"(?P<words>\{\{[<%]|(?<!\{)\{%)"
_ATTRIBUTES = r"(?P<words>\{(?:[.#][\w-]+|(?:width|height|class)=)[^{}\n]{0,200}\})"
_OF_TEX = r"(?:(?!\\[()\[\]]).){0,500}?(?:\\[A-Za-z]|[\^_=])(?:(?!\\[()\[\]]).){0,500}?"
_LATEX = rf"(?s)\\\({_OF_TEX}\\\)|\\\[{_OF_TEX}\\\]|\\begin\{{\w{{1,20}}\*?\}}"
"""A formula between LaTeX's delimiters, or in one of its environments."""

_BY_FIRST_CHARACTER = {
    "<": (Lookalike(_TAG, faults.RAW_HTML, _html),),
    "!": (Lookalike(_PICTURE, faults.SPACE_IN_PATH, _words, ("<", ">")),),
    "[": (
        Lookalike(_LINK, faults.SPACE_IN_PATH, _words, ("<", ">")),
        Lookalike(_IN_BRACKETS, faults.WIKI_LINK, _words),
        Lookalike(_FOOTNOTE, faults.FOOTNOTE_UNDEFINED, _words),
    ),
    "$": (Lookalike(_FORMULA, faults.FORMULA_IN_TEXT_NOT_CLOSED, lambda match, _: {"words": match.group()}),),
    "{": (
        Lookalike(_SHORTCODE, faults.SHORTCODE, _words),
        Lookalike(_ATTRIBUTES, faults.ATTRIBUTES_IN_TEXT, _words),
    ),
}


def lookalike(state: StateInline, silent: bool) -> bool:
    """Inline rule for lookalikes, after all other rules."""
    for known in _BY_FIRST_CHARACTER.get(state.src[state.pos], ()):
        match = re.compile(known.pattern).match(state.src, state.pos, state.posMax)
        details = known.details(match, state.env.setdefault("reported", set())) if match else None
        if match and details is not None:
            # Only its first character, because real markup may follow.
            if not silent:
                token = state.push("lookalike", "", 0)
                token.content = match.group()[0]
                edits = _edits(match, known.around) if known.around else ()
                length = len(match.group().partition("\n")[0])
                found = FoundLookalike(known.fault, length, details, edits)
                token.meta = {"position": state.pos, "found": found}
            state.pos += 1
            return True
    return False


def latex(state: StateInline, silent: bool) -> bool:
    """Inline rule for formulas with LaTeX's delimiters; it precedes the rule for escapes, which would read `\\(`."""
    match = re.compile(_LATEX).match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    is_environment = match.group().endswith("}")
    words = match.group() if is_environment else match.group()[:2]
    if not silent:
        token = state.push("lookalike", "", 0)
        # shown as if this rule did not exist
        token.content = words[0] if is_environment else words[1]
        found = FoundLookalike(faults.FORMULA_OF_LATEX, len(words), {"words": words})
        token.meta = {"position": state.pos, "found": found}
    state.pos += 1 if is_environment else 2
    return True


def _edits(match: re.Match[str], around: tuple[str, str]) -> tuple[tuple[int, int, str], ...]:
    start, end = match.start("words") - match.start(), match.end("words") - match.start()
    return (start, start, around[0]), (end, end, around[1])


class LineFound(NamedTuple):
    """A lookalike at the beginning of a line, with its start and end in the content of the paragraph.

    `insertions` fix it; they are empty unless there is only one way to fix it.
    """

    start: int
    end: int
    fault: Fault
    details: Details
    insertions: tuple[tuple[int, str], ...] = ()


_NAMES = {*COMPONENTS, *(name for name, meant in ALIASES.items() if meant.partition("`")[0] in COMPONENTS)}
_BEGINNINGS = ("-[", "*[", "+[", ":::", "[", "!!!", "{", "(", "<", "type")
"""The beginnings of lines that are examined; most courses have none and need none of the patterns."""
_ITEM = r"[-*+]\[[ xX]?\]"
_WORD_IN_BRACES = r"\{(\w+)(?=[ \t]*[,}])"
_OTHER_PROGRAM = rf":::+[ \t]*\{{?\.?\w+|\[TOC\](?=[ \t]*$)|!!![ \t]+(?:{'|'.join(NAMES_OF_CALLOUTS)})\b"
_ABBREVIATION = r"\*\[\w[^*\]\n]{0,40}\](?=[ \t]+[^*\n]+$)"
_TYPE = rf"[(\[<][ \t]*type[ \t]*:|type[ \t]*:[ \t]*(?:{'|'.join(COMPONENTS)})\b"


def lines_like_markup(content: str) -> Iterator[LineFound]:
    """The lines of a paragraph that look like the item of a list or like a marker."""
    start = 0
    said: Details
    for line in content.split("\n"):
        if not line.startswith(_BEGINNINGS):
            pass
        elif match := re.match(_ITEM, line):
            said, space = {"words": match.group()}, ((start + 1, " "),)
            yield LineFound(start, start + match.end(), faults.BULLET_WITHOUT_SPACE, said, space)
        elif match := re.match(_OTHER_PROGRAM, line):
            yield LineFound(start, start + match.end(), faults.SHORTCODE, {"words": match.group()})
        elif match := re.match(_ABBREVIATION, line):
            colon = ((start + match.end(), ":"),)
            said = {"words": match.group()}
            yield LineFound(start, start + match.end(), faults.ABBREVIATION_WITHOUT_COLON, said, colon)
        elif (match := re.match(_WORD_IN_BRACES, line)) and match[1] in _NAMES:
            said = {"words": match[1], "meant": ALIASES.get(match[1], match[1]).partition("`")[0]}
            key = ((start + 1, "type: "),) if match[1] in COMPONENTS else ()
            yield LineFound(start, start + match.end(), faults.MARKER_WITHOUT_TYPE, said, key)
        elif match := re.match(_TYPE, line):
            yield LineFound(
                start, start + match.end(), faults.MARKER_WITHOUT_BRACES, {"words": match.group()}
            )
        start += len(line) + 1
