"""The sample put into a store, through the same import that people use."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.playground.sample.generate import SampleFile, files, helpdesk
from bot.playground.sample.people import ACCOUNTS, Account
from storage.imports import import_file
from storage.store import Store
from storage.tickets.importing import import_tickets
from storage.tickets.planning import plan_tickets
from storage.tickets.ticket import TicketsTaken
from storage.values import ImportResult

BY = "playground"
Result = ImportResult | TicketsTaken
DAY_COLUMNS = {"date", "opened"}
MAY_BE_OPEN = timedelta(days=3)  # after that every ticket of the sample is closed


def top_up(store: Store, since: date, today: date, now: datetime) -> list[Result]:
    """Import the days from ``since`` to the day before ``today``, as time goes by.

    Tickets that were open are told again, as by now most of them are closed.
    """
    open_then = _from_day(helpdesk(since, today), since - MAY_BE_OPEN)
    return _import([open_then, *(_from_day(file, since) for file in files(today))], store, now)


def fill(store: Store, today: date, now: datetime) -> list[Result]:
    """Create the sample's clients and import its files, one result a file in delivery order.

    ``today`` ends the data (exclusive), ``now`` is the aware time of the imports. Channels,
    owners, subscriptions and comments need ids and are left to the caller. Filling twice raises
    SlugTaken.
    """
    for account in ACCOUNTS:
        _add(store, account, now)
    return _import(files(today), store, now)


def _import(delivered: list[SampleFile], store: Store, now: datetime) -> list[Result]:
    with TemporaryDirectory(prefix="rapport-sample-") as folder:
        paths = [_write(file, Path(folder) / str(n)) for n, file in enumerate(delivered)]
        return [_take(store, file, path, now) for file, path in paths]


def _from_day(file: SampleFile, since: date) -> SampleFile:
    """The same file without the days before ``since``."""
    header, *lines = file.text.splitlines(keepends=True)
    names = header.strip().lower().split(",")
    place = next(place for place, name in enumerate(names) if name in DAY_COLUMNS)
    kept = [line for line in lines if line.split(",")[place] >= since.isoformat()]
    return replace(file, text=header + "".join(kept))


def _add(store: Store, account: Account, now: datetime) -> None:
    client = store.clients.add(
        account.slug,
        account.name,
        now=now,
        tz=account.tz,
        currency=account.currency,
        locale=account.locale,
    )
    store.clients.change(client.id, segment=account.segment)
    for alias in account.aliases:
        store.clients.add_alias(client.id, alias)


def _write(file: SampleFile, folder: Path) -> tuple[SampleFile, Path]:
    # A folder each: the source is named by the file's name, and one file comes twice.
    folder.mkdir()
    path = folder / file.name
    path.write_text(file.text, encoding="utf-8", newline="")
    return file, path


def _take(store: Store, file: SampleFile, path: Path, now: datetime) -> Result:
    if file.holds == "tickets":
        plan = plan_tickets(store, path)
        return import_tickets(store, plan, client=file.client, create=False, now=now, by=BY)
    return import_file(store, path, client=file.client, create=False, now=now, by=BY)
