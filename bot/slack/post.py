"""Posting a message: whole where Slack takes it, less where it does not, never nothing."""

import time
from collections.abc import Callable, Sequence

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.api import FAILURES, details_of, error_of, is_unclear
from bot.slack.find import find_answer
from bot.slack.message import Block, Message, image_block
from bot.slack.unhurried import told_to_wait

log = structlog.get_logger()
WAITS = (0.3, 0.5, 0.8, 1.2, 2.0, 3.0, 5.0)  # seconds; Slack scans an upload before it may be shown
EVENT_TYPE = "rapport_publication"
Send = Callable[[list[Block]], str]
Layout = tuple[list[Block], Sequence[float]]  # and the waits while its file is not ready


def _ignore(_ts: str) -> None:
    """What to do with a ts that nobody asked for."""


def post_then_picture(
    api: WebClient,
    channel: str,
    message: Message,
    thread: str | None = None,
    standing: Callable[[str], None] = _ignore,
) -> None:
    """Answer a question: the words at once, the picture joins them.

    ``standing`` is told the ts as soon as the words stand, before the picture is waited for.
    """
    ts, plain = _post_words(api, channel, message, thread)
    standing(ts)
    if message.picture is not None or message.native is not None:
        _join_chart(api, channel, ts, message, plain=plain)


def post_once(
    api: WebClient,
    channel: str,
    message: Message,
    key: str,
    file_id: str | None,
    thread: str | None = None,
) -> str:
    """Publish: the picture is uploaded already, so that the one post is complete. Returns its ts.

    What Slack refuses is posted plainer; what it leaves open is not repeated.
    """
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}

    def send(blocks: list[Block]) -> str:
        return _post(api, channel, message.text, blocks, thread=thread, metadata=metadata)

    return _first_accepted(_layouts(message, file_id), send)


def correct_in_place(
    api: WebClient, channel: str, ts: str, message: Message, key: str | None
) -> None:
    """Put the message, with its own picture, into the place of one that was posted.

    ``key`` is the delivery's whose message it is: Slack forgets metadata that is not sent again.
    """
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}} if key else None

    def send(blocks: list[Block]) -> str:
        api.chat_update(channel=channel, ts=ts, text=message.text, blocks=blocks, metadata=metadata)
        return ts

    _first_accepted(_layouts(message, upload(api, message)), send)


def upload(api: WebClient, message: Message, *, insists: bool = False) -> str | None:
    """Upload the picture privately; its file id, or None where Slack refused it.

    Who ``insists`` takes no “wait” for a refusal: SlackApiError is raised then.
    """
    if message.picture is None:
        return None
    try:
        answer = api.files_upload_v2(
            content=message.picture,
            filename="report.png",
            title=message.title,
            alt_txt=message.alt,
        )
    except FAILURES as error:
        if insists and told_to_wait(error) is not None:
            raise
        log.warning("picture refused", error=details_of(error))
        return None
    return str(answer["files"][0]["id"])


def _post_words(
    api: WebClient, channel: str, message: Message, thread: str | None
) -> tuple[str, bool]:
    try:
        return _post_once(api, channel, message, thread, plain=False), False
    except SlackApiError as error:
        if not _blocks_refused(error):
            raise
        log.warning("newer blocks refused", error=details_of(error))
    return _post_once(api, channel, message, thread, plain=True), True


def _post_once(
    api: WebClient, channel: str, message: Message, thread: str | None, *, plain: bool
) -> str:
    """Post; where Slack did not say what became of it, look for it before giving up."""
    try:
        return _post(api, channel, message.text, message.laid_out(plain=plain), thread=thread)
    except FAILURES as error:
        if not (message.key and is_unclear(error)):
            raise
        found = find_answer(api, channel, message.key, thread)
        if found is None:
            raise
        log.info("posted after all", channel=channel, ts=found)
        return found


def _join_chart(api: WebClient, channel: str, ts: str, message: Message, *, plain: bool) -> None:
    """Add the picture, else the native chart; a message that stays without one is complete too."""

    def send(blocks: list[Block]) -> str:
        api.chat_update(channel=channel, ts=ts, text=message.text, blocks=blocks)
        return ts

    file_id = upload(api, message)
    layouts: list[Layout] = []
    if file_id:
        layouts.append((message.laid_out(image_block(file_id, message), plain=plain), WAITS))
    if message.native and not plain:
        layouts.append((message.laid_out(message.native), ()))
    try:
        if layouts:
            _first_accepted(layouts, send)
    except FAILURES as error:
        log.warning("chart refused", error=details_of(error))


def _layouts(message: Message, file_id: str | None) -> list[Layout]:
    """From the richest to the plainest."""
    image = image_block(file_id, message) if file_id else None
    layouts: list[Layout] = [(message.laid_out(image), WAITS)] if image else []
    if message.native:
        layouts.append((message.laid_out(message.native), ()))
    layouts.append((message.laid_out(), ()))
    if image:
        layouts.append((message.laid_out(image, plain=True), WAITS))
    return [*layouts, (message.laid_out(plain=True), ())]


def _first_accepted(layouts: list[Layout], send: Send) -> str:
    """Send the first layout Slack takes; raises the refusal of the last where it takes none."""
    *richer, last = layouts
    for layout in richer:
        try:
            return _accepted(*layout, send)
        except SlackApiError as error:
            if not _blocks_refused(error):
                raise
            log.warning("layout refused", error=details_of(error))
    return _accepted(*last, send)


def _accepted(blocks: list[Block], waits: Sequence[float], send: Send) -> str:
    """Send a layout; while its file is not ready, send it again after each of ``waits``."""
    for wait in waits:
        try:
            return send(blocks)
        except SlackApiError as error:
            if not _not_ready(error):
                raise
        time.sleep(wait)
    return send(blocks)


def _post(
    api: WebClient,
    channel: str,
    text: str,
    blocks: list[Block],
    *,
    thread: str | None = None,
    metadata: Block | None = None,
) -> str:
    answer = api.chat_postMessage(
        channel=channel,
        text=text,
        blocks=blocks,
        thread_ts=thread,
        metadata=metadata,
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(answer["ts"])


def _blocks_refused(error: SlackApiError) -> bool:
    return error_of(error) in ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")


def _not_ready(error: SlackApiError) -> bool:
    return _blocks_refused(error) and "slack file" in details_of(error)
