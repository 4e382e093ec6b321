"""From the articles of a window to a digest: what goes in, what is left out, and why."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.briefing import extractive
from bot.core.briefing.choose import BY_ITSELF
from bot.core.briefing.extractive import update
from bot.core.filters import mutes, sift
from bot.core.indexed import plain
from bot.core.outline import texts
from bot.core.outline.safe import safe_url
from bot.core.stories.follow import Before, Following, Past, follow
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.core.stories.kinds import with_kinds
from bot.core.stories.leads import Closeness, events
from bot.core.stories.rank import FrontPage, Ranked, rank
from bot.core.stories.voices import publisher, voices
from bot.core.topics import in_sections, of_story
from bot.model import (
    AnnotatedArticle,
    Article,
    Briefing,
    Channel,
    ChannelPreferences,
    Digest,
    Edition,
    Filter,
    LeftOut,
    Story,
    Subscription,
    Topic,
)
from bot.newsroom import write
from bot.newsroom.write import Writer
from bot.ports import ArticleStore, Failures, Store

LONGEST_WINDOW = timedelta(hours=48)
"""By its date: of these hours is a story, and of these a daily edition posts what none before it had."""

LONGEST_ROUND = timedelta(hours=1)
"""Between the capture of an article and the moment when it is kept, with all that its round brought."""

MEMORY = timedelta(days=14)
"""How far back a channel's editions count as sent."""

AHEAD = timedelta(hours=1)
"""Outlets whose clocks run ahead are read too."""


async def make_digest(
    subscription: Subscription,
    edition: Edition,
    store: Store,
    now: datetime,
    late: bool = False,
    writer: Writer | None = None,
    cache: EditionCache | None = None,
    failures: Failures | None = None,
    judgement: NewsJudgement = NO_JUDGEMENT,
) -> Digest:
    """The edition for the subscription: what leads goes in, the rest is left out with a reason.

    With a writer its stories are in a model's words, as far as they pass. A cache spares the work that the
    digests of other channels did on the same articles. With `failures`, a story whose briefing
    fails is left out.
    """
    cache = cache or EditionCache(judgement)
    earlier = await store.digests(subscription.id, now - MEMORY)
    window = editions.look_back(subscription)
    fresh, too_old = await _unseen(store, subscription, earlier, window, now, cache)
    known = await store.topics(subscription.channel.workspace)
    editor = Editor(
        Past(earlier),
        await store.preferences(subscription.channel),
        subscription.size,
        edition.day,
        now,
        cache,
        failures,
        _topics_of(subscription, known),
        known,
    )
    async with cache.editing:
        edited = await asyncio.to_thread(editor.edit, fresh)
    briefings, left_out = (
        edited.briefings,
        (*edited.left_out, *(LeftOut(Story((read,)), texts.too_old(window)) for read in too_old)),
    )
    if writer:
        briefings = await writer.write(briefings, subscription.channel.workspace)
    if subscription.language:
        workspace = subscription.channel.workspace
        briefings = await write.translate_into(subscription.language, briefings, workspace, writer)
    return Digest(editions.digest_id(edition), edition, now, briefings, left_out, edited.in_brief, late)


async def digest_on_request(
    subscription: Subscription,
    store: Store,
    now: datetime,
    as_next: bool = False,
    writer: Writer | None = None,
    failures: Failures | None = None,
    judgement: NewsJudgement = NO_JUDGEMENT,
) -> Digest:
    """A digest that is no edition: of all that is new, or `as_next` of what the next edition would hold.

    The latter is in the articles' own language, and what is left out ends with what earlier editions had.
    """
    at = now.astimezone(ZoneInfo(subscription.zone))
    edition = Edition(subscription.id, at.date(), at.time().replace(second=0, microsecond=0, tzinfo=None))
    asked = replace(subscription, language=None) if as_next else replace(subscription, id="")
    made = await make_digest(
        asked, edition, store, now, writer=writer, failures=failures, judgement=judgement
    )
    if not as_next:
        return made
    earlier = await store.digests(subscription.id, now - editions.look_back(subscription))
    filters = (await store.preferences(subscription.channel)).filters
    return replace(made, left_out=(*made.left_out, *_of_earlier(earlier, filters, at.date())))


