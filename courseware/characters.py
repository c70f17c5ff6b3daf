"""Characters that cannot be written into a package: XML forbids or discourages them (XML 1.0, 2.2); YAML too."""

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with a replacement character for each that cannot be written."""
    return _FORBIDDEN.sub("\ufffd", text)
