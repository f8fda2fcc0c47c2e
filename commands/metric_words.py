"""A number as people write it down: which metric, how much, for when and why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite

from reports.errors import Expected
from reports.metrics import Catalogue, Metric
from reports.model import Unit
from reports.words import number, shorten

MOST_WORDS = 6  # of a metric's name
LONGEST_SHOWN = 40
BECAUSE = re.compile(r"(?:^|\s)because\s+", re.IGNORECASE)
REPLACING = re.compile(r"(?:^|\s)replacing(?=\s|$)", re.IGNORECASE)
MINUS = str.maketrans("−–", "--")
NUMBER = re.compile(
    r"(?P<sign>[-+]?)[$€£¥]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
    r"|\.[0-9]+)(?P<percent> ?%)?(?=\s|$)"
)
PIECE = r"[0-9]+(?:\.[0-9]+)? ?(?:days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)"
DURATION = re.compile(rf"(?:{PIECE}(?: ?and)?\s*)+(?=\s|$)|[0-9]+:[0-5][0-9]:[0-5][0-9](?=\s|$)")
PIECES = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([dhms])")
SECONDS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0}


class WhichNumber(Expected):
    """Which number? Write the metric, the value and the period behind the client, as in
    “/metric {slug} nps 45 2026-10 because 230 people answered”."""


class NoSuchMetric(Expected):
    """I know no metric “{words}”{meant}; “/report {slug}” shows the names of those there are."""


class UnreadableValue(Expected):
    """“{words}” does not begin with a value for {label}; write it like {example}."""


class UnclearShare(Expected):
    """“{text}” may be {low} % or {high} %; write it with its percent sign. Nothing was saved."""


class NotPossible(Expected):
    """{label} cannot be {text}{bounds}; nothing was saved."""


@dataclass(frozen=True)
class Said:
    """What was said; ``value`` is None and ``period`` empty where nothing was."""

    metric: Metric
    value: float | None = None
    period: str = ""
    replacing: bool = False
    why: str = ""


def read(text: str, catalogue: Catalogue, known: Iterable[str], slug: str) -> Said:
    """Read ``METRIC VALUE [PERIOD] [replacing] [because WHY]``; ``known`` are further metrics.

    Raises WhichNumber, NoSuchMetric, UnreadableValue, UnclearShare, NotPossible.
    """
    said, *reasons = BECAUSE.split(text.strip(), maxsplit=1)
    replacing = REPLACING.search(said) is not None
    words = REPLACING.sub(" ", said).translate(MINUS)
    metric, rest = metric_first(words, catalogue, known, slug)
    value, period = value_first(metric, rest) if rest else (None, "")
    return Said(metric, value, period, replacing, "".join(reasons).strip())


def metric_named(text: str, catalogue: Catalogue, known: Iterable[str] = ()) -> Metric | None:
    """The metric of that name, of those declared or of ``known`` keys."""
    others = [catalogue.metric(key) for key in known]
    return catalogue.named(text) or catalogue.named(text, others)


def unknown_metric(words: str, catalogue: Catalogue, slug: str) -> NoSuchMetric:
    """The failure, with a name that may have been meant."""
    names = {one.key: one.key for one in catalogue.metrics.values()}
    names |= {one.label.casefold(): one.key for one in catalogue.metrics.values()}
    first = words.split()[0].casefold()
    near = get_close_matches(first, names, n=1, cutoff=0.6)
    meant = f"; did you mean {names[near[0]]}?" if near else ""
    return NoSuchMetric(words=shorten(first, LONGEST_SHOWN), meant=meant, slug=slug)


def metric_first(
    words: str, catalogue: Catalogue, known: Iterable[str], slug: str
) -> tuple[Metric, str]:
    """The metric with the longest name that the words begin with, and the words behind it.

    Raises WhichNumber, NoSuchMetric.
    """
    said, keys = words.split(), list(known)
    if not said:
        raise WhichNumber(slug=slug)
    for end in range(min(len(said), MOST_WORDS), 0, -1):
        found = metric_named(" ".join(said[:end]), catalogue, keys)
        if found is not None:
            return found, " ".join(said[end:])
    raise unknown_metric(words, catalogue, slug)


def value_first(metric: Metric, rest: str) -> tuple[float, str]:
    """The value at the start of ``rest``, in the metric's own unit, and what follows it.

    Raises UnreadableValue, UnclearShare, NotPossible.
    """
    pattern = DURATION if metric.unit is Unit.DURATION else NUMBER
    found = pattern.match(rest)
    if found is None:
        shown = shorten(rest, LONGEST_SHOWN)
        raise UnreadableValue(words=shown, label=metric.label, example=EXAMPLES[metric.unit])
    value = _seconds(found[0]) if metric.unit is Unit.DURATION else _number(metric, found)
    return _checked(metric, value, found[0].strip()), rest[found.end() :].strip()


def _number(metric: Metric, found: re.Match[str]) -> float:
    value = float(found["digits"].replace(",", "")) * (-1 if found["sign"] == "-" else 1)
    if metric.unit is not Unit.PERCENT:
        if found["percent"]:
            raise NotPossible(label=metric.label, text=found[0], bounds="")
        return value
    if not found["percent"] and 0 < abs(value) <= 1:
        raise UnclearShare(text=found[0], low=f"{value:g}", high=f"{value * 100:g}")
    return value / 100


def _seconds(text: str) -> float:
    if ":" in text:
        hours, minutes, seconds = map(int, text.split(":"))
        return float(hours * 3_600 + minutes * 60 + seconds)
    return sum(float(size) * SECONDS[unit] for size, unit in PIECES.findall(text))


def _checked(metric: Metric, value: float, text: str) -> float:
    """The value; raises NotPossible for what no such metric can be."""
    lowest, highest = metric.lowest, metric.highest
    if not metric.declared and lowest is None and metric.unit is Unit.COUNT:
        lowest = 0.0  # by hand nobody counts below it
    low = lowest is not None and value < lowest
    high = highest is not None and value > highest
    if not isfinite(value) or low or high:
        raise NotPossible(label=metric.label, text=text, bounds=_bounds(metric, lowest, highest))
    return value


def _bounds(metric: Metric, lowest: float | None, highest: float | None) -> str:
    """``: it is from −100 to 100``; empty where there are none."""
    ends = [None if one is None else number(one, metric.unit) for one in (lowest, highest)]
    if None not in ends:
        return f": it is from {ends[0]} to {ends[1]}"
    if ends[0] is not None:
        return f": it is at least {ends[0]}"
    return f": it is at most {ends[1]}" if ends[1] is not None else ""


EXAMPLES = {
    Unit.COUNT: "1,234",
    Unit.MONEY: "1,234.50",
    Unit.PERCENT: "92 %",
    Unit.DURATION: "1h 20m or 45 s",
    Unit.SCORE: "45",
}
