"""A phase document: its sections, prose and interactions, read from Markdown and markers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from courseware.diagnostics import Span
from courseware.language.conditions import Condition
from courseware.language.front_matter import FrontMatter
from courseware.language.marker import Value
from courseware.record import NamedTuple

TEXT_BRINGS = frozenset({"callout", "code", "maths", "media", "pictures", "recall", "transcript", "zoom"})
"""What a text may use that not every course needs: names of style sheets and modules (see `Component.brings`)."""


class Link(NamedTuple):
    """The opening tag of a link whose target only the course can resolve: `href` as the author wrote it.

    `document` is the id of the document that contains it.
    """

    document: str
    href: str
    title: str
    span: Span


class Media(NamedTuple):
    """A picture, sound, video or download, which an author writes as `![text](target)`.

    `target` is as written; `attributes` are only `width`, `height` and `class`. If it is alone in its paragraph, it has
    a `caption` instead of a title.
    """

    target: str
    alternative: str
    title: str
    attributes: tuple[tuple[str, str], ...]
    span: Span
    caption: str = ""
    alone: bool = False

    @property
    def zooms(self) -> bool:
        """Whether the picture can be enlarged."""
        return "zoom" in dict(self.attributes).get("class", "").split()


class Callout(NamedTuple):
    """The opening tag of a callout, with its `kind` (in `callouts.CALLOUTS`) in the course's language."""

    kind: str


class Prose(NamedTuple):
    """Rendered Markdown: pieces of finished HTML and, between them, what only the course can resolve."""

    pieces: tuple["str | Link | Media | Callout | Gap", ...]


class Heading(NamedTuple):
    """A heading: its words as shown and as written, its HTML, its level (1–6) and its HTML id.

    The id ends in the anchor that GitHub would give it, unique in the document.
    """

    text: str
    written: str
    prose: Prose
    level: int
    anchor: str


class Option(NamedTuple):
    """Something to choose or to rank. `text` is its plain text, `prose` its inline HTML."""

    key: str
    id: str
    text: str
    prose: Prose
    correct: bool
    feedback: Prose | None


class Part(NamedTuple):
    """A part of a question with an answer of its own: a statement that needs a partner, or a gap.

    `text` is its plain text, `prose` its inline HTML. `answers` are the right words, the best first; they are empty in
    a survey. `choices` are the words to choose from, unless the answer is typed.
    """

    key: str
    id: str
    text: str
    prose: Prose
    answers: tuple[str, ...]
    choices: tuple[str, ...] = ()


class Area(NamedTuple):
    """An area of a picture, in percent of its size.

    `numbers` are x, y and the radius in percent of the width for a `circle`; x, y, width and height for a `rect`; x and
    y of each corner for a `polygon`. `written` is the area as written in the source.
    """

    shape: str
    numbers: tuple[float, ...]
    written: str
    span: Span


class Shared(NamedTuple):
    """The keys that every interaction takes, whatever its component.

    `id` is the author's, or empty; `reveal` is None if the course decides.
    """

    id: str
    required: bool
    points: float
    feedback: str
    correct: str
    incorrect: str
    hint: str
    attempts: int | None
    reveal: bool | None


RightAnswer = tuple[str, ...] | float | None
"""A right answer: option texts (in the right order for a ranking), accepted words, or one number; None in a survey."""


class Gap(NamedTuple):
    """The gap `number` (from 1) of a text; `size` is the length of the longest word of all gaps, in characters."""

    part: Part
    number: int
    size: int


class Interaction(NamedTuple):
    """A question in the sense of the standards, of any component.

    `kind` is one of the interaction types that all standards share: `choice`, `true-false`, `likert`, `sequencing`,
    `matching`, `fill-in`, `long-fill-in`, `numeric`. `label` is its plain text, `prose` its inline HTML. Its id is made
    of words as written in the source: `name`, its own, and `group` and `section`, those of the headings above it.
    `values` are all other keys of its component, including defaults.

    If each of its `parts` takes an answer, `answer` holds all of them. `titles` are the column headers of a table,
    `body` is the text with its gaps, and `areas` are those of the options on the `picture`. `marker` is the place of a
    marker that it shares with other interactions.
    """

    component: str
    kind: str
    id: str
    key: str
    label: str
    name: str
    prose: Prose
    help: Prose | None
    group: str
    section: str
    options: tuple[Option, ...]
    shared: Shared
    values: Mapping[str, Value]
    answer: RightAnswer
    span: Span
    parts: tuple[Part, ...] = ()
    titles: tuple[str, ...] = ()
    body: Prose | None = None
    picture: Prose | None = None
    areas: tuple[Area, ...] = ()
    marker: Span | None = None

    @property
    def gated(self) -> bool:
        """Whether the learner records the answer with a Check button, instead of each change being recorded."""
        return self.answer is not None or bool(self.shared.attempts) or self.has_feedback

    @property
    def has_feedback(self) -> bool:
        """Whether the learner gets any feedback after answering."""
        texts = (self.shared.feedback, self.shared.correct, self.shared.incorrect)
        return any(texts) or any(option.feedback for option in self.options)


class StartButton(NamedTuple):
    """A link to the first page after this one."""

    text: str
    icon: str


class Recall(NamedTuple):
    """The learner's own answer to an earlier question, by its id; `empty` is shown as long as there is none."""

    of: str
    empty: str
    span: Span


