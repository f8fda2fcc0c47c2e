"""Currencies by the signs that stand beside amounts."""

from storage.cells import Refused

_DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"})
_CROWNS = frozenset({"SEK", "NOK", "DKK", "ISK"})
_MEANT = {
    "€": {"EUR"}, "£": {"GBP"}, "฿": {"THB"}, "₹": {"INR"}, "₩": {"KRW"}, "₫": {"VND"},
    "₱": {"PHP"}, "₺": {"TRY"}, "₽": {"RUB"}, "₪": {"ILS"}, "₴": {"UAH"}, "₦": {"NGN"},
    "¥": {"JPY", "CNY"}, "$": _DOLLARS, "US$": {"USD"}, "A$": {"AUD"}, "C$": {"CAD"},
    "HK$": {"HKD"}, "NZ$": {"NZD"}, "S$": {"SGD"}, "R$": {"BRL"}, "kr": _CROWNS, "kr.": _CROWNS,
    "zł": {"PLN"}, "Kč": {"CZK"}, "CA$": {"CAD"}, "AU$": {"AUD"}, "NT$": {"TWD"}, "৳": {"BDT"},
    "円": {"JPY"}, "元": {"CNY", "TWD"}, "원": {"KRW"}, "บาท": {"THB"}, "đ": {"VND"},
    "грн": {"UAH"}, "руб": {"RUB"}, "Euro": {"EUR"}, "Ft": {"HUF"}, "lei": {"RON"}, "Fr": {"CHF"},
    "RM": {"MYR"}, "Rp": {"IDR"}, "Rs": {"INR", "PKR", "LKR", "NPR", "MUR"},
}  # fmt: skip


def meant_by(sign: str | None) -> frozenset[str]:
    """The ISO 4217 codes that a sign or code may stand for; empty for what is no currency."""
    plain = (sign or "").strip()
    if len(plain) == 3 and plain.isascii() and plain.isalpha() and plain.isupper():
        return frozenset({plain})
    return frozenset(_MEANT.get(plain, _MEANT.get(plain.rstrip("."), ())))


def check_sign(sign: str | None, currency: str, whose: str) -> None:
    """Refuse amounts whose sign is that of another currency than the client's."""
    meant = meant_by(sign)
    if meant and currency not in meant:
        raise Refused(
            f"its amounts are in {sign}, while the figures of {whose} are in {currency}", "currency"
        )
