"""What readers saw in a report, and see otherwise in the corrected one."""

from reports import words
from reports.model import Health, MetricFigure, Report, Unit

UNKNOWN = "unknown"
# What differs by a plain amount; a share or a score says enough by itself.
_AMOUNTS = frozenset({Unit.COUNT, Unit.MONEY, Unit.DURATION})


def changes(before: Report, after: Report) -> tuple[str, ...]:
    """Each number that is written otherwise: ``Leads 1,204 → 1,251 (+47)``, in reading order.

    Where the value stays, the change beside it may not. Where none is, but days are missing no
    more or anew, that is said. Empty where readers see no difference.
    """
    old, currency = {one.key: one for one in before.metrics}, after.client.currency
    told = [_of_figure(old.pop(one.key, None), one, currency) for one in after.metrics]
    gone = [_of_figure(one, None, currency) for one in old.values()]
    health = _of_health(before.health, after.health)
    numbers = tuple(text for text in (*told, *gone, health) if text)
    return numbers or _of_days(before, after)


def _of_days(before: Report, after: Report) -> tuple[str, ...]:
    if before.provisional == after.provisional:
        return ()
    days = "days are missing now" if after.provisional else "no day is missing any more"
    return (f"no number changed, but {days}",)


def _of_figure(
    before: MetricFigure | None, after: MetricFigure | None, currency: str
) -> str | None:
    known = after or before
    if known is None:
        return None
    was, now = _value(before, currency), _value(after, currency)
    if was != now:
        return f"{known.label} {was} → {now}{_moved(before, after, currency)}"
    if before is None or after is None:
        return None
    return _of_movement(before, after)


def _of_movement(before: MetricFigure, after: MetricFigure) -> str | None:
    """What changed beside a value that stayed: the days before it, or those a year earlier."""
    pairs = (
        ("change", words.change(before), words.change(after)),
        ("against the year before", words.year_change(before), words.year_change(after)),
    )
    told = [f"{what} {_known(was)} → {_known(now)}" for what, was, now in pairs if was != now]
    return f"{after.label}: {', '.join(told)}" if told else None


def _of_health(before: Health | None, after: Health | None) -> str | None:
    if before is None or after is None:
        return None
    was, now = _score(before), _score(after)
    return None if was == now else f"Health {was} → {now}"


def _moved(before: MetricFigure | None, after: MetricFigure | None, currency: str) -> str:
    if before is None or after is None or after.unit not in _AMOUNTS:
        return ""
    if before.value is None or after.value is None:
        return ""
    moved = after.value - before.value
    size = words.number(abs(moved), after.unit, currency)
    return f" ({'+' if moved > 0 else '−'}{size})"


def _value(figure: MetricFigure | None, currency: str) -> str:
    if figure is None:
        return UNKNOWN
    return _known(words.number(figure.value, figure.unit, currency))


def _known(text: str) -> str:
    return UNKNOWN if text == words.UNKNOWN else text


def _score(health: Health) -> str:
    return UNKNOWN if health.score is None else f"{health.score:.0f}"
