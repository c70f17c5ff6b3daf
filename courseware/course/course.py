"""Documents and settings → Course: order, ids, checks across documents, and scoring plan."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from markupsafe import escape

from courseware.course import faults, icons
from courseware.course.accent import accent_rules
from courseware.course.branches import Test, resolve
from courseware.course.overlooked import overlooked
from courseware.course.recalls import check_recalls
from courseware.course.settings import ReplacedText, Settings, SettingsFile
from courseware.course.source import Source
from courseware.course.targets import Target, Targets
from courseware.course.theme import read_theme
from courseware.diagnostics import Diagnostic, Span, report
from courseware.diagnostics.suggest import Suggester
from courseware.language import faults as language_faults
from courseware.language.conditions import Condition
from courseware.language.document import (
    Area,
    Document,
    Interaction,
    Link,
    Media,
    Option,
    Pool,
    Prose,
    Section,
    interactions_of,
)
from courseware.language.identifier import distinct_keys, slug
from courseware.language.interface_texts import has_language, interface_texts, languages, placeholders
from courseware.record import NamedTuple

_ROUNDING = 0.5
"""How far a circle may exceed its picture's height, in percent, because sizes are often rounded to whole percents."""


class Page(NamedTuple):
    """What a learner sees at once: a document or, with `pages: section`, one of its sections.

    `id` is the HTML id; `document` is the id of its document. `previous` and `next` are the labels of the links to its
    neighbours, empty if there is no such page and no label was given; `next` of the last page ends the course.
    """

    key: str
    id: str
    document: str
    title: str
    subtitle: str
    language: str
    learning_objective: str
    mission_title: str
    mission_description: str
    sections: tuple[Section, ...]
    interactions: tuple[Interaction, ...]
    show_if: Condition | None
    previous: str
    next: str

    @property
    def pools(self) -> tuple[Pool, ...]:
        """The pools on this page."""
        blocks = (block for section in self.sections for block in section.blocks)
        return tuple(block for block in blocks if isinstance(block, Pool))

    @property
    def may_be_empty(self) -> bool:
        """Whether each of its sections has a condition, so that none may be shown."""
        return bool(self.sections) and all(section.show_if for section in self.sections)

    @property
    def may_be_hidden(self) -> bool:
        """Whether some learners do not see it."""
        return self.show_if is not None or self.may_be_empty


class Course(NamedTuple):
    """A checked course, with its pages in order: all that rendering and manifests need.

    `targets` are the targets of links and media. `files` are the files that go into the package, by their names there:
    their bytes, or their paths on disk. `css` is the course's own style sheet, which follows that of its theme. `uses`
    are the members of `TEXT_BRINGS` that its text needs. `tests` are the resolved conditions of its pages and sections.
    `logo` is the picture that the settings name.
    """

    settings: Settings
    pages: tuple[Page, ...]
    interactions: tuple[Interaction, ...]
    targets: Mapping[Link | Media, Target]
    files: Mapping[str, bytes | Path]
    css: str
    uses: frozenset[str]
    tests: Mapping[Condition, Test] = {}
    logo: Target | None = None


