"""`python -m courseware` is the command `courseware`."""

from courseware.commands.cli import main

main(prog_name="courseware")
