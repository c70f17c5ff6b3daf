"""A checked course as readable text, which cases keep as `model.txt`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from courseware.course.course import Course, Page
from courseware.course.settings import KEYS as SETTINGS
from courseware.language.components import COMPONENTS
from courseware.language.document import (
    Block,
    Callout,
    Cards,
    Gap,
    Grid,
    Group,
    Heading,
    Interaction,
    Link,
    Media,
    Pool,
    Prose,
    Recall,
    Section,
    StartButton,
)
from courseware.language.interface_texts import interface_texts
from courseware.language.marker import Value

_SHOWN_APART = {"id", "label", "options", "answer"}
"""Keys of components that the text shows in other lines."""


def model_text(course: Course) -> str:
    """The settings, pages, sections, prose and interactions of a course, in order; default values are left out."""
    lines = [*_settings(course), *(line for page in course.pages for line in _page(course, page))]
    lines += [f"file {name}" for name in course.files]
    return "".join(f"{line}\n" for line in lines)


def _settings(course: Course) -> Iterator[str]:
    texts = dict(interface_texts(course.settings.language))
    for name, (_, default) in SETTINGS.items():
        value = getattr(course.settings, name)
        if name == "texts":
            value, default = {key: text for key, text in value.items() if text != texts[key]}, {}
        if value != default:
            yield f"{name}: {value!r}"


def _page(course: Course, page: Page) -> Iterator[str]:
    yield f"page {page.id} {page.title!r} previous={page.previous!r} next={page.next!r}"
    for name in ("subtitle", "learning_objective", "mission_title", "mission_description"):
        if value := getattr(page, name):
            yield f"  {name}: {value}"
    for section in page.sections:
        yield from _section(course, page, section)


def _section(course: Course, page: Page, section: Section) -> Iterator[str]:
    yield f"  section {section.component or ''}".rstrip() + _values(section.component, section.values)
    if section.heading:
        yield f"    {_heading(course, page, section.heading)}"
    for block in section.blocks:
        for line in _block(course, page, block):
            yield f"    {line}"


def _block(course: Course, page: Page, block: Block) -> Iterator[str]:
    match block:
        case Prose() | StartButton() | Recall() | Cards():
            yield from _shown(course, page, block)
        case Group():
            yield f"group {_heading(course, page, block.heading) if block.heading else ''}".rstrip()
            for inner in block.blocks:
                yield from (f"  {line}" for line in _block(course, page, inner))
        case Pool():
            yield f"pool draw={block.draw} shuffle={block.shuffle}"
            for part in block.blocks:
                yield f"  part {_heading(course, page, part.heading) if part.heading else part.anchor}"
                for inner in part.blocks:
                    yield from (f"    {line}" for line in _block(course, page, inner))
        case Grid():
            yield f"grid {block.label}"
            for row in block.blocks:
                yield from (f"  {line}" for line in _interaction(course, page, row))
        case Interaction():
            yield from _interaction(course, page, block)


def _shown(course: Course, page: Page, block: Prose | StartButton | Recall | Cards) -> Iterator[str]:
    """The lines for a block without interactions."""
    match block:
        case Prose():
            yield from (f"| {line}" for line in _prose(course, page, block).splitlines())
        case StartButton():
            yield f"start button {block.text!r} icon={block.icon!r}"
        case Recall():
            yield f"recall {block.of} {block.empty!r}"
        case Cards():
            for card in block.cards:
                yield f"card {_prose(course, page, card.front)} / {_prose(course, page, card.back)!r}"


def _interaction(course: Course, page: Page, interaction: Interaction) -> Iterator[str]:
    values = _values(interaction.component, {**interaction.values, **interaction.shared._asdict()})
    yield f"{interaction.kind} {interaction.id} ({interaction.key}, {interaction.component}){values}"
    yield f"  label: {interaction.label}"
    html = _prose(course, page, interaction.prose)
    if html != interaction.label:
        yield f"  html: {html}"
    if interaction.help:
        yield f"  help: {_prose(course, page, interaction.help)!r}"
    if interaction.body:
        yield from (f"  | {line}" for line in _prose(course, page, interaction.body).splitlines())
    if interaction.picture:
        yield f"  picture: {_prose(course, page, interaction.picture)}"
        yield from (f"  area: {area.shape} {area.numbers}" for area in interaction.areas)
    for option in interaction.options:
        words = _prose(course, page, option.prose)
        yield f"  - {option.id} ({option.key}) {option.text}" + (
            f"  = {words}" if words != option.text else ""
        )
        if option.feedback:
            yield f"      feedback: {_prose(course, page, option.feedback)!r}"
    for part in interaction.parts:
        words, choices = _prose(course, page, part.prose), f" of {part.choices!r}" if part.choices else ""
        yield f"  + {part.id} ({part.key}) {part.text} <- {part.answers!r}{choices}" + (
            f"  = {words}" if words != part.text else ""
        )
    if interaction.answer is not None:
        yield f"  answer: {interaction.answer!r}"


def _heading(course: Course, page: Page, heading: Heading) -> str:
    html = _prose(course, page, heading.prose)
    return f"h{heading.level} #{heading.anchor} {heading.text}" + (
        f"  = {html}" if html != heading.text else ""
    )


def _prose(course: Course, page: Page, prose: Prose) -> str:
    return "".join(
        piece if isinstance(piece, str) else _target(course, page, piece) for piece in prose.pieces
    ).strip()


def _target(course: Course, page: Page, piece: Link | Media | Callout | Gap) -> str:
    if isinstance(piece, Callout):
        return f"<callout {piece.kind}>"
    if isinstance(piece, Gap):
        return f"<gap {piece.number} {piece.part.id}>"
    if isinstance(piece, Link):
        target = course.targets[piece]
        return f"<a {target.kind} {target.href}{_if(piece.title)}>"
    target = course.targets[piece]
    words = [
        target.kind,
        target.href,
        f"alt={piece.alternative!r}",
        *(f"{n}={v}" for n, v in piece.attributes),
    ]
    beside = (piece.title, piece.caption, target.captions, target.poster, "/".join(target.transcript))
    return f"<{' '.join(words)}{''.join(map(_if, beside))}>"


def _if(text: str) -> str:
    return f" {text!r}" if text else ""


def _values(component: str | None, values: Mapping[str, Value]) -> str:
    keys = COMPONENTS[component].keys if component else {}
    return "".join(
        f" {name}={value!r}"
        for name, value in values.items()
        if name not in _SHOWN_APART and value != keys[name].default
    )
