"""Late data: the published message is corrected where it stands, once, and its thread says so."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import corrections
from bot.playground.slack.models import Message
from reports import periods
from reports.model import Audience
from storage.imports import import_file
from storage.undoing import undo
from storage.values import Publication
from tests.bot.publishing import MONDAY, WEEK, assert_stands_once, at, posted, subscribe
from tests.conftest import NOW, Running

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LATE = MONDAY + HOUR


@pytest.fixture
def published(house: Running) -> Running:
    """The report on week 47, whose last four days are missing, stands in #acme."""
    subscribe(house)
    at(house, MONDAY)
    assert_stands_once(house)
    return house


def bring(
    house: Running, folder: Path, rows: list[str], now: datetime = LATE, source: str = "crm"
) -> None:
    """An import that comes in at ``now``."""
    file = folder / "late.csv"
    file.write_text("\n".join(["client,date,metric,value,weight", *rows]) + "\n")
    import_file(house.store, file, client=None, create=False, now=now, by="test", source=source)


def leads(*days: int, each: int = 30) -> list[str]:
    return [f"acme,2026-11-{day},leads,{each}," for day in days]


def look(house: Running, now: datetime) -> None:
    """The clock's chore, and then the publisher."""
    house.clock.move_to(now)
    corrections.plan(house.office)
    at(house, now)


def replies(house: Running, report: Message, channel: str | None = None) -> list[str]:
    """What the bot said in the report's thread."""
    return [one.text for one in posted(house, channel) if one.thread_ts == report.ts != one.ts]


def plain(message: Message) -> str:
    return " ".join(message.text.split())


def kept(house: Running, report: Message, channel: str | None = None) -> Publication:
    found = house.store.publications.of_thread(channel or house.team.acme, report.ts)
    assert found
    return found


def test_late_data_corrects_the_message_where_it_stands_and_the_thread_says_what(
    published: Running, tmp_path: Path
) -> None:
    before = posted(published)[0]
    assert "Leads: 78" in plain(before)
    bring(published, tmp_path, leads(19, 20, 21, 22))
    look(published, LATE + 5 * MINUTE)

    report = posted(published)[0]
    assert report.ts == before.ts
    assert "Leads: 198" in plain(report)
    assert "corrected 23 Nov 2026 10:05" in report.text
    assert any(block["type"] == "image" for block in report.blocks)
    assert report.blocks[-1]["block_id"] == before.blocks[-1]["block_id"]
    assert report.metadata == before.metadata
    said = replies(published, report)
    assert len(said) == 1
    assert said[0].startswith("Late data came in: Leads 78 → 198 (+120)")
    assert "Source: crm, 23 November 10:00." in said[0]
    now = kept(published, report).report()
    assert [figure.value for figure in now.metrics if figure.key == "leads"] == [198]


def test_it_happens_once_and_several_imports_make_one_correction(
    published: Running, tmp_path: Path
) -> None:
    bring(published, tmp_path, leads(19))
    look(published, LATE + MINUTE)
    bring(published, tmp_path, leads(20, 21, 22), LATE + 2 * MINUTE)
    look(published, LATE + 4 * MINUTE)
    report = posted(published)[0]
    assert replies(published, report) == []

    for minutes in (6, 7, 30):
        look(published, LATE + minutes * MINUTE)
    assert len(replies(published, report)) == 1
    assert "(+120)" in replies(published, report)[0]
    assert len(posted(published)) == 2


def test_where_imports_never_rest_nobody_waits_longer_than_a_quarter_of_an_hour(
    published: Running, tmp_path: Path
) -> None:
    for minute in range(18, 33, 3):
        bring(published, tmp_path, leads(19, each=minute), LATE + (minute - 1) * MINUTE)
        look(published, LATE + minute * MINUTE)
    assert len(replies(published, posted(published)[0])) == 1


def test_data_that_changes_no_number_people_saw_corrects_nothing(
    published: Running, tmp_path: Path
) -> None:
    bring(published, tmp_path, ["borealis,2026-11-20,leads,9,", "acme,2026-11-23,leads,7,"])
    look(published, LATE + 5 * MINUTE)
    assert len(posted(published)) == 1
    assert "corrected" not in posted(published)[0].text
    assert kept(published, posted(published)[0]).seen == published.store.freshness.state().code


def test_a_report_on_days_that_still_ran_tells_of_its_moment(
    house: Running, tmp_path: Path
) -> None:
    house.clock.move_to(MONDAY)
    report = posted_on_request(house, "acme this week")
    bring(house, tmp_path, leads(23))
    look(house, LATE + 5 * MINUTE)
    assert replies(house, report) == []


