"""Pictures, sounds and videos that are alone in a paragraph are shown in a frame, with their title as a caption."""

from __future__ import annotations

from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def captions(state: StateCore) -> None:
    """Core rule: marks paragraphs with only a picture, whose title becomes its caption.

    Lists are left out, because their items may be the options of a question.
    """
    lists = 0
    for number, token in enumerate(state.tokens):
        if token.tag in {"ul", "ol"}:
            lists += token.nesting
        elif token.type == "inline" and not lists and _is_picture(token):
            picture, around = (token.children or [])[0], state.tokens[number - 1 : number + 2 : 2]
            if around[0].type != "paragraph_open":
                continue
            picture.meta["caption"] = picture.attrs.pop("title", "")
            for paragraph in around:
                paragraph.meta["picture"] = True


def _is_picture(token: Token) -> bool:
    children = token.children or []
    return len(children) == 1 and children[0].type == "image"
