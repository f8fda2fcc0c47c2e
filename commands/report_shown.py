"""Where what was asked of a report is shown: the room gets its part, the asker the rest."""

from collections.abc import Callable
from dataclasses import replace

from commands.answer import Answer, Buttons, Part, ReportPart, Text, say
from commands.privacy import asker_audience, room_audience
from commands.report_asked import Asked
from commands.request import Request
from reports.model import Audience
from reports.render.text import to_text
from storage.values import Client

AnswerFor = Callable[[Audience], Answer]


def shown(request: Request, asked: Asked, answer_for: AnswerFor) -> Answer:
    """Answer in the room with what the room may read, and in private with the rest."""
    room, own = audiences(request, asked)
    if asked.words.me and _apart(request):
        return _alone(answer_for(own))
    if room is None:
        return replace(_elsewhere(request, asked.client), aside=answer_for(own))
    public = answer_for(room)
    if room is own:
        return replace(public, audience="room")
    private = answer_for(own)
    if _words(public) == _words(private):
        return replace(public, audience="room")
    return replace(public, audience="room", aside=_with_reason(private))


def audiences(request: Request, asked: Asked) -> tuple[Audience | None, Audience]:
    """What the room and the asker may read; a preview for the client narrows both."""
    room, own = room_audience(request, asked.client), asker_audience(request)
    if asked.audience is Audience.CLIENT:
        return room and Audience.CLIENT, Audience.CLIENT
    return room, own


def _apart(request: Request) -> bool:
    """Whether a person asks where others can read along."""
    return request.place.kind in ("public", "private") and request.asker.role != "system"


def _alone(answer: Answer) -> Answer:
    what = "report" if answer.reports() else "answer"
    return replace(say(f"The {what} went to you as a direct message."), aside=answer)


def _words(answer: Answer) -> list[Part | str]:
    """What an answer says, whoever may read it; buttons apart."""
    return [
        to_text(part.report) if isinstance(part, ReportPart) else part
        for part in answer.parts
        if not isinstance(part, Buttons)
    ]


def _with_reason(answer: Answer) -> Answer:
    reason = "Others outside the team may read along; this fuller version is for you alone."
    return replace(answer, parts=(Text((reason,), quiet=True), *answer.parts))


def _elsewhere(request: Request, client: Client) -> Answer:
    """Why nothing was posted here, and where the report went if somebody asked for it."""
    asked = request.asker.role != "system"
    went = "went to you alone, as a direct message" if asked else "was not posted"
    if request.place.client is not None:
        return say(
            f"This channel belongs to another client, so the report on {client.name} {went}."
        )
    return say(
        "Others outside the team may read along here and this is not a channel of "
        f"{client.name}, so the report {went}."
    )
