"""Only the preview's own pages on this machine reach it."""

from __future__ import annotations

import pytest

from courseware.preview.guard import refusal

OWN = {"host": "127.0.0.1:8000"}


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("GET", {"host": "localhost:8000"}),
        ("GET", {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}),
        ("GET", {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}),
        ("POST", {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}),
        # a link on another page may lead here, because that page cannot read anything
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}),
    ],
)
def test_own_pages_and_links_are_answered(method: str, headers: dict[str, str]) -> None:
    assert refusal({**OWN, **headers}, method, 8000, framed=False) == ""


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"host": "evil.example:8000"}),
        ("GET", {"host": "127.0.0.1:8001"}),
        ("GET", {"host": "127.0.0.1"}),
        ("GET", {"host": ""}),
        ("GET", {"host": "127.0.0.1.evil.example:8000"}),
        ("POST", {"origin": "http://evil.example"}),
        ("POST", {"origin": "null"}),
        ("POST", {"origin": "http://127.0.0.1:8001"}),
        ("POST", {"origin": "https://127.0.0.1:8000"}),
        ("GET", {"origin": "http://evil.example"}),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}),
        ("GET", {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}),
        (
            "POST",
            {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
        ),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}),
        ("POST", {"content-length": "99999999999"}),
        ("POST", {"content-length": "-1"}),
    ],
)
def test_others_are_refused(method: str, headers: dict[str, str]) -> None:
    assert refusal({**OWN, **headers}, method, 8000, framed=False) != ""


def test_packages_may_be_framed_by_this_machine_and_by_no_other_site() -> None:
    framing = {**OWN, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}
    assert refusal({**framing, "sec-fetch-site": "same-site"}, "GET", 8000, framed=True) == ""
    assert refusal({**framing, "sec-fetch-site": "same-site"}, "GET", 8000, framed=False) != ""
    assert refusal({**framing, "sec-fetch-site": "cross-site"}, "GET", 8000, framed=True) != ""
