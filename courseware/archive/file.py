"""A file that goes into a package."""

from pathlib import Path

from courseware.record import NamedTuple


class File(NamedTuple):
    """One file of a site or package.

    `name` is its path in the zip: relative, ASCII, with `/`. `content` is its bytes or, for media, which may be large,
    the path from which they are read when the zip is written.
    """

    name: str
    content: bytes | Path

    def read(self) -> bytes:
        """The bytes, from memory or disk."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()
