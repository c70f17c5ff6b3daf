"""Where the files are that courseware ships beside its code.

In a wheel they lie in `courseware/_data`; in the repository, and so in an editable install, `templates/` and
`manifests/` lie at the top of the tree.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_DATA = _PACKAGE / "_data"


def templates_folder() -> Path:
    """The folder of `page.html`, `components/`, `themes/` and `runtime/`."""
    return _folder("templates")


def manifests_folder() -> Path:
    """The folder that holds one folder a standard."""
    return _folder("manifests")


def icons_file() -> Path:
    """The table of icons, made by `hatch_build.py` whenever the project is installed or built."""
    return _DATA / "icons.tsv"


def _folder(name: str) -> Path:
    shipped = _DATA / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name
