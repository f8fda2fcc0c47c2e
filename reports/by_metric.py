"""Cut a frame into metrics: of several sources one counts a day, and some are computed.

The frame has one row a metric, day and source: ``metric`` (str), ``day`` (datetime64, midnight),
``value`` (float64), ``weight`` (float64, NaN where none is given) and ``source`` (str). It holds
totals only. Records have the same columns but ``weight``, and any number of rows a day; their
``metric`` is what such metrics name in ``of``. Numbers by hand have a column more, ``first``: the
first of the days that they stand for together, of which ``day`` is the last.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports.days import Dates, Days, Floats
from reports.expressions import expression
from reports.metrics import Catalogue, Metric, built_in
from reports.spans import brought, given


def by_metric(
    frame: pd.DataFrame, catalogue: Catalogue | None = None, records: pd.DataFrame | None = None
) -> list[Days]:
    """The frame's metrics in reading order, those computed from them among them.

    Of several sources the first in the declared order counts, day by day; where none is declared,
    the first by name. A value that is not a finite number is no data.
    """
    known = catalogue or built_in()
    found = _cut(brought(frame), known)
    if records is not None and len(records):
        found |= _recorded(_cut(records.assign(weight=np.nan), known, several=True), known)
    for key, spans in given(frame).items():
        found[key] = replace(found.get(key) or empty(known.metric(key)), spans=spans)
    found |= _computed(found, known)
    return [found[key] for key in known.in_reading_order(found)]


def finite(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame's rows with a number, each column in its type."""
    known = frame.astype({"metric": str, "value": "float64", "weight": "float64", "source": str})
    known["day"] = pd.to_datetime(known["day"])
    rows: pd.DataFrame = known.loc[np.isfinite(known["value"].to_numpy())]
    return rows


def _cut(frame: pd.DataFrame, known: Catalogue, *, several: bool = False) -> dict[str, Days]:
    """Each metric's days; with ``several`` all rows of a day that the source which counts has."""
    rows = finite(frame)
    if rows["source"].nunique() > 1 if several else rows.duplicated(["metric", "day"]).any():
        rows = _that_count(rows, known, several=several)
    ordered = rows.iloc[np.lexsort((rows["day"].to_numpy(), pd.factorize(rows["metric"])[0]))]
    names = ordered["metric"].unique()
    counts = ordered.groupby("metric", sort=False).size().to_numpy()
    columns, ends = _Columns.of(ordered), np.cumsum(counts).tolist()
    places = {str(n): slice(end - c, end) for n, c, end in zip(names, counts, ends, strict=True)}
    keys = [str(key) for key in frame["metric"].unique()]
    return {key: columns.days_of(known.metric(key), places.get(key, slice(0, 0))) for key in keys}


def _that_count(rows: pd.DataFrame, known: Catalogue, *, several: bool) -> pd.DataFrame:
    metrics, keys = pd.factorize(rows["metric"])
    sources, names = pd.factorize(rows["source"])
    ranks = np.array([_ranks(str(key), [str(one) for one in names], known) for key in keys])
    ranked = rows.assign(rank=ranks[metrics, sources])
    if several:
        return ranked[ranked["rank"] == ranked.groupby(["metric", "day"])["rank"].transform("min")]
    order = ["metric", "day", "rank", "value", "weight"]
    return ranked.sort_values(order).drop_duplicates(["metric", "day"])


def _ranks(key: str, names: list[str], known: Catalogue) -> list[int]:
    """The place of each source of a metric, in the order of ``names``."""
    order = sorted(names, key=lambda name: known.rank(key, name))
    return [order.index(name) for name in names]


def _recorded(records: Mapping[str, Days], known: Catalogue) -> dict[str, Days]:
    """The metrics that summarise these records."""
    wanted = [one for one in known.metrics.values() if one.of]
    return {
        one.key: replace(records[one.of], metric=one, recorded=True)
        for one in wanted
        if one.of in records
    }


def _computed(found: Mapping[str, Days], known: Catalogue) -> dict[str, Days]:
    """The metrics whose parts all have data, at whatever time."""
    made: dict[str, Days] = {}
    for one in known.computed():
        _compute(one, found, known, made, ())
    return made


def _compute(
    one: Metric,
    found: Mapping[str, Days],
    known: Catalogue,
    made: dict[str, Days],
    above: tuple[str, ...],
) -> Days | None:
    """The days of a computed metric, with its parts; None where one of these is missing.

    ``above`` are the metrics it is a part of: none of them can be a part of it.
    """
    if one.key in made:
        return made[one.key]
    parts: dict[str, Days] = {}
    for key in expression(one.expression).names:
        part, metric = found.get(key), known.metric(key)
        if metric.expression and key not in (*above, one.key):
            part = _compute(metric, found, known, made, (*above, one.key)) or part
        if part is None or not (part.covered.size or part.spans) or key in (*above, one.key):
            return None
        parts[key] = part
    made[one.key] = replace(found.get(one.key) or empty(one), parts=parts)
    return made[one.key]


def empty(metric: Metric) -> Days:
    """A metric without any data."""
    return Days(
        metric=metric,
        days=np.empty(0, dtype="datetime64[D]"),
        values=np.empty(0),
        weights=np.empty(0),
        sources=np.empty(0, dtype=object),
        given=np.empty(0, dtype=np.bool_),
    )


@dataclass(frozen=True)
class _Columns:
    """The rows of all metrics, each metric's days side by side in order."""

    days: Dates
    values: Floats
    weights: Floats
    sources: npt.NDArray[np.object_]

    @classmethod
    def of(cls, ordered: pd.DataFrame) -> "_Columns":
        return cls(
            days=ordered["day"].to_numpy().astype("datetime64[D]"),
            values=ordered["value"].to_numpy(dtype=np.float64),
            weights=ordered["weight"].to_numpy(dtype=np.float64),
            sources=ordered["source"].to_numpy(dtype=object),
        )

    def days_of(self, metric: Metric, rows: slice) -> Days:
        weights = self.weights[rows]
        given = np.isfinite(weights) & (weights >= 0)
        return Days(
            metric=metric,
            days=self.days[rows],
            values=self.values[rows],
            weights=np.where(given, weights, 1.0),
            sources=self.sources[rows],
            given=given,
        )
