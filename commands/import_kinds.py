"""How each kind of data is taken: numbers, tickets, and records."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from commands import import_words
from storage.looked import NUMBERS, TICKETS, Looked, Wish
from storage.store import Store
from storage.values import Refusal

KINDS = (NUMBERS, TICKETS, "feedback", "invoices", "orders", "usage", "accounts")


@dataclass(frozen=True)
class Done:
    """What an import did; ``nothing`` where every row was refused."""

    lines: tuple[str, ...]
    nothing: bool


def look(store: Store, wish: Wish) -> Looked:
    """How the file would be read; nothing is written. Raises FileUnreadable."""
    from storage.looking import look_at

    return look_at(store, wish)


def take(store: Store, wish: Wish, kind: str, now: datetime, by: str) -> Done:
    """Import the file; raises what the import of its kind raises."""
    return _TAKE.get(kind, _records)(store, wish, kind, now, by)


def _numbers(store: Store, wish: Wish, _kind: str, now: datetime, by: str) -> Done:
    from storage.imports import import_file

    done = import_file(
        store,
        wish.path,
        client=wish.client,
        create=wish.create,
        now=now,
        by=by,
        sheet=wish.sheet,
        overrides=wish.maps,
        said=wish.said,
    )
    lines = import_words.numbers_taken(done, wish.path.name)
    return _done(lines, done.refused, done.refused_count, done.taken)


def _tickets(store: Store, wish: Wish, _kind: str, now: datetime, by: str) -> Done:
    from storage.tickets.importing import import_tickets
    from storage.tickets.planning import plan_tickets

    plan = plan_tickets(store, wish.path, sheet=wish.sheet, overrides=wish.maps, said=wish.said)
    done = import_tickets(store, plan, client=wish.client, create=wish.create, now=now, by=by)
    lines = import_words.tickets_taken(done, wish.path.name, store.definitions.catalogue())
    return _done(lines, done.refused, done.refused_count, done.taken)


def _records(store: Store, wish: Wish, kind: str, now: datetime, by: str) -> Done:
    from storage.records.importing import import_records
    from storage.records.planning import plan_records

    plan = plan_records(
        store,
        wish.path,
        kind=kind,
        sheet=wish.sheet,
        overrides=wish.maps,
        client=wish.client,
        create=wish.create,
        said=wish.said,
        trial=False,
    )
    done = import_records(store, plan, now=now, by=by)
    words = import_words.records_taken
    lines = words(done, wish.path.name, plan.kind, store.definitions.catalogue())
    return _done(lines, done.refused, done.refused_count, done.taken)


def _done(lines: list[str], refused: list[Refusal], count: int, taken: int) -> Done:
    if count:
        lines = [*lines, f"{count:,} lines were refused:"]
    told = (*lines, *import_words.refusals(refused, count))
    return Done(told, nothing=bool(count) and not taken)


_TAKE: dict[str, Callable[[Store, Wish, str, datetime, str], Done]] = {
    NUMBERS: _numbers,
    TICKETS: _tickets,
}