def posted_on_request(house: Running, args: str) -> Message:
    """As somebody asks for it; in a house without a door the publisher posts it."""
    house.store.deliveries.plan(
        "report", f"now:1:{args}", MONDAY, house.team.acme, None,
        {"verb": "report", "args": args}, now=MONDAY,
    )  # fmt: skip
    at(house, MONDAY)
    return posted(house)[-1]


def test_only_the_newest_of_the_same_reports_is_corrected(
    published: Running, tmp_path: Path
) -> None:
    newer = posted_on_request(published, "acme 2026-W47")
    bring(published, tmp_path, leads(19))
    look(published, LATE + 5 * MINUTE)
    assert replies(published, posted(published)[0]) == []
    assert len(replies(published, newer)) == 1


def test_a_client_reads_plain_words_and_no_source(house: Running, tmp_path: Path) -> None:
    acme = house.store.clients.find("acme")
    assert acme
    house.store.clients.link_channel(acme.id, house.team.shared)
    subscribe(house, house.team.shared)
    at(house, MONDAY)
    bring(house, tmp_path, leads(19))
    look(house, LATE + 5 * MINUTE)
    report = posted(house, house.team.shared)[0]
    assert kept(house, report, house.team.shared).audience is Audience.CLIENT
    [said] = replies(house, report, house.team.shared)
    assert said.startswith("These figures were corrected: Leads 78 → 108 (+30).")
    assert "crm" not in said + report.text


def test_words_that_stood_in_the_report_stay_and_those_of_its_thread_do_too(
    house: Running, tmp_path: Path
) -> None:
    acme = house.store.clients.find("acme")
    assert acme
    week = periods.parse("2026-W47", MONDAY.date())
    house.store.comments.add(acme.id, week, "U1", "maya", "Half the team was ill", MONDAY - HOUR)
    subscribe(house)
    at(house, MONDAY)
    report = posted(house)[0]
    house.store.comments.add(
        acme.id, week, "U2", "sam", "Said afterwards", MONDAY + MINUTE,
        channel=house.team.acme, ts="1.5", publication_id=kept(house, report).id,
    )  # fmt: skip
    bring(house, tmp_path, leads(19))
    look(house, LATE + 5 * MINUTE)
    assert "Half the team was ill" in posted(house)[0].text
    assert "Said afterwards" not in posted(house)[0].text
    assert house.store.comments.at(house.team.acme, "1.5")


def test_a_lost_answer_or_a_refused_reply_leads_to_one_reply_all_the_same(
    published: Running, tmp_path: Path
) -> None:
    bring(published, tmp_path, leads(19))
    published.slack.faults.status("chat.postMessage", 500)
    look(published, LATE + 5 * MINUTE)
    report = posted(published)[0]
    assert "Leads: 108" in plain(report)
    assert replies(published, report) == []
    look(published, LATE + 10 * MINUTE)
    assert replies(published, report)[0].startswith("Late data came in: Leads 78 → 108 (+30)")

    bring(published, tmp_path, leads(20), LATE + HOUR)
    published.slack.faults.drop_after_accept("chat.postMessage")
    look(published, LATE + HOUR + 5 * MINUTE)
    look(published, LATE + HOUR + 10 * MINUTE)
    assert ["108 → 138" in text for text in replies(published, report)] == [False, True]


def test_a_message_that_is_gone_is_corrected_no_more(published: Running, tmp_path: Path) -> None:
    api, team = published.office.api, published.team
    api.chat_delete(channel=team.acme, ts=posted(published)[0].ts)
    bring(published, tmp_path, leads(19))
    look(published, LATE + 5 * MINUTE)
    assert posted(published) == []
    delivery = published.store.deliveries.recent(1)[0]
    assert (delivery.kind, delivery.state) == ("correction", "superseded")
    assert "message is gone" in str(delivery.error)


def test_a_number_that_is_taken_back_and_comes_again_is_told_each_time(
    published: Running, tmp_path: Path
) -> None:
    for step, each in enumerate((30, 40, 30, 40)):
        bring(published, tmp_path, leads(19, each=each), LATE + step * HOUR)
        look(published, LATE + step * HOUR + 5 * MINUTE)
    said = replies(published, posted(published)[0])
    assert [text.split("Leads ")[1].split(" (")[0] for text in said] == [
        "78 → 108", "108 → 118", "118 → 108", "108 → 118",
    ]  # fmt: skip


def test_after_five_weeks_a_report_stays_as_it_is(published: Running, tmp_path: Path) -> None:
    now = MONDAY + 5 * WEEK + HOUR
    for subscription in published.store.subscriptions.active():
        published.store.subscriptions.set_state(subscription.id, "paused", MONDAY)
    bring(published, tmp_path, leads(19), now)
    look(published, now + 5 * MINUTE)
    assert len(posted(published)) == 1


