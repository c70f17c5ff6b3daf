"""The LMS's side of a cmi5 session, and what it requires of the AU (cmi5 specification, 8 to 10)."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from courseware.preview.requests import Json, Refusal
from courseware.preview.statements import name_of_agent

SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
CATEGORIES = "https://w3id.org/xapi/cmi5/context/categories/"
VERBS = "http://adlnet.gov/expapi/verbs/"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
VERBS_OF_MOVE_ON = ("completed", "passed", "failed")
DEFINED = ("initialized", "completed", "passed", "failed", "terminated")
"""Verbs of the statements that cmi5 defines (9.3)."""


@dataclass(slots=True)
class Session:
    """One launch of an AU: what identifies it, its token, and what the AU has sent so far."""

    activity: str
    actor: Json
    registration: str
    mode: str = "Normal"
    mastery: float | None = None
    return_url: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    is_fetched: bool = False
    is_abandoned: bool = False
    said: list[str] = field(default_factory=list)
    """Verbs of the cmi5 defined statements in the session, in order."""
    reads: list[str] = field(default_factory=list)
    """Names of the LMS's documents that the AU has read."""

    def fetch(self) -> Json:
        """The response of the fetch URL: the token, or an error from the second call on (8.2.3)."""
        if self.is_fetched:
            return {"error-code": "1", "error-text": "The token has already been fetched."}
        self.is_fetched = True
        return {"auth-token": self.token}

    @property
    def template(self) -> Json:
        """The contextTemplate, which every statement of the session must include (10.2.1)."""
        publisher = {"id": f"{self.activity}/as-published"}
        return {
            "contextActivities": {"grouping": [publisher]},
            "extensions": {SESSION: self.id},
            "platform": "The LMS",
        }

    def launch_data(self) -> Json:
        """The document LMS.LaunchData (10.2). Without a mastery score, `masteryScore` is null, as in CATAPULT."""
        mastery = {"masteryScore": self.mastery}
        back = {"returnURL": self.return_url} if self.return_url else {}
        template = {"contextTemplate": self.template, "launchMode": self.mode, "moveOn": "Completed"}
        return {**template, **mastery, **back}

    def parameters(self, endpoint: str, fetch_url: str, actor: str) -> str:
        """The query of the AU's address (8.1)."""
        values = {
            "endpoint": endpoint,
            "fetch": fetch_url,
            "actor": actor,
            "registration": self.registration,
            "activityId": self.activity,
        }
        return urlencode(values)

    def take(self, statements: list[Json], before: list[str]) -> None:
        """Accepts a batch of statements, or raises `Refusal` and accepts none if the AU must not send one of them now.

        `before` are the verbs of the AU's earlier sessions of the registration.
        """
        said = list(self.said)
        try:
            for statement in statements:
                self._take(_Said(self, statement, [*before, *self.said], bool(said)))
        except Refusal:
            self.said = said
            raise

    def _take(self, said: _Said) -> None:
        for clause, words, is_broken in RULES:
            if is_broken(said):
                raise Refusal(403, f"{words} ({clause})")
        if said.is_defined:
            self.said.append(said.verb)

    def refusal(self, method: str, resource: str, query: Mapping[str, str]) -> str:
        """Why a request for a document is refused, as CATAPULT refuses it; empty if it is not."""
        document = query.get("stateId", query.get("profileId", ""))
        if method != "GET" and document in ("LMS.LaunchData", "cmi5LearnerPreferences"):
            return f"the AU must not change {document} (10.0, 11.0)"
        if resource not in ("activities/state", "agents/profile"):
            return ""
        given = json.loads(query.get("agent", "null"))
        if not isinstance(given, dict) or name_of_agent(given) != name_of_agent(self.actor):
            return "the agent is not the actor of the launch (8.1.3)"
        wrong = query.get("registration", self.registration) != self.registration
        return "it is not the registration of the launch (8.1.4)" if wrong else ""

    @property
    def launch_data_key(self) -> tuple[str, ...]:
        """The key of the document LMS.LaunchData (10.0)."""
        return (
            "activities/state",
            self.activity,
            name_of_agent(self.actor),
            self.registration,
            "LMS.LaunchData",
        )

    @property
    def is_over(self) -> bool:
        """Whether the token has expired (8.1.2), for documents, too, as in CATAPULT."""
        return self.is_abandoned or "terminated" in self.said


class _Said:
    """A statement within its session: the properties that `RULES` test."""

    def __init__(self, session: Session, statement: Json, before: list[str], is_open: bool) -> None:
        self.session, self.statement, self.before = session, statement, before
        self.is_open = is_open
        self.verb = str(statement["verb"]["id"]).removeprefix(VERBS)
        self.context: Json = statement.get("context", {})
        self.result: Json = statement.get("result", {})
        self.score: Json = self.result.get("score", {})
        categories = {
            activity["id"].removeprefix(CATEGORIES) for activity in _activities(self.context, "category")
        }
        self.is_defined = "cmi5" in categories
        self.bears_on_move_on = "moveon" in categories
        self.is_about_au = statement["object"].get("id") == session.activity
        self.is_judged = self.is_defined and self.verb in ("passed", "failed")

    @property
    def repeats(self) -> bool:
        """Whether it completes or passes again what the registration already has."""
        return self.is_defined and self.verb in ("completed", "passed") and self.verb in self.before

    @property
    def keeps_template(self) -> bool:
        """Whether the context includes the contextTemplate, its activities first and in order, as CATAPULT requires."""
        template = self.session.template
        given, wanted = (
            [activity["id"] for activity in _activities(context, "grouping")]
            for context in (self.context, template)
        )
        return self.context.get("platform") == template["platform"] and given[: len(wanted)] == wanted

    @property
    def has_whole_score(self) -> bool:
        """Whether scaled is from 0 to 1, and min, raw and max are all integers or all absent."""
        numbers = [self.score.get(name) for name in ("min", "raw", "max")]
        is_whole = all(type(number) is int for number in numbers) or numbers == [None, None, None]
        return is_whole and 0 <= self.score.get("scaled", 0) <= 1

    @property
    def agrees_with_mastery(self) -> bool:
        """Whether passed or failed agrees with the scaled score and the mastery score."""
        mastery, scaled = self.session.mastery, self.score.get("scaled")
        reached = mastery is not None and scaled is not None and scaled >= mastery
        return mastery is None or reached == (self.verb == "passed")

    @property
    def is_in_utc(self) -> bool:
        """Whether it has a timestamp in UTC."""
        return str(self.statement.get("timestamp")).endswith(("Z", "+00:00"))

    @property
    def goes_on_after_completion(self) -> bool:
        """Whether it reports progress together with, or after, the completion of the registration."""
        return PROGRESS in self.result.get("extensions", {}) and "completed" in (self.verb, *self.before)


