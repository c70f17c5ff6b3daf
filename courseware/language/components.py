"""The table of components, with one row for each component of the course language (FORMAT: Sections and markers).

A component is a row here, a template `templates/components/<name>.html` (unless it shares one), and a case in
`tests/cases/`.
"""

import re
from collections.abc import Callable, Mapping

from courseware.language.marker import MarkerEntry, Scalar, Value
from courseware.record import NamedTuple

SECTION, FIELD, PAGE = "section", "field", "page"
"""Where the marker of a component is allowed."""
LIST, ITEMS, KEY, SCALE, TRUTH, TABLE, TEXT, AREAS = (
    "list",
    "items",
    "key",
    "scale",
    "truth",
    "table",
    "text",
    "areas",
)
ROWS = "rows"
"""Where the options of an interaction come from: the list of its section, the lines of a fence or a list, its key
`options`, the points from `min` to `max`, the words for true and false, the last table of its section, its text, its
list with areas of a picture, or the header of its last table.
"""


class ValueKind(NamedTuple):
    """The kind of value that a key takes.

    `expected` describes it in words; `read` returns the value, or None if what is written is of another kind.
    """

    expected: str
    read: Callable[[MarkerEntry], Value]
    hint: str


def _text(entry: MarkerEntry) -> Value:
    return entry.value.text if isinstance(entry.value, Scalar) else None


def _texts(entry: MarkerEntry) -> Value:
    return None if isinstance(entry.value, Scalar) else tuple(item.text.strip() for item in entry.value)


def _text_or_texts(entry: MarkerEntry) -> Value:
    return (entry.value.text.strip(),) if isinstance(entry.value, Scalar) else _texts(entry)


def _bare(pattern: str, convert: Callable[[str], Value]) -> Callable[[MarkerEntry], Value]:
    def read(entry: MarkerEntry) -> Value:
        value = entry.value
        if not isinstance(value, Scalar) or value.quoted or not re.fullmatch(pattern, value.text):
            return None
        return convert(value.text)

    return read


def _ordered(entry: MarkerEntry) -> Value:
    return "ordered" if isinstance(entry.value, Scalar) and entry.value.text == "ordered" else None


def _areas(entry: MarkerEntry) -> Value:
    words = entry.value.text if isinstance(entry.value, Scalar) else ""
    return words if words in {"shown", "hidden"} else None


def _control(entry: MarkerEntry) -> Value:
    words = entry.value.text if isinstance(entry.value, Scalar) else ""
    return {"field": "", "slider": "slider"}.get(words)


KINDS: dict[str, ValueKind] = {
    "text": ValueKind("text", _text, "write text in quotes, or as bare words without a comma"),
    "texts": ValueKind("a list", _texts, 'write a list as ["first", "second"]'),
    "accepted": ValueKind("text or a list", _text_or_texts, 'write a list as ["first", "second"]'),
    "boolean": ValueKind(
        "true or false",
        _bare("true|false", lambda text: text == "true"),
        "write `true` or `false`, without quotes",
    ),
    "integer": ValueKind(
        "a whole number", _bare(r"[+-]?\d{1,9}", int), "write digits without quotes, as in 3"
    ),
    "number": ValueKind(
        "a number",
        _bare(r"[+-]?(\d{1,15}(\.\d{0,9})?|\.\d{1,9})", float),
        "write digits without quotes, as in 3 or 2.5",
    ),
    "ordered": ValueKind(
        "`ordered`", _ordered, "write the items in the right order; learners see them shuffled"
    ),
    "condition": ValueKind("a condition", _text, "for example 'phase1.role = \"Manager\"'"),
    "areas": ValueKind(
        "`shown` or `hidden`", _areas, "hidden areas must be found on the picture; the list still names them"
    ),
    "control": ValueKind(
        "`field` or `slider`", _control, "learners type the number into a field, or set it with a slider"
    ),
}


