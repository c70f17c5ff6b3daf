"""What reads a section that is a question, by where its options come from; for all others it is `question_section`."""

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
