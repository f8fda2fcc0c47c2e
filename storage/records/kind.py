"""A kind of record: its fields, its table, how a row reads, and what its records add up to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from storage.records.columns import Columns, Overrides
from storage.records.fields import Field, field
from storage.records.row import Row

CLIENT = field(
    "client", "whose it is", "text",
    "client, client name, client slug, account, account name, company, company name, tenant, "
    "workspace, organisation, organization, บริษัท, ลูกค้าองค์กร, ชื่อบริษัท, บัญชี, "
    "客户公司, 公司, 公司名称, 客户账号, 账户, 租户, 公司名稱, 帳戶",
)  # fmt: skip


@dataclass(slots=True)
class Owner:
    """Whose a row is: a client's id (below zero: yet to be made), its zone and its currency.

    A client yet to be made has the currency of the first of its rows that names one.
    """

    key: int
    name: str
    zone: ZoneInfo
    currency: str | None


class Known(NamedTuple):
    """What is known beside a source's records.

    ``told`` are the fields that its files have, ``as_of`` the day (its number) on which they
    were still true, ``parts`` what the records are to be told apart by.
    """

    told: frozenset[str]
    as_of: int
    parts: tuple[str, ...] = ()


class Found(NamedTuple):
    """An observation to be: metric, day number, value, weight, and of which part (None: total)."""

    metric: str
    day: int
    value: float
    weight: float | None = None
    part: str | None = None


@dataclass(frozen=True)
class Kind:
    """What rows may be: ``key`` as ``--as`` takes it, and the words for one and many.

    ``telling`` are groups of fields: a header that names one of each is of this kind. ``options``
    are words that ``--map`` takes besides fields; ``settle(file, columns, chosen, told)`` decides
    by them, or raises.
    """

    key: str
    one: str
    many: str
    fields: tuple[Field, ...]
    telling: tuple[tuple[str, ...], ...]
    options: tuple[str, ...] = ()
    settle: Callable[[str, Columns, dict[str, str], Overrides], dict[str, str]] | None = None


@dataclass(frozen=True, kw_only=True)
class RecordKind(Kind):
    """A kind of record that is kept raw in ``table``, as values of the type ``record``.

    ``read(row, owner, ref)`` raises Refused; ``observe(records, known)`` is pure, and the order
    of the records does not matter. ``metrics`` are all that it may give.
    """

    table: Table
    record: type[Any]
    read: Callable[[Row, Owner, str], Any]
    observe: Callable[[Sequence[Any], Known], Iterator[Found]]
    metrics: frozenset[str]
    breakdowns: tuple[str, ...] = ()
