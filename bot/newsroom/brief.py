"""From the articles of a window to a digest: stories, their order, their briefings, what is left out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.briefing import extractive
from bot.core.filters import sift
from bot.core.outline import texts
from bot.core.stories.cluster import cluster
from bot.core.stories.follow import Past
from bot.core.stories.rank import Ranked, rank
from bot.model import (
    AnnotatedArticle,
    Briefing,
    Channel,
    Digest,
    Edition,
    Filter,
    LeftOut,
    Story,
    Subscription,
)
from bot.newsroom import translate
from bot.newsroom.edit import Editor
from bot.newsroom.edition_cache import EditionCache
from bot.newsroom.write import Writer
from bot.ports import ArticleStore, Store

LONGEST_WINDOW = timedelta(hours=48)
"""By its date: of these hours an edition tells what none before it had, however late it was captured."""

LONGEST_ROUND = timedelta(hours=1)
"""Between the capture of an article and the moment when it is kept, with all that its round brought."""

MEMORY = timedelta(days=14)
"""How far back a channel's editions count as told."""

AHEAD = timedelta(hours=1)
"""Outlets whose clocks run ahead are read too."""


async def make_digest(
    subscription: Subscription,
    edition: Edition,
    store: Store,
    now: datetime,
    late: bool = False,
    writer: Writer | None = None,
    bench: EditionCache | None = None,
) -> Digest:
    """The edition for the subscription: what leads is told, the rest is left out with a reason.

    With a writer its stories are in a model's words, as far as they pass. A bench spares the work that the
    digests of other channels did on the same articles.
    """
    earlier = await store.digests(subscription.id, now - MEMORY)
    fresh, too_old = await _unseen(store, subscription.channel.workspace, earlier, now)
    taste = await store.taste(subscription.channel)
    editor = Editor(Past(earlier), taste, subscription.size, edition.day, now, bench or EditionCache())
    told, left_out = await asyncio.to_thread(editor.edit, fresh)
    left_out = (*left_out, *(LeftOut(Story((read,)), texts.TOO_OLD) for read in too_old))
    if writer:
        told = await writer.tell(told, subscription.channel.workspace)
    if subscription.language:
        told = await translate.into(subscription.language, told, subscription.channel.workspace, writer)
    return Digest(editions.digest_id(edition), edition, now, told, left_out, late)


async def digest_on_request(
    subscription: Subscription,
    store: Store,
    now: datetime,
    as_next: bool = False,
    writer: Writer | None = None,
) -> Digest:
    """A digest that is no edition: of all that is new, or `as_next` of what the next edition would tell.

    The latter is in the articles' own language.
    """
    at = now.astimezone(ZoneInfo(subscription.zone))
    edition = Edition(subscription.id, at.date(), at.time().replace(second=0, microsecond=0, tzinfo=None))
    asked = replace(subscription, language=None) if as_next else replace(subscription, id="")
    return await make_digest(asked, edition, store, now, writer=writer)


async def explained(subscription: Subscription, store: Store, now: datetime) -> tuple[Digest, list[Ranked]]:
    """What the next edition would tell and leave out, and all these stories with what places them."""
    made = await digest_on_request(subscription, store, now, as_next=True)
    followed = (await store.taste(subscription.channel)).topics
    told = [briefing.story for briefing in made.briefings]
    return made, rank([*told, *(left.story for left in made.left_out)], now, followed)


async def stories(store: ArticleStore, workspace: str, now: datetime) -> list[Story]:
    """The stories of the last two days, the leading one first."""
    reads = await store.between(workspace, now - LONGEST_WINDOW, now + AHEAD)
    return await asyncio.to_thread(lambda: [ranked.story for ranked in rank(cluster(reads), now)])


async def story_of(store: Store, article_id: str, channel: Channel, now: datetime) -> Briefing | None:
    """The briefing of an article's story as the channel is told it; None when it is gone or says nothing."""
    read = (await store.articles([article_id], channel.workspace)).get(article_id)
    if read is None:
        return None
    since = read.article.dated - LONGEST_WINDOW
    until = min(now, read.article.dated + LONGEST_WINDOW) + AHEAD
    around = await store.between(channel.workspace, since, until)
    filters = (await store.taste(channel)).filters
    return await asyncio.to_thread(_brief_with, read, around, filters)


def brief_article(read: AnnotatedArticle) -> Briefing | None:
    """The briefing of one article by itself; None when no sentence of it can be printed."""
    return extractive.brief(Story((read,)))


async def _unseen(
    store: ArticleStore, workspace: str, earlier: Sequence[Digest], now: datetime
) -> tuple[list[AnnotatedArticle], list[AnnotatedArticle]]:
    """What no earlier edition told or left out: of the last two days, and what came too late for any.

    By its id and not by its time: an article that is captured before an edition is made may be kept after it.
    """
    seen = {read.article.id for digest in earlier for story in _stories_of(digest) for read in story.articles}
    last = max((digest.made for digest in earlier if digest.made <= now), default=None)
    begin, captured = now - LONGEST_WINDOW, last and last - LONGEST_ROUND
    reads = await store.between(workspace, begin, now + AHEAD, captured)
    unseen = [read for read in reads if read.article.id not in seen]
    fresh = [read for read in unseen if read.article.dated >= begin]
    return fresh, [read for read in unseen if read.article.dated < begin]


def _stories_of(digest: Digest) -> Iterator[Story]:
    yield from (briefing.story for briefing in digest.briefings)
    yield from (left.story for left in digest.left_out)


def _brief_with(
    read: AnnotatedArticle, around: Sequence[AnnotatedArticle], filters: Sequence[Filter]
) -> Briefing | None:
    """The article's story among those around it that pass; by itself when a later version took its place."""
    whole = [story for story in cluster(around) if read in story.articles]
    found, _ = sift(whole, filters)
    return extractive.brief(found[0] if found else Story((read,)))
