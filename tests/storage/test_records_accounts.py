"""Accounts: the fields of the client cards, made and changed by a file, never deleted."""

from pathlib import Path

import pytest

from storage.errors import SourceTaken
from storage.store import Store
from tests.storage import NOW
from tests.storage.records_house import House

HEAD = "slug,name,aliases,segment,account manager,time zone,currency,language\n"


@pytest.fixture
def book(store: Store, tmp_path: Path) -> House:
    """Accounts beside acme and Borealis, which exist."""
    store.clients.add("acme", "Acme", now=NOW)
    store.clients.add("borealis", "Borealis Clinics", now=NOW, currency="EUR")
    return House(store, tmp_path, "accounts")


def test_what_would_change_is_said_before_it_does(book: House) -> None:
    content = HEAD + (
        'acme,Acme Outdoor,"The Shop; Outdoor",enterprise,Sam,Europe/London,gbp,en\n'
        "borealis,,,,,,EUR,\n"
        "nordic,Nordic Foods,,smb,,Europe/Oslo,NOK,nb\n"
    )
    would = book.plan(content, client=None).what_would_change
    assert would
    assert (would.new, would.changed, would.unchanged) == (1, 1, 1)
    assert would.new_clients == ["Nordic Foods"]
    assert would.details == [
        "acme: name Acme → Acme Outdoor", "acme: segment unset → enterprise",
        "acme: owner unset → Sam", "acme: tz UTC → Europe/London", "acme: currency USD → GBP",
        "acme: also called “The Shop”", "acme: also called “Outdoor”",
    ]  # fmt: skip
    assert book.client().name == "Acme"
    assert book.store.clients.find("nordic") is None


def test_clients_are_made_and_changed(book: House) -> None:
    content = HEAD + (
        "acme,,The Shop,enterprise,Sam,Europe/London,gbp,\nnordic,Nordic Foods,,,,,NOK,nb\n"
    )
    done = book.bring(content, client=None)
    assert (done.new, done.changed, done.unchanged, done.new_clients) == (1, 1, 0, ["nordic"])
    acme = book.client("the shop")
    assert (acme.name, acme.segment, acme.owner, acme.tz, acme.currency, acme.locale) == (
        "Acme", "enterprise", "Sam", "Europe/London", "GBP", "en",
    )  # fmt: skip
    nordic = book.client("nordic")
    assert (nordic.name, nordic.currency, nordic.locale, nordic.tz) == (
        "Nordic Foods", "NOK", "nb", "UTC",
    )  # fmt: skip


def test_the_same_file_twice_changes_nothing_and_what_is_absent_stays(book: House) -> None:
    content = HEAD + "acme,Acme Outdoor,The Shop,enterprise,Sam,Europe/London,GBP,en\n"
    book.bring(content, client=None)
    before = book.store.clients.all()
    again = book.bring(content, client=None)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    assert book.store.clients.all() == before
    book.bring(HEAD + "acme,,,,,,,\n", client=None)
    assert book.store.clients.all() == before


def test_new_clients_need_permission(book: House) -> None:
    done = book.bring("name,segment\nNordic,smb\nacme,top\n", client=None, create=False)
    assert [(one.line, one.reason) for one in done.refused] == [
        (2, "there is no client “Nordic”; import with --create to add it")
    ]
    assert book.client().segment == "top"
    assert book.client().name == "Acme"  # the name led to it, and is not its new one


def test_what_is_refused_is_named_with_its_line(book: House) -> None:
    done = book.bring(
        HEAD + "acme,,,,,Mars/Olympus,,\n"
        "borealis,,,,,,Euro,\n"
        ",,,,smb,,,\n"
        "stats,Stats,,,,,,\n"
        "b2,Borealis Clinics,,,,,,\n"
        "b3,Third,acme,,,,,\n"
        "good,Good,,,,,,\n"
        "good,Good again,,,,,,\n",
        client=None,
    )
    reasons = {one.line: one.reason for one in done.refused}
    assert "Mars/Olympus" in reasons[2]
    assert "“Euro” is not a currency code" in reasons[3]
    assert reasons[4] == "it names no client"
    assert "“stats” is a word of Rapport's own" in reasons[5]
    assert reasons[6] == "“Borealis Clinics” is the client borealis already"
    assert reasons[7] == "“acme” already names the client acme"
    assert reasons[9] == "the same client stands on line 8"
    assert (done.new_clients, done.taken) == (["good"], 1)


def test_thai_and_chinese_columns_are_known(book: House) -> None:
    thai = book.plan("ชื่อย่อ,ชื่อลูกค้า,กลุ่มลูกค้า,ผู้ดูแล,เขตเวลา,สกุลเงิน\nsiam,สยาม,a,b,Asia/Bangkok,THB\n")
    chinese = book.plan(
        "客户代码,客户名称,客户等级,客户经理,时区,货币\nhan,汉,a,b,Asia/Shanghai,CNY\n"
    )
    keys = ["slug", "name", "segment", "owner", "tz", "currency"]
    assert list(thai.mapping.columns) == list(chinese.mapping.columns) == keys


def test_a_source_of_accounts_brings_nothing_else(book: House) -> None:
    book.bring("name,segment\nacme,top\n", client=None)
    orders = House(book.store, book.file("").parent, "orders")
    with pytest.raises(SourceTaken, match="already brings accounts"):
        orders.plan("order id,date\n1,2026-11-09\n")
