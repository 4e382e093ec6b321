"""Alerts at work: what feeds bring is held against the watches, and what alerts waits for its message.

Each article that is kept is noted as still to be held against the watches; what it alerts of is kept in the
transaction that takes the note away, so that a crash loses none and repeats none. What is held goes into
messages of the outbox that digests go by, again in one transaction, and `deliver` posts those. What it cannot
post, or should not any more as it stands, is held again and judged anew.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core import watches
from bot.core.filters import sift
from bot.core.indexed import plain
from bot.core.outline import texts
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.errors import BotError
from bot.model import (
    Alert,
    AlertSettings,
    AnnotatedArticle,
    Article,
    Channel,
    Delivery,
    Digest,
    Edition,
    Filter,
    HeldAlert,
    Topic,
    Watch,
    digest_of,
)
from bot.newsroom.alerts import MEMORY, Looked, before_of, is_muted, looked_at, stages
from bot.ports import Clock, Failures, Meter, Store

AT_ONCE = 500
"""Articles that are held against the watches in one transaction: of one story, they are told together."""

LATEST = timedelta(days=1)
"""What was read longer ago is no news when it is looked at: so old is what was gathered while nothing ran."""

LONGEST_HELD = timedelta(days=7)
"""After it alerted it is old news, as digests are."""

HOUR = timedelta(hours=1)

AT_LENGTH = 10
"""Stories of one message that stand there with a quote or a sentence; of the rest it has the headlines."""


@dataclass(frozen=True, slots=True)
class Alerter:
    """Holds what feeds bring against what is watched, and plans the messages that alert."""

    store: Store
    clock: Clock
    meter: Meter
    failures: Failures
    judgement: NewsJudgement = NO_JUDGEMENT
    _working: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def tick(self) -> bool:
        """Look at what was brought since, and plan what may go out by now; whether anything was planned."""
        if self._working.locked():
            return False
        async with self._working:
            with self.failures.contain("alert", "what was brought"):
                while numbers := await self.store.brought(AT_ONCE):
                    if not await self.store.keep_alerts(numbers, await self._alerting(numbers)):
                        break  # another process is at it
            with self.failures.contain("alert", "what is held"):
                return await self._plan()
        return False

    async def _alerting(self, numbers: Sequence[int]) -> list[HeldAlert]:
        """What alerts of these articles, for every watch there is."""
        found: list[HeldAlert] = []
        by_workspace: defaultdict[str, list[Watch]] = defaultdict(list)
        for watch in await self.store.watches():
            by_workspace[watch.channel.workspace].append(watch)
        for workspace, some in by_workspace.items():
            found += await self._in(workspace, some, numbers)
        return found

    async def _in(self, workspace: str, watched: Sequence[Watch], numbers: Sequence[int]) -> list[HeldAlert]:
        now = self.clock()
        reads = await self.store.seen_of(numbers, workspace)
        looked = looked_at(reads)
        topics = {plain(topic.name): topic for topic in await self.store.topics(workspace)}
        preferences = await self.store.preferences_in(workspace)
        found: list[HeldAlert] = []
        for watch in watched if looked else ():
            wanted = preferences.get(watch.channel)
            filters = wanted.filters if wanted else ()
            with self.failures.contain("alert", f"watch {watch.id}") as holding:
                found += await self._of(watch, looked, topics.get(plain(watch.topic)), filters, now)
            if isinstance(holding.error, BotError):
                raise holding.error  # as of a busy store: all of it once more, so that nothing is lost
        return found

    async def _of(
        self,
        watch: Watch,
        looked: Looked,
        topic: Topic | None,
        filters: Sequence[Filter],
        now: datetime,
    ) -> list[HeldAlert]:
        since = watch.created
        if since is not None and since > now:  # made while the clock ran ahead
            since = now - LATEST
        mine = [each for each in looked if since is None or each[0].article.captured >= since]
        alerted = await self.store.alerted(watch.id, now - MEMORY)
        earlier = [one for one in alerted if one.posting or _is_news(one, now)]
        told = await stages(self.store, watch, mine, topic, earlier, filters, self.judgement)
        found = [HeldAlert(watch, one.briefing, now) for one in told if one.briefing]
        self.meter.count("alerts", len(found))
        return found

    async def _plan(self) -> bool:
        """Store the messages that may go out now; one channel stops no other."""
        now, waiting = self.clock(), defaultdict[Channel, list[HeldAlert]](list)
        for one in await self.store.held_alerts():
            if _is_news(one, now):
                waiting[one.watch.channel].append(one)
        planned = False
        for channel, held in waiting.items():
            with self.failures.contain("alert", f"no alerts in {channel.name or channel.room}"):
                planned = await self._plan_in(channel, held) or planned
        return planned

    async def _plan_in(self, channel: Channel, held: Sequence[HeldAlert]) -> bool:
        now, settings = self.clock(), await self.store.alert_settings(channel)
        order = outbox(channel)
        sent = await self.store.messages_sent(order, now - HOUR, now)
        if settings.stopped_for or sent is None or not watches.messages(held, settings, sent, now):
            return False  # where a message is on its way, what else there is waits for it
        wanted = await _wanted(self.store, channel, held, now, self.judgement)
        kept = {(one.watch.id, one.kept_by) for one in wanted}
        await self.store.drop_alerts([one for one in held if (one.watch.id, one.kept_by) not in kept])
        planned = False
        for number, some in enumerate(watches.messages(wanted, settings, sent, now)):
            digest = _message(order, some, settings, now + timedelta(microseconds=number))
            delivery = Delivery(digest_of("delivery", digest.id), digest.edition, channel, digest.id)
            planned = await self.store.plan_alerts(delivery, digest, some) or planned
        return planned


def outbox(channel: Channel) -> str:
    """What stands in the place of an order where messages of alerts to a channel are kept."""
    return digest_of("alerts", channel.platform, channel.workspace, channel.room)


async def stands(
    store: Store, delivery: Delivery, digest: Digest, now: datetime, judgement: NewsJudgement = NO_JUDGEMENT
) -> bool:
    """Whether a message of alerts of which nothing is posted is still to be posted as it is, and now.

    Not in quiet time, not when it is old, and not where a watch was stopped or a filter added meanwhile.
    """
    channel = delivery.channel
    settings = await store.alert_settings(channel)
    if settings.stopped_for or settings.is_quiet(now) or abs(now - digest.made) > watches.WAITED:
        return False
    held = await _wanted(store, channel, await store.alerts_in(delivery.id), now, judgement)
    whole = {(one.watch.id, _ids(one.briefing.story.articles)) for one in held}
    told = {
        (alert.watch, _ids(briefing.story.articles))
        for alert, briefing in zip(digest.alerts, digest.briefings, strict=True)
    }
    headlines = {article.id for article in _newest(held)}
    return told <= whole and all(article.id in headlines for article in digest.in_brief)


def _ids(reads: Sequence[AnnotatedArticle]) -> tuple[str, ...]:
    return tuple(read.article.id for read in reads)


def _is_news(one: HeldAlert, now: datetime) -> bool:
    """Whether it alerts still: what was found by a clock that ran ahead was found by now at the latest."""
    captured = one.briefing.story.articles[-1].article.captured
    return min(one.at, now) - captured <= LATEST and now - one.at <= LONGEST_HELD


async def _wanted(
    store: Store, channel: Channel, held: Sequence[HeldAlert], now: datetime, judgement: NewsJudgement
) -> list[HeldAlert]:
    """What of it passes the filters that the channel has by now."""
    filters = (await store.preferences(channel)).filters
    if not filters:
        return [*held]
    passed = [await _passed(store, one, filters, now, judgement) for one in held]
    return [one for one in passed if one]


async def _passed(
    store: Store, one: HeldAlert, filters: Sequence[Filter], now: datetime, judgement: NewsJudgement
) -> HeldAlert | None:
    """It, or where filters cut its story what alerts of the rest; None where nothing does."""
    whole, watch = one.briefing.story, one.watch
    wanted, _ = sift([whole], filters)
    if not wanted:
        return None
    known = await store.alerted(watch.id, now - MEMORY)
    earlier = [other for other in known if other.at < one.at]
    if is_muted(before_of(wanted, earlier).get(wanted[0].id), filters):
        return None
    if wanted == [whole]:
        return one
    topics = {plain(topic.name): topic for topic in await store.topics(watch.channel.workspace)}
    looked, topic = looked_at(wanted[0].articles), topics.get(plain(watch.topic))
    found = await stages(store, watch, looked, topic, earlier, filters, judgement)
    told = next((each.briefing for each in found if each.briefing), None)
    return replace(one, briefing=told, article=one.kept_by) if told else None


def _message(order: str, held: Sequence[HeldAlert], settings: AlertSettings, now: datetime) -> Digest:
    """A message of alerts, in the form in which the outbox keeps what is posted."""
    local = now.astimezone(ZoneInfo(settings.zone))
    edition = Edition(order, local.date(), local.time())
    whole = held[:AT_LENGTH]
    return Digest(
        digest_of("digest", order, local.isoformat()),
        edition,
        now,
        tuple(one.briefing for one in whole),
        in_brief=_newest(held[AT_LENGTH:]),
        alerts=tuple(Alert(one.watch.id, texts.you_watch(one.watch)) for one in whole),
    )


def _newest(held: Sequence[HeldAlert]) -> tuple[Article, ...]:
    newest = (one.briefing.story.articles[-1].article for one in held)
    return tuple({article.id: article for article in newest}.values())
