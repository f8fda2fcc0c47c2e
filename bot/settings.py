"""Settings from the environment; everything missing or wrong is named at once."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from reports.errors import Expected

SLACK_API = "https://slack.com/api/"


class WrongSettings(Expected):
    """The settings are not complete: {problems}. Set them in the environment or in a .env file."""


class Settings(BaseSettings):
    """What the program needs to know before it starts; the field names are the variables' names."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = SLACK_API
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
            names = {".".join(map(str, found["loc"])): found["msg"] for found in error.errors()}
            problems = "; ".join(f"{name}: {message}" for name, message in names.items())
            raise WrongSettings(problems=problems) from None

    def tokens(self) -> tuple[str, str]:
        """The bot token and the app token; raises WrongSettings naming both where both lack."""
        wanted = {
            "SLACK_BOT_TOKEN (xoxb-…)": (self.slack_bot_token, "xoxb-"),
            "SLACK_APP_TOKEN (xapp-…)": (self.slack_app_token, "xapp-"),
        }
        problems = [
            name for name, (token, start) in wanted.items() if not _looks_right(token, start)
        ]
        if problems:
            raise WrongSettings(problems=" and ".join(problems) + " missing or of another kind")
        return _reveal(self.slack_bot_token), _reveal(self.slack_app_token)


def _looks_right(token: SecretStr | None, start: str) -> bool:
    return token is not None and token.get_secret_value().startswith(start)


def _reveal(token: SecretStr | None) -> str:
    return token.get_secret_value() if token else ""
