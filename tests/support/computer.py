"""A browser that can be killed (SIGKILL), as if the power were cut."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, BrowserContext, Error


class Computer:
    """A browser with a profile on disk that survives when the browser is killed."""

    def __init__(self, browser: Browser, profile: Path) -> None:
        self.kind, self.profile = browser.browser_type, profile

    def start(self) -> BrowserContext:
        self.context = self.kind.launch_persistent_context(
            self.profile, executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        self.context.set_default_timeout(30_000)
        return self.context

    def kill(self) -> None:
        mark = f"--user-data-dir={self.profile}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (folder / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(folder.name), signal.SIGKILL)
        with suppress(Error):
            self.context.close()
        for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
            (self.profile / name).unlink(missing_ok=True)
