"""The display texts of a course's verbs in each interface language, for reports that show statements as sentences."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "ar": {
        "initialized": "بدأ",
        "resumed": "استأنف",
        "experienced": "شاهد",
        "answered": "أجاب عن",
        "progressed": "تقدّم في",
        "completed": "أكمل",
        "passed": "نجح في",
        "failed": "لم ينجح في",
        "suspended": "أوقف مؤقتًا",
        "terminated": "أنهى",
    },
    "de": {
        "initialized": "begann",
        "resumed": "setzte fort",
        "experienced": "sah",
        "answered": "beantwortete",
        "progressed": "kam voran in",
        "completed": "schloss ab",
        "passed": "bestand",
        "failed": "bestand nicht",
        "suspended": "unterbrach",
        "terminated": "beendete",
    },
    "es": {
        "initialized": "inició",
        "resumed": "reanudó",
        "experienced": "vio",
        "answered": "respondió a",
        "progressed": "avanzó en",
        "completed": "completó",
        "passed": "aprobó",
        "failed": "no aprobó",
        "suspended": "interrumpió",
        "terminated": "finalizó",
    },
    "fr": {
        "initialized": "a commencé",
        "resumed": "a repris",
        "experienced": "a vu",
        "answered": "a répondu à",
        "progressed": "a progressé dans",
        "completed": "a terminé",
        "passed": "a réussi",
        "failed": "n’a pas réussi",
        "suspended": "a interrompu",
        "terminated": "a quitté",
    },
}


def verb_words(language: str) -> Mapping[str, str]:
    """Name of verb → its text in a language (a BCP 47 tag).

    Empty for English, which every statement has, and for a language without translations.
    """
    return _WORDS.get(language.lower().partition("-")[0], {})


def display(name: str, language: str) -> dict[str, str]:
    """The `display` of a verb, a language map (xAPI 1.0.3 Data, 2.4.3)."""
    words = verb_words(language)
    return {"en": name, **({language: words[name]} if words else {})}
