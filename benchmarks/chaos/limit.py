"""Files that cannot grow: what a full disk does, without a disk and without privileges."""

import subprocess
from contextlib import suppress
from pathlib import Path

NONE = "unlimited"
NOTHING = "0"  # bytes that a file may have: not even the log of what is about to be written


def limit(pid: int, largest: str, user: str | None = None) -> None:
    """Let no file that the process of ``user`` writes grow beyond ``largest`` bytes.

    Its writes fail with EFBIG then, until NONE. Linux alone can limit another process.
    """
    command = ["prlimit", "--pid", str(pid), f"--fsize={largest}:{NONE}"]
    subprocess.run(command, user=user, capture_output=True, check=False)  # it may have ended


def limit_family(pid: int, largest: str, user: str | None = None) -> None:
    """As ``limit``, for the process and its children; those to come inherit it."""
    limit(pid, largest, user)
    children = Path(f"/proc/{pid}/task/{pid}/children")
    with suppress(OSError):
        for child in children.read_text(encoding="ascii").split():
            limit(int(child), largest, user)
