"""Looking closer: by part, against another period, why, for me alone; and the buttons for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from commands import registry
from commands.answer import Answer, Button, Buttons, Menu, Table
from commands.request import Place, Request
from reports import periods
from reports.model import Audience
from storage.store import Store
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
    request,
    sentence,
)
from tests.commands.parts import add_parts
from tests.conftest import NOW

MONDAY = date(2026, 11, 9)  # of week 46
W46 = periods.parse("2026-W46", NOW.date())
ACME_ROOM = Place("C1", "public", client="acme", name="acme")


@pytest.fixture
def parts(store: Store) -> None:
    """Acme's week 46 and the one before by agent and topic; Diane got slower and rates worse."""
    diane, omar = "agent:Diane", "agent:Omar"
    before = {
        diane: {"csat": (0.9, 10.0), "first_response": (200.0, 6.0)},
        omar: {"csat": (0.9, 20.0), "first_response": (280.0, 6.0)},
        "topic:Billing": {"csat": (0.9, 2.0)},
    }
    now = {
        diane: {"csat": (0.7, 10.0), "first_response": (260.0, 6.0), "requests": (12.0, 1.0)},
        omar: {"csat": (0.9, 20.0), "first_response": (280.0, 6.0), "requests": (30.0, 1.0)},
        "topic:Billing": {"csat": (0.8, 2.0)},
    }
    add_parts(store, "acme", before, MONDAY - timedelta(days=7))
    add_parts(store, "acme", now, MONDAY)


def table(answer: Answer) -> Table:
    return next(part for part in answer.parts if isinstance(part, Table))


def words(answer: Answer) -> str:
    """All that an answer says, buttons apart."""
    said = [str(part) for part in answer.parts if not isinstance(part, Buttons)]
    return "\n".join(said)


def row(answer: Answer) -> tuple[Button | Menu, ...]:
    return next(part.buttons for part in answer.parts if isinstance(part, Buttons))


def labels(answer: Answer) -> list[str]:
    return [one.label for one in row(answer)]


def through(door: str, asked: Request, store: Store) -> Answer:
    return registry.answer(replace(asked, door=door), store, NOW)


@pytest.mark.usefixtures("parts")
def test_by_agent_shows_each_agent_with_its_cases(store: Store) -> None:
    answer = ask(store, "report", "acme by agent", SAM, TEAM_ROOM)
    assert answer.audience == "room"
    assert table(answer) == Table(
        "By agent",
        ("Agent", "Requests", "First response", "CSAT"),
        (
            ("Omar", "210", "4 m 40 s", "90.0 %"),
            ("Diane", "84", "4 m 20 s", "70.0 %"),
        ),
    )
    assert "read with care" not in words(answer)


@pytest.mark.usefixtures("parts")
def test_few_cases_are_marked(store: Store) -> None:
    answer = ask(store, "report", "acme by topics", SAM, TEAM_ROOM)
    assert table(answer).rows == (("Billing", "80.0 % (n 14)"),)
    assert "n below 30: read with care." in words(answer)


@pytest.mark.usefixtures("parts")
def test_agents_stay_with_the_team(store: Store) -> None:
    shared = ask(store, "report", "acme by agent", SAM, SHARED_ROOM)
    assert (shared.audience, shared.aside) == ("asker", None)
    assert "Diane" in words(shared)
    for asker, place in ((GUEST, SHARED_ROOM), (OUTSIDER, SHARED_ROOM), (GUEST, TEAM_ROOM)):
        refused = ask(store, "report", "acme by agent", asker, place)
        assert refused.failed
        assert "for the team only" in sentence(refused)
        assert "Diane" not in str(refused)
    assert "Billing" in words(ask(store, "report", "acme by topic", GUEST, SHARED_ROOM))
    unknown = ask(store, "report", "acme by colour", GUEST, SHARED_ROOM)
    assert "agent" not in sentence(unknown)


@pytest.mark.usefixtures("parts")
def test_an_unknown_kind_names_those_there_are(store: Store) -> None:
    assert "only by agent or topic" in sentence(ask(store, "report", "acme by colour"))
    assert "one of agent or topic" in sentence(ask(store, "report", "acme by"))
    assert "no figures by topic" in sentence(ask(store, "report", "acme 2026-W40 by topic"))
    assert "nothing to break down" in sentence(ask(store, "report", "borealis by agent"))


def test_another_period_stands_beside_it(store: Store) -> None:
    answer = ask(store, "report", "acme vs 2026-W45", SAM, TEAM_ROOM)
    assert answer.audience == "room"
    assert table(answer).columns == ("Metric", "Week 46", "Week 45", "Change", "Status")
    assert table(answer).rows[-1] == ("Leads", "196", "161", "+22 %", "✓ better")
    assert ask(store, "report", "acme vs", SAM, TEAM_ROOM) == answer
    year = ask(store, "report", "acme vs 2025-W46")
    assert table(year).columns[1:3] == ("Week 46, 9–15 Nov 2026", "Week 46, 10–16 Nov 2025")


