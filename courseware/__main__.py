"""`python -m courseware` is the command `courseware`."""

from courseware.commands import main

main(prog_name="courseware")