def _of_earlier(earlier: Sequence[Digest], filters: Sequence[Filter], today: date) -> Iterator[LeftOut]:
    """The stories that editions posted or left out, the newest edition first, each with why."""
    for digest in sorted(earlier, key=lambda digest: digest.made, reverse=True):
        reasons = {read.article.id: left.reason for left in digest.left_out for read in left.story.articles}
        wanted, muted = sift(list(_stories_of(digest)), filters)
        for story in wanted:
            yield LeftOut(story, reasons.get(story.id) or texts.posted_on(digest.edition.day, today))
        for story, against in muted:
            yield LeftOut(story, texts.filtered(against))


def edition_of(
    reads: Sequence[AnnotatedArticle], size: int, now: datetime, judgement: NewsJudgement
) -> Edited:
    """The edition of a channel that follows nothing and was sent nothing: what goes in, what is left out."""
    editor = Editor(Past(()), ChannelPreferences(), size, now.date(), now, EditionCache(judgement))
    return editor.edit(reads)


def in_window(article: Article, now: datetime) -> bool:
    """Whether an edition of now that follows none before it reads the article."""
    return now - LONGEST_WINDOW <= article.dated <= now + AHEAD


async def explained(
    subscription: Subscription, store: Store, now: datetime, judgement: NewsJudgement = NO_JUDGEMENT
) -> tuple[Digest, list[Ranked]]:
    """What the next edition would hold and leave out, and all these stories with what places them."""
    made = await digest_on_request(subscription, store, now, as_next=True, judgement=judgement)
    followed = (await store.preferences(subscription.channel)).topics
    chosen = [briefing.story for briefing in made.briefings]
    return made, rank([*chosen, *(left.story for left in made.left_out)], now, followed, judgement)


async def stories(
    store: ArticleStore, workspace: str, now: datetime, judgement: NewsJudgement = NO_JUDGEMENT
) -> list[Story]:
    """The stories of the last two days, the leading one first."""
    reads = await store.between(workspace, now - LONGEST_WINDOW, now + AHEAD)
    return await asyncio.to_thread(
        lambda: [ranked.story for ranked in rank(of_kinds(reads, judgement), now, (), judgement)]
    )


def of_kinds(reads: Sequence[AnnotatedArticle], judgement: NewsJudgement) -> list[Story]:
    """The stories of the articles, each article with its kind."""
    return events(with_kinds(reads, judgement), judgement)


async def story_of(
    store: Store, article_id: str, channel: Channel, now: datetime, judgement: NewsJudgement = NO_JUDGEMENT
) -> Briefing | None:
    """The briefing of an article's story as the channel sees it; None when it is gone or says nothing."""
    read = (await store.articles([article_id], channel.workspace)).get(article_id)
    if read is None:
        return None
    since = read.article.dated - LONGEST_WINDOW
    until = min(now, read.article.dated + LONGEST_WINDOW) + AHEAD
    around = await store.between(channel.workspace, since, until)
    if not any(_is_version(other.article, read.article) for other in around):
        around = [*around, read]  # what a link led to is in no digest, and yet in its own story
    filters = (await store.preferences(channel)).filters
    return await asyncio.to_thread(_brief_with, read, around, filters, judgement)


def _is_version(one: Article, other: Article) -> bool:
    """Whether it is the other or a later version of it."""
    return one.url == other.url or one.supersedes == other.id


def brief_article(read: AnnotatedArticle) -> Briefing | None:
    """The briefing of one article by itself; None when no sentence of it can be printed."""
    return extractive.brief(Story((read,)), BY_ITSELF)


def _topics_of(subscription: Subscription, known: Sequence[Topic]) -> tuple[Topic, ...] | None:
    """The topics that an order is about alone; None where it is about anything."""
    if not subscription.topics:
        return None
    names = set(map(plain, subscription.topics))
    return tuple(topic for topic in known if plain(topic.name) in names)


async def _unseen(
    store: ArticleStore,
    subscription: Subscription,
    earlier: Sequence[Digest],
    window: timedelta,
    now: datetime,
    cache: EditionCache,
) -> tuple[list[AnnotatedArticle], list[AnnotatedArticle]]:
    """What no earlier edition posted or left out: of the last days, and what came too late for any.

    By its id and not by its time: an article that is captured before an edition is made may be kept after it.
    """
    seen = {read.article.id for digest in earlier for story in _stories_of(digest) for read in story.articles}
    last = max((digest.made for digest in earlier if digest.made <= now), default=None)
    begin, captured = now - window, last and last - LONGEST_ROUND
    workspace = subscription.channel.workspace
    reads = await cache.between(store, workspace, begin, now + AHEAD, captured, subscription.feeds)
    unseen = [read for read in reads if read.article.id not in seen]
    fresh = [read for read in unseen if read.article.dated >= begin]
    return fresh, [read for read in unseen if read.article.dated < begin]


