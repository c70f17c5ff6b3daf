"""The web services (REST) of a Moodle → answers in SCORM 1.2 and 2004, of every attempt that a token may read.

The functions exist in Moodle 3.0 and later, and were seen in 4.5: `mod_scorm` gives the activities of a course, their
SCOs, the number of a learner's attempts and the tracks of each. Only the named site is contacted, over https or on this
machine. The token is sent in the body of each request, where no server logs it.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from courseware.archive.reader import Unreadable
from courseware.diagnostics.address import is_moodle_page
from courseware.diagnostics.characters import harmless
from courseware.record import NamedTuple
from courseware.records.answer import Records
from courseware.records.store import Advance, StoreUnreadable, good_reply
from courseware.records.tracks import Track, read_tracks
from courseware.validation.statement_source import http_opener

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

MOST_ATTEMPTS = 1_000
"""The most attempts of a learner at an activity."""
MOST_REQUESTS = 1_000_000
AT_ONCE = 4
"""How many requests are sent at once, because others use the site, too."""

Request = TypeVar("Request")
Result = TypeVar("Result")

_SERVER = "/webservice/rest/server.php"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_WANTED = re.compile(r"cmi\.(?:interactions[_.]|(?:core\.)?score\.raw$|suspend_data$)")
_REFUSED = "is the web service switched on, and the address right?"
_REASONS = {
    "invalidtoken": "COURSEWARE_MOODLE_TOKEN does not contain a token that it knows",
    "accessexception": "the service of the token lacks the function {function}, or may not be used",
    "requireloginerror": "the owner of the token is not in the course",
    "nopermissions": "the owner of the token is not allowed to see what others did",
}
"""What Moodle's error codes mean here."""


def read_service(address: str, token: str, advance: Advance | None = None) -> Records:
    """The answers to all SCORM activities of a course, or to one of them, depending on which page `address` is that of.

    Raises `Unreadable`, whose message does not contain the token.
    """
    site, page, number = _page_of(address)
    if not token:
        raise Unreadable("set COURSEWARE_MOODLE_TOKEN to a token of its web services")
    try:
        return _Site(site, token).read(page, number, advance)
    except StoreUnreadable as error:
        raise Unreadable(str(error)) from None


def _page_of(address: str) -> tuple[str, str, int]:
    """The address of the site, `course` or `scorm`, and the number in the address of the page."""
    try:
        parts = urlsplit(address)
        given = parse_qs(parts.query).get("id", [""])[0]
        host = parts.hostname
    except ValueError:
        host, given = None, ""
    if not host or not is_moodle_page(address) or not re.fullmatch(r"\d{1,18}", given):
        raise Unreadable(
            "it is not the address of a course or a SCORM activity, such as …/course/view.php?id=5"
        )
    if parts.scheme.lower() != "https" and host not in _LOOPBACK:
        raise Unreadable("a token is sent over https only")
    path = parts.path.partition("/course/view.php")[0].partition("/mod/scorm/")[0]
    site = SplitResult(parts.scheme, parts.netloc.rpartition("@")[2], path, "", "").geturl()
    return site, "scorm" if "/mod/scorm/" in parts.path else "course", int(given)


class _Asked(NamedTuple):
    """A learner whose attempts at an activity are requested, with the site's numbers for both."""

    scorm: int
    title: str
    person: int
    name: str


