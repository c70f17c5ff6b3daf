"""A replacement for `typing.NamedTuple` that creates classes in a tenth of the time.

`typing` compiles a constructor for each class. A command needs about a hundred of them, which would take as long as
reading a small course; the classes made here share one constructor.
"""

import sys
from typing import TYPE_CHECKING

# From Python 3.14 on, a class body has no `__annotations__` yet when its metaclass runs.
if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter

    _tuple = tuple.__new__

    class _Record(tuple):
        """The base class of all records; its methods are those of `collections.namedtuple`."""

        __slots__ = ()

        def __new__(cls, *values, **named):
            rest = cls._fields[len(values) :]
            if rest:
                defaults = cls._field_defaults
                try:
                    values += tuple(
                        [named.pop(field) if field in named else defaults[field] for field in rest]
                    )
                except KeyError as field:
                    raise TypeError(f"{cls.__name__}() needs {field}") from None
            if named or len(values) != len(cls._fields):
                raise TypeError(f"{cls.__name__}() takes {', '.join(cls._fields)}, each once")
            return _tuple(cls, values)

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, **named):
            values = [named.pop(field, value) for field, value in zip(self._fields, self, strict=True)]
            return type(self)(*values, **named)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            fields = (f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(fields)})"

    class _RecordType(type):
        def __new__(cls, name, bases, namespace):
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {field: namespace[field] for field in fields if field in namespace}
            own = {"__slots__": (), "_fields": fields, "__match_args__": fields, "_field_defaults": defaults}
            getters = {field: _tuplegetter(place, None) for place, field in enumerate(fields)}
            return type(name, (_Record,), {**namespace, **own, **getters})

    NamedTuple = type.__new__(_RecordType, "NamedTuple", (), {})
