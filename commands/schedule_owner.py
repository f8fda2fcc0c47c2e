"""/schedule owner and /schedule take: who looks after a schedule."""

from datetime import datetime

from commands.answer import Answer, Person, Run, Text, say
from commands.notices import is_person
from commands.owners import hand_over
from commands.request import Asker, Request
from reports.errors import Expected
from storage.store import Store
from storage.values import Subscription

MYSELF = frozenset({"", "me", "myself"})


class WhoElse(Expected):
    """I cannot find {who}; pick them from the list that opens when you type @, as in
    “/schedule owner {number} @ana”."""


class NotOfTheTeam(Expected):
    """{who} is not of the team, and drafts and notices have internal words in them; choose somebody
    else."""


class NotInSlack(Expected):
    """Drafts and notices come by direct message; name somebody of Slack, as in
    “/schedule owner {number} @U0123ABCD”."""


def owner(
    words: str, request: Request, subscription: Subscription, store: Store, _now: datetime
) -> Answer:
    """Hand the schedule over to who is named, or to the asker.

    Raises WhoElse, NotOfTheTeam, NotInSlack.
    """
    person = _meant(words.strip(), request, subscription)
    if not person.of_the_team:
        raise NotOfTheTeam(who=person.name)
    if not is_person(person.id):
        raise NotInSlack(number=subscription.id)
    return _handed([hand_over(subscription, person.id, store)], request, person.id)


def take(numbers: list[int], request: Request, store: Store) -> Answer:
    """Take over those of these schedules that still stand and whose owner has left.

    Raises NotInSlack, NoSuchSubscription where none stands any more.
    """
    if not is_person(request.asker.id):
        raise NotInSlack(number=numbers[0])
    away, me = store.people.away(), request.asker.id
    wanted = [one for one in store.subscriptions.all() if one.id in numbers]
    free = [one for one in wanted if one.created_by in away or not is_person(one.created_by)]
    if not free:
        return _taken(wanted[0] if wanted else store.subscriptions.get(numbers[0]))
    return _handed([hand_over(one, me, store) for one in free], request, me)


def _meant(words: str, request: Request, subscription: Subscription) -> Asker:
    if words.lower() in MYSELF:
        return request.asker
    found = request.people.get(words)
    if found is None:
        raise WhoElse(who=words, number=subscription.id)
    return found


def _handed(found: list[Subscription], request: Request, to: str) -> Answer:
    numbers = ", ".join(str(one.id) for one in found)
    what = f"schedule {numbers}" if len(found) == 1 else f"schedules {numbers}"
    runs: tuple[Run, ...] = (
        Person(to),
        f" looks after {what} from now on: drafts and notices go there.",
    )
    # Who asked in a channel of the team's is not the only one who waits for an answer.
    room = request.place.kind in ("public", "private") and not request.place.external
    return Answer((Text(runs),), audience="room" if room else "asker")


def _taken(subscription: Subscription) -> Answer:
    return say(
        f"Schedule {subscription.id} is looked after by ",
        Person(subscription.created_by),
        f" already; “/schedule owner {subscription.id} me” hands it to you.",
        failed=True,
    )
