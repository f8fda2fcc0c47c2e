"""Invoices: billed, paid, overdue on each day; what a file does not say stays unknown."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records.invoices import Invoice, observed
from storage.records.kind import Known
from storage.store import Store
from storage.tables import invoice
from tests.storage import NOW
from tests.storage.records_house import House

HEAD = "invoice no,issued,due,paid,amount\n"
ROWS = (
    "A1,2026-11-02,2026-11-09,2026-11-12,100.5\n"
    "A2,2026-11-04,2026-11-10,,50\n"
    "A3,2026-11-05,,2026-11-05,25\n"
    "A4,2026-11-05,2026-12-05,,10\n"
)


@pytest.fixture
def ledger(store: Store, tmp_path: Path) -> House:
    """Invoices to acme, which does not exist yet."""
    return House(store, tmp_path, "invoices")


def test_billed_and_paid_on_their_days(ledger: House) -> None:
    done = ledger.bring(HEAD + ROWS)
    assert (done.taken, done.refused, done.lacks) == (4, [], [])
    assert ledger.days("invoiced") == {
        "2026-11-02": 100.5, "2026-11-03": 0, "2026-11-04": 50, "2026-11-05": 35,
    }  # fmt: skip
    paid = ledger.days("paid")
    assert {day: value for day, value in paid.items() if value} == {
        "2026-11-05": 25,
        "2026-11-12": 100.5,
    }
    assert ledger.weighted("payment_days") == (10 + 0) / 2 * 86_400


def test_overdue_is_what_is_open_past_its_due_day_until_the_file_came(ledger: House) -> None:
    ledger.bring(HEAD + ROWS)
    overdue = ledger.days("invoices_overdue")
    assert (min(overdue), max(overdue)) == ("2026-11-02", "2026-11-16")
    told = {day[-2:]: count for day, count in overdue.items()}
    assert [told[day] for day in ("09", "10", "11", "12", "16")] == [0, 1, 2, 1, 1]


def test_where_all_is_paid_nothing_is_said_of_later_days(ledger: House) -> None:
    ledger.bring(HEAD + "A1,2026-01-02,2026-01-09,2026-01-12,1\n")
    overdue = ledger.days("invoices_overdue")
    assert (max(overdue), overdue["2026-01-11"], overdue["2026-01-12"]) == ("2026-01-12", 1, 0)


@pytest.mark.parametrize("header", ["invoice no,issued,due,amount", "invoice no,issued,amount"])
def test_without_a_word_on_payment_overdue_is_unknown(ledger: House, header: str) -> None:
    cells = "A1,2026-11-02,2026-11-09,5\n" if "due" in header else "A1,2026-11-02,5\n"
    done = ledger.bring(f"{header}\n{cells}")
    assert done.gives == ["invoiced"]
    assert done.lacks == ["invoices_overdue", "paid", "payment_days"]
    assert ledger.days("invoices_overdue") == {}


def test_a_status_tells_of_today_and_not_of_the_days_before(ledger: House) -> None:
    """A paid invoice may have been overdue until somebody paid: those days are unknown."""
    head = "invoice no,issued,due,status,amount\n"
    ledger.bring(
        head + "A1,2026-11-02,2026-11-10,Paid,5\nA2,2026-11-02,2026-11-12,Overdue,5\n"
        "A3,2026-11-02,2026-11-15,,5\n"
    )
    overdue = ledger.days("invoices_overdue")
    assert [day for day, count in overdue.items() if count] == []
    assert max(overdue) == "2026-11-10"  # A3 may be open on every day after its due day
    ledger.bring(head + "A3,2026-11-02,2026-11-15,paid,5\n")
    assert ledger.days("invoices_overdue")["2026-11-16"] == 1
    assert ledger.days("paid") == {}


def test_amounts_in_another_currency_are_refused(ledger: House) -> None:
    ledger.store.clients.add("acme", "Acme", now=NOW, currency="GBP")
    done = ledger.bring(
        "invoice no,issued,amount,currency\n"
        "A1,2026-11-02,5,GBP\nA2,2026-11-02,5,EUR\nA3,2026-11-02,5,£\nA4,2026-11-02,5,pounds\n"
        "A5,2026-11-02,5,\n"
    )
    assert {one.line: one.reason for one in done.refused} == {
        3: "it is in EUR, while the figures of Acme are in GBP",
        5: "currency: “pounds” is not a currency code such as EUR",
    }
    assert ledger.days("invoiced") == {"2026-11-02": 15}
    header = ledger.bring("invoice no,issued,Amount (USD)\nA9,2026-11-02,5\n", name="usd.csv")
    assert header.refused[0].reason == "it is in USD, while the figures of Acme are in GBP"


def test_a_new_client_has_the_currency_of_its_rows(ledger: House) -> None:
    ledger.bring("invoice no,issued,amount,currency\nA1,2026-11-02,5,THB\n", client="Siam Co")
    assert ledger.client("siam co").currency == "THB"
    ledger.bring("invoice no,issued,amount\nA1,2026-11-02,5\n", client="Plain", name="p.csv")
    assert ledger.client("plain").currency == "USD"


def test_what_is_refused_is_named_with_its_line(ledger: House) -> None:
    done = ledger.bring(
        "invoice no,issued,due,paid,status,amount\n"
        "A1,2026-11-02,2026-11-01,,,5\n"
        "A2,2026-11-02,2026-11-09,2026-11-05,unpaid,5\n"
        "A3,2026-11-02,2026-11-09,,void,5\n"
        "A4,,2026-11-09,,,5\n"
        "A5,2026-11-02,2026-11-09,,,much\n"
        "A6,2026-11-02,2026-11-09,,,5\n"
    )
    assert {one.line: one.reason for one in done.refused} == {
        2: "it was due before it was issued",
        3: "it has a day of payment, but is said to be unpaid",
        4: "status: “void” is neither paid nor unpaid",
        5: "issued is empty",
        6: "amount: “much” is not a plain number such as 1234.5",
    }
    assert done.taken == 1


def test_thai_and_chinese_columns_are_known(ledger: House) -> None:
    thai = ledger.plan(
        "เลขที่ใบแจ้งหนี้,วันที่ออก,วันครบกำหนด,วันที่ชำระ,สถานะ,จำนวนเงิน (บาท)\n"
        "A1,2026-11-02,2026-11-09,,ค้างชำระ,5\n"
    )
    keys = ["ref", "issued", "due", "paid", "status", "amount"]
    assert list(thai.mapping.columns) == keys
    chinese = ledger.plan(
        "发票号,开票日期,到期日,付款日期,付款状态,金额（元）\nA1,2026-11-02,2026-11-09,,未付款,5\n"
    )
    assert list(chinese.mapping.columns) == keys
    assert chinese.what_would_change
    assert chinese.what_would_change.refused == []


def test_the_same_file_twice_changes_nothing_also_days_later(ledger: House) -> None:
    ledger.bring(HEAD + ROWS)
    before = ledger.seen()
    again = ledger.bring(HEAD + ROWS, at=NOW + timedelta(days=9))
    assert (again.new, again.changed, again.unchanged, again.withdrawn) == (0, 0, 4, 0)
    assert ledger.seen() == before
    newer = ledger.bring(HEAD + ROWS + "A5,2026-11-20,,,1\n", at=NOW + timedelta(days=9))
    assert (newer.new, max(ledger.days("invoices_overdue"))) == (1, "2026-11-25")


def test_the_figures_are_those_of_an_independent_computation(ledger: House) -> None:
    made = _invoices(Random(7), 400)
    ledger.store.clients.add("acme", "Acme", now=NOW, tz="Asia/Bangkok")
    shuffled = made.sample(frac=1, random_state=3)
    ledger.bring(shuffled.to_csv(index=False, date_format="%Y-%m-%d"), at=_late_in_bangkok())
    last = date(2026, 11, 20)  # in Bangkok it is the next day already
    days = pd.date_range(made["issued"].min(), last)
    expected = {
        f"{day:%Y-%m-%d}": float(((made["due"] < day) & ~(made["paid"] <= day)).sum())
        for day in days
    }
    assert ledger.days("invoices_overdue") == expected
    billed = made.groupby("issued")["amount"].sum()
    for metric, sums in {"invoiced": billed, "paid": made.groupby("paid")["amount"].sum()}.items():
        found = {day: value for day, value in ledger.days(metric).items() if value}
        assert found == pytest.approx({f"{day:%Y-%m-%d}": value for day, value in sums.items()})
    took = (made["paid"] - made["issued"]).dropna().dt.total_seconds()
    assert ledger.weighted("payment_days") == pytest.approx(took.mean())
    assert len(ledger.records(invoice)) == 400


def _invoices(random: Random, count: int) -> pd.DataFrame:
    rows = []
    for number in range(count):
        issued = date(2026, 5, 1) + timedelta(days=random.randrange(190))
        due = issued + timedelta(days=random.choice([7, 14, 30]))
        paid = issued + timedelta(days=random.randrange(60))
        open_still = random.random() < 0.2 or paid > date(2026, 11, 19)
        amount = round(random.uniform(10, 5000), 2)
        rows.append((f"INV-{number}", issued, due, None if open_still else paid, amount))
    frame = pd.DataFrame(rows, columns=["invoice no", "issued", "due", "paid", "amount"])
    days = ["issued", "due", "paid"]
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in days})


def _late_in_bangkok() -> datetime:
    return datetime(2026, 11, 19, 20, 0, tzinfo=UTC)


_DAY = st.integers(0, 30)
_INVOICES = st.lists(
    st.tuples(_DAY, st.none() | _DAY, st.none() | _DAY, st.sampled_from([True, False, None])),
    min_size=1,
    max_size=8,
)


@given(rows=_INVOICES, as_of=st.integers(0, 40))
def test_overdue_is_right_on_each_day_or_unknown(
    rows: list[tuple[int, int | None, int | None, bool | None]], as_of: int
) -> None:
    made = [
        Invoice(
            str(place), issued, None if due is None else max(issued, due), paid,
            True if paid is not None else settled,
        )
        for place, (issued, due, paid, settled) in enumerate(rows)
    ]  # fmt: skip
    found = observed(made, Known(frozenset({"due", "paid", "status"}), as_of))
    overdue = {one.day: one.value for one in found if one.metric == "invoices_overdue"}
    first = min(one.issued_day for one in made)
    for day in range(first, as_of + 1):
        told = [_is_overdue(one, day, as_of) for one in made]
        if day in overdue:
            assert None not in told
            assert overdue[day] == sum(map(bool, told))
        elif any(one.paid_day is None for one in made):
            assert None in told
    assert not overdue or (min(overdue) >= first and max(overdue) <= as_of)


def _is_overdue(one: Invoice, day: int, as_of: int) -> bool | None:
    """Whether it was open past its due day at the end of ``day``; None where nobody told."""
    if one.due_day is None or day <= one.due_day:
        return False
    if one.paid_day is not None:
        return day < one.paid_day
    if one.settled is None or (one.settled and day < as_of):
        return None
    return not one.settled
