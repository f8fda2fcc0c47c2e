"""Numbers, movements and lists in the words people read."""

from math import isfinite

from reports.model import MetricFigure, Status, Unit

UNKNOWN = "–"
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
_WITHOUT_CENTS = {"JPY", "KRW", "VND", "CLP", "ISK", "HUF"}
_SCALES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_COMPACT_FROM = 100_000
# Percentages with two digits that tell, as a click-through rate needs them; below these, none.
_SMALLEST_SHARE, _SMALL_SHARE = 0.001, 0.995
_SIGNS = {Status.BETTER: "✓", Status.WORSE: "✗", Status.STEADY: "=", Status.UNKNOWN: "?"}


def number(value: float | None, unit: Unit, currency: str = "USD") -> str:
    """``1,234``, ``123k``, ``$12.50``, ``92.4 %``, ``4 m 10 s``; ``–`` where it is not known.

    Percentages are fractions of 1, durations seconds, ``currency`` an ISO 4217 code.
    """
    if value is None or not isfinite(value * 100):
        return UNKNOWN
    sign = "−" if value < 0 else ""
    text = _size(abs(value), unit, currency)
    return sign + text if any(c in "123456789" for c in text) else text


def change(figure: MetricFigure) -> str:
    """The movement since the previous period: ``+12 %``, ``+1.2 pts``, ``new`` or ``–``.

    Percentages move in points and scores by their difference; all else in percent of the
    previous value. ``new`` is what was 0 before. Where the status is unknown, so is the change.
    """
    if figure.status is Status.UNKNOWN:
        return UNKNOWN
    return _movement(figure.value, figure.previous, figure.unit)


def year_change(figure: MetricFigure) -> str:
    """The movement since the year before, written as ``change`` is."""
    return _movement(figure.value, figure.year_ago, figure.unit)


def status_word(status: Status) -> str:
    """``better``, ``worse``, ``steady`` or ``unknown``."""
    return status.value


def status_sign(status: Status) -> str:
    """``✓``, ``✗``, ``=`` or ``?``."""
    return _SIGNS[status]


def label_within(label: str) -> str:
    """A label as it stands within a sentence: ``leads``, but ``CSAT``."""
    first = label.split(" ", 1)[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]


def listed(items: list[str], most: int = 5) -> str:
    """``a``, ``a and b``, ``a, b and c``; beyond ``most``: ``a, b and 3 more``."""
    if len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1} more"]
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, with … where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _size(size: float, unit: Unit, currency: str) -> str:
    if unit is Unit.PERCENT:
        return f"{_percent(size * 100)} %"
    if unit is Unit.DURATION:
        return _duration(size)
    if unit is Unit.MONEY:
        return _money(size, currency)
    if unit is Unit.SCORE:
        return _trimmed(size, 1) if size < _COMPACT_FROM else _plain(size)
    return _plain(size)


def _plain(size: float) -> str:
    """Whole from 100 on, one decimal below, two below 1; shortened from 100,000 on."""
    if round(size) >= _COMPACT_FROM:
        return _compact(size)
    if size >= 99.95:
        return f"{size:,.0f}"
    return _trimmed(size, 1 if size >= 1 else 2)


def _compact(size: float) -> str:
    if size >= 1e15:
        return f"{size:.1e}".replace("e+", "e")
    scale, letter = next((s, letter) for s, letter in _SCALES if size >= s * 0.9995)
    scaled = size / scale
    return f"{scaled:.0f}{letter}" if scaled >= 99.95 else f"{scaled:.1f}{letter}"


def _percent(percent: float) -> str:
    if _SMALLEST_SHARE <= percent < _SMALL_SHARE:
        return f"{percent:.2g}"
    return f"{percent:,.1f}" if percent < _COMPACT_FROM else _compact(percent)


def _money(size: float, currency: str) -> str:
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    if size >= 99.995 or currency in _WITHOUT_CENTS:
        whole = f"{size:,.0f}" if round(size) < _COMPACT_FROM else _compact(size)
        return symbol + whole
    cents = f"{size:.2f}"
    return symbol + cents.removesuffix(".00")


def _duration(seconds: float) -> str:
    """The two largest parts, rounded to the smaller of them."""
    if round(seconds, 1) < 10:
        return f"{_trimmed(seconds, 1)} s"
    if round(seconds) < 3600:
        return _parts(round(seconds), 60, "m", "s")
    if round(seconds / 60) < 24 * 60:
        return _parts(round(seconds / 60), 60, "h", "m")
    hours = round(seconds / 3600)
    return _parts(hours, 24, "d", "h") if hours < 2400 else f"{_plain(hours / 24)} d"


def _parts(amount: int, size: int, large: str, small: str) -> str:
    whole, rest = divmod(amount, size)
    return " ".join(f"{n} {u}" for n, u in ((whole, large), (rest, small)) if n)


def _movement(value: float | None, before: float | None, unit: Unit) -> str:
    if value is None or before is None or not isfinite((value - before) * 100):
        return UNKNOWN
    if unit is Unit.PERCENT:
        return _points(value * 100, before * 100)
    if unit is Unit.SCORE:
        return _signed(value - before, "", always_decimal=True)
    if before == 0:
        return "±0 %" if value == 0 else "new"
    percent = (value - before) / abs(before) * 100
    return _signed(percent, " %") if isfinite(percent) else UNKNOWN


def _points(percent: float, before: float) -> str:
    """Between small percentages with as many digits as these have."""
    moved = percent - before
    if max(abs(percent), abs(before)) < _SMALL_SHARE and abs(moved) >= _SMALLEST_SHARE:
        return f"{'+' if moved > 0 else '−'}{abs(moved):.2g} pts"
    return _signed(moved, " pts", always_decimal=True)


def _signed(amount: float, unit: str, *, always_decimal: bool = False) -> str:
    size = abs(amount)
    decimals = 1 if always_decimal or round(size, 1) < 10 else 0
    text = f"{size:.{decimals}f}" if size < 1000 else _plain(size)
    if not any(c in "123456789" for c in text):
        return f"±0{unit}"
    return f"{'+' if amount > 0 else '−'}{text}{unit}"


def _trimmed(size: float, decimals: int) -> str:
    text = f"{size:,.{decimals}f}"
    return text.rstrip("0").rstrip(".")
