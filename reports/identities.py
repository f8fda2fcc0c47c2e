"""Find the days on which what must hold between metrics does not."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from reports import gaps
from reports.adding_up import total
from reports.days import Days
from reports.expressions import Expression
from reports.metrics import Catalogue, Identity
from reports.model import Period, Unit
from reports.periods import day_name
from reports.words import label_within, listed, number

_WORD = re.compile(r"[^\s+\-*/()]+")
MOST = 3  # identities in one notice, and days with their values


@dataclass(frozen=True)
class Broken:
    """One day on which an identity does not hold, and the values of its two sides."""

    day: date
    left: float
    right: float


@dataclass(frozen=True)
class Violation:
    """An identity and the days of ``run`` on which it does not hold, the earliest first."""

    identity: Identity
    run: Period
    days: tuple[Broken, ...]


def violations(found: Iterable[Days], run: Period, catalogue: Catalogue) -> tuple[Violation, ...]:
    """The identities that do not hold on some days of ``run``, of those whose metrics are known.

    Each day is held for itself; one on which a value is unknown is not held at all.
    """
    known = {days.metric.key: days for days in found}
    asked = [one for one in catalogue.identities if known.keys() >= set(one.comparison.names)]
    told = (Violation(one, run, tuple(_broken(one, known, run))) for one in asked)
    return tuple(one for one in told if one.days)


def in_words(found: Iterable[Violation], catalogue: Catalogue, currency: str) -> str | None:
    """Which identities do not hold on which days, with both sides; None where all do.

    ``Unique visits = first-time visits + returning visits does not hold on 9 Nov (20 against 21).``
    """
    told = list(found)
    sentences = [_sentence(one, catalogue, currency) for one in told[:MOST]]
    if len(told) > MOST:
        sentences.append(f"{len(told) - MOST} more identities do not hold.")
    return " ".join(sentences) or None


def _broken(identity: Identity, known: Mapping[str, Days], run: Period) -> Iterable[Broken]:
    held = identity.comparison
    shared = set.intersection(*(known[key].dates(run.start, run.end) for key in held.names))
    for day in sorted(shared):
        left, right = (_on(day, side, known) for side in (held.left, held.right))
        if left is None or right is None or held.holds(left, right, identity.within):
            continue
        yield Broken(day, left, right)


def _on(day: date, side: Expression, known: Mapping[str, Days]) -> float | None:
    return side.evaluate(lambda key: total(known[key], day, day))


def _sentence(one: Violation, catalogue: Catalogue, currency: str) -> str:
    held = one.identity.comparison
    unit = catalogue.metric(held.names[0]).unit
    sides = (_side(side, catalogue) for side in (held.left, held.right))
    text = f" {held.sign} ".join(sides)
    return f"{text[:1].upper()}{text[1:]} does not hold on {_days(one, unit, currency)}."


def _days(one: Violation, unit: Unit, currency: str) -> str:
    """The days, each with its values; beyond three the values of the one furthest apart."""
    if len(one.days) <= MOST:
        told = [f"{_name(b.day, one.run)} ({_values(b, unit, currency)})" for b in one.days]
        return listed(told)
    worst = max(one.days, key=lambda broken: abs(broken.left - broken.right))
    on = f"(on {_name(worst.day, one.run)} {_values(worst, unit, currency)})"
    if one.run.start.year == one.run.end.year:
        return f"{gaps.listed_days(broken.day for broken in one.days)} {on}"
    return f"{listed([_name(broken.day, one.run) for broken in one.days])} {on}"


def _name(day: date, run: Period) -> str:
    """A day, with its year where it may be one of several."""
    return day_name(day, year=run.start.year != run.end.year)


def _values(broken: Broken, unit: Unit, currency: str) -> str:
    left, right = (_exact(value, unit, currency) for value in (broken.left, broken.right))
    return f"{left} against {right}"


def _exact(value: float, unit: Unit, currency: str) -> str:
    """A number with all its digits, of which one may be what matters."""
    if unit in (Unit.PERCENT, Unit.DURATION):
        return number(value, unit, currency)
    return f"{value:,.2f}".removesuffix(".00")


def _side(side: Expression, catalogue: Catalogue) -> str:
    """A side with its metrics' labels, as it stands within a sentence."""

    def label(word: re.Match[str]) -> str:
        key = word[0].lower()
        return label_within(catalogue.metric(key).label) if key in side.names else word[0]

    return _WORD.sub(label, side.text)
