"""Which units a learner may open, and which comes next: common rules of SCORM 2004, and prerequisites of SCORM 1.2.

Control modes, precondition rules, attempt limits, shared objectives and the default rollup are evaluated (SCORM 2004
Sequencing and Navigation, SN; SCORM 1.2 Content Aggregation Model, 2.3.2.5.2). `units.py` lists what is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import and_, or_

from courseware.preview.texts import Message
from courseware.record import NamedTuple

Truth = bool | None
"""None: unknown."""


class RuleCondition(NamedTuple):
    """A condition of a rule (SN 3.4.1); `objective` is the id of its objective, empty for the primary one."""

    name: str
    is_not: bool = False
    objective: str = ""
    threshold: float = 0.0


class PreconditionRule(NamedTuple):
    """A precondition rule: its action applies if all, or with `any` at least one, of its conditions hold."""

    action: str
    conditions: tuple[RuleCondition, ...]
    any: bool = False


class ObjectiveMap(NamedTuple):
    """A map between an objective and a global objective, `target`: what is read and written (SN 3.10.3)."""

    target: str
    reads_satisfied: bool = True
    reads_measure: bool = True
    writes_satisfied: bool = False
    writes_measure: bool = False


class Objective(NamedTuple):
    """An objective of an activity; `least` is the measure that satisfies it (None: the measure does not matter)."""

    id: str
    is_primary: bool = False
    least: float | None = None
    shared: tuple[ObjectiveMap, ...] = ()


class Activity(NamedTuple):
    """An item of a manifest, or its organization (`parent` is empty); `is_unit`: it can be launched.

    `choice`, `flow` and `forward_only` apply to its children. `weight` is that of its measure in its parent's measure.
    """

    id: str
    parent: str
    is_unit: bool
    choice: bool = True
    flow: bool = False
    forward_only: bool = False
    rules: tuple[PreconditionRule, ...] = ()
    attempt_limit: int | None = None
    objectives: tuple[Objective, ...] = ()
    weight: float = 1.0
    rolls_up_objective: bool = True
    rolls_up_progress: bool = True
    prerequisites: str = ""


class ObjectiveProgress(NamedTuple):
    """The state of an objective: whether it is satisfied, and its measure from -1 to 1 (None: unknown)."""

    satisfied: Truth = None
    measure: float | None = None


@dataclass(frozen=True, slots=True)
class Tracked:
    """The state of an activity: number of `attempts`; `objectives` by id, the primary one also as `""`.

    `is_open`: its latest attempt can be resumed. `status` is the lesson status of SCORM 1.2.
    """

    attempts: int = 0
    completed: Truth = None
    objectives: Mapping[str, ObjectiveProgress] = field(default_factory=dict)
    status: str = "not attempted"
    is_open: bool = False


NOTHING = Tracked()


class ActivityTree(NamedTuple):
    """The activities of an organization, each after its parent, and id → state of those that can be launched."""

    activities: Sequence[Activity]
    tracked: Mapping[str, Tracked]

    def of(self, identifier: str) -> Activity:
        """An activity by its id."""
        return next(activity for activity in self.activities if activity.id == identifier)

    def path(self, activity: Activity) -> list[Activity]:
        """The activity and its ancestors, the organization first."""
        found = [activity]
        by_id = {known.id: known for known in self.activities}
        while found[0].parent:
            found.insert(0, by_id[found[0].parent])
        return found


def locked(course: ActivityTree, current: str = "") -> dict[str, Message]:
    """The units that cannot be chosen now, and why (SN SB.2.9); `current` was opened last, so it need not be chosen."""
    known = rolled_up(course)
    statuses = {identifier: tracked.status for identifier, tracked in course.tracked.items()}
    units = [activity.id for activity in course.activities if activity.is_unit]
    found: dict[str, Message] = {}
    for activity in course.activities:
        if not activity.is_unit:
            continue
        path, is_current = course.path(activity), activity.id == current
        why = next(filter(None, (_hindrance(ancestor, known, not is_current) for ancestor in path)), None)
        if why is None and not is_current and any(not ancestor.choice for ancestor in path[:-1]):
            why = Message("locked_choice", {})
        if why is None and current in units and path[-2:-1] and path[-2].forward_only:
            is_behind = units.index(activity.id) < units.index(current)
            if is_behind and course.of(current).parent == activity.parent:
                why = Message("locked_forward", {})
        if why is None and not _is_met(activity.prerequisites, statuses):
            why = Message("locked_prerequisites", {"value": activity.prerequisites})
        if why is not None:
            found[activity.id] = why
    return found


def following(course: ActivityTree, current: str, forward: bool = True) -> str:
    """The unit to which *continue* or *previous* leads (SN SB.2.1, SB.2.2); empty if there is none.

    If no unit is `current`, the first one that may be opened.
    """
    known = rolled_up(course)
    order = [activity for activity in course.activities if activity.is_unit]
    place = next((number for number, activity in enumerate(order) if activity.id == current), None)
    if place is not None:
        above = course.path(order[place])[:-1]
        if not above[-1].flow or (above[-1].forward_only and not forward):
            return ""
        if forward and any(
            _applies(activity, "stopForwardTraversal", known) for activity in (*above, order[place])
        ):
            return ""
    step = 1 if forward else -1
    start = (0 if forward else len(order) - 1) if place is None else place + step
    for activity in order[start::step] if start >= 0 else ():
        path = course.path(activity)
        if any(_applies(ancestor, "skip", known) for ancestor in path):
            continue
        if place is not None and not all(ancestor.flow for ancestor in path[:-1]):
            return ""
        return "" if any(_hindrance(ancestor, known, chosen=False) for ancestor in path) else activity.id
    return ""


_REQUEST = re.compile(r"(?:\{target=([^}]+)\})?(\w+)")


def requested(course: ActivityTree, current: str, request: str) -> str:
    """The unit to which a navigation request leads (`adl.nav.request`, SN 5.6.4); empty if to none."""
    match = _REQUEST.fullmatch(request)
    if match is None:
        return ""
    target, act = match.groups()
    if act in ("continue", "previous"):
        return following(course, current, act == "continue")
    is_there = any(activity.id == target and activity.is_unit for activity in course.activities)
    if not is_there or act not in ("choice", "jump"):
        return ""
    # the current unit need not be chosen, but a request for it is a choice
    return (
        target if act == "jump" or target not in locked(course, "" if target == current else current) else ""
    )


def _hindrance(activity: Activity, known: Mapping[str, Tracked], chosen: bool = True) -> Message | None:
    """Why an activity cannot be opened or, if `chosen`, not by choice; None if it can."""
    if _applies(activity, "disabled", known):
        return Message("locked_disabled", {})
    if chosen and _applies(activity, "hiddenFromChoice", known):
        return Message("locked_hidden", {})
    limit, tracked = activity.attempt_limit, known.get(activity.id, NOTHING)
    if limit is not None and activity.is_unit and not tracked.is_open and tracked.attempts >= limit:
        return Message("locked_attempts", {"value": limit})
    return None


# Conditions (SN UP.2.1)


def _applies(activity: Activity, action: str, known: Mapping[str, Tracked]) -> bool:
    """Whether a rule of an activity has this action and applies; unknown conditions do not hold."""
    return any(
        (any if rule.any else all)(
            _holds(condition, activity, known) is True for condition in rule.conditions
        )
        for rule in activity.rules
        if rule.action == action and rule.conditions
    )


def _holds(condition: RuleCondition, activity: Activity, known: Mapping[str, Tracked]) -> Truth:
    tracked = known.get(activity.id, NOTHING)
    test = CONDITIONS.get(condition.name)
    holds = (
        test(tracked, tracked.objectives.get(condition.objective, ObjectiveProgress()), condition, activity)
        if test
        else None
    )
    return None if holds is None else holds != condition.is_not


ConditionTest = Callable[[Tracked, ObjectiveProgress, RuleCondition, Activity], Truth]

CONDITIONS: Mapping[str, ConditionTest] = {
    "satisfied": lambda tracked, objective, condition, activity: objective.satisfied,
    "objectiveStatusKnown": lambda tracked, objective, condition, activity: objective.satisfied is not None,
    "objectiveMeasureKnown": lambda tracked, objective, condition, activity: objective.measure is not None,
    "objectiveMeasureGreaterThan": lambda tracked, objective, condition, activity: (
        None if objective.measure is None else objective.measure > condition.threshold
    ),
    "objectiveMeasureLessThan": lambda tracked, objective, condition, activity: (
        None if objective.measure is None else objective.measure < condition.threshold
    ),
    "completed": lambda tracked, objective, condition, activity: tracked.completed,
    "activityProgressKnown": lambda tracked, objective, condition, activity: tracked.completed is not None,
    "attempted": lambda tracked, objective, condition, activity: tracked.attempts > 0,
    "attemptLimitExceeded": lambda tracked, objective, condition, activity: (
        activity.attempt_limit is not None and tracked.attempts >= activity.attempt_limit
    ),
    "always": lambda tracked, objective, condition, activity: True,
}
"""Name of a condition → its test (SN table 3.4.1); conditions about time are not evaluated."""
ACTIONS = ("disabled", "hiddenFromChoice", "skip", "stopForwardTraversal")
"""The actions of precondition rules (SN table 3.4.2)."""


# Tracking and rollup


def rolled_up(course: ActivityTree) -> dict[str, Tracked]:
    """Id → state of all activities, after shared objectives are read and children are rolled up (SN 4.6)."""
    written = dict(_written(course))
    found: dict[str, Tracked] = {}
    for activity in reversed(course.activities):
        children = [child for child in course.activities if child.parent == activity.id]
        tracked = course.tracked.get(activity.id, NOTHING)
        if children:
            tracked = _of_children(activity, [(child, found[child.id]) for child in children])
        objectives = {**tracked.objectives}
        for objective in activity.objectives:
            own = _own(tracked, objective)
            for shared in objective.shared:
                theirs = written.get(shared.target, ObjectiveProgress())
                own = ObjectiveProgress(
                    theirs.satisfied
                    if shared.reads_satisfied and theirs.satisfied is not None
                    else own.satisfied,
                    theirs.measure if shared.reads_measure and theirs.measure is not None else own.measure,
                )
            objectives[objective.id] = own
            if objective.is_primary:
                objectives[""] = own
        found[activity.id] = replace(tracked, objectives=objectives)
    return found


def _written(course: ActivityTree) -> Iterator[tuple[str, ObjectiveProgress]]:
    """The global objectives with what units have written to them, in the order of the manifest."""
    written: dict[str, ObjectiveProgress] = {}
    for activity in course.activities:
        tracked = course.tracked.get(activity.id, NOTHING)
        for objective in activity.objectives:
            own = _own(tracked, objective)
            for shared in objective.shared:
                before = written.get(shared.target, ObjectiveProgress())
                written[shared.target] = ObjectiveProgress(
                    own.satisfied
                    if shared.writes_satisfied and own.satisfied is not None
                    else before.satisfied,
                    own.measure if shared.writes_measure and own.measure is not None else before.measure,
                )
    yield from written.items()


def _own(tracked: Tracked, objective: Objective) -> ObjectiveProgress:
    """The state of an objective in its own activity, without shared objectives."""
    own = tracked.objectives.get(objective.id, ObjectiveProgress())
    if objective.is_primary and own == ObjectiveProgress():
        return tracked.objectives.get("", ObjectiveProgress())
    return own


def _of_children(activity: Activity, children: Sequence[tuple[Activity, Tracked]]) -> Tracked:
    """The state of an activity from those of its children, by the default rollup (SN RB.1.1 to RB.1.3)."""
    primary = next((objective for objective in activity.objectives if objective.is_primary), None)
    counted = [
        (child, tracked.objectives.get("", ObjectiveProgress()))
        for child, tracked in children
        if child.rolls_up_objective
    ]
    weight = sum(child.weight for child, _ in counted)
    measures = [child.weight * known.measure for child, known in counted if known.measure is not None]
    measure = sum(measures) / weight if measures and weight else None
    satisfied = _all([known.satisfied for _, known in counted])
    if primary is not None and primary.least is not None:
        satisfied = None if measure is None else measure >= primary.least
    completed = _all([tracked.completed for child, tracked in children if child.rolls_up_progress])
    attempts = max((tracked.attempts for _, tracked in children), default=0)
    return Tracked(min(attempts, 1), completed, {"": ObjectiveProgress(satisfied, measure)})


def _all(truths: Sequence[Truth]) -> Truth:
    """Whether all are true; None (unknown) if there are none, or some are unknown and none is false."""
    if not truths or (None in truths and False not in truths):
        return None
    return all(truths)


# Prerequisites (SCORM 1.2 CAM 2.3.2.5.2, in the script of AICC)

_TOKEN = re.compile(r'\s*(?:([&|~()])|(<>|=)\s*"([^"]*)"|(\d+)\s*\*\s*\{([^}]*)\}|([^\s&|~()=<>"{}*,]+))')
DONE = ("completed", "passed")


def tokens_of(text: str) -> list[tuple[str, ...]] | None:
    """The tokens of prerequisites; None if they are not in AICC's script."""
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        found.append(tuple(group or "" for group in match.groups()))
        at = match.end()
    return found


