"""`report … by agent`: the period's figures part by part."""

from dataclasses import replace

from commands.answer import Answer, Table, Text, say
from commands.report_asked import Asked
from commands.report_data import judged, parts
from commands.report_shown import audiences, shown
from commands.request import Request
from reports.errors import Expected
from reports.model import Audience
from reports.words import shorten
from storage.store import Store

FOR_THE_TEAM = "agent"  # how a person does is no client's business
LONGEST_SHOWN = 60


class UnknownKind(Expected):
    """I cannot break the report on {name} down by “{kind}”, only by {known}."""


class WhichKind(Expected):
    """By what? Write one of {known} behind “by”."""


class NothingToBreakDown(Expected):
    """All figures of {name} are totals, so there is nothing to break down; tickets that name
    agents, topics, channels or locations bring that."""


class OnlyForTheTeam(Expected):
    """How each agent does is for the team only; ask for the report without “by agent”."""


def by_part(request: Request, asked: Asked, store: Store) -> Answer:
    """A table of the parts; agents' names stay with the team.

    Raises WhichKind, UnknownKind, NothingToBreakDown, OnlyForTheTeam.
    """
    room, own = audiences(request, asked)
    kind = _kind(asked, own, store)
    if kind == FOR_THE_TEAM and own is Audience.CLIENT:
        raise OnlyForTheTeam
    answer = _answer(kind, asked, store)
    if kind == FOR_THE_TEAM and room is Audience.CLIENT and not asked.words.me:
        reason = "Others may read along, and agents are for the team only: this is for you alone."
        return replace(answer, parts=(Text((reason,), quiet=True), *answer.parts))
    return shown(request, asked, lambda _audience: answer)


def _kind(asked: Asked, own: Audience, store: Store) -> str:
    known = store.observations.kinds(asked.client.id)
    if not known:
        raise NothingToBreakDown(name=asked.client.name)
    open_to_all = [one for one in known if own is Audience.INTERNAL or one != FOR_THE_TEAM]
    typed, choice = asked.words.by, " or ".join(open_to_all or known)
    if not typed:
        raise WhichKind(known=choice)
    kind = typed.casefold()
    found = next((one for one in known if kind in (one, f"{one}s")), None)
    if found is None:
        typed = shorten(typed, LONGEST_SHOWN)
        raise UnknownKind(name=asked.client.name, kind=typed, known=choice)
    return found


def _answer(kind: str, asked: Asked, store: Store) -> Answer:
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.breakdown import breakdown
    from reports.cases import CARE

    client, period = asked.client, asked.period
    days = (period.start, period.end)
    frame = parts(asked, store, judged(asked, store, *days), kind, *days)
    found = breakdown(frame, period, asked.today, asked.catalogue)
    if not found.rows:
        return say(f"{client.name} has no figures by {kind} for {period.label}.")
    columns = (kind.capitalize(), *(metric.label for metric in found.metrics))
    rows = tuple(
        (row.part, *(one.words(client.currency) for one in row.cells)) for row in found.rows
    )
    table = Table(f"By {kind}", columns, rows)
    more = f"… and {found.more} more." if found.more else ""
    quiet = " ".join(filter(None, (more, CARE if found.shaky else "")))
    title = Text((f"{client.name}, {period.label}, by {kind}.",))
    return Answer((title, table, Text((quiet,), quiet=True)) if quiet else (title, table))
