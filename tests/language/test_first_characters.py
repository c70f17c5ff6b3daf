"""Selecting Markdown rules by first characters changes which rules are tried, but never the result."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from courseware.language.markdown import markdown, with_all_rules
from courseware.language.source_text import SourceText

MARKS = """
` ~ > * ** - _ + 1. 2) [ ] ](x) [^1] [[ ]] < <!-- --> <b> <https://a.b> https://a.b # ## | : { } {{a}} $ $$ ^ ~~ &amp;
& ! ![ = @ % a é \\
""".split()
LINES = [
    "\n",
    "\n\n",
    "```\n",
    "~~~\n",
    "---\n",
    "[a]: b\n",
    "*[a]: b\n",
    "> [!NOTE]\n",
    "$$\n",
    "{type: form}\n",
]
SIGNS = [*MARKS, *LINES, " ", "    ", "\t", "- ", "* ", "- [x] ", "[^1]: ", ": ", "|a|b|\n|-|-|\n"]
EVERY_RULE = """\
+ a
* b
- c
9. d
0) e

# f
> g
***
---
___
[h]: i
~~~
j
~~~
```
k
```
*[l]: m
$$
n
$$
{type: form}
<!-- o -->
|p|q|
|-|-|
r
: s

[^t]: u

*v* _w_ ~~x~~ ~y~ ^z^ `a` \\* &amp; <https://b.c> https://d.e ![f](g) [h] [i](j) [^t] $k$ {{l}} {width=1} <b> [[m]]\\
n
"""


def tokens(parser: Any, text: str) -> list[Any]:
    env = {"text": SourceText("a.md", text), "diagnostics": [], "variables": {}}
    return [*(token.as_dict() for token in parser.parse(text, env)), env["diagnostics"]]


@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
@example(EVERY_RULE)
@example("- a\n  > b\n1. c\n\n: d\n\ne\n: f\n")
@example("[a *b](x) c* [^1]\n\n[^1]: d `e` ~f~ ^g^ H~2~O\n")
@example("a\n    # b\n\t> c\n   ## d\n")
def test_the_same_is_read(text: str) -> None:
    assert tokens(markdown(), text) == tokens(with_all_rules(), text)
