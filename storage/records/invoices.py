"""Invoices: what was billed, what was paid and how late, and what is overdue."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from storage.cells import Refused
from storage.records import cells as read
from storage.records.daily import Spread
from storage.records.fields import field
from storage.records.kind import CLIENT, Found, Known, Owner, RecordKind
from storage.records.money import CURRENCY, amount
from storage.records.row import Row
from storage.tables import invoice

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Invoice:
    """One row of the table ``invoice``, without whose it is; None is what is not known."""

    ref: str
    issued_day: int
    due_day: int | None = None
    paid_day: int | None = None
    settled: bool | None = None
    amount: float | None = None


def read_invoice(row: Row, owner: Owner, ref: str) -> Invoice:
    """The invoice of one row; raises Refused."""
    issued = row.needed("issued", row.moment("issued", owner.zone)).day
    due, paid = (_day(row, key, owner) for key in ("due", "paid"))
    if due is not None and due < issued:
        raise Refused("it was due before it was issued", "due")
    return Invoice(ref, issued, due, paid, _settled(row, paid), amount(row, owner))


def observed(records: Sequence[Invoice], known: Known) -> Iterator[Found]:
    """Billed and paid on each day, the time it took to pay, and what was overdue."""
    if "amount" in known.told:
        issued = Spread(records, lambda one: one.issued_day)
        yield from issued.total("invoiced", lambda one: one.amount)
    if "paid" in known.told:
        yield from _paid(records, known)
    if "due" in known.told and known.told & {"paid", "status"}:
        yield from _overdue(records, known.as_of)


def _day(row: Row, key: str, owner: Owner) -> int | None:
    moment = row.moment(key, owner.zone)
    return moment and moment.day


def _settled(row: Row, paid: int | None) -> bool | None:
    """Whether it is paid; with a column of days, an empty cell says that it is not."""
    told = row.value("status", read.paid)
    if paid is not None:
        if told is False:
            raise Refused("it has a day of payment, but is said to be unpaid")
        return True
    return False if told is None and row.has("paid") else told


def _paid(records: Sequence[Invoice], known: Known) -> Iterator[Found]:
    days = [(one, one.paid_day) for one in records if one.paid_day is not None]
    spread = Spread(days, lambda one: one[1])
    if "amount" in known.told:
        yield from spread.total("paid", lambda one: one[0].amount)
    # What is paid in advance takes no time.
    yield from spread.mean(
        "payment_days", lambda one: DAY_SECONDS * max(0.0, one[1] - one[0].issued_day)
    )


def _overdue(records: Sequence[Invoice], as_of: int) -> Iterator[Found]:
    """How many were open past their due day at each day's end, where that is known of all."""
    changes: dict[int, int] = defaultdict(int)
    unclear: set[int] = set()
    for one in records:
        if one.due_day is None:
            continue
        if one.paid_day is None and one.settled is not False:
            # Paid on a day that nobody told: by now it is, on the days before it may have been.
            unclear.update(range(one.due_day + 1, as_of + (not one.settled)))
            continue
        changes[one.due_day + 1] += 1
        if one.paid_day is not None:
            changes[max(one.paid_day, one.due_day + 1)] -= 1
    yield from _each_day(changes, unclear, _days(records, as_of))


def _days(records: Sequence[Invoice], as_of: int) -> range:
    """From the first invoice on; while one is open to the day on which that was known."""
    if not records:
        return range(0)
    first = min(one.issued_day for one in records)
    if any(one.paid_day is None for one in records):
        return range(first, as_of + 1)
    ends = (max(one.issued_day, one.due_day or 0, one.paid_day or 0) for one in records)
    return range(first, min(as_of, max(ends)) + 1)


def _each_day(changes: dict[int, int], unclear: set[int], days: range) -> Iterator[Found]:
    open_then = accumulate(changes.get(day, 0) for day in days)
    for day, still in zip(days, open_then, strict=True):
        if day not in unclear:
            yield Found("invoices_overdue", day, float(still))


INVOICES = RecordKind(
    key="invoices",
    one="invoice",
    many="invoices",
    fields=(
        field("ref", "the invoice's number", "text",
              "invoice, invoice no, invoice number, invoice id, invoice ref, bill number, bill no, "
              "เลขที่ใบแจ้งหนี้, หมายเลขใบแจ้งหนี้, ใบแจ้งหนี้, เลขที่บิล, เลขที่ใบกำกับ, "
              "发票号, 发票编号, 发票号码, 账单编号, 账单号, 發票號碼, 帳單編號",
              "number, no, ref, reference, id, เลขที่, 编号, 編號"),
        field("issued", "when it was issued", "moment",
              "issued, issued at, issued on, issue date, date issued, invoice date, billed, "
              "billed at, billing date, bill date, invoiced, invoiced on, "
              "วันที่ออก, วันที่ออกใบแจ้งหนี้, วันที่ใบแจ้งหนี้, วันที่แจ้งหนี้, "
              "开票日期, 开具日期, 发票日期, 账单日期, 開票日期, 發票日期, 帳單日期",
              "created, created at, date, วันที่, 日期", required=True),
        field("due", "when it is due", "moment",
              "due, due at, due on, due date, date due, payment due, payment due date, pay by, "
              "วันครบกำหนด, วันที่ครบกำหนด, ครบกำหนด, กำหนดชำระ, วันครบกำหนดชำระ, "
              "到期日, 到期日期, 付款期限, 应付日期, 付款截止日, 截止日期, 到期日, 付款期限"),
        field("paid", "when it was paid", "moment",
              "paid, paid at, paid on, paid date, date paid, payment date, settled at, settled on, "
              "วันที่ชำระ, วันที่จ่าย, ชำระเมื่อ, วันที่ชำระเงิน, "
              "付款日期, 支付日期, 付款时间, 支付时间, 回款日期, 到账日期, 付款時間"),
        field("status", "whether it is paid", "paid",
              "status, invoice status, payment status, paid, is paid, state, settled, "
              "สถานะ, สถานะการชำระ, สถานะการชำระเงิน, ชำระแล้ว, "
              "状态, 付款状态, 支付状态, 是否付款, 已付款, 狀態, 付款狀態"),
        field("amount", "its amount", "amount",
              "amount, invoice amount, total, total amount, amount due, grand total, "
              "invoice total, "
              "ยอดเงิน, จำนวนเงิน, ยอดรวม, ยอดชำระ, มูลค่า, "
              "金额, 总金额, 发票金额, 应付金额, 账单金额, 合计, 价税合计, 金額, 總金額",
              "value, net, gross, sum, price"),
        CURRENCY,
        replace(CLIENT, weak=("customer", "customername", "billto", "ลูกค้า",
                              "ชื่อลูกค้า", "客户", "客户名称", "客戶", "客戶名稱")),
    ),
    telling=(("due",), ("amount",), ("issued", "ref")),
    table=invoice,
    record=Invoice,
    read=read_invoice,
    observe=observed,
    metrics=frozenset({"invoiced", "paid", "payment_days", "invoices_overdue"}),
)  # fmt: skip
