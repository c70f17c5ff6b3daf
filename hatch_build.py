"""The build hook: makes the table of icons, prepares the runtime for the linker, and copies the data folders into the
wheel.

`courseware/_data/runtime.jsonl` holds the modules of the runtime in the format that `courseware/site/modules.py`
describes.

`courseware/_data/icons.tsv` has comment lines with the licence notice, then rows of two kinds, sorted so that
`courseware/course/icons.py` can search the file as bytes:

name   style   width   height   path        (style: solid, regular or brands; in this order for one name)
alias  =       name                         (an older name of the icon)
"""

import json
import sys
from collections.abc import Iterator
from importlib.metadata import version as installed_version
from importlib.resources import files
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ICONS = "courseware/_data/icons.tsv"
RUNTIME = "courseware/_data/runtime.jsonl"
FOLDERS = ("templates", "manifests")
GUIDE = "docs/language.md"
STYLES = ("solid", "regular", "brands")
NOTICE = """\
# Font Awesome Free {version} by @fontawesome, https://fontawesome.com. Copyright Fonticons, Inc.
# Licence of the icons: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/
# Changes: the outlines of the SVG files are gathered in one table.
"""


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs for every wheel, including an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes the data files; copies the data folders if `version` is `standard`, not if it is `editable`."""
        table = Path(self.root, ICONS)
        table.parent.mkdir(exist_ok=True)
        table.write_text(icon_table(), encoding="utf-8", newline="\n")
        Path(self.root, RUNTIME).write_text(runtime_modules(self.root), encoding="utf-8", newline="\n")
        if version == "standard":
            build_data["artifacts"] += [ICONS, RUNTIME]
            build_data["force_include"].update(
                {name: f"courseware/_data/{name}" for name in (*FOLDERS, GUIDE)}
            )


def runtime_modules(root: str) -> str:
    """The prepared modules of the runtime in `templates/` of the project at `root`, as lines of JSON."""
    sys.path.insert(0, root)
    from courseware.site.modules import prepared_modules

    return prepared_modules()


def icon_table() -> str:
    """The whole table, from the metadata of the installed package fontawesomefree."""
    metadata = files("fontawesomefree") / "static/fontawesomefree/metadata/icons.json"
    rows = _rows(json.loads(metadata.read_text(encoding="utf-8")))
    notice = NOTICE.format(version=installed_version("fontawesomefree"))
    return notice + "".join("\t".join(row) + "\n" for row in sorted(rows, key=lambda row: row[0]))


def _rows(icons: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, icon in icons.items():
        for style in STYLES:
            if style in icon["free"]:
                svg = icon["svg"][style]
                yield name, style, str(svg["width"]), str(svg["height"]), svg["path"]
        for alias in icon.get("aliases", {}).get("names", ()):
            if alias not in icons:
                yield alias, "=", name
