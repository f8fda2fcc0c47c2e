"""Every command for the shell that the README and the documentation show is run, page by page."""

import io
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli import app
from bot.clock import Clock
from bot.playground.sample.fill import fill
from bot.playground.slack.server import LoopbackSlack
from storage.store import open_store
from tests.bot.at_terminal import converse
from tests.bot.cli import Done, environment, rapport
from tests.databases import Databases
from tests.documents import PAGES, ROOT, blocks, shell, spans
from tests.storage.workbooks import workbook

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PATIENCE = 60
NOT_RUN = {
    "python3 -m venv --without-pip .venv": "makes the environment that this test runs in",
    "python3 -m pip --python .venv/bin/python install .": "fetches; .ci/wheel installs the wheel",
    "python3 -m pip --python .venv/bin/python install -e '.[dev]'": "fetches; CI begins with it",
    ".venv/bin/python -m pytest": "is this run itself",
    ". .venv/bin/activate": "is the shell's own, and here the path is set",
    "sudo useradd --system --home-dir /var/lib/rapport rapport": "needs root",
    "sudo install -m 600 .env /etc/rapport.env": "needs root",
    "sudo cp deploy/rapport.service /etc/systemd/system/": "needs root",
    "sudo systemctl enable --now rapport": "needs systemd",
    "docker compose -f deploy/compose.yaml up -d": "needs Docker",
    "docker compose -f deploy/compose.yaml -f deploy/compose.scaled.yaml up -d": "needs Docker",
    "just docs": "writes into this checkout; tests/test_docs.py tells what it would change",
    "just check": "runs this test",
}
# Pages that begin with nothing; the others begin with the playground's sample.
FROM_NOTHING = {"README.md", "connect.md", "import.md"}
SERVER = "postgresql://user:password@host/rapport"
WITH_COMMANDS = [page for page in PAGES if any(shell(block) for block in blocks(page))]


@dataclass
class Reader:
    """Somebody at work on one page: a folder, a Slack, and a server for databases."""

    page: Path
    folder: Path
    slack: LoopbackSlack
    server: Callable[[], Databases]

    @property
    def settings(self) -> dict[str, str]:
        """What stands in the environment; the tokens where the page does not write them down."""
        given = {"SLACK_API_URL": self.slack.api_url}
        if "rapport init" in self.page.read_text(encoding="utf-8"):
            return given
        tokens = {"SLACK_BOT_TOKEN": self.slack.bot_token, "SLACK_APP_TOKEN": self.slack.app_token}
        return given | tokens

    def type(self, line: str) -> Done:
        """Run one command, as the shell would."""
        if SERVER in line:
            line = line.replace(SERVER, self.server().absent())
        words = shlex.split(line, comments=True)[1:]
        special = SPECIAL.get(words[0])
        return special(self) if special else self._answered(words)

    def _answered(self, words: list[str]) -> Done:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO())
            if words[0] != "doctor":  # it compares the clock with Slack's
                patch.setattr(Clock, "now", lambda _: NOW)
            return rapport(*words, folder=self.folder, **self.settings)


def _init(reader: Reader) -> Done:
    talk = [
        ("socket or http?", ""),
        ("SLACK_BOT_TOKEN", reader.slack.bot_token),
        ("SLACK_APP_TOKEN", reader.slack.app_token),
        ("Database", ""),
    ]
    words = [sys.executable, "-m", "bot", "init"]
    ended, screen = converse(words, talk, reader.folder, environment(reader.folder))
    return Done(ended, screen, "")


def _run(reader: Reader) -> Done:
    with _started(["run"], reader.folder, reader.settings) as process:
        reader.slack.connected(timeout=PATIENCE)
        return _stopped(process)


@cache
def _playground() -> Done:
    """Once for all pages; on a free port and without a window, for others work here too."""
    with _started(["playground", "--port", "0", "--no-browser"], ROOT, {}) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        address = next((line for line in lines if "open at" in line), "")
        done = _stopped(process)
    assert re.search(r"open at http://127\.0\.0\.1:\d+$", address), done.stdout
    return done


SPECIAL: Mapping[str, Callable[[Reader], Done]] = {
    "init": _init,
    "run": _run,
    "playground": lambda _: _playground(),
}


@contextmanager
def _started(
    words: list[str], folder: Path, settings: dict[str, str]
) -> "Iterator[subprocess.Popen[str]]":
    """The program, as long as it is needed."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *words], cwd=folder, env=environment(folder) | settings,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()


def _stopped(process: "subprocess.Popen[str]") -> Done:
    process.terminate()
    words = process.communicate(timeout=PATIENCE)[0]
    return Done(process.returncode, words, "")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The playground's sample as a database."""
    file = tmp_path_factory.mktemp("sample") / "rapport.db"
    with open_store(f"sqlite:///{file}") as store:
        fill(store, NOW.date(), NOW)
    return file.read_bytes()


@pytest.fixture(scope="module")
def handed_over() -> dict[str, str]:
    """The files that the pages tell to write, by name."""
    return {block.file: block.text for page in PAGES for block in blocks(page) if block.file}


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=[page.name for page in WITH_COMMANDS])
def test_every_command_of_a_page_succeeds_in_its_order(
    page: Path,
    tmp_path: Path,
    sample: bytes,
    handed_over: dict[str, str],
    request: pytest.FixtureRequest,
) -> None:
    if page.name not in FROM_NOTHING:
        (tmp_path / "rapport.db").write_bytes(sample)
    for name, text in handed_over.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    calls = [line.split(",") for line in handed_over["tickets.csv"].splitlines()]
    workbook(tmp_path / "calls.xlsx", {"Calls": calls})
    with LoopbackSlack() as slack:
        reader = Reader(page, tmp_path, slack, partial(request.getfixturevalue, "postgresql"))
        lines = [line for block in blocks(page) for line in shell(block) if line not in NOT_RUN]
        for line in lines:
            assert Path(line.split()[0]).name == "rapport", f"nobody runs “{line}”"
            done = reader.type(line)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            assert "Traceback" not in done.stdout + done.stderr


def test_what_is_not_run_still_stands_somewhere() -> None:
    shown = {line for page in PAGES for block in blocks(page) for line in shell(block)}
    assert sorted(set(NOT_RUN) - shown) == []
    assert all(NOT_RUN.values())


def test_commands_named_in_the_text_are_offered_by_the_program() -> None:
    named = [(page, span) for page in PAGES for span in spans(page)]
    for page, span in named:
        if span.startswith("rapport "):
            assert _is_offered(span.split()[1:]), f"{page.name}: {span}"
    assert not _is_offered(["recite", "a poem"])
    assert not _is_offered(["report", "acme", "--in-verse"])


def _is_offered(words: list[str]) -> bool:
    """Whether there is such a command, with the options among the words."""
    command: object = get_command(app)
    while isinstance(command, TyperGroup) and words and not words[0].startswith("-"):
        command, words = command.commands.get(words[0]), words[1:]
    options = {word for one in getattr(command, "params", ()) for word in one.opts}
    known = options | {"--help", "--period"} if command else set()
    return {word for word in words if word.startswith("--")} <= known and command is not None
