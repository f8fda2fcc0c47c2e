"""A person in front of a modal: what stands in it, what they pick, and what they send off."""

from bot.playground.slack import modals
from bot.playground.slack.models import Json, View
from bot.playground.slack.people import Outcome
from bot.slack.form_blocks import key_of
from tests.conftest import Running


class Filling:
    """The only modal of a person. As in Slack, what was chosen in a block stays while it does."""

    def __init__(self, running: Running, user: str) -> None:
        """Look at what is open."""
        self._running = running
        self._user = user
        self._chosen: dict[str, Json] = {}

    @property
    def view(self) -> View:
        """The modal, once nothing is left to do."""
        self._running.settle()
        [view] = [v for v in self._running.slack.world.views.values() if v.user == self._user]
        return view

    @property
    def text(self) -> str:
        """All that can be read in it, one line a block."""
        return "\n".join(filter(None, map(_words, self.view.declared["blocks"])))

    def standing(self) -> dict[str, str]:
        """What stands in the fields, by key."""
        blocks = {key_of(one): one for one in self._inputs()}
        return {key: _value(self._state(block)) for key, block in blocks.items()}

    def labels(self, key: str) -> list[str]:
        """What can be picked in a field."""
        return [one["text"]["text"] for one in self._block(key)["element"]["options"]]

    def has(self, key: str) -> bool:
        """Whether there is such a field."""
        return any(key_of(one) == key for one in self._inputs())

    def pick(self, key: str, value: str) -> None:
        """Pick an option, and wait for what it changes."""
        self.pick_at_once(key, value)
        self._running.settle()

    def pick_at_once(self, key: str, value: str) -> None:
        """Pick an option and go on."""
        view, block = self.view, self._block(key)
        [option] = [one for one in block["element"]["options"] if one["value"] == value]
        self._chosen[block["block_id"]] = {"type": "static_select", "selected_option": option}
        where = self._user, view.id, block["block_id"], value
        assert self._running.slack.people.pick(*where, self._values()).acked

    def write(self, key: str, text: str) -> None:
        """Type into a field."""
        self._chosen[self._block(key)["block_id"]] = {"type": "plain_text_input", "value": text}

    def submit(self) -> Outcome:
        """Send the form off, do what Slack does then, and wait."""
        view = self.view
        outcome = self._running.slack.people.submit(self._user, view.id, self._values())
        modals.settle(self._running.slack.core, self._user, view.id, outcome.body)
        self._running.settle()
        return outcome

    def _inputs(self) -> list[Json]:
        return [one for one in self.view.declared["blocks"] if one["type"] == "input"]

    def _block(self, key: str) -> Json:
        return next(one for one in self._inputs() if key_of(one) == key)

    def _state(self, block: Json) -> Json:
        element = block["element"]
        if element["type"] == "static_select":
            first = {"selected_option": element.get("initial_option")}
        else:
            first = {"value": element.get("initial_value")}
        return self._chosen.get(block["block_id"], {"type": element["type"]} | first)

    def _values(self) -> Json:
        return {
            one["block_id"]: {one["element"]["action_id"]: self._state(one)}
            for one in self._inputs()
        }


def _value(state: Json) -> str:
    return str(state.get("value") or (state.get("selected_option") or {}).get("value") or "")


def _words(block: Json) -> str:
    match block["type"]:
        case "input":
            return str(block["label"]["text"])
        case "rich_text":
            return "".join(_runs(block))
        case "context":
            return " ".join(one["text"] for one in block["elements"])
        case _:
            return str((block.get("text") or {}).get("text", ""))


def _runs(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "text" else []
        return own + [run for inner in value.values() for run in _runs(inner)]
    return [run for inner in value for run in _runs(inner)] if isinstance(value, list) else []
