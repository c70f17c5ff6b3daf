"""The functions that read a section with a question, by the source of its options; `question_section` for any other."""

from collections.abc import Mapping

from courseware.language.components import AREAS, ROWS, TABLE, TEXT
from courseware.language.gaps_section import gaps_section
from courseware.language.grid_section import grid_section
from courseware.language.hotspot_section import hotspot_section
from courseware.language.matching_section import matching_section
from courseware.language.pool_section import ReadQuestion

QUESTION_READERS: Mapping[str | None, ReadQuestion] = {
    TABLE: matching_section,
    TEXT: gaps_section,
    AREAS: hotspot_section,
    ROWS: grid_section,
}
