"""The doctor: looks at everything the bot needs and says in words what is missing."""

from bot.doctor.examine import examine
from bot.doctor.finding import Finding

__all__ = ["Finding", "examine"]
