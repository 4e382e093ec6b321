"""Alerts: what of the articles that feeds bring alerts of a watch, and in which words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.core import watches
from bot.core.briefing import extractive
from bot.core.checks import surely_said
from bot.core.filters import mutes, sift
from bot.core.indexed import Indexed, plain
from bot.core.quotes.book import surname_of
from bot.core.reading.text import fold_text, terms, words
from bot.core.stories.follow import Before, Following, Known, Past, follow
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.model import (
    AnnotatedArticle,
    Briefing,
    Digest,
    Edition,
    Filter,
    HeldAlert,
    Quote,
    Story,
    StoryStatus,
    Topic,
    Watch,
)
from bot.newsroom.ask import POOL
from bot.newsroom.edition import of_kinds
from bot.ports import ArticleStore, Store

MEMORY = timedelta(days=14)
"""How long a story is known as alerted of, as long as digests know what they posted."""

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
    before = before_of(wanted, earlier)
    printed = {said for one in earlier for said in _printed(one.briefing)}
    made = []
    for story in wanted:
        sent = before.get(story.id)
        following = follow(story, sent)
        if is_muted(sent, filters):
            continue
        told = _told(watch, following, quotes, printed) if following else None
        printed |= _printed(told) if told else set()
        made.append(Stage(story, told))
    return made


def before_of(stories: Sequence[Story], earlier: Sequence[HeldAlert]) -> Mapping[str, Before]:
    """What a watch alerted of before, of each of the stories, by their ids."""
    return Past([_as_digest(one) for one in earlier]).of(stories)


def is_muted(sent: Before | None, filters: Sequence[Filter]) -> bool:
    """Whether a story goes on that a channel muted when it was told of it."""
    known = {read.article.id for one in (sent.briefings if sent else ()) for read in one.story.articles}
    return bool(mutes(filters).keys() & known)


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
