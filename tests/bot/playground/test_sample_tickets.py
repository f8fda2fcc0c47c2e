"""The sample's tickets and success figures: plausible, and with the story they promise."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from statistics import mean

import pytest
from hypothesis import given, settings

from bot.playground.sample import acme, success
from bot.playground.sample import tickets as helpdesk
from bot.playground.sample.days import Days, monday
from bot.playground.sample.generate import helpdesk as delivered
from tests.bot.playground.sample_rows import TODAY, anyday, known, reply_seconds, tickets

Ticket = dict[str, str]


def part(kind: str, name: str) -> list[Ticket]:
    return [one for one in tickets() if one[kind] == name]


def names(kind: str) -> set[str]:
    return {one[kind] for one in tickets()}


def unhappy(found: list[Ticket]) -> float:
    return mean(int(one["rating"]) <= 3 for one in found if one["rating"])


def worst(kind: str, measure: Callable[[list[Ticket]], float]) -> str:
    return max(names(kind), key=lambda name: measure(part(kind, name)))


def moment(ticket: Ticket, column: str) -> datetime:
    return datetime.fromisoformat(ticket[column])


def test_ten_weeks_of_tickets_have_five_people_and_four_topics() -> None:
    assert {kind: len(names(kind)) for kind in ("agent", "topic", "channel", "location")} == {
        "agent": 5,
        "topic": 4,
        "channel": 3,
        "location": 2,
    }
    assert 3_000 < len(tickets()) < 6_500
    assert len(names("ticket")) == len(tickets())


def test_one_of_the_people_is_slow_and_one_topic_makes_unhappy() -> None:
    replies = {name: mean(map(reply_seconds, part("agent", name))) for name in names("agent")}
    slow, *others = sorted(replies.values(), reverse=True)
    assert max(replies, key=lambda name: replies[name]) == "Dan"
    assert slow > 1.8 * others[0]
    assert worst("topic", unhappy) == "Returns"
    assert unhappy(part("topic", "Returns")) > 2 * unhappy(part("topic", "Delivery"))


def test_the_nights_are_quiet() -> None:
    night = [one for one in tickets() if time(1) <= moment(one, "opened").time() < time(6)]
    assert len(night) < 0.01 * len(tickets())


@given(anyday)
@settings(max_examples=5, deadline=None)
def test_moments_are_in_order_and_before_today(today: date) -> None:
    for one in tickets(today):
        opened, replied = moment(one, "opened"), moment(one, "first reply")
        assert opened < replied
        assert opened.date() < today
        if one["closed"]:
            assert replied <= moment(one, "closed") < datetime.combine(today, time())
        else:
            assert one["resolved"] == "N"
            assert today - opened.date() <= timedelta(days=3)


def test_tickets_go_on_where_the_daily_file_ends() -> None:
    """The days' figures are those of the series, whichever of the two tells them."""
    days = Days(TODAY)
    series = {one.metric: one for one in acme.series(days, 2026)}
    told = known(TODAY)
    for name in helpdesk.METRICS:
        for day, value in zip(days.dates, series[name].values, strict=True):
            assert told["acme", name, day][0] == pytest.approx(value, abs=0.51), (name, day)


def test_what_was_open_is_closed_when_told_later() -> None:
    later = delivered(TODAY, TODAY + timedelta(days=7)).text.splitlines()
    first = delivered(TODAY, TODAY).text.splitlines()
    changed = [(a, b) for a, b in zip(first, later, strict=True) if a != b]
    assert changed
    for before, after in changed:
        assert ",," in before
        assert before.split(",")[:3] == after.split(",")[:3]
    assert [line for line in later if line.split(",")[3] == ""] == []


def of(client: str, name: str) -> list[float]:
    """The Mondays' values, oldest first."""
    found = {
        day: value
        for (who, what, day), (value, _) in known(TODAY).items()
        if what == name and who == client
    }
    return [found[day] for day in sorted(found)]


def test_acme_uses_less_and_pays_late_while_borealis_does_well() -> None:
    adoption = of("acme", "adoption")
    assert adoption[-1] < 0.75 * mean(adoption[:-12])
    assert of("acme", "training_completed")[-1] == pytest.approx(0.7)
    assert of("acme", "invoices_overdue")[-3:] == [0, 1, 1]
    assert success.overdue_since(TODAY) == monday(TODAY)
    assert min(of("borealis", "adoption")[-4:]) > 0.65
    assert of("borealis", "training_completed")[-1] == 1
    assert of("borealis", "invoices_overdue") == of("cmcoffee", "adoption") == []
