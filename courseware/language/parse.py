"""A document's text → `Document`, in steps: blocks, their markers, sections, and the ids of its interactions."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from courseware.diagnostics import Diagnostic, Span, report
from courseware.language import faults
from courseware.language.blocks import ReadMarker, read_blocks
from courseware.language.components import COMPONENTS
from courseware.language.document import Document, interactions_of
from courseware.language.front_matter import FrontMatter
from courseware.language.identifier import slug
from courseware.language.inclusions import Library, with_inclusions
from courseware.language.interaction_ids import identify, with_id
from courseware.language.reading import Reading
from courseware.language.sections import navigation_of, sections_of
from courseware.language.source_text import SourceText
from courseware.record import NamedTuple


class Surroundings(NamedTuple):
    """What a document takes from its course: the text of other files, and variables by name.

    `traced` says whether its HTML tells where each part was written (`traces.py`).
    """

    look_up: Library
    variables: Mapping[str, str]
    traced: bool = False


def read_document(  # noqa: PLR0913, all that is known of one file
    name: str,
    path: str,
    matter: FrontMatter,
    body: str,
    first_line: int,
    language: str,
    surroundings: Surroundings | None = None,
) -> tuple[Document, list[Diagnostic]]:
    """Reads the body of a document whose front matter is known.

    `first_line` is the number of the body's first line in its file. `language` is the document's; it decides with which
    words the label of a select asks for a rating.
    """
    document_id = matter.id or slug(PurePosixPath(name).stem)
    text, included, problems = SourceText(path, body, first_line), 0, list[Diagnostic]()
    if surroundings:
        text, included, problems = with_inclusions(text, name, surroundings.look_up)
    variables = surroundings.variables if surroundings else {}
    traced = bool(surroundings and surroundings.traced)
    reading = Reading(document_id, text, language, variables, traced)
    blocks = read_blocks(reading)
    markers = [block for block in blocks.body if isinstance(block, ReadMarker)]
    sections = sections_of(blocks, reading)
    document = Document(
        id=document_id,
        name=name,
        path=path,
        matter=matter,
        sections=sections,
        navigation=navigation_of(blocks, reading),
        interactions=tuple(interactions_of(sections)),
        icons=tuple(_icons(markers, reading)),
        anchors=blocks.anchors,
        uses=frozenset(reading.uses),
    )
    names, clashes = identify(document.interactions, document_id)
    if names:
        document = document.with_interactions(
            lambda interaction: (
                with_id(interaction, names[interaction.span]) if interaction.span in names else interaction
            )
        )
    return document, [*problems, *reading.diagnostics, *clashes, *_broken_promises(matter, markers, included)]


def _icons(markers: Iterable[ReadMarker], reading: Reading) -> Iterable[tuple[str, Span]]:
    """The icons that markers name, with their places."""
    for marker in markers:
        icon = marker.values.get("icon")
        if isinstance(icon, str) and icon:
            yield icon, reading.text.span(*marker.marker.entries["icon"].place)


def _broken_promises(matter: FrontMatter, markers: Iterable[ReadMarker], included: int) -> list[Diagnostic]:
    used = {marker.name for marker in markers} | ({"include"} if included else set())
    return [
        report(faults.PROMISED_COMPONENT_UNUSED, span, name=name)
        for name, span in matter.promised
        if name in COMPONENTS and name not in used
    ]
