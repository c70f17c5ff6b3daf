"""The zip of a package that is being played is read by many requests at once."""

import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from courseware.archive.reader import Zip


class Slow(BytesIO):
    """A file that lets other threads run between `seek` and `read`."""

    def seek(self, offset: int, whence: int = 0) -> int:
        place = super().seek(offset, whence)
        time.sleep(0.001)
        return place


def test_a_zip_gives_each_thread_the_file_that_it_asks_for() -> None:
    held = {f"{number}.txt": str(number).encode() * 1000 for number in range(20)}
    stream = Slow()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in held.items():
            made.writestr(name, content)
    with Zip(stream) as package, ThreadPoolExecutor(10) as threads:
        assert dict(zip(held, threads.map(package.read, held), strict=True)) == held
