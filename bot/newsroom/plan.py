"""Plans the editions that are due: what many orders are to be sent alike is composed once for all of them.

Orders are sent the same where they are of one workspace, want the same and were sent the same before. Nothing
that was composed is held for longer than one such group takes, so that ten thousand orders need little more
room than ten.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from itertools import groupby, zip_longest
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.editions import Due
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.model import Channel, ChannelPreferences, Days, Delivery, Digest, Late, Quiet, Subscription
from bot.newsroom import brief
from bot.newsroom.edition import EditionCache
from bot.newsroom.write import Writer
from bot.ports import Clock, Failures, Meter, Store

MEMORY = timedelta(days=366)
"""A channel that was sent nothing for longer than this begins anew."""

LATELY = timedelta(days=9)
"""Of these days the editions say what is due; further back is looked only for orders without any."""

PLANNERS = 4
"""Editions composed side by side, as a model may write each."""

AT_ONCE = 500
"""Digests stored in one transaction: others wait to write meanwhile."""

Ready = Callable[[Sequence[Delivery]], None]
"""Takes what is planned, to be sent at once."""


@dataclass(frozen=True, slots=True)
class Planner:
    """Finds what is due, has it composed, and stores it with its deliveries."""

    store: Store
    clock: Clock
    meter: Meter
    failures: Failures
    writer: Writer | None = None
    judgement: NewsJudgement = NO_JUDGEMENT
    _quiet: dict[Subscription, tuple[datetime, datetime]] = field(default_factory=dict)

    async def plan(self, orders: Iterable[Subscription], ready: Ready) -> None:
        """Store the editions that are due; an order's first waits until there is anything to post."""
        now = self.clock()
        groups = self._groups([one for one in orders if not self._is_quiet(one, now)], now)
        cache, turn = EditionCache(self.judgement), asyncio.Lock()

        async def work() -> None:
            while True:
                async with turn:
                    group = await anext(groups, None)
                if group is None:
                    return
                first, others = group[0][0].channel.name, len(group) - 1
                what = f"no digest for {first}, order {group[0][0].id}"
                with self.failures.contain("deliver", f"{what} and {others} more" if others else what):
                    await self._plan_group(group, cache, ready)

        await asyncio.gather(*(work() for _ in range(PLANNERS)))

    async def _groups(
        self, orders: Sequence[Subscription], now: datetime
    ) -> AsyncIterator[list[tuple[Subscription, Due]]]:
        """The orders of which an edition is due, those together that are sent the same.

        One group of each workspace, then the next of each: platforms limit what one workspace gets at once.
        """
        waiting: list[list[list[tuple[Subscription, Due]]]] = []
        for workspace, some in groupby(sorted(orders, key=_workspace), _workspace):
            with self.failures.contain("deliver", f"no digests in {workspace}"):
                if first := await self._alike(workspace, list(some), now):
                    yield first.pop(0)
                    waiting.append(first)
        for groups in zip_longest(*waiting):
            for group in filter(None, groups):
                yield group

    async def _alike(
        self, workspace: str, orders: Sequence[Subscription], now: datetime
    ) -> list[list[tuple[Subscription, Due]]]:
        due = await self._due(orders, now)
        if not due:
            return []
        sent = await self.store.histories([order.id for order, _ in due], now - brief.MEMORY)
        preferences = await self.store.preferences_in(workspace)
        groups: defaultdict[Hashable, list[tuple[Subscription, Due]]] = defaultdict(list)
        for order, one in due:
            wanted = preferences.get(order.channel, ChannelPreferences())
            alike = (_selection(order), editions.look_back(order), wanted, one.edition.day)
            groups[*alike, sent.get(order.id, ())].append((order, one))
        return list(groups.values())

    async def _due(self, orders: Sequence[Subscription], now: datetime) -> list[tuple[Subscription, Due]]:
        planned = dict(await self.store.editions([order.id for order in orders], now - LATELY))
        if others := [order.id for order in orders if order.id not in planned]:
            planned |= await self.store.editions(others, now - MEMORY)
        found = []
        for order in orders:
            with self.failures.contain("deliver", f"no digest for {order.channel.name}, order {order.id}"):
                due = editions.due(order, planned.get(order.id, ()), now)
                if due is None:
                    self._quiet[order] = (now, editions.next_look(order, now))
                else:
                    found.append((order, due))
        return found

    async def _plan_group(
        self, group: Sequence[tuple[Subscription, Due]], cache: EditionCache, ready: Ready
    ) -> None:
        now, (order, due) = self.clock(), group[0]
        made = await brief.make_digest(
            order,
            due.edition,
            self.store,
            now,
            writer=self.writer,
            cache=cache,
            failures=self.failures,
            judgement=self.judgement,
        )
        self.meter.count("compositions")
        wanted = [(one, due) for one, due in group if made.briefings or not due.first]
        original = ""
        for start in range(0, len(wanted), AT_ONCE):
            digests = [(one, _digest_for(one, due, made)) for one, due in wanted[start : start + AT_ONCE]]
            planned = [(editions.delivery_of(digest, one), digest) for one, digest in digests]
            added = await self.store.plan_all(planned, original)
            original = original or (added[0].digest if added else "")
            self.meter.count("digests", len(added))
            ready(added)

    def _is_quiet(self, order: Subscription, now: datetime) -> bool:
        """Whether nothing was due, and the next look at it is still to come: most orders, at most ticks."""
        begin, end = self._quiet.get(order, (now, now))
        if begin <= now < end:
            return True
        self._quiet.pop(order, None)
        return False


def _workspace(order: Subscription) -> str:
    return order.channel.workspace


def _selection(order: Subscription) -> Subscription:
    """The order without what makes no difference to what it is sent, once it is known what is due.

    Of its days and its quiet time, how far it looks back does.
    """
    workspace = Channel("", order.channel.workspace, "")
    anywhere = replace(order, id="", channel=workspace, created=None, configured=False, paused_for="")
    return replace(
        anywhere, slots=(time(),), zone="UTC", late=Late.ONE, label="", days=Days(), quiet=Quiet(), timed=None
    )


def _digest_for(order: Subscription, due: Due, made: Digest) -> Digest:
    """What was composed, as the edition of one of those orders."""
    opened = made.made.astimezone(ZoneInfo(order.zone)) if due.first else None
    id_ = editions.digest_id(due.edition)
    return replace(made, id=id_, edition=due.edition, late=due.late, opened=opened, missed=due.missed)
