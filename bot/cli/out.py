"""Files that people name for what a command writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reports.errors import Expected


class CannotWrite(Expected):
    """I cannot write {file}: {reason}."""


@contextmanager
def opened(file: Path) -> Iterator[BinaryIO]:
    """The file, open for writing. Raises CannotWrite where the machine refuses."""
    try:
        with file.open("wb") as out:
            yield out
    except OSError as error:
        raise CannotWrite(file=file, reason=error.strerror or error) from error
