"""Comments: what people wrote, followed through edits and deletions."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from reports.model import Audience, Period
from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import client, comment, comment_revision
from storage.text import clean
from storage.values import Comment
from storage.verbs.base import Verbs, columns_of, value
from storage.verbs.client_rows import client_row


class Comments(Verbs):
    """The comments of one workspace."""

    def add(
        self,
        client_id: int,
        period: Period,
        author: str,
        author_name: str,
        text: str,
        at: datetime,
        *,
        channel: str | None = None,
        ts: str | None = None,
        permalink: str | None = None,
        audience: Audience = Audience.INTERNAL,
        publication_id: int | None = None,
        edited_at: datetime | None = None,
    ) -> Comment | None:
        """Keep a comment; None where (channel, ts) is already known, removed ones included.

        ``edited_at`` says when it was edited before it came here: older edits do not count then.
        In texts and names, NUL and lone surrogates become U+FFFD. Raises NoSuchClient.
        """
        fields: dict[str, Any] = {
            "client_id": client_id,
            "period_start": period.start,
            "period_end": period.end,
            "grain": period.grain,
            "author": clean(author),
            "author_name": clean(author_name),
            "text": clean(text),
            "at": at,
            "channel": channel,
            "ts": ts,
            "permalink": permalink,
            "audience": Audience(audience).value,
            "publication_id": publication_id,
        }
        with writing(self.engine) as connection:
            client_row(connection, self.workspace_id, client_id)
            row = insert_into(connection, comment).values(fields).on_conflict_do_nothing()
            kept = connection.execute(row.returning(*columns_of(Comment, comment)))
            found = kept.mappings().first()
            if found and edited_at is not None:
                _keep_revision(connection, found["id"], "", edited_at)
        return _comment(found) if found else None

    def at(self, channel: str, ts: str) -> Comment | None:
        """The comment that this message is; None where it is none, or a removed one."""
        with reading(self.engine) as connection:
            found = self._standing(connection, channel, ts)
        return found[0] if found else None

    def revise(self, channel: str, ts: str, text: str, at: datetime) -> bool:
        """Take over an edit made at ``at``; the old text is kept as a revision.

        False where nothing changed: the same text, an unknown or removed comment, or an edit
        that a newer one has already overtaken.
        """
        wanted = clean(text)
        with writing(self.engine) as connection:
            found = self._standing(connection, channel, ts)
            stale = [one for one in found if not _is_edit(connection, one, wanted, at)]
            for one in found:
                if one not in stale:
                    _replace(connection, one, wanted, at)
            return len(found) > len(stale)

    def remove(self, channel: str, ts: str, at: datetime) -> bool:
        """Erase a comment's words, earlier ones too; the row stays, so a retry finds it known."""
        with writing(self.engine) as connection:
            ids = [one.id for one in self._standing(connection, channel, ts)]
            old = comment_revision.c.comment_id.in_(ids)
            connection.execute(comment_revision.delete().where(old))
            gone = comment.update().where(comment.c.id.in_(ids))
            return connection.execute(gone.values(text="", removed_at=at)).rowcount > 0

    def mark(self, channel: str, ts: str, audience: Audience) -> bool:
        """Say who may read the comment; False where there is none."""
        with writing(self.engine) as connection:
            ids = [one.id for one in self._standing(connection, channel, ts)]
            marked = comment.update().where(comment.c.id.in_(ids))
            return connection.execute(marked.values(audience=Audience(audience))).rowcount > 0

    def used(self, client_id: int, said_at: Collection[datetime], at: datetime) -> list[Comment]:
        """Mark what was said at these moments as used in a report; what was not marked before.

        A report for the client tells no permalinks, but the moment of every word it quotes.
        """
        fresh = (comment.c.client_id == client_id, comment.c.used_at.is_(None))
        with writing(self.engine) as connection:
            found = self._all(connection, *fresh, comment.c.at.in_(said_at))
            ids = comment.c.id.in_([one.id for one in found])
            connection.execute(comment.update().where(ids).values(used_at=at))
        return found

    def of_thread(self, publication_id: int) -> list[Comment]:
        """The comments written in a publication's thread, in order of time."""
        with reading(self.engine) as connection:
            return self._all(connection, comment.c.publication_id == publication_id)

    def within(self, client_id: int, first: date, last: date) -> list[Comment]:
        """Comments on periods that lie inside ``first`` … ``last``, in order of time."""
        inside = (comment.c.period_start >= first, comment.c.period_end <= last)
        with reading(self.engine) as connection:
            return self._all(connection, comment.c.client_id == client_id, *inside)

    def _standing(self, connection: Connection, channel: str, ts: str) -> list[Comment]:
        return self._all(connection, comment.c.channel == channel, comment.c.ts == ts)

    def _all(self, connection: Connection, *conditions: ColumnElement[bool]) -> list[Comment]:
        mine = select(client.c.id).where(client.c.workspace_id == self.workspace_id)
        here = (comment.c.client_id.in_(mine), comment.c.removed_at.is_(None))
        found = select(*columns_of(Comment, comment)).where(*here, *conditions)
        rows = connection.execute(found.order_by(comment.c.at, comment.c.id)).mappings()
        return [_comment(row) for row in rows]


def _is_edit(connection: Connection, old: Comment, text: str, at: datetime) -> bool:
    edits = select(func.max(comment_revision.c.at)).where(comment_revision.c.comment_id == old.id)
    newest = connection.scalar(edits)
    return old.text != text and (newest is None or at >= newest)


def _replace(connection: Connection, old: Comment, text: str, at: datetime) -> None:
    _keep_revision(connection, old.id, old.text, at)
    connection.execute(comment.update().where(comment.c.id == old.id).values(text=text))


def _keep_revision(connection: Connection, comment_id: int, text: str, at: datetime) -> None:
    """Keep the words before an edit made at ``at``; no words where nobody heard them."""
    kept = {"comment_id": comment_id, "text": text, "at": at}
    connection.execute(comment_revision.insert().values(kept))


def _comment(row: RowMapping) -> Comment:
    return value(Comment, row, audience=Audience(row["audience"]))
