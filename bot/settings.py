"""Settings from the environment; everything missing or wrong is named at once."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from reports.errors import Expected

EVERYWHERE = "0.0.0.0"  # noqa: S104 - behind a router's or a container's own door
HTTP_PORT = 3000
SLACK_API = "https://slack.com/api/"
KINDS = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}
INSTEAD = {"SLACK_APP_TOKEN": "or, for HTTP, SLACK_SIGNING_SECRET"}


class WrongSettings(Expected):
    """The settings are not complete: {problems}. Set them in the environment or in a .env file."""


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("it must begin with https://")
    return text


@dataclass(frozen=True)
class Keys:
    """What opens Slack: the bot token, and either the app token or the signing secret."""

    bot: str = field(repr=False)
    app: str | None = field(repr=False)
    signing_secret: str | None = field(repr=False)


class Tokens(BaseSettings):
    """The tokens of the Slack app; the signing secret instead of the app token means HTTP."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    # What each setting means stands here alone: the README and the documentation are made of it.
    slack_bot_token: SecretStr | None = Field(
        default=None, description="The app's bot token, `xoxb-…`."
    )
    slack_app_token: SecretStr | None = Field(
        default=None, description="The app's app-level token for Socket Mode, `xapp-…`."
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        description="Instead of the app token, for Slack over HTTP at `/slack/events`.",
    )

    def keys(self) -> Keys:
        """What opens Slack; raises WrongSettings naming everything that lacks.

        With an app token the door is Socket Mode, whatever else is set.
        """
        if problems := self.problems():
            raise WrongSettings(problems="; ".join(problems))
        bot, app = _reveal(self.slack_bot_token), _reveal(self.slack_app_token)
        return Keys(bot, app or None, _reveal(self.slack_signing_secret) or None)

    def problems(self) -> list[str]:
        """What is missing or of another kind."""
        given = zip(KINDS.items(), (self.slack_bot_token, self.slack_app_token), strict=True)
        over_http = self.slack_signing_secret is not None
        found = (
            _problem(name, start, _reveal(token))
            for (name, start), token in given
            if token or name not in INSTEAD or not over_http
        )
        return [problem for problem in found if problem]


class Settings(Tokens):
    """What the program needs to know before it starts; the field names are the variables' names."""

    slack_api_url: Annotated[str, AfterValidator(_address)] = Field(
        default=SLACK_API, description="Another server that speaks Slack's Web API."
    )
    database_url: str = Field(
        default="sqlite:///rapport.db",
        description="Where the data is: a SQLite file, or `postgresql://…` with "
        "`rapport-bot[postgres]`.",
    )
    port: int | None = Field(
        default=None,
        ge=0,
        le=65535,
        alias="PORT",
        description="Where `/healthz`, `/readyz` and Slack over HTTP listen; without it 3000 for "
        "HTTP, and nowhere for Socket Mode.",
    )
    host: str = Field(
        default=EVERYWHERE, alias="RAPPORT_HOST", description="The address that listens there."
    )
    render_processes: int = Field(
        default=2,
        ge=1,
        le=16,
        alias="RAPPORT_RENDER_PROCESSES",
        description="How many reports are drawn at the same time, 1 to 16.",
    )
    silent_after: float = Field(
        default=30,
        ge=3,
        le=3600,
        alias="RAPPORT_SILENT_AFTER",
        description="Seconds without a sign of life after which another process takes over what "
        "one was doing; on PostgreSQL.",
    )
    log_format: str = Field(
        default="text",
        alias="RAPPORT_LOG_FORMAT",
        pattern="^(text|json)$",
        description="`text` for people, `json` for machines.",
    )
    clock_offset_file: Path | None = Field(
        default=None,
        alias="RAPPORT_CLOCK_OFFSET_FILE",
        description="A file with the seconds by which the clock is ahead; for the playground.",
    )

    @classmethod
    def read(cls, *, for_slack: bool = False) -> Self:
        """Read the environment; WrongSettings names each wrong variable, never its content.

        ``for_slack`` is for a program that cannot do without the tokens.
        """
        problems = Tokens().problems() if for_slack else []
        try:
            settings = cls()
        except ValidationError as error:
            raise WrongSettings(problems="; ".join([*problems, *_named(error)])) from None
        if problems:
            raise WrongSettings(problems="; ".join(problems))
        return settings


def _problem(name: str, start: str, token: str) -> str | None:
    if not token:
        kinds = ", ".join([f"{start}…", *([INSTEAD[name]] if name in INSTEAD else [])])
        return f"{name} ({kinds}) is missing"
    return None if token.startswith(start) else f"{name} does not begin with {start}"


def _reveal(token: SecretStr | None) -> str:
    return token.get_secret_value() if token else ""


def _named(error: ValidationError) -> list[str]:
    found = {str(one["loc"][0]).upper(): one["msg"] for one in error.errors()}
    return [f"{name}: {message.removeprefix('Value error, ')}" for name, message in found.items()]
