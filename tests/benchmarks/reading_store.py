"""How fast a record store is read, compared with a client that only requests, parses and writes."""

import json
import sys
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from processes import alternate, middle, ratio
from reading_records import write_statements
from rows import Row

STATEMENTS, PAGE = 100_000, 500
OURS = """\
import sys
from pathlib import Path
from courseware.records.store import fetch
Path(sys.argv[2]).unlink(missing_ok=True)
fetch(sys.argv[1], Path(sys.argv[2]))
"""
CLIENT = """\
import json, sys
from urllib.request import urlopen
more = "/xapi/statements"
with open(sys.argv[2], "wb") as file:
    while more:
        page = json.load(urlopen(sys.argv[1].removesuffix("/xapi") + more))
        for statement in page["statements"]:
            file.write(json.dumps(statement, separators=(",", ":")).encode() + b"\\n")
        more = page["more"]
"""


def store(folder: Path) -> Iterator[Row]:
    """Import from a store with many pages, which may take a quarter longer than a bare client (80 % of its speed)."""
    said = folder / "store.jsonl"
    write_statements(said, STATEMENTS)
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        Pages.statements = [
            line.rstrip()[:-1] + b', "stored": "2026-01-31T10:00:00Z"}'
            for line in said.read_bytes().splitlines()
        ]
        Thread(target=server.serve_forever, daemon=True).start()
        address, to = f"http://127.0.0.1:{server.server_address[1]}/xapi", str(folder / "fetched.jsonl")
        ours, floor = alternate(
            [[sys.executable, "-c", script, address, to] for script in (OURS, CLIENT)], rounds=3
        )
        server.shutdown()
    what, beside = f"{STATEMENTS:,} statements out of a record store", f"{middle(floor):.2f} s a bare client"
    yield Row(what, f"{middle(ours):.2f} s", beside, ratio(ours, floor), " ×", 1.25)


class Pages(BaseHTTPRequestHandler):
    """Serves the statements page by page."""

    statements: Sequence[bytes] = ()

    def do_GET(self) -> None:
        at = int(parse_qs(urlsplit(self.path).query).get("at", ["0"])[0])
        following = f"/xapi/statements?at={at + PAGE}" if at + PAGE < len(self.statements) else ""
        listed = b",".join(self.statements[at : at + PAGE])
        content = b'{"statements": [%b], "more": %b}' % (listed, json.dumps(following).encode())
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:
        """Does not log requests."""
