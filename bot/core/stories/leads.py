"""The stories of an edition: articles likened by headline and lead, with words as rare as in other times.

News is grouped by itself; what is no news hangs under the event that it is about, and joins nothing.
"""

from __future__ import annotations

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np

from bot.core.reading.text import WORD, terms
from bot.core.stories.cluster import AT_ONCE, average_link, cluster
from bot.core.stories.follow import leading_names
from bot.core.stories.judgement import NewsJudgement, Weights
from bot.core.stories.similar import Matrix, dots, fading, flat, weighted_stem
from bot.model import AnnotatedArticle, Article, Kind, Story

LEAD_WORDS = 110
"""Words of a text that are read: what it reports stands in its first six sentences."""

RARITY = 2.0
"""The power of the inverse document frequency."""

ONE_EVENT = 0.12
"""Mean likeness between two groups above which they report one event; set on real days that were read."""

UNDER = 0.1
"""Mean likeness to an event from which what is no news hangs under it."""

FEW = 24
"""Fewer articles are grouped by their own words: where all are of one place, its names would look rare."""

WIDE_WORDS = 300
"""Words of a text that are read to see whether two stories report one event after all."""

TOLD_ALREADY = 0.18
"""Likeness of two stories by lead and by 300 words, added up, from which the second repeats the first."""

FILLING = 400
"""Holders of a word up to which it may fill the window: the rest of the world says how rare it is."""

NEAR, WHOLE = 0.03, 0.1
"""Likeness of an article to a story from which it counts as coverage around it, and counts as a whole one."""


def events(reads: Sequence[AnnotatedArticle], judgement: NewsJudgement) -> list[Story]:
    """The stories that the articles report, by the date of their first article; each article in one.

    Where no background is known, for fewer than 24 or more than 3,000 articles, those of `cluster`.
    """
    known = {read.article.id: read for read in reads}
    ordered = sorted(known.values(), key=lambda read: (read.article.dated, read.article.id))
    if not judgement.held_by or not FEW <= len(ordered) <= AT_ONCE:
        alone = [Story((read,)) for read in ordered if read.kind is Kind.ROUNDUP]
        found = cluster([read for read in ordered if read.kind is not Kind.ROUNDUP])
        stories = [part for story in found for part in _by_subject(story)]
        return sorted([*stories, *alone], key=lambda story: (story.articles[0].article.dated, story.id))
    if not ordered:
        return []
    alike = likeness([read.article for read in ordered], judgement)
    news = [row for row, read in enumerate(ordered) if read.kind.news]
    among = average_link(alike[np.ix_(news, news)], ONE_EVENT) if news else []
    groups = [[news[place] for place in group] for group in among]
    groups = _with_others(
        groups, [row for row in range(len(ordered)) if row not in set(news)], alike, ordered
    )
    return [Story(tuple(ordered[row] for row in sorted(group))) for group in sorted(groups, key=min)]


def _by_subject(story: Story) -> list[Story]:
    """The story in parts whose articles share a name or a word of their headlines, directly or by others.

    In a few short texts a template alone is alike: "A storm in Oslo killed two people on Saturday".
    """
    parts: list[tuple[set[str], list[AnnotatedArticle]]] = []
    for read in story.articles:
        told = {*leading_names([read.article]), *terms(read.article.headline)}
        mine = [part for part in parts if part[0] & told]
        parts = [part for part in parts if part not in mine]
        words = told.union(*(known for known, _ in mine))
        parts.append((words, [*(one for _, reads in mine for one in reads), read]))
    return [
        Story(tuple(sorted(reads, key=lambda read: (read.article.dated, read.article.id))))
        for _, reads in parts
    ]


def _with_others(
    news: Sequence[list[int]], others: Sequence[int], alike: Matrix, reads: Sequence[AnnotatedArticle]
) -> list[list[int]]:
    """The groups with what hangs under each, and what hangs under none by itself; a roundup never does."""
    groups = [list(group) for group in news]
    for row in others:
        near = [float(alike[row, group].mean()) for group in news]
        best = max(range(len(near)), key=near.__getitem__, default=None)
        if best is None or near[best] < UNDER or reads[row].kind is Kind.ROUNDUP:
            groups.append([row])
        else:
            groups[best].append(row)
    return groups


