"""Find out what an import of records would do, without writing anything."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from storage.decided import open_decided
from storage.errors import ClientToldTwice, NoClient, UnknownClient
from storage.records.account_fields import ACCOUNTS
from storage.records.accounts import accounts_would_change
from storage.records.bringing import bring
from storage.records.columns import Columns, Overrides, parse_overrides, told_columns
from storage.records.kind import CLIENT, Kind
from storage.records.kinds import KINDS, Guess, guess
from storage.records.mapping import Mapping, from_json, places
from storage.records.plan import Plan, WouldChange
from storage.records.written import Written, written_in
from storage.sources.columns import columns_of
from storage.sources.found import NOTHING_SAID, Said
from storage.sources.table import TableFile, open_table
from storage.staging import stage
from storage.store import Store

SAMPLE_ROWS = 200
Progress = Callable[[int, int], None]


def recognise_records(
    store: Store,
    path: str | Path,
    *,
    source: str | None = None,
    sheet: str | None = None,
    said: Said = NOTHING_SAID,
) -> Guess | None:
    """What kind of records a file holds: what its source brings, else where its header is clear.

    None for numbers, for tickets and for what is not clear. Raises FileUnreadable.
    """
    known = store.imports.kind_of(source or Path(path).stem)
    if known is not None:
        return Guess(known, "") if known in KINDS else None
    file = open_table(Path(path), sheet, said)
    written = Written(file.path.name, columns_of(file, said, rows=SAMPLE_ROWS))
    return guess(file.header, written.plain_rows(_sample(file)))


def plan_records(
    store: Store,
    path: str | Path,
    *,
    kind: str,
    source: str | None = None,
    sheet: str | None = None,
    overrides: Iterable[str] = (),
    client: str | None = None,
    create: bool = False,
    said: Said = NOTHING_SAID,
    trial: bool = True,
    progress: Progress | None = None,
) -> Plan:
    """Open a file of records, find out which column means what, and try what would change.

    The mapping kept with ``source`` (by default the file's stem) counts; a new source's is
    proposed. ``overrides`` are words ``FIELD=COLUMN``, as ``--map`` takes them. ``client`` says
    whose all rows are where no column does; clients that do not exist would be made only if
    ``create``. ``said`` is how the file is written, where somebody said so; what nobody says is as
    it was decided for the source's last file. Without a ``trial``
    what would change stays open, and the file is not read to its end. ``progress`` is called
    with (rows read, rows in all). Nothing is written.

    Raises FileUnreadable, KeptDiffers, SourceTaken, MappingUnreadable, FieldUnclear, ScaleUnclear,
    MappedColumnMissing, ColumnTwice, FormatUnclear, NoClient, ClientToldTwice and UnknownClient.
    """
    name, of = source or Path(path).stem, KINDS[kind]
    store.imports.check_kind(name, kind)
    kept, opened = _kept(store, name), open_decided(store, Path(path), name, sheet, said)
    file, written = opened.file, written_in(opened.file, opened.said)
    with opened.as_kept(said):
        mapping = proposed(kind, file, overrides, kept, written)
        mapping = replace(mapping, decided=opened.decided)
        at = places(mapping.columns, file.path.name, file.header, name)
    rewrites = written.rewrites(of.fields, at)
    saved = mapping == kept
    plan = Plan(file, of, name, mapping, at, _sample(file), saved, _named(client), create, rewrites)
    _check_client(store, plan)
    if not trial:
        return plan
    return replace(plan, what_would_change=_try(store, plan, progress or _quiet))


def _kept(store: Store, source: str) -> Mapping | None:
    text = store.imports.mapping_of(source)
    return from_json(text) if text else None


def proposed(
    kind: str,
    file: TableFile,
    overrides: Iterable[str] = (),
    kept: Mapping | None = None,
    written: Written | None = None,
) -> Mapping:
    """Which column of a file is which field, by its header, its first rows and what was told.

    A mapping that was ``kept`` counts instead of the header. Raises MappingUnreadable,
    FieldUnclear and ScaleUnclear.
    """
    of = KINDS[kind]
    told = parse_overrides(overrides, [*(one.key for one in of.fields), *of.options])
    sample = (written or written_in(file)).plain_rows(_sample(file))
    return _mapping(of, file.path.name, Columns(file.header, sample), kept, told)


def _mapping(
    kind: Kind, file: str, columns: Columns, kept: Mapping | None, told: Overrides
) -> Mapping:
    fields = {key: name for key, name in told.items() if key not in kind.options}
    chosen = told_columns(kind.fields, kind.many, columns.header, fields)
    if kept is None:
        chosen = columns.choose(file, kind.fields, chosen, fields)
    else:
        chosen = {key: at for key, at in kept.columns.items() if key not in told} | chosen
    if kind.settle is not None:
        chosen = kind.settle(file, columns, chosen, told)
    order = [one.key for one in kind.fields if one.key in chosen]
    return Mapping(kind.key, {key: chosen[key] for key in order})


def _check_client(store: Store, plan: Plan) -> None:
    """Somebody must say whose the rows are, and only one of the command and the file."""
    if plan.kind is ACCOUNTS:
        return
    column, file = plan.mapping.columns.get(CLIENT.key), plan.file.path.name
    if column is not None and plan.client is not None:
        raise ClientToldTwice(file=file, column=column)
    if column is None and plan.client is None:
        raise NoClient(file=file)
    if plan.client and not plan.create and store.clients.find(plan.client) is None:
        raise UnknownClient(client=plan.client)


def _try(store: Store, plan: Plan, progress: Progress) -> WouldChange:
    if plan.kind is ACCOUNTS:
        return accounts_would_change(store, plan)
    with stage(store.engine) as staged:
        return bring(store, plan, staged.connection, progress).would_change()


def _sample(file: TableFile) -> Sequence[list[str]]:
    return tuple(cells for _, cells in islice(file.rows(), SAMPLE_ROWS))


def _named(client: str | None) -> str | None:
    return (client or "").strip() or None


def _quiet(done: int, total: int) -> None:
    del done, total
