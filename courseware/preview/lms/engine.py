"""The engine that evaluates the tables: an API call in, its result and error out. It changes only its `Sitting`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from courseware.preview.lms.hosts import STRICT, Host
from courseware.preview.lms.model import READ, WRITE, Element, Model
from courseware.record import NamedTuple

BEFORE, RUNNING, AFTER = "before", "running", "after"
MOST_ELEMENTS = 100_000
"""The most values of one attempt."""
LONGEST_VALUE = 1_000_000
"""Longest value, in characters, whatever the host allows."""


_ASKED = re.compile(r"adl\.nav\.request_valid\.(\w+)(?:\.(\{target=[^{}]+\}))?", re.ASCII)
"""Elements that ask whether a navigation request is valid: the request, and the target if it has one (SN 5.6.5)."""


class CallResult(NamedTuple):
    """The result of a call: the text that the API returns, the error code, why, and the clause behind it."""

    value: str
    error: str = "0"
    why: str = ""
    clause: str = ""


class _Refused(Exception):
    """Raised when a call is refused: the situation (a key of `Model.situations`), why, and the element."""

    def __init__(self, situation: str, why: str, element: Element | None = None) -> None:
        super().__init__(why)
        self.situation, self.why, self.element = situation, why, element


class ElementName(NamedTuple):
    """The parts of an element's name: the name of its row, its indices, and the keyword at its end, if any."""

    row: str
    indices: tuple[int, ...]
    keyword: str


def _not_known(request: str) -> str:
    return "unknown"


@dataclass(slots=True)
class Sitting:
    """The state of one launch of a SCO between its first and last call.

    `values` is full name → value, as set by the SCO and the LMS; `changed` are the names set since the last commit.
    """

    model: Model
    host: Host = STRICT
    values: dict[str, str] = field(default_factory=dict)
    phase: str = BEFORE
    error: str = "0"
    why: str = ""
    changed: set[str] = field(default_factory=set)
    permits: Callable[[str], str] = _not_known
    """Whether a navigation request is valid: `true`, `false` or `unknown` (SN 5.6.5)."""
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.values:
            self._count(name)

    def call(self, act: str, arguments: tuple[str, ...]) -> CallResult:
        """The result of a call; `act` is the API's name of the function. The state changes if the call succeeds."""
        name = self.model.acts.get(act, "")
        if name in ("GetLastError", "GetErrorString", "GetDiagnostic"):
            return CallResult(_SUPPORT[name](self, arguments[0] if arguments else ""))
        try:
            value = _ACTS[name](self, *arguments[: _ARITY[name]])
            answer = CallResult(value)
        except _Refused as refused:
            code = self.model.situations[refused.situation]
            failed = "" if name == "GetValue" else "false"
            answer = CallResult(failed, code, refused.why, refused.element.clause if refused.element else "")
        self.error, self.why = answer.error, answer.why
        return answer

    # The acts

    def _initialize(self, argument: str = "") -> str:
        _nothing(argument)
        if self.phase == RUNNING:
            raise _Refused("initialized twice", "it is already initialized")
        if self.phase == AFTER:
            raise _Refused("initialize after end", "this launch is over; only the LMS can start another one")
        self.phase = RUNNING
        return "true"

    def _terminate(self, argument: str = "") -> str:
        _nothing(argument)
        self._expect("terminate")
        self.phase = AFTER
        return "true"

    def _commit(self, argument: str = "") -> str:
        _nothing(argument)
        self._expect("commit")
        return "true"

    def _get(self, name: str = "") -> str:
        self._expect("get")
        if not name:
            raise _Refused("empty get", "no element name was given")
        place = place_of(name)
        if place.keyword:
            return self._keyword(place, name)
        element = self.model.elements.get(place.row)
        if element is None:
            self._unknown("get", name)
        assert element is not None
        if element.access == WRITE and not self.host.reads_all:
            raise _Refused("write-only", f"{name} can be set, but not read", element)
        self._in_range("get", place, name, element)
        asked = _ASKED.fullmatch(name)
        if asked:
            return self.permits(f"{asked[2] or ''}{asked[1]}")
        value = self.values.get(name, element.initial)
        if value is None:
            raise _Refused("not set", f"{name} was not set", element)
        return value

    def _keyword(self, place: ElementName, name: str) -> str:
        if place.keyword == "_version" and place.row == "cmi":
            return self.model.version
        if place.keyword == "_children":
            if place.row in self.model.children and place.row != "cmi":
                self._in_range("get", place, name)
                return ",".join(self.model.children[place.row])
            known = place.row in self.model.elements
            raise _Refused("no children" if known else "unknown get", f"{name}: it has no children")
        if place.keyword == "_count":
            if place.row in self.model.collections:
                self._in_range("get", place, name)
                return str(self.counts.get(name.removesuffix("._count"), 0))
            known = place.row in self.model.elements or place.row in self.model.children
            raise _Refused("no count" if known else "unknown get", f"{name}: it is not an array")
        return self._unknown("get", name)

    def _unknown(self, way: str, name: str) -> str:
        raise _Refused(f"unknown {way}", f"{name[:80]} is not an element of {self.model.title}")

    def _set(self, name: str = "", value: str = "") -> str:
        self._expect("set")
        if not name:
            raise _Refused("empty set", "no element name was given")
        place = place_of(name)
        if place.keyword:
            known = place.row in self.model.children or place.row in self.model.collections
            if not known and not (place.keyword == "_version" and place.row == "cmi"):
                self._unknown("set", name)
            raise _Refused("keyword", f"{place.keyword} cannot be set")
        element = self.model.elements.get(place.row)
        if element is None:
            self._unknown("set", name)
        assert element is not None
        if element.access == READ:
            raise _Refused("read-only", f"only the LMS sets {name}", element)
        if len(value) > LONGEST_VALUE or len(self.values) >= MOST_ELEMENTS:
            raise _Refused("type", "it is more than any LMS would keep", element)
        self._in_range("set", place, name, element)
        self._depends(element, name)
        self._takes(element, name, value)
        self.values[name] = value
        self.changed.add(name)
        self._count(name)
        return "true"

    # What a call needs

    def _expect(self, act: str) -> None:
        if self.phase != RUNNING:
            when = "before" if self.phase == BEFORE else "after"
            words = "it is not initialized" if self.phase == BEFORE else "this launch is over"
            raise _Refused(f"{act} {when}", words)

    def _in_range(self, way: str, place: ElementName, name: str, element: Element | None = None) -> None:
        """Raises `_Refused` unless indices follow one another: a new index equals the number of present ones."""
        parts = name.split(".")
        found = 0
        for number, part in enumerate(parts):
            if not part.isdecimal():
                continue
            above = ".".join(parts[:number])
            count, index = self.counts.get(above, 0), place.indices[found]
            found += 1
            most = count if way == "set" and found == len(place.indices) else count - 1
            if index > most:
                words = f"{above} has {count}: index {index} does not exist"
                raise _Refused(
                    f"gap {way}", words if way == "get" else f"{words}, and the next is {count}", element
                )

    def _depends(self, element: Element, name: str) -> None:
        if self.host.takes_any_order:
            return
        own = ".".join(name.split(".")[:3])
        for needed in element.needs:
            if f"{own}.{needed}" not in self.values:
                raise _Refused("dependency", f"{own}.{needed} must be set first", element)

    def _takes(self, element: Element, name: str, value: str) -> None:
        if element.once and self.values.get(name, value) != value:
            raise _Refused("once", f"{name} is already set, and cannot change", element)
        if element.unique and any(
            other == value
            for element_name, other in self.values.items()
            if element_name != name
            and re.sub(r"\.\d+\.", ".n.", element_name) == re.sub(r"\.\d+\.", ".n.", name)
            and element_name.rsplit(".", 2)[0] == name.rsplit(".", 2)[0]
        ):
            above = name.rsplit(".", 2)[0]
            raise _Refused(
                "unique", f"another element of {above} already has the value {value[:80]}", element
            )
        own = self.host.type_of(self.model.name, element)
        beside = self._beside(name)
        problem = own.test(value, beside)
        if problem:
            raise _Refused("type", f"{_shown(value)}: {problem}", element)
        outside = own.range(value, beside) if own.range else ""
        if outside:
            raise _Refused("range", f"{_shown(value)}: {outside}", element)

    def _beside(self, name: str) -> Mapping[str, str]:
        """What tests need besides a value: its name and, in an interaction, its element and the interaction's type."""
        parts = name.split(".")
        if len(parts) < 4 or parts[1] != "interactions":
            return {"name": name}
        start = ".".join(parts[:3])
        kind = self.values.get(f"{start}.type", "")
        return {"type": kind, "name": name, "element": parts[3]}

    def _count(self, name: str) -> None:
        parts = name.split(".")
        for number, part in enumerate(parts):
            if part.isdecimal():
                above = ".".join(parts[:number])
                self.counts[above] = max(self.counts.get(above, 0), int(part) + 1)

    # Errors

    def _last(self, argument: str) -> str:
        return self.error

    def _text(self, code: str) -> str:
        found = self.model.errors.get(code)
        return found.text if found else ""

    def _diagnostic(self, code: str) -> str:
        if code in ("", self.error) and self.why:
            return self.why[:255]
        found = self.model.errors.get(code or self.error)
        return found.when if found else ""


