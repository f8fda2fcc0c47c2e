"""The external upload flow, files.info and files.delete."""

from __future__ import annotations

from bot.playground.slack import messages
from bot.playground.slack.checking import check_blocks
from bot.playground.slack.errors import SlackError, explained
from bot.playground.slack.messages import Draft
from bot.playground.slack.models import Channel, File, Json
from bot.playground.slack.registry import Call, method
from bot.playground.slack.render import file_json
from bot.playground.slack.rooms import writable

UPLOAD_SECONDS = 3_600.0


@method(
    "files.getUploadURLExternal",
    "filename! length:int! alt_txt snippet_type",
    scope="files:write",
    tier=4,
)
def get_upload_url(call: Call) -> Json:
    if not call.core.faults.uploads:
        raise SlackError("file_uploads_disabled")
    if call.get("length") < 1:
        raise explained("invalid_arguments", ["must be more than 0 [json-pointer:/length]"])
    file = _begin(call)
    ticket = call.core.tickets.issue("upload", {"file": file.id}, seconds=UPLOAD_SECONDS, uses=1)
    return {"upload_url": f"{call.world.url}/upload/v1/{ticket}", "file_id": file.id}


def _begin(call: Call) -> File:
    world = call.world
    file = File(
        id=world.ids.next("F"),
        name=call.get("filename"),
        length=call.get("length"),
        alt=call.get("alt_txt", ""),
        user=world.bot_user_id,
        created=int(world.clock()),
    )
    world.files[file.id] = file
    return file


@method(
    "files.completeUploadExternal",
    "files:json! channel_id channels initial_comment blocks:json thread_ts highlight_type",
    scope="files:write",
    tier=4,
)
def complete(call: Call) -> Json:
    """The message it may post appears only once the files are ready: there is no ts here."""
    rooms = [writable(call, room) for room in _rooms(call)]
    blocks = _blocks(call)
    files = [_complete(call, item) for item in call.get("files")]
    for room in rooms:
        _share(call, room, files, blocks)
    return {"files": [file_json(call.world, file) for file in files]}


def _rooms(call: Call) -> list[str]:
    given = [call.get("channel_id") or "", *str(call.get("channels") or "").split(",")]
    return list(dict.fromkeys(room for room in given if room))


def _blocks(call: Call) -> list[Json]:
    blocks: list[Json] = [] if call.get("initial_comment") else call.get("blocks") or []
    check_blocks(call.core, blocks)
    if any(block["type"] == "markdown" for block in blocks):
        raise SlackError("internal_error")
    return blocks


def _complete(call: Call, item: object) -> File:
    if not isinstance(item, dict) or not item.keys() <= {"id", "title", "highlight_type"}:
        raise explained("invalid_arguments", ["must be {id, title} [json-pointer:/files/0]"])
    file = call.world.files.get(str(item.get("id")))
    if file is None or file.content is None or file.ready_at is not None:
        raise SlackError("file_not_found")
    file.title = item.get("title") or file.name
    file.ready_at = call.core.timer() + call.core.faults.ready_after
    return file


def _share(call: Call, room: Channel, files: list[File], blocks: list[Json]) -> None:
    for file in files:
        file.channels.append(room.id)
    draft = Draft(
        room.id,
        call.world.bot_user_id,
        call.get("initial_comment") or "",
        blocks,
        call.get("thread_ts") or None,
        files=[file.id for file in files],
        subtype="file_share",
    )
    core = call.core
    core.later(core.faults.ready_after, lambda: messages.post(core, draft))


@method("files.info", "file count:int page:int limit:int cursor", scope="files:read", tier=4)
def info(call: Call) -> Json:
    return {"file": file_json(call.world, _own(call)), "comments": []}


@method("files.delete", "file", scope="files:write")
def delete(call: Call) -> Json:
    file = _own(call)
    file.deleted, file.content = True, None
    call.world.touch("message")
    return {}


def _own(call: Call) -> File:
    file = call.world.files.get(call.get("file", ""))
    if file is None:
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file
