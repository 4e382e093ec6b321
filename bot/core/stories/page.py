"""Which of the leading stories share a page, so that one outlet or one subject does not fill it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from bot.core.reading.text import WORD
from bot.core.stories.headlines import headline_similarity
from bot.core.stories.similar import weighted_stem
from bot.core.stories.voices import publishers
from bot.model import Story

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
class Page:
    """A page that is being filled."""

    size: int
    _alone: Counter[str] = field(default_factory=Counter)
    _subjects: list[_Subject] = field(default_factory=list)

    def take(self, story: Story) -> None:
        """Give the story a place."""
        self._subjects.append(_subject(story))
        told_by = publishers(story)
        if len(told_by) == 1:
            self._alone[told_by[0]] += 1

    @property
    def full(self) -> bool:
        """Whether there is no place left."""
        return len(self._subjects) >= self.size

    def crowded(self, story: Story) -> bool:
        """Whether the story would be one too many of its outlet or its subject."""
        told_by = publishers(story)
        if len(told_by) == 1 and self._alone[told_by[0]] >= max(1, self.size // OF_ONE_OUTLET):
            return True
        mine = _subject(story)
        return sum(mine.is_same(other) for other in self._subjects) >= OF_ONE_SUBJECT


def _subject(story: Story) -> _Subject:
    told: Counter[str] = Counter()
    for read in story.articles:
        words = islice(WORD.finditer(f"{read.article.headline}\n{read.article.text}"), LEADING_WORDS)
        for stem, weight in (weighted_stem(match.group()) for match in words):
            told[stem] += int(weight)
    del told[""]
    leading = sorted(told, key=lambda term: (-told[term], term))[:SUBJECT_TERMS]
    return _Subject(story.articles[-1].article.headline, frozenset(leading))
