"""Work on a large class in a separate process, so that the server stays responsive and its memory small."""

from __future__ import annotations

import asyncio
import pickle
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from courseware.preview.store import Store

Result = TypeVar("Result")

LARGE = 5_000
"""From this number of values and statements on, another process is worth its start."""


async def work_on(store: Store, work: Callable[..., Result], *given: Any) -> Result:
    """The result of `work(store, *given)`, called in a thread, or in another process if the class is large.

    Raises what `work` raises, and `OSError` if the process fails. `work` must be a function at the top level of a
    module; its arguments and result must be picklable.
    """
    if store.path is None or await asyncio.to_thread(store.size) < LARGE:
        return await asyncio.to_thread(work, store, *given)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        told, _ = await process.communicate(pickle.dumps((store.path, work, given)))
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        raise OSError(f"the process that reads the class ended with status {process.returncode}")
    result, error = pickle.loads(told)  # noqa: S301, this program wrote it
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]  # pickled


def main() -> None:
    """Runs in the other process: reads the work from standard input, and writes its result to standard output."""
    path, work, given = pickle.load(sys.stdin.buffer)  # noqa: S301, this program wrote it
    sys.stdout.buffer.write(pickle.dumps(_tried(path, work, given)))


def _tried(path: Path, work: Callable[..., Any], given: Sequence[Any]) -> tuple[Any, Exception | None]:
    store = Store(path)
    try:
        return work(store, *given), None
    except Exception as error:
        return None, error
    finally:
        store.close()


if __name__ == "__main__":
    main()
