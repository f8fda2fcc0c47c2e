"""The sample filled into a real store, through the real import."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.playground.sample.days import Days
from bot.playground.sample.faults import HAND_TYPED, Faults
from bot.playground.sample.fill import Result, fill, top_up
from bot.playground.sample.generate import files
from commands.scoring import health_at
from reports.figures import by_metric, figures
from reports.periods import last_complete_week, window
from storage.errors import SlugTaken
from storage.store import Store, open_store
from storage.tickets.ticket import TicketsTaken
from storage.values import ImportResult
from tests.bot.playground.sample_rows import METRICS, TODAY, known, tickets

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
Filled = tuple[Store, list[Result]]
# What the tickets tell beside the metrics of the files.
FROM_TICKETS = {"interactions_per_ticket", "resolution_time", "resolution_rate", "csat_mean"}
FROM_TICKETS |= {"backlog"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    store = open_store(f"sqlite:///{path}")
    yield store, fill(store, TODAY, NOW)
    store.close()


def test_fill_creates_the_clients(filled: Filled) -> None:
    store, _ = filled
    found = {client.slug: client for client in store.clients.all()}
    assert {(c.name, c.tz, c.currency) for c in found.values()} == {
        ("Acme Outdoor", "Europe/London", "GBP"),
        ("Borealis Clinics", "America/New_York", "USD"),
        ("Chiang Mai Coffee Roasters", "Asia/Bangkok", "THB"),
    }
    acme_client = store.clients.find(" ACME outdoor ltd ")
    assert acme_client is not None
    assert acme_client.slug == "acme"


def test_fill_reports_the_refused_line(filled: Filled) -> None:
    refused = [refusal for result in filled[1] for refusal in result.refused]
    assert len(refused) == 1
    lines = files(TODAY)[0].text.splitlines()
    assert HAND_TYPED in lines[refused[0].line - 1]
    assert HAND_TYPED in refused[0].reason


def test_fill_reports_the_undeclared_metric(filled: Filled) -> None:
    numbers = [result for result in filled[1] if isinstance(result, ImportResult)]
    assert [name for result in numbers for name in result.new_metrics] == ["newsletter_signups"]


def test_fill_takes_the_correction(filled: Filled) -> None:
    store, results = filled
    assert [result.changed for result in results] == [0, 0, 1, 0, 0, 0, 0]
    place = Faults(TODAY).slipped_digit
    assert _stored(store, place.client, place.metric, place.day) == [
        known(TODAY)[place.client, place.metric, place.day][0]
    ]


def test_fill_stores_every_known_value(filled: Filled) -> None:
    store, _ = filled
    counted = Counter(client for client, *_ in known(TODAY))
    for client in store.clients.all():
        frame = store.observations.frame(client.id, Days(TODAY).dates[0], TODAY)
        told = frame[frame["metric"].isin(METRICS[client.slug])]
        assert len(told) == counted[client.slug]
        assert set(told["metric"]) == METRICS[client.slug]
        more = FROM_TICKETS if client.slug == "acme" else set()
        assert set(frame["metric"]) == METRICS[client.slug] | more


def test_every_ticket_is_taken_with_its_parts(filled: Filled) -> None:
    store, results = filled
    (taken,) = (result for result in results if isinstance(result, TicketsTaken))
    assert (taken.taken, taken.refused_count, taken.repeated) == (len(tickets()), 0, 0)
    client = store.clients.find("acme")
    assert client is not None
    assert store.observations.kinds(client.id) == ("agent", "topic", "channel", "location")


def test_no_day_has_two_sources_for_a_metric(filled: Filled) -> None:
    store, _ = filled
    for client in store.clients.all():
        frame = store.observations.frame(client.id, Days(TODAY).dates[0], TODAY)
        assert not frame.duplicated(["metric", "day"]).any()


def test_as_time_goes_by_tickets_are_closed_and_new_ones_come(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'later.db'}")
    fill(store, TODAY, NOW)
    later = TODAY + timedelta(days=9)
    again, *_, fresh = (
        result
        for result in top_up(store, TODAY, later, NOW + timedelta(days=9))
        if isinstance(result, TicketsTaken)
    )
    still_open = sum(not ticket["closed"] for ticket in tickets())
    assert again.changed == still_open > 0
    assert again.taken == again.changed + again.unchanged
    assert fresh.taken == sum(ticket["opened"] >= TODAY.isoformat() for ticket in tickets(later))
    (day,) = _stored(store, "acme", "requests", TODAY)
    assert day == known(later)["acme", "requests", TODAY][0]
    store.close()


def test_the_report_of_acme_has_good_and_bad_news(filled: Filled) -> None:
    store, _ = filled
    client = store.clients.find("acme")
    assert client is not None
    period = last_complete_week(TODAY)
    days = by_metric(store.observations.frame(client.id, *window(period)))
    found = figures(days, period, TODAY)
    status = {figure.key: str(figure.status) for figure in found}
    assert {status[name] for name in ("sessions", "leads", "orders", "revenue")} == {"better"}
    assert {status[name] for name in ("first_response", "requests", "csat")} == {"worse"}
    assert {figure.key for figure in found if figure.year_ago is None} == FROM_TICKETS


def test_one_client_is_healthy_one_to_watch_and_of_one_too_little_is_known(filled: Filled) -> None:
    store, _ = filled
    found = {one.slug: health_at(store, one, TODAY) for one in store.clients.all()}
    assert {slug: health and (health.band, health.coverage) for slug, health in found.items()} == {
        "acme": ("watch", 1.0),
        "borealis": ("healthy", 0.8),
        "cmcoffee": ("not enough data", 0.2),
    }
    acme = found["acme"]
    assert acme is not None
    assert {part.key for part in acme.components if part.moved is None} == set()
    assert min(acme.components, key=lambda part: part.score or 0).key == "adoption"


def test_filling_twice_is_refused(filled: Filled) -> None:
    with pytest.raises(SlugTaken, match="acme"):
        fill(filled[0], TODAY, NOW)


def test_files_leave_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = open_store(f"sqlite:///{tmp_path / 'one.db'}")
    fill(store, TODAY, NOW)
    store.close()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("rapport")] == []


def _stored(store: Store, slug: str, name: str, day: date) -> list[float]:
    client = store.clients.find(slug)
    assert client is not None
    frame = store.observations.frame(client.id, day, day)
    return [float(value) for value in frame.loc[frame["metric"] == name, "value"]]
