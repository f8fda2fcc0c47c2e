"""A person decides about values: to leave them out, or to count them after all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from commands.counted import counted
from commands.metric_words import metric_first
from reports import periods
from reports.errors import Expected
from reports.metrics import Catalogue, Metric
from reports.model import Period
from reports.periods import day_name
from reports.words import label_within, listed
from reports.zones import day_in
from storage.store import Store
from storage.values import Client

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 300
Value = tuple[str, date, str, float]


class WhichValue(Expected):
    """Which value? Write the metric and the day behind the client, as in
    “{slug} leads 2026-11-14”."""


class NothingToLeaveOut(Expected):
    """No value of {label} of {name} counts for {period}{source}, so there is nothing to leave
    out."""


class NothingLeftOut(Expected):
    """No value of {label} of {name} is left out for {period}{source}, so nothing was changed."""


class WhichSource(Expected):
    """{label} of {name} comes from {sources} for {period}; say which one is meant with
    {named}."""


class WhyNeeded(Expected):
    """Say why, as in {typed}: it is kept with your name. Nothing was changed."""


class WhyTooLong(Expected):
    """The reason has {length} characters and {longest} fit; nothing was changed, please shorten
    it."""


@dataclass(frozen=True)
class Wanted:
    """Of whom, which values, and whether these are to count; any source where none is named."""

    client: Client
    metric: Metric
    period: Period
    source: str | None
    counts: bool

    @property
    def which(self) -> dict[str, object]:
        """The words that failures name it by."""
        source = f" in {self.source}" if self.source else ""
        return {
            "label": label_within(self.metric.label),
            "name": self.client.name,
            "period": self.period.label,
            "source": source,
        }


def read_wanted(
    words: str, client: Client, store: Store, now: datetime, *, source: str | None, counts: bool
) -> Wanted:
    """Read ``METRIC DAY[..DAY]``. Raises WhichValue, NoSuchMetric, UnreadablePeriod,
    FuturePeriod."""
    if not words:
        raise WhichValue(slug=client.slug)
    known = store.numbers.known_metrics(client.id)
    metric, days = metric_first(words, store.definitions.catalogue(), known, client.slug)
    if not days:
        raise WhichValue(slug=client.slug)
    return Wanted(client, metric, periods.parse(days, day_in(client.tz, now)), source, counts)


def decide(
    wanted: Wanted,
    why: str,
    store: Store,
    now: datetime,
    *,
    by: tuple[str, str],
    typed: str,
    named: str,
) -> str:
    """Keep what was decided about each value; the sentence that says so.

    ``typed`` is how a reason is given there, ``named`` how a source is. Raises WhyNeeded,
    WhyTooLong, NothingToLeaveOut, NothingLeftOut, WhichSource.
    """
    if not why.strip():
        raise WhyNeeded(typed=typed)
    if len(why) > LONGEST:
        raise WhyTooLong(length=len(why), longest=LONGEST)
    values = _values(wanted, store, store.definitions.catalogue())
    if not values:
        raise (NothingLeftOut if wanted.counts else NothingToLeaveOut)(**wanted.which)
    sources = sorted({source for _, _, source, _ in values})
    if len(sources) > 1:
        told = {**wanted.which, "label": wanted.metric.label}
        raise WhichSource(**told, sources=listed(sources), named=named.format(sources[0]))
    store.decisions.add(wanted.client.id, values, counts=wanted.counts, by=by, why=why, now=now)
    return f"{_what(wanted, values)} {_does(wanted, len(values))}: {why}."


def _values(wanted: Wanted, store: Store, catalogue: Catalogue) -> list[Value]:
    """Those that a decision changes: as they came, before anything was put right."""
    client, days = wanted.client, (wanted.period.start, wanted.period.end)
    judged = counted(store, client, *days, catalogue)
    out = {one.where for one in judged.left_out}
    return [
        one
        for one in _brought(store.observations.frame(client.id, *days), wanted)
        if (one[:3] in out) is wanted.counts
    ]


def _brought(frame: "pd.DataFrame", wanted: Wanted) -> list[Value]:
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.spans import brought

    rows = brought(frame)
    rows = rows[rows["metric"] == wanted.metric.key]
    if wanted.source:
        rows = rows[rows["source"] == wanted.source]
    columns = (rows[name] for name in ("metric", "day", "source", "value"))
    return [
        (str(metric), day.date(), str(source), float(value))
        for metric, day, source, value in zip(*columns, strict=True)
    ]


def _what(wanted: Wanted, values: Sequence[Value]) -> str:
    # It brings numpy, which the process that acknowledges Slack must never load.
    from reports.checks.series import exact

    label, name = wanted.metric.label, wanted.client.name
    if len(values) > 1:
        return f"{len(values):,} values of {label} of {name} for {wanted.period.label}"
    [(_, day, _, value)] = values
    shown = exact(value, wanted.metric.unit, wanted.client.currency)
    return f"{label} of {name} on {day_name(day)} ({shown})"


def _does(wanted: Wanted, count: int) -> str:
    if wanted.counts:
        return "counts from now on" if count == 1 else "count from now on"
    return f"{'does' if count == 1 else 'do'} not count any more"
