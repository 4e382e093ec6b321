"""From the articles of a window to a digest: what goes in, what is left out, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.briefing import extractive
from bot.core.briefing.choose import BY_ITSELF
from bot.core.filters import Sieve, mutes, sift
from bot.core.indexed import plain
from bot.core.outline import texts
from bot.core.stories.follow import Past
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.core.stories.rank import Ranked, rank
from bot.core.stories.shortlist import nearest, shortlist
from bot.core.topics import of_story
from bot.errors import ConfigError
from bot.model import (
    AnnotatedArticle,
    Article,
    Briefing,
    Channel,
    ChannelPreferences,
    Digest,
    Edition,
    Filter,
    FilterKind,
    LeftOut,
    Listed,
    Story,
    Subscription,
    Topic,
    Unread,
)
from bot.newsroom import write
from bot.newsroom.edition import Edited, EditionCache, Editor, left_out_of, of_kinds
from bot.newsroom.write import Writer
from bot.ports import ArticleStore, Failures, Store

LONGEST_WINDOW = timedelta(hours=48)
"""By its date: of these hours is a story, and of these a daily edition posts what none before it had."""

LONGEST_ROUND = timedelta(hours=1)
"""Between the capture of an article and the moment when it is kept, with all that its round brought."""

MEMORY = timedelta(days=14)
"""How far back a channel's editions count as sent."""

MOST_WHOLE = 300
"""Articles that are read whole for an edition; of more, those whose headlines are the likeliest to lead."""

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
    workspace = subscription.channel.workspace
    earlier = await store.posted(subscription.id, now - MEMORY)
    window = editions.look_back(subscription)
    fresh, too_old = await _unseen(store, subscription, earlier, window, now, cache)
    known = await store.topics(workspace)
    preferences = await store.preferences(subscription.channel)
    about = _topics_of(subscription, known)
    chosen, unread = await _worth_reading(fresh, preferences, about, store, workspace, now, cache)
    editor = Editor(
        Past(earlier), preferences, subscription.size, edition.day, now, cache, failures, about, known
    )
    reads = await cache.read(store, workspace, chosen)
    async with cache.editing:
        edited = await asyncio.to_thread(editor.edit, reads)
    unread += (Unread(one, texts.too_old(window)) for one in too_old)
    briefings = edited.briefings
    if writer:
        briefings = await writer.write(briefings, workspace)
    if subscription.language:
        briefings = await write.translate_into(subscription.language, briefings, workspace, writer)
    return Digest(
        editions.digest_id(edition),
        edition,
        now,
        briefings,
        edited.left_out,
        edited.in_brief,
        late,
        unread=tuple(unread),
    )


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
            yield left_out_of(story, reasons.get(story.id) or texts.posted_on(digest.edition.day, today))
        for story, against in muted:
            yield left_out_of(story, texts.filtered(against))


def edition_of(
    reads: Sequence[AnnotatedArticle], size: int, now: datetime, judgement: NewsJudgement
) -> Edited:
    """The edition of a channel that follows nothing and was sent nothing: what goes in, what is left out."""
    editor = Editor(Past(()), ChannelPreferences(), size, now.date(), now, EditionCache(judgement))
    return editor.edit(reads)


def worth_reading(
    articles: Iterable[Article], now: datetime, judgement: NewsJudgement
) -> tuple[list[Article], list[Unread]]:
    """Which of the articles of that edition are read whole, and the others with the reason."""
    fresh: dict[str, Article] = {}
    unread: list[Unread] = []
    for one in articles:
        if (other := fresh.get(one.id)) and other.text != one.text:
            raise ConfigError(f"Two articles have the id {one.id}; each needs one of its own.")
        if in_window(one, now):
            fresh[one.id] = one
        else:
            reason = texts.IN_THE_FUTURE if one.dated > now else texts.too_old(LONGEST_WINDOW)
            unread.append(Unread(_listed(one), reason))
    listed = [_listed(one) for one in fresh.values()]
    chosen = {one.id for one in shortlist(listed, now, judgement, MOST_WHOLE)}
    unread += (Unread(one, texts.LITTLE_REPORTED) for one in listed if one.id not in chosen)
    return [one for one in fresh.values() if one.id in chosen], unread


def _listed(article: Article) -> Listed:
    return Listed(article.id, article.url, article.outlet, article.headline, article.dated)


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


async def story_of(
    store: Store, article_id: str, channel: Channel, now: datetime, judgement: NewsJudgement = NO_JUDGEMENT
) -> Briefing | None:
    """The briefing of an article's story as the channel sees it; None when it is gone or says nothing."""
    read = (await store.articles([article_id], channel.workspace)).get(article_id)
    if read is None:
        return None
    since = read.article.dated - LONGEST_WINDOW
    until = min(now, read.article.dated + LONGEST_WINDOW) + AHEAD
    listed = await store.listed_between(channel.workspace, since, until)
    near = nearest(read.article, listed, judgement, MOST_WHOLE)
    around = [*(await store.articles([one.id for one in near], channel.workspace)).values()]
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
    store: Store,
    subscription: Subscription,
    earlier: Sequence[Digest],
    window: timedelta,
    now: datetime,
    cache: EditionCache,
) -> tuple[list[Listed], list[Listed]]:
    """What no earlier edition posted or left out: of the last days, and what came too late for any.

    By its id and not by its time: an article that is captured before an edition is made may be kept after it.
    """
    seen = await store.considered(subscription.id, now - MEMORY)
    last = max((digest.made for digest in earlier if digest.made <= now), default=None)
    begin, captured = now - window, last and last - LONGEST_ROUND
    workspace = subscription.channel.workspace
    listed = await cache.listed(store, workspace, begin, now + AHEAD, captured, subscription.feeds)
    unseen = [one for one in listed if one.id not in seen]
    return [one for one in unseen if one.dated >= begin], [one for one in unseen if one.dated < begin]


async def _worth_reading(
    fresh: Sequence[Listed],
    preferences: ChannelPreferences,
    about: Sequence[Topic] | None,
    store: ArticleStore,
    workspace: str,
    now: datetime,
    cache: EditionCache,
) -> tuple[list[Listed], list[Unread]]:
    """Which of very many articles are read for an edition, in order of date; the others with the reason.

    What the channel filters out, or what its topics are about, is in the texts: these are gone through then.
    """
    if len(fresh) <= MOST_WHOLE:
        return [*fresh], []
    unread: list[Unread] = []
    sieve = Sieve([one for one in preferences.filters if one.kind is not FilterKind.STORY])
    passed: list[Listed] = []
    raised: set[str] = set()
    if sieve.any or about is not None or preferences.topics:
        for start in range(0, len(fresh), MOST_WHOLE):
            some = {one.id: one for one in fresh[start : start + MOST_WHOLE]}
            for id_, read in (await store.articles(some, workspace)).items():
                if against := sieve.against(read.article):
                    unread.append(Unread(some[id_], texts.filtered(against)))
                elif about is not None and not of_story(Story((read,)), about):
                    unread.append(Unread(some[id_], texts.OTHER_TOPICS))
                else:
                    passed.append(some[id_])
                    raised |= {id_} if of_story(Story((read,)), preferences.topics) else set()
    else:
        passed = [*fresh]
    muted = mutes(preferences.filters)
    wanted = shortlist(passed, now, cache.judgement, MOST_WHOLE, raised, muted)
    chosen = {one.id for one in wanted}
    unread += (Unread(one, texts.LITTLE_REPORTED) for one in passed if one.id not in chosen)
    return [one for one in passed if one.id in chosen], unread


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
