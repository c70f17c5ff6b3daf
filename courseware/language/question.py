"""What a document says of an interaction, before it has options in order, an answer and an id."""

from collections.abc import Mapping, Sequence

from courseware.diagnostics import Span
from courseware.language.blocks import ReadMarker
from courseware.language.components import Component
from courseware.language.document import Option, Part, Prose
from courseware.language.marker import Scalar, Value
from courseware.language.source_text import SourceText
from courseware.record import NamedTuple


class Question(NamedTuple):
    """A marker that asks something, with what stands around it.

    `words` and `prose` are its label, `written` that in the characters of the source, as are `group` and `section`, the
    headings above; `text` is that of the document. `parts` and `titles` are as in `Interaction`.
    """

    marker: ReadMarker
    words: str
    written: str
    prose: Prose
    help: Prose | None
    options: Sequence[Option]
    group: str
    section: str
    text: SourceText
    parts: Sequence[Part] = ()
    titles: tuple[str, ...] = ()

    @property
    def component(self) -> Component:
        """The row of its component."""
        assert self.marker.component is not None
        return self.marker.component

    @property
    def values(self) -> Mapping[str, Value]:
        """The values of all keys of its component."""
        return self.marker.values

    def gives(self, name: str) -> bool:
        """Whether the author wrote the key, right or wrong."""
        return name in self.marker.marker.entries

    def span(self, name: str = "") -> Span:
        """The place of a key's value, or of the marker."""
        entry = self.marker.marker.entries.get(name)
        return self.text.span(*(entry.place if entry else self.marker.start))

    def spans(self, name: str) -> list[Span]:
        """The places of the items of a list under a key, or of the one text there."""
        value = self.marker.marker.entries[name].value
        items = (value,) if isinstance(value, Scalar) else value
        return [self.text.span(*item.place) for item in items]


def label_of(words: str) -> str:
    """Words as a label: on one line, without colons behind them."""
    return " ".join(words.split()).rstrip(": ")
