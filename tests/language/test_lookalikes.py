"""Lines of a paragraph that look like markup, recognised by how they begin."""

import pytest

from courseware.language import faults
from courseware.language.lookalikes import lines_like_markup


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("-[ ] a box", faults.BULLET_WITHOUT_SPACE),
        ("*[x] a box", faults.BULLET_WITHOUT_SPACE),
        ("+[] a box", faults.BULLET_WITHOUT_SPACE),
        (":::note", faults.SHORTCODE),
        ("[TOC]", faults.SHORTCODE),
        ("!!! note", faults.SHORTCODE),
        ("*[LMS] a system", faults.ABBREVIATION_WITHOUT_COLON),
        ("{form}", faults.MARKER_WITHOUT_TYPE),
        ("(type: form)", faults.MARKER_WITHOUT_BRACES),
        ("[type: form]", faults.MARKER_WITHOUT_BRACES),
        ("<type: form>", faults.MARKER_WITHOUT_BRACES),
        ("type: form", faults.MARKER_WITHOUT_BRACES),
    ],
)
def test_a_line_is_recognised_by_how_it_begins(line: str, fault: object) -> None:
    assert [found.fault for found in lines_like_markup(f"Words before.\n{line}\nand behind.")] == [fault]
    assert list(lines_like_markup(f"Words before {line}")) == []
