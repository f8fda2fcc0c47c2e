"""The people of Acme's helpdesk, and how they answer a day's tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.playground.sample.days import Floats


@dataclass(frozen=True)
class Share:
    """A name, its part of the tickets, and by what factor it slows the first reply, makes bad
    ratings more frequent and leaves more unresolved.
    """

    name: str
    part: float
    slow: float = 1.0
    bad: float = 1.0
    left: float = 1.0
    place: str = ""


@dataclass(frozen=True)
class Told:
    """A day in figures: tickets, mean seconds to the first reply, ratings, and good ones (4–5)."""

    day: date
    requests: int
    first_response: float
    rated: int
    good: int


@dataclass(frozen=True)
class Ticket:
    """One ticket; moments are naive, in the client's zone; None where it has no end, no rating."""

    ref: str
    opened: datetime
    reply_seconds: int
    closed: datetime | None
    agent: Share
    topic: Share
    channel: Share
    resolved: bool
    rating: int | None
    messages: int


AGENTS = (
    Share("Amira", 0.24, place="Leeds"),
    Share("Ben", 0.22, 0.9, place="Leeds"),
    Share("Chloe", 0.2, 0.85, 0.8, 0.9, place="Porto"),
    Share("Dan", 0.16, 2.3, 1.6, 1.3, place="Leeds"),
    Share("Ewa", 0.18, 0.95, place="Porto"),
)
TOPICS = (
    Share("Delivery", 0.38),
    Share("Returns", 0.24, 1.1, 4.0, 1.7),
    Share("Sizes", 0.22, 0.9, 0.7, 0.6),
    Share("Payment", 0.16),
)
CHANNELS = (Share("mail", 0.46, 1.4), Share("chat", 0.34, 0.7), Share("phone", 0.2, 0.5))
# How many write in each hour from 0 to 23; nights are quiet.
HOURS = (1, 0, 0, 0, 0, 1, 3, 6, 12, 18, 20, 19, 16, 15, 16, 16, 15, 13, 12, 11, 10, 8, 5, 2)
LEFT = 0.17  # of the tickets stay without a solution
LONGEST = 46.0  # hours from the first reply to the end
GOOD, GOOD_PARTS, BAD = (4, 5), (0.38, 0.62), (1, 2, 3)


def answered(told: Told, seed: int) -> list[Ticket]:
    """The day's tickets by the time they came; the same figures and seed give the same ones."""
    chance = np.random.default_rng([seed, crc32(b"acme/tickets"), told.day.toordinal()])
    who, what, how = (_picked(chance, names, told) for names in (AGENTS, TOPICS, CHANNELS))
    left = chance.random(told.requests) < LEFT * _factor("left", who, what)
    columns = (
        _opened(chance, told),
        who,
        what,
        how,
        _replies(chance, told, _factor("slow", who, what, how)),
        _ratings(chance, told, _factor("bad", who, what)),
        left,
        _hours(chance, left),
        2 + chance.poisson(np.where(left, 3.2, 1.3)),
    )
    rows = enumerate(zip(*columns, strict=True), 1)
    return [_ticket(f"H{told.day:%y%m%d}-{number:02}", *row) for number, row in rows]


def _ticket(
    ref: str,
    opened: datetime,
    who: Share,
    what: Share,
    how: Share,
    reply: int,
    rating: int,
    left: bool,
    hours: float,
    messages: int,
) -> Ticket:
    closed = opened + timedelta(seconds=int(reply) + round(3600 * hours))
    return Ticket(
        ref,
        opened,
        int(reply),
        closed,
        who,
        what,
        how,
        resolved=not left,
        rating=int(rating) or None,
        messages=int(messages),
    )


def _picked(chance: np.random.Generator, names: Sequence[Share], told: Told) -> list[Share]:
    parts = [one.part for one in names]
    return [names[at] for at in chance.choice(len(names), told.requests, p=parts)]


def _factor(name: str, *picked: Sequence[Share]) -> Floats:
    """The product of what each ticket's shares do to ``name``."""
    columns = [[getattr(one, name) for one in column] for column in picked]
    result: Floats = np.prod(np.array(columns, dtype=float), axis=0)
    return result


def _opened(chance: np.random.Generator, told: Told) -> list[datetime]:
    parts = np.array(HOURS) / sum(HOURS)
    hours = chance.choice(len(HOURS), told.requests, p=parts)
    seconds = np.sort(hours * 3600 + chance.integers(0, 3600, told.requests))
    start = datetime.combine(told.day, time())
    return [start + timedelta(seconds=int(second)) for second in seconds]


def _replies(chance: np.random.Generator, told: Told, slow: Floats) -> NDArray[np.int64]:
    """Seconds to the first reply; their mean is the day's, to the second."""
    drawn = slow * chance.lognormal(0.0, 0.55, told.requests)
    scaled = drawn * (told.first_response / drawn.mean())
    seconds: NDArray[np.int64] = np.rint(scaled).astype(np.int64)
    seconds[seconds.argmax()] += round(told.first_response) * told.requests - seconds.sum()
    return seconds


def _ratings(chance: np.random.Generator, told: Told, bad: Floats) -> NDArray[np.int64]:
    """1 to 5, and 0 where nobody rated; as many as the day has, and as many good ones."""
    ratings = np.zeros(told.requests, dtype=np.int64)
    rated = chance.choice(told.requests, told.rated, replace=False)
    worse = bad[rated] / bad[rated].sum() if told.rated else None
    low = chance.choice(rated, told.rated - told.good, replace=False, p=worse)
    ratings[rated] = chance.choice(GOOD, told.rated, p=GOOD_PARTS)
    ratings[low] = chance.choice(BAD, len(low))
    return ratings


def _hours(chance: np.random.Generator, left: NDArray[np.bool_]) -> Floats:
    """From the first reply to the end; what is given up lies longer."""
    drawn = chance.lognormal(0.9, 0.9, len(left)) * np.where(left, 4.0, 1.0)
    return np.minimum(drawn, LONGEST)
