"""The Markdown of the course language: CommonMark, a few extensions, and markers as blocks of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.autolink import autolink
from markdown_it.rules_inline.backticks import backtick
from markdown_it.rules_inline.image import image
from markdown_it.rules_inline.link import link
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from courseware.diagnostics import report
from courseware.language import faults
from courseware.language.abbreviations import abbreviation, mark_abbreviations
from courseware.language.addresses import bare_address, bare_mail_address
from courseware.language.callouts import without_titles
from courseware.language.captions import captions
from courseware.language.comments import behind_comments, comment_block, comment_in_text, without_comments
from courseware.language.first_characters import select_by_first_character
from courseware.language.formulas import formula_block, formula_in_text
from courseware.language.indices import lowered, raised
from courseware.language.lookalikes import FoundLookalike, latex, lookalike
from courseware.language.marker import START_IN_TEXT, Scalar, begins_marker, read_marker
from courseware.language.other_programs import note_other_programs
from courseware.language.picture_attributes import picture_attributes
from courseware.language.programs import coloured
from courseware.language.source_text import SourceText
from courseware.language.traces import TRACE
from courseware.language.variables import VARIABLE, variable_in_text

_CONTAINERS = {
    "list": "a list item",
    "blockquote": "a quote",
    "footnote": "a footnote",
    "deflist": "a definition",
}
LONGEST_PARAGRAPH = 100_000
"""The longest paragraph, heading or table cell that is read, in characters."""

LONGEST_SHORT_FORMULA = 20
"""The longest TeX of a formula that certainly fits on the line of a phone, in characters."""

_FOOTNOTE = r"\[\^[^\s\]]{1,300}\]"
GAP = r"\[\[(?P<words>[^\[\]\n]{0,300})\]\]"
_MARK = "\0"
"""The character around the number of a piece in rendered HTML; it never occurs in Markdown's own output."""


def _trace(token: Token) -> str:
    """The comment that tells where the token was written, if the document is traced; otherwise empty."""
    return str(token.meta.get(TRACE, ""))


class _Renderer(RendererHTML):
    """HTML without inline styles; links and media are left to the course, which alone can resolve them."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._piece(tokens[idx], env)

    def gap(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._piece(tokens[idx], env)

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._piece(tokens[idx], env)

    def alert_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._piece(tokens[idx], env)

    def paragraph_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "" if tokens[idx].meta.get("picture") else self.renderToken(tokens, idx, options, env)

    def paragraph_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "\n" if tokens[idx].meta.get("picture") else self.renderToken(tokens, idx, options, env)

    def renderInline(self, tokens: Sequence[Token], options: Any, env: Any) -> str:
        return _trace(tokens[0]) + super().renderInline(tokens, options, env) if tokens else ""

    def _piece(self, token: Token, env: Any) -> str:
        env["pieces"].append(token)
        return f"{_MARK}{len(env['pieces']) - 1}{_MARK}"

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        checked = tokens[idx].meta.get("checked")
        if checked is None:
            return self.renderToken(tokens, idx, options, env)
        return f'<li class="task">{"☑" if checked else "☐"} '

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        # focusable, so that it can be scrolled with the keyboard
        opening = f'<pre tabindex="0">{_trace(tokens[idx])}'
        return super().fence(tokens, idx, options, env).replace("<pre>", opening, 1)

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        opening = f'<pre tabindex="0">{_trace(tokens[idx])}'
        return super().code_block(tokens, idx, options, env).replace("<pre>", opening, 1)

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        # it scrolls by itself if it is wider than the screen; focusable, so that the keyboard can scroll it
        return '<div class="table" tabindex="0">\n' + self.renderToken(tokens, idx, options, env)

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self.renderToken(tokens, idx, options, env) + "</div>\n"

    def _cell(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        style = str(token.attrs.pop("style", ""))
        if style:
            token.attrs["class"] = style.replace("text-align:", "align-")
        return self.renderToken(tokens, idx, options, env)

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._cell(tokens, idx, options, env)

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._cell(tokens, idx, options, env)

    def footnote_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        number = tokens[idx].meta["id"] + 1
        return f'<li id="fn-{env["docId"]}-{number}" class="footnote-item" value="{number}">'

    def footnote_caption(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"[{tokens[idx].meta['id'] + 1}]"

    def _formula(self, token: Token) -> str:
        return token.meta.get("mathml") or escapeHtml(f"{token.markup}{token.content}{token.markup}")

    def formula(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        drawn = self._formula(tokens[idx])
        if env.get("names"):  # browsers leave MathML out of accessible names, which would then be empty
            drawn = drawn.replace("<math ", f'<math aria-label="{escapeHtml(tokens[idx].content)}" ', 1)
        is_long = len(tokens[idx].content) > LONGEST_SHORT_FORMULA
        return f'<span class="formula-in-text">{drawn}</span>' if is_long else drawn

    def formula_display(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        # focusable, so that it can be scrolled with the keyboard
        return f'<span class="formula" tabindex="0">{self._formula(tokens[idx])}</span>'

    def formula_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"<p>{_trace(tokens[idx])}{self.formula_display(tokens, idx, options, env)}</p>\n"

    def marker_in_text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return ""

    def variable(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return escapeHtml(tokens[idx].content)

    def lookalike(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return escapeHtml(tokens[idx].content)


def _own_line(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule for constructs that begin a line, by their first character, because most lines begin none of them."""
    start = state.bMarks[line] + state.tShift[line]
    rule = _OWN_LINE.get(state.src[start : start + 1])
    return rule is not None and not state.is_code_block(line) and rule(state, line, end_line, silent)


