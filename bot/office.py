"""Everything that works for one workspace, wired together in one place."""

from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient

from bot.child import Job, answer
from bot.clock import Clock
from bot.remember import Memory
from bot.renderers import Renderers
from bot.slack.api import who_am_i
from bot.slack.directory import Directory
from bot.slack.door import Door
from bot.slack.files import Files
from bot.slack.message import Rendered
from bot.slack.show import Stage
from commands.registry import all_commands
from commands.request import Request
from storage.store import Store


@dataclass(frozen=True)
class Office:
    """One workspace's store, its Slack, and those who read and write there."""

    database_url: str
    team_id: str
    bot_user: str
    bot_id: str
    api: WebClient
    store: Store
    clock: Clock
    renderers: Renderers
    directory: Directory
    readers: Directory  # asked before something is posted unasked: it waits until Slack says
    files: Files
    door: Door
    memory: Memory
    stage: Stage

    def render(self, request: Request, now: datetime, drawn: str | None = None) -> Rendered:
        """Answer a request: in a render process where the command needs one, else right here.

        The report whose digest is ``drawn`` comes without its picture.
        """
        job = Job(self.database_url, self.team_id, request, now, drawn)
        found = all_commands().get(request.verb)
        if found is not None and found.heavy:
            return self.renderers.render(job)
        return answer(job, self.store)


def open_office(
    api: WebClient, store: Store, database_url: str, clock: Clock, renderers: Renderers
) -> Office:
    """Ask Slack who we are, adopt the workspace and wire the rest.

    Raises BadToken or SlackUnreachable.
    """
    me = who_am_i(api)
    own = store.adopt(me["team_id"], me["team"])
    directory = Directory(api, me["team_id"], away=own.people.away)
    files = Files(api)
    door = Door(directory, files, own, me["team_id"], me["user_id"])
    return Office(
        database_url=database_url,
        team_id=me["team_id"],
        bot_user=me["user_id"],
        bot_id=me["bot_id"],
        api=api,
        store=own,
        clock=clock,
        renderers=renderers,
        directory=directory,
        readers=Directory(api, me["team_id"], away=own.people.away, insists=True),
        files=files,
        door=door,
        memory=Memory(api, own, directory, door),
        stage=Stage(api, own),
    )
