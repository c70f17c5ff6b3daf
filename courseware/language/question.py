"""A question as the document states it, before it gets sorted options, an answer and an id."""

from collections.abc import Mapping, Sequence

from courseware.diagnostics import Span
from courseware.language.blocks import ReadMarker
from courseware.language.components import Component
from courseware.language.document import Option, Part, Prose
from courseware.language.marker import Scalar, Value
from courseware.language.source_text import SourceText
from courseware.record import NamedTuple


class Question(NamedTuple):
    """A marker that asks something, with its surroundings.

    `words` and `prose` are its label; `written` is the label as written in the source, as are `group` and `section`,
    the headings above it. `text` is the text of the document. `parts` and `titles` are the same as in `Interaction`.
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
        """The row of its component in the table."""
        assert self.marker.component is not None
        return self.marker.component

    @property
    def values(self) -> Mapping[str, Value]:
        """The values of all keys of its component."""
        return self.marker.values

    def gives(self, name: str) -> bool:
        """Whether the author wrote the key, even with a wrong value."""
        return name in self.marker.marker.entries

    def span(self, name: str = "") -> Span:
        """The place of a key's value, or of the marker if no key is named."""
        entry = self.marker.marker.entries.get(name)
        return self.text.span(*(entry.place if entry else self.marker.start))

    def spans(self, name: str) -> list[Span]:
        """The places of the items of a list under a key, or of the single text there."""
        value = self.marker.marker.entries[name].value
        items = (value,) if isinstance(value, Scalar) else value
        return [self.text.span(*item.place) for item in items]


def label_of(words: str) -> str:
    """A text as a label: on one line, without colons at its end."""
    return " ".join(words.split()).rstrip(": ")
