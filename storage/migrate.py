"""Bring a database's tables to what the code expects."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from storage.dialect import take_turns
from storage.engine import reading, shown, writing
from storage.errors import NewerDatabase

if TYPE_CHECKING:
    from alembic.config import Config

# The revision that the code expects, written here so that only a database that must change
# loads Alembic.
HEAD = "0016"
_SCRIPTS = Path(__file__).parent / "migrations"


def current(engine: Engine) -> str | None:
    """The database's revision; None for an empty one."""
    with reading(engine) as connection:
        return _revision(connection)


def upgrade(engine: Engine) -> bool:
    """Apply what is missing, all of it or nothing; False where nothing was.

    Raises NewerDatabase where the database's revision is not known to this code.
    """
    with writing(engine) as connection:
        take_turns(connection)
        found = _revision(connection)
        if found == HEAD:
            return False
        _refuse_newer(engine, found)
        _run(connection)
        return True


def is_known(revision: str | None) -> bool:
    """Whether this code has a way from ``revision`` to its own; None is an empty database."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return revision is None or revision in {script.revision for script in scripts}


def _run(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_newer(engine: Engine, found: str | None) -> None:
    if not is_known(found):
        raise NewerDatabase(where=shown(engine.url), found=found)


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    # Percent signs in a path would be read as interpolation.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
