"""What to type if an optional library is not installed."""


def how_to_install(extra: str) -> str:
    """The command that installs an extra of the project, to be run in the source folder of this installation."""
    what = f"'.[{extra}]'"
    return f"in the source folder, run pipx install --force {what} (in a virtual environment: pip install {what})"