def document_order(documents: Iterable[Document]) -> list[Document]:
    """Documents by phase; those without a phase follow in natural order of file name (`part2` before `part10`)."""

    def position(document: Document) -> tuple[bool, int, list[tuple[int, str]]]:
        phase = document.matter.phase
        parts = re.split(r"(\d+)", document.name.casefold())
        natural = [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
        return phase is None, phase or 0, natural

    return sorted(documents, key=position)


def build_course(
    source: Source, given: SettingsFile, documents: Sequence[Document]
) -> tuple[Course, list[Diagnostic]]:
    """The course made of documents and settings, and the diagnostics about how they fit together."""
    ordered = document_order(documents)
    diagnostics = [*_equal_phases(ordered), *_equal_ids(ordered)]
    targets = Targets(source, ordered)
    resolved: dict[Link | Media, Target] = {}
    for document in ordered:
        for written in document.targets:
            if target := targets.target(document, written):
                resolved[written] = target
    diagnostics += _areas_without_picture(ordered, resolved)
    diagnostics += _circles_beyond(ordered, resolved)
    logo = targets.picture("logo", given.settings.logo, given.spans.get("logo"))
    diagnostics += targets.diagnostics
    diagnostics += overlooked(source, targets.files)
    diagnostics += _unknown_icons(ordered)
    diagnostics += check_recalls(ordered, given.settings.structure == "per-document")
    ordered, collisions = _with_distinct_keys(ordered)
    diagnostics += collisions
    tests, problems = resolve(ordered, given.settings.structure == "per-document")
    diagnostics += problems
    interactions = tuple(interaction for document in ordered for interaction in document.interactions)
    theme, problems = read_theme(source, given.settings.theme, given.spans.get("theme"))
    diagnostics += problems
    accent, problems = accent_rules(theme, given.settings.accent, given.spans.get("accent"))
    diagnostics += problems
    settings, problems = _settings(given, ordered, interactions, theme.name, logo.href if logo else "")
    diagnostics += problems
    ordered = _with_words(ordered, {name: words for name, words, _ in given.texts})
    interactions = tuple(interaction for document in ordered for interaction in document.interactions)
    pages, problems = _pages(ordered, settings)
    diagnostics += problems
    files = {name: source.content(path) for path, name in sorted(targets.files.items())}
    uses = frozenset(targets.uses).union(*(document.uses for document in ordered))
    css = accent + theme.css
    course = Course(settings, tuple(pages), interactions, resolved, files, css, uses, tests, logo)
    return course, given.with_secrets_hidden(diagnostics)


def _place(document: Document, name: str) -> Span:
    return document.matter.spans.get(name, Span(document.path, 1, 1, 1, 2))


def _equal_phases(documents: Sequence[Document]) -> list[Diagnostic]:
    first: dict[int, Document] = {}
    diagnostics: list[Diagnostic] = []
    for document in documents:
        phase = document.matter.phase
        if phase is None:
            continue
        other = first.setdefault(phase, document)
        if other is not document:
            span = _place(document, "phase")
            diagnostics.append(
                report(faults.EQUAL_PHASES, span, file=document.name, other=other.name, phase=phase)
            )
    return diagnostics


def _equal_ids(documents: Sequence[Document]) -> list[Diagnostic]:
    first: dict[str, Document] = {}
    diagnostics: list[Diagnostic] = []
    for document in documents:
        other = first.setdefault(document.id, document)
        if other is not document:
            span = _place(document, "id")
            diagnostics.append(
                report(faults.EQUAL_DOCUMENT_IDS, span, file=document.name, other=other.name, id=document.id)
            )
    return diagnostics


def _unknown_icons(documents: Sequence[Document]) -> list[Diagnostic]:
    diagnostics: list[Diagnostic] = []
    suggester = Suggester()
    for document in documents:
        for name, span in document.icons:
            if icons.find(name) is None:
                suggestion = suggester.did_you_mean(icons.base_name(name), icons.names())
                diagnostics.append(report(faults.UNKNOWN_ICON, span, name=name, suggestion=suggestion))
    return diagnostics


def _areas_without_picture(
    documents: Sequence[Document], resolved: Mapping[Link | Media, Target]
) -> list[Diagnostic]:
    """Reports areas on something that is not a picture in the package, such as a video or a picture on the web."""
    return [
        report(faults.AREAS_WITHOUT_PICTURE, piece.span, target=piece.target)
        for _, piece, target in _hotspots(documents, resolved)
        if target.kind != "image"
    ]


def _circles_beyond(
    documents: Sequence[Document], resolved: Mapping[Link | Media, Target]
) -> list[Diagnostic]:
    """Reports circles that exceed the top or bottom of their picture, if its proportions are known."""
    return [
        report(language_faults.AREA_BEYOND_PICTURE, area.span, area=area.written)
        for interaction, _, target in _hotspots(documents, resolved)
        if target.proportion
        for area in interaction.areas
        if area.shape == "circle" and _is_cut(area, target.proportion)
    ]


def _is_cut(circle: Area, proportion: float) -> bool:
    """Whether a circle exceeds the top or bottom of a picture by more than rounding can explain."""
    _, y, radius = circle.numbers
    down = radius / proportion
    return y - down < -_ROUNDING or y + down > 100 + _ROUNDING


def _hotspots(
    documents: Sequence[Document], resolved: Mapping[Link | Media, Target]
) -> Iterator[tuple[Interaction, Media, Target]]:
    """The questions about places on a picture, each with its picture and the picture's target."""
    for document in documents:
        for interaction in document.interactions:
            for piece in interaction.picture.pieces if interaction.picture else ():
                if isinstance(piece, Media) and piece in resolved:
                    yield interaction, piece, resolved[piece]


def _with_distinct_keys(documents: Sequence[Document]) -> tuple[list[Document], list[Diagnostic]]:
    """The documents, with a distinct key for each interaction."""
    places = {it.id: it.span for document in documents for it in document.interactions}
    keys, clashes = distinct_keys("interaction", places)
    diagnostics = [
        report(language_faults.EQUAL_KEYS, places[question_key], id=question_key, other=other)
        for other, question_key in clashes
    ]
    return [
        document.with_interactions(lambda it: it._replace(key=keys[it.id]))
        if any(keys[it.id] != it.key for it in document.interactions)
        else document
        for document in documents
    ], diagnostics


def _with_words(documents: Sequence[Document], replaced: Mapping[str, str]) -> list[Document]:
    """The documents, with the author's words for true and false if the settings replace them."""

    def worded(option: Option) -> Option:
        words = replaced.get(f"statement_{option.id}", option.text)
        return option._replace(text=words, prose=Prose((str(escape(words)),)))

    def change(it: Interaction) -> Interaction:
        if it.kind != "true-false":
            return it
        words = {option.text: worded(option).text for option in it.options}
        answer = tuple(words[text] for text in it.answer) if isinstance(it.answer, tuple) else it.answer
        return it._replace(options=tuple(map(worded, it.options)), answer=answer)

    if not replaced.keys() & {"statement_true", "statement_false"}:
        return list(documents)
    return [document.with_interactions(change) for document in documents]


def _settings(
    given: SettingsFile,
    documents: Sequence[Document],
    interactions: Sequence[Interaction],
    theme: str,
    logo: str,
) -> tuple[Settings, list[Diagnostic]]:
    asked = given.settings
    title = asked.title or next((document.matter.title for document in documents), "")
    written = asked.title or next((document.matter.source_title for document in documents), "")
    identifier = asked.id or slug(written)
    scoring = _scoring(asked.scoring, interactions)
    texts, diagnostics = _texts(given)
    diagnostics += _never_complete(given, scoring)
    diagnostics += _unwise_reports(given)
    diagnostics += _no_certificate(given)
    settings = asked._replace(
        id=identifier,
        title=title,
        base_iri=asked.base_iri or f"https://example.invalid/{identifier}",
        theme=theme,
        logo=logo,
        scoring=scoring,
        texts=texts,
    )
    return settings, diagnostics


def _scoring(setting: str, interactions: Sequence[Interaction]) -> str:
    """The scoring plan: what the score is made of, or `none` if nothing can contribute to it."""
    judged = any(interaction.answer is not None and interaction.shared.points for interaction in interactions)
    required = any(interaction.shared.required for interaction in interactions)
    possible = {"correctness": judged, "participation": required, "none": True}
    plan = ("correctness" if judged else "participation") if setting == "auto" else setting
    return plan if possible[plan] else "none"


def _never_complete(given: SettingsFile, scoring: str) -> list[Diagnostic]:
    """Reports settings with which no learner could ever pass or complete the course."""
    settings = given.settings
    if settings.passing_score is not None and scoring == "none":
        return [report(faults.PASSING_WITHOUT_SCORE, given.spans.get("passing_score"))]
    if settings.completion == "passed" and settings.passing_score is None:
        return [report(faults.PASSED_WITHOUT_PASSING_SCORE, given.spans.get("completion"))]
    return []


def _unwise_reports(given: SettingsFile) -> list[Diagnostic]:
    """Warns about statements whose ids would not be stable, or that would be sent without encryption."""
    lrs = given.settings.xapi
    if lrs is None:
        return []
    span, problems = given.spans["xapi"], []
    if not given.settings.base_iri:
        problems.append(report(faults.RECORDS_WITHOUT_BASE_IRI, span))
    if re.match(r"http://(?!(localhost|127\.0\.0\.1)[:/])", lrs.endpoint, re.IGNORECASE):
        problems.append(report(faults.RECORDS_NOT_ENCRYPTED, span))
    return problems


def _no_certificate(given: SettingsFile) -> list[Diagnostic]:
    """Reports why a certificate cannot be shown: its place is the last page of a course that is one launch."""
    asked = given.settings
    if not asked.certificate:
        return []
    hindrances = {"structure": asked.structure == "per-document", "summary": not asked.summary}
    return [
        report(
            faults.NO_PLACE_FOR_CERTIFICATE,
            given.spans["certificate"],
            setting=f"{name}: {getattr(asked, name)}".lower(),
        )
        for name, hinders in hindrances.items()
        if hinders
    ]


def _texts(given: SettingsFile) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """The interface texts of the course's language, including those that the author replaced."""
    language = given.settings.language
    table = interface_texts(language)
    replaced = {name: words for name, words, _ in given.texts}
    suggester = Suggester()
    diagnostics = [_wrong_text(text, table, suggester) for text in given.texts]
    if not has_language(language) and not replaced.keys() >= table.keys():
        known = ", ".join(languages())
        span = given.spans.get("language")
        diagnostics.append(report(faults.NO_INTERFACE_TEXTS, span, language=language, known=known))
    return {**table, **replaced}, [diagnostic for diagnostic in diagnostics if diagnostic]


def _wrong_text(replaced: ReplacedText, table: Mapping[str, str], suggester: Suggester) -> Diagnostic | None:
    """The diagnostic about an author's interface text, or None if it can be used."""
    original = table.get(replaced.name)
    if original is None:
        suggestion = suggester.did_you_mean(replaced.name, table)
        return report(faults.UNKNOWN_INTERFACE_TEXT, replaced.span, key=replaced.name, suggestion=suggestion)
    if not replaced.words:
        return report(faults.EMPTY_INTERFACE_TEXT, replaced.span, key=replaced.name, original=original)
    if placeholders(replaced.words) != placeholders(original):
        return report(faults.OTHER_PLACEHOLDERS, replaced.span, key=replaced.name, original=original)
    return None


def _pages(documents: Sequence[Document], settings: Settings) -> tuple[list[Page], list[Diagnostic]]:
    """The pages in order, each with the labels of the links to its neighbours."""
    pages: list[Page] = []
    for document in documents:
        parts = (
            _parts(document) if settings.pages == "section" else [(document.page_id, "", document.sections)]
        )
        of_document = [_page(document, *part, settings.language) for part in parts]
        of_document[0] = of_document[0]._replace(previous=document.navigation[0])
        of_document[-1] = of_document[-1]._replace(next=document.navigation[1])
        pages += of_document
    keys, clashes = distinct_keys("page", (page.id for page in pages))
    titles = ["", *(page.title for page in pages), ""]
    return [
        page._replace(
            key=keys[page.id],
            previous=(page.previous if number else "") or titles[number],
            next=page.next or titles[number + 2],
        )
        for number, page in enumerate(pages)
    ], [report(language_faults.EQUAL_KEYS, None, id=identifier, other=other) for other, identifier in clashes]


def _parts(document: Document) -> list[tuple[str, str, tuple[Section, ...]]]:
    """A document's sections as pages of their own; text before the first heading belongs to the first page."""
    parts: list[list[Section]] = [[]]
    for section in document.sections:
        if section.heading and any(other.heading for other in parts[-1]):
            parts.append([])
        parts[-1].append(section)
    result: list[tuple[str, str, tuple[Section, ...]]] = []
    for number, sections in enumerate(parts):
        heading = next((section.heading for section in sections if section.heading), None)
        identifier = (
            f"part-{heading.anchor.removeprefix('page-')}" if heading and number else document.page_id
        )
        result.append((identifier, heading.text if heading and number else "", tuple(sections)))
    return result


def _page(
    document: Document, identifier: str, title: str, sections: tuple[Section, ...], language: str
) -> Page:
    matter = document.matter
    first = identifier == document.page_id
    return Page(
        key="",
        id=identifier,
        document=document.id,
        title=title or matter.title or document.name,
        subtitle=matter.subtitle if first else "",
        language=matter.language or language,
        learning_objective=matter.learning_objective if first else "",
        mission_title=matter.mission_title if first else "",
        mission_description=matter.mission_description if first else "",
        sections=sections,
        interactions=tuple(interactions_of(sections)),
        show_if=document.matter.show_if,
        previous="",
        next="",
    )
