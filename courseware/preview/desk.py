"""The preview at work: what the author chose, the launches that are open, and whoever listens to what happens."""

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
from courseware.preview.texts import Told, in_words
from courseware.preview.troubles import Trouble
from courseware.preview.units import Unit
from courseware.record import NamedTuple

MOST_LISTENERS = 100
MOST_UNKEPT = 100
"""Requests that only read, of which the inspector's lines wait for the next that writes."""
CUT = "no answer"
"""What the inspector shows in the place of a status where the line was cut."""
WRITES = ("POST", "PUT", "DELETE")
WAYS = ("previous", "continue")
"""From a unit to the one before it and behind it."""
MOST_OPEN = 5_000
"""Launches that are kept open; of more the oldest expire."""
MOST_OF_LEARNER = 10
"""Those of one learner of a class: however often a device begins again, those of others stay."""


@dataclass(slots=True)
class Open:
    """A launch that a browser plays: its token is in the path of all it may ask for.

    `saved` are the values that are on disk; `calls` those that will be with the next commit.
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
    """A learner's own device plays it."""
    is_played: bool = False
    """A browser has opened it."""
    onward: str = ""
    """The token of the launch that follows, where a SCO has asked for another one on a device of the class."""
    weight: Mapping[str, Any] = field(default_factory=dict)
    """Of the latest commit: how many elements, how many characters."""


class Classroom(NamedTuple):
    """Where learners find the course on the local network, and where the instructor sees what they answer."""

    address: str
    instructor: str


class Events:
    """Whoever listens, and what they are told: each event is a name and JSON."""

    def __init__(self) -> None:
        self.listeners: set[asyncio.Queue[tuple[str, Any]]] = set()

    def tell(self, name: str, content: Any) -> None:
        """Tells all who listen; one who does not keep up misses something."""
        for queue in self.listeners:
            if not queue.full():
                queue.put_nowait((name, content))


