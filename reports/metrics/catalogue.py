"""The metric catalogue: one declaration a metric, and a plain default for the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.expressions import comparison, expression
from reports.metrics.metric import Identity, Metric

TOLERANCE = 0.01
_DECLARED: dict[str, Metric] = {}
_IDENTITIES: list[Identity] = []


@dataclass(frozen=True)
class Catalogue:
    """Every declared metric by key, in the order reports show them, and what must hold.

    ``sources`` says which source counts for metrics that do not say it themselves; one that is
    not named comes after those that are, by name.
    """

    metrics: Mapping[str, Metric]
    identities: tuple[Identity, ...] = ()
    sources: tuple[str, ...] = ()
    tolerance: float = TOLERANCE

    def metric(self, key: str) -> Metric:
        """The declaration of ``key``, else a count that adds up, where more is better."""
        return self.metrics.get(key) or Metric(key=key, label=_label(key), declared=False)

    def named(self, text: str, among: Iterable[Metric] | None = None) -> Metric | None:
        """The metric whose key or label ``text`` is, whatever its case; of all if not told.

        None where there is none.
        """
        wanted = _name(text)
        known = self.metrics.values() if among is None else among
        return next((one for one in known if wanted in (_name(one.key), _name(one.label))), None)

    def in_reading_order(self, keys: Iterable[str]) -> list[str]:
        """Declared metrics in catalogue order, the others after them by name, vanity last."""
        rank = {key: place for place, key in enumerate(self.metrics)}
        guides = {key: self.metric(key).guides for key in keys}
        return sorted(guides, key=lambda key: (not guides[key], rank.get(key, len(rank)), key))

    def computed(self) -> tuple[Metric, ...]:
        """The metrics that are computed from others."""
        return tuple(one for one in self.metrics.values() if one.expression)

    def with_parts(self, keys: Iterable[str]) -> list[str]:
        """``keys`` and the metrics that these are computed from, however far down."""
        found: dict[str, None] = {}
        waiting = list(keys)
        while waiting:
            key = waiting.pop(0)
            if key not in found:
                found[key] = None
                text = self.metric(key).expression
                waiting += expression(text).names if text else ()
        return list(found)

    def rank(self, key: str, source: str) -> tuple[int, str]:
        """What sorts the sources of a metric: the one that counts comes first."""
        order = self.order(key)
        return (order.index(source) if source in order else len(order), source)

    def order(self, key: str) -> tuple[str, ...]:
        """The declared order of a metric's sources; empty where none is."""
        return self.metric(key).sources or self.sources

    def tolerated(self, key: str) -> float:
        """How far apart a metric's sources may be, relative to the value that counts."""
        own = self.metric(key).tolerance
        return self.tolerance if own is None else own


def declare(metric: Metric) -> Metric:
    """Add a metric to the catalogue; a repeated key raises ValueError."""
    if metric.key in _DECLARED:
        raise ValueError(f"The metric {metric.key} is declared twice.")
    _DECLARED[metric.key] = metric
    return metric


def declare_identity(holds: str) -> Identity:
    """Add what must hold on each day; a repeated one raises ValueError."""
    identity = Identity(holds=holds)
    if comparison(holds) in [one.comparison for one in _IDENTITIES]:
        raise ValueError(f"The identity {holds} is declared twice.")
    _IDENTITIES.append(identity)
    return identity


def built_in() -> Catalogue:
    """What Rapport itself declares."""
    return Catalogue(_DECLARED, tuple(_IDENTITIES))


def metric(key: str) -> Metric:
    """The built-in declaration of ``key``, else a count that adds up, where more is better."""
    return built_in().metric(key)


def catalogue() -> tuple[Metric, ...]:
    """Every built-in metric, in the order reports show them, vanity apart."""
    return tuple(_DECLARED.values())


def named(text: str, among: Iterable[Metric] | None = None) -> Metric | None:
    """As ``Catalogue.named``, of the built-in metrics."""
    return built_in().named(text, among)


def in_reading_order(keys: Iterable[str]) -> list[str]:
    """As ``Catalogue.in_reading_order``, by the built-in metrics."""
    return built_in().in_reading_order(keys)


def _name(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").split()).casefold()


def _label(key: str) -> str:
    return key.replace("_", " ").strip().capitalize() or key
