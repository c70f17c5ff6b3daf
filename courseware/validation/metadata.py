"""Rules for metadata: records in separate files, and the values that LOM allows (IEEE 1484.12.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from courseware.diagnostics import Fault, Span
from courseware.validation import faults, schema
from courseware.validation.manifest import Finding, Manifest, Rule, local, text
from courseware.validation.standards import LOM, MD_12

MOST_VIOLATIONS = 20
"""How many schema violations of one record are reported."""

_LOM_SOURCE = "LOMv1.0"
VOCABULARIES_12: dict[str, str] = {"cost": "yes no", "copyrightandotherrestrictions": "yes no"}
"""Element of IMS metadata 1.2.1 → its values in the vocabulary `LOMv1.0` (SCORM 1.2 CAM 2.2.4.6)."""

VOCABULARIES: dict[str, str] = {
    "structure": "atomic collection networked hierarchical linear",
    "aggregationLevel": "1 2 3 4",
    "status": "draft final revised unavailable",
    "interactivityType": "active expositive mixed",
    "interactivityLevel": "very low|low|medium|high|very high",
    "semanticDensity": "very low|low|medium|high|very high",
    "intendedEndUserRole": "teacher author learner manager",
    "context": "school|higher education|training|other",
    "difficulty": "very easy|easy|medium|difficult|very difficult",
    "cost": "yes no",
    "copyrightAndOtherRestrictions": "yes no",
    "learningResourceType": (
        "exercise|simulation|questionnaire|diagram|figure|graph|index|slide|table|narrative text|exam|experiment|"
        "problem statement|self assessment|lecture"
    ),
    "kind": (
        "ispartof haspart isversionof hasversion isformatof hasformat references isreferencedby isbasedon isbasisfor "
        "requires isrequiredby"
    ),
    "purpose": (
        "discipline|idea|prerequisite|educational objective|accessibility|restrictions|educational level|skill level|"
        "security level|competency"
    ),
}
"""Element of LOM → its values in the vocabulary `LOMv1.0`, separated by spaces, or by `|` if a value has a space."""

# Few manifests need these patterns; `re` compiles them on first use.
_DURATION = schema.DURATION.removeprefix("-?")
_DATE = (
    r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?"
    r"(?:Z|[+-]\d{2}(?::\d{2})?)?)?)?)?"
)
_LANGUAGE = r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"


def _records(manifest: Manifest) -> Iterator[tuple[str, etree._Element | schema.UnreadableXML, bytes]]:
    """The metadata records in separate files: name, root (or why it cannot be read) and content of each."""
    names = {
        reference.name for reference in manifest.references if reference.kind == "location" and reference.name
    }
    for name in sorted(names & manifest.names):
        content = b""
        try:
            content = manifest.files.read(name)
            yield name, _record(content, manifest.names), content
        except OSError as error:
            yield name, schema.UnreadableXML(str(error)), content
        except schema.UnreadableXML as error:
            yield name, error, content


def _record(content: bytes, names: frozenset[str]) -> etree._Element:
    """The root of a record, which may have a document type if that is in the package. Raises `UnreadableXML`."""
    root = schema.parse(content, may_have_type=True)
    doctype = schema.document_type(root)
    if doctype and doctype not in names:
        raise schema.UnreadableXML(
            f"its document type (DOCTYPE) is in {doctype}, which is not in the package"
        )
    return root


def unreadable_records(manifest: Manifest) -> Iterator[Finding]:
    for name, root, _ in _records(manifest):
        if isinstance(root, schema.UnreadableXML):
            span = Span(name, root.line, root.column, root.line, root.column + 1)
            yield Finding(span, {"name": name, "reason": root}, name)


def readable_records(manifest: Manifest) -> Iterator[tuple[str, etree._Element, bytes]]:
    """The metadata records that can be read: name, root and content of each."""
    for name, root, content in _records(manifest):
        if not isinstance(root, schema.UnreadableXML):
            yield name, root, content


def is_loose(root: etree._Element) -> bool:
    """Whether a document names one of LOM's looser schemas, which allow any words and repetitions (IEEE 1484.12.3)."""
    return schema.locations(root).get(LOM, "").rpartition("/")[2] in ("lomLoose.xsd", "lomCustom.xsd")


def is_allowed_by_loose_schema(violation: schema.Violation) -> bool:
    """Whether LOM's looser schemas allow what violates the strict one: a word outside the vocabulary, a repetition."""
    name = etree.QName(violation.element)
    return name.namespace == LOM and (name.localname == "value" or "uplicate key" in violation.reason)


def invalid_records(manifest: Manifest) -> Iterator[Finding]:
    known = dict(manifest.standard.schemas)
    for name, root, content in readable_records(manifest):
        if etree.QName(root).namespace not in known:
            continue
        elements, loose = list(root.iter("*")), is_loose(root)
        for violation in islice(schema.violations(manifest.xml_schema, root, content), MOST_VIOLATIONS):
            if violation.undeclared and violation.undeclared not in known:
                continue
            if loose and is_allowed_by_loose_schema(violation):
                continue
            places = dict(zip(elements, schema.places(content), strict=False))
            tag = places.get(violation.element) or schema.TagPlace(1, 1, 2)
            span = Span(name, tag.line, tag.column, tag.line, tag.end_column)
            yield Finding(span, {"name": name, "reason": violation.reason}, name)


