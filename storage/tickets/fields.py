"""What a ticket can say, and what files call it: one declaration a field."""

import re
from dataclasses import dataclass
from typing import Literal

from storage.shapes import metric_key_of

Reads = Literal["text", "moment", "time", "yes", "duration", "count", "number"]
_UNITS = {
    **dict.fromkeys(("ms", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
    **dict.fromkeys(("day", "days"), 86400.0),
}
_TRAILING = frozenset({*_UNITS, "in", "y", "n", "yes", "no", "utc"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its key (as ``--map`` takes it), what it is called, and how its cells read.

    ``names`` are what files call it, the most telling first; ``weak`` names count only where no
    column has one of these.
    """

    key: str
    label: str
    reads: Reads
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()
    required: bool = False


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.replace(" ", "") for name in text.split(", ")) if text else ()


def _field(key: str, label: str, reads: Reads, names: str, weak: str = "") -> Field:
    return Field(key, label, reads, _names(names), _names(weak), key in _REQUIRED)


_REQUIRED = frozenset({"ref", "opened", "activity", "at"})
_REF = _field(
    "ref", "the ticket's number", "text",
    "ticket, ticket id, ticket number, ticket no, ticket ref, ticket key, case, case id, "
    "case number, case no, call id, call number, request id, request number, issue, issue id, "
    "issue key, conversation id, incident, incident id, incident number",
    "ref, reference, number, key, id",
)  # fmt: skip
TICKET_FIELDS = (
    _REF,
    _field(
        "opened", "when it was opened", "moment",
        "opened, opened at, opened on, open date, date opened, created, created at, created on, "
        "creation date, create date, date created, created date, created time, creation time, "
        "submitted, submitted at, reported, reported at, received, received at, call date, "
        "call start, call time, ticket date, opened date, open time, opened time",
        "start, started, started at, start date, start time, date time, timestamp, date",
    ),
    _field("opened_time", "the time of day of its opening", "time",
           "opened time, open time, created time, creation time, call time, start time", "time"),
    _field(
        "closed", "when it was closed", "moment",
        "closed, closed at, closed on, close date, date closed, closed date, closing date, "
        "close time, closed time, resolved at, resolved on, resolved date, date resolved, "
        "resolution date, solved at, solved on, completed at, completion date",
        "end, ended, ended at, end date, end time, finished, resolved, solved, completed",
    ),
    _field("closed_time", "the time of day of its closing", "time",
           "closed time, close time, closing time", "end time"),
    _field("agent", "who handled it", "text",
           "agent, agent name, assignee, assigned to, assigned agent, handled by, operator, owner, "
           "technician, advisor, representative, rep, employee"),
    _field("topic", "what it is about", "text",
           "topic, category, reason, contact reason, call reason, issue type, ticket type, "
           "request type, subcategory", "type, tag"),
    _field("channel", "the way it came", "text",
           "channel, contact channel, ticket channel, contact method, via, medium"),
    _field("location", "where it comes from", "text",
           "location, site, branch, office, store, city, region, country"),
    _field("answered", "whether it was answered", "yes",
           "answered, picked up, call answered, was answered"),
    _field("resolved", "whether it was resolved (or its status)", "yes",
           "resolved, solved, is resolved, was resolved, status, ticket status, state, "
           "case status, outcome"),
    _field(
        "first_response", "how long the first reply took", "duration",
        "first response, first response time, time to first response, first reply, "
        "first reply time, time to first reply, frt",
    ),
    _field("first_reply", "when the first reply was sent", "moment",
           "first reply, first reply at, first reply time, first reply date, first response, "
           "first response at, first response time, first response date, first responded at, "
           "first responded"),
    _field("speed", "the speed of answer of a call", "duration",
           "speed of answer, average speed of answer, answer speed, time to answer, asa, "
           "waiting time, wait time, queue time"),
    _field("response_mean", "the mean time to reply", "duration",
           "mean response time, average response time, avg response time, response time, "
           "average reply time, avg reply time, mean reply time, reply time"),
    _field("replies", "how many replies it got", "count",
           "replies, reply count, number of replies, agent replies, responses, response count"),
    _field("slowest_response", "the longest time to a reply", "duration",
           "slowest response, longest response, max response time, maximum response time, "
           "slowest reply, longest reply"),
    _field("talk", "talk time", "duration",
           "talk duration, talk time, talk, call duration, conversation duration, "
           "avg talk duration, average talk time", "duration"),
    _field("hold", "hold time", "duration", "hold time, hold duration, on hold, hold"),
    _field("after_call", "after-call work", "duration",
           "after call work, after call work time, acw, wrap up time, wrap up, wrapup"),
    _field("messages", "messages exchanged", "count",
           "messages, message count, number of messages, interactions, interaction count, touches, "
           "comments, comment count"),
    _field("rating", "the rating, 1–5", "number",
           "rating, satisfaction rating, satisfaction, satisfaction score, csat, csat score, "
           "csat rating, customer rating, customer satisfaction"),
    _field("recommend", "would they recommend you, 0–10", "number",
           "recommend, would recommend, likelihood to recommend, nps, nps score, nps rating"),
)  # fmt: skip
EVENT_FIELDS = (
    _REF,
    _field("activity", "what happened", "text",
           "activity, activity id, activity name, event, event type, event name, action"),
    _field("at", "when it happened", "moment",
           "complete timestamp, timestamp, event time, event timestamp, time stamp, date time, "
           "completed at, occurred at, happened at, at", "date, time"),
)  # fmt: skip
BREAKDOWNS = ("agent", "topic", "channel", "location")


def plain(header: str) -> str:
    """A column's name as it is compared: small letters and digits alone, without its unit."""
    words = _words(header)
    while len(words) > 1 and words[-1] in _TRAILING:
        words = words[:-1]
    return "".join(words)


def seconds_in(header: str) -> float:
    """How many seconds the unit has that a column's name ends with; 1 where it names none."""
    words = _words(header)
    return _UNITS.get(words[-1], 1.0) if len(words) > 1 else 1.0


def _words(header: str) -> list[str]:
    return metric_key_of(_CAMEL.sub(" ", header)).split("_")
