"""Modules that take long to load: they are loaded when a test uses them, because each process collects all tests."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """A module that is loaded when something of it is used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # pytest looks for such ones in whatever a module has
            raise AttributeError(name)
        return getattr(import_module(self._name), name)