def _marker_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: a line that begins like a marker is one, wherever it is."""
    offset = state.bMarks[line] + state.tShift[line]
    if not begins_marker(state.src, offset):
        return False
    if silent:
        return True
    text: SourceText = state.env["text"]
    marker, end, diagnostics = read_marker(text, offset)
    found: list[Any] = state.env["diagnostics"]
    state.line = line + text.text.count("\n", offset, end) + 1
    if state.level:
        container = _CONTAINERS.get(state.parentType, "another block")
        found.append(report(faults.MARKER_IN_CONTAINER, text.span(offset, offset + 1), container=container))
        return True
    found += diagnostics
    after = behind_comments(text.text, end)
    rest_end = text.text.find("\n", after)
    rest = text.text[after : rest_end if rest_end >= 0 else None]
    state.line += text.text.count("\n", end, after)
    if rest.strip() and marker.sound:
        start = after + len(rest) - len(rest.lstrip())
        found.append(report(faults.TEXT_AFTER_MARKER, text.span(start, after + len(rest.rstrip()))))
    token = state.push("marker", "", 0)
    token.map = [line, state.line]
    token.meta = {"marker": marker}
    return True


def _marker_in_text(state: StateInline, silent: bool) -> bool:
    """Inline rule: `{type:` within a line of text is a mistake, and is never shown to learners."""
    if not re.compile(START_IN_TEXT).match(state.src, state.pos):
        return False
    start = state.pos
    marker, state.pos, _ = read_marker(SourceText("", state.src), start)
    if not silent:
        token = state.push("marker_in_text", "", 0)
        token.meta = {"position": start, "marker": marker}
    return True


def _may_lead_somewhere(state: StateInline) -> bool:
    """Whether a bracket can begin a link or a picture at all, because looking for the end of many brackets is slow."""
    text, last = state.env.get("last_target", ("", -1))
    if text is not state.src:
        last = state.src.rfind("](")
        state.env["last_target"] = state.src, last
    return last > state.pos or bool(state.env.get("references"))


def _bracket(rule: Any, token_type: str) -> Any:
    """The inline rule for links or pictures, applied only to brackets that may begin one."""
    positioned = _with_position(rule, token_type)
    is_picture = rule is image

    def bracket(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in "[!" or not _may_lead_somewhere(state):
            return False
        gaps = state.env.get("gaps")
        state.env["gaps"] = gaps and not is_picture  # alternative text has no gaps
        found: bool = positioned(state, silent)
        state.env["gaps"] = gaps
        return found

    return bracket


def _left_out(state: StateInline, silent: bool) -> bool:
    """Inline rule for what is never shown: markers within text, and comments."""
    character = state.src[state.pos]
    if character == "{":
        return variable_in_text(state, silent) or _marker_in_text(state, silent)
    return character == "<" and comment_in_text(state, silent)


def _formula_in_text(state: StateInline, silent: bool) -> bool:
    return state.src[state.pos] == "$" and formula_in_text(state, silent)


def _with_position(rule: Any, token_type: str) -> Any:
    """An inline rule that also stores the position of its token, for diagnostics."""

    def positioned(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            token = next(token for token in state.tokens[before:] if token.type == token_type)
            token.meta["position"] = start
        return True

    return positioned


def _gap(state: StateInline, silent: bool) -> bool:
    """Inline rule for gaps in a section of that kind; never within a link, which must lead somewhere."""
    # the rule for links runs silently when it looks for the end of a link
    if silent or state.src[state.pos] != "[" or not state.env.get("gaps") or state.linkLevel:
        return False
    match = re.compile(GAP).match(state.src, state.pos, state.posMax)
    if match is None:
        return _gap_without_end(state)
    token = state.push("gap", "", 0)
    token.content = match["words"]
    token.meta = {"position": state.pos, "before": state.src[: state.pos]}
    state.pos = match.end()
    return True


_NO_LINK = r"\[\[(?![^\[\]\n]*\]\()"


def _gap_without_end(state: StateInline) -> bool:
    """Reports the beginning of a gap without an end, which is shown as written; a link in brackets is not one."""
    if not re.compile(_NO_LINK).match(state.src, state.pos, state.posMax):
        return False
    token = state.push("lookalike", "", 0)
    token.content = "[["
    token.meta = {"position": state.pos, "found": FoundLookalike(faults.GAP_WITHOUT_END, 2, {})}
    state.pos += 2
    return True


def _code(state: StateInline, silent: bool) -> bool:
    """Inline rule for code, which also records double brackets within it: they are not gaps, and are reported."""
    start, before = state.pos, len(state.tokens)
    found = backtick(state, silent)
    written = state.src[start : state.pos]
    if found and "[[" in written:
        for token in state.tokens[before:]:
            if token.type == "code_inline":
                token.meta = {"position": start, "written": written, "gaps": state.env.get("gaps", False)}
    return found


def _footnote_definition(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule for footnotes, which also records where each begins, because unused ones are dropped later."""
    before = len(state.tokens)
    if not footnote_def(state, line, end_line, silent):
        return False
    if not silent:
        state.env.setdefault("definitions", []).append((state.tokens[before].meta["label"], line))
    return True


