"""Channels: Slack gives one another id when it is shared or moved, and what is stored follows."""

from sqlalchemy import Table, select

from storage.engine import writing
from storage.tables import (
    client,
    client_channel,
    comment,
    delivery,
    drawing,
    publication,
    subscription,
)
from storage.verbs.base import Verbs

NAMING: tuple[Table, ...] = (subscription, delivery, drawing, publication)


class Channels(Verbs):
    """The channels that the workspace's rows name."""

    def moved(self, old: str, new: str) -> None:
        """Name the channel ``new`` wherever ``old`` stands; done twice, it changes nothing."""
        clients = select(client.c.id).where(client.c.workspace_id == self.workspace_id)
        taken = select(client_channel.c.channel).where(client_channel.c.channel == new)
        with writing(self.engine) as connection:
            for table in NAMING:
                mine = table.c.workspace_id == self.workspace_id
                there = table.update().where(mine, table.c.channel == old)
                connection.execute(there.values(channel=new))
            said = comment.update().where(comment.c.client_id.in_(clients))
            connection.execute(said.where(comment.c.channel == old).values(channel=new))
            mine = client_channel.c.workspace_id == self.workspace_id
            # Who linked the new id already knew better.
            link = client_channel.update().where(mine, client_channel.c.channel == old)
            if connection.scalar(taken.where(mine)) is None:
                connection.execute(link.values(channel=new))
