"""Settings from the environment; everything missing or wrong is named at once."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from reports.errors import Expected

SLACK_API = "https://slack.com/api/"
KINDS = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}


class WrongSettings(Expected):
    """The settings are not complete: {problems}. Set them in the environment or in a .env file."""


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("it must begin with https://")
    return text


class Settings(BaseSettings):
    """What the program needs to know before it starts; the field names are the variables' names."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_address)] = SLACK_API
    database_url: str = "sqlite:///rapport.db"
    render_processes: int = Field(default=2, ge=1, le=16, alias="RAPPORT_RENDER_PROCESSES")
    log_format: str = Field(default="text", alias="RAPPORT_LOG_FORMAT", pattern="^(text|json)$")
    clock_offset_file: Path | None = Field(default=None, alias="RAPPORT_CLOCK_OFFSET_FILE")

    @classmethod
    def read(cls) -> Self:
        """Read the environment; WrongSettings names each wrong variable, never its content."""
        try:
            return cls()
        except ValidationError as error:
            raise WrongSettings(problems="; ".join(_problems(error))) from None

    def tokens(self) -> tuple[str, str]:
        """The bot token and the app token; raises WrongSettings naming both where both lack."""
        given = (self.slack_bot_token, self.slack_app_token)
        bot, app = (token.get_secret_value() if token else "" for token in given)
        problems = [
            problem
            for (name, start), token in zip(KINDS.items(), (bot, app), strict=True)
            if (problem := _token_problem(name, token, start))
        ]
        if problems:
            raise WrongSettings(problems="; ".join(problems))
        return bot, app


def _token_problem(name: str, token: str, start: str) -> str | None:
    if not token:
        return f"{name} ({start}…) is missing"
    return None if token.startswith(start) else f"{name} does not begin with {start}"


def _problems(error: ValidationError) -> list[str]:
    found = {str(one["loc"][0]).upper(): one["msg"] for one in error.errors()}
    return [f"{name}: {message.removeprefix('Value error, ')}" for name, message in found.items()]
