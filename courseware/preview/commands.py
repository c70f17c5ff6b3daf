"""What an author can choose and do in the preview: the one table of its menus, its buttons and its command palette."""

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
    """A choice: its name, its words, what is chosen, and the values with their words."""

    name: str
    label: str
    chosen: str
    choices: Sequence[tuple[str, str]]


class Act(NamedTuple):
    """Something to do: the key of its words, where it is posted to, and with which field."""

    text: str
    path: str
    field: str = ""
    value: str = ""
    hint: str = ""
    sure: str = ""
    """The key of what is asked before."""


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
"""The keys of the words of pages and files, and where they are."""
BUTTONS: Sequence[tuple[str, str]] = (("point", "[data-point]"), ("copy_report", "[data-report]"))
"""The keys of the words of buttons that only a script can serve, and how it finds them."""
TICKS: Sequence[tuple[str, str]] = (("rtl", "right_to_left"), ("text", "text_size"))
"""What of the view is on or off."""


def menus(desk: Desk, t: Texts) -> list[Menu]:
    """The choices that the preview keeps."""
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
    """The choices that a browser's tab keeps: how the course is looked at."""
    return [
        Menu("size", t["size"], "", [("", t["wide"]), ("phone", t["phone"]), ("lms", t["lms_frame"])]),
        Menu("scheme", t["scheme"], "", [("", t["scheme_own"]), ("light", t["light"]), ("dark", t["dark"])]),
    ]
