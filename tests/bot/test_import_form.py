"""Importing a shared file by a form: what it shows, what can be put right in it, what it does."""

from datetime import date
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.playground.slack.models import Message
from bot.slack.views import Views
from storage.errors import DatabaseBusy
from tests.bot.filling_in import Filling
from tests.bot.test_import_slack import button, labels
from tests.conftest import Running
from tests.storage.workbooks import Rows, workbook

LEADS = b"date,leads\n2026-11-11,7\n2026-11-12,8\n2026-11-13,x\n"
TICKETS = (
    "Ticket,Created,Closed,Agent,Topic,วันที่รับเรื่อง\n"
    "1,01/02/2026,02/02/2026,Amira,Delivery,x\n2,03/02/2026,,Ben,Returns,y\n"
).encode()


@pytest.fixture(autouse=True)
def quiet(lasting: Running) -> None:
    """Nothing is open when a test begins."""
    lasting.slack.world.views.clear()
    lasting.slack.faults.clear()


def shortcut(running: Running, name: str, content: bytes, channel: str | None = None) -> Filling:
    """Sam picks “Import this file” from the menu of a message of Maya's."""
    team, people = running.team, running.slack.people
    where = channel or team.general
    ts = people.drop(team.maya, where, name, content)
    assert people.shortcut(team.sam, where, ts, "import").acked
    return Filling(running, team.sam)


def pressed(running: Running, name: str, content: bytes) -> tuple[Filling, Message]:
    """Sam drops a file and presses the button under what the bot says of it."""
    team, people = running.team, running.slack.people
    dm = running.slack.world.open_dm(team.sam)
    before = {one.ts for one in running.from_bot(dm, team.sam)}
    people.drop(team.sam, dm, name, content)
    said = running.next_message(dm, team.sam, before)
    assert people.click(team.sam, dm, said.ts, button(said, "Look and import…")).acked
    return Filling(running, team.sam), said


def values(running: Running, source: str) -> dict[tuple[date, str], float]:
    found: dict[tuple[date, str], float] = {}
    for slug in ("acme", "borealis"):
        client = running.store.clients.find(slug)
        assert client
        frame = running.store.observations.frame(client.id, date(2025, 1, 1), date(2026, 12, 31))
        own = frame[frame.source == source]
        rows = zip(own.day, own.metric, own.value, strict=True)
        found |= {(day.date(), f"{slug} {metric}"): value for day, metric, value in rows}
    return found


def test_the_form_shows_how_a_file_is_read_and_what_would_change(
    lasting: Running, snapshot: SnapshotAssertion
) -> None:
    form, _ = pressed(lasting, "shop.csv", LEADS)
    assert form.view.declared["title"]["text"] == "Import a file"
    form.pick("client", "acme")
    assert form.text == snapshot
    assert form.standing() == {
        "kind": "numbers", "client": "acme", "map-date": "date", "map-client": "-",
        "map-metric": "-", "map-value": "-", "map-weight": "-",
    }  # fmt: skip
    assert values(lasting, "shop") == {}

    outcome = form.submit()
    assert outcome.body
    assert outcome.body["response_action"] == "update"
    assert "shop.csv: 2 observations taken (2 new, 0 changed, 0 unchanged)." in form.text
    assert "line 4: leads: “x” is not a plain number" in form.text
    assert "submit" not in form.view.declared
    assert values(lasting, "shop") == {
        (date(2026, 11, 11), "acme leads"): 7, (date(2026, 11, 12), "acme leads"): 8,
    }  # fmt: skip
    own = lasting.slack.world.open_dm(lasting.team.sam)
    assert "shop.csv: 2 observations taken" in lasting.from_bot(own, lasting.team.sam)[-1].text


