"""What Slack knows about people and places; what it will not tell counts as outside."""

import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.api import FAILURES, NOBODY, error_of, reason_of
from bot.slack.unhurried import told_to_wait
from commands.request import Asker, Place, PlaceKind

log = structlog.get_logger()
PEOPLE_FOR = 600.0  # seconds a person's facts are believed
AWAY_FOR = 1.0  # seconds until what other processes have heard is looked at again
AT_A_TIME = 8  # people asked about
MOST_MEMBERS = 1000  # a larger channel is not searched for guests: it counts as having some


@dataclass(frozen=True)
class Room:
    """A channel as Slack describes it."""

    id: str
    name: str
    kind: PlaceKind
    external: bool
    member: bool

    def place(self, client: str | None, publication: int | None = None) -> Place:
        """The place of a request made here."""
        name = self.name if self.name != self.id else None
        return Place(self.id, self.kind, self.external, client, publication, self.member, name)


class Directory:
    """Looks people and channels up.

    People are remembered for a while. Channels are asked about each time: a guest may have
    joined a moment ago, and an answer that is out of date there leaks.
    """

    def __init__(
        self,
        api: WebClient,
        team_id: str,
        ticks: Callable[[], float] = time.monotonic,
        away: Callable[[], Collection[str]] = tuple,
        *,
        insists: bool = False,
    ) -> None:
        """Ask ``api`` on behalf of the team; ``ticks`` counts seconds.

        ``away`` names those who left it, as any process has heard: of them nothing is remembered.
        One that ``insists`` takes no “wait” for an answer: every verb raises SlackApiError then.
        """
        self._api = api
        self._insists = insists
        self._team = team_id
        self._ticks = ticks
        self._away = away
        self._people: dict[str, tuple[float, Asker]] = {}
        self._gone: tuple[float, Collection[str]] | None = None

    def person(self, user: str) -> Asker:
        """Who this is; someone Slack does not know counts as a stranger."""
        return self.known(user) or Asker(user, user, role="guest", external=True)

    def known(self, user: str) -> Asker | None:
        """Who this is; None where Slack does not know or cannot be asked."""
        known = self._people.get(user)
        if known and self._ticks() - known[0] < PEOPLE_FOR and not self._outdated(known[1]):
            return known[1]
        found = self._ask_person(user)
        if found is not None:
            self._people[user] = (self._ticks(), found)
        return found

    def forget(self, user: str) -> None:
        """What was known of somebody has changed."""
        self._people.pop(user, None)

    def described(self, user: Mapping[str, Any]) -> Asker:
        """Somebody as Slack has just described them."""
        return self._asker(user)

    def there(self, user: str) -> bool | None:
        """Whether they are of the team at this moment; None where Slack cannot be asked."""
        self.forget(user)
        try:
            return self._asker(self._api.users_info(user=user)["user"]).of_the_team
        except SlackApiError as error:
            return False if error_of(error) in NOBODY else None
        except FAILURES:
            return None

    def room(self, channel: str) -> Room:
        """Which channel this is; one Slack does not know counts as read by outsiders."""
        found = self._ask_room(channel)
        if found is not None:
            return found
        kind: PlaceKind = "dm" if channel.startswith("D") else "private"
        return Room(channel, channel, kind, external=True, member=False)

    def has(self, user: str, channel: str) -> bool:
        """Whether that person is in the channel; no where Slack will not tell."""
        cursor = None
        while True:
            try:
                answer = self._api.conversations_members(
                    channel=channel, limit=MOST_MEMBERS, cursor=cursor
                )
            except FAILURES as error:
                self._unknown("members", channel, error)
                return False
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if user in answer["members"] or not cursor:
                return user in answer["members"]

    def name_of(self, reference: str) -> str:
        """The display name of a user or channel id."""
        if reference[:1] in "UW":
            return self.person(reference).name
        return self.room(reference).name

    def rooms_named(self, names: Collection[str]) -> list[Room]:
        """The channels of these names among those the bot is in."""
        if not names:
            return []
        try:
            answer = self._api.users_conversations(
                types="public_channel,private_channel", exclude_archived=True, limit=1000
            )
        except FAILURES as error:
            self._unknown("channels", " ".join(names), error)
            return []
        return [self.room(str(one["id"])) for one in answer["channels"] if one["name"] in names]

    def _ask_person(self, user: str) -> Asker | None:
        try:
            found: dict[str, Any] = self._api.users_info(user=user)["user"]
        except FAILURES as error:
            self._unknown("person", user, error)
            return None
        return self._asker(found)

    def _outdated(self, known: Asker) -> bool:
        """Whether somebody was of the team when they were looked at, and has left it since."""
        if not known.of_the_team:
            return False
        if self._gone is None or self._ticks() - self._gone[0] >= AWAY_FOR:
            self._gone = (self._ticks(), self._away())
        return known.id in self._gone[1]

    def _asker(self, user: Mapping[str, Any]) -> Asker:
        profile = user.get("profile") or {}
        name = profile.get("display_name") or user.get("name") or user["id"]
        guest = user.get("is_restricted") or user.get("is_ultra_restricted")
        return Asker(
            id=user["id"],
            name=name,
            tz=user.get("tz") or "UTC",
            role="guest" if guest else ("admin" if user.get("is_admin") else "member"),
            external=user.get("team_id") != self._team or bool(user.get("deleted")),
        )

    def _ask_room(self, channel: str) -> Room | None:
        try:
            found: dict[str, Any] = self._api.conversations_info(channel=channel)["channel"]
        except FAILURES as error:
            self._unknown("channel", channel, error)
            return None
        return self._with_guests(_room(found), found)

    def _with_guests(self, room: Room, found: dict[str, Any]) -> Room:
        if room.external:
            return room
        if room.kind == "dm":
            return replace(room, external=not self.person(str(found.get("user"))).of_the_team)
        return replace(room, external=self._outsiders_in(room.id))

    def _outsiders_in(self, channel: str) -> bool:
        try:
            answer = self._api.conversations_members(channel=channel, limit=MOST_MEMBERS)
        except FAILURES as error:
            self._unknown("members", channel, error)
            return True
        if (answer.get("response_metadata") or {}).get("next_cursor"):
            return True
        # One after the other they would take seconds where Slack is asked about each for once.
        with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="people") as threads:
            return not all(one.of_the_team for one in threads.map(self.person, answer["members"]))

    def _unknown(self, what: str, which: str, error: Exception) -> None:
        if self._insists and told_to_wait(error) is not None:
            raise error
        log.warning("slack could not tell", what=what, which=which, error=reason_of(error))


def _room(found: dict[str, Any]) -> Room:
    shared = found.get("is_ext_shared") or found.get("is_pending_ext_shared")
    kind: PlaceKind = "private" if found.get("is_private") or found.get("is_mpim") else "public"
    if found.get("is_im"):
        kind = "dm"
    return Room(
        id=str(found["id"]),
        name=str(found.get("name") or found["id"]),
        kind=kind,
        external=bool(shared),
        member=kind == "dm" or bool(found.get("is_member")),
    )
