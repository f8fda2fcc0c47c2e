"""Bring a file's numbers into the store."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from storage.books import ClientBook, MetricBook
from storage.errors import ClientNamedTwice, NoClient, UnknownClient
from storage.intake import REFUSALS_LISTED, Intake, Staged, Tally
from storage.merge import Merged, Run, merge
from storage.shapes import Shape, recognise
from storage.sources.table import TableFile, open_table
from storage.staging import Key, Staging, stage
from storage.store import Store
from storage.values import ImportResult
from storage.verbs.observations import day_of

Progress = Callable[[int, int], None]
CHUNK_ROWS = 50_000


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
    progress: Progress | None = None,
) -> ImportResult:
    """Read a CSV file or a workbook, long or wide, into the observations of ``source``.

    Without a name the source is called as the file's stem. ``sheet`` is needed where several
    sheets of a workbook hold data.
    ``client`` (slug, name or alias) says whose the numbers are where the file has no client
    column; clients that do not exist are made only if ``create``. ``progress`` is called with
    (rows read, rows in all). Nothing is dropped in silence: see ImportResult. The same file
    twice changes nothing.

    Raises FileUnreadable, UnknownShape, ColumnTwice, NoClient, ClientNamedTwice, UnknownClient
    and SourceTaken before anything is written; DatabaseBusy and DatabaseUnreachable at any time.
    """
    file = open_table(Path(path), sheet)
    source = source or file.path.stem
    store.imports.check_kind(source, "file")
    shape = recognise(file.path.name, file.header)
    _check_client(store, file, shape, client, create=create)
    clients = ClientBook(store.clients, create=create, now=now)
    intake = Intake(shape, clients, MetricBook(store.engine), client)
    with stage(store.engine) as staged:
        for rows in _chunks(file, intake, progress or _quiet):
            staged.add(rows)
        repeated = _settle(staged, intake)
        merged = merge(staged, _run(store, source, file, intake.tally, by, now))
        return _result(source, intake, staged, merged, repeated)


def _check_client(
    store: Store, file: TableFile, shape: Shape, client: str | None, *, create: bool
) -> None:
    if shape.client is not None:
        if client is not None:
            raise ClientNamedTwice(file=file.path.name)
        return
    if client is None or not client.strip():
        raise NoClient(file=file.path.name)
    if not create and store.clients.find(client) is None:
        raise UnknownClient(client=client.strip())


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


def _settle(staged: Staging, intake: Intake) -> int:
    """Refuse what contradicts itself; how many observations stood there more than once."""
    tally = intake.tally
    count, clashes = staged.take_out_clashes(REFUSALS_LISTED)
    for key, lines in clashes:
        for line in lines:
            tally.refuse(line, _clash_reason(key, lines, intake))
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


def _result(
    source: str, intake: Intake, staged: Staging, merged: Merged, repeated: int
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