class Key(NamedTuple):
    """A key of a component: its kind (a row of `KINDS`), its default, and its bounds if it is a number.

    `brings` is an optional part that a package needs only if the key has a value that is not empty (see
    `Component.brings`).
    """

    kind: str
    default: Value = None
    least: float | None = None
    most: float | None = None
    brings: str = ""


class Component(NamedTuple):
    """A row of the table.

    `place` is where its marker is allowed. `interaction` is the interaction type that all standards share, or None if
    the component asks nothing; `options` says where its options come from, and `fewest` how many it needs. `required`
    is a key that the component cannot do without, with an example of its value. `brings` names the optional parts that
    only this component needs: modules of the runtime, and style sheets in `themes/base/`. `template` is the section's
    template in `templates/components/` if it is not the component's own.

    The flags mark a form (`holds_fields`), a pool, of which only some questions are asked (`holds_questions`),
    flashcards (`holds_cards`), and components that show an earlier answer (`recalls`), are removed before sections are
    made (`shows_nothing`), label the page's links with their keys instead of showing them (`names_links`), or ask
    nothing but need a heading above them or a title (`needs_name`).
    """

    place: str
    summary: str
    keys: Mapping[str, Key]
    interaction: str | None = None
    options: str | None = None
    fewest: int = 0
    holds_fields: bool = False
    required: tuple[str, str] | None = None
    template: str = ""
    names_links: bool = False
    brings: tuple[str, ...] = ()
    needs_name: bool = False
    holds_cards: bool = False
    shows_nothing: bool = False
    recalls: bool = False
    holds_questions: bool = False


_TITLE = {"title": Key("text", ""), "icon": Key("text", "")}
SHARED_KEYS = {
    "id": Key("text", ""),
    "required": Key("boolean", True),
    "points": Key("number", 1.0, least=0, most=1000),
    "feedback": Key("text", ""),
    "correct": Key("text", ""),
    "incorrect": Key("text", ""),
    "hint": Key("text", ""),
    "attempts": Key("integer", None, least=1, most=100),
    "reveal": Key("boolean"),
}
"""The keys of every component that asks something: the fields of `document.Shared`."""
_FIELD = {"label": Key("text", ""), **SHARED_KEYS}
_PARTIAL = {"partial": Key("boolean", False, brings="partial")}
_WRITTEN = {
    "placeholder": Key("text", ""),
    "max_length": Key("integer", None, least=1, most=100_000),
    "answer": Key("accepted"),
}