StatementRule = tuple[str, str, Callable[[_Said], bool]]
"""Clause of the cmi5 specification, what is wrong, and a test whether a statement breaks the rule."""

RULES: tuple[StatementRule, ...] = (
    ("9.3.6", "the session was abandoned", lambda said: said.session.is_abandoned),
    ("10.0", "LMS.LaunchData was not read", lambda said: "LMS.LaunchData" not in said.session.reads),
    (
        "11.0",
        "the learner's preferences were not read",
        lambda said: "cmi5LearnerPreferences" not in said.session.reads,
    ),
    ("9.1", "it has no id", lambda said: "id" not in said.statement),
    ("9.7", "it does not have a timestamp in UTC", lambda said: not said.is_in_utc),
    ("9.2", "the actor is not that of the launch", lambda said: said.statement["actor"] != said.session.actor),
    (
        "9.6.1",
        "the registration is not that of the launch",
        lambda said: said.context.get("registration") != said.session.registration,
    ),
    (
        "9.6.3.1",
        "the session id is not that of the launch",
        lambda said: said.context.get("extensions", {}).get(SESSION) != said.session.id,
    ),
    ("10.0", "it does not contain the contextTemplate", lambda said: not said.keeps_template),
    ("9.3.2", "initialized must come first", lambda said: not said.is_open and said.verb != "initialized"),
    ("9.3.8", "nothing can follow terminated", lambda said: "terminated" in said.session.said),
    (
        "9.3",
        "the verb was already used in the session",
        lambda said: said.is_defined and said.verb in said.session.said,
    ),
    ("9.3", "completed or passed was already reported in this registration", lambda said: said.repeats),
    ("9.3", "passed or failed cannot follow passed", lambda said: said.is_judged and "passed" in said.before),
    (
        "9.3",
        "a session cannot have both passed and failed",
        lambda said: said.is_judged and bool({"passed", "failed"} & set(said.session.said)),
    ),
    (
        "9.6.2.1",
        "the cmi5 category is missing",
        lambda said: said.verb in DEFINED and said.is_about_au and not said.is_defined,
    ),
    (
        "9.6.2.1",
        "the cmi5 category is only for verbs that cmi5 defines",
        lambda said: said.is_defined and said.verb not in DEFINED,
    ),
    (
        "9.6.2.2",
        "the moveOn category belongs only to completed, passed and failed",
        lambda said: said.bears_on_move_on != (said.is_defined and said.verb in VERBS_OF_MOVE_ON),
    ),
    ("9.4", "the object is not the activity of the launch", lambda said: said.is_defined and not said.is_about_au),
    (
        "9.5.4.1",
        "the duration is missing",
        lambda said: said.is_defined and said.verb != "initialized" and "duration" not in said.result,
    ),
    (
        "10.0",
        "only initialized and terminated are allowed in this mode",
        lambda said: said.session.mode != "Normal" and said.verb not in ("initialized", "terminated"),
    ),
    (
        "9.5.1",
        "a score is not allowed here",
        lambda said: said.is_defined and not said.is_judged and "score" in said.result,
    ),
    (
        "9.5.1",
        "min, raw and max must be whole numbers, and scaled from 0 to 1",
        lambda said: said.is_judged and not said.has_whole_score,
    ),
    (
        "9.5.2",
        "success must be true in passed, false in failed, and absent elsewhere",
        lambda said: said.is_defined
        and said.result.get("success") is not {"passed": True, "failed": False}.get(said.verb),
    ),
    (
        "9.5.3",
        "completion must be true in completed, and absent elsewhere",
        lambda said: said.is_defined
        and said.result.get("completion") is not {"completed": True}.get(said.verb),
    ),
    ("9.5.5.1", "progress cannot be reported after completion", lambda said: said.goes_on_after_completion),
    (
        "9.3.4",
        "passed or failed contradicts the mastery score",
        lambda said: said.is_judged and not said.agrees_with_mastery,
    ),
    (
        "9.6.3.2",
        "the mastery score is missing",
        lambda said: said.is_judged
        and said.context.get("extensions", {}).get(MASTERY) != said.session.mastery,
    ),
)  # fmt: skip
"""What the LMS requires of each statement, in the order in which it is tested.

A session is open once `initialized` has been answered: CATAPULT refuses a batch of it and further statements.
"""


def _activities(context: Json, relation: str) -> list[Any]:
    given = context.get("contextActivities", {}).get(relation, [])
    return given if isinstance(given, list) else [given]
