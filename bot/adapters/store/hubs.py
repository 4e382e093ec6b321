"""The hubs that feeds name, what was asked of them, and when they told of news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.engines import upsert
from bot.adapters.store.tables import feeds, hub_subscriptions, workspace_feeds
from bot.model import Feed, Harvest, Hub, HubSubscription

_OURS = hub_subscriptions.c


class Hubs(Room):
    """The part of the store that `ports.HubStore` names."""

    @uninterrupted
    async def hub_subscriptions(self) -> list[HubSubscription]:
        """Of every feed that anyone takes and that names a hub."""
        async with self.database.read() as connection:
            return [_subscription_of(row) for row in await connection.execute(_taken(_OURS.hub != ""))]

    @uninterrupted
    async def hub_subscription(self, token: str) -> HubSubscription | None:
        """The one with this token; None where there is none, or nobody takes its feed any more."""
        known = _taken(_OURS.token == token, _OURS.token != "")
        async with self.database.read() as connection:
            row = (await connection.execute(known)).first()
        return _subscription_of(row) if row else None

    @uninterrupted
    async def ask_hub(self, asked: HubSubscription) -> bool:
        """Keep that it is asked; False, with nothing kept, where the feed names another hub by now."""
        same = (_OURS.feed_id == asked.feed.id, _OURS.hub == asked.hub.url, _OURS.topic == asked.hub.topic)
        asking = {"token": asked.token, "sealed": asked.sealed, "asked_at": asked.asked_at}
        async with self.database.write() as connection:
            result = await connection.execute(update(hub_subscriptions).where(*same).values(asking))
            return result.rowcount > 0

    @uninterrupted
    async def verify_hub(self, token: str, now: datetime | None, until: datetime | None) -> None:
        """Keep that the hub made sure that we asked, and its lease; or that it tells us nothing."""
        given = update(hub_subscriptions).where(_OURS.token == token)
        async with self.database.write() as connection:
            await connection.execute(given.values(verified_at=now, lease_until=until))

    @uninterrupted
    async def tell_news(self, token: str, now: datetime) -> None:
        """Keep that the hub told of news."""
        told = update(hub_subscriptions).where(_OURS.token == token).values(news_at=now)
        async with self.database.write() as connection:
            await connection.execute(told)


async def keep_hubs(connection: AsyncConnection, harvests: Sequence[Harvest]) -> None:
    """Which hub each feed names now; what was asked of another ends, but not when that was."""
    rows = [
        {"feed_id": harvest.feed.id, "hub": harvest.hub.url, "topic": harvest.hub.topic}
        for harvest in harvests
        if harvest.hub is not None and harvest.hub.url
    ]
    without = [harvest.feed.id for harvest in harvests if harvest.hub is not None and not harvest.hub.url]
    if rows:
        await connection.execute(_PUT_HUB, [{**row, "token": "", "sealed": ""} for row in rows])
    if without:
        await connection.execute(
            update(hub_subscriptions)
            .where(_OURS.feed_id.in_(without), _OURS.hub != "")
            .values(hub="", topic="", **_NOT_ASKED)
        )


_NOT_ASKED: dict[str, Any] = {"token": "", "sealed": "", "verified_at": None, "lease_until": None}
_PUT = upsert(hub_subscriptions)
_PUT_HUB = _PUT.on_conflict_do_update(
    index_elements=[_OURS.feed_id],
    set_={"hub": _PUT.excluded.hub, "topic": _PUT.excluded.topic, **_NOT_ASKED},
    where=or_(_OURS.hub != _PUT.excluded.hub, _OURS.topic != _PUT.excluded.topic),
)


def _taken(*conditions: ColumnElement[bool]) -> Select[Any]:
    taken = exists().where(workspace_feeds.c.feed_id == feeds.c.id)
    return (
        select(hub_subscriptions, feeds.c.id, feeds.c.url, feeds.c.outlet)
        .join(feeds)
        .where(taken, *conditions)
        .order_by(_OURS.feed_id)
    )


def _subscription_of(row: Row[Any]) -> HubSubscription:
    return HubSubscription(
        Feed(row.id, row.url, row.outlet),
        Hub(row.hub, row.topic),
        row.token,
        row.sealed,
        row.asked_at,
        row.verified_at,
        row.lease_until,
    )