def _lom_elements(
    manifest: Manifest, namespace: str = LOM
) -> Iterator[tuple[etree._Element, etree._Element | Span]]:
    """Every element in a namespace, in the manifest and in records, with its place for a `Finding`."""
    for element in manifest.root.iter(f"{{{namespace}}}*"):
        yield element, element
    for name, root, content in readable_records(manifest):
        for element, place in zip(root.iter("*"), schema.places(content), strict=False):
            if str(element.tag).startswith(f"{{{namespace}}}"):
                yield element, Span(name, place.line, place.column, place.line, place.end_column)


def other_vocabulary(manifest: Manifest) -> Iterator[Finding]:
    return _other_words(manifest, loose=False)


def other_loose_vocabulary(manifest: Manifest) -> Iterator[Finding]:
    return _other_words(manifest, loose=True)


def _other_words(manifest: Manifest, loose: bool) -> Iterator[Finding]:
    for element, place in _lom_elements(manifest):
        words = VOCABULARIES.get(local(element))
        source, value = element.find(f"{{{LOM}}}source"), element.find(f"{{{LOM}}}value")
        if words is None or source is None or value is None or text(source) != _LOM_SOURCE:
            continue
        if is_loose(element.getroottree().getroot()) != loose:
            continue
        allowed = words.split("|") if "|" in words else words.split()
        if text(value) not in allowed:
            details = {"element": local(element), "value": text(value), "allowed": ", ".join(allowed)}
            yield Finding(place, details)


def other_words_in_scorm_12(manifest: Manifest) -> Iterator[Finding]:
    for element, place in _lom_elements(manifest, MD_12):
        words = VOCABULARIES_12.get(local(element), "").split()
        source, value = (
            element.findtext(f"{{{MD_12}}}{name}/{{{MD_12}}}langstring", "").strip()
            for name in ("source", "value")
        )
        if words and source == _LOM_SOURCE and value.lower() not in words:
            yield Finding(place, {"element": local(element), "value": value, "allowed": ", ".join(words)})


def impossible_dates(manifest: Manifest) -> Iterator[Finding]:
    """Dates in the right form that do not exist, such as 2025-02-30."""
    for namespace, name in ((LOM, "dateTime"), (MD_12, "datetime")):
        for element, place in _lom_elements(manifest, namespace):
            found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text(element), re.ASCII)
            if found and local(element) == name and not _is_day(*map(int, found.groups())):
                yield Finding(place, {"element": name, "value": found[0]})


def _is_day(year: int, month: int, day: int) -> bool:
    lengths = (
        31,
        29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    )
    return not 1 <= month <= 12 or not 1 <= day <= 31 or day <= lengths[month - 1]


def malformed_vcards(manifest: Manifest) -> Iterator[Finding]:
    """People and organizations that are not written as a vCard (IEEE 1484.12.1, 2.3.2; RFC 2426)."""
    for namespace, name in ((LOM, "entity"), (MD_12, "vcard")):
        for element, place in _lom_elements(manifest, namespace):
            lines = text(element).upper().split()
            if local(element) == name and lines and (lines[0], lines[-1]) != ("BEGIN:VCARD", "END:VCARD"):
                yield Finding(place, {"element": name, "value": text(element)[:100]})


def other_times(manifest: Manifest) -> Iterator[Finding]:
    forms = {
        "duration": (_DURATION, "a duration such as PT1H30M"),
        "dateTime": (_DATE, "a date such as 2026-01-31"),
    }
    for element, place in _lom_elements(manifest):
        form, expected = forms.get(local(element), (None, ""))
        if form and len(element) == 0 and text(element) and not re.fullmatch(form, text(element), re.ASCII):
            yield Finding(place, {"element": local(element), "value": text(element), "expected": expected})


def other_languages(manifest: Manifest) -> Iterator[Finding]:
    for element, place in _lom_elements(manifest):
        language = element.get("language") if local(element) == "string" else None
        if local(element) == "language":
            language = text(element)
        if language and not re.fullmatch(_LANGUAGE, language.strip(), re.ASCII) and language != "none":
            yield Finding(place, {"element": local(element), "value": language})


_CLAUSE = "IEEE 1484.12.1 and 1484.12.3; SCORM 2004 CAM 4"

RULES: tuple[Rule, ...] = (
    Rule(faults.UNREADABLE_METADATA, "SCORM CAM: metadata, adlcp:location", unreadable_records),
    Rule(
        faults.METADATA_AGAINST_SCHEMA,
        "SCORM CAM: metadata, adlcp:location",
        invalid_records,
        (faults.METADATA_NOT_IN_VOCABULARY, faults.METADATA_NOT_A_TIME, faults.METADATA_NOT_A_LANGUAGE),
    ),
    Rule(faults.METADATA_NOT_IN_VOCABULARY, _CLAUSE, other_vocabulary),
    Rule(faults.METADATA_NOT_IN_LOOSE_VOCABULARY, _CLAUSE, other_loose_vocabulary),
    Rule(faults.METADATA_NOT_IN_LOOSE_VOCABULARY, "SCORM 1.2 CAM 2.2.4.6", other_words_in_scorm_12),
    Rule(faults.METADATA_NOT_A_TIME, _CLAUSE, other_times),
    Rule(faults.METADATA_NO_SUCH_DAY, _CLAUSE, impossible_dates, (faults.METADATA_NOT_A_TIME,)),
    Rule(faults.METADATA_NOT_A_VCARD, _CLAUSE, malformed_vcards),
    Rule(faults.METADATA_NOT_A_LANGUAGE, _CLAUSE, other_languages),
)

RESTATES_SCHEMA: tuple[Fault, ...] = (
    faults.METADATA_NOT_IN_VOCABULARY,
    faults.METADATA_NOT_A_TIME,
    faults.METADATA_NOT_A_LANGUAGE,
)
