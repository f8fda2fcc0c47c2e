"""What may be asked of a report behind its period: by, vs, why, me, refresh."""

import re
from dataclasses import dataclass

from reports.errors import Expected
from reports.metrics import Catalogue, built_in

WORD = re.compile(r"\S+")
ALONE = ("me", "refresh")
OPENERS = {"by": "by", "vs": "against", "vs.": "against", "versus": "against", "why": "why"}


class OneAtATime(Expected):
    """One question at a time, please: a report by agent, topic and the like, vs another period,
    or why a figure moved."""


@dataclass(frozen=True)
class ReportWords:
    """The words of a report, each as it was typed.

    ``period`` is empty where none was named; ``by``, ``against`` and ``why`` are None where they
    were not asked for, and empty where nothing followed them.
    """

    period: str = ""
    by: str | None = None
    against: str | None = None
    why: str | None = None
    me: bool = False
    refresh: bool = False


def read_words(text: str, catalogue: Catalogue | None = None) -> ReportWords:
    """Read the words behind a client's name, in any order; raises OneAtATime.

    What follows “vs” and “why” lasts until the next of these words, what follows “by” is one word;
    all else is the period. ``catalogue`` tells a metric's name from a period behind it.
    """
    clauses, alone = _clauses(WORD.findall(text))
    if len(clauses) > 2:
        raise OneAtATime
    if "why" in clauses and not clauses["period"]:
        clauses["why"], clauses["period"] = _metric_first(clauses["why"], catalogue)
    joined = {name: " ".join(words) for name, words in clauses.items()}
    return ReportWords(
        period=joined["period"],
        by=joined.get("by"),
        against=joined.get("against"),
        why=joined.get("why"),
        me="me" in alone,
        refresh="refresh" in alone,
    )


def _metric_first(words: list[str], catalogue: Catalogue | None) -> tuple[list[str], list[str]]:
    """A known metric at the start of ``words``, and the period behind it."""
    known = catalogue or built_in()
    for end in range(len(words), 0, -1):
        if known.named(" ".join(words[:end])):
            return words[:end], words[end:]
    return words, []


def _clauses(words: list[str]) -> tuple[dict[str, list[str]], set[str]]:
    """The words under what opened them, the period's first, and those that stand alone."""
    clauses: dict[str, list[str]] = {"period": []}
    alone: set[str] = set()
    into = "period"
    for word in words:
        plain = word.casefold()
        if plain in ALONE:
            alone.add(plain)
            into = "period"
        elif plain in OPENERS:
            into = OPENERS[plain]
            clauses[into] = []
        else:
            clauses[into].append(word)
            into = "period" if into == "by" else into
    return clauses, alone