def _is_met(text: str, statuses: Mapping[str, str]) -> bool:
    """Whether prerequisites are met; if they cannot be parsed, they count as met."""
    tokens = tokens_of(text)
    if not tokens:
        return True
    try:
        value, rest = _joined(tokens, statuses)
    except (IndexError, RecursionError):
        return True
    return value or bool(rest)


_Read = tuple[bool, list[tuple[str, ...]]]


_JOINS: Sequence[tuple[str, Callable[[bool, bool], bool]]] = (("|", or_), ("&", and_))
"""Operators between two terms, the one with the lowest precedence first."""


def _joined(tokens: list[tuple[str, ...]], statuses: Mapping[str, str], level: int = 0) -> _Read:
    if level == len(_JOINS):
        return _one(tokens, statuses)
    sign, join = _JOINS[level]
    value, tokens = _joined(tokens, statuses, level + 1)
    while tokens and tokens[0][0] == sign:
        more, tokens = _joined(tokens[1:], statuses, level + 1)
        value = join(value, more)
    return value, tokens


def _one(tokens: list[tuple[str, ...]], statuses: Mapping[str, str]) -> _Read:
    (sign, _, _, count, names, name), rest = tokens[0], tokens[1:]
    if sign == "~":
        value, rest = _one(rest, statuses)
        return not value, rest
    if sign == "(":
        value, rest = _joined(rest, statuses)
        return value, rest[1:]
    if count:
        done = [identifier for identifier in names.split(",") if statuses.get(identifier.strip()) in DONE]
        return len(done) >= int(count), rest
    status = statuses.get(name, "not attempted")
    if rest and rest[0][1]:
        return (status == rest[0][2]) == (rest[0][1] == "="), rest[1:]
    return status in DONE, rest
