"""Exports from the inspector: an HTTP archive, and a text for a bug report. Neither contains a secret."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from courseware import __version__

Call = Mapping[str, Any]
LATEST = 30
"""How many calls a report lists."""
LONGEST = 200
"""Longest value in a report, in characters."""
_NOWHERE = "http://lms.invalid/"


def har(calls: Sequence[Call]) -> dict[str, Any]:
    """Calls as an HTTP archive (HAR 1.2): requests to the record store, and API calls in the form of requests."""
    creator = {"name": "courseware preview", "version": __version__}
    entries = [_entry(call) for call in calls if call["kind"] in ("call", "statement")]
    return {"log": {"version": "1.2", "creator": creator, "entries": entries}}


def _entry(call: Call) -> dict[str, Any]:
    if call["kind"] == "call":
        values = [call.get("element", ""), call.get("value", "")][: 2 if call["name"] == "SetValue" else 1]
        method, path, sent = "POST", f"api/{call['act']}", json.dumps(values, ensure_ascii=False)
        status, given = 200, str(call.get("answer", ""))
    else:
        line, _, sent = str(call.get("raw", "")).partition("\n")
        method, _, path = line.partition(" ")
        path, error = f"xapi/{path.partition(' ')[0]}", str(call.get("error", "0"))
        status, given = int(error) if error.isdecimal() and error != "0" else 200, ""
    comment = ": ".join(filter(None, (call.get("words", ""), call.get("text", ""), call.get("why", ""))))
    http = {"httpVersion": "HTTP/1.1", "cookies": [], "headers": [], "headersSize": -1}
    content = {"size": len(given.encode()), "mimeType": "text/plain", "text": given}
    return {
        "startedDateTime": datetime.fromtimestamp(call["moment"], UTC).isoformat(),
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
    """A text for a bug report: the situation, and the latest calls with their errors, without the words in `hidden`."""
    lines = [
        f"courseware {__version__}, Python {platform.python_version()}, {platform.system()}",
        *(f"{label}: {words}" for label, words in situation.items() if words),
        "",
        f"The latest {LATEST} calls:" if len(calls) > LATEST else "The calls:",
        *(_line(call) for call in calls[-LATEST:]),
    ]
    text = "\n".join(lines)
    for word in sorted(filter(None, hidden), key=len, reverse=True):
        text = text.replace(word, "(the learner)")
    return f"{text}\n"


def _line(call: Call) -> str:
    if call["kind"] == "call":
        values = [call.get("element", ""), call.get("value", "")][: 2 if call["name"] == "SetValue" else 1]
        given = ", ".join(json.dumps(_short(value), ensure_ascii=False) for value in values)
        line = f"{call['act']}({given}) → {json.dumps(_short(call.get('answer', '')), ensure_ascii=False)}"
    else:
        line = _short(str(call.get("words") or call.get("file") or call.get("unit") or call["kind"]))
    error = str(call.get("error", "0"))
    if error == "0":
        return line
    told = " ".join(filter(None, (error, call.get("text", ""))))
    why = "; ".join(filter(None, (call.get("why", ""), call.get("clause", ""))))
    return f"{line}\n    error {told}{f': {why}' if why else ''}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"
