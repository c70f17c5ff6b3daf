"""Captions: a picture, sound or video that is alone in its paragraph shows its title below it."""

from __future__ import annotations

from markdown_it.rules_core import StateCore


def captions(state: StateCore) -> None:
    """The core rule: such a paragraph becomes a figure, and the title of its picture a caption.

    Not in a list, whose items may be the options of a question.
    """
    lists = 0
    for opening, token, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        lists += opening.nesting * opening.type.endswith("_list_open") - opening.type.endswith("_list_close")
        children = token.children or []
        is_alone = opening.type == "paragraph_open" and [one.type for one in children] == ["image"]
        if is_alone and not lists and (title := children[0].attrs.pop("title", "")):
            children[0].meta["caption"] = title
            opening.tag = closing.tag = "figure"
