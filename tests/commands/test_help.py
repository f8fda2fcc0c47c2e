"""/rapport: generated from the commands, for those who may use them."""

import pytest

from commands import registry
from commands.answer import Answer, Table, say
from commands.registry import all_commands, command
from commands.request import Asker
from storage.store import Store
from tests.commands.asking import GUEST, SAM, ask, sentence


def listed(store: Store, asker: Asker) -> list[str]:
    table = ask(store, "help", "", asker).parts[1]
    assert isinstance(table, Table)
    return [str(row[0]).split()[0] for row in table.rows]


def test_everybody_sees_what_they_may_use(store: Store) -> None:
    assert listed(store, SAM) == [found.slash for found in all_commands().values()]
    assert listed(store, GUEST) == ["/rapport", "/report"]


def test_every_command_says_what_it_does_and_gives_examples(store: Store) -> None:
    for found in all_commands().values():
        assert found.summary.endswith(".")
        assert found.examples or not found.usage
        for example in found.examples:
            assert "do not know the command" not in sentence(ask(store, found.verb, example))


def test_an_unknown_command_points_to_help(store: Store) -> None:
    answer = ask(store, "repotr", "acme")
    assert answer.failed
    assert sentence(answer) == (
        "I do not know the command “repotr”; type /rapport to see what I can do."
    )


def test_a_verb_cannot_be_registered_twice() -> None:
    def run(*_: object) -> Answer:
        return say("never")

    with pytest.raises(ValueError, match="registered twice"):
        command("report", "", "")(run)
    assert registry.all_commands()["report"].heavy
