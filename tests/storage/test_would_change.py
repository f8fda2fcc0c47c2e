"""What an import would do, told before it is done: exactly that, and nothing is written."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.engine import reading
from storage.errors import NoClient, NoTicketClient, UnknownClient
from storage.imports import import_file
from storage.looked import Wish
from storage.looking import look_at
from storage.store import Store
from storage.tables import client, import_run, metric_key, observation, source
from tests.storage import NOW
from tests.storage.workbooks import Rows, workbook

TABLES = (client, metric_key, source, import_run, observation)
FIRST = "client,date,metric,value,weight\nacme,2026-01-01,leads,5,\nacme,2026-01-01,csat,0.9,4\n"
ACTS = {
    "the same": FIRST,
    "another value": FIRST.replace(",5,", ",6,"),
    "another weight": FIRST.replace(",4", ",3"),
    "a new metric": FIRST + "acme,2026-01-02,Umsatz,7,\n",
    "a new client": FIRST + "Cosy,2026-01-01,leads,7,\ncosy ,2026-01-02,leads,8,\n",
    "twice": FIRST + "acme,2026-01-01,leads,5,\n",
    "in two ways": FIRST + "acme,2026-01-01,leads,8,\n",
    "what is no number": FIRST + "acme,2026-01-02,leads,x,\n,2026-01-02,leads,1,\n",
    "with a currency": FIRST.replace(",5,", ",$5,") + "Cosy,2026-01-01,spend,€7,\n",
}


def counts(store: Store) -> list[int]:
    """How many rows the tables have that an import writes to."""
    with reading(store.engine) as connection:
        return [connection.scalar(select(func.count()).select_from(one)) or 0 for one in TABLES]


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    """The file of a source that has brought two numbers of acme's."""
    store.clients.add("acme", "Acme Outdoor", now=NOW)
    path = tmp_path / "ads.csv"
    path.write_text(FIRST, encoding="utf-8")
    import_file(store, path, client=None, create=False, now=NOW, by="U1")
    return path


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("act", ACTS)
def test_the_numbers_are_told_as_the_import_has_them(
    store: Store, file: Path, act: str, create: bool
) -> None:
    file.write_text(ACTS[act], encoding="utf-8")
    before = counts(store)
    would = look_at(store, Wish(file, create=create)).would
    assert counts(store) == before
    assert would
    done = import_file(store, file, client=None, create=create, now=NOW, by="U1")
    assert (would.new, would.changed, would.unchanged) == (done.new, done.changed, done.unchanged)
    assert would.repeated == done.repeated
    assert [one.line for one in would.refused] == [one.line for one in done.refused]
    assert would.refused_count == done.refused_count
    assert len(would.new_clients) == len(done.new_clients)


def test_whose_it_is_is_asked_for_beside_how_it_is_read(store: Store, tmp_path: Path) -> None:
    store.clients.add("acme", "Acme Outdoor", now=NOW)
    days, rows = tmp_path / "days.csv", tmp_path / "rows.csv"
    days.write_text("date;leads\n31.12.2025;1.234,5\n", encoding="utf-8")
    rows.write_text("Invoice,Issued,Due,Amount\nR-1,2026-01-01,2026-01-15,5\n", encoding="utf-8")
    seen = look_at(store, Wish(days))
    assert isinstance(seen.trouble, NoClient)
    assert (seen.kind, seen.first) == ("numbers", ((2, ("2025-12-31", "1234.5")),))
    assert isinstance(look_at(store, Wish(days, client="nobody")).trouble, UnknownClient)
    assert isinstance(look_at(store, Wish(rows, kind="invoices")).trouble, NoClient)
    tickets = look_at(store, Wish(rows, kind="tickets", maps=("ref=Invoice", "opened=Issued")))
    assert isinstance(tickets.trouble, NoTicketClient)
    assert tickets.mapping["ref"] == "Invoice"
    known = look_at(store, Wish(rows, client="acme"))
    assert (known.kind, known.would and known.would.new) == ("invoices", 1)


def test_the_sheets_with_data_are_offered(store: Store, tmp_path: Path) -> None:
    rows: Rows = [["date", "leads"], ["2026-01-01", 5]]
    sheets = {"One": rows, "Nothing": [[]], "Hidden": rows, "Two": rows}
    book = workbook(tmp_path / "book.xlsx", sheets, hidden=["Hidden"])
    seen = look_at(store, Wish(book))
    assert (seen.sheets, seen.sheet) == (("One", "Two"), None)
    assert "several sheets" in str(seen.trouble)
    chosen = look_at(store, Wish(book, sheet="Two", hopes=("date=date", "value=none")))
    assert (chosen.sheet, chosen.kind) == ("Two", "numbers")
