"""`courseware.record.NamedTuple`, compared with `typing.NamedTuple`."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from courseware import record


class Point(record.NamedTuple):
    """Where something is."""

    x: int
    y: int = 2
    name: str = ""

    @property
    def sum(self) -> int:
        return self.x + self.y

    @classmethod
    def origin(cls) -> Point:
        return cls(0, 0)


class Typed(typing.NamedTuple):
    x: int
    y: int = 2
    name: str = ""


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, 3), {}),
    ((1, 3, "a"), {}),
    ((), {"x": 1}),
    ((1,), {"name": "a"}),
    ((), {"name": "a", "y": 4, "x": 1}),
    ((), {}),
    ((1, 2, "a", 4), {}),
    ((1,), {"x": 2}),
    ((1, 3, "a"), {"y": 2}),
    ((1,), {"z": 2}),
    ((), {"y": 2}),
]


@pytest.mark.parametrize(("values", "named"), CALLS, ids=str)
def test_what_is_given_ends_where_it_does_with_typing(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    try:
        expected = tuple(Typed(*values, **named))
    except TypeError:
        with pytest.raises(TypeError, match=r"Point\(\)"):
            Point(*values, **named)
    else:
        assert Point(*values, **named) == expected


def test_missing_fields_are_named() -> None:
    with pytest.raises(TypeError, match=r"Point\(\) needs 'x'"):
        Point(name="a")  # type: ignore[call-arg]  # wrong on purpose
    with pytest.raises(TypeError, match=r"Point\(\) takes x, y, name, each once"):
        Point(1, z=2)  # type: ignore[call-arg]  # wrong on purpose


def test_it_is_a_tuple_with_names() -> None:
    point = Point(1, name="a")
    x, y, name = point
    assert (x, y, name) == (point.x, point.y, point.name) == (1, 2, "a")
    assert hash(point) == hash((1, 2, "a"))
    assert (point.sum, Point.origin(), Point.__doc__) == (3, (0, 0, ""), "Where something is.")
    assert repr(point) == "Point(x=1, y=2, name='a')"
    for kind in (Point, Typed):
        assert kind._fields == kind.__match_args__ == ("x", "y", "name")
        assert kind._field_defaults == {"y": 2, "name": ""}
        assert kind.__annotations__.keys() == {"x", "y", "name"}
    match point:
        case Point(found, name="a"):
            assert found == 1
        case _:
            pytest.fail("it is not matched by its places")


def test_it_cannot_be_changed() -> None:
    for name in ("x", "other"):
        with pytest.raises(AttributeError):
            setattr(Point(1), name, 2)


def test_another_is_made_of_it() -> None:
    point = Point(1)
    assert point._replace(y=5) == (1, 5, "")
    assert type(point._replace(y=5)) is Point
    with pytest.raises((TypeError, ValueError)):
        point._replace(z=5)  # type: ignore[call-arg]  # wrong on purpose
    assert Point._make([1, 2, "a"]) == (1, 2, "a")
    assert point._asdict() == {"x": 1, "y": 2, "name": ""}


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_copy_is_of_its_kind(again: Any) -> None:
    assert (again(Point(1)), type(again(Point(1)))) == ((1, 2, ""), Point)
