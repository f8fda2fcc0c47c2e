"""/health: the card, the board, who may see them where, and the weights."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from commands import scoring
from commands.answer import Answer, Button, Buttons, Menu, Part, Table
from commands.request import Asker, Place
from reports.health.scorecard import version
from reports.model import Health
from reports.periods import parse
from storage.imports import import_file
from storage.store import Store
from storage.values import Client
from tests.commands.asking import (
    CLOCK,
    DM,
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

TODAY = NOW.date()
WEEK = timedelta(days=7)


@pytest.fixture
def acme(store: Store, tmp_path: Path) -> Client:
    """Acme with inputs beside its support figures: adoption falls, an invoice is overdue."""
    lines = ["client,date,metric,value"]
    for back in range(60):
        day = TODAY - timedelta(days=back)
        lines.append(f"acme,{day},adoption,{0.5 if back < 9 else 0.7}")
        lines.append(f"acme,{day},invoices_overdue,{int(back < 3)}")
    return brought(store, tmp_path, lines)


def brought(store: Store, folder: Path, lines: Iterable[str]) -> Client:
    file = folder / "success.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(store, file, client=None, create=True, now=NOW, by="test")
    found = store.clients.find("acme")
    assert found
    return found


@pytest.fixture
def many(store: Store, tmp_path: Path) -> list[str]:
    """25 clients: acme, borealis and 23 more; every fourth with too little known."""
    names = [f"client-{number:02d}" for number in range(23)]
    lines = ["client,date,metric,value"]
    for number, name in enumerate(names):
        lines.append(f"{name},{TODAY},csat,{0.5 + number / 60}")
        if number % 4:
            lines += [f"{name},{TODAY},adoption,0.6", f"{name},{TODAY},training_completed,0.5"]
    brought(store, tmp_path, lines)
    return ["acme", "borealis", *names]


def shown(part: Part) -> object:
    """A part as a person reads it."""
    if isinstance(part, Table):
        return [part.columns, *part.rows]
    if isinstance(part, Buttons):
        return [(one.label, *_words(one)) for one in part.buttons]
    return part


def _words(item: Button | Menu) -> tuple[str, ...]:
    return (f"/{item.verb} {item.args}",) if isinstance(item, Button) else ()


def table(answer: Answer) -> Table:
    return next(part for part in answer.parts if isinstance(part, Table))


def buttons(answer: Answer) -> list[Button]:
    rows = [part for part in answer.parts if isinstance(part, Buttons)]
    return [one for row in rows for one in row.buttons if isinstance(one, Button)]


def menu(answer: Answer) -> list[Button]:
    rows = [part for part in answer.parts if isinstance(part, Buttons)]
    menus = [one for row in rows for one in row.buttons if isinstance(one, Menu)]
    return [choice for one in menus for choice in one.choices]


@pytest.mark.usefixtures("acme")
def test_the_card(store: Store, snapshot: SnapshotAssertion) -> None:
    assert [shown(part) for part in ask(store, "health", "acme").parts] == snapshot


@pytest.mark.usefixtures("acme")
def test_the_board(store: Store, snapshot: SnapshotAssertion) -> None:
    assert [shown(part) for part in ask(store, "health", "").parts] == snapshot


@pytest.mark.usefixtures("acme")
def test_in_a_clients_channel_its_name_need_not_be_said(store: Store) -> None:
    assert "Health of Acme Outdoor" in sentence(ask(store, "health", "", SAM, TEAM_ROOM))
    assert table(ask(store, "health", "", SAM, OTHER_ROOM)).columns[0] == "Input"
    for words in ("all", "ALL", " all "):
        assert table(ask(store, "health", words, SAM, TEAM_ROOM)).columns[0] == "Client"


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize(
    ("place", "audience"),
    [
        (TEAM_ROOM, "room"),
        (GENERAL, "room"),
        (DM, "room"),
        (SHARED_ROOM, "asker"),
        (OTHER_ROOM, "asker"),
        (UNKNOWN_SHARED, "asker"),
        (Place("D2", "dm", external=True), "asker"),
    ],
)
def test_a_card_stands_only_where_the_team_is_alone_with_it(
    store: Store, place: Place, audience: str
) -> None:
    answer = ask(store, "health", "acme", SAM, place)
    assert (answer.audience, answer.aside) == (audience, None)
    assert "Health of Acme Outdoor" in sentence(answer)
    assert ("for you alone" in sentence(answer)) is (audience == "asker")
    assert ask(store, "health", "all", SAM, place).audience == "asker"
    assert ask(store, "health", "weights", SAM, place).audience == "asker"


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize("asker", [GUEST, OUTSIDER])
@pytest.mark.parametrize("words", ["", "acme", "all", "weights", "keep"])
def test_health_is_for_the_team(store: Store, asker: Asker, words: str) -> None:
    answer = ask(store, "health", words, asker, SHARED_ROOM)
    assert "Only people of the team" in sentence(answer)
    assert len(answer.parts) == 1


@pytest.mark.usefixtures("acme")
def test_names_that_nobody_has(store: Store) -> None:
    assert "Did you mean" in sentence(ask(store, "health", "acmee"))
    assert "Did you mean" in sentence(ask(store, "health", "borealsi", SAM, TEAM_ROOM))
    assert "do not know a client “zzz”" in sentence(ask(store, "health", "zzz", SAM, TEAM_ROOM))
    later = ask(store, "health", "acme last week")
    assert "type “/report acme last week”" in sentence(later)
    assert later.failed


def test_a_client_of_whom_nothing_is_known(store: Store) -> None:
    store.clients.add("empty", "Empty & Co", now=NOW)
    answer = ask(store, "health", "empty", SAM, TEAM_ROOM)
    assert answer.audience == "asker"
    assert "Nothing is known yet from which the health of Empty & Co" in sentence(answer)
    assert "csat" in sentence(answer)
    empty = store.clients.find("empty")
    assert empty
    assert scoring.health_at(store, empty, TODAY) is None


def test_the_board_pages_through_all_and_never_repeats(store: Store, many: list[str]) -> None:
    pages = [ask(store, "health", words) for words in ("all", "all page 2", "all page 3")]
    assert [len(table(page).rows) for page in pages] == [10, 10, 5]
    assert [[one.label for one in buttons(page)] for page in pages] == [
        ["Next 10 →"],
        ["← Previous 10", "Next 5 →"],
        ["← Previous 10"],
    ]
    assert [one.args for one in buttons(pages[1])] == ["all page 1", "all page 3"]
    slugs = [choice.args for page in pages for choice in menu(page)]
    assert sorted(slugs) == sorted(many)
    health = [str(row[1]) for page in pages for row in table(page).rows]
    known = [float(cell.split()[0]) for cell in health if "not enough" not in cell]
    assert known == sorted(known)
    assert all("not enough data" in cell for cell in health[len(known) :])
    assert "25 clients, the worst first: " in sentence(pages[0])
    assert f"{len(health) - len(known)} not enough data. Page 1 of 3." in sentence(pages[0])
    assert table(ask(store, "health", "all page 99")) == table(pages[2])


@pytest.mark.parametrize("words", ["page 0", "page x", "page -1", "borealis", "page 1 2"])
def test_a_page_that_is_none(store: Store, words: str) -> None:
    answer = ask(store, "health", f"all {words}")
    assert answer.failed
    assert f"“{words}” is no page" in sentence(answer)


def test_a_board_without_clients_says_so(tmp_path: Path) -> None:
    from storage.store import open_store

    with open_store(f"sqlite:///{tmp_path / 'none.db'}") as nobody:
        assert "There are no clients yet" in sentence(ask(nobody, "health", ""))


def test_weights_are_shown_set_and_used(store: Store, acme: Client) -> None:
    before = scoring.health_at(store, acme, TODAY)
    assert [row[1] for row in table(ask(store, "health", "weights")).rows] == ["1"] * 5
    answer = ask(store, "health", "weights support=2 training=0")
    assert [row[1:] for row in table(answer).rows] == [
        ("1", "20 %"),
        ("0", "0 %"),
        ("2", "40 %"),
        ("1", "20 %"),
        ("1", "20 %"),
    ]
    card = table(ask(store, "health", "acme"))
    assert card.columns == ("Input", "Score", "Weight", "Moved it by", "Why")
    assert [row[0] for row in card.rows] == ["Adoption", "Support", "Satisfaction", "Payments"]
    after = scoring.health_at(store, acme, TODAY)
    assert before
    assert after
    assert (before.coverage, after.coverage) == (0.8, 1)
    assert after.score != before.score
    ask(store, "health", "weights Training=1,Support=0.5")
    assert store.scores.weights()["support"] == 0.5
    assert store.scores.weights()["payments"] == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("happiness=2", "“happiness” is none of the components adoption, training"),
        ("support", "“support” is no weight"),
        ("support=", "“support=” is no weight"),
        ("support=-1", "is no weight"),
        ("support=nan", "is no weight"),
        ("support=1e9", "is no weight"),
        ("support=2 training=many", "“training=many” is no weight"),
        ("adoption=0 training=0 support=0 satisfaction=0 payments=0", "One component at least"),
    ],
)
def test_wrong_weights_change_nothing(store: Store, words: str, why: str) -> None:
    answer = ask(store, "health", f"weights {words}")
    assert answer.failed
    assert why in sentence(answer)
    assert store.scores.weights() == {}


def test_asking_keeps_the_score_of_the_day(store: Store, acme: Client) -> None:
    ask(store, "health", "acme")
    kept = store.scores.on(acme.id, TODAY)
    assert kept
    assert kept.health() == scoring.health_at(store, acme, TODAY)
    assert kept.version == version({})
    assert [one.slug for one in store.scores.missing(NOW)] == ["borealis"]
    ask(store, "health", "all")
    assert store.scores.missing(NOW) == []


def test_only_the_clock_has_scores_kept(store: Store, acme: Client) -> None:
    assert "do not know a client “keep”" in sentence(ask(store, "health", "keep"))
    assert len(store.scores.missing(NOW)) == 2
    assert "2 scores kept" in sentence(ask(store, "health", "keep", CLOCK))
    assert store.scores.missing(NOW) == []
    assert "0 scores kept" in sentence(ask(store, "health", "keep", CLOCK))


def test_the_day_is_the_clients(store: Store, acme: Client) -> None:
    store.clients.change(acme.id, tz="Pacific/Kiritimati")
    scoring.keep_scores(store, NOW)
    assert store.scores.on(acme.id, TODAY + timedelta(days=1))
    assert store.scores.on(acme.id, TODAY) is None


def test_the_week_before_is_what_people_saw(store: Store, acme: Client) -> None:
    computed = scoring.health_at(store, acme, TODAY)
    assert computed
    assert computed.previous

    def seen(score: float | None, coverage: float, of: str) -> float | None:
        parts = tuple(one.model_copy(update={"contribution": 1.0}) for one in computed.components)
        health = Health(score=score, band="b", coverage=coverage, previous=None, components=parts)
        store.scores.keep(acme.id, TODAY - WEEK, health, of, NOW - WEEK)
        found = scoring.health_at(store, acme, TODAY)
        board = {
            one.slug: health
            for one, _, health in scoring.healths_of(store, store.clients.all(), NOW)
        }
        assert found is not None
        assert found == board["acme"]
        return found.previous

    assert seen(5.0, 0.8, version({})) == 5
    assert seen(None, 0.2, version({})) is None
    assert seen(5.0, 0.8, version({"training": 2})) == computed.previous
    assert seen(None, 0.0, version({})) == computed.previous
    store.scores.keep(acme.id, TODAY - WEEK, computed, version({}), NOW)
    looked_back = scoring.health_at(store, acme, TODAY, known_at=NOW + WEEK)
    assert looked_back == computed


def test_looking_back_knows_only_what_was_known(store: Store, acme: Client) -> None:
    assert scoring.health_at(store, acme, TODAY, known_at=NOW - WEEK) is None
    assert scoring.health_at(store, acme, date(2020, 1, 1)) is None


def test_in_the_thread_of_a_report_its_client_is_meant(store: Store, acme: Client) -> None:
    report = ask(store, "report", "acme").reports()[0]
    assert report.report.period == parse("2026-W46", TODAY)
    posted = store.publications.add(acme.id, "C5", "1.0", report.report, report.audience, NOW)
    thread = Place("C5", "public", publication=posted.id)
    assert "Health of Acme Outdoor" in sentence(ask(store, "health", "", SAM, thread))
