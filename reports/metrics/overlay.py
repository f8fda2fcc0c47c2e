"""A team's own catalogue: the built-in one with what the team declares."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from reports.errors import Expected
from reports.expressions import comparison, expression
from reports.metrics.catalogue import Catalogue, built_in
from reports.metrics.declared import Declared, MetricGiven
from reports.metrics.metric import Metric

OF_RECORDS = ("median", "p90", "distinct", "retained")


class UnknownMetric(Expected):
    """“{text}” names {name}, which is no metric{meant}; correct it, or declare it as
    [metrics.{name}]."""


class MadeOfItself(Expected):
    """{path}: a metric cannot be computed from itself. Take one of these expressions away; an
    empty one, expression = "", does so for a built-in one."""


class NameTaken(Expected):
    """“{label}” would name both {first} and {second}; give one of them another label."""


class NotOfRecords(Expected):
    """{key}: “of” is for metrics that add up as median, p90, distinct or retained."""


class NothingBetween(Expected):
    """{key}: at_least is above at_most, so it could have no value at all."""


def overlaid(declared: Declared) -> Catalogue:
    """The built-in catalogue with these declarations; nothing is checked, as ``checked`` does.

    A built-in metric keeps its place and what is not said of it; the team's own come behind.
    """
    known = built_in()
    metrics = dict(known.metrics)
    for key, given in declared.metrics.items():
        metrics[key] = _metric(known.metrics.get(key), key, given)
    return Catalogue(
        metrics=metrics,
        identities=(*known.identities, *declared.identities),
        sources=declared.sources,
        tolerance=declared.tolerance,
    )


def checked(declared: Declared, stored: Collection[str] = ()) -> Catalogue:
    """As ``overlaid``, where all of it makes sense; ``stored`` are keys that have data.

    Raises ExpressionUnreadable, NoComparison, UnknownMetric, MadeOfItself, NameTaken,
    NotOfRecords, NothingBetween.
    """
    found = overlaid(declared)
    for text, names in _texts(declared):
        for name in names:
            if name not in found.metrics and name not in stored:
                raise UnknownMetric(text=text, name=name, meant=_meant(name, found))
    for key in declared.metrics:
        _check_metric(found.metrics[key], found)
    for metric in found.computed():
        _check_cycle(metric, found, ())
    return found


def _metric(known: Metric | None, key: str, given: MetricGiven) -> Metric:
    said = given.model_dump(exclude_none=True)
    if known is None and said.get("expression"):
        said.setdefault("adds_up", "ratio")
    plain = known or Metric(key=key, label=built_in().metric(key).label)
    return plain.model_copy(update=said)


def _texts(declared: Declared) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, given in declared.metrics.items():
        if given.expression:
            yield f"{key} = {given.expression}", expression(given.expression).names
    for identity in declared.identities:
        yield identity.holds, comparison(identity.holds).names


def _meant(name: str, known: Catalogue) -> str:
    near = get_close_matches(name, known.metrics, n=1, cutoff=0.75)
    return f"; did you mean {near[0]}?" if near else ""


def _check_metric(metric: Metric, known: Catalogue) -> None:
    if metric.of and metric.adds_up not in OF_RECORDS:
        raise NotOfRecords(key=metric.key)
    lowest, highest = metric.lowest, metric.highest
    if lowest is not None and highest is not None and lowest > highest:
        raise NothingBetween(key=metric.key)
    others = [one for one in known.metrics.values() if one.key != metric.key]
    for text in (metric.label, metric.key):
        other = known.named(text, others)
        if other is not None:
            raise NameTaken(label=text, first=other.key, second=metric.key)


def _check_cycle(metric: Metric, known: Catalogue, above: tuple[str, ...]) -> None:
    path = (*above, metric.key)
    if metric.key in above:
        raise MadeOfItself(path=" → ".join(path[path.index(metric.key) :]))
    for name in expression(metric.expression).names:
        if (part := known.metric(name)).expression:
            _check_cycle(part, known, path)
