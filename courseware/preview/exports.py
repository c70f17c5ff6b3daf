"""What the inspector shows, for others: an HTTP archive, and a report of a mistake. Neither holds a secret."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from courseware import __version__

Call = Mapping[str, Any]
LATEST = 30
"""Calls that a report tells."""
LONGEST = 200
"""Characters of a value in a report."""
_NOWHERE = "http://lms.invalid/"


def har(calls: Sequence[Call]) -> dict[str, Any]:
    """The calls as an HTTP archive (HAR 1.2): of the run-time API, as if each were a request; of the record store."""
    creator = {"name": "courseware preview", "version": __version__}
    entries = [_entry(one) for one in calls if one["kind"] in ("call", "statement")]
    return {"log": {"version": "1.2", "creator": creator, "entries": entries}}


def _entry(one: Call) -> dict[str, Any]:
    if one["kind"] == "call":
        values = [one.get("element", ""), one.get("value", "")][: 2 if one["name"] == "SetValue" else 1]
        method, path, sent = "POST", f"api/{one['act']}", json.dumps(values, ensure_ascii=False)
        status, given = 200, str(one.get("answer", ""))
    else:
        line, _, sent = str(one.get("raw", "")).partition("\n")
        method, _, path = line.partition(" ")
        path, error = f"xapi/{path.partition(' ')[0]}", str(one.get("error", "0"))
        status, given = int(error) if error.isdecimal() and error != "0" else 200, ""
    comment = ": ".join(filter(None, (one.get("words", ""), one.get("text", ""), one.get("why", ""))))
    http = {"httpVersion": "HTTP/1.1", "cookies": [], "headers": [], "headersSize": -1}
    content = {"size": len(given.encode()), "mimeType": "text/plain", "text": given}
    return {
        "startedDateTime": datetime.fromtimestamp(one["moment"], UTC).isoformat(),
        "time": 0,
        "request": {
            **http,
            "method": method,
            "url": f"{_NOWHERE}{path}",
            "queryString": [],
            "bodySize": len(sent.encode()),
            **({"postData": {"mimeType": "application/json", "text": sent}} if sent else {}),
        },
        "response": {
            **http,
            "status": status,
            "statusText": "",
            "content": content,
            "redirectURL": "",
            "bodySize": content["size"],
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "comment": comment,
    }


def report(situation: Mapping[str, str], calls: Sequence[Call], hidden: Sequence[str]) -> str:
    """A report of a mistake: the situation, and the latest calls with their errors; `hidden` are words to leave out."""
    lines = [
        f"courseware {__version__}, Python {platform.python_version()}, {platform.system()}",
        *(f"{label}: {words}" for label, words in situation.items() if words),
        "",
        f"The latest {LATEST} calls:" if len(calls) > LATEST else "The calls:",
        *(_line(one) for one in calls[-LATEST:]),
    ]
    text = "\n".join(lines)
    for word in sorted(filter(None, hidden), key=len, reverse=True):
        text = text.replace(word, "(the learner)")
    return f"{text}\n"


def _line(one: Call) -> str:
    if one["kind"] == "call":
        values = [one.get("element", ""), one.get("value", "")][: 2 if one["name"] == "SetValue" else 1]
        given = ", ".join(json.dumps(_short(value), ensure_ascii=False) for value in values)
        line = f"{one['act']}({given}) → {json.dumps(_short(one.get('answer', '')), ensure_ascii=False)}"
    else:
        line = _short(str(one.get("words") or one.get("file") or one.get("unit") or one["kind"]))
    error = str(one.get("error", "0"))
    if error == "0":
        return line
    told = " ".join(filter(None, (error, one.get("text", ""))))
    why = "; ".join(filter(None, (one.get("why", ""), one.get("clause", ""))))
    return f"{line}\n    error {told}{f': {why}' if why else ''}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"
