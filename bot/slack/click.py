"""What a person chose: a pressed button, or an option picked from a menu."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Click:
    """A command with its words, asked by ``user`` in ``channel``.

    ``thread`` is the thread that the answer joins: that of the message it was chosen in, unless
    the command is asked ``elsewhere``. ``within`` is the thread the person had before their eyes.
    ``alone`` is true where nobody else sees that message, ``opens`` where a form answers.
    """

    verb: str
    args: str
    user: str
    channel: str
    thread: str | None
    within: str | None
    elsewhere: bool
    alone: bool
    opens: bool


def read_click(body: Payload) -> Click:
    """The payload of ``block_actions`` as a Click."""
    chosen, container = _chosen(body), body.get("container") or {}
    here = str((body.get("channel") or {}).get("id") or container.get("channel_id"))
    target, alone = chosen.get("channel"), bool(container.get("is_ephemeral"))
    within = container.get("thread_ts")
    thread = within or (None if alone else container.get("message_ts"))
    return Click(
        verb=str(chosen["verb"]),
        args=str(chosen["args"]),
        user=str(body["user"]["id"]),
        channel=str(target or here),
        thread=None if target else thread,
        within=within,
        elsewhere=bool(target),
        alone=alone,
        opens=bool(chosen.get("opens")),
    )


def _chosen(body: Payload) -> dict[str, Any]:
    action = body["actions"][0]
    found: dict[str, Any] = json.loads((action.get("selected_option") or action)["value"])
    return found
