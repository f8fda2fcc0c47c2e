"""A person's open modals: what the page shows, and what becomes of them."""

from __future__ import annotations

from bot.playground.slack.checking import check_view
from bot.playground.slack.core import Core
from bot.playground.slack.models import Json, View

PLAIN: Json = {"blocks": [], "submit": None, "close": None, "callback_id": ""}


def open_for(core: Core, viewer: str) -> list[Json]:
    """The modals open for that person, the one on top last; every block has its block_id."""
    return [_shown(view) for view in _of(core, viewer)]


def settle(core: Core, viewer: str, view_id: str, body: Json | None) -> Json:
    """Does what the bot's acknowledgement of a submission says; the errors by block_id, if any.

    Without a response_action the view is gone and the one below it is on top again. Raises
    SlackError where the bot gave a view out of form.
    """
    asked = body or {}
    action = asked.get("response_action")
    if action == "errors":
        return dict(asked.get("errors") or {})
    if action in ("update", "push"):
        declared = asked.get("view") or {}
        check_view(core, declared, "modal")
        _put(core, core.world.views[view_id], declared, on_top=action == "push")
    else:
        close(core, viewer, view_id, whole=action == "clear")
    return {}


def close(core: Core, viewer: str, view_id: str, *, whole: bool = False) -> None:
    """Takes a modal away with what stands on it; ``whole`` takes all that belong to it."""
    with core.world.lock:
        found = _of(core, viewer)
        ids = [view.id for view in found]
        if view_id not in ids:
            raise ValueError("This form is no longer open.")
        root = core.world.views[view_id].root
        first = 0 if whole else ids.index(view_id)
        for view in found[first:]:
            if view.root == root:
                del core.world.views[view.id]
    core.world.touch("view")


def _of(core: Core, viewer: str) -> list[View]:
    return [
        view for view in core.world.views.values() if view.user == viewer and view.type == "modal"
    ]


def _put(core: Core, below: View, declared: Json, *, on_top: bool) -> None:
    mark = f"{core.world.stamps.next()}.h"
    if on_top:
        new = core.world.ids.next("V")
        view = View(new, "modal", below.user, declared, mark, below.root, below.id)
        core.world.views[new] = view
    else:
        below.declared, below.hash = declared, mark
    core.world.touch("view")


def _shown(view: View) -> Json:
    blocks = [
        block if "block_id" in block else block | {"block_id": f"{view.id}-{number}"}
        for number, block in enumerate(view.declared.get("blocks", []))
    ]
    place = {"id": view.id, "hash": view.hash, "previous": view.previous}
    told = {key: view.declared.get(key, default) for key, default in PLAIN.items()}
    return told | place | {"title": view.declared["title"], "blocks": blocks}
