"""Keep what an import refused and repaired, so that it can be looked at afterwards."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from storage.engine import writing
from storage.sources.table import TableFile
from storage.store import Store
from storage.tables import data_finding, import_run
from storage.values import Refusal
from storage.verbs.observations import day_number

# So many of each kind are kept with their lines; the rest is counted.
LISTED = 200
OTHER = "unreadable"
_QUOTED = re.compile("“([^”]*)”")
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Met:
    """What an import met.

    ``places`` are the columns of ``day``, ``record``, ``client`` and ``metric`` where the file
    has them; ``client`` says whose it is where it has no such column. ``repaired`` and ``left``
    are counts by the sentence that tells them: of what was put right, and of what is not used.
    """

    file: TableFile
    refused: Sequence[Refusal]
    refused_count: int
    places: Mapping[str, int]
    client: str | None = None
    repaired: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)


def remember(store: Store, run_id: int, met: Met) -> None:
    """Write what the run met into the findings; without a run nothing is kept."""
    rows = [*_refused(store, met), *_told(met.repaired, "repaired"), *_told(met.left, "excluded")]
    if not run_id or not rows:
        return
    whole = store.clients.find(met.client) if met.client else None
    own = {"workspace_id": store.workspace_id, "import_id": run_id}
    with writing(store.engine) as connection:
        found = select(import_run.c.source_id).where(import_run.c.id == run_id)
        own["source_id"] = connection.execute(found).scalar_one()
        client = {"client_id": whole.id if whole else None}
        connection.execute(data_finding.insert(), [{**client, **row, **own} for row in rows])


def _refused(store: Store, met: Met) -> Iterator[Row]:
    kinds = Counter[str]()
    kept: list[tuple[str, Refusal]] = []
    for one in met.refused:
        kinds[one.kind] += 1
        if kinds[one.kind] <= LISTED:
            kept.append((one.kind, one))
    cells = _cells(met, {one.line for _, one in kept})
    clients = _Clients(store)
    for kind, one in kept:
        yield _row(kind, one, _named(met, cells.get(one.line, [])), clients)
    for kind, count in kinds.items():
        if count > LISTED:
            yield _more(kind, count - LISTED)
    if met.refused_count > len(met.refused):
        yield _more(OTHER, met.refused_count - len(met.refused))


def _cells(met: Met, lines: set[int]) -> dict[int, list[str]]:
    """The refused rows as they stand in the file, which is read up to the last of them."""
    last, found = max(lines, default=0), dict[int, list[str]]()
    if not lines:
        return found
    for line, cells in met.file.rows():
        if line in lines:
            found[line] = list(cells)
        if line >= last:
            break
    return found


def _named(met: Met, cells: Sequence[str]) -> dict[str, str]:
    return {name: cells[place].strip() for name, place in met.places.items() if place < len(cells)}


class _Clients:
    """Ids by the names in a file."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, int | None] = {}

    def id_of(self, name: str) -> int | None:
        if name not in self._known:
            found = self._store.clients.find(name)
            self._known[name] = found.id if found else None
        return self._known[name]


def _row(kind: str, one: Refusal, named: dict[str, str], clients: _Clients) -> Row:
    row = _finding(kind, f"line {one.line}: {one.reason}", "excluded", 1) | {
        "record": named.get("record") or None,
        "metric": named.get("metric") or None,
        "day": _day(named.get("day", "")),
        "line": one.line,
        "found": _quoted_in(one.reason),
    }
    if "client" in named:
        row["client_id"] = clients.id_of(named["client"])
    return row


def _more(kind: str, count: int) -> Row:
    return _finding(kind, f"{count:,} more lines like these", "excluded", count)


def _told(counts: Mapping[str, int], done: str) -> Iterator[Row]:
    for text, count in counts.items():
        if count:
            yield _finding(done, text.format(count=f"{count:,}"), done, count)


def _finding(kind: str, text: str, done: str, count: int) -> Row:
    return {
        "kind": kind,
        "severity": "serious" if kind != done else "minor",
        "metric": None,
        "record": None,
        "day": None,
        "line": None,
        "found": None,
        "done": done,
        "text": text,
        "count": count,
    }


def _quoted_in(reason: str) -> str | None:
    """The cell that the reason quotes."""
    match = _QUOTED.search(reason)
    return match[1] if match else None


def _day(cell: str) -> int | None:
    match = _DAY.match(cell)
    try:
        return day_number(date(*map(int, match.groups()))) if match else None
    except ValueError:
        return None
