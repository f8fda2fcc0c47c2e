"""/metric: numbers by hand, seen by four eyes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import registry
from commands.answer import Answer, Button, Buttons, Form, Table
from commands.metric_words import NoSuchMetric, NotPossible, UnclearShare, UnreadableValue, read
from commands.request import Asker, Place
from reports.metrics import built_in
from reports.model import Report
from storage.store import Store
from tests.commands.asking import (
    DM,
    GUEST,
    OTHER_ROOM,
    OUTSIDER,
    SAM,
    SHARED_ROOM,
    TEAM_ROOM,
    ask,
    request,
    sentence,
)
from tests.conftest import NOW

MAYA = Asker("U7", "maya", "Europe/London")
CATALOGUE = built_in()


def tell(
    store: Store, args: str, asker: Asker = SAM, place: Place = TEAM_ROOM, door: str = "test"
) -> Answer:
    question = replace(request("metric", args, asker, place), door=door)
    return registry.answer(question, store, NOW)


def report(store: Store, period: str, more: str = "") -> Report:
    answer = ask(store, "report", f"acme {period} {more}", SAM, TEAM_ROOM)
    return answer.reports()[0].report


def value(store: Store, metric: str, period: str) -> float | None:
    return next((one.value for one in report(store, period).metrics if one.key == metric), None)


def notices(store: Store, period: str, more: str = "") -> dict[str, str]:
    return {one.kind: one.text for one in report(store, period, more).notices}


def buttons(answer: Answer) -> list[tuple[str, str]]:
    rows = (part.buttons for part in answer.parts if isinstance(part, Buttons))
    return [(one.label, one.args) for row in rows for one in row if isinstance(one, Button)]


def test_a_number_counts_for_the_whole_of_its_period_alone(store: Store) -> None:
    answer = tell(store, "acme nps 45 2026-10 because 230 people answered")
    assert not answer.failed
    assert answer.audience == "asker"
    said = sentence(answer)
    assert "No. 1: NPS of Acme Outdoor for October 2026, 45, entered by sam." in said
    assert "Why: 230 people answered." in said
    assert "those on a part of them do not" in said
    assert buttons(answer) == [("Undo", "acme undo 1")]
    assert value(store, "nps", "2026-10") == 45
    assert value(store, "nps", "2026-W43") is None
    by_hand = "NPS for October 2026 (45, by sam) was entered by hand."
    assert notices(store, "2026-10")["by_hand"] == by_hand
    assert "by_hand" not in notices(store, "2026-10", "--audience client")


def test_an_important_one_awaits_a_second_person(store: Store) -> None:
    assert "important now" in sentence(tell(store, "important nps"))
    assert "second person's yes for NPS" in sentence(tell(store, "important"))
    answer = tell(store, "acme nps 45 2026-10")
    assert answer.audience == "room"
    assert "awaiting confirmation" in sentence(answer)
    assert buttons(answer) == [
        ("Confirm no. 1", "acme confirm 1"),
        ("Reject no. 1", "acme reject 1"),
    ]
    waiting = "NPS for October 2026 (45, by sam) is awaiting confirmation."
    assert notices(store, "2026-10")["awaiting"] == waiting
    assert "awaiting" not in notices(store, "2026-10", "--audience client")
    assert "by sam" not in str(report(store, "2026-10", "--audience client"))
    assert value(store, "nps", "2026-10") is None

    own = tell(store, "acme confirm 1")
    assert (own.failed, "somebody else" in sentence(own)) == (True, True)
    assert value(store, "nps", "2026-10") is None
    assert "confirmed by maya" in sentence(tell(store, "acme confirm 1", MAYA))
    assert value(store, "nps", "2026-10") == 45
    assert "(45, by sam and maya)" in notices(store, "2026-10")["by_hand"]
    assert "awaiting" not in notices(store, "2026-10")
    assert tell(store, "acme confirm 1", MAYA).failed


def test_a_rejected_one_never_counts(store: Store) -> None:
    tell(store, "important nps")
    tell(store, "acme nps 45 2026-10")
    assert "rejected by maya" in sentence(tell(store, "acme reject 1", MAYA))
    assert value(store, "nps", "2026-10") is None
    assert "awaiting" not in notices(store, "2026-10")


def test_what_is_not_important_any_more_counts_at_once(store: Store) -> None:
    tell(store, "important NPS")
    assert "not important any more" in sentence(tell(store, "not important nps"))
    tell(store, "acme nps 45 2026-10")
    assert value(store, "nps", "2026-10") == 45
    assert "No metric is marked" in sentence(tell(store, "important"))
    wrong = tell(store, "important nsp")
    assert (wrong.failed, "did you mean nps?" in sentence(wrong)) == (True, True)


def test_what_is_taken_back_is_out_again_and_the_one_before_stands(store: Store) -> None:
    tell(store, "acme nps 45 2026-10")
    assert "It stands instead of 45 by sam." in sentence(tell(store, "acme nps 48 2026-10"))
    assert value(store, "nps", "2026-10") == 48
    assert "taken back by maya" in sentence(tell(store, "acme undo 2", MAYA))
    assert value(store, "nps", "2026-10") == 45
    assert "did not count any more" in sentence(tell(store, "acme undo 2"))
    for words in ("acme undo", "acme undo 99", "acme undo nps", "borealis undo 1"):
        assert tell(store, words).failed


def test_nothing_is_counted_twice_and_nothing_replaced_unasked(store: Store) -> None:
    brought = value(store, "leads", "2026-10")
    answer = tell(store, "acme leads 1,204 2026-10 because the form was counted twice")
    assert answer.failed
    assert "acme (31 days) brings Leads of Acme Outdoor for October 2026" in sentence(answer)
    assert value(store, "leads", "2026-10") == brought
    [(label, words)] = buttons(answer)
    assert label == "Use 1,204 instead"
    assert not tell(store, words).failed
    assert value(store, "leads", "2026-10") == 1204
    assert store.numbers.of_client(1, 1)[0].why == "the form was counted twice"
    assert value(store, "leads", "2026-W42") == 161


@pytest.mark.parametrize(
    ("metric", "text", "stored"),
    [("csat", "92 %", 0.92), ("csat", "92.5", 0.925), ("first response", "1h 20m", 4800.0)],
)
def test_the_button_means_the_same_value(
    store: Store, metric: str, text: str, stored: float
) -> None:
    [(_, words)] = buttons(tell(store, f"acme {metric} {text} 2026-10"))
    assert not tell(store, words).failed
    assert store.numbers.of_client(1, 1)[0].value == pytest.approx(stored, rel=1e-12)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("this week", "has not ended yet, so there is no number for it; enter it from 23 Nov"),
        ("today", "has not ended"),
        ("2026", "has not ended"),
        ("2027-01", "has not begun yet"),
        ("next week", "has not begun yet"),
        ("whenever", "do not understand the period “whenever”"),
    ],
)
def test_days_that_have_not_ended_have_no_number(store: Store, words: str, why: str) -> None:
    answer = tell(store, f"acme nps 45 {words}")
    assert answer.failed
    assert why in sentence(answer)
    assert store.numbers.of_client(1, 1) == []


def test_without_a_period_it_is_that_of_the_thread_or_the_last_week(store: Store) -> None:
    assert "for Week 46, 9–15 Nov 2026" in sentence(tell(store, "acme nps 45"))
    october = report(store, "2026-10")
    audience = ask(store, "report", "acme 2026-10", SAM, TEAM_ROOM).reports()[0].audience
    kept = store.publications.add(1, "C1", "1.1", october, audience, NOW)
    place = replace(TEAM_ROOM, publication=kept.id)
    assert "for October 2026" in sentence(tell(store, "nps 45", SAM, place))


def test_only_the_team_and_never_before_a_clients_eyes(store: Store) -> None:
    tell(store, "important nps")
    for asker in (GUEST, OUTSIDER):
        for words in ("acme nps 45 2026-10", "acme", "acme confirm 1", "important csat"):
            assert "Only people of the team" in sentence(tell(store, words, asker, SHARED_ROOM))
    assert store.numbers.important() == {"nps"}
    for place in (SHARED_ROOM, OTHER_ROOM, DM):
        answer = tell(store, "acme nps 45 2026-10", SAM, place)
        assert answer.audience == "asker"
        assert "“/metric acme confirm" in sentence(answer)
        number = store.numbers.of_client(1, 1)[0].id
        assert tell(store, f"acme confirm {number}", MAYA, place).audience == "asker"


def test_the_list_says_who_what_and_why_and_lets_others_decide(store: Store) -> None:
    assert "No number of Acme Outdoor was entered" in sentence(tell(store, "acme"))
    tell(store, "acme first response 1h 20m 2026-W42 replacing because of the outage")
    tell(store, "important nps")
    tell(store, "acme nps 45 2026-10")
    answer = tell(store, "acme", MAYA)
    table = answer.parts[0]
    assert isinstance(table, Table)
    assert table.rows == (
        ("2", "NPS", "October 2026", "45", "sam, 19 Nov 2026", "–", "awaits confirmation"),
        ("1", "First response", "Week 42, 12–18 Oct 2026", "1 h 20 m", "sam, 19 Nov 2026",
         "of the outage", "counts"),
    )  # fmt: skip
    assert ("Confirm no. 2", "acme confirm 2") in buttons(answer)
    assert tell(store, "nobody").failed


def test_with_too_few_words_a_form_asks_for_the_rest(store: Store) -> None:
    form = tell(store, "acme enter", door="button").parts[0]
    assert isinstance(form, Form)
    assert (form.verb, form.args) == ("metric", "acme")
    one = tell(store, "acme first response", door="slash").parts[0]
    assert isinstance(one, Form)
    assert one.args == "acme first_response"
    sent = tell(store, f"{one.args} 45 s 2026-10 replacing", door="form")
    assert "First response of Acme Outdoor for October 2026, 45 s" in sentence(sent)
    spoken = tell(store, "acme nps", door="mention")
    assert (spoken.failed, "Which number?" in sentence(spoken)) == (True, True)


@pytest.mark.parametrize(
    ("text", "key", "stored", "rest"),
    [
        ("nps 45 2026-10", "nps", 45.0, "2026-10"),
        ("nps −12 last month", "nps", -12.0, "last month"),
        ("CSAT 92 % oct", "csat", 0.92, "oct"),
        ("csat 92", "csat", 0.92, ""),
        ("csat 0.9%", "csat", 0.009, ""),
        ("csat 0", "csat", 0.0, ""),
        ("leads 1,234.5 12 Oct", "leads", 1234.5, "12 Oct"),
        ("spend $1,234,567.80", "spend", 1234567.8, ""),
        ("first response 1h 20m 2026-W42", "first_response", 4800.0, "2026-W42"),
        ("first_response 1:30:00 yesterday", "first_response", 5400.0, "yesterday"),
        ("Handle time 90 seconds 1 Oct – 15 Nov", "handle_time", 90.0, "1 Oct - 15 Nov"),
        ("handle time 1.5 hours", "handle_time", 5400.0, ""),
        ("handle time 2 d 3 h", "handle_time", 183600.0, ""),
    ],
)
def test_values_are_read_as_people_write_them(
    text: str, key: str, stored: float, rest: str
) -> None:
    said = read(text, CATALOGUE, (), "acme")
    assert (said.metric.key, said.period) == (key, rest)
    assert said.value == pytest.approx(stored)


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("nsp 45", NoSuchMetric),
        ("45 nps", NoSuchMetric),
        ("csat 0.9", UnclearShare),
        ("csat 1", UnclearShare),
        ("csat 140 %", NotPossible),
        ("csat -5 %", NotPossible),
        ("leads -5", NotPossible),
        ("leads 5 %", NotPossible),
        ("leads " + "9" * 400, NotPossible),
        ("leads 1,23", UnreadableValue),
        ("leads 45k", UnreadableValue),
        ("leads nan", UnreadableValue),
        ("handle time 80", UnreadableValue),
        ("handle time soon", UnreadableValue),
    ],
)
def test_what_may_mean_something_else_is_refused(text: str, failure: type[Exception]) -> None:
    with pytest.raises(failure):
        read(text, CATALOGUE, (), "acme")


@given(st.text(max_size=60))
def test_no_words_break_the_reading(text: str) -> None:
    try:
        said = read(f"leads {text}", CATALOGUE, (), "acme")
    except (UnreadableValue, NotPossible, NoSuchMetric):
        return
    assert said.value is None or said.value >= 0


@given(st.floats(0, 1e12, allow_subnormal=False))
def test_a_plain_number_is_read_exactly(number: float) -> None:
    assert read(f"leads {number:.6f}", CATALOGUE, (), "acme").value == float(f"{number:.6f}")


def test_what_a_report_says_of_a_late_source(store: Store) -> None:
    store.freshness.promise("acme", 1)
    later = NOW + timedelta(days=6)
    question = request("report", "acme last 7 days", SAM, TEAM_ROOM)
    found = registry.answer(question, store, later).reports()[0].report.notices
    late = [one.text for one in found if one.kind == "late_source"]
    assert late == ["The data of acme ends on 18 Nov 2026; it promised to come daily."]
    client = replace(question, args="acme last 7 days --audience client")
    told = registry.answer(client, store, later).reports()[0].report.notices
    assert "late_source" not in [one.kind for one in told]
    assert "late_source" not in notices(store, "2026-W46")


def test_a_clients_card_shows_its_promised_sources(store: Store) -> None:
    store.freshness.promise("acme", 7)
    card = ask(store, "client", "acme").parts[0]
    assert isinstance(card, Table)
    assert card.rows[-1] == ("Source", "acme: until 18 Nov 2026, promised weekly, fresh")


def test_what_is_told_of_one_day_is_kept_for_the_last_of_its_period(store: Store) -> None:
    said = sentence(tell(store, "acme backlog 12 2026-10"))
    assert "Backlog of Acme Outdoor for 31 Oct 2026, 12" in said
    assert "instead of 12 by sam" in sentence(tell(store, "acme backlog 12 2026-10"))
    assert [value(store, "backlog", one) for one in ("2026-10", "2026-W44", "2026-W43")] == [
        12.0,
        12.0,
        None,
    ]
