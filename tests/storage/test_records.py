"""What all kinds of records share: whose they are, what would change, what came before."""

from pathlib import Path

import pytest
from sqlalchemy import select

from storage.engine import reading
from storage.errors import (
    ClientToldTwice,
    FileUnreadable,
    FormatUnclear,
    MappedColumnMissing,
    NoClient,
    SourceTaken,
    UnknownClient,
)
from storage.records.importing import import_records
from storage.records.kinds import KINDS, guess
from storage.records.planning import plan_records, recognise_records
from storage.sources.found import Said
from storage.store import Store
from storage.tables import purchase, record_journal, usage_event
from storage.undoing import undo
from tests.storage import NOW
from tests.storage.records_house import House

HEAD = "order id,date,amount\n"
ROWS = "1,2026-11-09,10\n2,2026-11-10,20\n"


@pytest.fixture
def shop(store: Store, tmp_path: Path) -> House:
    """Orders of acme, which does not exist yet."""
    return House(store, tmp_path, "orders")


def test_a_plan_writes_nothing(shop: House) -> None:
    plan = shop.plan(HEAD + ROWS + "3,x,1\n")
    would = plan.what_would_change
    assert would
    assert (would.new, would.changed, would.unchanged, would.new_clients) == (2, 0, 0, ["acme"])
    assert [(one.line, one.reason) for one in would.refused] == [
        (4, "date: “x” is not a date such as 2026-01-31 or 2026-01-31 09:30")
    ]
    assert (shop.store.clients.all(), shop.store.imports.recent(9)) == ([], [])
    assert shop.records(purchase) == []
    assert plan.first_rows()[0] == ["1", "2026-11-09", "10"]


def test_what_would_change_is_what_does(shop: House) -> None:
    shop.bring(HEAD + ROWS)
    content = HEAD + "1,2026-11-09,10\n2,2026-11-10,21\n3,2026-11-11,5\n3,2026-11-11,5\n"
    would = shop.plan(content).what_would_change
    assert would
    done = shop.bring(content)
    assert (would.new, would.changed, would.unchanged, would.repeated) == (1, 1, 1, 1)
    assert (done.new, done.changed, done.unchanged, done.repeated) == (1, 1, 1, 1)
    assert shop.days("revenue") == {"2026-11-09": 10, "2026-11-10": 21, "2026-11-11": 5}
    untried = plan_records(shop.store, shop.file(content), kind="orders", client="acme",
                           trial=False)  # fmt: skip
    assert untried.what_would_change is None


def test_what_changes_goes_to_the_journal_first(shop: House) -> None:
    shop.bring(HEAD + ROWS)
    shop.bring(HEAD + "2,2026-11-10,21\n")
    with reading(shop.store.engine) as connection:
        kept = connection.execute(select(record_journal)).mappings().all()
    assert [row["record_table"] for row in kept] == ["purchase"]
    assert '"amount": 20.0' in kept[0]["record"]


def test_an_import_of_records_can_be_undone(shop: House) -> None:
    shop.bring(HEAD + ROWS)
    before, rows = shop.seen(), _without_runs(shop)
    shop.bring(HEAD + "2,2026-11-10,21\n3,2026-11-11,5\n")
    newest = shop.store.imports.recent(1)[0]
    undo(shop.store, newest.id, now=NOW, by="U1")
    assert (shop.seen(), _without_runs(shop)) == (before, rows)


def test_a_moved_order_leaves_no_figure_behind(shop: House) -> None:
    shop.bring(HEAD + "1,2026-11-09,10\n")
    done = shop.bring(HEAD + "1,2026-11-12,10\n")
    assert (done.changed, done.withdrawn) == (1, 3)
    assert shop.days("revenue") == {"2026-11-12": 10}


def test_one_file_may_have_several_clients(shop: House) -> None:
    shop.store.clients.add("acme", "Acme Outdoor", now=NOW, tz="Asia/Tokyo")
    content = (
        "client,order id,date,amount\n"
        "acme,1,2026-11-09T20:00:00Z,10\nBorealis,1,2026-11-09T20:00:00Z,20\n"
        "Acme Outdoor,2,2026-11-09,30\n,3,2026-11-09,5\n"
    )
    few = shop.bring(content, client=None, create=False)
    assert {one.line: one.reason for one in few.refused} == {
        3: "there is no client “Borealis”; correct it, or import with --create",
        5: "the client is missing",
    }
    done = shop.bring(content, client=None)
    assert (done.clients, done.new_clients) == (["acme", "borealis"], ["borealis"])
    assert shop.days("revenue") == {"2026-11-09": 30, "2026-11-10": 10}
    assert shop.days("revenue", "borealis") == {"2026-11-09": 20}


def test_no_client_is_made_for_rows_that_are_refused(shop: House) -> None:
    content = "client,order id,date\nacme,1,2026-11-09\nNobody,2,never\n"
    assert shop.bring(content, client=None).new_clients == ["acme"]
    assert shop.store.clients.find("nobody") is None


def test_two_spellings_make_one_client(shop: House) -> None:
    content = "client,order id,date\nAcme Outdoor,1,2026-11-09\nacme-outdoor,2,2026-11-09\n"
    assert shop.bring(content, client=None).new_clients == ["acme-outdoor"]


def test_whose_the_rows_are_must_be_said_once(shop: House) -> None:
    with pytest.raises(NoClient):
        shop.plan(HEAD + ROWS, client=None)
    with pytest.raises(UnknownClient, match="“acme”"):
        shop.plan(HEAD + ROWS, create=False)
    both = "client,order id,date\nborealis,1,2026-11-09\n"
    with pytest.raises(ClientToldTwice, match="--map client="):
        shop.plan(both)
    assert shop.bring(both, "client=").clients == ["acme"]


