"""/report: what the room gets, what the asker gets, and whose words stand in it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from commands.answer import Answer
from commands.request import Asker, Place
from reports import periods
from reports.model import Audience, Period, Report
from reports.render.json import to_json
from storage.imports import import_file
from storage.store import Store
from storage.values import Client
from tests.commands.asking import (
    CLOCK,
    GENERAL,
    GUEST,
    OTHER_ROOM,
    OUTSIDER,
    SAM,
    SHARED_ROOM,
    TEAM_ROOM,
    UNKNOWN_SHARED,
    ask,
    sentence,
)
from tests.conftest import NOW

SECRET, OPEN = "They will leave us", "The outage is over"
TODAY = NOW.date()
W46, W47 = periods.parse("2026-W46", TODAY), periods.parse("2026-W47", TODAY)


@pytest.fixture
def acme(store: Store) -> Client:
    """A client with a secret and an open comment on week 46."""
    found = store.clients.find("acme")
    assert found
    write(store, found, SECRET, W46)
    write(store, found, OPEN, W46, Audience.CLIENT)
    return found


def write(
    store: Store,
    client: Client,
    text: str,
    period: Period,
    audience: Audience = Audience.INTERNAL,
) -> None:
    link = "https://team.example/archives/C9/p1"
    store.comments.add(client.id, period, "U1", "sam", text, NOW, audience=audience, permalink=link)


def publish(
    store: Store, client: Client, period: Period, audience: Audience, channel: str = "C1"
) -> None:
    report = whole(ask(store, "report", f"acme {periods.code(period)}"))
    ts = f"{len(store.publications.open_since(NOW))}.0"
    store.publications.add(client.id, channel, ts, report, audience, NOW)


def whole(answer: Answer) -> Report:
    return answer.reports()[0].report


def said(answer: Answer) -> list[str]:
    return [words.text for words in whole(answer).commentary]


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize(
    ("asker", "place", "room", "aside"),
    [
        (SAM, TEAM_ROOM, [SECRET, OPEN], None),
        (SAM, GENERAL, [SECRET, OPEN], None),
        (CLOCK, TEAM_ROOM, [SECRET, OPEN], None),
        (SAM, SHARED_ROOM, [OPEN], [SECRET, OPEN]),
        (GUEST, SHARED_ROOM, [OPEN], None),
        (OUTSIDER, SHARED_ROOM, [OPEN], None),
        (GUEST, TEAM_ROOM, [OPEN], None),
    ],
)
def test_the_room_gets_its_part_and_the_team_the_rest(
    store: Store, asker: Asker, place: Place, room: list[str], aside: list[str] | None
) -> None:
    answer = ask(store, "report", "acme", asker, place)
    assert answer.audience == "room"
    assert said(answer) == room
    assert (said(answer.aside) if answer.aside else None) == aside


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize(
    ("place", "why"),
    [
        (OTHER_ROOM, "belongs to another client"),
        (UNKNOWN_SHARED, "not a channel of Acme Outdoor"),
    ],
)
def test_where_nothing_may_stand_the_asker_gets_it_alone(
    store: Store, place: Place, why: str
) -> None:
    answer = ask(store, "report", "acme", SAM, place)
    assert answer.audience == "asker"
    assert answer.reports() == ()
    assert why in sentence(answer)
    assert answer.aside
    assert said(answer.aside) == [SECRET, OPEN]
    assert "was not posted" in sentence(ask(store, "report", "acme", CLOCK, place))


@pytest.mark.usefixtures("acme")
def test_the_clients_version_is_safe_wherever_it_is_asked_for(store: Store) -> None:
    for place in (TEAM_ROOM, SHARED_ROOM, Place()):
        answer = ask(store, "report", "acme --audience client", SAM, place)
        assert answer.aside is None
        text = to_json(whole(answer))
        assert SECRET not in text
        assert "team.example" not in text
        assert OPEN in text
    assert "team.example" in to_json(whole(ask(store, "report", "acme")))
    refused = ask(store, "report", "acme --audience all")
    assert "no audience" in sentence(refused)


def test_the_first_report_of_the_next_week_carries_the_words_and_the_second_does_not(
    store: Store, acme: Client
) -> None:
    write(store, acme, "new words", W47)
    assert said(ask(store, "report", "acme 2026-W47")) == [SECRET, OPEN, "new words"]
    publish(store, acme, W47, Audience.INTERNAL, channel="D1")
    assert said(ask(store, "report", "acme 2026-W47")) == [SECRET, OPEN, "new words"]
    publish(store, acme, W47, Audience.INTERNAL)
    assert said(ask(store, "report", "acme 2026-W47")) == ["new words"]
    assert said(ask(store, "report", "acme 2026-W46")) == [SECRET, OPEN]
    assert said(ask(store, "report", "acme 2026-W45")) == []


def test_what_a_client_was_shown_is_not_yet_read_by_the_team(store: Store, acme: Client) -> None:
    publish(store, acme, W47, Audience.CLIENT, channel="C2")
    answer = ask(store, "report", "acme 2026-W47", SAM, SHARED_ROOM)
    assert said(answer) == []
    assert answer.aside
    assert said(answer.aside) == [SECRET, OPEN]
    publish(store, acme, W47, Audience.INTERNAL)
    assert said(ask(store, "report", "acme 2026-W47")) == []


def test_a_month_gathers_its_weeks_and_a_week_is_in_one_month(store: Store, acme: Client) -> None:
    straddling = periods.week_of(date(2026, 10, 1), TODAY)  # 28 September to 4 October
    assert straddling.start.month == 9
    write(store, acme, "first days", straddling)
    month = periods.parse("2026-10", TODAY)
    write(store, acme, "the month", month)
    assert said(ask(store, "report", "acme 2026-10")) == ["first days", "the month"]
    write(store, acme, "September", periods.parse("2026-09", TODAY))
    assert said(ask(store, "report", "acme 2026-09")) == ["September"]
    assert said(ask(store, "report", "acme 2026-W40")) == ["first days"]
    thursday = straddling.start + timedelta(days=3)
    assert said(ask(store, "report", f"acme {thursday}")) == []
    assert "first days" in said(ask(store, "report", "acme 2026-Q4"))


def test_health_is_for_the_team_alone(store: Store) -> None:
    answer = ask(store, "report", "acme", SAM, SHARED_ROOM)
    assert whole(answer).health is None
    assert answer.aside
    assert whole(answer.aside).health
    assert ask(store, "report", "acme", GUEST, SHARED_ROOM).aside is None


def test_without_internal_words_the_asker_gets_nothing_aside(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("date,metric,value\n2026-11-11,leads,20\n", encoding="utf-8")
    import_file(store, file, client="cmcoffee", create=True, now=NOW, by="test")
    answer = ask(store, "report", "cmcoffee", SAM, replace(SHARED_ROOM, client="cmcoffee"))
    assert answer.audience == "room"
    assert answer.aside is None


def test_a_misspelt_client_in_a_clients_own_channel_is_no_period(store: Store) -> None:
    answer = ask(store, "report", "borealsi last month", SAM, TEAM_ROOM)
    assert "Did you mean" in sentence(answer)
    assert "I cannot read" not in sentence(answer)
    assert "someday" in sentence(ask(store, "report", "someday", SAM, TEAM_ROOM))
    assert "Did you mean" not in sentence(ask(store, "report", "borealsi", GUEST, TEAM_ROOM))
