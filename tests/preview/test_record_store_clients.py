"""Third-party clients with a launch of the preview."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from courses import write
from starting import PATIENCE, Start
from tincan import (
    Activity,
    ActivityDefinition,
    Agent,
    AgentProfileDocument,
    LanguageMap,
    RemoteLRS,
    StateDocument,
    Statement,
    Verb,
)
from tincan.documents import ActivityProfileDocument

COURSE = "https://example.org/course"


@pytest.fixture
def given(start: Start, tmp_path: Path) -> dict[str, str]:
    """The parameters of a launch."""
    address, _ = start(write(tmp_path / "planets"), "--data", tmp_path / "class.sqlite3", "--format", "xapi")
    return parameters(address)


def parameters(address: str) -> dict[str, str]:
    """The parameters in the query of a launch in the preview."""
    page = httpx.get(address, timeout=PATIENCE).text
    frame = re.search(r'<iframe [^>]*src="([^"]+)"', page)
    assert frame
    launch = re.search(r'id="launch">(.*?)</script>', httpx.get(frame[1], timeout=PATIENCE).text)
    assert launch
    query = parse_qs(urlsplit(json.loads(launch[1])["file"]).query)
    return {name: values[0] for name, values in query.items()}


def test_tincan_stores_and_finds(given: dict[str, str]) -> None:
    lrs = RemoteLRS(version="1.0.3", endpoint=given["endpoint"], auth=given["auth"])
    with pytest.raises(ValueError, match=r"'2\.0\.0'"):  # it accepts no store that also supports 2.0
        lrs.about()
    agent = Agent.from_json(given["actor"])
    verb = Verb(id="http://adlnet.gov/expapi/verbs/experienced", display=LanguageMap({"en": "experienced"}))
    activity = Activity(id=COURSE, definition=ActivityDefinition(name=LanguageMap({"en": "Ü"})))
    made = [Statement(actor=agent, verb=verb, object=activity) for _ in range(7)]
    saved = lrs.save_statement(made[0])
    assert saved.success, saved.data
    several = lrs.save_statements(made[1:])
    assert several.success, several.data
    back = lrs.retrieve_statement(saved.content.id)
    assert back.success
    assert back.content.object.definition.name["en"] == "Ü"
    found = lrs.query_statements({"agent": agent, "verb": verb, "activity": activity, "limit": 3})
    ids = [str(statement.id) for statement in found.content.statements]
    while found.content.more:
        found = lrs.more_statements(found.content)
        assert found.success, found.data
        ids += [str(statement.id) for statement in found.content.statements]
    assert ids == [str(statement.id) for statement in [saved.content, *several.content]][::-1]


def test_tincan_keeps_documents(given: dict[str, str]) -> None:
    lrs = RemoteLRS(version="1.0.3", endpoint=given["endpoint"], auth=given["auth"])
    agent, activity = Agent.from_json(given["actor"]), Activity(id=COURSE)
    state = StateDocument(
        id="s", content=bytearray(b"a text"), content_type="text/plain", agent=agent, activity=activity
    )
    assert lrs.save_state(state).success
    back = lrs.retrieve_state(activity, agent, "s")
    assert (back.data, back.response.getheader("Content-Type")) == ("a text", "text/plain")
    assert json.loads(lrs.retrieve_state_ids(activity, agent).data) == ["s"]
    assert lrs.delete_state(state).success
    assert lrs.retrieve_state(activity, agent, "s").response.status == 404
    for document, save, retrieve in (
        (
            AgentProfileDocument(id="p", content=bytearray(b"1"), agent=agent),
            lrs.save_agent_profile,
            lambda: lrs.retrieve_agent_profile(agent, "p"),
        ),
        (
            ActivityProfileDocument(id="p", content=bytearray(b"1"), activity=activity),
            lrs.save_activity_profile,
            lambda: lrs.retrieve_activity_profile(activity, "p"),
        ),
    ):
        assert save(document).success
        assert not save(document).success, "it does not know what is there"
        known = retrieve()  # type: ignore[no-untyped-call]  # tincan has no types
        document.etag = known.response.getheader("ETag")
        assert save(document).success


def run(client: str, given: dict[str, str]) -> dict[str, Any]:
    """The environment of a client for Node, from a launch's parameters."""
    command = ["node", str(Path(__file__).with_name("other_clients.mjs")), client, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_xapi_js_stores_finds_voids_and_keeps_documents(given: dict[str, str]) -> None:
    got = run("xapi", given)
    assert got["versions"] == ["1.0.3", "2.0.0"]
    assert got["found"] == got["sent"]
    assert (got["gone"], got["voided"]) == (404, True)
    assert (got["state"], got["names"]) == ({"a": 1, "b": 2}, ["s"])
    assert (got["blind"], got["written"]) == (412, {"a": 2})


def test_tincanjs_stores_and_finds(given: dict[str, str]) -> None:
    got = run("tincan", given)
    assert len(got["sent"]) == 3
    assert got["back"] == "Page 0"


def test_cmi5_js_goes_through_a_session(start: Start, tmp_path: Path) -> None:
    folder = write(tmp_path / "planets", settings="base_iri: https://example.org/planets\n")
    address, _ = start(folder, "--data", tmp_path / "class.sqlite3", "--format", "cmi5")
    got = run("cmi5", parameters(address))
    assert got == {"mode": "Normal", "sent": [200, 200, 200, 200], "late": 403}
