"""What leads, and which of the leading stories share a page."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from bot.core import topics
from bot.core.reading.text import WORD, counted
from bot.core.stories.headlines import headline_similarity
from bot.core.stories.similar import weighted_stem
from bot.core.stories.voices import publisher, publishers, texts, voices
from bot.model import QuoteKind, Story, Topic

FRESH_HOURS = 18.0
"""Hours after its newest article in which a story loses half of its freshness."""

FOLLOWED = 2.0
"""What a topic that the channel follows adds: as much as two more outlets."""

FRONT = 3
"""The last position in a feed that counts as near its top."""

PROMINENT = 0.5
"""What the front of one outlet's feeds adds: less than half of what a second outlet adds by its report."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story, how high it stands, and why in words."""

    story: Story
    score: float
    reasons: tuple[str, ...]


def rank(stories: Sequence[Story], now: datetime, followed: Sequence[Topic] = ()) -> list[Ranked]:
    """The stories, the leading one first, those of followed topics raised; equal ones by their ids."""
    ranked = [_ranked(story, now, topics.of_story(story, followed)) for story in stories]
    return sorted(ranked, key=lambda one: (-one.score, one.story.id))


def _ranked(story: Story, now: datetime, on: Sequence[str]) -> Ranked:
    hours = max(0.0, (now - story.articles[-1].article.dated).total_seconds() / 3600)
    speakers, fronts = _speakers(story), _fronts(story)
    score = 2.0 * math.log2(1 + voices(story)) + 2.0 * 0.5 ** (hours / FRESH_HOURS) + 0.3 * min(speakers, 3)
    score += PROMINENT * math.log2(1 + fronts) + FOLLOWED * bool(on)
    followed = tuple(f"on {name}, a topic followed here" for name in on)
    return Ranked(story, score, followed + _reasons(story, hours, fronts, speakers))


def _fronts(story: Story) -> int:
    """How many publishers put it near the top of a feed: a choice of theirs, though the text be a copy."""
    return len(
        {publisher(read.article) for read in story.articles if read.position and read.position <= FRONT}
    )


def _speakers(story: Story) -> int:
    """How many different people the story quotes."""
    return len(
        {
            quote.speaker
            for read in story.articles
            for quote in read.quotes
            if quote.kind is QuoteKind.QUOTE and quote.speaker
        }
    )


def _reasons(story: Story, hours: float, fronts: int, speakers: int) -> tuple[str, ...]:
    outlets = counted(voices(story), "independent outlet")
    twins = len(story.articles) - texts(story)
    age = "less than an hour old" if hours < 1 else f"{counted(int(hours), 'hour')} old"
    return tuple(
        reason
        for reason, holds in (
            (outlets, True),
            (f"{counted(twins, 'copy', 'copies')} of the same text not counted", twins > 0),
            (age, True),
            (f"near the top of the feeds of {counted(fronts, 'outlet')}", fronts > 0),
            (f"{counted(speakers, 'person', 'people')} quoted", speakers > 0),
        )
        if holds
    )


# --- which of the leading stories share a page ----------------------------------------------------


OF_ONE_OUTLET = 3
"""A page takes one in so many of its stories from one publisher alone, and at least one."""

OF_ONE_SUBJECT = 2
"""Stories of one subject on a page."""

LEADING_WORDS, SUBJECT_TERMS = 150, 8
"""Words of an article in which its subject is looked for, and the weightiest terms that make it out."""

SAME_SUBJECT = 5
"""Terms in common by which two stories are about one subject."""


SAME_HEADLINE = 0.75
"""Likeness of headlines from which people call them the same (4 of 5)."""


@dataclass(frozen=True, slots=True)
class _Subject:
    headline: str
    terms: frozenset[str]

    def is_same(self, other: _Subject) -> bool:
        alike = headline_similarity(self.headline, other.headline) >= SAME_HEADLINE
        return alike or len(self.terms & other.terms) >= SAME_SUBJECT


@dataclass(slots=True)
class FrontPage:
    """A page that is being filled."""

    size: int
    _alone: Counter[str] = field(default_factory=Counter)
    _subjects: list[_Subject] = field(default_factory=list)

    def take(self, story: Story) -> None:
        """Give the story a place."""
        self._subjects.append(_subject(story))
        by = publishers(story)
        if len(by) == 1:
            self._alone[by[0]] += 1

    @property
    def full(self) -> bool:
        """Whether there is no place left."""
        return len(self._subjects) >= self.size

    def crowded(self, story: Story) -> bool:
        """Whether the story would be one too many of its outlet or its subject."""
        by = publishers(story)
        if len(by) == 1 and self._alone[by[0]] >= max(1, self.size // OF_ONE_OUTLET):
            return True
        mine = _subject(story)
        return sum(mine.is_same(other) for other in self._subjects) >= OF_ONE_SUBJECT


def _subject(story: Story) -> _Subject:
    outlets: Counter[str] = Counter()
    for read in story.articles:
        words = islice(WORD.finditer(f"{read.article.headline}\n{read.article.text}"), LEADING_WORDS)
        for stem, weight in (weighted_stem(match.group()) for match in words):
            outlets[stem] += int(weight)
    del outlets[""]
    leading = sorted(outlets, key=lambda term: (-outlets[term], term))[:SUBJECT_TERMS]
    return _Subject(story.articles[-1].article.headline, frozenset(leading))
