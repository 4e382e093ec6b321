"""What the editions of one planning share: the same articles give the same stories and briefings."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

from bot.core.briefing import extractive
from bot.core.stories.cluster import cluster
from bot.model import AnnotatedArticle, Briefing, Story


@dataclass(frozen=True, slots=True)
class EditionCache:
    """Clusters and briefs each set of articles once; made for one planning and then dropped.

    Nothing of a channel goes into either: its filters, its topics and what it was told come before or after.
    """

    _stories: dict[Hashable, tuple[Story, ...]] = field(default_factory=dict)
    _briefings: dict[Hashable, Briefing | None] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)  # editions are made in several threads

    def stories(self, reads: Sequence[AnnotatedArticle]) -> list[Story]:
        """The stories of these articles."""
        key = tuple(map(_all_of, reads))
        with self._lock:
            if key not in self._stories:
                self._stories[key] = tuple(cluster(reads))
            return list(self._stories[key])

    def brief(self, story: Story) -> Briefing | None:
        """The extractive briefing of this story; None when no sentence can stand alone."""
        key = tuple(map(_all_of, story.articles))
        with self._lock:
            if key not in self._briefings:
                self._briefings[key] = extractive.brief(story)
            found = self._briefings[key]
        return replace(found, story=story) if found else None


def _all_of(read: AnnotatedArticle) -> Hashable:
    """An article with what may differ between two who read it, such as how its outlet is called there."""
    one = read.article
    seen = (one.url, one.outlet, one.headline, one.byline, one.language)
    return read, read.position, seen, one.captured, one.published, one.supersedes
