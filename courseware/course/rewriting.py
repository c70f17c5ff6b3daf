"""A change to a document, which is written completely or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from courseware.record import NamedTuple


class Rewriting(NamedTuple):
    """A document before and after a change."""

    path: Path
    before: str
    after: str

    def diff(self) -> str:
        """The change as a unified diff."""
        from difflib import unified_diff

        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        name = str(self.path)
        return "".join(unified_diff(before, after, fromfile=name, tofile=name, n=1))

    def write(self) -> None:
        """Writes the document, completely or not at all. Raises `OSError`."""
        temporary = self.path.with_name(f".{self.path.name}.{os.urandom(4).hex()}")
        try:
            temporary.write_bytes(self.after.encode("utf-8"))
            temporary.chmod(self.path.stat().st_mode)
            os.replace(temporary, self.path)
        finally:
            temporary.unlink(missing_ok=True)
