"""The kinds of records there are, and which of them a header announces."""

from collections.abc import Sequence
from typing import NamedTuple

from storage.records.account_fields import ACCOUNTS
from storage.records.columns import Columns, listed
from storage.records.feedback import FEEDBACK
from storage.records.invoices import INVOICES
from storage.records.kind import Kind, RecordKind
from storage.records.orders import ORDERS
from storage.records.usage import USAGE
from storage.shapes import metric_key_of
from storage.tickets.fields import TICKET_FIELDS

RECORDS: dict[str, RecordKind] = {one.key: one for one in (FEEDBACK, INVOICES, ORDERS, USAGE)}
KINDS: dict[str, Kind] = {**RECORDS, ACCOUNTS.key: ACCOUNTS}
_TICKET = TICKET_FIELDS[0]
_LONG = {"metric", "value"}


class Guess(NamedTuple):
    """What a file seems to hold, and the sentence that says why."""

    kind: str
    why: str


def guess(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Guess | None:
    """The only kind whose telling columns the header has; None where that is not clear.

    Numbers and tickets are never guessed here.
    """
    columns = Columns(header, sample)
    names = {metric_key_of(name) for name in columns.header}
    if names >= _LONG or columns.matches(_TICKET, set(), weak=False):
        return None
    found = {one.key: told for one in KINDS.values() if (told := _told(one, columns))}
    if len(found) != 1:
        return None
    [(key, told)] = found.items()
    return Guess(key, f"Read as {KINDS[key].many}: it has the columns {listed(told)}.")


def _told(kind: Kind, columns: Columns) -> list[str]:
    """The columns that tell the kind, each once; empty where one is missing."""
    told: list[str] = []
    for group in kind.telling:
        fields = [one for one in kind.fields if one.key in group]
        found = (columns.matches(one, set(told), weak=one.required) for one in fields)
        column = next((names[0] for names in found if names), None)
        if column is None:
            return []
        told.append(column)
    return told
