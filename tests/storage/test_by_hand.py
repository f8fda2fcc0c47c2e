"""Numbers by hand in the store."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from reports import periods
from reports.model import Period
from storage.by_hand import ByHand, EndedBefore, NoSuchNumber, NotAwaiting, OwnNumber
from storage.errors import NoSuchClient
from storage.store import Store
from storage.values import Client
from tests.storage import NOW

ANA, BO = ("U1", "Ana"), ("U2", "Bo")
HOUR = timedelta(hours=1)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def october() -> Period:
    return periods.parse("2026-10", date(2026, 11, 19))


def give(
    store: Store, client: Client, period: Period, value: float = 45.0, *, awaiting: bool = False
) -> ByHand:
    return store.numbers.add(
        client.id, "nps", period, value, by=ANA, why="230 answers", now=NOW, awaiting=awaiting
    )


def days(store: Store, client: Client, known_at: datetime | None = None) -> list[float]:
    frame = store.observations.frame(client.id, *YEAR, known_at=known_at)
    return frame["value"].tolist()


def test_a_number_keeps_who_gave_it_when_and_why(
    store: Store, acme: Client, october: Period
) -> None:
    kept = give(store, acme, october)
    assert (kept.by_name, kept.why, kept.at, kept.state) == ("Ana", "230 answers", NOW, "counts")
    assert (kept.period, kept.stands) == (october, "counts")
    assert store.numbers.of_client(acme.id, 5) == [kept]
    frame = store.observations.frame(acme.id, *YEAR)
    row = frame.iloc[0]
    assert (row["metric"], row["source"]) == ("nps", "by hand")
    assert (row["first"].date(), row["day"].date()) == (october.start, october.end)
    assert store.observations.newest_day(acme.id) == october.end
    assert store.observations.newest_day(acme.id, before=october.end) is None


@pytest.mark.parametrize("text", ["2026-10-05", "2026-W41", "2026-10", "2026-Q3", "2025"])
def test_every_kind_of_period_comes_back_with_its_label(
    store: Store, acme: Client, text: str
) -> None:
    period = periods.parse(text, date(2026, 11, 19))
    assert give(store, acme, period).period == period


def test_an_important_one_counts_once_somebody_else_confirms(
    store: Store, acme: Client, october: Period
) -> None:
    kept = give(store, acme, october, awaiting=True)
    assert days(store, acme) == []
    with pytest.raises(OwnNumber):
        store.numbers.confirm(acme.id, kept.id, ANA, NOW)
    assert days(store, acme) == []
    confirmed = store.numbers.confirm(acme.id, kept.id, BO, NOW + HOUR)
    assert (confirmed.stands, confirmed.counts_from) == ("counts, confirmed by Bo", NOW + HOUR)
    assert days(store, acme) == [45.0]
    with pytest.raises(NotAwaiting):
        store.numbers.confirm(acme.id, kept.id, BO, NOW)
    with pytest.raises(NotAwaiting):
        store.numbers.reject(acme.id, kept.id, BO, NOW)


def test_a_rejected_or_withdrawn_one_counts_no_more(
    store: Store, acme: Client, october: Period
) -> None:
    rejected = give(store, acme, october, 1.0, awaiting=True)
    assert store.numbers.reject(acme.id, rejected.id, BO, NOW).stands == "rejected by Bo"
    taken = give(store, acme, october, 2.0)
    assert store.numbers.withdraw(acme.id, taken.id, BO, NOW + HOUR).stands == "taken back by Bo"
    assert days(store, acme) == []
    for number in (rejected.id, taken.id):
        with pytest.raises(EndedBefore):
            store.numbers.withdraw(acme.id, number, ANA, NOW)
    waiting = give(store, acme, october, awaiting=True)
    assert store.numbers.withdraw(acme.id, waiting.id, ANA, NOW).state == "withdrawn"


def test_looking_back_shows_what_counted_then(store: Store, acme: Client, october: Period) -> None:
    kept = give(store, acme, october, awaiting=True)
    store.numbers.confirm(acme.id, kept.id, BO, NOW + HOUR)
    store.numbers.withdraw(acme.id, kept.id, BO, NOW + 3 * HOUR)
    moments = [NOW + hours * HOUR for hours in (0, 1, 2, 3, 4)]
    assert [days(store, acme, at) for at in moments] == [[], [45.0], [45.0], [], []]
    assert days(store, acme) == []


def test_only_days_wholly_inside_are_read(store: Store, acme: Client, october: Period) -> None:
    give(store, acme, october)
    for first, last in ((date(2026, 10, 2), october.end), (october.start, date(2026, 10, 30))):
        assert store.observations.frame(acme.id, first, last).empty
    assert "first" not in store.observations.frame(acme.id, october.end, october.end)


def test_other_clients_and_workspaces_see_none_of_it(
    store: Store, acme: Client, october: Period
) -> None:
    other = store.clients.add("other", "Other", now=NOW)
    kept = give(store, acme, october)
    assert days(store, other) == []
    with pytest.raises(NoSuchNumber):
        store.numbers.get(other.id, kept.id)
    store.adopt("T1", "first")
    elsewhere = store.adopt("T2", "second")
    assert elsewhere.observations.frame(acme.id, *YEAR).empty
    assert elsewhere.numbers.of_client(acme.id, 5) == []
    assert elsewhere.observations.newest_day(acme.id) is None
    assert elsewhere.observations.of_all(["nps"], *YEAR).empty
    with pytest.raises(NoSuchClient):
        elsewhere.numbers.withdraw(acme.id, kept.id, ANA, NOW)
    with pytest.raises(NoSuchClient):
        give(elsewhere, acme, october)
    assert store.observations.of_all(["nps"], *YEAR)["client_id"].tolist() == [acme.id]


def test_important_metrics_belong_to_the_workspace(store: Store) -> None:
    assert store.numbers.important() == frozenset()
    store.numbers.set_important({"nps", "csat"})
    store.adopt("T1", "first")
    assert store.numbers.important() == {"nps", "csat"}
    assert store.adopt("T2", "second").numbers.important() == frozenset()


def test_texts_that_break_careless_programs_are_kept(
    store: Store, acme: Client, october: Period, naughty: list[str]
) -> None:
    for text in naughty:
        kept = store.numbers.add(
            acme.id, "nps", october, 1.0, by=("U1", text), why=text, now=NOW, awaiting=False
        )
        assert store.numbers.get(acme.id, kept.id) == kept


def test_of_two_who_decide_at_once_one_is_told_that_it_is_decided(
    store: Store, acme: Client, october: Period
) -> None:
    kept = give(store, acme, october, awaiting=True)
    failures: list[NotAwaiting] = []

    start = threading.Barrier(6)

    def decide(act: Callable[..., ByHand]) -> None:
        store.freshness.state()  # so that each has its connection
        start.wait()
        try:
            act(acme.id, kept.id, BO, NOW)
        except NotAwaiting as failure:
            failures.append(failure)

    acts = (store.numbers.confirm, store.numbers.reject) * 3
    threads = [threading.Thread(target=decide, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) == len(acts) - 1
