"""What to type where a library is missing that only one command needs."""


def how_to_install(extra: str) -> str:
    """How an extra of the project is installed: out of the folder of its source, where this program came from."""
    what = f"'.[{extra}]'"
    return f"in the source folder, pipx install --force {what} (in a virtual environment: pip install {what})"
