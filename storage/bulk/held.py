"""A large file's observations on their way in: sorted beside the store, then written in slices."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from storage.bulk.blocks import Block, NumberedRow, blocks
from storage.bulk.common import Taking
from storage.bulk.fields import Fields
from storage.bulk.long import LongBlocks
from storage.bulk.observed import Records, staged_records
from storage.bulk.settling import Clashes, Settled
from storage.bulk.sorting import Sorter
from storage.bulk.wide import WideBlocks
from storage.bulk.writing import Writer, writer_for
from storage.engine import named_failures
from storage.intake import Intake, Staged
from storage.run import GAP_SECONDS, Merged, Run, record, start, write_slice
from storage.shapes import Long
from storage.sources.csv_file import CsvFile

FIRST_SLICE, SMALLEST_SLICE, LARGEST_SLICE = 20_000, 2_000, 50_000
WHOLE_SLICE = 100_000  # where nobody waits
# How long one slice may keep other writers out.
HELD_SECONDS = 0.025


@contextmanager
def hold(engine: Engine) -> Iterator["Held"]:
    """A place for one large file's observations, gone when the block ends."""
    with named_failures(engine), engine.connect() as connection:
        # Closed instead of returned to the pool: what is temporary goes with it.
        connection.detach()
        held = Held(connection)
        try:
            yield held
        finally:
            held.close()


class Held:
    """Observations of one large file."""

    def __init__(self, connection: Connection) -> None:
        """Use a connection that nobody else uses."""
        self._connection = connection
        self._sorter = Sorter()
        self._settled = Settled()

    def read(self, file: CsvFile, intake: Intake, progress: Callable[[], None]) -> None:
        """Take every row of a plain file; ``progress`` is called now and then."""
        body = intake.shape.body
        taking: Taking
        taking = LongBlocks(intake, body) if isinstance(body, Long) else WideBlocks(intake, body)
        for part in blocks(file):
            for rows in _taken(part, file.delimiter, taking, intake):
                self._sorter.add(rows)
            progress()

    def add(self, rows: list[Staged]) -> None:
        """Take rows that were read one by one."""
        if rows:
            self._sorter.add(staged_records(rows))

    def take_out_clashes(self, listed: int) -> tuple[int, Clashes]:
        """Take out rows that say different things of the same client, metric and day.

        How many there were, and the keys of the first ``listed`` with their lines. To be called
        once, after the last row.
        """
        return self._settled.take(self._sorter, listed)

    def size(self) -> tuple[int, int]:
        """How many rows there are, and how many observations they are."""
        return self._settled.rows, self._settled.size

    def days(self) -> tuple[int, int] | None:
        """The first and the last day number; None where there is nothing."""
        return self._settled.days

    def client_ids(self) -> list[int]:
        """Whose rows these are."""
        return sorted(self._settled.clients)

    def close(self) -> None:
        """Give the space back."""
        self._sorter.close()
        self._settled.close()

    def merge(self, run: Run) -> Merged:
        """Write all that is left, in slices, so that others can write between them.

        The run's row says at each moment how much is in, and importing the file again
        completes it.
        """
        merged, writer, done = Merged(), writer_for(self._connection), 0
        size = FIRST_SLICE if writer.others_wait else WHOLE_SLICE
        while done < self._settled.size or not merged.run_id:
            began = time.monotonic()
            rows = self._settled.read(done, size)
            writer.prepare(rows)
            if done and writer.others_wait:
                time.sleep(max(0.0, GAP_SECONDS - (time.monotonic() - began)))
            held = self._write(writer, rows, run, merged)
            done, size = done + len(rows), _next_size(size, held) if writer.others_wait else size
        return merged

    def _write(self, writer: Writer, rows: Records, run: Run, merged: Merged) -> float:
        """One slice; the seconds for which others had to wait."""
        with write_slice(self._connection):
            began = time.monotonic()
            if not merged.run_id:
                start(self._connection, run, merged)
                writer.begin(run, merged)
            if len(rows):
                written, changed = writer.write(merged)
                if written < len(rows):
                    writer.confirm(merged, written)
                record(self._connection, merged, len(rows), changed)
                merged.written += written
                merged.changed += changed
        return time.monotonic() - began


def _next_size(size: int, held: float) -> int:
    """As many rows as are written in the time for which others may wait."""
    fitting = int(size * HELD_SECONDS / max(held, HELD_SECONDS / 4))
    return min(max(fitting, SMALLEST_SLICE), LARGEST_SLICE)


def _taken(
    part: Block | list[NumberedRow], delimiter: str, taking: Taking, intake: Intake
) -> list[Records]:
    if isinstance(part, Block):
        return taking.take(Fields(part, delimiter, intake.shape.width))
    staged = [one for line, cells in part for one in intake.rows(line, cells)]
    return [staged_records(staged)] if staged else []
