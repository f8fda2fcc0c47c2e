"""What a person decided about a value."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether one value ``counts``, whatever the checks say of it; ``by_name`` is for people.

    It is about that value alone: another one that a source brings later for the same day is
    judged anew.
    """

    client_id: int
    metric: str
    day: date
    source: str
    value: float
    counts: bool
    by_name: str
    why: str
    at: datetime

    @property
    def where(self) -> tuple[str, date, str]:
        """Which value it is about, but for the value itself."""
        return (self.metric, self.day, self.source)

    @property
    def words(self) -> str:
        """``left out by Ana: a test``."""
        done = "counted" if self.counts else "left out"
        return f"{done} by {self.by_name}{f': {self.why}' if self.why else ''}"
