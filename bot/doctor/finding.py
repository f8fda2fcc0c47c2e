"""What the doctor found, in words."""

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "warning", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``text`` says what is so, and what to do where it is not good."""

    what: str
    state: State
    text: str


def good(what: str, text: str) -> Finding:
    """Nothing to do."""
    return Finding(what, "good", text)


def warning(what: str, text: str) -> Finding:
    """The bot works, but not all of it."""
    return Finding(what, "warning", text)


def wrong(what: str, text: str) -> Finding:
    """The bot does not work like this."""
    return Finding(what, "wrong", text)