def test_periods_of_other_lengths_are_told_apart(store: Store) -> None:
    answer = ask(store, "report", "acme vs last month")
    assert "differ in length, 7 days against 31 days" in words(answer)
    assert table(answer).rows[-1][3:] == ("–", "? unknown")


def test_a_comparison_says_what_is_wrong_with_it(store: Store) -> None:
    assert "against itself" in sentence(ask(store, "report", "acme 2026-W46 vs last week"))
    assert "do not understand the period “then”" in sentence(ask(store, "report", "acme vs then"))
    assert "has not begun" in sentence(ask(store, "report", "acme vs 2027-W10"))
    assert "no data for either" in sentence(ask(store, "report", "acme 2019-W10 vs 2018-W10"))


@pytest.mark.usefixtures("parts")
def test_why_names_the_parts_that_moved_it(store: Store) -> None:
    answer = ask(store, "report", "acme why csat", SAM, TEAM_ROOM)
    assert "87.6 % after 88.4 %" in sentence(answer)
    moved = table(answer).rows
    assert moved[0] == ("Agent Diane", "70.0 %", "90.0 %", "−6.7 pts")
    assert ("Topic Billing", "80.0 % (n 14)", "90.0 % (n 14)", "−10.0 pts") in moved
    assert labels(answer) == ["Add a note"]
    assert ask(store, "report", "acme last week why CSAT", SAM, TEAM_ROOM) == answer
    assert ask(store, "report", "acme why csat last week", SAM, TEAM_ROOM) == answer


@pytest.mark.usefixtures("parts")
def test_why_tells_a_client_only_what_is_for_clients(store: Store) -> None:
    acme = store.clients.find("acme")
    assert acme
    link = "https://team.example/archives/C9/p1"
    for text, audience in (("The secret", Audience.INTERNAL), ("The outage", Audience.CLIENT)):
        store.comments.add(acme.id, W46, "U1", "sam", text, NOW, audience=audience, permalink=link)
    answer = ask(store, "report", "acme why csat", SAM, SHARED_ROOM)
    assert "The outage" in words(answer)
    assert answer.aside
    for inside in ("secret", "Diane", "agent", "team.example", "Add a note"):
        assert inside not in str(answer.parts).replace("Agent", "agent")
        assert inside in str(answer.aside.parts).replace("Agent", "agent")
    for asker in (GUEST, OUTSIDER):
        theirs = ask(store, "report", "acme why csat", asker, SHARED_ROOM)
        assert (theirs.parts, theirs.aside) == (answer.parts, None)


def test_why_says_when_nothing_is_known(store: Store) -> None:
    assert "nobody wrote about Week 46" in sentence(ask(store, "report", "acme why leads"))
    guest = ask(store, "report", "acme why leads", GUEST, SHARED_ROOM)
    assert "Nothing is known about why leads moved." in sentence(guest)
    assert "nothing can be said" in sentence(ask(store, "report", "acme 19 Nov why csat"))


def test_an_unknown_figure_names_those_there_are(store: Store) -> None:
    known = "there is First response, CSAT and Leads."
    assert known in sentence(ask(store, "report", "acme why profit"))
    assert known in sentence(ask(store, "report", "acme why"))
    assert "Which client?" in sentence(ask(store, "report", "why csat"))


def test_for_me_alone_it_goes_by_dm(store: Store) -> None:
    answer = ask(store, "report", "acme me", SAM, ACME_ROOM)
    assert (answer.audience, sentence(answer)) == (
        "asker",
        "The report went to you as a direct message.",
    )
    assert answer.aside
    assert answer.aside.reports()
    back = row(answer.aside)[-1]
    assert back == Button("Post in #acme", "report", "acme 2026-W46", "C1")
    assert ask(store, "report", "acme me", SAM, DM).reports()
    assert ask(store, "report", "acme me", CLOCK, TEAM_ROOM).audience == "room"


def test_for_me_alone_nothing_leads_into_a_room_that_must_not_read_it(store: Store) -> None:
    for place in (OTHER_ROOM, UNKNOWN_SHARED):
        answer = ask(store, "report", "acme me", SAM, place)
        assert answer.aside
        assert not any("Post" in label for label in labels(answer.aside))


def test_for_me_alone_a_guest_gets_the_clients_version(store: Store) -> None:
    answer = ask(store, "report", "acme me", GUEST, SHARED_ROOM)
    assert answer.aside
    assert answer.aside.reports()[0].audience is Audience.CLIENT


