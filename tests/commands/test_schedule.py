"""/schedule: adding, listing, changing; what it refuses, and how."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from commands import registry
from commands.answer import Answer, Button, Buttons, Channel, Run, Table, Text
from commands.due import plan_due
from commands.request import Asker, NamedChannel, Place, Request
from storage.store import Store
from tests.conftest import NOW

SAM = Asker("USAM", "sam")
GUEST = Asker("UALEX", "alex", role="guest")
DM = Place("D1", "dm")
CHANNELS = {
    "#acme": NamedChannel("C1", "acme", external=False, member=True, client="acme"),
    "#general": NamedChannel("C2", "general", external=False, member=False),
    "#borealis": NamedChannel("C3", "borealis", external=False, member=True, client="borealis"),
    "#partners": NamedChannel("C4", "partners", external=True, member=True),
    "#acme-shared": NamedChannel("C5", "acme-shared", external=True, member=True, client="acme"),
    "#C6": NamedChannel("C6", "C6", external=True, member=False),
}
NEXT = "Mon 23 Nov 09:00, Mon 30 Nov 09:00, Mon 7 Dec 09:00"


def ask(
    store: Store, words: str, *, asker: Asker = SAM, place: Place = DM, now: datetime = NOW
) -> Answer:
    request = Request("1", "schedule", words, "T1", asker, place, "slash", CHANNELS)
    return registry.answer(request, store, now)


def said(answer: Answer) -> str:
    """All the words of an answer, tables row by row."""
    tables = [part for part in answer.parts if isinstance(part, Table)]
    rows = [" | ".join(map(shown, row)) for table in tables for row in table.rows]
    texts = [part.runs for part in answer.parts if isinstance(part, Text)]
    return "\n".join([*rows, *("".join(map(shown, runs)) for runs in texts)])


def shown(run: Run) -> str:
    return f"<{run.id}>" if isinstance(run, Channel) else str(run)


def refused(store: Store, words: str, because: str, **how: object) -> None:
    answer = ask(store, words, **how)  # type: ignore[arg-type]
    assert answer.failed
    assert because in said(answer)
    assert store.subscriptions.all() == []


@pytest.mark.parametrize(
    "words",
    [
        "acme weekly monday 09:00 #acme",
        "ACME Weekly Mon 9am #acme",
        "acme weekly on mondays at 9:00 in #acme",
        "Acme Outdoor weekly, monday 09:00 to #acme",
        "“Acme Outdoor” mondays 9:00 am #acme",
        "acme monday 9:00 #acme   ",
    ],
)
def test_it_can_be_said_in_many_ways(store: Store, words: str) -> None:
    answer = ask(store, words)
    assert not answer.failed
    assert "the report on Acme Outdoor goes to" in said(answer)
    assert "Europe/London time" in said(answer)
    assert NEXT in said(answer)
    kept = store.subscriptions.all()
    assert [(one.channel, one.cadence) for one in kept] == [("C1", "weekly monday 09:00")]
    assert (kept[0].tz, kept[0].created_by) == ("Europe/London", "USAM")


def test_the_next_dates_are_local_and_are_the_ones_that_come(store: Store) -> None:
    """Across the end of summer time in Chicago, with the bot looking every quarter of an hour."""
    acme = store.clients.find("acme")
    assert acme
    store.clients.change(acme.id, tz="America/Chicago")
    start = datetime(2026, 10, 21, 12, 0, tzinfo=UTC)
    dates = "Sun 25 Oct 01:30, Sun 1 Nov 01:30, Sun 8 Nov 01:30"
    assert dates in said(ask(store, "acme weekly sunday 01:30 #acme", now=start))
    for quarter in range(4 * 24 * 19):
        plan_due(store, start + timedelta(minutes=15 * quarter))
    due = [f"{one.due:%d %H:%M}" for one in store.deliveries.recent(9)]
    assert due == ["08 07:30", "01 06:30", "25 06:30"]


def test_without_a_channel_it_is_here_and_without_a_client_the_channels(store: Store) -> None:
    here = Place("C1", "public", client="acme")
    assert "<C1>" in said(ask(store, "weekly monday 09:00", place=here))
    assert [one.channel for one in store.subscriptions.all()] == ["C1"]


def test_a_channel_i_am_not_in_is_taken_with_a_hint(store: Store) -> None:
    assert "/invite @rapport" in said(ask(store, "acme weekly monday 09:00 #general"))
    assert len(store.subscriptions.all()) == 1


def test_what_is_refused(store: Store) -> None:
    refused(store, "acme weekly monday 09:00", "Which channel?")
    refused(store, "acme weekly monday 09:00 #nowhere", "I cannot find #nowhere")
    refused(store, "acme weekly monday 09:00 #borealis", "another client, Borealis Clinics")
    refused(store, "acme weekly monday 09:00 #partners", "/client acme channel")
    refused(store, "acme weekly monday 09:00 #C6", "invite me there first")
    refused(store, "acme whenever it suits #acme", "I cannot read “whenever it suits” as a rhythm")
    refused(store, "acme weekly monday 09:00 #acme", "Only people of the team", asker=GUEST)
    refused(store, "list", "Only people of the team", asker=GUEST)


def test_the_clients_own_shared_channel_is_fine(store: Store) -> None:
    assert not ask(store, "acme weekly monday 09:00 #acme-shared").failed


def test_a_typo_gets_buttons_that_say_the_rest_again(store: Store) -> None:
    answer = ask(store, "acmee weekly monday 09:00 #acme")
    buttons = next(part for part in answer.parts if isinstance(part, Buttons)).buttons
    assert isinstance(buttons[0], Button)
    assert not ask(store, buttons[0].args).failed
    assert len(store.subscriptions.all()) == 1


@pytest.mark.parametrize(
    "channels",
    [
        "#acme #acme-shared",
        "in #acme, #acme-shared",
        "to #acme and #acme-shared",
        "#acme #acme-shared #acme",
    ],
)
def test_one_command_may_name_several_channels(store: Store, channels: str) -> None:
    answer = ask(store, f"acme weekly monday 09:00 {channels}")
    assert said(answer).count(NEXT) == 2
    kept = [(one.channel, one.cadence) for one in store.subscriptions.all()]
    assert kept == [("C1", "weekly monday 09:00"), ("C5", "weekly monday 09:00")]
    plan_due(store, NOW + timedelta(weeks=1))
    table = next(p for p in ask(store, "history").parts if isinstance(p, Table))
    assert [row[3:5] for row in table.rows] == [("waits", "0 of 2 channels")]


def test_where_one_of_several_channels_is_refused_nothing_is_scheduled(store: Store) -> None:
    refused(store, "acme weekly monday 09:00 #acme #borealis", "another client, Borealis Clinics")
    refused(store, "acme weekly monday 09:00 #acme #nowhere", "I cannot find #nowhere")
    refused(store, "acme whenever #acme #acme-shared", "I cannot read “whenever” as a rhythm")


def test_the_same_again_is_not_added_twice(store: Store) -> None:
    ask(store, "acme weekly monday 09:00 #acme")
    assert "Schedule 1 does this already." in said(ask(store, "acme mondays 9am #acme"))
    ask(store, "pause 1")
    assert "/schedule resume 1" in said(ask(store, "acme mondays 9am #acme"))
    assert not ask(store, "acme mondays 9am #general").failed
    assert len(store.subscriptions.all()) == 2


def test_the_list_shows_all_or_one_clients_and_what_is_paused(store: Store) -> None:
    assert "Nothing is scheduled yet" in said(ask(store, ""))
    ask(store, "acme weekly monday 09:00 #acme")
    ask(store, "borealis monthly 1 10:00 #borealis")
    ask(store, "pause 2")
    whole = said(ask(store, "list"))
    assert f"1 | Acme Outdoor | <C1> | every Monday at 09:00, Europe/London | {NEXT}" in whole
    assert "2 | Borealis Clinics | <C3> | on the 1st of every month at 10:00, UTC | paused" in whole
    for words in ("list acme", "LIST Acme Outdoor", "acme"):
        assert "Acme" in said(ask(store, words))
        assert "Borealis" not in said(ask(store, words))
    here = Place("C1", "public", client="acme")
    assert "I do not know a client “borealiss”" in said(ask(store, "list borealiss", place=here))


def test_a_row_nobody_can_read_does_not_hide_the_others(store: Store) -> None:
    ask(store, "acme weekly monday 09:00 #acme")
    acme = store.clients.find("acme")
    assert acme
    store.subscriptions.add(acme.id, "C1", "whenever", "UTC", "USAM", NOW)
    whole = said(ask(store, "list"))
    assert NEXT in whole
    assert "never: I cannot read “whenever” as a rhythm" in whole
    ask(store, "pause 2")
    assert ask(store, "resume 2").failed
    assert store.subscriptions.get(2).state == "paused"


def test_pause_resume_now_and_remove(store: Store) -> None:
    ask(store, "acme weekly monday 09:00 #acme")
    assert "paused" in said(ask(store, "Pause #1"))
    late = NOW + timedelta(weeks=1)
    dates = "Mon 30 Nov 09:00, Mon 7 Dec 09:00, Mon 14 Dec 09:00"
    assert dates in said(ask(store, "resume 1", now=late))
    assert store.subscriptions.get(1).since == late
    assert "on its way to <C1>." in said(ask(store, "now 1"))
    assert [one.args["args"] for one in store.deliveries.recent(5)] == ["acme 2026-W46"]
    assert "removed" in said(ask(store, "remove 1"))
    assert "no schedule 1" in said(ask(store, "pause 1"))


@pytest.mark.parametrize("verb", ["pause", "resume", "remove", "now"])
@pytest.mark.parametrize("number", ["", "x", "²", "-1", "1.5", "9" * 30, "9" * 5000, "٣"])
def test_a_number_that_is_none_gets_a_sentence(store: Store, verb: str, number: str) -> None:
    answer = ask(store, f"{verb} {number}")
    assert answer.failed
    assert re.search(rf"Which schedule\? .*/schedule {verb} 1", said(answer))