@dataclass(slots=True)
class Desk:
    """All of a running preview. It is used from one thread."""

    builds: Builds
    store: Store
    host: Host
    format_name: str = "scorm12"
    learner: str = ""
    unit: str = ""
    trouble: Trouble = field(default_factory=Trouble)
    events: Events = field(default_factory=Events)
    open: dict[str, Open] = field(default_factory=dict)
    records: RecordStore = field(init=False)
    saves: Saves = field(init=False)
    latest: str = ""
    no_network: bool = False
    language: str = ""
    """Of the preview's own pages; empty until a browser asks for one."""
    editor: Editor = OF_CODE
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """What the preview's own pages give with what reaches beyond the preview."""
    classroom: Classroom | None = None
    opened_at: float = 0.0
    """When the editor was opened last, in seconds of the process's clock."""

    def __post_init__(self) -> None:
        self.records = RecordStore(self.store)
        self.saves = Saves(self.builds, self.events.tell)

    def learners(self) -> list[Learner]:
        """All learners; the chosen one is among them."""
        found = self.store.learners()
        if self.learner not in {learner.id for learner in found}:
            self.learner = found[0].id
        return found

    @property
    def chosen(self) -> Learner:
        """The learner who is played."""
        return next(learner for learner in self.learners() if learner.id == self.learner)

    def choose_host(self, name: str) -> None:
        """Another LMS, for launches from now on."""
        self.host = HOSTS[name]

    async def newest(self) -> Build | None:
        """The newest build of the chosen format. Raises `Unreadable` and `OSError`."""
        return await self.saves.newest(self.format_name)

    # Launching

    def launch(
        self, how: str = "resume", mode: str = "normal", unit: str = "", is_led: bool = False
    ) -> Open | None:
        """Opens the chosen unit for the chosen learner; `how` is `resume` or `new`. None: there is nothing to open.

        `is_led`: sequencing leads there, and nobody chose it.
        """
        opened = self._launch(self.chosen, how, mode, unit or self.unit, is_led=is_led)
        if opened:
            self.unit, self.latest = opened.unit.id, opened.token
        return opened

    def launch_in_class(self, learner: Learner, unit: str = "", is_led: bool = False) -> Open | None:
        """Opens a unit on the device of a learner: what is shown here stays as it is."""
        return self._launch(learner, "resume", "normal", unit, in_class=True, is_led=is_led)

    def _launch(
        self,
        learner: Learner,
        how: str,
        mode: str,
        unit: str,
        in_class: bool = False,
        is_led: bool = False,
    ) -> Open | None:
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
                # one browser plays all of an author's learners; in a class each has one
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

    def _open(self, build: Build, unit: Unit, learner: Learner, how: str, mode: str) -> Open:
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
        opened = Open(secrets.token_urlsafe(24), build, unit, learner, attempt, mode, sitting)
        if sitting:
            sitting.permits = partial(self._permits, opened, sitting)
        return opened

    def again(self, opened: Open) -> Open:
        """The same launch with the newest build: its attempt goes on, its token stays."""
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
        """The activities of a build, and what became of them for a learner."""
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

    def locked(self, build: Build, learner: Learner, current: str = "") -> Mapping[str, Told]:
        """The units that a learner cannot choose now, and why."""
        if not self.host.sequences:
            return {}
        return sequencing.locked(self.course(build, learner), current)

    def unit_of(self, learner: Learner, in_class: bool) -> str:
        """The unit that was opened last: of a learner of the class by what is kept, which a new start finds again."""
        attempts = self.store.attempts(learner.id) if in_class else ()
        return attempts[-1].unit if attempts else "" if in_class else self.unit

    def _permits(self, opened: Open, sitting: Sitting, request: str) -> str:
        """Whether a request of navigation would lead anywhere, by all that is set until now (SN 5.6.5)."""
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
        """The unit that `continue` or `previous` leads a learner to from another; empty where to none."""
        return sequencing.requested(self.course(build, learner), unit, way) if build.activities else ""

    def _go_on(self, opened: Open, sitting: Sitting, late: bool) -> None:
        """Where a SCO asked at its end to go to another one, that is opened; not on a device that has left the page."""
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

    def outcome(self, opened: Open) -> launches.Outcome:
        """What the LMS shows of the attempt of a launch."""
        if opened.unit.standard in XAPI:
            said = self.records.lrs.statements.of_registration(registration_of(opened.attempt))
            return launches.of_statements(said)
        return launches.outcome(opened.unit.standard, self.store.values(opened.attempt.id))

    def documents(self, opened: Open) -> Mapping[str, StoredDocument]:
        """The State documents of the attempt of a launch, by their names; none where it has no record store."""
        if opened.unit.standard not in XAPI:
            return {}
        registration = registration_of(opened.attempt)
        return self.records.states(opened.unit.id, opened.learner, registration)

    def address(self, opened: Open, base: str) -> str:
        """What the frame shows; `base` is the address below which the launch is served, with a slash at its end."""
        file = f"files/{opened.unit.file}"
        if opened.unit.standard not in XAPI:
            return file
        query = self.records.launch(
            opened.token, opened.unit, opened.attempt, opened.learner, opened.mode, base
        )
        return f"{file}{'&' if '?' in file else '?'}{query}"

    def _entry(self, opened: Open) -> str:
        if opened.sitting is None:
            return ""
        return opened.sitting.values.get(launches.NAMES[opened.sitting.model.name].entry, "")

    # Calls

    def call(self, opened: Open, act: str, arguments: tuple[str, ...], late: bool = False) -> CallResult:
        """A call of the run-time API. A commit is on disk before it is answered."""
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
                    self._go_on(opened, sitting, late)
        return answer

    def _told(
        self, opened: Open, sitting: Sitting, call: tuple[str, ...], answer: CallResult, late: bool
    ) -> dict[str, Any]:
        act, name, element, value = (*call, "", "")[:4]
        said = call_told(name, element, value, answer.value, sitting.values, opened.build.questions)
        told = {"act": act, "name": name, "element": element, "value": value, "answer": answer.value}
        error = sitting.model.errors.get(answer.error)
        known = {"error": answer.error, "text": error.text if error else "", "why": answer.why}
        words = {"told": [said], "words": in_words([said])}
        return {**told, **known, "clause": answer.clause, "late": late, **words, **opened.weight}

    def _commit(self, opened: Open, sitting: Sitting, name: str) -> CallResult:
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
            opened.calls.clear()  # with them the next commit would be as large again
            code = sitting.model.situations["commit"]
            failed = CallResult("false", code, f"it cannot be kept: {getattr(error, 'orig', None) or error}")
            sitting.error, sitting.why = failed.error, failed.why
            if name == "Terminate":
                sitting.phase = RUNNING
            return failed
        opened.calls.clear()
        sitting.changed.clear()
        self.events.tell("saved", {"attempt": opened.attempt.id})
        return CallResult("true")

    def record(self, opened: Open, request: Request) -> Response:
        """A request to the record store, with what goes wrong on demand. What it wrote is on disk when it is answered,
        in one transaction with what the inspector shows of it.
        """
        trouble = self.trouble.now
        try:
            with self.store.write() if request.method in WRITES else nullcontext():
                if trouble.status is not None and not trouble.stores:
                    answer = Response(trouble.status)
                    said = StoreRequest(
                        [Told(f"trouble_{self.trouble.kind}", {})], request.path, trouble.status, trouble.says
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
            is_kept = True  # or the next request would be as large again
        if is_kept:
            opened.calls.clear()
        return answer

    def _tell_of(self, opened: Open, request: Request, said: StoreRequest) -> None:
        is_absent = said.status == 404 and request.method == "GET"  # where every first launch begins
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

    def say(self, opened: Open, kind: str, content: Mapping[str, Any]) -> None:
        """Tells the inspector, and keeps it for the next commit."""
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

    def flush(self, opened: Open) -> None:
        """Puts what the inspector shows on disk; where there is no room it is shown and not kept."""
        with suppress(SQLAlchemyError):
            self.store.log(opened.attempt.id, opened.calls)
        opened.calls.clear()

    def forget(self) -> None:
        """Forgets the class, and all launches with it."""
        self.open.clear()
        self.latest = self.learner = ""
        self.store.reset()
        is_shared = self.records.is_shared
        self.records = RecordStore(self.store)
        self.records.is_shared = is_shared
        self.learners()

    def leave(self, opened: Open) -> None:
        """A launch that is left without its end: what was not committed is gone."""
        if opened.sitting and opened.sitting.phase != AFTER:
            self.flush(opened)
