"""Several processes answer people: what one of them left undone, another answers, once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from bot.answering import among_others
from bot.clock import machine_now
from bot.desk import Desk
from bot.engine.names import has_ended, worker_name
from bot.office import Office
from bot.playground.slack.models import Message
from tests.bot.publishing import SECOND
from tests.conftest import NOW, Running
from tests.databases import Databases

QUESTION = "77.1"


@pytest.fixture(scope="session")
def databases(postgresql: Databases) -> Databases:
    """PostgreSQL and no other: a file has one process."""
    return postgresql


@dataclass
class Asked:
    """A question that the process ``by`` had taken."""

    house: Running
    by: str

    @property
    def answers(self) -> list[Message]:
        return self.house.from_bot(self.house.team.acme)

    def answered(self) -> bool:
        return bool(self.answers) and not self.house.store.inbox.waiting()


def asked(house: Running, by: str) -> Asked:
    body = {
        "command": "/report",
        "text": "acme",
        "channel_id": house.team.acme,
        "user_id": house.team.sam,
        "trigger_id": QUESTION,
    }
    assert house.store.inbox.put(QUESTION, "slash", body, NOW, by)
    house.store.workers.beat(by, "web", machine_now())
    acme = house.store.clients.find("acme")
    assert acme
    house.store.clients.link_channel(acme.id, house.team.acme)
    return Asked(house, by)


@contextmanager
def a_web(office: Office, silent: float = 3, name: str = "here:1:first") -> Iterator[Desk]:
    desk = Desk(office, name)
    with among_others(office, desk, silent):
        yield desk
        desk.close()


def test_who_falls_silent_is_answered_for_by_another_and_once(house: Running) -> None:
    one = asked(house, "elsewhere:7:dead")
    with a_web(house.office), a_web(house.office, name="here:2:second"):
        house.slack.wait_for(one.answered, timeout=60)
    assert len(one.answers) == 1


def test_who_was_killed_here_is_answered_for_at_once(house: Running) -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    name = worker_name().replace(f":{os.getpid()}:", f":{process.pid}:")
    assert not has_ended(name)
    process.kill()
    process.wait()
    assert has_ended(name)
    one = asked(house, name)
    with a_web(house.office, silent=3600):
        house.slack.wait_for(one.answered, timeout=60)
    assert len(one.answers) == 1


def test_who_lives_is_left_to_answer(house: Running) -> None:
    one = asked(house, "elsewhere:7:busy")
    with a_web(house.office):
        for second in range(10):
            house.store.workers.beat(one.by, "web", machine_now() + second * SECOND)
            with pytest.raises(TimeoutError):
                house.slack.wait_for(one.answered, timeout=0.5)
    assert house.store.inbox.is_of(house.store.inbox.waiting()[0].id, one.by)


def test_who_was_taken_for_dead_and_was_not_says_nothing_more(house: Running) -> None:
    one = asked(house, "elsewhere:7:frozen")
    item = house.store.inbox.waiting()[0]
    frozen = Desk(house.office, one.by)
    render = house.office.renderers.render
    try:
        taken: list[bool] = []

        def late(*args: object) -> object:
            taken.append(house.store.inbox.take_over(item, "another"))
            return render(*args)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(house.office.renderers, "render", late)
            frozen.take(item.id, item.kind, item.payload)
            frozen.close()
    finally:
        frozen.close()
    assert taken == [True]
    assert one.answers == []
    assert house.store.inbox.is_of(item.id, "another"), "it is not done for the other"


def test_a_desk_that_closes_takes_nothing_over(house: Running) -> None:
    one = asked(house, "elsewhere:7:dead")
    desk = Desk(house.office, "here:1:closing")
    desk.close()
    desk.take_waiting(lambda _: True)
    item = house.store.inbox.waiting()[0]
    assert house.store.inbox.is_of(item.id, one.by)


@pytest.mark.parametrize("name", ["", "w1", "elsewhere:1:x", "a:b:c"])
def test_of_others_machines_nobody_knows(name: str) -> None:
    assert not has_ended(name)
