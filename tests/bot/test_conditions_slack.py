"""A schedule's conditions in Slack: data are waited for, drafts are reviewed, people hear of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import corrections
from bot.health import engine_checks
from bot.playground.slack.models import Message
from commands import registry
from commands.answer import Answer, Form, Text
from commands.request import Asker, Place, Request
from storage.imports import import_file
from tests.bot.publishing import MONDAY, assert_stands_once, at, newest, posted, subscribe, told
from tests.conftest import NOW, Running

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def ask(house: Running, words: str) -> Answer:
    sam = Asker(house.team.sam, "Sam Rivers")
    request = Request("1", "schedule", words, "T1", sam, Place("D1", "dm"), "button")
    return registry.answer(request, house.store, house.clock.now())


def said(answer: Answer) -> str:
    return " ".join("".join(map(str, part.runs)) for part in answer.parts if isinstance(part, Text))


def late_data(house: Running, folder: Path, upto: date, lead: int = 30, without: str = "") -> None:
    days = [date(2026, 11, 19) + DAY * n for n in range((upto - date(2026, 11, 19)).days + 1)]
    values = (("leads", lead), ("csat", 0.9), ("first_response", 250))
    rows = [(day, key, value) for day in days for key, value in values if key != without]
    bring(house, folder, rows)


def as_the_week_before(house: Running, folder: Path) -> None:
    """Two weeks that are alike, in every figure."""
    days = [date(2026, 11, 9) + DAY * n for n in range(14)]
    values = (("leads", 25), ("csat", 0.9), ("first_response", 250))
    bring(house, folder, [(day, key, value) for day in days for key, value in values])


def bring(house: Running, folder: Path, rows: list[tuple[date, str, float]]) -> None:
    file = folder / "acme.csv"
    lines = [f"acme,{day},{key},{value}" for day, key, value in rows]
    file.write_text("\n".join(["client,date,metric,value", *lines]) + "\n")
    import_file(house.store, file, client=None, create=False, now=house.clock.now(), by="test")


def test_data_that_are_late_are_waited_for(house: Running, tmp_path: Path) -> None:
    subscribe(house)
    assert "waiting up to 3 h for data" in said(ask(house, "set 1 wait 3h"))
    at(house, MONDAY)
    at(house, MONDAY + HOUR)
    assert posted(house) == []
    assert newest(house).error == "waiting for data"
    late_data(house, tmp_path, date(2026, 11, 22))
    at(house, MONDAY + 2 * HOUR)
    assert_stands_once(house)
    assert "Late:" not in posted(house)[0].text
    assert not newest(house).late


def test_where_none_come_it_is_sent_provisional(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 wait 3h")
    for hour in range(4):
        at(house, MONDAY + hour * HOUR)
    assert_stands_once(house)
    assert "The data ends on" in posted(house)[0].text


def test_nothing_is_sent_where_no_figure_got_worse(house: Running, tmp_path: Path) -> None:
    subscribe(house)
    ask(house, "set 1 only worse")
    house.clock.move_to(MONDAY)
    late_data(house, tmp_path, date(2026, 11, 22), lead=90)
    at(house, MONDAY)
    found = newest(house)
    assert (found.state, found.error) == ("superseded", "no figure got worse")
    assert posted(house) == []


def test_nothing_is_sent_where_no_figure_moved(house: Running, tmp_path: Path) -> None:
    subscribe(house)
    ask(house, "set 1 only changed")
    house.clock.move_to(MONDAY)
    late_data(house, tmp_path, date(2026, 11, 22))
    as_the_week_before(house, tmp_path)
    at(house, MONDAY)
    found = newest(house)
    assert (found.state, found.error) == ("superseded", "no figure moved")
    assert posted(house) == []


def test_quiet_hours_hold_a_late_report_back_until_they_end(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 quiet 18:00-08:00")
    at(house, MONDAY + 11 * HOUR)  # the program was away all day
    assert posted(house) == []
    at(house, MONDAY + 23 * HOUR)
    assert_stands_once(house)
    assert "Late: this was due on Monday 23 November" in posted(house)[0].text
    assert "lies in those quiet hours" in said(ask(house, "set 1 quiet 08:30-10:00"))


def draft_of(house: Running) -> Message:
    [found] = [one for one in dm(house) if "Draft for" in one.text]
    return found


def dm(house: Running) -> list[Message]:
    return house.from_bot(house.slack.world.open_dm(house.team.sam))


def test_a_draft_is_reviewed_and_sent_when_it_is_due(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 review 24h")
    at(house, MONDAY - 25 * HOUR)
    assert dm(house) == []
    at(house, MONDAY - 24 * HOUR)
    at(house, MONDAY - 23 * HOUR)
    draft = draft_of(house)
    assert "Draft for #acme, due Monday 23 November, 09:00; not approved, it is held." in draft.text
    labels = [
        e["text"]["text"]
        for b in draft.blocks
        if b["type"] == "actions"
        for e in b["elements"]
        if "text" in e
    ]
    assert labels[-4:] == ["Approve", "Hold", "Skip", "Change the headline…"]

    ask(house, "headline 1 2026-W47 A quiet week before the fair")
    assert "Approved: Acme Outdoor, 2026-W47." in said(ask(house, "approve 1 2026-W47"))
    at(house, MONDAY)
    assert posted(house)[0].text.startswith("A quiet week before the fair")
    assert len(dm(house)) == 1


def test_the_headline_of_a_review_outlives_a_correction(house: Running, tmp_path: Path) -> None:
    subscribe(house)
    ask(house, "set 1 review 24h or send")
    ask(house, "headline 1 2026-W47 A quiet week before the fair")
    at(house, MONDAY)
    late_data(house, tmp_path, date(2026, 11, 22))
    house.clock.move_to(MONDAY + HOUR)
    corrections.plan(house.office)
    at(house, MONDAY + HOUR)
    report = posted(house)[0]
    assert "corrected 23 Nov 2026" in report.text
    assert report.text.startswith("A quiet week before the fair")


def test_what_is_not_approved_waits_and_its_owner_hears_of_it_once(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 review 2h")
    at(house, MONDAY - HOUR)
    for minutes in (0, 15, 30):
        at(house, MONDAY + minutes * MINUTE)
    assert posted(house) == []
    assert unapproved(house) == 1
    ask(house, "approve 1 2026-W47")
    at(house, MONDAY + HOUR)
    assert len(posted(house)) == 1


def unapproved(house: Running) -> int:
    return len([text for text in told(house) if "not approved, so it waits" in text])


def test_a_new_headline_alone_approves_nothing_and_its_owner_hears_of_it(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 review 2h")
    ask(house, "headline 1 2026-W47 A quiet week before the fair")
    at(house, MONDAY)
    assert (len(posted(house)), unapproved(house)) == (0, 1)


def test_who_waits_for_quiet_hours_is_not_said_to_wait_for_approval(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 review 2h or send")
    ask(house, "set 1 quiet 10:00-12:00")
    at(house, MONDAY + HOUR)
    at(house, MONDAY + 3 * HOUR)
    assert (len(posted(house)), unapproved(house)) == (1, 0)


def test_what_waits_on_purpose_is_no_queue_that_stands(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 review 2h")
    queue = engine_checks(house.office, 30)["queue"]
    for minutes in (0, 14, 29, 31, 46):
        at(house, MONDAY + minutes * MINUTE)
        assert queue() is None
    house.clock.move_to(MONDAY + 2 * HOUR)  # nobody looks any more
    assert queue() == "a delivery has been waiting for 120 min"


@pytest.mark.parametrize("word", ["2026-w47", "W47", "2026-W47"])
def test_a_decision_names_the_period_however_it_is_written(house: Running, word: str) -> None:
    subscribe(house)
    ask(house, "set 1 review 24h or send")
    assert "Skipped: Acme Outdoor, 2026-W47." in said(ask(house, f"skip 1 {word}"))
    at(house, MONDAY)
    assert posted(house) == []


def test_what_is_skipped_is_not_sent(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 review 24h")
    at(house, MONDAY - HOUR)
    ask(house, "skip 1 2026-W47")
    at(house, MONDAY)
    report = house.store.deliveries.by_key("report:1:2026-W47")
    assert report
    assert (report.state, report.error) == ("superseded", "skipped in review by Sam Rivers")
    assert posted(house) == []


def test_a_team_may_have_it_sent_all_the_same(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 review 24h or send")
    at(house, MONDAY - HOUR)
    assert "not approved, it is sent all the same" in draft_of(house).text
    at(house, MONDAY)
    assert len(posted(house)) == 1


def test_words_replied_to_the_draft_stand_in_the_report(house: Running) -> None:
    subscribe(house)
    ask(house, "set 1 review 24h or send")
    at(house, MONDAY - HOUR)
    draft = draft_of(house)
    publication = house.store.publications.of_thread(draft.channel, draft.ts)
    assert publication
    assert publication.period.start == date(2026, 11, 16)


def test_what_cannot_be_decided_says_why(house: Running) -> None:
    subscribe(house)
    assert "sends without review" in said(ask(house, "approve 1 2026-W47"))
    ask(house, "set 1 review 24h")
    assert "Which report? Add its period" in said(ask(house, "hold 1"))
    assert "Which report? Add its period" in said(ask(house, "headline 1 A quiet week"))
    assert isinstance(ask(house, "headline 1 2026-W47").parts[0], Form)
    assert "I cannot read “sometimes” as a condition" in said(ask(house, "set 1 sometimes"))
    assert "always, when it is due" in said(ask(house, "set 1 review off"))
    assert NOW < MONDAY
