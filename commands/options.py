"""The options a report understands among its words, in Slack as on the command line."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reports.errors import Expected
from reports.model import Audience
from reports.zones import zone

OPTION = re.compile(r"(?:^|\s)--(audience|as-of)[ =](\S+)")


class UnknownAudience(Expected):
    """“{text}” is no audience; write --audience internal or --audience client."""


class UnreadableDate(Expected):
    """“{text}” is no date; write it like --as-of 2026-11-20."""


@dataclass(frozen=True)
class Options:
    """``words`` without the options; for whose eyes; known until the end of which day."""

    words: str
    audience: Audience | None = None
    as_of: date | None = None

    def known_at(self, tz: str) -> datetime | None:
        """The first moment after the day ``as_of`` in the zone."""
        if self.as_of is None:
            return None
        return datetime.combine(self.as_of + timedelta(days=1), time(), zone(tz))

    def written(self) -> str:
        """The options that change what is shown, as they are typed."""
        audience = "--audience client" if self.audience is Audience.CLIENT else ""
        as_of = f"--as-of {self.as_of}" if self.as_of else ""
        return f"{audience} {as_of}".strip()


def read_options(args: str) -> Options:
    """Take the options out of the words; raises UnknownAudience, UnreadableDate."""
    given = dict(OPTION.findall(args))
    return Options(
        words=OPTION.sub(" ", args).strip(),
        audience=_audience(given["audience"]) if "audience" in given else None,
        as_of=_date(given["as-of"]) if "as-of" in given else None,
    )


def _audience(text: str) -> Audience:
    if text not in tuple(Audience):
        raise UnknownAudience(text=text)
    return Audience(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnreadableDate(text=text) from error
