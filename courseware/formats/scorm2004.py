"""SCORM 2004, 3rd and 4th Edition: the manifest that LMSs import, and the check of a package.

The manifest is `manifests/scorm2004/skeleton.xml`, filled with a course (SCORM 2004 Content Aggregation Model, 3.4; IMS
Content Packaging 1.1.3 and 1.1.4; IEEE 1484.12.3; IMS Simple Sequencing 1.0). The editions differ in their name and in
three of their schemas.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from courseware.archive.file import File
from courseware.archive.writer import EARLIEST, Moment
from courseware.course.course import Course
from courseware.course.launches import launches, weights
from courseware.course.settings import Settings
from courseware.diagnostics import Diagnostic
from courseware.formats import Limit, beside, moodle_form, skeleton
from courseware.record import NamedTuple
from courseware.site.data_block import Entries
from courseware.validation import content_packaging, moodle
from courseware.validation.standards import SCORM_2004_3, SCORM_2004_4, Standard


class Edition(NamedTuple):
    """One edition: a `Format`, so its constants have the names that the constants of a module have."""

    NAME: str
    TITLE: str
    STANDARD: Standard
    DRIVER: str = "scorm2004"
    DIVIDES: bool = True
    NAVIGATES: bool = True
    LIMITS: tuple[Limit, ...] = (Limit("SCORM 2004", 64000),)
    HOLDS_SCHEMAS: bool = True

    def advice(self, course: Course) -> tuple[str, ...]:
        """What to do with the zip."""
        return (
            f"Find the import for {self.TITLE}, and upload the zip as it is.",
            "Moodle: its Interactions report shows nothing from SCORM 2004; for Moodle, use --format scorm12.",
            # In Moodle, completion and success are two states; a learner who fails has completed.
            *moodle_form.steps(course, 'untick it, and tick "Passed"'),
            *beside.advice(course),
        )

    def entries(self, course: Course, moment: Moment = EARLIEST) -> Entries:
        """What the runtime needs in addition to the course: the record store that the course names, if any."""
        return beside.entries(course)

    def manifest(
        self,
        course: Course,
        files: Sequence[File],
        moment: Moment = EARLIEST,
        control_documents: Path | None = None,
    ) -> tuple[File, ...]:
        """`imsmanifest.xml` for a site's files, and the schema files of IMS and ADL.

        `control_documents` is a folder with official schema files. Raises `OSError` if a schema file is missing.
        """
        parts = launches(course, self.DIVIDES)
        root = skeleton.fill(self.STANDARD, course.settings, *skeleton.divide(parts, files))
        sequence(root, course.settings, weights(course, parts) if len(parts) > 1 else {})
        return skeleton.files(root, self.STANDARD, control_documents)

    def check(self, files: Sequence[File]) -> list[Diagnostic]:
        """The diagnostics of schema and rules about a finished package, and of what Moodle cannot do with it."""
        return content_packaging.check(files, self.STANDARD, moodle.READING)


def sequence(root: etree._Element, settings: Settings, weights: dict[str, float]) -> None:
    """Fills in the sequencing of a manifest: for a single SCO, or for several with their `weights` in the score.

    Several SCOs roll up: the course is completed when all are, and its score is the weighted mean of theirs; it is
    passed if that mean reaches the passing score (Sequencing and Navigation, 4.5 and 4.6).
    """
    organization = skeleton.first(root, "organizations/organization")
    before = ""
    for item in organization.iterchildren("{*}item"):
        sequencing = skeleton.first(item, "sequencing")
        rules, rollup, objectives, _ = sequencing
        name = item.get("identifier", "").removeprefix("item-")
        if weights:
            item.remove(skeleton.first(item, "presentation"))
            rollup.set("objectiveMeasureWeight", f"{weights[name]:.4f}")
            objectives[0].set("objectiveID", name)
            _order(rules, objectives, settings, name, before)
            before = name
        else:
            for part in (rules, rollup, objectives):
                sequencing.remove(part)
    whole = skeleton.first(organization, "sequencing")
    if weights and settings.passing_score is not None:
        measure = skeleton.first(whole, "objectives/primaryobjective/minnormalizedmeasure")
        measure.text = f"{settings.passing_score / 100:.4f}"
    else:
        whole.remove(skeleton.first(whole, "objectives"))


def _order(
    rules: etree._Element, objectives: etree._Element, settings: Settings, name: str, before: str
) -> None:
    """With sequential navigation, disables the SCO `name` until the one `before` it is completed.

    An activity cannot see the completion of another (Sequencing and Navigation, 4.2). So the driver satisfies a second
    objective, which does not roll up, and a global objective passes that on to the next SCO.
    """
    _, of_this, of_other = objectives
    sequential = settings.navigation == "sequential"
    for objective, source in ((of_this, name), (of_other, before)):
        if sequential and source:
            objective[0].set("targetObjectiveID", f"{settings.id}.{source}.completion")
        else:
            objectives.remove(objective)
    if not (sequential and before):
        parent = rules.getparent()
        assert parent is not None, "a part of sequencing"
        parent.remove(rules)


THIRD_EDITION = Edition(SCORM_2004_3.name, SCORM_2004_3.title, SCORM_2004_3)
FOURTH_EDITION = Edition(SCORM_2004_4.name, SCORM_2004_4.title, SCORM_2004_4)
