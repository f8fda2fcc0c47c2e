"""What a team declares is known wherever metrics are named, and nowhere else."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from commands.phrases import understood
from commands.report_words import read_words
from commands.scoring import health_at, healths_of
from reports.metrics import Catalogue, built_in
from reports.metrics.declared import Declared
from reports.model import Report
from storage.imports import import_file
from storage.store import Store
from storage.values import Client
from tests.commands.asking import CLOCK, OUTSIDER, TEAM_ROOM, ask, sentence
from tests.conftest import NOW

WEEK = [date(2026, 11, 9) + timedelta(days=n) for n in range(7)]
OWN = Declared.model_validate(
    {
        "metrics": {
            "signups": {"label": "Sign-ups"},
            "cost": {"label": "Cost per sign-up", "expression": "spend / signups", "unit": "money"},
            "leads": {"label": "Prospects"},
        },
        "sources": ["survey"],
    }
)


def bring(store: Store, folder: Path, name: str, head: str, line: str) -> None:
    """A week of the same line each day."""
    text = f"date,{head}\n" + "".join(f"{day},{line}\n" for day in WEEK)
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    import_file(store, folder / f"{name}.csv", client="acme", create=False, now=NOW, by="sam")


def acme(store: Store) -> Client:
    found = store.clients.find("acme")
    assert found
    return found


def report(store: Store) -> Report:
    (part,) = ask(store, "report", "acme 2026-W46 refresh", place=TEAM_ROOM).reports()
    return part.report


def test_own_metrics_stand_in_reports_by_their_labels(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "shop", "signups,spend", "4,20")
    store.definitions.declare(OWN, now=NOW, by="sam")
    found = {figure.label: figure.value for figure in report(store).metrics}
    assert found["Sign-ups"] == 28
    assert found["Cost per sign-up"] == 5
    assert "Prospects" in found
    assert "Leads" not in found


def test_they_are_asked_for_by_name(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "shop", "signups,spend", "4,20")
    asked = "acme why cost per sign-up 2026-W46"
    before = sentence(ask(store, "report", asked, place=TEAM_ROOM))
    assert "do not understand the period" in before or "no figure" in before
    store.definitions.declare(OWN, now=NOW, by="sam")
    said = sentence(ask(store, "report", asked, place=TEAM_ROOM))
    assert said.startswith("Cost per sign-up of Acme Outdoor, Week 46, 9–15 Nov 2026: £5")
    assert "It is spend / signups: spend £140 after –" in said


def test_they_are_meant_by_what_people_say(store: Store) -> None:
    def meant(text: str) -> tuple[str, str] | None:
        return understood(text, store.definitions.catalogue)

    assert meant("why did sign-ups fall?") is None
    store.definitions.declare(OWN, now=NOW, by="sam")
    assert meant("why did sign-ups fall?") == ("report", "why signups")
    assert understood("why did sign-ups fall?") is None
    assert read_words("why sign-ups last week", store.definitions.catalogue()).period == "last week"
    assert read_words("why sign-ups last week").why == "sign-ups last week"


def test_the_catalogue_is_asked_only_where_a_metric_is_named() -> None:
    def never() -> Catalogue:
        pytest.fail("a greeting needs no catalogue")

    assert understood("good morning", never) is None
    assert understood("how is acme doing?", never) == ("health", "acme")


def test_what_is_imported_is_known(store: Store, tmp_path: Path) -> None:
    store.definitions.declare(OWN, now=NOW, by="sam")
    file = tmp_path / "shop.csv"
    file.write_text("date,signups,other things\n2026-11-09,1,2\n", encoding="utf-8")
    result = import_file(store, file, client="acme", create=False, now=NOW, by="sam")
    assert result.new_metrics == ["other_things"]


def test_another_team_has_the_built_in_catalogue(store: Store) -> None:
    store.definitions.declare(OWN, now=NOW, by="sam")
    ours, theirs = store.adopt("T1", "Ours"), store.adopt("T2", "Theirs")
    assert "Prospects" in [figure.label for figure in report(ours).metrics]
    assert theirs.definitions.catalogue() == built_in()
    assert built_in().metric("leads").label == "Leads"


def test_health_goes_by_the_declared_source_and_by_what_is_computed(
    store: Store, tmp_path: Path
) -> None:
    def reasons() -> dict[str, str]:
        alone = health_at(store, acme(store), NOW.date())
        ((_, _, board),) = healths_of(store, [acme(store)], NOW)
        assert alone
        assert board.components == alone.components
        return {one.key: one.reason for one in alone.components}

    bring(store, tmp_path, "survey", "csat,seats used,seats", "0.5,30,50")
    plain = reasons()
    assert plain["adoption"].startswith("Adoption 60.0 %")
    assert plain["satisfaction"].startswith("CSAT 8")
    store.definitions.declare(OWN, now=NOW, by="sam")
    assert reasons()["adoption"] == plain["adoption"]
    assert reasons()["satisfaction"] != plain["satisfaction"]


def test_disagreement_stays_with_the_team(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "survey", "csat", "0.5")
    said = [notice for notice in report(store).notices if notice.kind == "disagreement"]
    assert "acme says" in said[0].text
    assert "survey says 50.0 %" in said[0].text
    store.clients.link_channel(acme(store).id, "C2")
    outside = ask(store, "report", "acme 2026-W46 refresh", OUTSIDER, TEAM_ROOM)
    assert not any("survey" in str(one.report.notices) for one in outside.reports())
    published = ask(store, "report", "acme 2026-W46 --audience client", CLOCK, TEAM_ROOM)
    assert not any("survey" in str(one.report.notices) for one in published.reports())
