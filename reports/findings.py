"""Say what went well, what did not, and the whole in one sentence."""

from collections.abc import Callable

from reports.figures import strength
from reports.model import ClientCard, Finding, MetricFigure, Period, Status, Unit
from reports.words import UNKNOWN, change, label_within, listed, number

_MOST = 3


def wins(figures: tuple[MetricFigure, ...], currency: str = "USD") -> tuple[Finding, ...]:
    """At most three figures that got better, the strongest first."""
    return _found(figures, Status.BETTER, currency)


def challenges(figures: tuple[MetricFigure, ...], currency: str = "USD") -> tuple[Finding, ...]:
    """At most three figures that got worse, the strongest first."""
    return _found(figures, Status.WORSE, currency)


def headline(client: ClientCard, period: Period, figures: tuple[MetricFigure, ...]) -> str:
    """One sentence that gives good and bad news alike; the client's name stands in it whole."""
    name, when = client.name.strip() or client.slug, _when(period)
    known = [figure for figure in figures if figure.value is not None]
    if not known:
        return f"No data for {name} {when}."
    so_far = "" if period.complete else " so far"
    judged = [figure for figure in known if figure.status is not Status.UNKNOWN]
    if not judged:
        return f"{name} {when}{so_far}: {_values(known, client.currency)}."
    left = sum(f.status is Status.UNKNOWN and f.previous is not None for f in known)
    apart = f"; {left} not compared, for days are missing" if left else ""
    return f"{name} {when}{so_far}: {_movements(judged, client.currency)}{apart}."


def _found(figures: tuple[MetricFigure, ...], status: Status, currency: str) -> tuple[Finding, ...]:
    strongest = _strongest(figures, status)[:_MOST]
    return tuple(Finding(text=_sentence(f, currency), metric=f.key) for f in strongest)


def _strongest(
    figures: tuple[MetricFigure, ...] | list[MetricFigure], status: Status
) -> list[MetricFigure]:
    moved = _distinct([figure for figure in figures if figure.status is status])
    return sorted(moved, key=strength, reverse=True)


def _distinct(figures: list[MetricFigure]) -> list[MetricFigure]:
    """Without times that say again what another says: the one reply to a call is its first."""
    times = {(f.value, f.previous): f for f in reversed(figures) if f.unit is Unit.DURATION}
    return [f for f in figures if times.get((f.value, f.previous), f) is f]


def _sentence(figure: MetricFigure, currency: str) -> str:
    now, before = (number(v, figure.unit, currency) for v in (figure.value, figure.previous))
    verb = ("quickened", "slowed") if _is_speed(figure) else ("fell", "rose")
    moved = f"{figure.label} {verb[_rose(figure)]} to {now} from {before}"
    return f"{moved}." if _beyond_percent(figure) else f"{moved} ({change(figure)})."


def _values(known: list[MetricFigure], currency: str) -> str:
    values = [f"{label_within(f.label)} {number(f.value, f.unit, currency)}" for f in known]
    earlier = any(figure.previous is not None for figure in known)
    why = "not compared, for days are missing" if earlier else "with nothing earlier to compare"
    return f"{listed(values, most=4)}, {why}"


def _movements(judged: list[MetricFigure], currency: str) -> str:
    better, worse = (_strongest(judged, status) for status in (Status.BETTER, Status.WORSE))
    if len(judged) == 1:
        return _phrase(judged[0], currency)
    told = [*better[: 1 if worse else 2], *worse[: 1 if better else 2]]
    counted = _counted(len(judged), len(better), len(worse))
    phrases = ", ".join(_phrase(figure, currency) for figure in told)
    return f"{counted} — {phrases}" if phrases else counted


def _counted(all_: int, better: int, worse: int) -> str:
    both = "both" if all_ == 2 else f"all {all_}"
    if all_ in (better, worse):
        return f"{both} figures {'better' if better else 'worse'}"
    if better:
        return f"{better} of {all_} figures better, {worse or 'none'} worse"
    return f"{worse} of {all_} figures worse, none better" if worse else f"{both} figures steady"


def _phrase(figure: MetricFigure, currency: str) -> str:
    label, size = label_within(figure.label), _size_of_change(figure)
    value = number(figure.value, figure.unit, currency)
    if figure.status is Status.STEADY:
        return f"{label} steady at {value}"
    way = "up" if _rose(figure) else "down"
    if _beyond_percent(figure):
        return f"{label} {way} from {number(figure.previous, figure.unit, currency)} to {value}"
    if _is_speed(figure):
        return f"{label} {'slower' if _rose(figure) else 'quicker'} by {size}"
    return f"{label} {way} {size}"


def _size_of_change(figure: MetricFigure) -> str:
    size = change(figure).lstrip("+−")
    if figure.unit in (Unit.PERCENT, Unit.SCORE):
        return f"{size.removesuffix(' pts')} points"
    return size


def _rose(figure: MetricFigure) -> bool:
    return (figure.value or 0.0) > (figure.previous or 0.0)


def _is_speed(figure: MetricFigure) -> bool:
    """Whether less time is better: such a figure gets quicker or slower, not lower or higher."""
    return figure.unit is Unit.DURATION and figure.better == "down"


def _beyond_percent(figure: MetricFigure) -> bool:
    """Whether the movement, from 0 say, has no size in percent or points."""
    return change(figure) in ("new", UNKNOWN)


def _when(period: Period) -> str:
    """``in week 46``, ``in October 2026``, ``on 20 Nov 2026``, ``from 1 Oct to 15 Nov 2026``."""
    said: dict[str, Callable[[], str]] = {
        "week": lambda: f"in week {period.start.isocalendar().week}",
        "day": lambda: f"on {period.label}",
        "range": lambda: f"from {period.label.replace(' – ', '–').replace('–', ' to ')}",
    }
    return said.get(period.grain, lambda: f"in {period.label}")()
