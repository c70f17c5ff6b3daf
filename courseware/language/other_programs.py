"""Markup of other Markdown programs: learners see it as it is written, so the author is warned."""

# ruff: noqa: E501, each piece of markup is one line of its table

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from courseware.record import NamedTuple

OTHERS = "other_programs"
"""The key of a token's `meta` under which the markup found in it is stored."""


class Markup(NamedTuple):
    """A piece of markup: a text that it always contains, its pattern, what it means, and what to write instead.

    `corrected` is its replacement (for `re.Match.expand`) if there is only one way to fix it. Markup `in_lines` begins a
    line of a paragraph; `in_quotes` it begins a paragraph of a quote. Markup `as_written` is searched for in the text
    of a block including all other markup.
    """

    contains: str
    pattern: str
    meant: str
    instead: str
    corrected: str = ""
    in_lines: bool = False
    in_quotes: bool = False
    as_written: bool = False


class OtherMarkup(NamedTuple):
    """Markup that was found, with its start and end in the text of its block.

    `edits` fix it; they are empty unless there is only one way to fix it.
    """

    start: int
    end: int
    meant: str
    instead: str
    edits: tuple[tuple[int, int, str], ...]


_CODE, _MARKUP, _ESCAPED = "\x01", "\x00", "\x02"
"""Characters that replace code, other markup and escaped characters, so that all offsets stay the same."""

_FILES = r"(?:md|html?|pdf|png|jpe?g|gif|svg|webp|avif|mp[34]|webm|docx?|pptx?|xlsx?|zip)"
_PICTURES = r"(?:png|jpe?g|gif|svg|webp|avif|mp[34]|webm)"
_ATTRIBUTED = r"(?<=[\])\x00\x01])"
_BOXES = ("a box", "an option")
_OF_WINDOWS = (
    r"(?:local)?appdata|te?mp|path|userprofile|username|program(?:files|data)|system(?:root|drive)|windir|comspec"
    r"|home(?:path|drive)|computername"
)
_VALUE = r"(?:\"[^\"<>\n]{0,200}\"|'[^'<>\n]{0,200}'|\{[^<>\n]{0,200}\}|[^\s<>\"']{1,200})"
_MARKER = "use a marker, such as `{type: information}`, or remove it"
_LIST = "begin each item with `- ` or `1. `"
_BOX = "write `- [ ] words`"
_TABLE = "write `| --- | --- |` below its first row, with as many cells as that row has"
_DETAILS = "use a section with `{type: details}`"
_MEDIA = "write `![what it shows](clip.mp4)`"
_NOTE = "write `[^1]`, and on a line of its own `[^1]: …`"
_VARIABLES = "write `{{name}}`, and give the name a value under `variables` in `course.yaml`"
_ATTRIBUTES = "remove the braces: only pictures can have attributes"
_QUESTION = "make it a `selection`, with the options as `- [x] right` and `- [ ] wrong`"
_FORMULA = "write formulas as `$…$`, or `$$…$$` on lines of their own"
_GAPS = "write gaps as `[[…]]` in a section with `{type: gaps}`"
_CALLOUT = "write `> [!NOTE]`, and the text below it in lines that begin with `>`"
_HEADING = "write `## Heading`"

_TEX = {
    **dict.fromkeys(
        ("newpage", "pagebreak", "clearpage", "columnbreak"), "remove it: each document is a page"
    ),
    **dict.fromkeys(("textbf", "bf", "strong"), "write `**bold**`"),
    **dict.fromkeys(("textit", "emph", "it"), "write `*italic*`"),
    **dict.fromkeys(("texttt", "verb"), "put the text between backticks"),
    **dict.fromkeys(("chapter", "section", "subsection"), _HEADING),
    **dict.fromkeys(("item", "itemize", "enumerate"), _LIST),
    **dict.fromkeys(("cite", "footnote"), _NOTE),
    **dict.fromkeys(("url", "href"), "write `[text](https://…)`"),
    "includegraphics": "write `![what it shows](picture.png)`",
}
"""Commands of LaTeX that are not formulas → what to write instead."""