def _stories_of(digest: Digest) -> Iterator[Story]:
    yield from (briefing.story for briefing in digest.briefings)
    yield from (left.story for left in digest.left_out)


def _brief_with(
    read: AnnotatedArticle,
    around: Sequence[AnnotatedArticle],
    filters: Sequence[Filter],
    judgement: NewsJudgement,
) -> Briefing | None:
    """The article's story among those around it that pass; by itself when a later version took its place."""
    whole = [story for story in of_kinds(around, judgement) if read in story.articles]
    found, _ = sift(whole, filters)
    return extractive.brief(found[0] if found else Story((read,)))


MOST_READ, MOST_ARTICLES, MOST_CLUSTERED, MOST_BRIEFINGS = 32, 2_000, 32, 2_000
"""What a cache holds: what so many workspaces read, articles, stories of so many sets of these, briefings."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EditionCache:
    """Clusters and briefs each set of articles once; made for one planning and then dropped.

    Nothing of a channel goes into either: its filters, its topics and what it was sent come before or after.
    What was made first goes first, so that it holds no more for many workspaces than for a few.
    """

    judgement: NewsJudgement = NO_JUDGEMENT
    editing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One at a time: a second thread would only take its share of what sends meanwhile."""
    _reads: dict[Hashable, tuple[AnnotatedArticle, ...]] = field(default_factory=dict)
    _articles: dict[Hashable, AnnotatedArticle] = field(default_factory=dict)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    _stories: dict[Hashable, tuple[Story, ...]] = field(default_factory=dict)
    _briefings: dict[Hashable, Briefing | None] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)  # editions are made in several threads

    async def between(
        self,
        store: ArticleStore,
        workspace: str,
        since: datetime,
        until: datetime,
        captured: datetime | None,
        feeds: tuple[str, ...],
    ) -> Sequence[AnnotatedArticle]:
        """What the store has between; read once for what is asked at the same moment."""
        key = (workspace, since, until, captured, feeds)
        async with self._reading:
            if key not in self._reads:
                found = await store.between(workspace, since, until, captured, feeds)
                _keep(self._reads, key, tuple(map(self._known, found)), MOST_READ)
            return self._reads[key]

    def _known(self, read: AnnotatedArticle) -> AnnotatedArticle:
        """The article as another workspace read it, with what was worked out of it, where it is the same."""
        key = _all_of(read)
        if key not in self._articles:
            _keep(self._articles, key, read, MOST_ARTICLES)
        return self._articles[key]

    def stories(self, reads: Sequence[AnnotatedArticle]) -> list[Story]:
        """The stories of these articles."""
        key = tuple(map(_all_of, reads))
        with self._lock:
            if key not in self._stories:
                _keep(self._stories, key, tuple(of_kinds(reads, self.judgement)), MOST_CLUSTERED)
            return list(self._stories[key])

    def brief(self, story: Story) -> Briefing | None:
        """The extractive briefing of this story; None when no sentence can stand alone."""
        key = tuple(map(_all_of, story.articles))
        with self._lock:
            if key not in self._briefings:
                _keep(self._briefings, key, extractive.brief(story), MOST_BRIEFINGS)
            found = self._briefings[key]
        return replace(found, story=story) if found else None


def _keep(kept: dict[Hashable, T], key: Hashable, value: T, most: int) -> None:
    """Hold it, and let the oldest go where that is too much."""
    kept[key] = value
    while len(kept) > most:
        del kept[next(iter(kept))]


def _all_of(read: AnnotatedArticle) -> Hashable:
    """An article with what may differ between two who read it, such as how its outlet is called there."""
    one = read.article
    seen = (one.url, one.outlet, one.headline, one.byline, one.language)
    return read, read.position, seen, one.captured, one.published, one.supersedes


@dataclass(frozen=True, slots=True)
class Edited:
    """What goes in, the leading story first; what is left out; and of that whose headlines go in alone."""

    briefings: tuple[Briefing, ...]
    left_out: tuple[LeftOut, ...]
    in_brief: tuple[Article, ...] = ()


