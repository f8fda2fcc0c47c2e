"""The modals that are open: opened at once, filled when what belongs in them is known."""

import threading
from collections import OrderedDict
from typing import Literal

import structlog
from slack_sdk import WebClient

from bot.slack.api import FAILURES, details_of, reason_of
from bot.slack.message import Block, Message, plain_text

log = structlog.get_logger()
Put = Literal["stands", "gone", "refused"]
MOST_KNOWN = 1_000
TITLE = "Rapport"
LOOKING = "I am looking at it…"
WORKING = (
    "I am working on it. What comes of it stands here; you may close this, then I tell you in "
    "private."
)
NOT_IN_VIEWS = frozenset({"actions", "table", "data_table", "data_visualization", "markdown"})


class Views:
    """What is put into the modals of this process, never the older after the newer."""

    def __init__(self, api: WebClient) -> None:
        """Open and change them through ``api``."""
        self._api = api
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, int] = OrderedDict()

    def open(self, trigger_id: str | None) -> str | None:
        """A modal that asks for patience; its id, or None where Slack opens none."""
        if not trigger_id:
            return None
        try:
            answer = self._api.views_open(trigger_id=trigger_id, view=waiting(LOOKING))
            return str(answer["view"]["id"])
        except FAILURES as error:
            log.warning("no form", error=reason_of(error))
            return None

    def turn(self, view: str) -> int:
        """Something new is asked of a view: what was asked before must not be put there now."""
        with self._lock:
            self._turns[view] = self._turns.pop(view, 0) + 1
            while len(self._turns) > MOST_KNOWN:
                self._turns.popitem(last=False)
            return self._turns[view]

    def put(self, view: str, turn: int, content: Block) -> Put:
        """Put it there, unless something newer was asked, or the person has closed it."""
        with self._lock:
            if self._turns.get(view, turn) != turn:
                return "stands"
        try:
            self._api.views_update(view_id=view, view=content)
        except FAILURES as error:
            log.info("form not changed", error=details_of(error))
            return "gone" if reason_of(error) == "not_found" else "refused"
        return "stands"


def waiting(words: str) -> Block:
    """A modal of one sentence, without anything to press."""
    section = {"type": "section", "text": plain_text(words, 3_000)}
    return _view([section])


def telling(message: Message) -> Block:
    """A message as a modal: what modals cannot hold is left out."""
    kept = [one for one in message.plain_blocks if one["type"] not in NOT_IN_VIEWS]
    return _view(kept)


def _view(blocks: list[Block]) -> Block:
    head = {"title": plain_text(TITLE, 24), "close": plain_text("Close", 24)}
    return {"type": "modal", **head, "blocks": blocks}
