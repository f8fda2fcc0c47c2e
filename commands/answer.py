"""The Answer: what a command has to say, free of any chat's markup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reports.model import Audience, Report


@dataclass(frozen=True)
class Channel:
    """A channel named in a text; a door shows it as a link, or plainly as its id."""

    id: str

    def __str__(self) -> str:
        """``#C0ACME``."""
        return f"#{self.id}"


@dataclass(frozen=True)
class Person:
    """Somebody named in a text by their Slack id; a door shows their name, or plainly the id."""

    id: str

    def __str__(self) -> str:
        """``@U0ANA``."""
        return f"@{self.id}"


@dataclass(frozen=True)
class Link:
    """Words that lead to ``url``; plain words where the address is not known."""

    text: str
    url: str | None

    def __str__(self) -> str:
        """The words alone."""
        return self.text


Run = str | Channel | Person | Link


@dataclass(frozen=True)
class Text:
    """A paragraph of plain words, channel names and links; nothing in it is markup."""

    runs: tuple[Run, ...]
    quiet: bool = False


@dataclass(frozen=True)
class Table:
    """A small table; each of ``rows`` has as many cells as there are ``columns``."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True)
class ReportPart:
    """A report of the stored client ``client_id``; the door shows it whole, with its picture.

    Data that comes later does not concern one that ``looks_back``.
    """

    report: Report
    client_id: int
    audience: Audience
    looks_back: bool = False


@dataclass(frozen=True)
class Button:
    """A button is a command with its words.

    ``channel`` is the Slack id of the channel in which the command is asked, where that is
    another one than the button's own. ``opens`` says that it answers with a form, for which a
    door makes place at once.
    """

    label: str
    verb: str
    args: str
    channel: str | None = None
    opens: bool = False


@dataclass(frozen=True)
class Menu:
    """Several commands behind one label, of which a person picks one."""

    label: str
    choices: tuple[Button, ...]


@dataclass(frozen=True)
class Buttons:
    """A row of buttons and menus."""

    buttons: tuple[Button | Menu, ...]


@dataclass(frozen=True)
class Field:
    """One thing to type into a form; ``longest`` counts characters, ``hint`` stands below.

    ``typed`` is what stands there already. An ``optional`` one may stay empty.
    """

    key: str
    label: str
    longest: int
    several_lines: bool = False
    hint: str = ""
    typed: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Choice:
    """One of the things to pick from: what the command gets, and what people read."""

    value: str
    label: str


@dataclass(frozen=True)
class Pick:
    """One thing to pick in a form; ``chosen`` is the value that is picked already."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str | None = None
    hint: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Form:
    """Fields to fill in; sent off, they are the command ``verb`` with ``args`` and their words.

    What was typed follows ``args`` in the order of the fields. ``instead`` is the sentence where
    no form can be shown. ``title`` has at most 24 characters, ``submit`` too.

    A form with ``changes`` answers each pick: these are the args that show it anew. What stands in
    its fields comes by their keys, and it stays until what it was sent off for is done. ``wrong``
    says by key what is wrong with them as they stand. What was picked in one ``scope`` says
    nothing in another.
    """

    title: str
    submit: str
    verb: str
    args: str
    fields: tuple["Field | Pick | Text | Table", ...]
    instead: str
    changes: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    scope: str = ""

    def filled(self) -> dict[str, str]:
        """What stands in its fields, by key; empty ones are left out."""
        typed = {one.key: one.typed for one in self.fields if isinstance(one, Field)}
        picked = {one.key: one.chosen or "" for one in self.fields if isinstance(one, Pick)}
        return {key: words for key, words in {**typed, **picked}.items() if words}


Part = Text | Table | ReportPart | Buttons | Form


@dataclass(frozen=True)
class Answer:
    """Parts for the room, or for the asker alone.

    ``aside`` is a second answer that only the asker may read, beside one for the room.
    ``failed`` tells a script that what was asked could not be done.
    """

    parts: tuple[Part, ...]
    audience: Literal["asker", "room"] = "asker"
    aside: "Answer | None" = None
    failed: bool = False

    def reports(self) -> tuple[ReportPart, ...]:
        """The reports among the parts."""
        return tuple(part for part in self.parts if isinstance(part, ReportPart))


def say(*runs: Run, buttons: tuple[Button, ...] = (), failed: bool = False) -> Answer:
    """A private answer of one paragraph, with buttons below where there are any."""
    parts: tuple[Part, ...] = (Text(runs),)
    if buttons:
        parts += (Buttons(buttons),)
    return Answer(parts, failed=failed)
