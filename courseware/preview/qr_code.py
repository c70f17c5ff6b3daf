"""An address as a QR code, for screens and for terminals."""

from __future__ import annotations

from io import StringIO

import segno


def as_svg(address: str) -> str:
    """The code as an SVG element: black on white in any scheme, with the quiet zone (ISO/IEC 18004, 6.3.8)."""
    made = segno.make(address, error="m", micro=False)
    return str(
        made.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="code", lineclass=None)
    )


def as_text(address: str) -> str:
    """The code as text of half blocks, for a terminal."""
    made = StringIO()
    segno.make(address, error="l", micro=False).terminal(out=made, compact=True, border=2)
    return made.getvalue()
