"""Blocks, metadata and views against the limits, and against what the workspace has."""

from __future__ import annotations

from bot.playground.slack.core import Core
from bot.playground.slack.errors import SlackError, explained
from bot.playground.slack.limits import block_problems, image_files, view_problems
from bot.playground.slack.models import Json

NEWER = frozenset(
    {
        "alert",
        "card",
        "carousel",
        "container",
        "context_actions",
        "data_table",
        "data_visualization",
        "markdown",
        "plan",
        "table",
        "task_card",
    }
)


def check_blocks(core: Core, blocks: object) -> None:
    """Raises `invalid_blocks_format` or `invalid_blocks` with JSON pointers."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = block_problems(blocks, "message") or _switched_off(core, blocks)
    problems = problems or _unready(core, blocks, "/blocks")
    if problems:
        raise explained("invalid_blocks", problems)


def _switched_off(core: Core, blocks: list[Json]) -> list[str]:
    if core.faults.new_blocks:
        return []
    return [
        f"unsupported block type: {block['type']} [json-pointer:/blocks/{index}/type]"
        for index, block in enumerate(blocks)
        if block["type"] in NEWER
    ]


def _unready(core: Core, blocks: list[Json], at: str) -> list[str]:
    return [
        f"invalid slack file [json-pointer:{pointer}]"
        for pointer, named in image_files(blocks, at)
        if not _is_picture(core, named)
    ]


def _is_picture(core: Core, named: Json) -> bool:
    files = core.world.files
    key = str(named.get("id") or named.get("url", "").rpartition("/files/")[2].partition("/")[0])
    file = files.get(key)
    if file is None or not core.world.is_ready(file):
        return False
    return file.name.rpartition(".")[2].lower() in {"png", "jpg", "jpeg", "gif"}


def check_metadata(metadata: object) -> Json | None:
    """The metadata, None for an empty one; raises `invalid_metadata_format`."""
    if not metadata:
        return None
    if not isinstance(metadata, dict) or set(metadata) - {
        "event_type",
        "event_payload",
        "entities",
    }:
        raise SlackError("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not (isinstance(kind, str) and kind and isinstance(payload, dict)):
        raise SlackError("invalid_metadata_format")
    return metadata


def check_view(core: Core, view: Json, kind: str) -> None:
    """Raises `invalid_arguments` with the reasons, as views.* do."""
    problems = view_problems(view, kind)
    problems = problems or _unready(core, view["blocks"], "/view/blocks")
    if problems:
        raise explained("invalid_arguments", problems)
