"""What happens after a save: changed words show at once; the course is read and built once saving pauses.

Other changes in the saved documents show as soon as the course is read, and work when it is built.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from courseware.preview.builds import Build, Builds
from courseware.preview.glance import Article

QUIET = 0.5
"""Seconds without a save before the whole course is read, if the changed words are already shown."""


class Saves:
    """The saves of one source; `tell` sends events to the pages."""

    def __init__(self, builds: Builds, tell: Callable[[str, Any], None]) -> None:
        self.builds, self.tell = builds, tell
        self._lock = asyncio.Lock()
        self._is_read = True
        self._is_text = True
        self._seen: list[Article] = []
        self._changed: set[Path] = set()

    async def take(self, format_name: str, changed: Sequence[Path]) -> float:
        """Shows what can be updated at once. Returns the seconds to wait before the whole course is read."""
        async with self._lock:
            self._is_text = (self._is_read or self._is_text) and all(path.suffix == ".md" for path in changed)
            self._is_read = False
            self._changed.update(changed)
            found: list[Article] = []
            if self._is_text and not self.builds.has_failed:
                with contextlib.suppress(OSError):
                    found = await asyncio.to_thread(self.builds.glance, format_name, changed)
                if self.builds.has_failed:
                    self.tell("failed", {"number": self.builds.number})
            if not found:
                self._seen.clear()
                return 0.0
            replaced = {article.before for article in found}
            self._seen = [article for article in self._seen if article.after not in replaced] + found
            self.tell("glanced", {"articles": [article._asdict() for article in found]})
            return QUIET

    async def settle(self, format_name: str) -> None:
        """Reads and builds the course, and tells the pages."""
        async with self._lock:
            await self._settle(format_name)

    async def newest(self, format_name: str) -> Build | None:
        """The newest build of a format. Raises `Unreadable` and `OSError`."""
        async with self._lock:
            await self._settle(format_name)
            return await asyncio.to_thread(self.builds.build, format_name)

    async def _settle(self, format_name: str) -> None:
        if self._is_read:
            return
        await asyncio.to_thread(self.builds.read)
        changed, self._changed = self._changed, set()
        if not self.builds.has_failed:
            if not self._seen and (ahead := await asyncio.to_thread(self.builds.ahead, format_name, changed)):
                self.tell("ahead", {"articles": ahead})
            with contextlib.suppress(OSError):
                await asyncio.to_thread(self.builds.build, format_name)
        seen, self._seen, self._is_read = self._seen, [], True
        is_seen = bool(seen) and self.builds.holds(format_name, seen)
        told = {"number": self.builds.number, "is_text": self._is_text, "is_seen": is_seen}
        self.tell("failed" if self.builds.has_failed else "built", told)
