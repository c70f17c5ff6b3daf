"""The paths of the files that ship with the code.

In a wheel they are in `courseware/_data`; in the repository, and so in an editable install, `templates/` and
`manifests/` are at the top of the tree.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.realpath(__file__))
_DATA = os.path.join(_PACKAGE, "_data")


def templates_folder() -> Path:
    """The folder that holds `page.html`, `components/`, `themes/` and `runtime/`."""
    return _path(_folder("templates"))


def manifests_folder() -> Path:
    """The folder with one subfolder per standard."""
    return _path(_folder("manifests"))


def manifest_file(folders: Sequence[str], name: str) -> str:
    """The path of the file `name` of a standard, in the first of the standard's `folders` (of `manifests/`) that has
    it.
    """
    paths = [os.path.join(_folder("manifests"), folder, name) for folder in folders]
    return next((path for path in paths if os.path.exists(path)), paths[0])


def icons_file() -> Path:
    """The table of icons, which `hatch_build.py` makes whenever the project is installed or built."""
    return _path(os.path.join(_DATA, "icons.tsv"))


def runtime_modules_file() -> Path:
    """The modules of the runtime, prepared for the linker; `hatch_build.py` makes the file, as it does the table of
    icons.
    """
    return _path(os.path.join(_DATA, "runtime.jsonl"))


def guide_file() -> Path:
    """The authors' guide, `docs/language.md`."""
    return _path(os.path.join(_folder("docs"), "language.md"))


def _folder(name: str) -> str:
    shipped = os.path.join(_DATA, name)
    return shipped if os.path.isdir(shipped) else os.path.join(os.path.dirname(_PACKAGE), name)


def _path(path: str) -> Path:
    from pathlib import Path  # importing it takes a tenth of the time of validating a package

    return Path(path)
