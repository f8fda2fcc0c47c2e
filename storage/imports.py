"""Bring a file's numbers into the store."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from storage.books import ClientBook, MetricBook
from storage.bulk.blocks import plain
from storage.cells import Refused
from storage.checks.remembering import Met, remember
from storage.decided import open_decided
from storage.errors import ClientNamedTwice, NoClient, UnknownClient
from storage.intake import REFUSALS_LISTED, Intake, Staged, Tally
from storage.merge import Merged, Run, merge
from storage.records.numbers import keep_columns, named_columns
from storage.shapes import Long, Shape, recognise
from storage.sources.found import NOTHING_SAID, Said
from storage.sources.table import TableFile
from storage.staging import Key, Staging, stage
from storage.store import Store
from storage.turns import turn
from storage.values import ImportResult
from storage.verbs.observations import day_of
from storage.writing_of import formats_in, in_percent

if TYPE_CHECKING:
    from storage.bulk.held import Held

Progress = Callable[[int, int], None]
CHUNK_ROWS = 50_000
# From so many cells on, reading rows in arrays makes up for loading what that needs.
LARGE_CELLS = 200_000


def import_file(
    store: Store,
    path: str | Path,
    *,
    client: str | None,
    create: bool,
    now: datetime,
    by: str,
    source: str | None = None,
    sheet: str | None = None,
    overrides: Iterable[str] = (),
    said: Said = NOTHING_SAID,
    progress: Progress | None = None,
) -> ImportResult:
    """Read a CSV file or a workbook, long or wide, into the observations of ``source``.

    Without a name the source is called as the file's stem. ``sheet`` is needed where several
    sheets of a workbook hold data. ``overrides`` are words such as ``date=When`` that name
    columns. ``said`` is how the file is written, where somebody said so; what nobody says is as
    it was decided for the source's last file. All of that is kept for its next.
    ``client`` (slug, name or alias) says whose the numbers are where the file has no client
    column; clients that do not exist are made only if ``create``. ``progress`` is called with
    (rows read, rows in all). Nothing is dropped in silence: see ImportResult. The same file
    twice changes nothing.

    Raises FileUnreadable, KeptDiffers, FormatUnclear, UnknownShape, ColumnTwice, NoClient,
    ClientNamedTwice, UnknownClient, SourceTaken, MappingUnreadable, MappedColumnMissing and
    ImportRunning before anything is written; DatabaseBusy and DatabaseUnreachable at any time.
    """
    source = source or Path(path).stem
    with turn(store, source):
        store.imports.check_kind(source, "file")
        opened = open_decided(store, Path(path), source, sheet, said)
        file = opened.file
        with opened.as_kept(said):
            named = named_columns(store, file.path.name, file.header, source, overrides)
            shape = recognise(file.path.name, file.header, named)
        check_client(store, file, shape, client, create=create)
        clients = ClientBook(store.clients, create=create, now=now)
        books = MetricBook(store.engine, store.definitions.catalogue())
        formats = formats_in(file, shape, opened.said)
        percent = in_percent(file, shape, formats)
        intake = Intake(shape, clients, books, client, formats, percent)
        with _place(store.engine, file) as staged:
            _read(file, intake, staged, progress or _quiet)
            repeated = _settle(staged, intake)
            run = _run(store, source, file, intake.tally, by, now)
            merged = merge(staged, run) if isinstance(staged, Staging) else staged.merge(run)
            keep_columns(store, source, named, opened.decided)
            remember(store, merged.run_id, _met(file, intake, repeated))
            return _result(source, intake, staged, merged, repeated)


def check_client(
    store: Store, file: TableFile, shape: Shape, client: str | None, *, create: bool
) -> None:
    """Either a column or ``client`` says whose the numbers are.

    Raises ClientNamedTwice, NoClient, and UnknownClient for one that may not be made.
    """
    if shape.client is not None:
        if client is not None:
            raise ClientNamedTwice(file=file.path.name)
        return
    if client is None or not client.strip():
        raise NoClient(file=file.path.name)
    if not create and store.clients.find(client) is None:
        raise UnknownClient(client=client.strip())


def _place(engine: Engine, file: TableFile) -> AbstractContextManager["Staging | Held"]:
    """Where the file's rows wait; what a large file's needs is loaded for large files only."""
    if file.row_count * len(file.header) < LARGE_CELLS:
        return stage(engine)
    from storage.bulk.held import hold

    return hold(engine)


def _read(file: TableFile, intake: Intake, staged: "Staging | Held", progress: Progress) -> None:
    text = plain(file) if intake.is_plain else None
    if isinstance(staged, Staging) or text is None:
        for rows in _chunks(file, intake, progress):
            staged.add(rows)
        return
    progress(0, file.row_count)
    tally, total = intake.tally, file.row_count
    staged.read(text, intake, lambda: progress(tally.rows_read, total))
    progress(tally.rows_read, total)


def _chunks(file: TableFile, intake: Intake, progress: Progress) -> Iterator[list[Staged]]:
    chunk: list[Staged] = []
    progress(0, file.row_count)
    for line, cells in file.rows():
        chunk += intake.rows(line, cells)
        if len(chunk) >= CHUNK_ROWS:
            progress(intake.tally.rows_read, file.row_count)
            yield chunk
            chunk = []
    progress(intake.tally.rows_read, file.row_count)
    yield chunk


def _settle(staged: "Staging | Held", intake: Intake) -> int:
    """Refuse what contradicts itself; how many observations stood there more than once."""
    tally = intake.tally
    count, clashes = staged.take_out_clashes(REFUSALS_LISTED)
    for key, lines in clashes:
        for line in lines:
            tally.refuse(line, Refused(_clash_reason(key, lines, intake), "contradiction"))
    tally.refused_count += count - sum(len(lines) for _, lines in clashes)
    tally.refused.sort(key=lambda refusal: refusal.line)
    rows, kept = staged.size()
    return rows - kept


def _clash_reason(key: Key, lines: list[int], intake: Intake) -> str:
    client_id, metric_id, _, day = key
    metric, client = intake.metrics.keys[metric_id], intake.clients.slugs[client_id]
    shown = ", ".join(str(line) for line in lines[:5]) + (", …" if len(lines) > 5 else "")
    return f"{metric} of {client} on {day_of(day)} has different values on lines {shown}"


def _run(store: Store, source: str, file: TableFile, tally: Tally, by: str, now: datetime) -> Run:
    return Run(
        workspace_id=store.workspace_id,
        source=source,
        file_name=file.path.name,
        digest=file.digest,
        by=by,
        at=now,
        rows_refused=tally.refused_count,
    )


def _met(file: TableFile, intake: Intake, repeated: int) -> Met:
    shape, tally = intake.shape, intake.tally
    metric = shape.body.metric if isinstance(shape.body, Long) else None
    places = {"day": shape.date, "client": shape.client, "metric": metric}
    known = {name: place for name, place in places.items() if place is not None}
    repaired = {
        "numbers that stood there twice and count once: {count}": repeated,
        "cells such as “?” or “n/a” that count as unknown: {count}": tally.placeholders,
    }
    return Met(file, tally.refused, tally.refused_count, known, intake.client, repaired)


def _result(
    source: str, intake: Intake, staged: "Staging | Held", merged: Merged, repeated: int
) -> ImportResult:
    tally, slugs = intake.tally, intake.clients.slugs
    _, taken = staged.size()
    days = staged.days()
    return ImportResult(
        source=source,
        rows_read=tally.rows_read,
        taken=taken,
        changed=merged.changed,
        unchanged=taken - merged.written,
        unknown=tally.unknown,
        repeated=repeated,
        refused=tally.refused,
        refused_count=tally.refused_count,
        new_metrics=intake.metrics.new,
        new_clients=intake.clients.new,
        ignored=list(intake.shape.ignored),
        clients=sorted(slugs[one] for one in staged.client_ids()),
        first_day=day_of(days[0]) if days else None,
        last_day=day_of(days[1]) if days else None,
    )


def _quiet(done: int, total: int) -> None:
    del done, total