def test_the_shortcut_opens_it_at_once_and_knows_the_channels_client(lasting: Running) -> None:
    team = lasting.team
    lasting.slack.faults.hold("files.info", 0.3)
    ts = lasting.slack.people.drop(team.maya, team.acme, "week.csv", LEADS)
    assert lasting.slack.people.shortcut(team.sam, team.acme, ts, "import").acked
    [entry] = lasting.slack.wait_for(lambda: lasting.slack.log.named("views.open")[-1:])
    assert "I am looking at it" in str(entry.request["view"])
    lasting.slack.faults.clear()
    form = Filling(lasting, team.sam)
    assert form.standing()["client"] == "acme"
    assert "This would bring 2 new, 0 changed, 0 unchanged, 1 refused." in form.text
    form.submit()
    assert len(values(lasting, "week")) == 2
    told = lasting.from_bot(team.acme, team.sam)[-1]
    assert told.ephemeral_for == team.sam
    assert "week.csv: 2 observations taken" in told.text


def test_days_in_doubt_are_asked_for_and_kept_for_the_next_file(lasting: Running) -> None:
    form = shortcut(lasting, "desk.csv", TICKETS)
    form.pick("kind", "tickets")
    assert "⚠ “Created”: “01/02/2026” may be day-first or month-first" in form.text
    assert "--" not in form.text
    refused = form.submit()
    assert refused.body
    assert refused.body["response_action"] == "errors"
    [(block, sentence)] = refused.body["errors"].items()
    assert block.startswith("dates")
    assert "may be day-first or month-first" in sentence

    form.pick("dates", "day-first")
    form.pick("client", "borealis")
    assert "2026-02-01" in form.text
    assert "This would bring 2 new, 0 changed, 0 unchanged, 0 refused." in form.text
    form.submit()
    assert "desk.csv: 2 tickets taken" in form.text
    lasting.slack.world.views.clear()

    again = shortcut(lasting, "desk.csv", TICKETS)
    assert again.standing()["dates"] == "day-first"
    again.pick("client", "borealis")
    assert "This would bring 0 new, 0 changed, 2 unchanged, 0 refused." in again.text
    lasting.slack.world.views.clear()
    american = shortcut(lasting, "desk.csv", TICKETS.replace(b"01/02", b"12/31"))
    assert "its days are written month-first, unlike those of its source's" in american.text


def test_a_column_picked_by_hand_changes_what_is_shown_and_nothing_else(lasting: Running) -> None:
    content = b"Nr,When,Who,Why\n1,2026-11-09,Amira,Delivery\n2,2026-11-10,Ben,Returns\n"
    form = shortcut(lasting, "odd.csv", content)
    assert "What are the rows of odd.csv?" in form.text
    form.pick("kind", "numbers")
    assert "⚠ Its first line names no date column." in form.text
    form.pick("map-date", "When")
    assert "2026-11-09" in form.text
    form.pick("kind", "tickets")
    form.pick("client", "acme")
    assert "⚠ Which column is it?" in form.text
    form.pick("map-ref", "Nr")
    form.pick("map-opened", "When")
    form.pick("map-agent", "Who")
    assert "This would bring 2 new" in form.text
    assert "Columns not read: Why." in form.text
    assert "Amira" in form.text
    form.pick("map-agent", "-")
    assert "Columns not read: Who, Why." in form.text
    standing = form.standing()
    assert (standing["client"], standing["map-ref"], standing["map-opened"]) == (
        "acme", "Nr", "When",
    )  # fmt: skip
    form.submit()
    kept = lasting.store.imports.mapping_of("odd")
    assert kept
    assert '"ref": "Nr"' in kept
    assert "Who" not in kept


