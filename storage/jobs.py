"""Where the engine of the deliveries keeps its jobs: they may be lost, for the rows tell them."""

from sqlalchemy import make_url

from storage.engine import connect


def jobs_url(url: str) -> str:
    """The engine's own URL: a file beside a SQLite file, so that the two never wait for each other;
    on PostgreSQL the same database, where the engine has a schema of its own.

    Raises DatabaseUnreachable.
    """
    engine = connect(url)
    try:
        if engine.dialect.name == "sqlite":
            return f"sqlite:///{engine.url.database}.jobs"
        return engine.url.render_as_string(hide_password=False)
    finally:
        engine.dispose()


def file_of(url: str) -> str | None:
    """The path of a SQLite database; None for a server's."""
    parsed = make_url(url)
    return parsed.database if parsed.drivername.startswith("sqlite") else None
