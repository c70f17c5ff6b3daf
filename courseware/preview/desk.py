"""The running preview: the author's choices, the open launches, and the listeners to events."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from courseware.preview import launches, sequencing
from courseware.preview.builds import Build, Builds
from courseware.preview.documents import StoredDocument
from courseware.preview.editors import OF_CODE, Editor
from courseware.preview.gradebook import XAPI
from courseware.preview.inspector import call_told, weight_of
from courseware.preview.lms.engine import AFTER, RUNNING, CallResult, Sitting
from courseware.preview.lms.hosts import HOSTS, Host
from courseware.preview.record_store import RecordStore, StoreRequest
from courseware.preview.registrations import registration_of
from courseware.preview.requests import Request, Response
from courseware.preview.saves import Saves
from courseware.preview.store import Learner, Store, UnitAttempt
from courseware.preview.texts import Message, in_words
from courseware.preview.troubles import Trouble
from courseware.preview.units import Unit
from courseware.record import NamedTuple

MOST_LISTENERS = 100
MOST_UNKEPT = 100
"""The inspector's log is written with the next request that writes, or after this many that only read."""
CUT = "no answer"
"""What the inspector shows in place of a status if the connection was cut."""
WRITES = ("POST", "PUT", "DELETE")
WAYS = ("previous", "continue")
"""Navigation requests to the previous and the next unit."""
MOST_OPEN = 5_000
"""How many launches are kept open; beyond that, the oldest expire."""
MOST_OF_LEARNER = 10
"""How many launches of one learner of a class are kept open, so that reloading does not end those of others."""


@dataclass(slots=True)
class OpenLaunch:
    """A launch that a browser plays; the paths of all its requests contain its token.

    `calls` are those for the inspector that will be written with the next commit.
    """

    token: str
    build: Build
    unit: Unit
    learner: Learner
    attempt: UnitAttempt
    mode: str
    sitting: Sitting | None
    calls: list[dict[str, Any]] = field(default_factory=list)
    expired: bool = False
    in_class: bool = False
    """It is played on the device of a learner of the class."""
    is_played: bool = False
    """Whether a browser has opened it."""
    onward: str = ""
    """The token of the next launch, if a SCO on a device of the class has asked for another unit."""
    weight: Mapping[str, Any] = field(default_factory=dict)
    """The size of the latest commit (`weight_of`)."""


class Classroom(NamedTuple):
    """The addresses on the local network: for learners, and for the instructor's view."""

    address: str
    instructor: str


class Events:
    """Events for listeners; each event is a name and a JSON value."""

    def __init__(self) -> None:
        self.listeners: set[asyncio.Queue[tuple[str, Any]]] = set()

    def tell(self, name: str, content: Any) -> None:
        """Sends an event to all listeners, except those whose queue is full."""
        for queue in self.listeners:
            if not queue.full():
                queue.put_nowait((name, content))


