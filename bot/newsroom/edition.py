"""One edition for one channel: which stories go in, which are left out, and why."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Hashable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from bot.core.briefing import extractive
from bot.core.briefing.extractive import update
from bot.core.filters import mutes, sift
from bot.core.indexed import plain
from bot.core.outline import texts
from bot.core.outline.safe import safe_url
from bot.core.stories.follow import Before, Following, Past, follow
from bot.core.stories.headlines import shown_headline
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.core.stories.kinds import with_kinds
from bot.core.stories.leads import Closeness, events
from bot.core.stories.rank import FrontPage, rank
from bot.core.stories.voices import publisher, voices
from bot.core.topics import in_sections, of_story
from bot.model import (
    AnnotatedArticle,
    Article,
    Briefing,
    ChannelPreferences,
    Filter,
    LeftOut,
    Listed,
    Story,
    Topic,
)
from bot.ports import ArticleStore, Failures


def of_kinds(reads: Sequence[AnnotatedArticle], judgement: NewsJudgement) -> list[Story]:
    """The stories of the articles, each article with its kind."""
    return events(with_kinds(reads, judgement), judgement)


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
    _listed: dict[Hashable, tuple[Listed, ...]] = field(default_factory=dict)
    _reads: dict[Hashable, tuple[AnnotatedArticle, ...]] = field(default_factory=dict)
    _articles: dict[Hashable, AnnotatedArticle] = field(default_factory=dict)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    _stories: dict[Hashable, tuple[Story, ...]] = field(default_factory=dict)
    _briefings: dict[Hashable, Briefing | None] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)  # editions are made in several threads

    async def listed(
        self,
        store: ArticleStore,
        workspace: str,
        since: datetime,
        until: datetime,
        captured: datetime | None,
        feeds: tuple[str, ...],
    ) -> Sequence[Listed]:
        """What the store has between; looked up once for what is asked at the same moment."""
        key = (workspace, since, until, captured, feeds)
        async with self._reading:
            if key not in self._listed:
                found = await store.listed_between(workspace, since, until, captured, feeds)
                _keep(self._listed, key, tuple(found), MOST_READ)
            return self._listed[key]

    async def read(
        self, store: ArticleStore, workspace: str, listed: Sequence[Listed]
    ) -> Sequence[AnnotatedArticle]:
        """These articles whole, in this order; read once for those who ask for the same."""
        ids = tuple(one.id for one in listed)
        async with self._reading:
            if (workspace, ids) not in self._reads:
                found = await store.articles(ids, workspace)
                reads = tuple(self._known(found[id_]) for id_ in ids if id_ in found)
                _keep(self._reads, (workspace, ids), reads, MOST_READ)
            return self._reads[workspace, ids]

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
        left_out = [left_out_of(story, texts.filtered(against)) for story, against in muted]
        if self.about is not None:
            others = [story for story in wanted if not of_story(story, self.about)]
            left_out += (left_out_of(story, texts.OTHER_TOPICS) for story in others)
            wanted = [story for story in wanted if story not in others]
        before = self.past.of(wanted)
        news: dict[str, Following] = {}
        silenced = mutes(self.preferences.filters)
        for story in wanted:
            sent = before.get(story.id)
            if against := _silenced(sent, silenced):
                left_out.append(left_out_of(story, texts.filtered(against)))
            elif following := follow(story, sent):
                news[following.story.id] = following
            elif sent:
                left_out.append(left_out_of(story, texts.posted_on(sent.day, self.today)))
        for story in (following.story for following in list(news.values())):
            if not any(read.kind.news for read in story.articles):
                left_out.append(left_out_of(story, texts.NO_NEWS[story.articles[0].kind]))
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
            left_out_of(each.story, reasons.get(each.story.id) or self._reason(each, written, crowded))
            for each in left
        )
        tried = {*written, *repeated}
        unseen = [each.story for each in left if each.story.id not in tried and not each.before]
        return Edited(
            in_sections(chosen, self.preferences.topics, self.topics),
            left_out,
            self._in_brief(unseen, [briefing.headline for briefing in chosen]),
        )

    def _in_brief(self, stories: Sequence[Story], shown: Sequence[str]) -> tuple[Article, ...]:
        """An article of each of the first of these stories that has a headline and a link to print.

        None whose headline stands on the page or among them already.
        """
        printed: dict[str, Article] = {}
        taken = {plain(headline) for headline in shown}
        for article in map(extractive.headlined, stories):
            if article and safe_url(article.url):
                printed.setdefault(plain(shown_headline(article)), article)
            if len(printed.keys() - taken) >= min(self.size, MOST_IN_BRIEF):
                break
        return tuple(article for headline, article in printed.items() if headline not in taken)

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


def left_out_of(story: Story, reason: str) -> LeftOut:
    """The story as left out, by the headline that it would have had."""
    return LeftOut(story, reason, extractive.headline(story) or "")


def _silenced(sent: Before | None, muted: Mapping[str, Filter]) -> Filter | None:
    """The filter that muted a story as it was sent: it stays muted where it goes on without those."""
    if sent is None or not muted:
        return None
    ids = (read.article.id for briefing in sent.briefings for read in briefing.story.articles)
    return next((muted[id_] for id_ in ids if id_ in muted), None)
