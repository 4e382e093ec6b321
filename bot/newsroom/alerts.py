"""Alerts: what a feed brings is held against what people watch for, and goes to them between digests.

Each article that is kept is noted as still to be held against the watches; what it alerts of is kept in the
transaction that takes the note away, so that a crash loses none and repeats none. What is held goes into
messages of the outbox that digests go by, again in one transaction, and `deliver` posts those.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core import editions, watches
from bot.core.briefing import extractive
from bot.core.checks import surely_said
from bot.core.filters import mutes, sift
from bot.core.indexed import Indexed, plain
from bot.core.outline import texts
from bot.core.quotes.book import surname_of
from bot.core.reading.text import fold_text, terms, words
from bot.core.stories.follow import Following, Known, Past, follow
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.errors import BotError
from bot.model import (
    Alert,
    AlertSettings,
    AnnotatedArticle,
    Article,
    Briefing,
    Channel,
    Delivery,
    Digest,
    Edition,
    Filter,
    HeldAlert,
    Quote,
    Story,
    StoryStatus,
    Topic,
    Watch,
    digest_of,
)
from bot.newsroom.ask import POOL
from bot.newsroom.edition import of_kinds
from bot.ports import ArticleStore, Clock, Failures, Meter, Store

AT_ONCE = 500
"""Articles that are held against the watches in one transaction: of one story, they are told together."""

MEMORY = timedelta(days=14)
"""How long a story is known as alerted of, as long as digests know what they posted."""

LATEST = timedelta(days=1)
"""What was read longer ago is no news to anybody: so old is what was gathered while nothing alerted."""

HOUR = timedelta(hours=1)

AT_LENGTH = 10
"""Stories of one message that stand there with a quote or a sentence; of the rest it has the headlines."""

LONG_ENOUGH = 40
"""Words beyond which a longer quote is no better one."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A story as a watch comes upon it: with what alerts, or nothing where it says nothing new."""

    story: Story
    briefing: Briefing | None


Looked = Sequence[tuple[AnnotatedArticle, Indexed]]


def looked_at(reads: Sequence[AnnotatedArticle]) -> Looked:
    """The articles, each made ready to be held against many watches."""
    return [(read, Indexed(read.article)) for read in reads]


async def stages(
    store: ArticleStore,
    watch: Watch,
    looked: Looked,
    topic: Topic | None,
    earlier: Sequence[HeldAlert],
    filters: Sequence[Filter] = (),
    judgement: NewsJudgement = NO_JUDGEMENT,
    until: datetime | None = None,
) -> list[Stage]:
    """The stories among the articles that the watch is on; `earlier` is what it alerted of before.

    A filter of the channel leaves out what digests leave out by it. The quote book is read up to `until`.
    """
    found = await asyncio.to_thread(_fitting, watch, looked, topic)
    if not found:
        return []
    if watch.speaker:
        name = surname_of(watch.speaker)
        known = await store.quotes(watch.channel.workspace, name, limit=POOL, until=until)
        every = [quote for _, quotes in found for quote in quotes]
        theirs = set(await asyncio.to_thread(watches.said, watch, every, known))
        found = [(read, [one for one in quotes if one in theirs]) for read, quotes in found]
        found = [(read, quotes) for read, quotes in found if quotes]
    return await asyncio.to_thread(_stages, watch, found, earlier, filters, judgement)


Found = Sequence[tuple[AnnotatedArticle, Sequence[Quote]]]


def _fitting(watch: Watch, looked: Looked, topic: Topic | None) -> list[tuple[AnnotatedArticle, list[Quote]]]:
    """The articles that fit, with the quotes that may be the watched speaker's."""
    found = []
    for read, indexed in looked:
        quotes = [*watches.sayings(watch, read)] if watch.speaker else []
        if (quotes or not watch.speaker) and watches.fits(watch, indexed, topic):
            found.append((read, quotes))
    return found


def _stages(
    watch: Watch,
    found: Found,
    earlier: Sequence[HeldAlert],
    filters: Sequence[Filter],
    judgement: NewsJudgement,
) -> list[Stage]:
    wanted, _ = sift(of_kinds([read for read, _ in found], judgement), filters)
    quotes = {read.article.id: said for read, said in found}
    before = Past([_as_digest(one) for one in earlier]).of(wanted)
    muted, printed = mutes(filters), {said for one in earlier for said in _printed(one.briefing)}
    made = []
    for story in wanted:
        sent = before.get(story.id)
        known = [read.article.id for one in (sent.briefings if sent else ()) for read in one.story.articles]
        following = follow(story, sent)
        if muted.keys() & set(known):
            continue
        told = _told(watch, following, quotes, printed) if following else None
        printed |= _printed(told) if told else set()
        made.append(Stage(story, told))
    return made


def _printed(briefing: Briefing) -> set[str]:
    """What an alert says in an article's words, folded: of a watch nothing is printed twice."""
    said = (*(quote.text for quote in briefing.quotes), *(bullet.words for bullet in briefing.bullets))
    return set(map(fold_text, said))


