"""`python -m courseware` is the command `courseware`."""

from courseware.cli import main

main(prog_name="courseware")
