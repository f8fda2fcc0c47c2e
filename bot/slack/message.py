"""A message ready to post: text, blocks in two forms, and the picture that belongs to it."""

from dataclasses import dataclass
from typing import Any

from commands.answer import Form, ReportPart
from reports.words import shorten

Block = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """What is posted.

    ``blocks`` use Slack's newer blocks, ``plain_blocks`` say the same without them, block for
    block. The chart stands at index ``chart_at``: the picture, else ``native``, else nothing.
    ``text`` holds every number, for notifications and screen readers. ``key`` is the block_id by
    which an answer is found again where Slack did not say whether it was posted. ``published`` is
    the report that is remembered once the message stands, and ``digest`` tells what is drawn of it.
    """

    text: str
    blocks: tuple[Block, ...]
    plain_blocks: tuple[Block, ...]
    picture: bytes | None = None
    alt: str = ""
    title: str = ""
    native: Block | None = None
    chart_at: int = 0
    published: ReportPart | None = None
    key: str = ""
    digest: str = ""

    def laid_out(self, chart: Block | None = None, *, plain: bool = False) -> list[Block]:
        """The blocks in posting order, with the chart in its place where there is one."""
        blocks = list(self.plain_blocks if plain else self.blocks)
        return blocks[: self.chart_at] + ([chart] if chart else []) + blocks[self.chart_at :]


@dataclass(frozen=True)
class Rendered:
    """What came of a request: a message for the room or the asker, and one aside for the asker.

    Where there is a ``form``, the message is what to say if it cannot be opened.
    """

    message: Message
    audience: str
    aside: Message | None = None
    failed: bool = False
    form: Form | None = None


def image_block(file_id: str, message: Message) -> Block:
    """The uploaded picture as a block."""
    return {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": message.alt,
        "title": plain_text(message.title, 2000),
    }


def plain_text(text: str, limit: int) -> Block:
    """Literal words: no markup, no emoji codes, at most ``limit`` characters, never empty."""
    return {"type": "plain_text", "text": shorten(text, limit) or " ", "emoji": False}
