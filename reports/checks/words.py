"""What a report says of rows that do not count, and of values that look wrong."""

from collections.abc import Mapping, Sequence

from reports.checks.doubt import Doubt
from reports.periods import day_name
from reports.words import label_within, listed

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
    "impossible": (
        "1 row has a duration that cannot be",
        "{count} rows have durations that cannot be",
    ),
    "contradiction": ("1 row contradicts another", "{count} rows contradict each other"),
    "currency": ("1 row is in another currency", "{count} rows are in another currency"),
}
_KEPT = {
    "future": ("1 ticket has a time in the future", "{count} tickets have times in the future"),
    "duration": (
        "1 ticket was worked on for longer than it was open",
        "{count} tickets were worked on for longer than they were open",
    ),
}
_OTHER = ("1 row could not be read", "{count} rows could not be read")
_MOST_VALUES = 2


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


def doubtful(doubts: Sequence[Doubt], slug: str) -> str | None:
    """The first two values that look wrong, and how many more there are; None for nothing."""
    texts = list(dict.fromkeys(_once(one) for one in doubts))
    if not texts:
        return None
    more = len(texts) - _MOST_VALUES
    if more > 0:
        values = "1 more value looks wrong" if more == 1 else f"{more} more values look wrong"
        texts = [*texts[:_MOST_VALUES], values]
    return f"{'; '.join(texts)}{_where(slug)}."


def left_out(doubts: Sequence[Doubt], slug: str) -> str | None:
    """``1 value of Leads is left out because it looks wrong: 120,400 on 14 Nov 2026, 1,000 times
    the usual 120 (…).``; of several the two worst are named. None for nothing."""
    by_people = sorted((one for one in doubts if one.decision), key=_worst)
    found = sorted((one for one in doubts if not one.decision), key=_worst)
    team = f"{_counted(by_people)} left out by the team: {_told(by_people)}." if by_people else ""
    looks = "they look wrong" if len(found) > 1 else "it looks wrong"
    # What clients do not read stands at the end.
    back = _back(found[0], slug) if found else ""
    wrong = f"{_counted(found)} left out because {looks}: {_told(found)}{back}." if found else ""
    return " ".join(filter(None, (team, wrong))) or None


def decided(doubts: Sequence[Doubt]) -> str | None:
    """What people decided about values, for the team; None for nothing."""
    made = [one for one in doubts if one.decision]
    told = [
        f"{one.metric.label} on {day_name(one.day)} ({one.shown}) was {one.decision.words}"
        for one in made[:_MOST_VALUES]
        if one.decision
    ]
    more = len(made) - _MOST_VALUES
    if more > 0:
        told.append(f"{more:,} more {'was' if more == 1 else 'were'} decided about")
    return f"{'; '.join(told)}." if told else None


def tickets(counts: Mapping[str, int], twice: Sequence[str], slug: str) -> str | None:
    """``1 ticket has a time in the future (…).``: of tickets that count; ``counts`` is by kind."""
    told = [_said(words, counts[kind]) for kind, words in _KEPT.items() if counts.get(kind)]
    return f"{'; '.join([*told, *twice])}{_where(slug)}." if told or twice else None


def repaired(count: int, slug: str) -> str | None:
    """How much was put right when it came in."""
    if not count:
        return None
    values = "1 value or row was" if count == 1 else f"{count:,} values or rows were"
    return f"{values} put right when the files came in{_where(slug)}."


def for_clients(text: str) -> str:
    """The sentence without where the team finds more."""
    start, _, end = text.rpartition(" (“rapport ")
    return f"{start}." if start and end else text


def _counted(found: Sequence[Doubt]) -> str:
    """``1 value of Leads is``, ``3 values are``."""
    labels = {one.metric.label for one in found}
    of = f" of {found[0].metric.label}" if len(labels) == 1 else ""
    return f"{len(found):,} values{of} are" if len(found) > 1 else f"1 value{of} is"


def _told(found: Sequence[Doubt]) -> str:
    """The two worst, and how many more there are."""
    named = len({one.metric.label for one in found}) > 1
    told = [_clause(one, named=named) for one in found[:_MOST_VALUES]]
    more = len(found) - _MOST_VALUES
    return "; ".join([*told, f"and {more:,} more"] if more > 0 else told)


def _once(one: Doubt) -> str:
    """The sentence; of what was repaired the same one for each metric, which is told once."""
    if one.done == "repaired":
        return f"{one.metric.label} comes in per cent and counts as a share"
    return one.text


def _worst(one: Doubt) -> tuple[float, str, str]:
    return (-one.size, one.day.isoformat(), one.metric.key)


def _clause(one: Doubt, *, named: bool) -> str:
    """``120,400 on 14 Nov 2026, 1,000 times the usual 120``."""
    label = f"{label_within(one.metric.label)} " if named else ""
    value = f"{label}{one.shown} on {day_name(one.day)}"
    return f"{value}, {one.why}" if one.why else value


def _back(one: Doubt, slug: str) -> str:
    typed = f"rapport data include {slug} {one.metric.key} {one.day.isoformat()}"
    return f" (“{typed}” counts it after all)"


def _where(slug: str) -> str:
    return f" (“rapport data check {slug}” lists them)"


def _clauses(counts: Mapping[str, int]) -> list[str]:
    named = {kind: count for kind, count in counts.items() if kind in _EXCLUDED and count}
    others = sum(count for kind, count in counts.items() if kind not in _EXCLUDED)
    clauses = [_said(_EXCLUDED[kind], count) for kind, count in named.items()]
    return [*clauses, _said(_OTHER, others)] if others else clauses


def _said(words: tuple[str, str], count: int) -> str:
    return words[0] if count == 1 else words[1].format(count=f"{count:,}")
