"""Settings that are addresses."""

from __future__ import annotations

import json

import pytest
import yaml

from courseware.course.settings import LrsSettings, read_settings
from courseware.language import yaml_mapping as yamlmapping


def lrs(address: str, key: str = "endpoint") -> tuple[LrsSettings | None, list[str]]:
    others = "" if key == "endpoint" else "endpoint: /lrs/, "
    source = f"xapi: {{{others}{key}: {json.dumps(address)}}}"
    given, diagnostics = read_settings("course.yaml", source)
    return given.settings.xapi, [diagnostic.code for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("address", "endpoint"),
    [
        ("/", "/"),
        ("/lrs", "/lrs/"),
        ("https://lrs.example//", "https://lrs.example/"),
        ("HTTPS://lrs.example/x", "HTTPS://lrs.example/x/"),
        ("http://[::1]:80/a%40b", "http://[::1]:80/a%40b/"),
    ],
)
def test_where_statements_go(address: str, endpoint: str) -> None:
    assert lrs(address) == (LrsSettings(endpoint, ""), [])


@pytest.mark.parametrize(
    "address",
    [
        "//lrs.example/", "/\\lrs.example/", "\\\\lrs.example", "lrs/", "/l rs/", "/l\trs/", "/\n/lrs.example",
        "/\t/lrs.example", "https://lrs.example/a b", "https://lrs.example/a\tb", "https://lrs\n.example/",
        "https:\\\\lrs.example", "https://lrs.example\\@other.example/", "https://", "ftp://lrs.example/",
    ],
)  # fmt: skip
def test_where_no_statement_can_go(address: str) -> None:
    assert lrs(address) == (None, ["C108"])


@pytest.mark.parametrize("key", ["endpoint", "home_page"])
@pytest.mark.parametrize(
    "address",
    [
        "https://ada:b@lrs.example/", "https://token@lrs.example/", "https://ada:1/2@lrs.example/",
        "https://to/ken@lrs.example/", "https://ada:1?2@lrs.example/", "https://ada:1#2@lrs.example/",
        "https://lrs.example/?auth=a", "https://lrs.example/#a",
    ],
)  # fmt: skip
def test_credentials_stop_the_package(address: str, key: str) -> None:
    found, codes = lrs(address, key)
    assert codes == ["C117"]
    assert found is None or found.home_page == ""


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_broken_yaml_is_reported_without_quoting_it(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlmapping, "_Loader", loader)
    _, [diagnostic] = read_settings("course.yaml", "xapi:\n  password: *s3cret")
    assert diagnostic.message == "the settings are not valid YAML: found undefined alias"
