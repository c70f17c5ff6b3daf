"""Addresses of the web; imports nothing, since commands that have none to do with pass by here."""


def may_hold_secret(source: str) -> bool:
    """Whether it may be meant as an address, with a password or a token in it."""
    return any(sign in source for sign in ("//", "@", "?"))


def is_address(source: str) -> bool:
    """Whether it is reached over HTTP (the scheme in any case: RFC 3986, 3.1)."""
    return source.lower().startswith(("http://", "https://"))


def is_database(source: str) -> bool:
    """Whether it is the address of a database, as SQLAlchemy writes them: `mysql+pymysql://user@host/moodle`."""
    return not is_engine(source) and (
        source.partition("://")[0].partition("+")[0] in ("mysql", "mariadb", "postgresql", "sqlite")
        and "://" in source
    )


def is_moodle_page(source: str) -> bool:
    """Whether it is the page of a course, or of a SCORM activity, in a Moodle."""
    path = source.partition("?")[0].partition("#")[0]
    return is_address(source) and (path.endswith("/course/view.php") or "/mod/scorm/" in path)


def is_engine(source: str) -> bool:
    """Whether it is a table in an engine, by an address of Ibis: `duckdb:///warehouse.db?table=answers`."""
    return "://" in source and not is_address(source) and "table=" in source.partition("?")[2]
