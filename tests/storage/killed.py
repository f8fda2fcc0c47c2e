"""A process that dies at a chosen instruction: ``python -m tests.storage.killed WHERE URL …``."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from storage import undoing
from storage.store import Store, open_store
from storage.tickets import importing
from storage.tickets.planning import plan_tickets

TIMEOUT = 120


def killed_in(where: str, url: str, *given: str) -> None:
    """Do ``given`` in another process, which is killed with -9 as soon as it comes to ``where``."""
    command = [sys.executable, "-m", "tests.storage.killed", where, url, *given]
    done = subprocess.run(command, timeout=TIMEOUT, check=False)
    assert done.returncode == -signal.SIGKILL


def take(store: Store, file: Path, at: datetime) -> None:
    """Import a file of acme's tickets."""
    plan = plan_tickets(store, file, source="desk")
    importing.import_tickets(store, plan, client="acme", create=False, now=at, by="U1")


def _die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _main(where: str, url: str, at: str, what: str) -> None:
    module, _, name = where.rpartition(".")
    setattr(sys.modules[module], name, _die)
    with open_store(url) as store:
        if what.isdigit():
            undoing.undo(store, int(what), now=datetime.fromisoformat(at), by="U1")
        else:
            take(store, Path(what), datetime.fromisoformat(at))


if __name__ == "__main__":
    _main(*sys.argv[1:])