@dataclass(slots=True)
class Desk:
    """The state of a running preview. Use it from one thread only."""

    builds: Builds
    store: Store
    host: Host
    format_name: str = "scorm12"
    learner: str = ""
    unit: str = ""
    trouble: Trouble = field(default_factory=Trouble)
    events: Events = field(default_factory=Events)
    open: dict[str, OpenLaunch] = field(default_factory=dict)
    records: RecordStore = field(init=False)
    saves: Saves = field(init=False)
    latest: str = ""
    no_network: bool = False
    language: str = ""
    """The language of the preview's own pages; empty until a browser asks for one."""
    editor: Editor = OF_CODE
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """A token that the preview's own pages send with requests that have effects outside the preview."""
    classroom: Classroom | None = None
    opened_at: float = 0.0
    """When the editor was last opened, in seconds of `time.monotonic`."""

    def __post_init__(self) -> None:
        self.records = RecordStore(self.store)
        self.saves = Saves(self.builds, self.events.tell)

    def learners(self) -> list[Learner]:
        """All learners. If the chosen one is not among them, the first is chosen."""
        found = self.store.learners()
        if self.learner not in {learner.id for learner in found}:
            self.learner = found[0].id
        return found

    @property
    def chosen(self) -> Learner:
        """The learner as whom the author plays."""
        return next(learner for learner in self.learners() if learner.id == self.learner)

    def choose_host(self, name: str) -> None:
        """Chooses an LMS for later launches."""
        self.host = HOSTS[name]

    async def newest(self) -> Build | None:
        """The newest build of the chosen format. Raises `Unreadable` and `OSError`."""
        return await self.saves.newest(self.format_name)

    # Launching

    def launch(
        self, how: str = "resume", mode: str = "normal", unit: str = "", is_led: bool = False
    ) -> OpenLaunch | None:
        """Opens a unit, by default the chosen one, for the chosen learner; None if there is nothing to open.

        `how` is `resume` or `new`; `is_led` says that sequencing led to the unit, so that it may be closed to choice.
        """
        opened = self._launch(self.chosen, how, mode, unit or self.unit, is_led=is_led)
        if opened:
            self.unit, self.latest = opened.unit.id, opened.token
        return opened

    def launch_in_class(self, learner: Learner, unit: str = "", is_led: bool = False) -> OpenLaunch | None:
        """Opens a unit on the device of a learner; the workbench does not change."""
        return self._launch(learner, "resume", "normal", unit, in_class=True, is_led=is_led)

    def _launch(
        self,
        learner: Learner,
        how: str,
        mode: str,
        unit: str,
        in_class: bool = False,
        is_led: bool = False,
    ) -> OpenLaunch | None:
        build = self.builds.build(self.format_name)
        if build is None or not build.units:
            return None
        closed = {} if is_led else self.locked(build, learner, self.unit_of(learner, in_class))
        wanted = [known for known in build.units if known.id == unit and unit not in closed]
        wanted += [known for known in build.units if known.id not in closed]
        if not wanted:
            first = sequencing.following(self.course(build, learner), "")
            wanted = [known for known in build.units if known.id == first]
        found = next(iter(wanted), None)
        if found is None:
            return None
        if self.trouble.kind == "killed" and not in_class:
            self.trouble.kind = ""
        opened = self._open(build, found, learner, how, mode)
        opened.in_class = in_class
        if self.host.clears_storage:
            for other in self.open.values():
                # an author plays all learners in one browser; in a class, each has their own
                if other.learner.id == learner.id or not (in_class or other.in_class):
                    other.expired = True
        own = [
            sitting.token
            for sitting in self.open.values()
            if sitting.in_class and sitting.learner.id == learner.id
        ]
        for token in own[: 1 - MOST_OF_LEARNER] if in_class else ():
            self.open.pop(token)
        self.open[opened.token] = opened
        while len(self.open) > MOST_OPEN:
            self.open.pop(next(iter(self.open)))
        self.say(
            opened, "launch", {"how": how, "mode": mode, "unit": found.title, "entry": self._entry(opened)}
        )
        self.flush(opened)
        return opened

    def _open(self, build: Build, unit: Unit, learner: Learner, how: str, mode: str) -> OpenLaunch:
        family = launches.family_of(unit.standard)
        model = launches.MODELS.get(family)
        activity = next((sequenced for sequenced in build.activities if sequenced.id == unit.id), None)
        before = [
            tried
            for tried in self.store.attempts(learner.id)
            if (tried.unit, launches.family_of(tried.standard)) == (unit.id, family)
        ]
        values = self.store.values(before[-1].id) if before else {}
        if before and how != "new" and not (model and launches.is_over(model, values) and mode == "normal"):
            attempt = before[-1]
        else:
            values = launches.first_values(model, dict(unit.data)) if model else {}
            if family == "scorm2004" and activity:
                values |= launches.named_objectives(activity)
            attempt = self.store.add_attempt(learner.id, unit.id, unit.standard, values)
        sitting = None
        if model and not unit.asset:
            begun = launches.begin(model, values, learner, mode)
            if family == "scorm2004" and activity:
                known = sequencing.rolled_up(self.course(build, learner))[unit.id].objectives
                begun |= launches.shared_objectives(begun, activity, known)
            sitting = Sitting(model, self.host, begun)
        opened = OpenLaunch(secrets.token_urlsafe(24), build, unit, learner, attempt, mode, sitting)
        if sitting:
            sitting.permits = partial(self._permits, opened, sitting)
        return opened

    def again(self, opened: OpenLaunch) -> OpenLaunch:
        """Continues a launch with the newest build, in the same attempt and under the same token."""
        build = self.builds.build(self.format_name)
        if build is None:
            return opened
        unit = next((known for known in build.units if known.id == opened.unit.id), None)
        unit = unit or next(iter(build.units), opened.unit)
        fresh = self._open(build, unit, opened.learner, "resume", opened.mode)
        fresh.token, fresh.in_class = opened.token, opened.in_class
        self.open[opened.token] = fresh
        self.say(
            fresh,
            "launch",
            {"how": "again", "mode": fresh.mode, "unit": unit.title, "entry": self._entry(fresh)},
        )
        self.flush(fresh)
        return fresh

    # Sequencing

    def course(self, build: Build, learner: Learner) -> sequencing.ActivityTree:
        """The activities of a build with their states for a learner."""
        if not build.activities:
            return sequencing.ActivityTree((), {})
        attempts: dict[str, list[UnitAttempt]] = {}
        for attempt in self.store.attempts(learner.id):
            if launches.family_of(attempt.standard) == launches.family_of(build.standard):
                attempts.setdefault(attempt.unit, []).append(attempt)
        tracked = {
            unit: launches.tracked(build.standard, len(every), self.store.values(every[-1].id))
            for unit, every in attempts.items()
        }
        return sequencing.ActivityTree(build.activities, tracked)

    def locked(self, build: Build, learner: Learner, current: str = "") -> Mapping[str, Message]:
        """The units that a learner cannot choose now, and why."""
        if not self.host.sequences:
            return {}
        return sequencing.locked(self.course(build, learner), current)

    def unit_of(self, learner: Learner, in_class: bool) -> str:
        """The unit that was opened last: for a learner of the class from the store, otherwise the chosen one."""
        attempts = self.store.attempts(learner.id) if in_class else ()
        return attempts[-1].unit if attempts else "" if in_class else self.unit

    def _permits(self, opened: OpenLaunch, sitting: Sitting, request: str) -> str:
        """Whether a navigation request is valid, given the values set so far (SN 5.6.5): see `Sitting.permits`."""
        course, unit = self.course(opened.build, opened.learner), opened.unit
        if not course.activities:
            return "unknown"
        if opened.mode == "normal":
            values = sitting.values | launches.end(sitting.model, sitting.values, opened.mode)
            attempts = course.tracked[unit.id].attempts
            now = launches.tracked(unit.standard, attempts, values)
            course = course._replace(tracked={**course.tracked, unit.id: now})
        return "true" if sequencing.requested(course, unit.id, request) else "false"

    def beside(self, build: Build, way: str, learner: Learner, unit: str) -> str:
        """The unit to which `continue` or `previous` leads a learner from a unit; empty if to none."""
        return sequencing.requested(self.course(build, learner), unit, way) if build.activities else ""

    def _follow_request(self, opened: OpenLaunch, sitting: Sitting, late: bool) -> None:
        """Opens the unit that a SCO asked for at its end, unless a device of the class has left the page."""
        request = sitting.values.get(launches.NAVIGATION, "")
        if not request or (late if opened.in_class else opened.token != self.latest):
            return
        course = self.course(opened.build, opened.learner)
        unit = sequencing.requested(course, opened.unit.id, request)
        if unit and opened.in_class:
            following = self.launch_in_class(opened.learner, unit, is_led=True)
            opened.onward = following.token if following else ""
        elif unit and self.launch(unit=unit, is_led=True):
            self.events.tell("moved", {})

    def outcome(self, opened: OpenLaunch) -> launches.Outcome:
        """What the LMS shows of a launch's attempt."""
        if opened.unit.standard in XAPI:
            said = self.records.lrs.statements.of_registration(registration_of(opened.attempt))
            return launches.of_statements(said)
        return launches.outcome(opened.unit.standard, self.store.values(opened.attempt.id))

    def documents(self, opened: OpenLaunch) -> Mapping[str, StoredDocument]:
        """Name → State document of a launch's attempt; empty for SCORM."""
        if opened.unit.standard not in XAPI:
            return {}
        registration = registration_of(opened.attempt)
        return self.records.states(opened.unit.id, opened.learner, registration)

    def address(self, opened: OpenLaunch, base: str) -> str:
        """The address for the frame, relative to `base`, below which the launch is served; `base` ends with a slash."""
        file = f"files/{opened.unit.file}"
        if opened.unit.standard not in XAPI:
            return file
        query = self.records.launch(
            opened.token, opened.unit, opened.attempt, opened.learner, opened.mode, base
        )
        return f"{file}{'&' if '?' in file else '?'}{query}"

    def _entry(self, opened: OpenLaunch) -> str:
        if opened.sitting is None:
            return ""
        return opened.sitting.values.get(launches.NAMES[opened.sitting.model.name].entry, "")

    # Calls

    def call(
        self, opened: OpenLaunch, act: str, arguments: tuple[str, ...], late: bool = False
    ) -> CallResult:
        """Handles a call of the run-time API. A commit is on disk when this returns."""
        sitting = opened.sitting
        if sitting is None:
            return CallResult("false", "101", "this launch has no API")
        opened.weight = {}
        name = sitting.model.acts.get(act, "")
        refused = self.trouble.of_set(sitting, arguments) if name == "SetValue" else None
        if refused:
            sitting.error, sitting.why = refused.error, refused.why
        answer = refused or sitting.call(act, arguments)
        if answer.error == "0" and name in ("Commit", "Terminate"):
            answer = self._commit(opened, sitting, name)
        if name not in ("GetLastError", "GetErrorString", "GetDiagnostic"):
            self.say(opened, "call", self._told(opened, sitting, (act, name, *arguments), answer, late))
            if name == "Terminate":
                self.flush(opened)
                if answer.error == "0":
                    self._follow_request(opened, sitting, late)
        return answer

    def _told(
        self, opened: OpenLaunch, sitting: Sitting, call: tuple[str, ...], answer: CallResult, late: bool
    ) -> dict[str, Any]:
        act, name, element, value = (*call, "", "")[:4]
        said = call_told(name, element, value, answer.value, sitting.values, opened.build.questions)
        told = {"act": act, "name": name, "element": element, "value": value, "answer": answer.value}
        error = sitting.model.errors.get(answer.error)
        known = {"error": answer.error, "text": error.text if error else "", "why": answer.why}
        words = {"told": [said], "words": in_words([said])}
        return {**told, **known, "clause": answer.clause, "late": late, **words, **opened.weight}

    def _commit(self, opened: OpenLaunch, sitting: Sitting, name: str) -> CallResult:
        failure = self.trouble.of_commit(sitting, opened.expired)
        if failure is not None:
            sitting.error, sitting.why = failure.error, failure.why
            return failure
        if name == "Terminate":
            made = launches.end(sitting.model, sitting.values, opened.mode)
            sitting.values.update(made)
            sitting.changed |= set(made)
        keeps = opened.mode == "normal" or (opened.mode == "browse" and self.host.keeps_browsing)
        values = {element: sitting.values[element] for element in sitting.changed} if keeps else {}
        opened.weight = {"commit": weight_of(values)}
        try:
            self.store.save(opened.attempt.id, values, opened.calls)
        except SQLAlchemyError as error:
            opened.calls.clear()  # otherwise the next commit would be even larger
            code = sitting.model.situations["commit"]
            failed = CallResult("false", code, f"it cannot be saved: {getattr(error, 'orig', None) or error}")
            sitting.error, sitting.why = failed.error, failed.why
            if name == "Terminate":
                sitting.phase = RUNNING
            return failed
        opened.calls.clear()
        sitting.changed.clear()
        self.events.tell("saved", {"attempt": opened.attempt.id})
        return CallResult("true")

    def record(self, opened: OpenLaunch, request: Request) -> Response:
        """Handles a request to the record store, or gives the chosen trouble as the response.

        What it wrote is on disk when this returns, in one transaction with the inspector's log.
        """
        trouble = self.trouble.now
        try:
            with self.store.write() if request.method in WRITES else nullcontext():
                if trouble.status is not None and not trouble.stores:
                    answer = Response(trouble.status)
                    said = StoreRequest(
                        [Message(f"trouble_{self.trouble.kind}", {})],
                        request.path,
                        trouble.status,
                        trouble.says,
                    )
                else:
                    answer, said = self.records.respond(opened.token, request)
                self._tell_of(opened, request, said)
                is_kept = request.method in WRITES or len(opened.calls) > MOST_UNKEPT
                if is_kept:
                    self.store.log(opened.attempt.id, opened.calls)
        except SQLAlchemyError as error:
            answer, said = self.records.failed(request, getattr(error, "orig", None) or error)
            self._tell_of(opened, request, said)
            is_kept = True  # otherwise the next request would write even more
        if is_kept:
            opened.calls.clear()
        return answer

    def _tell_of(self, opened: OpenLaunch, request: Request, said: StoreRequest) -> None:
        # Not wrong: every first launch asks for a state that is not there.
        is_absent = said.status == 404 and request.method == "GET"
        is_wrong = (said.status >= 400 and not is_absent) or self.trouble.now.status is not None
        told = {
            "told": said.told,
            "words": in_words(said.told),
            "raw": said.raw,
            "why": said.why,
            "error": str(said.status or CUT) if is_wrong else "0",
            "name": "SetValue" if request.path == "statements" else "",
        }
        self.say(opened, "statement", told)

    def say(self, opened: OpenLaunch, kind: str, content: Mapping[str, Any]) -> None:
        """Sends something to the inspector, and keeps it for the next commit."""
        told = {
            "kind": kind,
            "moment": time.time(),
            "attempt": opened.attempt.id,
            "learner": opened.learner.name,
            "standard": opened.unit.standard,
            **content,
        }
        opened.calls.append(told)
        self.events.tell("said", told)

    def calls(self, opened: OpenLaunch | None, most: int) -> list[dict[str, Any]]:
        """The latest calls of an attempt, or of all: those on disk, then those of its launch that are not yet."""
        kept = self.store.calls(opened.attempt.id if opened else None, most)
        return [*kept, *(opened.calls if opened else ())][-most:]

    def flush(self, opened: OpenLaunch) -> None:
        """Writes the inspector's log to disk; if that fails, it is lost."""
        with suppress(SQLAlchemyError):
            self.store.log(opened.attempt.id, opened.calls)
        opened.calls.clear()

    def forget(self) -> None:
        """Removes the class and closes all launches."""
        self.open.clear()
        self.latest = self.learner = ""
        self.store.reset()
        is_shared = self.records.is_shared
        self.records = RecordStore(self.store)
        self.records.is_shared = is_shared
        self.learners()

    def leave(self, opened: OpenLaunch) -> None:
        """Ends a launch that was left without Terminate: what was not committed is lost."""
        if opened.sitting and opened.sitting.phase != AFTER:
            self.flush(opened)
