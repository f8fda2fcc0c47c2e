"""The real-life faults of the sample, each in one place."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.playground.sample.days import Span, monday, week

HAND_TYPED = "2.4k"


@dataclass(frozen=True)
class Cell:
    """One metric of one client on one day."""

    client: str
    day: date
    metric: str


@dataclass(frozen=True)
class Faults:
    """What is wrong with the sample that ends the day before ``today``."""

    today: date

    @property
    def missing_days(self) -> tuple[date, date]:
        """Borealis: Tuesday and Wednesday three weeks before the newest complete week are
        missing altogether, because the helpdesk's export failed.
        """
        first = monday(self.today, weeks_back=3)
        return first + timedelta(days=1), first + timedelta(days=2)

    @property
    def survey_down(self) -> Span:
        """Borealis: no CSAT in the week before the newest complete one, because the survey tool
        was down.
        """
        return week(self.today, weeks_back=1)

    @property
    def slipped_digit(self) -> Cell:
        """Borealis: the file comes twice under one name. In the first delivery this cell has a
        zero too many; the second has the right value, and nothing else differs.
        """
        friday = monday(self.today, weeks_back=4) + timedelta(days=4)
        return Cell("borealis", friday, "requests")

    @property
    def unreadable(self) -> Cell:
        """Acme: one number was typed by hand, with a thousands comma, on Thursday two weeks
        before the newest complete week. The import refuses that line.
        """
        thursday = monday(self.today, weeks_back=2) + timedelta(days=3)
        return Cell("acme", thursday, "sessions")

    @property
    def counted_since(self) -> date:
        """Chiang Mai: ``newsletter_signups``, which nobody declared, is counted from this day
        on, 120 days before today; its cells are empty before.
        """
        return self.today - timedelta(days=120)
