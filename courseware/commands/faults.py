"""Every fault that can be reported, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from courseware.archive import faults as archive
from courseware.course import faults as course
from courseware.diagnostics import Fault
from courseware.language import faults as language
from courseware.site import faults as site
from courseware.validation import faults as validation

FAULTS: Mapping[str, Fault] = {
    row.code: row
    for layer in (language, course, archive, site, validation)
    for row in vars(layer).values()
    if isinstance(row, Fault)
}
