"""What leads: stories told by several voices, fresh, with people speaking."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core import topics
from bot.core.stories.voices import texts, voices
from bot.core.text import counted
from bot.model import QuoteKind, Story, Topic

FRESH_HOURS = 18.0
"""Hours after its newest article in which a story loses half of its freshness."""

FOLLOWED = 2.0
"""What a topic that the channel follows adds: as much as two more outlets."""


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
    speakers = _speakers(story)
    score = 2.0 * math.log2(1 + voices(story)) + 2.0 * 0.5 ** (hours / FRESH_HOURS) + 0.3 * min(speakers, 3)
    followed = tuple(f"on {name}, a topic followed here" for name in on)
    return Ranked(story, score + FOLLOWED * bool(on), followed + _reasons(story, hours, speakers))


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


def _reasons(story: Story, hours: float, speakers: int) -> tuple[str, ...]:
    told = counted(voices(story), "independent outlet")
    twins = len(story.articles) - texts(story)
    age = "less than an hour old" if hours < 1 else f"{counted(int(hours), 'hour')} old"
    return tuple(
        reason
        for reason, holds in (
            (told, True),
            (f"{counted(twins, 'copy', 'copies')} of the same text not counted", twins > 0),
            (age, True),
            (f"{counted(speakers, 'person', 'people')} quoted", speakers > 0),
        )
        if holds
    )
