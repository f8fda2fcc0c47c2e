"""The Web API's methods; importing this registers them."""

from bot.playground.slack.methods import (
    auth,
    chat,
    conversations,
    files,
    history,
    reactions,
    users,
    views,
)

__all__ = ["auth", "chat", "conversations", "files", "history", "reactions", "users", "views"]
