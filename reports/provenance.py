"""Where a report's numbers come from, as far as a reader must know: late sources, and people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reports.periods import day_name
from reports.words import listed

MOST_NAMED = 3
DAILY, WEEKLY = 1, 7


@dataclass(frozen=True)
class Late:
    """A source that should have brought more by now: until when it reaches, and its rhythm."""

    source: str
    newest: date
    promise: int


@dataclass(frozen=True)
class Given:
    """A number by hand, in the words people read; ``confirmed`` is who confirmed it, if any."""

    label: str
    period: str
    value: str
    by: str
    confirmed: str | None = None


def late(sources: Iterable[Late], end: date) -> str | None:
    """Which sources end before ``end``, the last day looked at, although they promised more."""
    said = [
        f"the data of {one.source} ends on {day_name(one.newest)}; "
        f"it promised to come {rhythm(one.promise)}"
        for one in sources
        if one.newest < end
    ]
    return _sentence(said)


def awaiting(numbers: Iterable[Given]) -> str | None:
    """Which numbers do not count yet."""
    said = [f"{one.label} for {one.period} ({one.value}, by {one.by})" for one in numbers]
    if not said:
        return None
    return f"{listed(said, MOST_NAMED)} {'is' if len(said) == 1 else 'are'} awaiting confirmation."


def by_hand(numbers: Iterable[Given]) -> str | None:
    """Which numbers people entered."""
    said = [f"{one.label} for {one.period} ({one.value}, by {_people(one)})" for one in numbers]
    if not said:
        return None
    return f"{listed(said, MOST_NAMED)} {'was' if len(said) == 1 else 'were'} entered by hand."


def rhythm(days: int) -> str:
    """``daily``, ``weekly`` or ``every 3 days``."""
    return {DAILY: "daily", WEEKLY: "weekly"}.get(days, f"every {days} days")


def _people(one: Given) -> str:
    return f"{one.by} and {one.confirmed}" if one.confirmed else one.by


def _sentence(said: list[str]) -> str | None:
    text = "; ".join(said[:MOST_NAMED])
    more = f"; {len(said) - MOST_NAMED} more sources are late" if len(said) > MOST_NAMED else ""
    return f"{text[:1].upper()}{text[1:]}{more}." if text else None
