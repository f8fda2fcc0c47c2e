"""A schedule that sends only where a goal was missed: what is not known is never kept silent."""

from datetime import date
from pathlib import Path

from commands import registry
from commands.answer import Table
from commands.request import Asker, Place, Request
from tests.bot.publishing import MONDAY, assert_stands_once, at, newest, posted, subscribe
from tests.bot.test_conditions_slack import HOUR, MINUTE, ask, draft_of, late_data, said
from tests.conftest import Running


def agree(house: Running, words: str) -> str:
    sam = Asker(house.team.sam, "Sam Rivers")
    request = Request("1", "goal", words, "T1", sam, Place("D1", "dm"), "slash")
    answer = registry.answer(request, house.store, house.clock.now())
    assert not answer.failed
    return said(answer)


def test_where_no_goal_was_missed_nothing_is_sent_and_history_says_why(
    house: Running, tmp_path: Path
) -> None:
    subscribe(house)
    agree(house, "acme csat 80%")
    agree(house, "acme leads 9999 a month")  # it is no week's
    assert said(ask(house, "set 1 only if a goal was missed")) == (
        "Schedule 1 sends its report only if a goal was missed."
    )
    house.clock.move_to(MONDAY)
    late_data(house, tmp_path, date(2026, 11, 22))
    at(house, MONDAY)
    found = newest(house)
    assert (found.state, found.error) == ("superseded", "no goal was missed")
    assert posted(house) == []
    [table] = [part for part in ask(house, "history 1").parts if isinstance(part, Table)]
    assert table.rows[0][-1] == "no goal was missed"
    ask(house, "now 1")
    at(house, MONDAY + MINUTE)
    assert len(posted(house)) == 1, "what somebody asks for comes all the same"


def test_where_a_goal_was_missed_it_is_sent(house: Running, tmp_path: Path) -> None:
    subscribe(house)
    agree(house, "acme csat 80%")
    agree(house, "acme first response 4m")
    ask(house, "set 1 only missed")
    house.clock.move_to(MONDAY)
    late_data(house, tmp_path, date(2026, 11, 22))
    at(house, MONDAY)
    assert_stands_once(house)
    text = posted(house)[0].text
    assert "missed the goal of 4 m." in text
    assert "met the goal of 80 %." in text


def test_a_goal_whose_data_are_missing_waits_and_then_is_told_provisional(
    house: Running, tmp_path: Path
) -> None:
    subscribe(house)
    agree(house, "acme csat 80%")
    ask(house, "set 1 only missed")
    ask(house, "set 1 wait 2h")
    house.clock.move_to(MONDAY)
    late_data(house, tmp_path, date(2026, 11, 22), without="csat")
    at(house, MONDAY)
    assert posted(house) == []
    assert newest(house).error == "waiting for data"
    at(house, MONDAY + 2 * HOUR)
    assert_stands_once(house)
    text = posted(house)[0].text
    assert "(provisional)" in text
    assert "goal 80 %, not judged" in " ".join(text.split())
    assert "CSAT cannot be held against its goal, for data are missing." in text


def test_data_that_come_while_it_waits_decide(house: Running, tmp_path: Path) -> None:
    subscribe(house)
    agree(house, "acme csat 80%")
    ask(house, "set 1 only missed")
    ask(house, "set 1 wait 2h")
    at(house, MONDAY)
    assert newest(house).error == "waiting for data"
    late_data(house, tmp_path, date(2026, 11, 22))
    at(house, MONDAY + HOUR)
    assert (newest(house).state, newest(house).error) == ("superseded", "no goal was missed")
    assert posted(house) == []


def test_without_a_goal_it_says_so_and_keeps_the_condition(house: Running, tmp_path: Path) -> None:
    subscribe(house)
    told_so = (
        "Schedule 1 sends its report only if a goal was missed. Acme Outdoor has no goal for such "
        "periods yet, so nothing is sent until “/goal acme csat 90%” or the like sets one."
    )
    assert said(ask(house, "set 1 only missed")) == told_so
    agree(house, "acme leads 9999 a month")
    assert said(ask(house, "set 1 only missed")) == told_so
    house.clock.move_to(MONDAY)
    late_data(house, tmp_path, date(2026, 11, 22))
    at(house, MONDAY)
    assert newest(house).error == "no goal was missed, for none is set"
    assert posted(house) == []
    assert said(ask(house, "set 1 only off")).endswith("always, when it is due.")


def test_a_review_and_quiet_hours_go_with_it(house: Running, tmp_path: Path) -> None:
    subscribe(house)
    agree(house, "acme csat 99%")
    for words in ("only missed", "quiet 18:00-08:00", "review 24h or send"):
        ask(house, f"set 1 {words}")
    house.clock.move_to(MONDAY - HOUR)
    late_data(house, tmp_path, date(2026, 11, 22))
    at(house, MONDAY - HOUR)
    draft_of(house)
    at(house, MONDAY + 11 * HOUR)  # the program was away all day
    assert posted(house) == []
    at(house, MONDAY + 23 * HOUR)
    assert_stands_once(house)
    assert "missed the goal of 99 %." in posted(house)[0].text
