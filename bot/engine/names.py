"""What a process is called in the rows: no two are ever called the same."""

import os
import socket
from uuid import uuid4


def worker_name() -> str:
    """``host:pid:…``, new each time."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
