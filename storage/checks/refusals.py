"""What kind of mistake a refusal is about."""

import re

# The first that matches. The sentences are those that ``storage.cells`` and the readers raise.
_KINDS = (
    ("order", r"before it was opened"),
    ("reply", r"older than the ticket"),
    ("due", r"before it was issued"),
    ("negative", r"is below zero"),
    ("duration", r"may be minutes or hours|time of the day"),
    ("contradiction", r"different values on lines|told differently|the same client stands"),
    ("events", r"earlier events of ticket|is left out"),
    ("currency", r"it is in [A-Z]{3}, while"),
    ("date", r"is not a date|of the calendar|not a time such as|has a time of day"),
    ("columns", r"columns where the first line"),
    ("client", r"no client|client is missing"),
    ("empty", r"is empty"),
    ("number", r"not a plain number|too large a number|is not a count|is outside"),
)
OTHER = "unreadable"
_QUOTED = re.compile("“([^”]*)”")


def kind_of(reason: str) -> str:
    """``order``, ``negative``, ``date`` and so on; ``unreadable`` for what has no own kind."""
    return next((kind for kind, words in _KINDS if re.search(words, reason)), OTHER)


def quoted_in(reason: str) -> str | None:
    """The cell that the reason quotes."""
    match = _QUOTED.search(reason)
    return match[1] if match else None