class Closeness:
    """How near the stories of one edition are to one another; all apart where no background is known."""

    def __init__(self, stories: Sequence[Story], judgement: NewsJudgement) -> None:
        self._judgement = judgement
        self._articles = [read.article for story in stories for read in story.articles]
        self._stories = stories
        self._leads = dict(
            zip(
                (article.id for article in self._articles),
                lead_vectors(self._articles, judgement)
                if judgement.held_by and len(self._articles) >= FEW
                else (),
                strict=False,
            )
        )
        self._centres: dict[tuple[str, ...], tuple[Weights, Weights]] = {}

    def around(self) -> list[float]:
        """How many other articles are about something near each story, in parts."""
        if not self._leads or len(self._articles) > AT_ONCE:
            return [0.0] * len(self._stories)
        alike = likeness(self._articles, self._judgement)
        np.fill_diagonal(alike, 1.0)
        found: list[float] = []
        start = 0
        for story in self._stories:
            end = start + len(story.articles)
            length = float(alike[start:end, start:end].sum()) ** 0.5
            near = alike[start:end].sum(axis=0) / max(length, 1e-9)
            near[start:end] = 0.0
            found.append(float(np.minimum(near[near > NEAR] / WHOLE, 1.0).sum()))
            start = end
        return found

    def repeats(self, story: Story, others: Sequence[Story]) -> Story | None:
        """The first of the others that reports the same event."""
        return next((other for other in others if self._overlap(story, other) >= TOLD_ALREADY), None)

    def _overlap(self, one: Story, other: Story) -> float:
        if not self._leads:
            return 0.0
        (lead, wide), (other_lead, other_wide) = self._centre(one), self._centre(other)
        return dot(lead, other_lead) + dot(wide, other_wide)

    def _centre(self, story: Story) -> tuple[Weights, Weights]:
        articles = [read.article for read in story.articles]
        key = tuple(article.id for article in articles)
        if key not in self._centres:
            wide = [lead_terms(article.headline, article.text, WIDE_WORDS) for article in articles]
            self._centres[key] = (
                centre([self._leads[article.id] for article in articles]),
                centre([vector(counts, self._judgement, {}, 0) for counts in wide]),
            )
        return self._centres[key]


def likeness(articles: Sequence[Article], judgement: NewsJudgement) -> Matrix:
    """Likeness of every pair, 0 to 1: cosine over the rare words of headline and lead."""
    rows, terms, amounts = flat(lead_vectors(articles, judgement))
    alike = dots(len(articles), rows, np.bincount(terms)[terms], amounts, few=FILLING)
    alike *= fading([article.dated.timestamp() / 86400 for article in articles])
    return alike


def lead_vectors(articles: Sequence[Article], judgement: NewsJudgement) -> list[Weights]:
    """Of each article the words of its lead by how rare they are, as vectors of length one.

    A word is as rare as in the background and in these articles together.
    """
    counts = [lead_terms(article.headline, article.text) for article in articles]
    here = Counter(term for found in counts for term in found)
    return [vector(found, judgement, here, len(articles)) for found in counts]


def vector(
    counts: Mapping[str, float], judgement: NewsJudgement, here: Mapping[str, int], articles: int
) -> Weights:
    """Counted words as a vector of length one."""
    held_by, total = judgement.held_by or {}, judgement.articles + articles + 1
    weights = {
        term: (1 + math.log(count))
        * math.log(total / max(1, held_by.get(term, 0) + here.get(term, 0))) ** RARITY
        for term, count in counts.items()
    }
    length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def centre(vectors: Sequence[Weights]) -> Weights:
    """The direction in which these vectors point together, as a vector of length one."""
    total: defaultdict[str, float] = defaultdict(float)
    for one in vectors:
        for term, weight in one.items():
            total[term] += weight
    length = math.sqrt(sum(weight**2 for weight in total.values())) or 1.0
    return {term: weight / length for term, weight in total.items()}


def dot(one: Weights, other: Weights) -> float:
    """How alike two vectors of length one are."""
    small, large = sorted((one, other), key=len)
    return sum(weight * large[term] for term, weight in small.items() if term in large)


@functools.lru_cache(maxsize=4096)
def lead_terms(headline: str, text: str, most: int = LEAD_WORDS) -> Mapping[str, float]:
    """The stems of a headline and of the words that open its text, with how much is told of each."""
    counts: defaultdict[str, float] = defaultdict(float)
    opening = islice(WORD.finditer(text), most)
    for match in (*WORD.finditer(headline), *opening):
        term, weight = weighted_stem(match.group())
        if term:
            counts[term] += weight
    return dict(counts)