def _footnote_reference(state: StateInline, silent: bool) -> bool:
    """Inline rule for references to footnotes, limited in length, because it looks for the end of each."""
    return bool(re.compile(_FOOTNOTE).match(state.src, state.pos)) and footnote_ref(state, silent)


def _inline(state: StateCore) -> None:
    """Core rule that reads the text of blocks; a text longer than any author writes is reported instead."""
    within, in_note = "", False  # the tag of the heading of the current part with gaps, if any
    for before, token in pairwise([Token("heading_close", "", -1), *state.tokens]):
        if token.type == "marker" and before.type == "heading_close":
            entry = token.meta["marker"].entries.get("type")
            asks = entry is not None and isinstance(entry.value, Scalar) and entry.value.text == "gaps"
            within = (before.tag or "h2") if asks else ""
        elif token.type == "heading_open" and token.tag <= max(within, "h2"):
            within = ""
        elif token.type in {"footnote_reference_open", "footnote_reference_close"}:
            in_note = token.nesting > 0
        if token.type in {"fence", "code_block"}:
            token.meta["gaps"] = bool(within)
        if token.type != "inline":
            continue
        state.env["gaps"] = bool(within) and not in_note
        token.children = []
        if len(token.content) <= LONGEST_PARAGRAPH:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            text: SourceText = state.env["text"]
            place = text.line_place(token.map[0] if token.map else 0)
            details = {"length": f"{len(token.content):,}", "limit": f"{LONGEST_PARAGRAPH:,}"}
            state.env["diagnostics"].append(report(faults.PARAGRAPH_TOO_LONG, text.span(*place), **details))


@cache
def markdown() -> MarkdownIt:
    """The parser, which is created once."""
    parser = with_all_rules()
    select_by_first_character(parser, {"own_line": "".join(_OWN_LINE)}, _FIRST_CHARACTERS)
    return parser


