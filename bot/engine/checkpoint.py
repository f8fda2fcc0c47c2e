"""What is kept between the two steps of a delivery: JSON, readable after an upgrade."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.slack.message import Message

Json = dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """A message ready to post: its picture stands in Slack as ``file_id`` already.

    ``found`` is the ts of the message where an earlier attempt has posted it. ``tried_at`` is the
    last try that was looked for.
    """

    message: Message
    at: datetime
    late: bool
    thread: str | None = None
    file_id: str | None = None
    found: str | None = None
    tried_at: datetime | None = None


def to_json(prepared: Prepared) -> Json:
    """As JSON, without the bytes of the picture."""
    bare = replace(prepared, message=replace(prepared.message, picture=None))
    kept: Json = _adapter().dump_python(bare, mode="json")
    return kept


def from_json(kept: Json) -> Prepared:
    """As it was; raises pydantic.ValidationError for one of a foreign shape."""
    return _adapter().validate_python(kept)


@cache
def _adapter() -> TypeAdapter[Prepared]:
    return TypeAdapter(Prepared)