def test_a_sheet_is_chosen_and_the_rest_stays(lasting: Running, tmp_path: Path) -> None:
    days: Rows = [["date", "visits"], [date(2026, 11, 9), 5]]
    more: Rows = [["date", "calls"], [date(2026, 11, 9), 6], [date(2026, 11, 10), 7]]
    file = workbook(tmp_path / "book.xlsx", {"รายวัน": days, "More": more, "Empty": [[]]})
    form, said = pressed(lasting, "book.xlsx", file.read_bytes())
    assert said.text.startswith("Several sheets hold data: choose one.")
    assert form.labels("sheet") == ["รายวัน", "More"]
    refused = form.submit()
    assert refused.body
    assert list(refused.body["errors"].values()) == ["Several sheets hold data: choose one."]
    form.pick("sheet", "1:รายวัน")
    form.pick("client", "acme")
    assert "visits" in form.text
    form.pick("sheet", "2:More")
    assert "This would bring 2 new" in form.text
    assert form.standing()["client"] == "acme"
    form.submit()
    assert values(lasting, "book") == {
        (date(2026, 11, 9), "acme calls"): 6, (date(2026, 11, 10), "acme calls"): 7,
    }  # fmt: skip


def test_a_new_client_is_named_and_made_by_the_import_alone(lasting: Running) -> None:
    form, _ = pressed(lasting, "new.csv", LEADS)
    form.pick("client", "+")
    form.write("name", "  ")
    refused = form.submit()
    assert refused.body
    assert list(refused.body["errors"].values()) == ["Write the client's name."]
    form.write("name", "FACTORY Nine")
    assert lasting.store.clients.find("FACTORY Nine") is None
    form.submit()
    assert "clients: factory-nine (new: factory-nine)" in form.text
    assert lasting.store.clients.find("FACTORY Nine")


def test_what_fails_comes_back_as_it_was_filled_in(lasting: Running) -> None:
    form, _ = pressed(lasting, "rows.csv", b"date,leads\n2026-11-11,x\n")
    form.pick("client", "acme")
    form.submit()
    assert "Nothing was imported." in form.text
    assert "line 2: leads: “x” is not a plain number" in form.text
    assert form.standing()["client"] == "acme"
    assert values(lasting, "rows") == {}


