"""What an author can choose and do in the preview: the table behind its menus, buttons and command palette."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from courseware.course.theme import themes
from courseware.formats import FORMATS, load
from courseware.preview.desk import Desk
from courseware.preview.lms.hosts import HOSTS
from courseware.preview.texts import LANGUAGES
from courseware.preview.troubles import KINDS
from courseware.record import NamedTuple

Texts = Mapping[str, str]


class Menu(NamedTuple):
    """A menu: its name, its label, the chosen value, and the values with their labels."""

    name: str
    label: str
    chosen: str
    choices: Sequence[tuple[str, str]]


class Act(NamedTuple):
    """An action: the key of its label, the address that it is posted to, and with which field."""

    text: str
    path: str
    field: str = ""
    value: str = ""
    hint: str = ""
    sure: str = ""
    """The key of the question to confirm it."""


LAUNCHES: Sequence[Act] = (
    Act("resume", "/launch", "how", "resume"),
    Act("new", "/launch", "how", "new"),
    Act("review", "/launch", "mode", "review"),
    Act("browse", "/launch", "mode", "browse", "browse_hint"),
)
OTHERS: Sequence[Act] = (
    Act("simulate", "/gradebook/simulate"),
    Act("reset", "/reset", sure="reset_sure"),
)
ADDRESSES: Sequence[tuple[str, str]] = (
    ("course", "/"),
    ("gradebook", "/gradebook"),
    ("as_moodle", "/gradebook/moodle"),
    ("report", "/gradebook/report"),
    ("save_class", "/gradebook/class.sqlite3"),
    ("export_json", "/inspector.json"),
    ("export_har", "/inspector.har"),
)
"""Key of the label of a page or file → its address."""
BUTTONS: Sequence[tuple[str, str]] = (("point", "[data-point]"), ("copy_report", "[data-report]"))
"""Key of the label of a button that needs a script → the selector by which the script finds it."""
TICKS: Sequence[tuple[str, str]] = (("rtl", "right_to_left"), ("text", "text_size"))
"""Name of an option of the view that is on or off, and key of its label."""


def menus(desk: Desk, t: Texts) -> list[Menu]:
    """The menus whose choices the preview keeps."""
    is_course = desk.builds.is_course
    found = [
        Menu(
            "learner", t["learner"], desk.learner, [(learner.id, learner.name) for learner in desk.learners()]
        ),
        Menu(
            "format",
            t["format"],
            desk.format_name,
            [(name, load(name).TITLE) for name in FORMATS if is_course],
        ),
        Menu("host", t["as_lms"], desk.host.name, [(name, host.title) for name, host in HOSTS.items()]),
        Menu("trouble", t["trouble"], desk.trouble.kind, [(name, t[f"trouble_{name}"]) for name in KINDS]),
        Menu(
            "theme",
            t["theme"],
            desk.builds.theme,
            [("", t["of_author"]), *((name, name) for name in themes())] if is_course else [],
        ),
        Menu(
            "network",
            t["network"],
            "none" if desk.no_network else "all",
            [("all", t["network_all"]), ("none", t["network_none"])],
        ),
        Menu("language", t["language"], desk.language, list(LANGUAGES.items())),
    ]
    return [menu for menu in found if menu.choices]


def views(t: Texts) -> list[Menu]:
    """The menus whose choices a browser's tab keeps: how the course is displayed."""
    return [
        Menu("size", t["size"], "", [("", t["wide"]), ("phone", t["phone"]), ("lms", t["lms_frame"])]),
        Menu("scheme", t["scheme"], "", [("", t["scheme_own"]), ("light", t["light"]), ("dark", t["dark"])]),
    ]
