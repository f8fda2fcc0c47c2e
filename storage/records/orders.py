"""Orders: how many, for how much, by whom, and who came back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.records.daily import Spread
from storage.records.fields import field
from storage.records.kind import CLIENT, Found, Known, Owner, RecordKind
from storage.records.money import CURRENCY, amount
from storage.records.row import Row
from storage.tables import purchase


@dataclass(frozen=True, slots=True)
class Order:
    """One row of the table ``purchase``, without whose it is; None is what is not known."""

    ref: str
    day: int
    at: datetime | None = None
    customer: str | None = None
    amount: float | None = None
    channel: str | None = None
    location: str | None = None


def read_order(row: Row, owner: Owner, ref: str) -> Order:
    """The order of one row; raises Refused."""
    at = row.needed("at", row.moment("at", owner.zone))
    customer, channel, location = map(row.words, ("customer", "channel", "location"))
    return Order(ref, at.day, at.at, customer, amount(row, owner), channel, location)


def observed(records: Sequence[Order], known: Known) -> Iterator[Found]:
    """Orders, revenue and buyers of each day, and which orders came from known customers."""
    spread = Spread(records, lambda one: one.day, known.parts)
    yield from spread.count("orders")
    if "amount" in known.told:
        yield from spread.total("revenue", lambda one: one.amount)
        yield from spread.mean("order_value", lambda one: one.amount)
    if "customer" in known.told:
        first = _first_days(records)
        yield from spread.different("buyers", lambda one: one.customer)
        yield from spread.mean("repeat_purchase_rate", lambda one: _repeated(one, first))


def _first_days(records: Sequence[Order]) -> dict[str, int]:
    first: dict[str, int] = {}
    for one in records:
        if one.customer is not None:
            first[one.customer] = min(one.day, first.get(one.customer, one.day))
    return first


def _repeated(one: Order, first: dict[str, int]) -> float | None:
    """1 where its customer bought on an earlier day; two orders on the first day are one visit."""
    return None if one.customer is None else float(first[one.customer] < one.day)


ORDERS = RecordKind(
    key="orders",
    one="order",
    many="orders",
    fields=(
        field("ref", "the order's number", "text",
              "order, order id, order no, order number, order ref, purchase id, purchase number, "
              "transaction id, transaction number, receipt number, "
              "เลขที่คำสั่งซื้อ, หมายเลขคำสั่งซื้อ, รหัสคำสั่งซื้อ, เลขที่ออเดอร์, "
              "订单号, 订单编号, 订单id, 交易号, 交易编号, 訂單編號, 訂單號碼",
              "ref, reference, number, id, เลขที่, รหัส, 编号, 編號"),
        field("at", "when it was placed", "moment",
              "ordered at, ordered on, order date, order time, purchase date, purchased at, "
              "transaction date, placed at, placed on, created at, "
              "วันที่สั่งซื้อ, วันที่คำสั่งซื้อ, วันเวลาที่สั่งซื้อ, "
              "下单时间, 下单日期, 订单日期, 订单时间, 购买时间, 购买日期, 下單時間, 訂單日期",
              "date, created, timestamp, day, at, time, วันที่, 日期, 时间, 時間", required=True),
        field("customer", "who bought", "text",
              "customer, customer id, customer name, customer no, customer number, customer email, "
              "buyer, buyer id, shopper, user, user id, member id, email, "
              "ลูกค้า, รหัสลูกค้า, ชื่อลูกค้า, ผู้ซื้อ, สมาชิก, "
              "客户, 客户编号, 客户id, 顾客, 买家, 会员, 会员编号, 用户id, 客戶, 顧客, 會員編號"),
        field("amount", "what it cost", "amount",
              "amount, order amount, order value, order total, total, total amount, total price, "
              "revenue, sales, sales amount, grand total, dollar value, "
              "ยอดเงิน, ยอดขาย, ยอดรวม, จำนวนเงิน, มูลค่าคำสั่งซื้อ, "
              "金额, 订单金额, 总金额, 实付金额, 销售额, 支付金额, 合计, 金額, 訂單金額, 總金額",
              "value, price, sum, subtotal, net, gross, ราคา, 价格"),
        CURRENCY,
        field("channel", "the way it came", "text",
              "channel, order channel, sales channel, source, platform, ช่องทาง, ช่องทางการขาย, "
              "渠道, 销售渠道, 平台, 通路, 銷售管道"),
        field("location", "where it was placed", "text",
              "location, store, shop, branch, city, region, country, สาขา, ร้าน, จังหวัด, "
              "门店, 店铺, 城市, 地区, 門市, 地區"),
        CLIENT,
    ),
    telling=(("ref",), ("at",), ("amount",)),
    table=purchase,
    record=Order,
    read=read_order,
    observe=observed,
    metrics=frozenset({"orders", "revenue", "order_value", "buyers", "repeat_purchase_rate"}),
    breakdowns=("channel", "location"),
)  # fmt: skip
