"""The command `courseware` as a process, and `python -m courseware`."""

import gc


def main() -> None:
    """Runs the command that the process was started with, to its end."""
    gc.disable()  # what a run makes is kept to its end, and looking for cycles in it takes a fifth of the time
    from courseware.commands import main as command  # imported without looking for cycles, too

    try:
        command(prog_name="courseware")
    finally:
        gc.freeze()  # nor is it looked through at the end, before the memory goes as a whole


if __name__ == "__main__":
    main()
