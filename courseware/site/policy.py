"""The Content-Security-Policy of a page: what a browser may load and run for it (CSP Level 3).

A policy in the page itself cannot say who may frame it (`frame-ancestors`), and has no say over HTML files that a
document links to; that is up to the server's headers.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

NOWHERE = "'none'"
"""For `connect-src`: the page asks nobody."""
OWN_SITE = "'self'"
"""For `connect-src`: the page asks whether the site that it came from can be reached."""
ANYWHERE = "'self' http: https:"
"""For `connect-src`: the launch names a learning record store, which may be anywhere on the web."""

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
    """The policy of a page whose scripts may ask `connects` (sources of `connect-src`)."""
    return "; ".join((*_DIRECTIVES, f"connect-src {connects}"))


def origin(endpoint: str) -> str:
    """The source for `connect-src` that an address, or a path on the page's own site, stands for.

    A host that a policy cannot name (an IPv6 address) gives its scheme.
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
