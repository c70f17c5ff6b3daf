"""Firefox, controlled by WebDriver BiDi, which Debian's Firefox supports without a driver."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
"""The path of Firefox, or None."""
_SECONDS = 60


class Window:
    """A tab that can be navigated, and that evaluates expressions."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._commands = 0
        self.send("session.new", capabilities={})
        self._context = self.send("browsingContext.create", type="tab")["context"]

    def send(self, method: str, **params: Any) -> Any:
        """Sends a command of WebDriver BiDi, and returns its result."""
        self._commands += 1
        self._line.send(json.dumps({"id": self._commands, "method": method, "params": params}))
        while True:
            told = json.loads(self._line.recv(timeout=_SECONDS))
            if told.get("id") == self._commands:
                assert told["type"] == "success", told
                return told["result"]

    def go(self, url: str) -> None:
        self.send("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The JSON value of an expression, or of the promise that it returns."""
        told = self.send(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"])

    def wait_for(self, condition: str) -> None:
        """Waits until an expression is true."""
        self.evaluate(
            f"new Promise((done) => {{ const look = () => ({condition}) ? done() : setTimeout(look, 50); look() }})"
        )

    def click(self, selector: str) -> None:
        """Clicks with the pointer in the middle of an element."""
        x, y = self.evaluate(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            " one.scrollIntoView({ block: 'center', behavior: 'instant' });"
            " const { left, top, width, height } = one.getBoundingClientRect();"
            " return [Math.round(left + width / 2), Math.round(top + height / 2)] })()"
        )
        steps = [
            {"type": "pointerMove", "x": x, "y": y},
            *({"type": f"pointer{way}", "button": 0} for way in ("Down", "Up")),
        ]
        self._act("pointer", steps)

    def resize(self, width: int, height: int) -> None:
        """Sets the size of the page in CSS pixels."""
        viewport = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self._context, viewport=viewport)

    def printed(self) -> bytes:
        """The page printed on A4, as a PDF."""
        size = {"width": 21.0, "height": 29.7}
        return base64.b64decode(
            self.send("browsingContext.print", context=self._context, page=size, shrinkToFit=False)["data"]
        )

    def type(self, text: str) -> None:
        self._act("key", [{"type": f"key{way}", "value": key} for key in text for way in ("Down", "Up")])

    def _act(self, kind: str, steps: list[dict[str, Any]]) -> None:
        self.send(
            "input.performActions",
            context=self._context,
            actions=[{"type": kind, "id": kind, "actions": steps}],
        )


@contextmanager
def firefox() -> Iterator[Window]:
    """Starts Firefox with a new profile, and gives a window."""
    assert FIREFOX
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        program = subprocess.Popen(
            [FIREFOX, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert program.stderr
            told = (re.search(r"BiDi listening on (ws://\S+)", line) for line in program.stderr)
            found = next(filter(None, told))
            with connect(f"{found[1]}/session", max_size=None, open_timeout=_SECONDS) as line:
                yield Window(line)
        finally:
            program.terminate()
            program.wait(_SECONDS)
