"""Every way in which Slack can fail has a name, and is told without becoming a mention."""

from http.client import IncompleteRead

import pytest
from slack_sdk.errors import SlackRequestError

from bot.slack.api import SlackRefused, SlackSilent, failure_of, quietly
from bot.slack.show import sentence

SILENT = (TimeoutError("timed out"), ConnectionResetError("reset"), IncompleteRead(b""))


@pytest.mark.parametrize("error", [*SILENT, SlackRequestError("upload failed")])
def test_what_can_be_done_without_never_raises(error: Exception) -> None:
    def fail() -> None:
        raise error

    assert quietly("try", fail) is False
    assert quietly("try", lambda: None) is True


def test_an_outcome_nobody_knows_is_not_called_a_refusal() -> None:
    assert [type(failure_of(error)) for error in SILENT] == [SlackSilent] * 3
    assert isinstance(failure_of(SlackRequestError("no")), SlackRefused)


def test_a_sentence_mentions_nobody() -> None:
    message = sentence("“<!channel>” & co")
    assert message.text == "“&lt;!channel&gt;” &amp; co"
    assert message.blocks[0]["elements"][0]["elements"][0]["text"] == "“<!channel>” & co"