class _Site:
    """A Moodle site that is accessed with a token."""

    def __init__(self, site: str, token: str) -> None:
        self.address = f"{site}{_SERVER}"
        self.token = token
        self.opener: OpenerDirector = http_opener()
        self.requests = count(1)

    def read(self, page: str, number: int, advance: Advance | None) -> Records:
        courses = [number] if page == "course" else self._own_courses()
        answer = self._ask("mod_scorm_get_scorms_by_courses", courseids=courses)
        activities = [
            activity
            for activity in _list(answer, "scorms")
            if page == "course" or activity.get("coursemodule") == number
        ]
        if not activities:
            what = "SCORM activity in it" if page == "course" else "such activity in the courses of its owner"
            raise Unreadable(f"the token sees no {what}")
        people = {
            course: self._people(course)
            for course in {_number(activity, "course") for activity in activities}
        }
        never = dict.fromkeys(
            name for found in people.values() for name, is_student in found.values() if is_student
        )
        scos = {scorm: self._scos(scorm) for scorm in (_number(activity, "id") for activity in activities)}
        asked = [
            _Asked(_number(activity, "id"), str(activity.get("name") or ""), person, name)
            for activity in activities
            for person, (name, _) in people[_number(activity, "course")].items()
        ]

        def tracks() -> Iterator[Track]:
            identifiers = count(1)
            answers = _in_order(lambda request: self._attempts(request, scos[request.scorm]), asked)
            for done, (request, attempts) in enumerate(zip(asked, answers, strict=True), 1):
                for held, identifier in zip(attempts, identifiers, strict=False):
                    never.pop(request.name, None)
                    for track in held:
                        yield track._replace(attempt_id=identifier)
                if advance:
                    advance(done, len(asked))

        records = read_tracks(tracks(), harmless(urlsplit(self.address).hostname or ""))
        return records._replace(never_tried=tuple(never))

    def _own_courses(self) -> list[int]:
        owner = _number(_object(self._ask("core_webservice_get_site_info")), "userid")
        return [
            _number(course, "id") for course in _list(self._ask("core_enrol_get_users_courses", userid=owner))
        ]

    def _people(self, course: int) -> Mapping[int, tuple[str, bool]]:
        """The participants of a course by their number: how the site identifies them, and whether they are students."""
        found = {}
        for user in _list(self._ask("core_enrol_get_enrolled_users", courseid=course)):
            name = next((str(user[key]) for key in ("email", "username", "fullname") if user.get(key)), "")
            roles = {role.get("shortname") for role in _list(user.get("roles") or [])}
            found[_number(user, "id")] = (name or f"user {user['id']}", "student" in roles)
        return found

    def _attempts(self, of: _Asked, scos: Sequence[int]) -> list[list[Track]]:
        """The tracks of each attempt of a learner, each preceded by one of our own, so that no attempt is empty."""
        answer = _object(self._ask("mod_scorm_get_scorm_attempt_count", scormid=of.scorm, userid=of.person))
        found = []
        for attempt in range(1, min(_number(answer, "attemptscount"), MOST_ATTEMPTS) + 1):
            held = [Track(of.name, of.title, 0, attempt, 0, "", "", 0)]
            for sco in scos:
                given = self._ask(
                    "mod_scorm_get_scorm_sco_tracks", scoid=sco, userid=of.person, attempt=attempt
                )
                for track in _list(_object(_object(given).get("data") or {}), "tracks"):
                    element = str(track.get("element") or "")
                    if _WANTED.match(element):
                        value = str(track.get("value") if track.get("value") is not None else "")
                        held.append(held[0]._replace(sco=sco, element=element, value=value))
            found.append(held)
        return found

    def _scos(self, scorm: int) -> Sequence[int]:
        found = _list(self._ask("mod_scorm_get_scorm_scoes", scormid=scorm), "scoes")
        return [_number(sco, "id") for sco in found if sco.get("scormtype") == "sco"]

    def _ask(self, function: str, **parameters: int | list[int]) -> Any:
        """The result of a function. Raises `Unreadable` if it is an error, and `StoreUnreadable`."""
        if next(self.requests) > MOST_REQUESTS:
            raise Unreadable(f"it takes more than {MOST_REQUESTS:,} requests")
        given: dict[str, str] = {
            "wstoken": self.token,
            "wsfunction": function,
            "moodlewsrestformat": "json",
        }
        for name, value in parameters.items():
            some = (
                {f"{name}[{at}]": item for at, item in enumerate(value)}
                if isinstance(value, list)
                else {name: value}
            )
            given |= {key: str(number) for key, number in some.items()}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        reply = good_reply(self.opener, self.address, headers, urlencode(given).encode(), _REFUSED)
        try:
            answer = json.loads(reply.body)
        except (ValueError, RecursionError):
            raise Unreadable(f"its reply is not JSON; {_REFUSED}") from None
        if isinstance(answer, dict) and "errorcode" in answer:
            code = str(answer["errorcode"])
            words = _REASONS.get(code, "").format(function=function) or str(answer.get("message") or code)
            raise Unreadable(f"it says: {harmless(words.replace(self.token, '…')[:300])}")
        return answer


def _in_order(ask: Callable[[Request], Result], asked: Iterable[Request]) -> Iterator[Result]:
    """The results of `ask` for each request, in order; only a few requests are sent at once, and few results wait."""
    from concurrent.futures import Future, ThreadPoolExecutor

    pool = ThreadPoolExecutor(AT_ONCE)
    waiting: deque[Future[Result]] = deque()
    try:
        for request in asked:
            waiting.append(pool.submit(ask, request))
            if len(waiting) == 2 * AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable("its reply does not have the form of Moodle's web services")
    return value


def _list(value: Any, name: str = "") -> list[Mapping[str, Any]]:
    found = _object(value).get(name) if name else value
    if not isinstance(found, list):
        raise Unreadable("its reply does not have the form of Moodle's web services")
    return [_object(entry) for entry in found]


def _number(value: Mapping[str, Any], name: str) -> int:
    found = value.get(name)
    if not isinstance(found, int):
        raise Unreadable("its reply does not have the form of Moodle's web services")
    return found
