"""What a process is called in the rows: no two are ever called the same."""

import os
import socket
from pathlib import Path
from uuid import uuid4

PROCESSES = Path("/proc/self/ns/pid")  # where it is another one, the same number is another process


def worker_name() -> str:
    """``host:pid:…``, new each time."""
    return f"{_here()}:{os.getpid()}:{uuid4().hex[:8]}"


def has_ended(name: str) -> bool:
    """Whether the process of that name, which is not this one, ran here and runs no longer."""
    place, pid, _ = name.rsplit(":", 2) if name.count(":") > 1 else ("", "", "")
    if place != _here() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return int(pid) == os.getpid()


def _here() -> str:
    """The machine, or the container on it."""
    host = socket.gethostname()
    try:
        return f"{host}.{PROCESSES.stat().st_ino}"
    except OSError:
        return host
