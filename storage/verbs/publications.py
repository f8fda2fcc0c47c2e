"""Publications: reports as they were posted."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from reports.model import Audience, Period, Report
from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import publication
from storage.values import Publication
from storage.verbs.base import Verbs, columns_of, value
from storage.verbs.client_rows import known_client

FIXED = "fixed"  # the state seen by a report that looks back, which later data must not change
_COLUMNS = [*columns_of(Publication, publication), publication.c.report.label("report_json")]


class Publications(Verbs):
    """The publications of one workspace."""

    def add(
        self,
        client_id: int,
        channel: str,
        ts: str,
        report: Report,
        audience: Audience,
        posted_at: datetime,
        delivery_id: int | None = None,
        asked_by: str | None = None,
        *,
        fixed: bool = False,
    ) -> Publication:
        """Keep what was posted; for a known (channel, ts), what was kept first.

        ``fixed`` reports look back: data that comes later does not concern them.

        Raises NoSuchClient.
        """
        fields: dict[str, Any] = {
            **_of_report(report),
            "workspace_id": self.workspace_id,
            "client_id": client_id,
            "channel": channel,
            "ts": ts,
            "audience": Audience(audience).value,
            "posted_at": posted_at,
            "delivery_id": delivery_id,
            "asked_by": asked_by,
            "seen": FIXED if fixed else None,
        }
        with writing(self.engine, each_alone=True) as connection:
            known_client(connection, self.workspace_id, client_id)
            row = insert_into(connection, publication).values(fields).on_conflict_do_nothing()
            new = connection.execute(row.returning(*_COLUMNS)).mappings().first()
            return _publication(new) if new else self._all(connection, *_at(channel, ts))[0]

    def of_thread(self, channel: str, ts: str) -> Publication | None:
        """The publication whose thread this is."""
        with reading(self.engine) as connection:
            found = self._all(connection, *_at(channel, ts))
        return found[0] if found else None

    def get(self, publication_id: int) -> Publication | None:
        """One publication; None where there is none of this number."""
        with reading(self.engine) as connection:
            found = self._all(connection, publication.c.id == publication_id)
        return found[0] if found else None

    def any_for(self, client_id: int, period: Period, audience: Audience) -> bool:
        """Whether exactly these days were reported to that audience in a channel, not by DM."""
        seen = (
            publication.c.client_id == client_id,
            publication.c.audience == audience.value,
            publication.c.period_start == period.start,
            publication.c.period_end == period.end,
            ~publication.c.channel.startswith("D", autoescape=True),
        )
        with reading(self.engine) as connection:
            found = select(publication.c.id).where(self._mine, *seen).limit(1)
            return connection.scalar(found) is not None

    def newest(
        self, client_id: int, period: Period, audience: Audience, channel: str
    ) -> Publication | None:
        """The last report on exactly these days for that audience in the channel."""
        same = (
            publication.c.client_id == client_id,
            publication.c.audience == audience.value,
            publication.c.period_start == period.start,
            publication.c.period_end == period.end,
            publication.c.channel == channel,
        )
        with reading(self.engine) as connection:
            found = self._all(connection, *same)
        return found[-1] if found else None

    def unseen(self, state: str, since: datetime) -> list[Publication]:
        """Those in channels, posted at ``since`` or later, that were not compared with the data as
        it is in ``state``; the newest first."""
        seen = publication.c.seen
        lacking = seen.is_(None) | seen.not_in((state, FIXED))
        in_channel = ~publication.c.channel.startswith("D", autoescape=True)
        with reading(self.engine) as connection:
            found = self._all(connection, lacking, in_channel, publication.c.posted_at >= since)
        return found[::-1]

    def saw(self, publication_id: int, state: str, report: Report | None = None) -> None:
        """It was compared with the data in ``state``; ``report`` is what stands there since."""
        columns = {"seen": state} | ({} if report is None else _of_report(report))
        here = publication.update().where(self._mine, publication.c.id == publication_id)
        with writing(self.engine, each_alone=True) as connection:
            connection.execute(here.values(columns))

    def stands_at(self, channel: str, ts: str, permalink: str) -> None:
        """Keep the address of a publication's message."""
        here = publication.update().where(self._mine, *_at(channel, ts))
        with writing(self.engine, each_alone=True) as connection:
            connection.execute(here.values(permalink=permalink))

    def open_since(self, at: datetime) -> list[Publication]:
        """Those posted at ``at`` or later, oldest first: threads in which people may answer."""
        with reading(self.engine) as connection:
            return self._all(connection, publication.c.posted_at >= at)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return publication.c.workspace_id == self.workspace_id

    def _all(self, connection: Connection, *conditions: ColumnElement[bool]) -> list[Publication]:
        found = select(*_COLUMNS).where(self._mine, *conditions)
        oldest = found.order_by(publication.c.posted_at, publication.c.id)
        return [_publication(row) for row in connection.execute(oldest).mappings()]


def _at(channel: str, ts: str) -> tuple[ColumnElement[bool], ...]:
    return publication.c.channel == channel, publication.c.ts == ts


def _of_report(report: Report) -> dict[str, Any]:
    return {
        "report": report.model_dump_json(by_alias=True),
        "period_start": report.period.start,
        "period_end": report.period.end,
        "grain": report.period.grain,
    }


def _publication(row: RowMapping) -> Publication:
    return value(Publication, row, audience=Audience(row["audience"]))