_MARKUP_OF_OTHERS = (
    # text
    Markup("{", r"\{(?:\+\+|--|~~|>>|==)[^\n{}]{1,300}\}", "a proposed change", "accept or reject it, and remove the marks"),
    Markup("==", r"==(?<![=A-Za-z0-9]==)(?=[^\s=])[^=\n]{0,300}(?<=[^\s=])==(?![=\w])", "a highlight", "write `**bold**`"),
    Markup("++", r"\+\+(?<![+\w]\+\+)(?=[^\s+])[^+\n]{0,300}(?<=[^\s+])\+\+(?![+\w])", "underlining", "write `*italic*`"),
    Markup("||", r"\|\|(?<!\|\|\|)(?=[^\s|])[^|\n]{0,300}(?<=[^\s|])\|\|(?!\|)", "a spoiler", _DETAILS),
    Markup(">!", r">!(?=\S)[^\n>!]{0,300}!<", "a spoiler", _DETAILS),
    Markup("! ", r"\A! (?=\S)", "a spoiler", _DETAILS, in_lines=True, in_quotes=True),
    Markup("!<", r"\A!(?=\S)[^\n!]{0,300}!<", "a spoiler", _DETAILS, in_lines=True, in_quotes=True),
    Markup("%", rf"%(?<![\w%\\/]%)(?!(?i:{_OF_WINDOWS})%)(?=\w*[a-z])[A-Za-z_]\w{{1,60}}%(?![\w%\\/])", "a variable", _VARIABLES),
    Markup("`r ", r"`(?<!`` `)r (?:[\w.\"]{1,60}(?: ?[-+*/^] ?[\w.]{1,30}){0,9}|[^\s`]{0,60}[\[($][^`\n]{0,200})`(?!`)", "the result of R code", "write the result itself", as_written=True),
    Markup("%%", r"%%(?!%)[^%]{0,2000}%%", "a comment", "write `<!-- … -->`"),
    Markup("{/*", r"\{/\*[^\n]{0,300}", "a comment", "write `<!-- … -->`"),
    Markup("'''", r"'''(?<!'''')(?!')[^'\n]{1,300}'''(?!')", "bold text", "write `**bold**`"),
    Markup("''", r"''(?<!['\w]'')(?!['\s])[^'\n]{1,300}(?<!\s)''(?!['\w])", "italic text", "write `*italic*`"),
    Markup("**", r"\*\*(?<![*\w\x00]\*\*)(?=\w)[^*\n]{0,60}", "bold text", "end the bold words with `**`; to show asterisks, write `\\*\\*`"),
    Markup("**", r"\*\*(?<![*\d\x00]\*\*)(?<!\d \*\*) +[^\W\d][^*\n]{0,300}\*\*(?!\*)", "bold text", "put no space between the asterisks and the words"),
    Markup(":", r":(?<![\w:]:)(?:[a-z][a-z0-9_+-]{1,40}|[+-]1):(?![\w:`\x01])", "an emoji", "type the emoji itself"),
    Markup("&", r"&(?<!\w&)[A-Za-z]{2,31};", "a character", "type the character itself"),
    Markup("\\", r"\\(?<![\w:\\/.\x02]\\)(?P<command>(?!(?:begin|end)\b[^{])[A-Za-z]{2,30})(?=[{\[]|[^\w\\/.:]|$)(?:\{[^{}\n]{0,60}\})?", "a LaTeX command", _FORMULA),
    Markup("$`", r"\$`[^`$\n]{1,300}`\$", "a formula", "write `$…$` without backticks", as_written=True),
    # notes, links and pictures
    Markup("^[", r"\^\[(?<=[\w.,;:!?)\"'”’»\x00]\^\[)[^\[\]\n]{2,500}\]", "a footnote", _NOTE),
    Markup("@", r"\[(?:[^\[\]\n]{0,80}[\s;])?-?@[A-Za-z][^\[\]\n]{0,200}\]", "a citation", "name the source in words, or in a footnote: `[^1]`"),
    Markup("@", r"@(?<![\w\[@.]@)(?:fig|sec|tbl|eq|lst)-[\w-]{1,60}", "a cross-reference", "write `[text](#heading)`"),
    Markup(":`", r":(?<![\w:]:)[a-z][\w:-]{1,30}:(?=\x01)", "a reStructuredText role", "use Markdown instead"),
    Markup("}`", r"\{[a-z][\w:-]{1,30}\}(?=\x01)", "a MyST role", "use Markdown instead"),
    Markup("^", r"\^(?<=\s\^)[A-Za-z][\w-]{0,60}\Z", "the name of a paragraph", "remove it, and link to a heading: `[text](file.md#heading)`"),
    Markup("] (", rf"\[[^\[\]\n\x00]{{1,300}}\] +\((?:https?:[^()\s]+|[^()\s]+\.{_FILES})\)", "a link", "put no space between `]` and `(`", as_written=True),
    Markup(")[", r"\([^()\n\x00]{1,300}\)\[(?:https?:|www\.)[^\[\]\s]+\]", "a link", "write the words in brackets and the address in parentheses: `[text](https://…)`", as_written=True),
    Markup("][", r"\[(?<![\w\])]\[)[^\[\]\n]{1,300}\]\[(?=\w[^\[\]\n]*[^\W\d]|[^\W\d])[^\[\]\n]{1,100}\]", "a link", "write `[text](address)`, or define the name on a line of its own: `[name]: address`"),
    Markup("! [", rf"! +(?<![\w!]! )\[[^\[\]\n]{{0,300}}\]\([^()\s]+\.{_PICTURES}\)", "a picture", "put no space between `!` and `[`", as_written=True),
    Markup("?[", r"(?<!\S)[!?]?\?(?=\x00)", "a sound or a video", _MEDIA),
    Markup("@[", r"(?<!\S)@(?=\x00)", "a video", _MEDIA),
    Markup("%[", r"%\[(?<!\S%\[)(?=\x00)", "a video", _MEDIA),
    Markup("www.", r"<?www\.(?<![\w./@-]www\.)(?<![\w./@-]<www\.)[\w-]+\.[\w./-]*[\w/]>?", "a link", "begin the address with `https://`"),
    # braces
    *(Markup(text, rf"{_ATTRIBUTED}\{{[#.=:]?[\w-][^{{}}\n]{{0,200}}\}}", "attributes", _ATTRIBUTES) for text in ("]{", "){", "`{")),
    Markup(" {", r"\{(?<=\s\{)(?<!: \{)(?:[#.][A-Za-z][^{}\n]{0,200}|-)\}$", "attributes", "remove the braces: links refer to a heading by its words"),
    Markup("{:", r"\{:\s?(?:[.#][A-Za-z]|toc\b|[a-z]+=)[^{}\n]{0,200}\}", "attributes", "remove the braces"),
    Markup("{{", r"\{\{c\d+::[^{}\n]{1,300}\}\}", "a gap", _GAPS),
    Markup("{{", r"\{\{ ?[A-Za-z][\w-]*\.[\w.|\" -]{1,100}\}\}", "a variable", _VARIABLES),
    Markup("{{", r"(?:--)?\{\{\d[\d-]*\}\}(?:--)?", "an animation", "remove it: a page shows all its text at once"),
    Markup("${", r"\$\{[A-Za-z_][\w.]{0,60}\}", "a variable", _VARIABLES),
    Markup("{", r"\{\d{0,3}:[A-Z_]{2,20}:[^{}\n]{1,300}\}", "a gap", _GAPS),
    Markup("{", r"\{\s?[=~][^{}\n]{0,300}[=~][^{}\n]{1,300}\}", "a question", _QUESTION),
    Markup("=", rf"<[A-Za-z][\w.-]{{0,40}}(?:\s+[\w:@-]{{1,40}}={_VALUE})+\s*/?>", "a component", _MARKER),
    Markup("/>", r"<[A-Z][\w.-]{0,40}\s*/>", "a component", _MARKER),
    # lines
    Markup("##", r"^#{2,6}(?=[^\s#])", "a heading", "put a space after the `#`", "\\g<0> ", in_lines=True),
    Markup("#", r"\A#(?=[^\W\d])[^\n]*", "a heading or a tag", "for a heading, put a space after the `#`; tags are not supported", in_lines=True),
    Markup("#. ", r"^#\. (?=\S)", "a list", _LIST, in_lines=True),
    Markup("＃", r"^＃+", "a heading", _HEADING, in_lines=True),
    Markup('=== "', r'^===[+!]? "[^"\n]{0,100}"', "a tab", _DETAILS, in_lines=True),
    Markup("==", r"^={2,6} \S[^\n]{0,100}", "a heading", _HEADING, in_lines=True),
    Markup("===", r"^={3,}[ \t]*$", "the underline of a heading", _HEADING, in_lines=True),
    Markup("h", r"^h[1-6]\. (?=\S)", "a heading", _HEADING, in_lines=True),
    Markup("??", r"^\?\?\?\+? ?\w[^\n]{0,100}", "a callout", _DETAILS, in_lines=True),
    Markup("::", r"^\.\. [\w-]+::[^\n]{0,100}", "a reStructuredText directive", "use Markdown instead", in_lines=True),
    Markup(". ", r"^\.{1,2} (?=\w)", "a list", _LIST, in_lines=True),
    Markup("::", r"^\w+::[^\s\[\]]*\[[^\[\]\n]{0,200}\]", "an AsciiDoc macro", "use Markdown instead: `![what it shows](picture.png)`, `[text](address)`", in_lines=True),
    Markup("::", r"^::[^:\n]{1,100}::", "a question", _QUESTION, in_lines=True),
    Markup("(@", r"^\(@[\w-]{0,40}\) ", "a list", _LIST, in_lines=True),
    Markup("+-", r"^\+[-=:+]{3,}\+[ \t]*$", "a table", _TABLE, in_lines=True),
    Markup("|", r"\A\|[^\n]*(?:\n\|[^\n]*)*\Z", "a table", _TABLE, in_lines=True),
    *(Markup(text, r"^\|[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*$", "a table", _TABLE, in_lines=True) for text in ("|-", "| -")),
    Markup(": ", r"\A: (?=\S)", "a caption or a definition", "for a caption, write an ordinary paragraph; for a definition, write it directly below its term", in_lines=True),
    *(Markup(text, rf"^{text}[ \t]+(?=\S)", "a list", _LIST, "- ", in_lines=True) for text in "•●▪◦‣·➢"),
    Markup("o\t", r"^o\t+(?=\S)", "a list", _LIST, "- ", in_lines=True),
    *(Markup(text, rf"^{text}[ \t]*(?=\S)", "a box", _BOX, in_lines=True) for text in "□☐☑"),
    *(Markup(box, rf"^{re.escape(box)}(?= ?[^\s(\[:])", "a box", _BOX, in_lines=True) for box in ("[ ]", "[x]", "[X]", "[]")),
    *(Markup(box, rf"^{re.escape(box)}(?= ?\S)", "an option", _QUESTION, in_lines=True) for box in ("( )", "(x)", "(X)", "()")),
    Markup("[(", r"^\[\([ xX\d-]{0,3}\)\](?= ?\S)", "an option", _QUESTION, in_lines=True),
    *(Markup(f"\n{b}", rf"^{re.escape(a)}[.)] ?(?=\S)[^\n]*(?=\n{re.escape(b)}[.)] ?\S)", "a list", _LIST, in_lines=True)
      for a, b in (("a", "b"), ("A", "B"), ("(a", "(b"), ("(A", "(B"), ("(1", "(2"), ("(i", "(ii"))),
    Markup("\n2", r"^1[.)](?=\S)[^\n]*(?=\n2[.)]\S)", "a list", _LIST, in_lines=True),
    Markup("\n-", r"^-(?=[^\W\d])[^\n]*(?:\n-(?=[^\W\d])[^\n]*)+", "a list", "put a space after each bullet", in_lines=True),
    Markup("\n*", r"^\*(?=[^\W\d])[^*\n]*(?:\n\*(?=[^\W\d])[^*\n]*)+", "a list", "put a space after each bullet", in_lines=True),
    Markup("ANSWER", r"^ANSWER: ?[A-Z]\b", "the answer to a question", _QUESTION, in_lines=True),
    Markup("include", r"^[!@#$]include\b[^\n]{0,100}", "another file", "write `{type: include, file: _part.md}`", in_lines=True),
    Markup("import ", r"^import [^\n]{1,200} from ['\"][^\n]{1,200}", "an import", "remove it", in_lines=True),
    Markup("[", r"^\[(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$", "a callout", _CALLOUT, in_lines=True),
)  # fmt: skip
"""Each place is reported once: of two patterns that overlap, the first in this table wins."""