COMPONENTS: dict[str, Component] = {
    "instructions": Component(SECTION, "a card that says what to do", _TITLE, template="card"),
    "introduction": Component(SECTION, "a card that introduces a course or a part", _TITLE, template="card"),
    "information": Component(SECTION, "a card with an icon and a title", _TITLE, template="card"),
    "mission_brief": Component(
        SECTION,
        "a briefing card with two badges",
        {
            "title": Key("text", ""),
            "classification": Key("text", ""),
            "difficulty": Key("text", ""),
            "icon": Key("text", ""),
        },
        brings=("mission_brief",),
    ),
    "details": Component(
        SECTION,
        "a section that opens on demand",
        {"title": Key("text", ""), "open": Key("boolean", False)},
        needs_name=True,
        brings=("details",),
    ),
    "flashcards": Component(
        SECTION,
        "cards with a front and a back: the rows of a table, or a definition list",
        {"title": Key("text", ""), "shuffle": Key("boolean", False)},
        holds_cards=True,
        brings=("flashcards",),
    ),
    "section": Component(
        SECTION,
        "plain text, like a section without a marker",
        {"title": Key("text", "")},
        template="titled_section",
    ),
    "selection": Component(
        SECTION,
        "a question whose options are the section's last list",
        {
            "title": Key("text", ""),
            "multiple": Key("boolean", False),
            "min": Key("integer", None, least=0, most=1000),
            "max": Key("integer", None, least=1, most=1000),
            "shuffle": Key("boolean", False),
            **_PARTIAL,
            **SHARED_KEYS,
        },
        interaction="choice",
        options=LIST,
        fewest=1,
        template="task",
        brings=("choices",),
    ),
    "ranking": Component(
        SECTION,
        "items to put in order: the lines of a code fence, or a list",
        {
            "title": Key("text", ""),
            "answer": Key("ordered"),
            "shuffle": Key("boolean", False),
            **SHARED_KEYS,
        },
        interaction="sequencing",
        options=ITEMS,
        fewest=2,
        template="task",
        brings=("ranking", "rows"),
    ),
    "matching": Component(
        SECTION,
        "items to match: the rows of the section's last table are the pairs",
        {
            "title": Key("text", ""),
            "shuffle": Key("boolean", True),
            "partial": Key("boolean", False),
            **SHARED_KEYS,
        },
        interaction="matching",
        options=TABLE,
        fewest=2,
        template="task",
        brings=("matching", "parts_of_answers", "rows"),
    ),
    "gaps": Component(
        SECTION,
        "text with gaps to fill in: `[[word]]`",
        {
            "title": Key("text", ""),
            "case": Key("boolean", False),
            "partial": Key("boolean", False),
            "bank": Key("boolean", False),
            **SHARED_KEYS,
        },
        interaction="fill-in",
        options=TEXT,
        template="task",
        brings=("gaps", "parts_of_answers"),
    ),
    "grid": Component(
        SECTION,
        "a scale for several statements: the header and the rows of the section's last table",
        {
            "title": Key("text", ""),
            "multiple": Key("boolean", False),
            "rows": Key("texts"),
            **{name: key for name, key in SHARED_KEYS.items() if name != "id"},
        },
        interaction="likert",
        options=ROWS,
        fewest=2,
        template="task",
        brings=("choices", "grid"),
    ),
    "hotspot": Component(
        SECTION,
        "areas to find on a picture: the options of the section's last list, each with its area",
        {
            "title": Key("text", ""),
            "multiple": Key("boolean", False),
            "areas": Key("areas", "shown"),
            **_PARTIAL,
            **SHARED_KEYS,
        },
        interaction="choice",
        options=AREAS,
        fewest=2,
        template="task",
        brings=("choices", "hotspot"),
    ),
    "pool": Component(
        SECTION,
        "questions to draw from: each learner is asked some of the ### parts below it",
        {
            "title": Key("text", ""),
            "draw": Key("integer", None, least=1, most=1000),
            "shuffle": Key("boolean", True),
        },
        holds_questions=True,
        required=("draw", "draw: 3"),
        template="titled_section",
    ),
    "form": Component(
        SECTION,
        "contains fields; each ### is a group",
        {"title": Key("text", "")},
        holds_fields=True,
        template="task",
    ),
    "select": Component(
        FIELD,
        "one or several choices from a list",
        {
            "options": Key("texts"),
            "multiple": Key("boolean", False),
            "rating": Key("boolean"),
            "answer": Key("accepted"),
            "shuffle": Key("boolean", False),
            **_PARTIAL,
            **_FIELD,
        },
        interaction="choice",
        options=KEY,
        fewest=1,
        required=("options", 'options: ["Yes", "No"]'),
        brings=("choices", "rating"),
    ),
    "rating": Component(
        FIELD,
        "a scale of points",
        {
            "min": Key("integer", 1, least=-100, most=100),
            "max": Key("integer", 5, least=-100, most=100),
            "labels": Key("texts"),
            **_FIELD,
        },
        interaction="likert",
        options=SCALE,
        fewest=2,
        brings=("choices", "rating"),
    ),
    "true_false": Component(
        FIELD,
        "a statement that is true or false",
        {"answer": Key("boolean"), **_FIELD},
        interaction="true-false",
        options=TRUTH,
        fewest=2,
        brings=("choices", "true_false"),
    ),
    "text": Component(
        FIELD,
        "a short text",
        {**_WRITTEN, "rows": Key("integer", 1, least=1, most=60), **_FIELD},
        interaction="fill-in",
    ),
    "textarea": Component(
        FIELD,
        "a long text",
        {**_WRITTEN, "rows": Key("integer", 5, least=1, most=60), **_FIELD},
        interaction="long-fill-in",
    ),
    "number": Component(
        FIELD,
        "a number",
        {
            "min": Key("number"),
            "max": Key("number"),
            "step": Key("number", None, least=0),
            "unit": Key("text", ""),
            "control": Key("control", "", brings="slider"),
            "answer": Key("number"),
            "tolerance": Key("number", None, least=0),
            **_FIELD,
        },
        interaction="numeric",
        brings=("numeric",),
    ),
    "include": Component(
        PAGE,
        "the text of another file, as if it were written here",
        {"file": Key("text", "")},
        required=("file", 'file: "_safety.md"'),
        shows_nothing=True,
    ),
    "recall": Component(
        PAGE,
        "the learner's own answer to an earlier question, in words",
        {"of": Key("text", ""), "empty": Key("text", "")},
        required=("of", "of: phase1.role"),
        recalls=True,
    ),
    "navigation": Component(
        PAGE,
        "labels of the links to the neighbouring pages",
        {"previous": Key("text", ""), "next": Key("text", "")},
        names_links=True,
    ),
    "start_button": Component(
        PAGE, "a link to the next page", {"text": Key("text", ""), "icon": Key("text", "")}
    ),
}
COMPONENTS = {
    name: row._replace(keys={**row.keys, "show_if": Key("condition", "")}) if row.place == SECTION else row
    for name, row in COMPONENTS.items()
}
"""Every section may have a condition under which it is shown."""

