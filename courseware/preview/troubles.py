"""What goes wrong on demand: rows of a menu, for the run-time API, the record store and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from courseware.preview.lms.engine import RUNNING, CallResult, Sitting
from courseware.record import NamedTuple

SHORT = 4096
"""The characters of a saved state that SCORM 1.2 guarantees."""


class Kind(NamedTuple):
    """Something that goes wrong on demand, with its title and description.

    `status` is the record store's response (0: the connection is cut).
    """

    title: str
    says: str
    status: int | None = None
    stores: bool = False
    seconds: float = 0.0
    commits: str = "true"


KINDS: Mapping[str, Kind] = {
    "": Kind("Nothing goes wrong", "Everything is answered as it should be."),
    "offline": Kind("Offline", "The connection is cut: no request is answered, and no commit arrives.", 0,
                    commits="false"),
    "slow": Kind("Slow", "Each commit and each request to the record store takes 2 seconds.", None, seconds=2.0),
    "refuse": Kind("Commits are refused", "Commit and Finish answer false.", commits="false"),
    "lost": Kind("The answer is lost", "The request is stored, but the connection is cut before the answer.", 0, True,
                 commits="lost"),
    "expired": Kind("Session expired", "The LMS no longer recognises the login: commits are refused, the record store "
                    "answers 401, and the storage of the browser is cleared.", 401, commits="false"),
    "killed": Kind("Tab killed", "The page is gone without a warning, and what it had not sent yet does not arrive. "
                   "Resume launches it again.", 0, commits="false"),
    "401": Kind("401: not recognised", "The record store no longer recognises the launch; commits are refused.", 401,
                commits="false"),
    "409": Kind("409: conflict", "The record store says that it has a different version.", 409),
    "429": Kind("429: too many requests", "The record store asks the page to wait.", 429),
    "500": Kind("500: server error", "The record store has an error.", 500, commits="false"),
    "4096": Kind("4,096 characters", "Longer text is not kept (SCORM 1.2's limit for suspend_data)."),
}  # fmt: skip


@dataclass(slots=True)
class Trouble:
    """The trouble that is chosen now; `kind` is a key of `KINDS`."""

    kind: str = ""

    @property
    def now(self) -> Kind:
        """The row of `KINDS` that is chosen."""
        return KINDS[self.kind]

    def of_set(self, sitting: Sitting, arguments: tuple[str, ...]) -> CallResult | None:
        """The result of a SetValue that fails because its text is too long; None if it does not."""
        element, value = (*arguments, "", "")[:2]
        units = len(value.encode("utf-16-le", "surrogatepass")) // 2
        if self.kind != "4096" or element != "cmi.suspend_data" or units <= SHORT or sitting.phase != RUNNING:
            return None
        return CallResult(
            "false",
            sitting.model.situations["type"],
            f"it has {units:,} characters, but only {SHORT:,} are kept",
        )

    def of_commit(self, sitting: Sitting, expired: bool) -> CallResult | None:
        """The result of a commit that does not arrive; None if it does."""
        code = sitting.model.situations["commit"]
        if expired:
            return CallResult("false", code, "another session has begun: this one is no longer known")
        if self.now.commits == "false" and self.kind == "offline" and sitting.host.commits_offline:
            return CallResult(
                "true",
                "0",
                "this answer came from the script of the page: the connection is cut, and nothing arrived",
            )
        if self.now.commits == "false":
            return CallResult("false", code, self.now.says)
        return None