@pytest.mark.parametrize("step", ["pick", "submit"])
def test_where_the_database_is_away_nothing_that_was_chosen_is_lost(
    lasting: Running, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def away(*_: object) -> None:
        raise DatabaseBusy(where="here")

    form, _ = pressed(lasting, f"away-{step}.csv", LEADS)
    form.pick("client", "acme")
    with monkeypatch.context() as patch:
        patch.setattr("bot.office.Office.render", away)
        form.submit() if step == "submit" else form.pick("map-metric", "leads")
    assert "I cannot use my database just now and nothing was changed" in form.text
    standing = form.standing()
    assert standing["client"] == "acme"
    assert standing["map-metric"] == ("-" if step == "submit" else "leads")
    form.pick("map-metric", "-")
    form.submit()
    assert f"away-{step}.csv: 2 observations taken" in form.text


def test_sent_off_twice_it_imports_once(lasting: Running) -> None:
    form, _ = pressed(lasting, "twice.csv", LEADS)
    form.pick("client", "acme")
    runs = len(lasting.store.imports.recent(99))
    view, state = form.view, form._values()
    for _ in range(2):
        outcome = lasting.slack.people.submit(lasting.team.sam, view.id, state)
        assert outcome.body
        assert outcome.body["response_action"] == "update"
    lasting.settle()
    assert len(lasting.store.imports.recent(99)) == runs + 1


def test_hundreds_of_columns_fit(lasting: Running) -> None:
    names = [f"คอลัมน์ที่ {n} ของรายงานประจำเดือน" for n in range(400)]
    long = "Opened " + "x" * 200
    header = ",".join(["Ticket", *names, long])
    row = ",".join(["1", *["5"] * 400, "2026-11-09"])
    form = shortcut(lasting, "wide.csv", f"{header}\n{row}\n".encode())
    form.pick("kind", "tickets")
    form.pick("client", "acme")
    assert max(len(form.labels(f"map-{key}")) for key in ("agent", "topic")) <= 100
    form.write("others", f"opened = {long}\nagent = {names[399]}")
    form.pick("map-topic", names[3])
    assert "This would bring 1 new" in form.text
    assert form.standing()["others"] == f"opened = {long}\nagent = {names[399]}"
    form.submit()
    assert "wide.csv: 1 ticket taken" in form.text


def test_an_older_look_never_covers_a_newer_one(
    lasting: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, _ = pressed(lasting, "late.csv", LEADS)
    late: list[tuple[str, int, dict[str, object]]] = []
    put = Views.put

    def keep(self: Views, view: str, turn: int, content: dict[str, object]) -> str:
        late.append((view, turn, content))
        return put(self, view, turn, content)

    monkeypatch.setattr(Views, "put", keep)
    form.pick("client", "acme")
    form.pick("client", "borealis")
    before = form.view.hash
    views = lasting.office.stage._whisper.views
    assert put(views, *late[0]) == "stands"
    assert form.view.hash == before


def test_closed_while_it_works_the_outcome_is_told_in_private(lasting: Running) -> None:
    form, _ = pressed(lasting, "closed.csv", b"date,leads\n2026-11-11,x\n")
    form.pick("client", "acme")
    view, state = form.view, form._values()
    lasting.slack.faults.fail("views.update", "not_found")
    dm = lasting.slack.world.open_dm(lasting.team.sam)
    before = {one.ts for one in lasting.from_bot(dm, lasting.team.sam)}
    assert lasting.slack.people.submit(lasting.team.sam, view.id, state).acked
    told = lasting.next_message(dm, lasting.team.sam, before)
    assert "closed.csv: 0 observations taken" in told.text


def test_where_no_form_can_be_opened_the_message_does_it_all(lasting: Running) -> None:
    team, people = lasting.team, lasting.slack.people
    ts = people.drop(team.maya, team.acme, "plain.csv", b"client,date,leads\nacme,2026-11-09,5\n")
    before = {one.ts for one in lasting.from_bot(team.acme, team.sam)}
    lasting.slack.faults.fail("views.open", "unknown_method")
    assert people.shortcut(team.sam, team.acme, ts, "import").acked
    said = lasting.next_message(team.acme, team.sam, before)
    assert "plain.csv holds numbers." in said.text
    assert "Import" in labels(said)
    lasting.slack.faults.fail("views.open", "unknown_method")
    people.click(team.sam, team.acme, said.ts, button(said, "Look and import…"))
    lasting.settle()
    told = lasting.from_bot(team.acme, team.sam)[-1]
    assert told.text.startswith("I cannot show a form here")


def test_guests_and_people_from_outside_cannot(lasting: Running) -> None:
    team, people = lasting.team, lasting.slack.people
    for user, channel in ((team.guest, team.guests_room), (team.outsider, team.shared)):
        lasting.slack.world.views.clear()
        downloads = len(lasting.slack.log.named("files.info"))
        ts = people.drop(team.sam, channel, "secret.csv", LEADS)
        people.shortcut(user, channel, ts, "import")
        assert "Only people of the team can use /import" in Filling(lasting, user).text
        assert len(lasting.slack.log.named("files.info")) == downloads


def test_one_of_several_files_is_chosen(lasting: Running) -> None:
    team, people = lasting.team, lasting.slack.people
    world = lasting.slack.world
    first = people.drop(team.maya, team.general, "one.csv", LEADS)
    second = people.drop(team.maya, team.general, "two.csv", b"date,calls\n2026-11-09,5\n")
    messages = [world.find(team.general, ts) for ts in (first, second)]
    files = tuple(file for one in messages if one for file in one.files)
    assert messages[0]
    world.change(messages[0], files=files)
    assert people.shortcut(team.sam, team.general, first, "import").acked
    form = Filling(lasting, team.sam)
    assert form.labels("file") == ["one.csv", "two.csv"]
    form.pick("client", "acme")
    form.pick("file", files[1])
    assert "calls" in form.text
    assert form.standing()["client"] == "acme"
    form.submit()
    assert list(values(lasting, "two").values()) == [5]
    assert values(lasting, "one") == {}