_SOMEWHERE = re.compile(
    r"=|\^|%|\||\{|@|\\|\+\+|''|>!|:[a-z+-][\w+-]*:|:\w[\w:-]*:|&[A-Za-z]|`r |\$[`{]|\] \(|\)\[|\]\[|! \[|\?\[|www\.|/>"
)
"""Matches the beginning of any markup that can occur within a line. Every alternative begins with a literal character,
so that the search is fast.
"""
_CHARACTERS_AT_LINE_START = frozenset("#＃.:+•●▪◦‣·➢□☐☑")
_AT_LINE_START = re.compile(
    r"\?\?|h\d\.|o\t|[-*][^\W\d]|\w+::|\[(?:[ xX\](]|[A-Z]+\])|\((?:[ xX]?\)|@|\w[.)])|\w[.)]|ANSWER|!include|import "
)
"""Matches the other beginnings of markup that begins a line."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiles a pattern when it is first needed, because most documents need few of them."""
    return re.compile(pattern, re.MULTILINE)


def note_other_programs(state: StateCore) -> None:
    """Core rule: records markup of other programs in the tokens with it, before escaped characters become text."""
    for at, (before, token) in enumerate(pairwise(state.tokens)):
        if not token.children:  # not text, or a paragraph too long to be read
            continue
        is_paragraph = before.type == "paragraph_open"
        is_quoted = is_paragraph and at > 0 and state.tokens[at - 1].type == "blockquote_open"
        if not (is_quoted and token.content.startswith("!")) and not _may_hold_some(token, is_paragraph):
            continue
        if found := list(_found(token, is_paragraph, is_quoted)):
            token.meta[OTHERS] = found


