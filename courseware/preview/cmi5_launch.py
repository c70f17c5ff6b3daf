"""What an LMS does for a session of cmi5, and what it demands of the AU (cmi5 specification, 8 to 10)."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from courseware.preview.lrs import Json, Refusal

SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
CATEGORIES = "https://w3id.org/xapi/cmi5/context/categories/"
VERBS = "http://adlnet.gov/expapi/verbs/"
DEFINED = ("initialized", "completed", "passed", "failed", "terminated")
"""Verbs of the statements that cmi5 defines (9.3)."""


@dataclass(slots=True)
class Session:
    """One launch of an AU: its `id`, its token, how it is told apart, and what the AU has said so far."""

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
    """Names of the cmi5 defined statements of this session, in order."""
    reads: list[str] = field(default_factory=list)
    """Names of the documents of the LMS that were read."""

    def fetch(self) -> Json:
        """The token, once (8.2.3); later calls are told that it was given out."""
        if self.is_fetched:
            return {"error-code": "1", "error-text": "The token was fetched already."}
        self.is_fetched = True
        return {"auth-token": self.token}

    @property
    def template(self) -> Json:
        """The contextTemplate, which every statement of the session has to carry (10.2.1)."""
        publisher = {"id": f"{self.activity}/as-published"}
        return {"contextActivities": {"grouping": [publisher]}, "extensions": {SESSION: self.id}}

    def launch_data(self) -> Json:
        """The document LMS.LaunchData (10.2)."""
        mastery = {} if self.mastery is None else {"masteryScore": self.mastery}
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

    def take(self, statement: Json, before: list[str]) -> None:
        """Raises `Refusal` for a statement that the AU must not send now.

        `before` are names of what was said so far in this AU's sessions of the registration.
        """
        fault = self._fault(statement, before)
        if fault:
            raise Refusal(403, fault)
        if _is_defined(statement):
            self.said.append(_verb(statement))

    def _fault(self, statement: Json, before: list[str]) -> str:
        verb, context = _verb(statement), statement.get("context", {})
        result = statement.get("result", {})
        categories = {one["id"].removeprefix(CATEGORIES) for one in _activities(context, "category")}
        defined, verdict = _is_defined(statement), verb in ("completed", "passed", "failed")
        grouping = {one["id"] for one in _activities(context, "grouping")}
        about_au, judged = statement["object"].get("id") == self.activity, verb in ("passed", "failed")
        rules: tuple[tuple[bool, str], ...] = (
            (self.is_abandoned, "the session was abandoned (9.3.6)"),
            ("LMS.LaunchData" not in self.reads, "LMS.LaunchData was not read (10.0)"),
            ("cmi5LearnerPreferences" not in self.reads, "the learner's preferences were not read (11.0)"),
            ("id" not in statement or "timestamp" not in statement, "id and timestamp belong to it (9.1, 9.7)"),
            (statement["actor"] != self.actor, "the actor is not that of the launch (9.2)"),
            (context.get("registration") != self.registration, "not the launch's registration (9.6.1)"),
            (context.get("extensions", {}).get(SESSION) != self.id, "not this session's id (9.6.3.1)"),
            (not grouping >= {f"{self.activity}/as-published"}, "the contextTemplate is not in it (10.2.1)"),
            (not self.said and verb != "initialized", "initialized comes first (9.3)"),
            ("terminated" in self.said, "nothing comes after terminated (9.3)"),
            (defined and verb in self.said, f"{verb} twice in a session (9.3)"),
            (defined and verdict and verb != "failed" and verb in before, f"{verb} twice in a registration (9.3)"),
            (verb in DEFINED and about_au and not defined, "no cmi5 category (9.6.2.1)"),
            (defined and verb not in DEFINED, "the cmi5 category on a verb that cmi5 does not define (9.6.2.1)"),
            (defined and verdict != ("moveon" in categories), "the moveOn category on verdicts alone (9.6.2.2)"),
            (defined and not about_au, "not the activity of the launch (9.4)"),
            (defined and (verdict or verb == "terminated") and "duration" not in result, "no duration (9.5.4)"),
            (defined and judged and "passed" in before, "a verdict after passed (9.3)"),
            (
                defined and judged and bool({"passed", "failed"} & set(self.said)),
                "passed and failed in one session (9.3)",
            ),
            (self.mode != "Normal" and verb not in ("initialized", "terminated"), "no result in this mode (10.2.2)"),
            ("score" in result and defined and not judged, "a score elsewhere (9.5.1)"),
            (verb == "completed" and defined and result.get("completion") is not True, "no completion (9.5.3)"),
            (defined and judged and not self._judged(verb, result, context), "a wrong verdict (9.5.2, 9.6.3.2)"),
        )  # fmt: skip
        return next((words for broken, words in rules if broken), "")

    def _judged(self, verb: str, result: Json, context: Json) -> bool:
        """Success by the verb, the score beside the mastery score, and that score with it."""
        if result.get("success") is not (verb == "passed"):
            return False
        if self.mastery is None:
            return True
        scaled = result.get("score", {}).get("scaled")
        reached = scaled is not None and scaled >= self.mastery
        return reached == (verb == "passed") and context.get("extensions", {}).get(MASTERY) == self.mastery


def _verb(statement: Json) -> str:
    return str(statement["verb"]["id"]).removeprefix(VERBS)


def _activities(context: Json, relation: str) -> list[Any]:
    given = context.get("contextActivities", {}).get(relation, [])
    return given if isinstance(given, list) else [given]


def _is_defined(statement: Json) -> bool:
    return any(
        one["id"] == f"{CATEGORIES}cmi5" for one in _activities(statement.get("context", {}), "category")
    )
