"""Amounts of money, which must be in the currency of the client's figures."""

import re

from storage.cells import Refused, number, quoted
from storage.currencies import check_sign, meant_by
from storage.records.fields import currency_in, field
from storage.records.kind import Owner
from storage.records.row import Row

_SIGNS = {"€": "EUR", "£": "GBP", "฿": "THB", "US$": "USD"}
CURRENCY = field("currency", "its currency", "text",
                 "currency, currency code, ccy, สกุลเงิน, 币种, 货币, 幣別, 貨幣")  # fmt: skip


def amount(row: Row, owner: Owner) -> float | None:
    """The amount of a row; raises Refused where it is in another currency than the client's."""
    value = row.value("amount", number)
    told = _told(row)
    if value is None:
        return None
    if told is None:
        _check_sign(row.head.sign("amount"), owner)
        return value
    owner.currency = owner.currency or told
    if told != owner.currency:
        raise Refused(
            f"it is in {told}, while the figures of {owner.name} are in {owner.currency}",
            "currency",
        )
    return value


def _check_sign(sign: str | None, owner: Owner) -> None:
    meant = meant_by(sign)
    if owner.currency is None and len(meant) == 1:
        (owner.currency,) = meant
    if owner.currency is not None:
        check_sign(sign, owner.currency, owner.name)


def _told(row: Row) -> str | None:
    """The currency that the row names, or else the title of its amounts."""
    found = row.value("currency", _code)
    if found is None and row.has("amount"):
        return currency_in(row.head.title("amount"))
    return found


def _code(cell: str) -> str | None:
    plain = cell.strip().upper()
    code = _SIGNS.get(plain) or currency_in(f"in {plain}") or plain
    if plain and re.fullmatch("[A-Z]{3}", code) is None:
        raise Refused(f"{quoted(cell.strip())} is not a currency code such as EUR", "currency")
    return code or None
