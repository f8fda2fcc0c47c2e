"""The metric catalogue: one declaration a metric, and a plain default for the rest."""

from collections.abc import Iterable
from typing import Literal

from reports.model import Better, Unit, Value

AddsUp = Literal["sum", "mean", "max", "last"]
_CATALOGUE: dict[str, "Metric"] = {}


class Metric(Value):
    """What a metric is, which way is better, and how its days add up.

    ``adds_up``: *sum* of the days; *mean* weighted by each day's weight (1 where none is given);
    *max* over the days; *last* known day.
    """

    key: str
    label: str
    unit: Unit = Unit.COUNT
    better: Better = "up"
    adds_up: AddsUp = "sum"
    description: str = ""
    declared: bool = True


def declare(metric: Metric) -> Metric:
    """Add a metric to the catalogue; a repeated key raises ValueError."""
    if metric.key in _CATALOGUE:
        raise ValueError(f"The metric {metric.key} is declared twice.")
    _CATALOGUE[metric.key] = metric
    return metric


def metric(key: str) -> Metric:
    """The declaration of ``key``, else a count that adds up, where more is better."""
    return _CATALOGUE.get(key) or Metric(key=key, label=_label(key), declared=False)


def catalogue() -> tuple[Metric, ...]:
    """Every declared metric, in the order reports show them."""
    return tuple(_CATALOGUE.values())


def named(text: str, among: Iterable[Metric] | None = None) -> Metric | None:
    """The metric whose key or label ``text`` is, whatever its case; in the catalogue if not told.

    None where there is none.
    """
    wanted = _name(text)
    known = catalogue() if among is None else among
    return next((one for one in known if wanted in (_name(one.key), _name(one.label))), None)


def in_reading_order(keys: set[str]) -> list[str]:
    """Declared metrics in catalogue order, the others after them by name."""
    rank = {key: place for place, key in enumerate(_CATALOGUE)}
    return sorted(keys, key=lambda key: (rank.get(key, len(rank)), key))


def _name(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").split()).casefold()


def _label(key: str) -> str:
    return key.replace("_", " ").strip().capitalize() or key
