"""The guide's words about components and keys are found."""

from __future__ import annotations

import pytest

from courseware.course.settings import KEYS as SETTINGS_KEYS
from courseware.editor import guide
from courseware.language.components import COMPONENTS
from courseware.language.front_matter import KEYS as FRONT_MATTER_KEYS


@pytest.mark.parametrize("key", FRONT_MATTER_KEYS)
def test_every_key_of_front_matter_has_words(key: str) -> None:
    assert guide.words_for(guide.FRONT_MATTER, key)


@pytest.mark.parametrize("key", SETTINGS_KEYS)
def test_every_setting_has_words(key: str) -> None:
    assert guide.words_for(guide.SETTINGS, key)


def test_every_key_of_a_question_has_words() -> None:
    without = {
        (name, key)
        for name, row in COMPONENTS.items()
        if row.interaction
        for key in row.keys
        if not guide.words_for_key(name, key)
    }
    assert without == set()
    assert guide.words_for_key("rating", "labels").endswith("default: numbers alone")