MOST_IN_BRIEF = 8
"""Headlines below an edition's stories, and never more of them than of stories that it has room for."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Makes one edition for one channel."""

    past: Past
    preferences: ChannelPreferences
    size: int  # stories
    today: date
    now: datetime
    cache: EditionCache = field(default_factory=EditionCache)
    failures: Failures | None = None
    about: tuple[Topic, ...] | None = None  # the topics of its stories, where it is not about anything
    topics: Sequence[Topic] = ()  # that a longer edition may have sections of

    def edit(self, reads: Sequence[AnnotatedArticle]) -> Edited:
        """The edition out of these articles."""
        wanted, muted = sift(self.cache.stories(reads), self.preferences.filters)
        left_out = [LeftOut(story, texts.filtered(against)) for story, against in muted]
        if self.about is not None:
            others = [story for story in wanted if not of_story(story, self.about)]
            left_out += (LeftOut(story, texts.OTHER_TOPICS) for story in others)
            wanted = [story for story in wanted if story not in others]
        before = self.past.of(wanted)
        news: dict[str, Following] = {}
        silenced = mutes(self.preferences.filters)
        for story in wanted:
            sent = before.get(story.id)
            if against := _silenced(sent, silenced):
                left_out.append(LeftOut(story, texts.filtered(against)))
            elif following := follow(story, sent):
                news[following.story.id] = following
            elif sent:
                left_out.append(LeftOut(story, texts.posted_on(sent.day, self.today)))
        for story in (following.story for following in list(news.values())):
            if not any(read.kind.news for read in story.articles):
                left_out.append(LeftOut(story, texts.NO_NEWS[story.articles[0].kind]))
                del news[story.id]
        candidates = [following.story for following in news.values()]
        ranked = rank(candidates, self.now, self.preferences.topics, self.cache.judgement)
        page = self._page([news[one.story.id] for one in ranked])
        return replace(page, left_out=(*left_out, *page.left_out))

    def _page(self, ranked: Sequence[Following]) -> Edited:
        """The stories that share the page; a crowded one gives way as long as others can fill it."""
        outlets = {publisher(read.article) for each in ranked for read in each.story.articles}
        page, written = FrontPage(self.size, max(1, len(outlets))), dict[str, Briefing | None]()
        closeness = Closeness([each.story for each in ranked], self.cache.judgement)
        crowded: set[str] = set()
        repeated: dict[str, Story] = {}
        chosen_stories: list[Story] = []
        for following in (*ranked, *ranked):
            story = following.story
            if page.full or story.id in written or story.id in repeated:
                continue
            if same := closeness.repeats(story, chosen_stories):
                repeated[story.id] = same
                continue
            if story.id not in crowded and page.crowded(story):
                crowded.add(story.id)
                continue
            written[story.id] = self._brief(following)
            if written[story.id]:
                page.take(story)
                chosen_stories.append(story)
        chosen = tuple(briefing for each in ranked if (briefing := written.get(each.story.id)))
        left = [each for each in ranked if not written.get(each.story.id)]
        reasons = {name: texts.repeats(extractive.headline(same) or "") for name, same in repeated.items()}
        left_out = tuple(
            LeftOut(each.story, reasons.get(each.story.id) or self._reason(each, written, crowded))
            for each in left
        )
        tried = {*written, *repeated}
        unseen = [each.story for each in left if each.story.id not in tried and not each.before]
        return Edited(
            in_sections(chosen, self.preferences.topics, self.topics), left_out, self._in_brief(unseen)
        )

    def _in_brief(self, stories: Sequence[Story]) -> tuple[Article, ...]:
        """An article of each of the first of these stories that has a headline and a link to print."""
        headlined = (extractive.headlined(story) for story in stories)
        printed = (article for article in headlined if article and safe_url(article.url))
        return tuple(islice(printed, min(self.size, MOST_IN_BRIEF)))

    def _brief(self, following: Following) -> Briefing | None:
        """The story's briefing; None where no sentence of it can be printed, or a fault stands in the way."""
        with self.failures.contain("brief", following.story.id) if self.failures else nullcontext():
            return update(following) if following.before else self.cache.brief(following.story)
        return None

    def _reason(self, following: Following, written: Mapping[str, Briefing | None], crowded: set[str]) -> str:
        story, before = following.story, following.before
        if story.id in written:
            return texts.posted_on(before.day, self.today) if before else texts.NOTHING_TO_PRINT
        return texts.CROWDED if story.id in crowded else texts.below_the_cut(voices(story))


def _silenced(sent: Before | None, muted: Mapping[str, Filter]) -> Filter | None:
    """The filter that muted a story as it was sent: it stays muted where it goes on without those."""
    if sent is None or not muted:
        return None
    ids = (read.article.id for briefing in sent.briefings for read in briefing.story.articles)
    return next((muted[id_] for id_ in ids if id_ in muted), None)
