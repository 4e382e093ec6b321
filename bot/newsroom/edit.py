"""What an edition tells of the articles of its window, and what it leaves out with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core.briefing.extractive import update
from bot.core.filters import mutes, sift
from bot.core.outline import texts
from bot.core.stories.follow import Before, Following, Past, follow
from bot.core.stories.rank import FrontPage, rank
from bot.core.stories.voices import voices
from bot.model import AnnotatedArticle, Briefing, ChannelPreferences, Filter, LeftOut
from bot.newsroom.edition_cache import EditionCache

Edited = tuple[tuple[Briefing, ...], tuple[LeftOut, ...]]


@dataclass(frozen=True, slots=True)
class Editor:
    """Makes one edition for one channel."""

    past: Past
    taste: ChannelPreferences
    size: int  # stories
    today: date
    now: datetime
    bench: EditionCache = field(default_factory=EditionCache)

    def edit(self, reads: Sequence[AnnotatedArticle]) -> Edited:
        """What is told, the leading story first, and what is left out."""
        wanted, muted = sift(self.bench.stories(reads), self.taste.filters)
        before = self.past.of(wanted)
        left_out = [LeftOut(story, texts.filtered(against)) for story, against in muted]
        news: dict[str, Following] = {}
        silenced = mutes(self.taste.filters)
        for story in wanted:
            told = before.get(story.id)
            if against := _silenced(told, silenced):
                left_out.append(LeftOut(story, texts.filtered(against)))
            elif following := follow(story, told):
                news[following.story.id] = following
            elif told:
                left_out.append(LeftOut(story, texts.posted_on(told.day, self.today)))
        ranked = rank([following.story for following in news.values()], self.now, self.taste.topics)
        briefings, others = self._page([news[one.story.id] for one in ranked])
        return briefings, (*left_out, *others)

    def _page(self, ranked: Sequence[Following]) -> Edited:
        """The stories that share the page; a crowded one gives way as long as others can fill it."""
        page, written = FrontPage(self.size), dict[str, Briefing | None]()
        crowded: set[str] = set()
        for following in (*ranked, *ranked):
            story = following.story
            if page.full or story.id in written:
                continue
            if story.id not in crowded and page.crowded(story):
                crowded.add(story.id)
                continue
            written[story.id] = update(following) if following.before else self.bench.brief(story)
            if written[story.id]:
                page.take(story)
        told = tuple(briefing for each in ranked if (briefing := written.get(each.story.id)))
        left = [each for each in ranked if not written.get(each.story.id)]
        return told, tuple(LeftOut(each.story, self._reason(each, written, crowded)) for each in left)

    def _reason(self, following: Following, written: Mapping[str, Briefing | None], crowded: set[str]) -> str:
        story, before = following.story, following.before
        if story.id in written:
            return texts.posted_on(before.day, self.today) if before else texts.NOTHING_TO_PRINT
        return texts.CROWDED if story.id in crowded else texts.below_the_cut(voices(story))


def _silenced(told: Before | None, muted: Mapping[str, Filter]) -> Filter | None:
    """The filter that muted a story as it was told: it stays muted where it goes on without those."""
    if told is None or not muted:
        return None
    ids = (read.article.id for briefing in told.briefings for read in briefing.story.articles)
    return next((muted[id_] for id_ in ids if id_ in muted), None)
