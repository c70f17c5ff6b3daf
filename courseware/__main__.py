"""The entry point of the command `courseware` and of `python -m courseware`."""

import gc
import os
import sys
import threading


def main() -> None:
    """Runs the command line of this process to its end."""
    gc.disable()  # almost everything lives until the end: collecting cycles would cost a fifth of the time
    from courseware.commands import main as command  # imported here, when garbage collection is off

    try:
        command(prog_name="courseware")
    except SystemExit as end:
        _leave(end.code)
        raise
    finally:
        gc.freeze()  # skips the collection that Python makes before it exits


# Python keeps the frames of calls in chunks of 16 kB, and gives a chunk back to the system as soon as the first call in
# it returns: a loop whose calls cross the end of one asks for it each time. A large frame brings a chunk with room for
# all calls that begin in it; memory that is not touched costs nothing.
main.__code__ = main.__code__.replace(co_stacksize=1 << 15)


def _leave(status: object) -> None:
    """Exits at once if nothing is left to do, because freeing every object one by one would take long.

    Returns without exiting if something is left: a running thread, an exit status in words, or output that cannot be
    written.
    """
    if threading.active_count() > 1 or not isinstance(status, int | None):
        return
    import atexit

    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:  # the language server closes its own streams
                stream.flush()
    except OSError:
        return
    os._exit(status or 0)


if __name__ == "__main__":
    main()
