"""The Content-Security-Policy of a page: what a browser may load and run for it (CSP Level 3).

A policy in the page itself cannot restrict who may frame it (`frame-ancestors`), and does not apply to HTML files that
a document links to; both need HTTP headers of the server.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

NOWHERE = "'none'"
"""For `connect-src`: the page sends no requests."""
OWN_SITE = "'self'"
"""For `connect-src`: the page requests its own site, to find out whether it can be reached."""
ANYWHERE = "'self' http: https:"
"""For `connect-src`: the launch names a learning record store, which may be at any address."""

_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
)


def policy(connects: str) -> str:
    """The policy of a page whose scripts may request `connects` (sources of `connect-src`)."""
    return "; ".join((*_DIRECTIVES, f"connect-src {connects}"))


def origin(endpoint: str) -> str:
    """The source for `connect-src` of an address, or of a path on the page's own site.

    For a host that a policy cannot express (an IPv6 address) it is the scheme alone.
    """
    parts = urlsplit(endpoint)
    if not parts.hostname:
        return "'self'"
    try:
        host = parts.hostname.encode("idna").decode()
    except UnicodeError:
        host = ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}" if re.fullmatch(r"[a-z0-9.-]+", host) else f"{parts.scheme}:"
