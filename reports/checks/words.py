"""What a report says of rows that do not count, and of values that look wrong."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from reports.words import listed

# By kind of finding: of one row, and of several.
_EXCLUDED = {
    "order": (
        "1 ticket was closed before it was opened",
        "{count} tickets were closed before they were opened",
    ),
    "reply": (
        "1 ticket was answered before it was opened",
        "{count} tickets were answered before they were opened",
    ),
    "negative": ("1 row has a duration below zero", "{count} rows have durations below zero"),
    "contradiction": ("1 row contradicts another", "{count} rows contradict each other"),
    "currency": ("1 row is in another currency", "{count} rows are in another currency"),
}
_OTHER = ("1 row could not be read", "{count} rows could not be read")
_MOST_VALUES = 2


class Told(Protocol):
    """What has a sentence of its own."""

    @property
    def text(self) -> str:
        """The sentence, without its full stop."""


def excluded(counts: Mapping[str, int], slug: str) -> str | None:
    """``3 tickets were closed before they were opened and do not count (…).``; None for nothing.

    ``counts`` is by kind of finding.
    """
    clauses = _clauses(counts)
    if not clauses:
        return None
    they = "" if len(clauses) == 1 else "they "
    do = "does" if sum(counts.values()) == 1 else "do"
    joint = " and " if len(clauses) == 1 else "; "
    return f"{listed(clauses)}{joint}{they}{do} not count{_where(slug)}."


def doubtful(doubts: Sequence[Told], slug: str) -> str | None:
    """The first two values that look wrong, and how many more there are; None for nothing."""
    texts = [one.text for one in doubts]
    if not texts:
        return None
    more = len(texts) - _MOST_VALUES
    if more > 0:
        values = "1 more value looks wrong" if more == 1 else f"{more} more values look wrong"
        texts = [*texts[:_MOST_VALUES], values]
    return f"{'; '.join(texts)}{_where(slug)}."


def for_clients(text: str) -> str:
    """The sentence without where the team finds more."""
    start, _, end = text.rpartition(" (“rapport ")
    return f"{start}." if start and end else text


def _where(slug: str) -> str:
    return f" (“rapport data check {slug}” lists them)"


def _clauses(counts: Mapping[str, int]) -> list[str]:
    named = {kind: count for kind, count in counts.items() if kind in _EXCLUDED and count}
    others = sum(count for kind, count in counts.items() if kind not in _EXCLUDED)
    clauses = [_said(_EXCLUDED[kind], count) for kind, count in named.items()]
    return [*clauses, _said(_OTHER, others)] if others else clauses


def _said(words: tuple[str, str], count: int) -> str:
    return words[0] if count == 1 else words[1].format(count=f"{count:,}")
