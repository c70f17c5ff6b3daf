"""Recognises web and database addresses. Imports nothing, because commands that never use an address import it too."""


def may_hold_secret(source: str) -> bool:
    """Whether a source may be meant as an address, which can contain a password or a token."""
    return any(part in source for part in ("//", "@", "?"))


def is_address(source: str) -> bool:
    """Whether a source is an HTTP address; the scheme may be in upper case (RFC 3986, 3.1)."""
    return source.lower().startswith(("http://", "https://"))


def is_database(source: str) -> bool:
    """Whether a source is the address of a database, in SQLAlchemy's form: `mysql+pymysql://user@host/moodle`."""
    return not is_engine(source) and (
        source.partition("://")[0].partition("+")[0] in ("mysql", "mariadb", "postgresql", "sqlite")
        and "://" in source
    )


def is_moodle_page(source: str) -> bool:
    """Whether a source is the address of a course or a SCORM activity in Moodle."""
    path = source.partition("?")[0].partition("#")[0]
    return is_address(source) and (path.endswith("/course/view.php") or "/mod/scorm/" in path)


def is_engine(source: str) -> bool:
    """Whether a source is a table in a query engine, in Ibis's form: `duckdb:///warehouse.db?table=answers`."""
    return "://" in source and not is_address(source) and "table=" in source.partition("?")[2]
