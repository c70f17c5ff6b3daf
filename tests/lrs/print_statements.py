"""Prints what each store has of the seed course after two sessions, a row for each statement.

`PYTHONPATH=tests/lms:tests/support python tests/lrs/print_statements.py`
"""

from __future__ import annotations

import sys
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

import chromium
import sites
from plays import as_table, play_seed
from playwright.sync_api import sync_playwright
from stores import STORES, Front

if __name__ == "__main__":
    files = sites.site(sites.ROOT / "tests/courses/seed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.OPTIONS)
        for name, make in STORES.items():
            registration = str(uuid.uuid4())
            with TemporaryDirectory() as folder, make(Path(folder)) as store:
                front = Front(store)
                with front.serve():
                    front.courses["seed"] = files
                    play_seed(
                        browser.new_context(reduced_motion="reduce"), front.launch("seed", registration)
                    )
                    held = {statement["id"]: statement for statement in store.read(registration=registration)}
            rows = as_table(held[identifier] for identifier in front.sent)
            sys.stdout.write(f"{name}: {len(held)} statements\n\n{rows}\n\n")
