"""Where the files are that courseware ships beside its code.

In a wheel they lie in `courseware/_data`; in the repository, and so in an editable install, `templates/` and
`manifests/` lie at the top of the tree.
"""

from collections.abc import Sequence
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_DATA = _PACKAGE / "_data"


def templates_folder() -> Path:
    """The folder of `page.html`, `components/`, `themes/` and `runtime/`."""
    return _folder("templates")


def manifests_folder() -> Path:
    """The folder that holds one folder a standard."""
    return _folder("manifests")


def manifest_file(folders: Sequence[str], name: str) -> Path:
    """A standard's file by its path in its `folders` of `manifests/`: in the first that has it."""
    paths = [manifests_folder() / folder / name for folder in folders]
    return next((path for path in paths if path.exists()), paths[0])


def icons_file() -> Path:
    """The table of icons, made by `hatch_build.py` whenever the project is installed or built."""
    return _DATA / "icons.tsv"


def _folder(name: str) -> Path:
    shipped = _DATA / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name