def test_the_next_file_is_read_like_the_first(shop: House) -> None:
    shop.bring("no,when,amount\n1,2026-11-09,10\n", "ref=no", "at=when")
    assert shop.plan("amount,no,when,new\n10,1,2026-11-09,x\n").saved
    with pytest.raises(MappedColumnMissing, match=r"lacks “when”.*--map at=COLUMN"):
        shop.plan("no,amount,day\n1,10,2026-11-09\n")
    assert shop.bring("no,amount,day\n1,10,2026-11-09\n", "at=day").unchanged == 1


def test_a_source_brings_one_kind(shop: House) -> None:
    shop.bring(HEAD + ROWS)
    usage = House(shop.store, shop.file("").parent, "usage")
    with pytest.raises(SourceTaken, match="already brings orders"):
        usage.plan("timestamp,user\n2026-11-09,ann\n")
    usage.bring("timestamp,user\n2026-11-09,ann\n", source="log")
    assert len(shop.records(usage_event)) == 1


def test_where_nothing_can_be_taken_nothing_is_written(shop: House) -> None:
    done = shop.bring(HEAD + "1,never,1\n", "at=date")
    assert (done.taken, done.refused_count, done.lacks) == (0, 1, [])
    assert (shop.store.clients.all(), shop.store.imports.recent(9)) == ([], [])


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        ("order id,date,amount,customer", "1,2026-11-09,5,ann", "orders"),
        ("订单号,下单时间,金额", "1,2026-11-09,5", "orders"),
        ("invoice no,issue date,due date,total", "1,2026-11-09,2026-11-30,5", "invoices"),
        ("วันที่ออก,วันครบกำหนด,จำนวนเงิน", "2026-11-09,2026-11-30,5", "invoices"),
        ("date,nps,comment", "2026-11-09,9,ok", "feedback"),
        ("timestamp,user id,event", "2026-11-09,ann,login", "usage"),
        ("slug,name,segment,time zone", "acme,Acme,smb,UTC", "accounts"),
        ("date,orders,revenue", "2026-11-09,5,100", None),
        ("date,nps,csat", "2026-11-09,5,0.9", None),
        ("client,date,metric,value", "acme,2026-11-09,leads,5", None),
        ("ticket id,created,rating,comment", "1,2026-11-09,5,ok", None),
        ("order id,date,amount,due date,issued", "1,2026-11-09,5,2026-11-09,2026-11-09", None),
    ],
)  # fmt: skip
def test_a_clear_header_tells_the_kind(header: str, row: str, kind: str | None) -> None:
    found = guess(header.split(","), [row.split(",")])
    assert (found.kind if found else None) == kind
    if found:
        assert found.why.startswith(f"Read as {KINDS[found.kind].many}: it has the columns “")


def test_what_a_source_brings_is_known_without_its_header(shop: House) -> None:
    plain = "no,when,amount\n1,2026-11-09,10\n"
    file = shop.file(plain)
    assert recognise_records(shop.store, file) is None
    shop.bring(plain, "ref=no", "at=when")
    found = recognise_records(shop.store, file)
    assert found == ("orders", "")
    with pytest.raises(FileUnreadable):
        recognise_records(shop.store, file.parent / "none.csv")


def _without_runs(shop: House) -> list[dict[str, object]]:
    return [{key: row[key] for key in ("ref", "day", "amount")} for row in shop.records(purchase)]


def test_days_and_amounts_may_be_written_otherwise(shop: House) -> None:
    content = (
        "order id;date;amount\n1;31.01.2026 09:30;€ 1.234,50\n2;01.02.2026 10:00;€ 10,5\n"
        "3;5 Feb 2026;€ 1,00\n"
    )
    assert shop.bring(content).refused == []
    assert shop.days("revenue")["2026-01-31"] == 1234.5
    assert shop.days("revenue")["2026-02-01"] == 10.5
    assert shop.days("orders")["2026-02-05"] == 1


def test_a_day_that_may_be_another_is_not_guessed(shop: House) -> None:
    with pytest.raises(FormatUnclear, match=r"“date”.*day-first"):
        shop.plan("order id,date,amount\n1,01/02/2026,5\n")
    told = plan_records(
        shop.store, shop.file("order id,date,amount\n1,01/02/2026,5\n"), kind="orders",
        client="acme", create=True, said=Said(dates="month-first"),
    )  # fmt: skip
    import_records(shop.store, told, now=NOW, by="U1")
    assert shop.days("orders") == {"2026-01-02": 1}


def test_the_sign_beside_amounts_is_a_currency_too(store: Store, tmp_path: Path) -> None:
    store.clients.add("acme", "Acme", now=NOW, currency="GBP")
    file = tmp_path / "invoices.csv"
    rows = "R1;31.10.2026;15.11.2026;1.234,50 €\nR2;05.11.2026;20.11.2026;99,00 €\n"
    file.write_text("Invoice;Issued;Due;Amount\n" + rows)
    plan = plan_records(store, file, kind="invoices", client="acme")
    assert plan.what_would_change
    assert plan.what_would_change.refused_count == 2
    reason = plan.what_would_change.refused[0].reason
    assert reason == "its amounts are in €, while the figures of Acme are in GBP"
    new = plan_records(store, file, kind="invoices", client="Beta", create=True)
    import_records(store, new, now=NOW, by="test")
    beta = store.clients.find("Beta")
    assert beta
    assert beta.currency == "EUR"