def test_where_slack_lets_nobody_change_the_message_the_thread_says_it_all_the_same(
    published: Running, tmp_path: Path
) -> None:
    published.slack.faults.fail("chat.update", "edit_window_closed")
    bring(published, tmp_path, leads(19))
    look(published, LATE + 5 * MINUTE)
    report = posted(published)[0]
    assert "Leads: 78" in plain(report)
    assert replies(published, report)[0].startswith("Late data came in: Leads 78 → 108 (+30)")


def test_a_room_that_others_joined_gets_nothing_of_the_team(
    published: Running, tmp_path: Path
) -> None:
    acme = published.store.clients.find("borealis")
    assert acme
    published.store.clients.link_channel(acme.id, published.team.acme)
    bring(published, tmp_path, leads(19))
    look(published, LATE + 5 * MINUTE)
    assert len(posted(published)) == 1
    assert "Leads: 78" in plain(posted(published)[0])


def test_numbers_by_hand_and_their_end_correct_too(published: Running) -> None:
    acme, week = published.store.clients.find("acme"), periods.parse("2026-W47", MONDAY.date())
    assert acme
    numbers, by = published.store.numbers, ("U1", "Ana")
    given = numbers.add(acme.id, "leads", week, 200.0, by=by, why="", now=LATE, awaiting=False)
    look(published, LATE + 5 * MINUTE)
    numbers.withdraw(acme.id, given.id, by, LATE + HOUR)
    look(published, LATE + HOUR + 5 * MINUTE)
    said = replies(published, posted(published)[0])
    assert said[0].startswith("Numbers were entered by hand: Leads 78 → 200 (+122)")
    assert said[1].startswith("These figures were corrected: Leads 200 → 78 (−122)")


def test_an_import_that_is_undone_corrects_back(published: Running, tmp_path: Path) -> None:
    bring(published, tmp_path, leads(19))
    look(published, LATE + 5 * MINUTE)
    newest = published.store.imports.recent(1)[0]
    undo(published.store, newest.id, now=LATE + HOUR, by="Ana")
    look(published, LATE + HOUR + 5 * MINUTE)
    report = posted(published)[0]
    assert "Leads: 78" in plain(report)
    assert replies(published, report)[1].startswith(
        "An import was undone: Leads 108 → 78 (−30). Source: crm, 23 November 11:00."
    )


def test_a_report_that_somebody_asked_for_is_corrected_as_theirs(
    running: Running, tmp_path: Path
) -> None:
    report = running.report()
    rows = [f"acme,2026-11-{day},leads,40," for day in (9, 10)]
    bring(running, tmp_path, rows, NOW + HOUR, "acme")
    look(running, NOW + HOUR + 5 * MINUTE)
    running.settle()
    corrected = next(one for one in posted(running) if one.ts == report.ts)
    assert "asked by @sam · corrected 19 Nov 2026 11:05" in corrected.text
    [said] = replies(running, report)
    assert said.startswith("Late data came in: Leads")


def test_a_report_that_looks_back_is_left_alone(running: Running, tmp_path: Path) -> None:
    report = running.report(text="acme 2026-W46 --as-of 2026-11-19")
    bring(running, tmp_path, ["acme,2026-11-09,leads,40,"], NOW + HOUR, "acme")
    look(running, NOW + HOUR + 5 * MINUTE)
    assert replies(running, report) == []


def test_a_report_that_joined_a_thread_is_corrected_in_that_thread(
    running: Running, tmp_path: Path
) -> None:
    first, team = running.report(), running.team
    before = {one.ts for one in posted(running)}
    assert running.slack.people.click(team.maya, team.acme, first.ts, "ask:0").acked
    joined = running.next_message(team.acme, team.maya, before)
    assert joined.thread_ts == first.ts
    assert "Week 45" in joined.text
    bring(running, tmp_path, ["acme,2026-11-03,leads,40,"], NOW + HOUR, "acme")
    look(running, NOW + HOUR + 5 * MINUTE)
    said = [text for text in replies(running, first) if text.startswith("Late data came in")]
    assert len(said) == 2
    assert kept(running, joined).report().generated_at == NOW + HOUR + 5 * MINUTE


def test_a_country_that_is_not_known_any_more_hinders_no_correction(
    published: Running, tmp_path: Path
) -> None:
    """A later release of the calendar may leave a country out."""
    strange = "weekly monday 09:00 skip holidays XX"
    published.store.subscriptions.change(1, strange, NOW)
    bring(published, tmp_path, leads(19, 20, 21, 22))
    look(published, LATE + 5 * MINUTE)
    report = posted(published)[0]
    assert "published by schedule 1 · corrected 23 Nov 2026" in report.text
    assert len(replies(published, report)) == 1
