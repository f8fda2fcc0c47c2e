"""A file's rows read as records without a database: what would be refused whoever they are of."""

from reports.zones import zone
from storage.cells import Refused
from storage.intake import Tally
from storage.records.accounts import tried_accounts
from storage.records.kind import Owner, RecordKind
from storage.records.kinds import RECORDS
from storage.records.mapping import Mapping, places
from storage.records.row import Head, Row
from storage.records.tally import Told
from storage.records.written import Written
from storage.sources.table import TableFile


def tried(file: TableFile, mapping: Mapping, written: Written) -> Tally:
    """Read each row as if its client existed and had its currency; a new one, of accounts.

    Raises MappedColumnMissing, ColumnTwice and FormatUnclear.
    """
    at = places(mapping.columns, file.path.name, file.header, file.path.stem)
    kind = RECORDS.get(mapping.kind)
    if kind is None:
        return tried_accounts(file, at)
    head, tally, told = Head(file.header, at, written.rewrites(kind.fields, at)), Tally(), Told()
    owners: dict[str, Owner] = {}
    for line, cells in file.rows():
        tally.rows_read += 1
        try:
            _try(kind, head.row(cells), owners, line, told)
        except Refused as refused:
            tally.refuse(line, refused)
    told.refuse(tally, kind.one)
    return tally


def _try(kind: RecordKind, row: Row, owners: dict[str, Owner], line: int, told: Told) -> None:
    name = (row.text("client") or "").strip()
    if row.has("client") and not name:
        raise Refused("the client is missing", "client")
    ref = row.needed("ref", row.words("ref")) if row.has("ref") else ""
    record = kind.read(row, owners.setdefault(name, Owner(-1, name, zone("UTC"), None)), ref)
    if ref:
        told.take(line, (name, ref), record)