def _as_digest(one: HeldAlert) -> Digest:
    """What alerted, as `Past` looks at what digests posted."""
    return Digest("", Edition(one.watch.id, one.at.date(), time()), one.at, (one.briefing,))


def _told(
    watch: Watch,
    following: Following,
    quotes: Mapping[str, Sequence[Quote]],
    printed: AbstractSet[str],
) -> Briefing | None:
    """What alerts of a story: a quote of the watched speaker, or else one sentence; None of nothing new.

    What is printed already is not new, though the articles seem to tell of another event.
    """
    story, before = following.story, following.before
    if watch.speaker:
        known = Known(before.briefings) if before else None
        said = [quote for read in story.articles for quote in quotes[read.article.id]]
        unprinted = (quote for quote in said if fold_text(quote.text) not in printed)
        new = [quote for quote in unprinted if known is None or known.lacks(quote.text)]
        if not new:
            return None
        best = max(new, key=lambda quote: _worth(watch, quote))
        status = StoryStatus.DEVELOPING if before else StoryStatus.NEW
        return Briefing(story, _headline(story), (), (best,), extractive.WRITER, status=status)
    told = extractive.update(following) if before else extractive.brief(story)
    if told:
        short = replace(told, story=story, bullets=told.bullets[:1], quotes=(), differences=())
        return None if _printed(short) & printed else short
    return None if before else Briefing(story, _headline(story), (), (), extractive.WRITER)


def _worth(watch: Watch, quote: Quote) -> tuple[object, ...]:
    """Surely theirs, on the subject itself, long enough to say something, the first of equals."""
    about = set(terms(watch.about)) <= set(terms(quote.text))
    return surely_said(quote), about, min(len(words(quote.text)), LONG_ENOUGH), -quote.span.start


def _headline(story: Story) -> str:
    return extractive.headline(story) or story.articles[-1].article.outlet


# --- at work --------------------------------------------------------------------------------------


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
        looked = looked_at([read for read in reads if read.article.captured > now - LATEST])
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
        earlier = await self.store.alerted(watch.id, now - MEMORY)
        told = await stages(self.store, watch, mine, topic, earlier, filters, self.judgement)
        found = [HeldAlert(watch, one.briefing, now) for one in told if one.briefing]
        self.meter.count("alerts", len(found))
        return found

    async def _plan(self) -> bool:
        """Store the messages that may go out now; one channel stops no other."""
        waiting: defaultdict[Channel, list[HeldAlert]] = defaultdict(list)
        for one in await self.store.held_alerts():
            waiting[one.watch.channel].append(one)
        planned = False
        for channel, held in waiting.items():
            with self.failures.contain("alert", f"no alerts in {channel.name or channel.room}"):
                planned = await self._plan_in(channel, held) or planned
        return planned

    async def _plan_in(self, channel: Channel, held: Sequence[HeldAlert]) -> bool:
        now, settings = self.clock(), await self.store.alert_settings(channel)
        if settings.stopped_for:
            return False
        order = outbox(channel)
        zone = ZoneInfo(settings.zone)
        planned_of = (await self.store.editions([order], now - HOUR)).get(order, set())
        # those of a clock that ran ahead are to come yet, and hold up none
        sent = sum(editions.instant(one.day, one.slot, zone) <= now for one in planned_of)
        planned = False
        for number, some in enumerate(watches.messages(held, settings, sent, now)):
            digest = _message(order, some, settings, now + timedelta(microseconds=number))
            delivery = Delivery(digest_of("delivery", digest.id), digest.edition, channel, digest.id)
            planned = await self.store.plan_alerts(delivery, digest, some) or planned
        return planned


def outbox(channel: Channel) -> str:
    """What stands in the place of an order where messages of alerts to a channel are kept."""
    return digest_of("alerts", channel.platform, channel.workspace, channel.room)


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


# --- over what is stored already ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replayed:
    """A story that a watch would have come upon, and when."""

    watch: Watch
    at: datetime
    stage: Stage


async def replay(
    store: Store,
    watched: Sequence[Watch],
    since: datetime,
    until: datetime,
    judgement: NewsJudgement = NO_JUDGEMENT,
) -> AsyncIterator[Replayed]:
    """What watches would have alerted of, a day as one round; nothing is kept."""
    workspace = watched[0].channel.workspace
    topics = {plain(topic.name): topic for topic in await store.topics(workspace)}
    earlier: dict[Watch, list[HeldAlert]] = {watch: [] for watch in watched}
    start = since
    while start < until:
        end = min(start + timedelta(days=1), until)
        looked = looked_at(await store.between(workspace, start, end))
        for watch in watched:
            known = [one for one in earlier[watch] if one.at >= end - MEMORY]
            topic = topics.get(plain(watch.topic))
            found = await stages(store, watch, looked, topic, known, (), judgement, end)
            for one in found:
                yield Replayed(watch, end, one)
            earlier[watch] = [*known, *(HeldAlert(watch, one.briefing, end) for one in found if one.briefing)]
        start = end
