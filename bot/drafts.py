"""What a kind of delivery makes: a draft of the message, or why there is none now."""

from dataclasses import dataclass
from datetime import datetime

from bot.slack.message import Message
from reports.errors import Expected


@dataclass(frozen=True)
class Draft:
    """A message for the delivery's channel, and the words of its last line, which carries the key.

    Without words, the first block carries the key. With a ``thread`` (the ts of its first message)
    it is posted there.
    """

    message: Message
    line: str = ""
    thread: str | None = None


class NotWanted(Expected):
    """{reason}"""


class NotYet(Expected):
    """{reason}"""

    @property
    def until(self) -> datetime:
        """When to look at it again."""
        until = self.fields["until"]
        assert isinstance(until, datetime)  # noqa: S101 - said by whoever raised it
        return until
