"""A file's bytes, unpacked where it is gzipped, never more of them than a file should hold."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from storage.errors import FileUnreadable

GZIP = b"\x1f\x8b"
CHUNK = 1 << 20
MOST_BYTES = 4 << 30  # of a table that is read row by row
MOST_IN_MEMORY = 512 << 20  # of one that has to be read as a whole
MOST_TIMES = 300  # its own size; tables pack to a tenth, bombs to a thousandth
SMALL = 64 << 20  # nobody is hurt by less


@dataclass(frozen=True, slots=True)
class Content:
    """Where the bytes of a table come from."""

    path: Path
    packed: bool

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The unpacked bytes from the start; raises FileUnreadable for what cannot be read."""
        try:
            with self._opened() as file:
                yield file
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise unreadable(self.path, "it is compressed, and broken off or damaged") from error
        except OSError as error:
            raise unreadable(self.path, (error.strerror or str(error)).lower()) from error

    def start(self, size: int = 1 << 16) -> bytes:
        """The first bytes."""
        with self.open() as file:
            return file.read(size)

    def chunks(self) -> Iterator[bytes]:
        """All bytes, piece by piece; raises FileUnreadable where they are too many."""
        done = 0
        with self.open() as file:
            while chunk := file.read(CHUNK):
                done += len(chunk)
                self._check_size(done, MOST_BYTES)
                yield chunk

    def whole(self) -> bytes:
        """All bytes at once; raises FileUnreadable where they are too many."""
        parts, done = [], 0
        for chunk in self.chunks():
            done += len(chunk)
            self._check_size(done, MOST_IN_MEMORY)
            parts.append(chunk)
        return b"".join(parts)

    def digest(self) -> str:
        """The SHA-256 of the file as it lies there, in hex."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _opened(self) -> BinaryIO:
        return cast("BinaryIO", gzip.open(self.path) if self.packed else self.path.open("rb"))

    def _check_size(self, done: int, most: int) -> None:
        times = done / max(1, self.path.stat().st_size)
        if done > most or (self.packed and done > SMALL and times > MOST_TIMES):
            raise too_large(self.path, most)


def content_of(path: Path) -> Content:
    """The file's content; raises FileUnreadable where there is none."""
    try:
        if not path.is_file():
            path.stat()
            raise unreadable(path, "it is not a file")
        with path.open("rb") as file:
            start = file.read(2)
    except OSError as error:
        raise unreadable(path, (error.strerror or str(error)).lower()) from error
    if not start:
        raise unreadable(path, "it is empty")
    return Content(path, packed=start == GZIP)


def unreadable(path: Path, reason: str) -> FileUnreadable:
    """The sentence for a file that cannot be read."""
    return FileUnreadable(file=path.name, reason=reason)


def too_large(path: Path, most: int) -> FileUnreadable:
    """The sentence for a file that unpacks to more than a table should."""
    return unreadable(path, f"unpacked it is far larger than a table of at most {most >> 20:,} MB")
