"""A goal as people say it: which metric, how much, for which kind of period and from when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from commands.metric_words import LONGEST_SHOWN, MINUS, metric_first, value_first
from reports.errors import Expected
from reports.goal_words import target
from reports.metrics import Catalogue, Metric
from reports.model import Grain
from reports.words import shorten

OFF = ("off", "none", "end")
FROM = re.compile(r"(?:^|\s)(?:from|since)\s+(?P<when>.+)$", re.IGNORECASE)
GRAIN = re.compile(
    r"(?:(?:an?|per|each|every)\s+)?(?P<grain>day|week|month|quarter|year)"
    r"|(?P<adverb>daily|weekly|monthly|quarterly|yearly)",
    re.IGNORECASE,
)
ADVERBS = {"daily": "day"}
BOUND = re.compile(r"(?P<up>at least|over|above|>=?|≥)\s*|(?P<down>at most|under|below|<=?|≤)\s*")
# What grows with each day: 1,200 leads are many for a week and few for a year.
GROWING = frozenset({"sum", "distinct"})


class NoDirection(Expected):
    """Nobody declared which way {label} is better, so a goal for it could be neither met nor
    missed; declare it first with “rapport metrics declare FILE”."""


class OtherWay(Expected):
    """For {label} {which} is better, so its goal is the {limit} that it may be; nothing was
    saved."""


class UnreadableGoal(Expected):
    """I cannot read “{words}” behind the goal; “a month” says which periods it is for, and
    “from 2026-10” when it begins. Nothing was saved."""


@dataclass(frozen=True)
class Said:
    """What was said; ``target`` is None where the goal ends, or, with ``asking``, was not named.

    ``grain`` is None where no kind of period was named, ``since`` then empty likewise.
    """

    metric: Metric
    target: float | None = None
    grain: Grain | None = None
    since: str = ""
    asking: bool = False

    @property
    def lacks_grain(self) -> bool:
        """Whether its number says nothing without the length of the period."""
        grows = self.metric.adds_up in GROWING
        return self.target is not None and self.grain is None and grows


def read(text: str, catalogue: Catalogue, known: Iterable[str], slug: str) -> Said:
    """Read ``METRIC VALUE|off [a GRAIN] [from PERIOD]``; ``known`` are further metrics.

    Raises NoSuchMetric, NoDirection, OtherWay, UnreadableGoal and what a value raises.
    """
    when = FROM.search(text)
    words = FROM.sub("", text).translate(MINUS)
    metric, rest = metric_first(words, catalogue, known, slug)
    if not metric.declared:
        raise NoDirection(label=metric.label)
    if not rest:
        return Said(metric, asking=True)
    first, _, more = rest.partition(" ")
    if first.casefold() in OFF:
        value = None
    else:
        value, more = value_first(metric, _unbound(metric, rest))
    return Said(metric, value, _grain(more), when["when"].strip() if when else "")


def limit(value: float, metric: Metric, currency: str) -> str:
    """``at least 90 %`` or ``at most 4 h``, by which way is better."""
    least = "at least" if metric.better == "up" else "at most"
    return f"{least} {target(value, metric.unit, currency)}"


def _unbound(metric: Metric, rest: str) -> str:
    """The words without “at least” and the like, which must fit the metric. Raises OtherWay."""
    found = BOUND.match(rest)
    if found is None:
        return rest
    if found.lastgroup != metric.better:
        which, most = ("more", "least") if metric.better == "up" else ("less", "most")
        raise OtherWay(label=metric.label, which=which, limit=most)
    return rest[found.end() :]


def _grain(words: str) -> Grain | None:
    if not words.strip():
        return None
    found = GRAIN.fullmatch(words.strip())
    if found is None:
        raise UnreadableGoal(words=shorten(words.strip(), LONGEST_SHOWN))
    said = (found["grain"] or found["adverb"]).casefold()
    name = ADVERBS.get(said, said.removesuffix("ly"))
    return next(one for one in get_args(Grain) if one == name)
