"""The command `courseware` as a process, and `python -m courseware`."""

import gc
import os
import sys
import threading


def main() -> None:
    """Runs the command that the process was started with, to its end."""
    gc.disable()  # what a run makes is kept to its end, and looking for cycles in it takes a fifth of the time
    from courseware.commands import main as command  # imported without looking for cycles, too

    try:
        command(prog_name="courseware")
    except SystemExit as end:
        _leave(end.code)
        raise
    finally:
        gc.freeze()  # nor is it looked through at the end, before the memory goes as a whole


# Python keeps the frames of calls in chunks of 16 kB, and gives a chunk back to the system as soon as the first call in
# it returns: a loop whose calls cross the end of one asks for it each time. A large frame brings a chunk with room for
# all calls that begin in it; memory that is not touched costs nothing.
main.__code__ = main.__code__.replace(co_stacksize=1 << 15)


def _leave(status: object) -> None:
    """Ends the process where nothing is left to do: taking down what it made, piece by piece, would take long.

    Returns where something is left: a thread, a status in words, or output that cannot be written.
    """
    if threading.active_count() > 1 or not isinstance(status, int | None):
        return
    import atexit

    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:  # as the language server closes its own
                stream.flush()
    except OSError:
        return
    os._exit(status or 0)


if __name__ == "__main__":
    main()
