"""What leads: stories told by several voices, fresh, at the front of feeds, with people speaking."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core import topics
from bot.core.reading.text import counted
from bot.core.stories.voices import publisher, texts, voices
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
    told = counted(voices(story), "independent outlet")
    twins = len(story.articles) - texts(story)
    age = "less than an hour old" if hours < 1 else f"{counted(int(hours), 'hour')} old"
    return tuple(
        reason
        for reason, holds in (
            (told, True),
            (f"{counted(twins, 'copy', 'copies')} of the same text not counted", twins > 0),
            (age, True),
            (f"near the top of the feeds of {counted(fronts, 'outlet')}", fronts > 0),
            (f"{counted(speakers, 'person', 'people')} quoted", speakers > 0),
        )
        if holds
    )
