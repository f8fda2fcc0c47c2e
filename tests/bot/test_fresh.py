"""A new machine with nothing but the README: three commands, and the bot answers in Slack."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.playground.slack.server import LoopbackSlack
from tests.bot.at_terminal import Asked, converse
from tests.bot.test_http import free_port, http
from tests.conftest import Team, make_team
from tests.documents import ROOT, blocks, shell

RAPPORT = Path(sys.executable).with_name("rapport")
README = [line for block in blocks(ROOT / "README.md") for line in shell(block)]
PATIENCE = 60
Way = Callable[[LoopbackSlack, int], list[Asked]]


def machine(folder: Path, slack: LoopbackSlack) -> dict[str, str]:
    """Nothing of this machine's settings, and another server in Slack's place."""
    path = os.pathsep.join([str(RAPPORT.parent), os.environ["PATH"]])
    return {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8", "SLACK_API_URL": slack.api_url}


def numbers(folder: Path) -> None:
    """Two months of one figure, up to yesterday: the file that the README imports first."""
    days = [date.today() - timedelta(days=back) for back in range(1, 60)]  # noqa: DTZ011 - as a person would
    lines = [f"acme,{day},leads,{20 + day.day}," for day in days]
    text = "\n".join(["client,date,metric,value,weight", *lines, ""])
    (folder / "leads.csv").write_text(text, encoding="utf-8")


def typed(line: str, folder: Path, environment: dict[str, str]) -> str:
    """What a line of the README prints; it must be one of its lines, and succeed."""
    assert line in README
    done = subprocess.run(
        line.split(), cwd=folder, env=environment, capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


def over_socket(slack: LoopbackSlack, _port: int) -> list[Asked]:
    return [
        ("socket or http?", ""),
        ("SLACK_BOT_TOKEN", slack.bot_token),
        ("SLACK_APP_TOKEN", slack.app_token),
        ("Database", ""),
    ]


def over_http(slack: LoopbackSlack, port: int) -> list[Asked]:
    return [
        ("socket or http?", "http"),
        ("SLACK_BOT_TOKEN", slack.bot_token),
        ("SLACK_SIGNING_SECRET", slack.signing_secret),
        ("Port", str(port)),
        ("Database", ""),
    ]


@contextmanager
def running(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """`rapport run` until it is stopped as people stop it; it ends well and says no secret."""
    assert "rapport run" in README
    with subprocess.Popen(
        ["rapport", "run"], cwd=folder, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        try:
            yield
        finally:
            process.terminate()
            words = process.communicate(timeout=PATIENCE)[0]
            print(words)  # why, where it never connected
    assert process.returncode == 0, words
    assert "Traceback" not in words
    assert "xoxb-" not in words


def wait_until_ready(port: int) -> None:
    """Until the bot says so itself, at the port that was typed."""
    deadline = time.monotonic() + PATIENCE
    while not is_ready(port):
        assert time.monotonic() < deadline, "the bot does not get ready"
        time.sleep(0.1)


def is_ready(port: int) -> bool:
    try:
        return http(f"http://127.0.0.1:{port}/readyz").status == 200
    except OSError:  # nobody listens there yet
        return False


def answered(slack: LoopbackSlack, team: Team) -> str:
    """What Sam reads after typing /report acme in #acme, and that its picture came too."""
    slack.people.command(team.sam, team.acme, "/report", "acme")

    def report() -> str | None:
        said = slack.world.visible(team.acme, team.sam)
        found = [one for one in said if any(b["type"] == "image" for b in one.blocks)]
        return found[0].text if found else None

    text = slack.wait_for(report, timeout=PATIENCE)
    assert text
    return text


@pytest.mark.parametrize("way", [over_socket, over_http], ids=["socket", "http"])
def test_with_the_readme_alone_the_bot_answers(tmp_path: Path, way: Way) -> None:
    with LoopbackSlack() as slack:
        team, environment, port = make_team(slack), machine(tmp_path, slack), free_port()
        assert "rapport init" in README
        ended, screen = converse(["rapport", "init"], way(slack, port), tmp_path, environment)
        assert ended == 0, screen
        assert not [one for one in (slack.bot_token, slack.app_token) if one in screen]
        assert "✗" not in typed("rapport doctor", tmp_path, environment)
        numbers(tmp_path)
        typed("rapport import leads.csv --create", tmp_path, environment)
        with running(tmp_path, environment):
            if way is over_http:
                wait_until_ready(port)
                slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            slack.connected(timeout=PATIENCE)
            assert "acme in week" in answered(slack, team).lower()
            healthy = typed("rapport doctor", tmp_path, environment)
        assert {line[0] for line in healthy.splitlines()} == {"✓"}, healthy
