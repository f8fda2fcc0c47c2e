"""A file is dropped into a direct message, looked at, and imported; or picked from a message."""

from datetime import date

import pytest

from bot.playground.slack.models import Json, Message
from bot.slack.files import Files, _plain_name
from tests.conftest import Running

NUMBERS = b"client,date,metric,value\nacme,2026-11-09,leads,41\nacme,2026-11-10,leads,42\n"
OURS = b"date,leads\n2026-11-11,7\n"
INVOICES = (
    b"Invoice,Issued,Due,Paid,Amount\n"
    b"R-1,2026-10-01,2026-10-15,2026-10-20,120.50\n"
    b"R-2,2026-10-05,2026-10-19,,80\n"
)


@pytest.fixture
def dm(running: Running) -> str:
    """Sam's direct message with the bot."""
    return running.slack.world.open_dm(running.team.sam)


def dropped(running: Running, channel: str, name: str, content: bytes) -> Message:
    """What the bot answers to a file of Sam's."""
    before = {one.ts for one in running.from_bot(channel, running.team.sam)}
    running.slack.people.drop(running.team.sam, channel, name, content)
    return running.next_message(channel, running.team.sam, before)


def pressed(running: Running, message: Message, label: str) -> Message:
    """What stands there after a button was pressed: an answer takes the place of its question."""
    sam, channel = running.team.sam, message.channel
    assert running.slack.people.click(sam, channel, message.ts, button(message, label)).acked
    running.settle()
    return running.from_bot(channel, sam)[-1]


def button(message: Message, label: str) -> str:
    found = (one for one in elements(message) if one.get("text", {}).get("text") == label)
    return str(next(found)["action_id"])


def elements(message: Message) -> list[Json]:
    rows = [block for block in message.blocks if block["type"] == "actions"]
    return [element for row in rows for element in row["elements"]]


def labels(message: Message) -> list[str]:
    return [one["text"]["text"] for one in elements(message) if "text" in one]


def values(running: Running, metric: str) -> dict[date, float]:
    acme = running.store.clients.find("acme")
    assert acme
    frame = running.store.observations.frame(acme.id, date(2026, 9, 1), date(2026, 12, 31))
    found = frame[(frame.metric == metric) & (frame.source != "acme")]
    return {day.date(): value for day, value in zip(found.day, found.value, strict=True)}


def test_a_dropped_file_is_shown_first_and_imported_when_somebody_says_so(
    running: Running, dm: str
) -> None:
    preview = dropped(running, dm, "ads.csv", NUMBERS)
    assert "ads.csv holds numbers." in preview.text
    assert values(running, "leads") == {}
    done = pressed(running, preview, "Import")
    assert "ads.csv: 2 observations taken (2 new, 0 changed, 0 unchanged)." in done.text
    assert values(running, "leads") == {date(2026, 11, 9): 41, date(2026, 11, 10): 42}
    [run, *_] = running.store.imports.recent(1)
    assert (run.file_name, run.by) == ("ads.csv", running.team.sam)


def test_a_file_that_does_not_say_whose_it_is_gets_a_client_by_button(
    running: Running, dm: str
) -> None:
    asked = dropped(running, dm, "site.csv", OURS)
    assert "Whose data is site.csv?" in asked.text
    assert {"Acme Outdoor", "Borealis Clinics", "Another client…"} <= set(labels(asked))
    preview = pressed(running, asked, "Acme Outdoor")
    pressed(running, preview, "Import")
    assert values(running, "leads") == {date(2026, 11, 11): 7}


def test_another_client_is_typed_into_a_form_and_made_only_when_wanted(
    running: Running, dm: str
) -> None:
    asked = dropped(running, dm, "site.csv", OURS)
    running.slack.people.click(running.team.sam, dm, asked.ts, button(asked, "Another client…"))
    running.settle()
    [view] = running.slack.world.views.values()
    before = {one.ts for one in running.from_bot(dm, running.team.sam)}
    typed = {"client": {"client": {"type": "plain_text_input", "value": "Cosy Cafés"}}}
    running.slack.people.submit(running.team.sam, view.id, typed)
    unknown = running.next_message(dm, running.team.sam, before)
    assert "There is no client “Cosy Cafés” yet." in unknown.text
    assert running.store.clients.find("Cosy Cafés") is None
    preview = pressed(running, unknown, "Make this client")
    pressed(running, preview, "Import")
    assert running.store.clients.find("Cosy Cafés")


def test_records_say_what_would_change_before_they_do(running: Running, dm: str) -> None:
    asked = dropped(running, dm, "invoices.csv", INVOICES)
    preview = pressed(running, asked, "Acme Outdoor")
    assert "invoices.csv holds invoices." in preview.text
    assert "This would bring 2 new, 0 changed, 0 unchanged, 0 refused." in preview.text
    done = pressed(running, preview, "Import")
    assert "invoices.csv: 2 invoices taken" in done.text


@pytest.mark.parametrize(
    ("name", "content", "because"),
    [
        ("empty.csv", b"", "empty.csv cannot be read"),
        ("notes.csv", b"to do,done\nbuy milk,no\n", "What are the rows of notes.csv?"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture.png cannot be read"),
    ],
)
def test_what_cannot_be_read_says_why(
    running: Running, dm: str, name: str, content: bytes, because: str
) -> None:
    assert because in dropped(running, dm, name, content).text


def test_a_shortcut_on_words_says_how_it_is_done(running: Running) -> None:
    team, people = running.team, running.slack.people
    ts = people.say(team.maya, team.acme, "no file here")
    before = {one.ts for one in running.from_bot(team.acme, team.sam)}
    assert people.shortcut(team.sam, team.acme, ts, "import").acked
    said = running.next_message(team.acme, team.sam, before)
    assert "Drop a CSV file" in said.text


def test_a_guest_cannot_import(running: Running) -> None:
    guest = running.team.guest
    room = running.slack.world.open_dm(guest)
    running.slack.people.drop(guest, room, "ads.csv", NUMBERS)
    running.settle()
    [said] = running.from_bot(room, guest)
    assert "Only people of the team" in said.text
    assert not running.slack.core.log.named("files.info")


def test_without_the_scope_one_sentence_says_so(running: Running, dm: str) -> None:
    running.slack.scopes.discard("files:read")
    said = dropped(running, dm, "ads.csv", NUMBERS)
    assert "missing_scope" in said.text or "files:read" in said.text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.csv", "ab.csv"),
        ("..", "file"),
        ("ยอดขาย.csv", "ยอดขาย.csv"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"),
    ],
)
def test_a_files_name_stays_in_its_folder(name: str, kept: str) -> None:
    assert _plain_name(name) == kept


def test_the_token_goes_to_slack_alone(running: Running) -> None:
    files = Files(running.office.api)
    assert files._is_slacks("https://files.slack.com/files-pri/T1-F1/ads.csv")
    assert files._is_slacks(f"{running.slack.url}/files/F1/ads.csv")
    for other in (
        "http://files.slack.com/x",
        "https://files.slack.com.evil.example/x",
        "file:///etc",
    ):
        assert not files._is_slacks(other)