ALIASES: dict[str, str] = {
    **dict.fromkeys(("quiz", "question", "radio", "choice", "single_choice", "mcq", "poll"), "selection"),
    **dict.fromkeys(("multiple_choice", "checkbox", "checkboxes"), "selection` with `multiple: true"),
    **dict.fromkeys(("likert", "scale", "stars"), "rating"),
    **dict.fromkeys(("slider", "range"), "number` with `control: slider"),
    **dict.fromkeys(("yes_no", "boolean", "truefalse", "true_or_false"), "true_false"),
    **dict.fromkeys(("dropdown", "menu", "combobox"), "select"),
    **dict.fromkeys(("order", "ordering", "sort", "sortable", "sorting", "sequence"), "ranking"),
    **dict.fromkeys(("matrix", "likert_table", "table_question"), "grid"),
    **dict.fromkeys(("match", "pairs", "connect", "drag", "drag_and_drop", "drag_drop"), "matching"),
    **dict.fromkeys(("input", "short_answer", "date", "time", "email"), "text"),
    **dict.fromkeys(
        ("gap", "cloze", "fill", "fill_in", "fill_in_the_blank", "fill_in_the_blanks", "blanks"), "gaps"
    ),
    **dict.fromkeys(("essay", "long_text", "paragraph"), "textarea"),
    **dict.fromkeys(("note", "tip", "warning", "callout", "box", "card", "alert"), "information"),
    **dict.fromkeys(("cards", "flashcard", "flip_cards", "dialog_cards"), "flashcards"),
    **dict.fromkeys(("collapse", "collapsible", "accordion", "spoiler", "toggle", "tabs"), "details"),
    **dict.fromkeys(("image", "picture", "figure"), "![what it shows](picture.png)"),
    **dict.fromkeys(("video", "audio", "sound", "media"), "![what it shows](clip.mp4)"),
    **dict.fromkeys(("quote", "blockquote"), "> the words quoted"),
    **dict.fromkeys(("bank", "question_bank", "random", "draw"), "pool"),
    **dict.fromkeys(("survey", "questionnaire", "fields"), "form"),
    **dict.fromkeys(("numeric", "integer"), "number"),
    **dict.fromkeys(("nav", "next", "links"), "navigation"),
    **dict.fromkeys(("button", "start"), "start_button"),
    **dict.fromkeys(("mission", "briefing"), "mission_brief"),
}
"""Names of components in other programs → what to write here, which a message puts between backticks."""