_ACTS: Mapping[str, Callable[..., str]] = {
    "Initialize": Sitting._initialize,
    "Terminate": Sitting._terminate,
    "Commit": Sitting._commit,
    "GetValue": Sitting._get,
    "SetValue": Sitting._set,
}
_ARITY = {"Initialize": 1, "Terminate": 1, "Commit": 1, "GetValue": 1, "SetValue": 2}
_SUPPORT: Mapping[str, Callable[[Sitting, str], str]] = {
    "GetLastError": Sitting._last,
    "GetErrorString": Sitting._text,
    "GetDiagnostic": Sitting._diagnostic,
}


def place_of(name: str) -> ElementName:
    """The parts of a name such as `cmi.interactions.2.objectives._count`. An index does not begin with a zero.

    Any target of a navigation request belongs to the row with `{target}`.
    """
    asked = _ASKED.fullmatch(name)
    if asked and asked[2]:
        return ElementName(f"{name.removesuffix(asked[2])}{{target}}", (), "")
    parts = name.split(".")
    keyword = parts.pop() if parts[-1] in ("_children", "_count", "_version") else ""
    indices = tuple(int(part) for part in parts if _is_index(part))
    row = ".".join("n" if _is_index(part) else part if part != "n" else "?" for part in parts)
    if keyword == "_children":
        row = row.removesuffix(".n")
    return ElementName(row, indices, keyword)


def _is_index(part: str) -> bool:
    return part.isdecimal() and part.isascii() and len(part) < 7 and str(int(part)) == part


def _nothing(argument: str) -> None:
    if argument != "":
        raise _Refused("argument", "its argument must be an empty string")


def _shown(value: str) -> str:
    return repr(value if len(value) < 60 else f"{value[:57]}…")


def initial(model: Model) -> dict[str, str]:
    """The values of a new attempt: element → initial value, for elements outside arrays."""
    return {
        name: row.initial
        for name, row in model.elements.items()
        if row.initial is not None and ".n." not in name
    }