@pytest.mark.usefixtures("parts")
def test_under_a_report_stand_the_ways_to_look_closer(store: Store) -> None:
    answer = ask(store, "report", "acme", SAM, TEAM_ROOM)
    assert labels(answer) == [
        *("← Week 45", "Week 47 →", "Compare with…", "By…", "Add a note", "Only me"),
    ]
    compare = row(answer)[2]
    assert isinstance(compare, Menu)
    assert [(one.label, one.args) for one in compare.choices] == [
        ("The week before: Week 45, 2–8 Nov 2026", "acme 2026-W46 vs 2026-W45"),
        ("Four weeks before: Week 42, 12–18 Oct 2026", "acme 2026-W46 vs 2026-W42"),
        ("A year before: Week 46, 10–16 Nov 2025", "acme 2026-W46 vs 2025-W46"),
    ]
    assert labels(ask(store, "report", "acme", CLOCK, TEAM_ROOM)) == labels(answer)
    assert labels(ask(store, "report", "acme", SAM, DM))[-1] == "Add a note"


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize(
    "words_", ["acme", "acme last month", "acme 19 Nov", "acme 2025", "acme 1 Nov – 14 Nov"]
)
def test_every_button_is_a_command_that_works(store: Store, words_: str) -> None:
    answer = ask(store, "report", words_, SAM, ACME_ROOM)
    private = ask(store, "report", f"{words_} me", SAM, ACME_ROOM)
    assert private.aside
    for one in (*row(answer), *row(private.aside)):
        for button in one.choices if isinstance(one, Menu) else (one,):
            asked = request(button.verb, button.args, SAM, ACME_ROOM)
            assert not through("button", asked, store).failed, button
            assert len(button.label) <= 75


def test_where_outsiders_read_along_there_is_nothing_internal_to_press(store: Store) -> None:
    for asker in (SAM, GUEST, OUTSIDER, CLOCK):
        answer = ask(store, "report", "acme", asker, SHARED_ROOM)
        assert labels(answer) == ["← Week 45", "Week 47 →", "Compare with…"]
    preview = ask(store, "report", "acme --audience client", SAM, TEAM_ROOM)
    assert row(preview)[0] == Button("← Week 45", "report", "acme 2026-W45 --audience client")


def test_the_running_period_has_no_later_one(store: Store) -> None:
    assert labels(ask(store, "report", "acme 2026-W47", SAM, TEAM_ROOM))[0:2] == [
        "← Week 46",
        "Compare with…",
    ]


def test_an_empty_report_leads_to_the_newest_data(store: Store) -> None:
    answer = ask(store, "report", "acme 2019-W10", SAM, TEAM_ROOM)
    assert labels(answer)[0].startswith("Newest data: Week ")
    assert "Compare with…" not in labels(answer)


def test_a_terminal_prints_no_buttons_under_a_report(store: Store) -> None:
    answer = through("terminal", request("report", "acme", SAM, Place()), store)
    assert not any(isinstance(part, Buttons) for part in answer.parts)
    assert answer.reports()


def test_in_the_thread_of_a_report_it_is_about_that_one(store: Store) -> None:
    part = ask(store, "report", "borealis 2026-W44").reports()[0]
    kept = store.publications.add(part.client_id, "C5", "1.0", part.report, part.audience, NOW)
    thread = replace(GENERAL, publication=kept.id)
    again = ask(store, "report", "refresh", SAM, thread).reports()[0].report
    assert (again.client.slug, again.period.label) == ("borealis", part.report.period.label)
    assert "Borealis Clinics, Week 44" in sentence(ask(store, "report", "why csat", SAM, thread))
    assert "Borealis Clinics, Week 44" in sentence(ask(store, "note", "ill", SAM, thread))
    other = ask(store, "report", "acme", SAM, thread).reports()[0].report
    assert (other.client.slug, other.period.label) == ("acme", W46.label)
    assert "of acme" not in str(ask(store, "report", "", GUEST, thread))


def test_in_a_thread_guests_know_the_client_of_their_channel_only(store: Store) -> None:
    part = ask(store, "report", "borealis").reports()[0]
    kept = store.publications.add(part.client_id, "C2", "1.0", part.report, part.audience, NOW)
    thread = replace(SHARED_ROOM, publication=kept.id)
    assert ask(store, "report", "", GUEST, thread).reports()[0].report.client.slug == "acme"


def test_a_client_called_by_such_a_word_is_found_first(store: Store) -> None:
    store.clients.add("standby", "Stand by Me", now=NOW)
    assert "no data for Stand by Me" in sentence(ask(store, "report", "stand by me"))
    assert "no data for Stand by Me" in sentence(ask(store, "report", "Stand by Me by agent me"))