class Card(NamedTuple):
    """One flashcard."""

    front: Prose
    back: Prose


class Cards(NamedTuple):
    """Flashcards, in the order in which they are shown."""

    cards: tuple[Card, ...]


class Grid(NamedTuple):
    """Questions that share a scale, each a row of a table; `label` says what all of them are about."""

    label: str
    blocks: tuple[Interaction, ...]


class Group(NamedTuple):
    """The part of a form below a `###`: a fieldset and its legend (`heading` is None before the first `###`)."""

    heading: Heading | None
    blocks: tuple["Block", ...]


class Drawable(NamedTuple):
    """A part of a pool, which is drawn as a whole.

    `heading` is its heading, or None if it is the label of a field instead; `anchor` is that of a heading that is not
    shown.
    """

    heading: Heading | None
    blocks: tuple["Block", ...]
    anchor: str

    @property
    def key(self) -> str:
        """The key of the part, which is that of its first question."""
        return next(interactions_in(self.blocks)).key

    @property
    def id(self) -> str:
        """The id of its first question."""
        return next(interactions_in(self.blocks)).id


class Pool(NamedTuple):
    """A pool, from which `draw` parts are asked of each learner, in random order if `shuffle`."""

    draw: int
    shuffle: bool
    blocks: tuple[Drawable, ...]


Block = Prose | Interaction | StartButton | Recall | Cards | Grid | Group | Pool | Drawable


HOLDERS = (Group, Grid, Pool, Drawable)
"""The blocks that contain other blocks."""


class Section(NamedTuple):
    """The part of a document from one `#` or `##` to the next.

    `component` is the type of the section's marker, or None for plain prose. The blocks of a `form` are `Group`s; those
    of a `selection` or `ranking` are the prompt, the `Interaction`, and what follows it. The section is shown if the
    condition `show_if` holds.
    """

    heading: Heading | None
    component: str | None
    values: Mapping[str, Value]
    blocks: tuple[Block, ...]
    show_if: Condition | None = None


class Document(NamedTuple):
    """A phase document. `name` is its file's name in the course, `path` that name as diagnostics show it.

    `anchors` are those of its headings, to which links refer. `navigation` are the labels of the links to the previous
    and next page (empty: that page's title). `uses` are the members of `TEXT_BRINGS` that its text needs.
    """

    id: str
    name: str
    path: str
    matter: FrontMatter
    sections: tuple[Section, ...]
    navigation: tuple[str, str]
    interactions: tuple[Interaction, ...]
    icons: tuple[tuple[str, Span], ...]
    anchors: frozenset[str]
    uses: frozenset[str]

    @property
    def page_id(self) -> str:
        """The HTML id of its page, which is also the prefix of its headings' ids."""
        return f"page-{self.id}"

    @property
    def targets(self) -> tuple[Link | Media, ...]:
        """All links and media of its text, in order."""
        return targets_of(self.sections)

    def with_interactions(self, change: Callable[[Interaction], Interaction]) -> "Document":
        """The document with each of its interactions replaced by `change(interaction)`."""
        sections = tuple(
            section._replace(blocks=_changed(section.blocks, change)) for section in self.sections
        )
        return self._replace(sections=sections, interactions=tuple(interactions_of(sections)))


def targets_of(sections: Sequence[Section]) -> tuple[Link | Media, ...]:
    """All links and media of the sections, in order."""
    pieces = (piece for section in sections for prose in _prose_of(section) for piece in prose.pieces)
    return tuple(dict.fromkeys(piece for piece in pieces if isinstance(piece, Link | Media)))


def interactions_of(sections: Sequence[Section]) -> Iterator[Interaction]:
    """The interactions of the sections, in order."""
    for section in sections:
        yield from interactions_in(section.blocks)


def interactions_in(blocks: Iterable[Block]) -> Iterator[Interaction]:
    """The interactions within the blocks, in order."""
    for block in blocks:
        if isinstance(block, Interaction):
            yield block
        elif isinstance(block, HOLDERS):
            yield from interactions_in(block.blocks)


def _changed(blocks: Sequence[Block], change: Callable[[Interaction], Interaction]) -> tuple[Block, ...]:
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Group | Drawable):
            block = block._replace(blocks=_changed(block.blocks, change))
        elif isinstance(block, Pool):
            drawables = (
                drawable._replace(blocks=_changed(drawable.blocks, change)) for drawable in block.blocks
            )
            block = block._replace(blocks=tuple(drawables))
        elif isinstance(block, Grid):
            block = block._replace(blocks=tuple(map(change, block.blocks)))
        elif isinstance(block, Interaction):
            block = change(block)
        result.append(block)
    return tuple(result)


def _prose_of(part: Section | Block) -> Iterator[Prose]:
    """All prose of a section or block."""
    if isinstance(part, Prose):
        yield part
    elif isinstance(part, Interaction):
        yield part.prose
        yield from [prose for prose in (part.help, part.body, part.picture) if prose]
        for option in part.options:
            yield option.prose
            yield from [option.feedback] if option.feedback else []
        yield from (inner.prose for inner in part.parts)
    elif isinstance(part, Cards):
        for card in part.cards:
            yield from card
    elif isinstance(part, Grid | Pool):
        for inner in part.blocks:
            yield from _prose_of(inner)
    elif isinstance(part, Section | Group | Drawable):
        yield from [part.heading.prose] if part.heading else []
        for block in part.blocks:
            yield from _prose_of(block)
