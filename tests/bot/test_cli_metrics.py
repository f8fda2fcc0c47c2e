"""`rapport metrics`: the catalogue, a team's own declarations, and what they do to a report."""

import json
from pathlib import Path
from typing import Any

import pytest

from reports.metrics import catalogue
from tests.bot.cli import Done, rapport
from tests.databases import Databases, leave_empty

OWN = """
sources = ["crm", "ads"]
identities = ["signups <= sessions"]

[metrics.signups]
label = "Sign-ups"
description = "People who made an account."

[metrics.cost_per_signup]
label = "Cost per sign-up"
unit = "money"
better = "down"
expression = "spend / signups"

[metrics.requests]
better = "up"

[metrics.leads]
tolerance = 0.2
"""
HEAD = "date,signups,spend,sessions,leads\n"


class Team:
    """A folder and a database to type commands in."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def types(self, *words: str) -> Done:
        return rapport(*words, folder=self.folder, DATABASE_URL=self.url)

    def declares(self, text: str) -> Done:
        (self.folder / "own.toml").write_text(text, encoding="utf-8")
        return self.types("metrics", "declare", "own.toml")

    def brings(self, name: str, lines: list[str], head: str = HEAD) -> None:
        (self.folder / f"{name}.csv").write_text(head + "\n".join(lines), encoding="utf-8")
        done = self.types("import", f"{name}.csv", "--client", "acme", "--create")
        assert done.returncode == 0, done.stderr

    def report(self, *words: str) -> dict[str, Any]:
        done = self.types("report", "acme", "2026-W46", "--format", "json", *words)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found


@pytest.fixture
def team(databases: Databases, tmp_path: Path) -> Team:
    """A team with an empty database."""
    return Team(tmp_path, databases.fresh("empty", leave_empty))


def days(first: int, last: int, values: str) -> list[str]:
    return [f"2026-11-{day:02},{values}" for day in range(first, last + 1)]


def by_key(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in report["metrics"]}


def notices(report: dict[str, Any]) -> dict[str, str]:
    return {one["kind"]: one["text"] for one in report["notices"]}


def test_the_list_has_every_metric_with_its_words(team: Team) -> None:
    done = team.types("metrics")
    assert (done.returncode, done.stderr) == (0, "")
    lines = {line.split(" ", 1)[0]: line for line in done.stdout.splitlines()}
    assert {one.key for one in catalogue()} <= set(lines)
    assert lines["cpa"].split(maxsplit=1)[1] == (
        "CPA: money, less is better, spend / conversions. Money spent for each conversion."
    )
    assert lines["page_loads"].endswith("Pages loaded. Vanity.")
    assert "p90 of the handle_time records" in lines["handle_time_p90"]
    assert "On each day: page_loads >= unique_visits." in done.stdout


def test_what_a_team_declares_is_in_its_reports(team: Team) -> None:
    team.brings("crm", [*days(2, 8, "2,30,100,5"), *days(9, 15, "5,30,100,5")])
    before = by_key(team.report())
    assert before["signups"]["label"] == "Signups"
    assert "cost_per_signup" not in before
    done = team.declares(OWN)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Declared.\n")
    assert "Cost per sign-up: money, less is better, spend / signups." in done.stdout
    assert "No data came from ads yet." in done.stdout
    found = by_key(team.report())
    assert found["signups"]["label"] == "Sign-ups"
    own = found["cost_per_signup"]
    assert (own["value"], own["previous"], own["unit"]) == (6.0, 15.0, "money")
    assert (own["status"], own["sources"], own["sample"]) == ("better", ["crm"], 7)
    assert "undeclared" not in notices(team.report())
    assert "Cost per sign-up" in team.types("metrics").stdout
    again = team.declares(OWN)
    assert again.stdout.startswith("That is declared already; nothing was changed.")


def test_a_team_may_ask_for_its_own_by_name(team: Team) -> None:
    team.brings("crm", [*days(2, 8, "2,30,100,5"), *days(9, 15, "5,30,100,5")])
    team.declares(OWN)
    why = team.types("report", "acme", "why", "cost", "per", "sign-up", "2026-W46")
    assert why.returncode == 0, why.stderr
    assert "Cost per sign-up of acme, Week 46" in why.stdout
    assert "$6 after $15" in why.stdout
    assert (
        "It is spend / signups: spend $210 after $210 (±0 %), sign-ups 35 after 14 (+150 %)."
        in why.stdout
    )
    against = team.types("report", "acme", "2026-W46", "vs", "2026-W45")
    assert "Cost per sign-up" in against.stdout


def test_the_declared_source_counts_and_disagreement_is_said(team: Team) -> None:
    team.brings("crm", days(9, 15, "5,30,100,10"))
    team.brings("ads", days(9, 15, "6,30,100,11"))
    plain = team.report()
    assert by_key(plain)["signups"]["value"] == 42
    assert notices(plain)["disagreement"] == (
        "Leads: ads says 77, crm says 70 (9.1 % apart) for 9–15 Nov; ads counts. "
        "Signups: ads says 42, crm says 35 (16.7 % apart) for 9–15 Nov; ads counts. "
        "Where nobody declared an order, the first by name counts."
    )
    team.declares(OWN)
    found = team.report()
    assert by_key(found)["signups"]["value"] == 35
    assert by_key(found)["leads"]["sources"] == ["crm"]
    assert notices(found)["disagreement"] == (
        "Sign-ups: crm says 35, ads says 42 (20 % apart) for 9–15 Nov; crm counts."
    )
    client = team.report("--audience", "client")
    assert "disagreement" not in notices(client)
    assert "crm" not in json.dumps(client)


def test_identities_are_held_and_check_tells(team: Team) -> None:
    team.brings("crm", [*days(9, 12, "5,30,100,5"), *days(13, 13, "9,30,8,5")])
    assert team.types("metrics", "check", "acme", "--period", "2026-W46").stdout == (
        "Sources agree and identities hold.\n"
    )
    team.declares(OWN)
    said = "Sign-ups <= sessions does not hold on 13 Nov (9 against 8)."
    assert notices(team.report())["identity"] == said
    done = team.types("metrics", "check", "--period", "2026-W46")
    assert (done.returncode, done.stdout) == (1, f"acme: {said}\n")
    assert "no client" in team.types("metrics", "check", "nobody").stderr


def test_what_is_not_in_the_file_any_more_is_taken_back(team: Team) -> None:
    team.brings("crm", days(9, 15, "5,30,100,5"))
    team.declares(OWN)
    assert team.declares("").stdout.startswith("Declared.")
    assert "cost_per_signup" not in by_key(team.report())


def test_people_who_ordered_are_counted_once_and_again(team: Team) -> None:
    lines = [
        *("1,2026-11-02,ann,10", "2,2026-11-03,bob,10", "3,2026-11-08,cy,10", "4,2026-11-08,di,10"),
        *("5,2026-11-09,ann,20", "6,2026-11-10,ann,20", "7,2026-11-15,eve,35"),
    ]
    text = "order id,date,customer,amount\n" + "\n".join(lines) + "\n"
    (team.folder / "orders.csv").write_text(text, encoding="utf-8")
    done = team.types(
        "import", "orders.csv", "--as", "orders", "--client", "acme", "--create", "--yes"
    )
    assert done.returncode == 0, done.stderr
    found = by_key(team.report())
    assert (found["buyers"]["value"], found["buyers"]["previous"]) == (2, 4)
    assert found["retention_rate"]["value"] == 0.25
    assert (found["order_value"]["value"], found["orders"]["value"]) == (25, 3)
    assert "not_additive" not in notices(team.report())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[metrics.x]\nexpression = 'spend / conversion'", "did you mean conversions?"),
        ("[metrics.x]\nexpression = 'x'", "a metric cannot be computed from itself"),
        ("[metrics.x]\nexpression = '1 ** 2'", "“1 ** 2” cannot be computed: I do not know “*”"),
        ("identities = ['spend']", "compares nothing"),
        ("[metrics.x]\nunit = 'euro'\nbetter = 'left'", "metrics.x.better: input should be 'up'"),
        ("[metrics.x]\nunit = 'euro'", "metrics.x.unit: input should be 'count'"),
        ("[metrics.'Ad Spend']", "“Ad Spend” is no key; write small letters"),
        ("[metrics.x]\ncolour = 'red'", "metrics.x.colour: extra inputs"),
        ("tolerance = -1", "tolerance: input should be greater"),
        ("[metrics", "it is no TOML"),
    ],
)
def test_what_cannot_be_declared_is_one_sentence(team: Team, text: str, sentence: str) -> None:
    team.declares(OWN)
    done = team.declares(text)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert "cost_per_signup" in team.types("metrics").stdout


def test_a_file_that_is_not_there_is_one_sentence(team: Team) -> None:
    done = team.types("metrics", "declare", "nowhere.toml")
    assert done.returncode == 1
    assert "nowhere.toml cannot be read: No such file" in done.stderr
