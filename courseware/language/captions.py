"""A picture, sound or video that is alone in its paragraph stands in a frame of its own, with its title below it."""

from __future__ import annotations

from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def captions(state: StateCore) -> None:
    """The core rule: notes such paragraphs, and makes the title of the picture its caption.

    Not in a list, whose items may be the options of a question.
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