def _may_hold_some(token: Token, is_paragraph: bool) -> bool:
    """Whether a text can contain any markup of other programs, which most texts cannot."""
    text = token.content
    if _SOMEWHERE.search(text) or (is_paragraph and _begins_oddly(text)):
        return True
    return "**" in text and any(
        child.type == "text" and "**" in child.content for child in token.children or ()
    )


def _begins_oddly(text: str) -> bool:
    at = 0
    while text[at : at + 1] not in _CHARACTERS_AT_LINE_START and not _AT_LINE_START.match(text, at):
        at = text.find("\n", at) + 1
        if not at:
            return False
    return True


def _found(token: Token, is_paragraph: bool, is_quoted: bool) -> Iterator[OtherMarkup]:
    text = _text_alone(token)
    taken = _reported_already(token)
    for markup in _MARKUP_OF_OTHERS:
        if markup.contains not in token.content or (markup.in_lines and not is_paragraph):
            continue
        if markup.in_quotes and not is_quoted:
            continue
        if markup.meant in _BOXES and token.level > 1:  # in a list they are reported as options
            continue
        run: list[re.Match[str]] = []
        for match in _compiled(markup.pattern).finditer(token.content if markup.as_written else text):
            start, end = match.span()
            if any(taken[start:end]) or (markup.as_written and _is_in_code(text, start, match.group())):
                continue
            taken[start:end] = b"\1" * (end - start)
            goes_on = run and markup.in_lines and text.count("\n", run[-1].end(), start) == 1
            if run and not goes_on:
                yield _other_markup(markup, run)
                run = []
            run.append(match)
        if run:
            yield _other_markup(markup, run)


