"""What /metric says: a number and what it does, those there are, and buttons to decide."""

from commands.answer import Answer, Button, Buttons, Table, Text, say
from commands.metric_words import Said
from reports import periods
from reports.metrics import Catalogue, Metric
from reports.model import Period
from reports.words import listed, number
from reports.zones import zone
from storage.by_hand import ByHand
from storage.store import Store
from storage.values import Client

SHOWN = 20


def in_words(kept: ByHand, metric: Metric, client: Client) -> str:
    """``NPS of Acme for October 2026, 45``."""
    value = number(kept.value, metric.unit, client.currency)
    return f"{metric.label} of {client.name} for {kept.period.label}, {value}"


def meaning(kept: ByHand, before: str) -> Text:
    """What the number does, and what it does not."""
    why = f"Why: {kept.why}. {before}" if kept.why else before
    if kept.grain == "day":
        return Text((f"{why}It stands for that day, whatever a source brings for it.",), quiet=True)
    whole = "reports on these days and on longer times count it, those on a part of them do not"
    return Text((f"{why}It stands for all of {kept.period.label} together: {whole}.",), quiet=True)


def reason(kept: ByHand) -> Text:
    """Why it was given, for those who are to confirm it."""
    return Text((f"Why: {kept.why}" if kept.why else "No reason was given.",), quiet=True)


def decide(kept: ByHand, client: Client) -> Buttons:
    """Confirm or reject."""
    return Buttons(
        (
            Button(f"Confirm no. {kept.id}", "metric", f"{client.slug} confirm {kept.id}"),
            Button(f"Reject no. {kept.id}", "metric", f"{client.slug} reject {kept.id}"),
        )
    )


def already(
    said: Said, value: float, period: Period, brought: list[tuple[str, int]], client: Client
) -> Answer:
    """That sources bring it already, and the button to let the number stand instead."""
    metric = said.metric
    shown = number(value, metric.unit, client.currency)
    names = listed([f"{name} ({days} {_days(days)})" for name, days in brought])
    bring = "brings" if len(brought) == 1 else "bring"
    why = f" because {said.why}" if said.why else ""
    words = f"{client.slug} {metric.key} {typed(value, metric)} {periods.code(period)} replacing"
    return say(
        f"{names} {bring} {metric.label} of {client.name} for {period.label} already, so nothing "
        f"was saved. If {shown} is right, add “replacing”: it then stands instead of these days.",
        buttons=(Button(f"Use {shown} instead", "metric", f"{words}{why}"),),
        failed=True,
    )


def listing(client: Client, store: Store) -> Answer:
    """The newest numbers of a client, and those that wait to be confirmed."""
    found = store.numbers.of_client(client.id, SHOWN)
    enter = Button("Enter a number", "metric", f"{client.slug} enter")
    if not found:
        nothing = f"No number of {client.name} was entered by hand yet; “/metric {client.slug} nps"
        return say(f"{nothing} 45 2026-10 because 230 people answered” does so.", buttons=(enter,))
    catalogue = store.definitions.catalogue()
    columns = ("No.", "Metric", "Period", "Value", "By", "Why", "State")
    rows = tuple(_row(one, catalogue, client) for one in found)
    waiting = [one for one in found if one.state == "awaiting"]
    more = [Buttons((enter,)), *(decide(one, client) for one in waiting[:3])]
    return Answer((Table(f"Numbers by hand of {client.name}", columns, rows), *more))


def _row(one: ByHand, catalogue: Catalogue, client: Client) -> tuple[str, ...]:
    metric, at = catalogue.metric(one.metric), one.at.astimezone(zone(client.tz))
    value = number(one.value, metric.unit, client.currency)
    by = f"{one.by_name}, {periods.day_name(at)}"
    return (str(one.id), metric.label, one.period.label, value, by, one.why or "–", one.stands)


def typed(value: float, metric: Metric) -> str:
    """The value as it is read back."""
    if metric.unit == "percent":
        return f"{value * 100:.10g} %"
    return f"{value:.10g}s" if metric.unit == "duration" else f"{value:.15g}"


def _days(count: int) -> str:
    return "day" if count == 1 else "days"
