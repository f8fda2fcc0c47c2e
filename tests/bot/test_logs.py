"""No token and no password reaches a log, whatever it is hidden in."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import logging, sys
import structlog
from bot import logs

logs.configure(sys.argv[1])
secrets = ["xoxb-1-a-B", "xapp-1-A-b", "xoxe.xoxp-1-c", "postgres://me:hunter2@db/x",
           "wss://host/link/?ticket=t1-cket&app_id=x"]
log = structlog.get_logger()
for secret in secrets:
    log.info("plain " + secret, text=secret, nested={"deep": [secret]}, error=ValueError(secret))
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        log.exception("failed")
        logging.getLogger("library").exception("of %s", secret)
"""


@pytest.mark.parametrize("style", ["text", "json"])
def test_secrets_are_hidden_wherever_they_stand(style: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, style],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == ""
    assert done.stderr.count("failed") == 5
    assert done.stderr.count("of ") >= 5
    for secret in ("1-a-B", "1-A-b", "1-c", "hunter2", "t1-cket"):
        assert secret not in done.stderr
    assert "@db/x" in done.stderr


def test_what_is_no_secret_stays() -> None:
    from bot.logs import without_secrets

    for text in ("see https://slack.com/api/", "10:30 me@example.com", "sqlite:////var/x.db"):
        assert without_secrets(text) == text
    assert logging.getLogger().level is not None