def _is_in_code(text: str, start: int, found: str) -> bool:
    """Whether a match is within code, unless it is code itself."""
    return text[start] == _CODE and not (found[0] == "`" and text[start - 1 : start] != _CODE)


def _reported_already(token: Token) -> bytearray:
    """A mask of the characters in a block that another rule has reported (1: reported)."""
    taken = bytearray(len(token.content) + 1)
    for child in token.children or ():
        if child.type == "lookalike":
            start, length = child.meta["position"], child.meta["found"].length
            if token.content.startswith(("$", "\\"), start):  # a formula that is not closed
                length = len(token.content) - start
            taken[start : start + length] = b"\1" * length
    return taken


def _other_markup(markup: Markup, run: Sequence[re.Match[str]]) -> OtherMarkup:
    """Matches in successive lines as one, of which the first line is shown."""
    first = run[0]
    end = first.string.find("\n", first.start(), first.end())
    instead = _TEX.get(first.groupdict().get("command", ""), markup.instead)
    edits = (
        tuple((*match.span(), match.expand(markup.corrected)) for match in run) if markup.corrected else ()
    )
    return OtherMarkup(first.start(), end if end > 0 else first.end(), markup.meant, instead, edits)


_TARGET = r"[^\w\s]{0,10}\]\([^()\n]*\)?"
"""What follows the text of a link."""


def _text_alone(token: Token) -> str:
    """The text of a block, of the same length, with every character that is not text replaced."""
    content = token.content.replace("\n", " ")
    parts: list[str] = []
    at = 0
    for written, character in _pieces(token.children or ()):
        start = content.find(written, at) if written else -1
        if start >= 0:
            parts += [_MARKUP * (start - at), character * len(written) or written]
            at = start + len(written)
        elif not written and (target := re.compile(_TARGET).match(content, at)):
            parts.append(_MARKUP * len(target.group()))
            at = target.end()
    parts.append(_MARKUP * (len(content) - at))
    return "".join(
        "\n" if written == "\n" else character
        for written, character in zip(token.content, "".join(parts), strict=True)
    )


def _pieces(children: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The parts of a text in order, each with its replacement (empty: it is text); a link's target is an empty part."""
    address = ""
    for child in children:
        if child.type == "text" and child.content and child.content != address.removeprefix("mailto:"):
            yield child.content, ""
        elif child.type == "code_inline":
            yield from ((child.markup, _CODE), (child.content, _CODE), (child.markup, _CODE))
        elif child.type == "text_special":
            yield child.markup, _ESCAPED if child.content != child.markup else ""
        elif child.type == "link_open":
            address = str(child.attrs.get("href", ""))
        elif child.type in {"link_close", "image"}:
            address = ""
            yield from ((child.content, _MARKUP), ("", _MARKUP)) if child.content else (("", _MARKUP),)