def with_all_rules() -> MarkdownIt:
    """A parser that tries all of its rules everywhere."""
    parser = MarkdownIt(
        "commonmark",
        {"html": False, "tasklists": True, "alerts": True, "highlight": coloured},
        renderer_cls=_Renderer,
    )
    parser.enable(["table", "strikethrough"]).disable("lheading")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # the course checks links, with a message
    footnote_plugin(parser, inline=False)
    for name in ("footnote_open", "footnote_caption"):
        parser.add_render_rule(name, getattr(_Renderer, name))
    parser.block.ruler.at("footnote_def", _footnote_definition, {"alt": ["paragraph", "reference"]})
    deflist_plugin(parser)
    sub_plugin(parser)
    superscript_plugin(parser)
    interrupts = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("table", "own_line", _own_line, interrupts)  # type: ignore[arg-type]  # `alt` is a list of names
    parser.core.ruler.at("inline", _inline)
    parser.core.ruler.before("inline", "without_comments", without_comments)
    parser.core.ruler.before("inline", "without_titles", without_titles)
    parser.core.ruler.after("inline", "captions", captions)
    parser.core.ruler.after("inline", "other_programs", note_other_programs)
    parser.core.ruler.after("inline", "abbreviations", mark_abbreviations)
    parser.inline.ruler.before("escape", "left_out", _left_out)
    parser.inline.ruler.after("left_out", "formula", _formula_in_text)
    parser.inline.ruler.before("escape", "latex", latex)
    parser.inline.ruler.at("footnote_ref", _footnote_reference)
    parser.inline.ruler.before("link", "gap", _gap)
    parser.inline.ruler.at("backticks", _code)
    parser.inline.ruler.at("link", _bracket(link, "link_open"))
    parser.inline.ruler.at("autolink", _with_position(autolink, "link_open"))
    parser.inline.ruler.at("image", _bracket(image, "image"))
    parser.inline.ruler.push("last", _last_rules)
    return parser


_OWN_LINE: dict[str, Callable[[StateBlock, int, int, bool], bool]] = {
    "{": _marker_block,
    "<": comment_block,
    "*": abbreviation,
    "$": formula_block,
}

_LAST: dict[str, tuple[Callable[[StateInline, bool], bool], ...]] = {
    "{": (picture_attributes, lookalike),
    ":": (bare_address,),
    "@": (bare_mail_address,),
    **dict.fromkeys("<![$", (lookalike,)),
}
"""The inline rules after all others, by the character with which each can begin."""

_FIRST_CHARACTERS = {"left_out": "{<", "formula": "$", "latex": "\\", "gap": "[", "last": "".join(_LAST)}
"""The first characters of the inline rules."""


def _last_rules(state: StateInline, silent: bool) -> bool:
    return any(rule(state, silent) for rule in _LAST.get(state.src[state.pos], ()))


def render(tokens: Sequence[Token], document_id: str) -> list[str | Token]:
    """The HTML of block tokens in pieces: text and, between them, the tokens of links and media.

    `document_id` makes the HTML ids of footnotes unique in the course.
    """
    env: dict[str, Any] = {"docId": document_id, "pieces": []}
    parser = markdown()
    return _pieces(parser.renderer.render(tokens, parser.options, env), env)


def render_inline(children: Sequence[Token], document_id: str) -> list[str | Token]:
    """The HTML of the children of one inline token that names something, such as a heading or an option, in pieces."""
    env: dict[str, Any] = {"docId": document_id, "pieces": [], "names": True}
    parser = markdown()
    return _pieces(parser.renderer.renderInline(children, parser.options, env), env)  # type: ignore[attr-defined]  # the protocol lacks it


def _pieces(html: str, env: dict[str, Any]) -> list[str | Token]:
    if not env["pieces"]:
        return [html]
    return [env["pieces"][int(part)] if number % 2 else part for number, part in enumerate(html.split(_MARK))]


def plain(children: Sequence[Token] | None) -> str:
    """The plain text of inline tokens, as it is shown: `x^2^` is x²."""
    return _words(
        children,
        lambda token, words: raised(words) if token.type == "sup_open" else lowered(words),
        "content",
    )


def written(children: Sequence[Token] | None) -> str:
    """The plain text as written in the source, of which ids and anchors are made: `x^2^` stays as it is."""
    return _words(children, lambda token, words: f"{token.markup}{words}{token.markup}", "markup")


def _words(children: Sequence[Token] | None, script: Callable[[Token, str], str], variable: str) -> str:
    words: list[str] = []
    opening: Token | None = None
    for token in children or ():
        if token.type in {"sup_open", "sub_open"}:
            opening = token
        elif token.type in {"text", "code_inline", "lookalike"}:
            words.append(script(opening, token.content) if opening else token.content)
            opening = None
        elif token.type == VARIABLE:
            words.append(getattr(token, variable))
        elif token.type in {"formula", "formula_display"}:
            words.append(f"{token.markup}{token.content}{token.markup}")
        elif token.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        elif token.type == "image":
            words.append(_words(token.children, script, variable))
    return " ".join("".join(words).split())
