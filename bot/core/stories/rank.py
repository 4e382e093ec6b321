"""What leads, and which of the leading stories share a page."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from bot.core import topics
from bot.core.reading.text import WORD, counted
from bot.core.stories.headlines import headline_similarity
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement, Weights, log_odds
from bot.core.stories.kinds import features, sections
from bot.core.stories.leads import Closeness, lead_terms
from bot.core.stories.similar import weighted_stem
from bot.core.stories.voices import publisher, publishers, texts, voices
from bot.model import AnnotatedArticle, Kind, Story, Topic

FRESH_HOURS = 18.0
"""Hours after its newest article in which a story loses half of its freshness."""

FRESH = 0.5
"""What a story of this hour has beyond one of the day before yesterday."""

BROAD = 0.4
"""What breadth adds, for each e-fold of outlets; the days that were learned from have three."""

LEARNED_FROM, BROADER = 3, 1.0
"""What breadth adds beyond that for each e-fold of more outlets than those days have."""

FOLLOWED = 2.5
"""What a topic that the channel follows adds: with it a story of the page's middle leads."""

FRONT = 3
"""The last position in a feed that counts as near its top."""

PROMINENT = 0.5
"""What the front of one outlet's feeds adds."""

LEAD_WORDS = 60
"""Words of a text in which it is looked for what a story is about."""

MOST_WORDS = 3
"""Words of consequence that are named as a reason."""

OPENING = 400
"""Code points of a text in which words of consequence are looked for."""

_CONSEQUENCE = re.compile(
    r"\b(?:killed|dead|dies|died|deaths?|war|invasion|missiles?|shooting|attack|earthquake|hurricane|floods?|court"
    r"|ruling|rules|judge|charged|indicted|guilty|verdict|elections?|elected|resigns?|billion|trillion|first|law"
    r"|bill|sanctions|nuclear|president|prime minister|congress|senate|supreme)\b",
    re.IGNORECASE,
)
"""Deaths, war, law, power and money: what changes the lives of many."""

_UNTOLD = frozenset({"first", "bill", "rules"})
"""Words of consequence that, named as a reason, tell nobody why."""

TOLD_BY = 0.34
"""Share of a story's reports that must hold a word for it to be the story's."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story, how high it stands, and why in words."""

    story: Story
    score: float
    reasons: tuple[str, ...]


def rank(
    stories: Sequence[Story],
    now: datetime,
    followed: Sequence[Topic] = (),
    judgement: NewsJudgement = NO_JUDGEMENT,
) -> list[Ranked]:
    """The stories, the leading one first, those of followed topics raised; equal ones by their ids."""
    found = order_features(stories, judgement)
    ranked = [
        _ranked(story, features, now, topics.of_story(story, followed), judgement)
        for story, features in zip(stories, found, strict=True)
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.story.id))


def _ranked(
    story: Story, features: Weights, now: datetime, on: Sequence[str], judgement: NewsJudgement
) -> Ranked:
    hours = max(0.0, (now - story.articles[-1].article.dated).total_seconds() / 3600)
    fronts = _fronts(story)
    score = log_odds(judgement.order, features) + FRESH * 0.5 ** (hours / FRESH_HOURS)
    score += breadth(voices(story)) + PROMINENT * math.log2(1 + fronts) + FOLLOWED * bool(on)
    followed = tuple(f"on {name}, a topic followed here" for name in on)
    return Ranked(story, score, followed + _reasons(story, hours, fronts))


def breadth(outlets: int) -> float:
    """What it adds that so many outlets report a story."""
    return BROAD * math.log(outlets) + BROADER * max(0.0, math.log(outlets / LEARNED_FROM))


def order_features(stories: Sequence[Story], judgement: NewsJudgement) -> list[Weights]:
    """What makes each story lead: coverage, consequence, words, and how surely it is news."""
    around = Closeness(stories, judgement).around() if "around" in judgement.order else [0.0] * len(stories)
    return [_features(story, near, judgement) for story, near in zip(stories, around, strict=True)]


def _features(story: Story, around: float, judgement: NewsJudgement) -> Weights:
    news = news_of(story)
    surely = max(-log_odds(judgement.not_news, features(read.article)) for read in news)
    return {
        "picked": log_odds(judgement.picked, story_words(story)),
        "articles": math.log(texts(Story(tuple(news)))),
        "around": math.log(1 + around),
        "consequence": math.log(1 + len(_consequences(news))),
        "surely": min(5.0, surely),
    }


def _consequences(news: Sequence[AnnotatedArticle]) -> list[str]:
    """The words of consequence in headlines and leads, each once."""
    leads = (f"{read.article.headline} {read.article.text[:OPENING]}" for read in news)
    return list(dict.fromkeys(word for lead in leads for word in consequences(lead)))


@functools.lru_cache(maxsize=4096)
def consequences(words: str) -> tuple[str, ...]:
    """The words of consequence in a headline or a lead, in order, with repeats."""
    return tuple(word.lower() for word in _CONSEQUENCE.findall(words))


def news_of(story: Story) -> Sequence[AnnotatedArticle]:
    """The story's reports and analyses; all its articles where it has none."""
    return [read for read in story.articles if read.kind.news] or story.articles


def story_words(story: Story) -> Weights:
    """The stems and sections that a third of the story's reports share, each with their share."""
    news = news_of(story)
    shares: Counter[str] = Counter()
    for read in news:
        article = read.article
        found = {*lead_terms(article.headline, article.text, LEAD_WORDS)}
        shares.update(found | {f"section {name}" for name in sections(article.url)})
    return {name: count / len(news) for name, count in shares.items() if count >= TOLD_BY * len(news)}


def _fronts(story: Story) -> int:
    """How many publishers put it near the top of a feed: a choice of theirs, though the text be a copy."""
    return len(
        {publisher(read.article) for read in story.articles if read.position and read.position <= FRONT}
    )


def _reasons(story: Story, hours: float, fronts: int) -> tuple[str, ...]:
    news = news_of(story)
    reports = texts(story)
    twins = len(story.articles) - reports
    grave = [word for word in _consequences(news) if word not in _UNTOLD][:MOST_WORDS]
    under = Counter(read.kind.value for read in story.articles if read not in news)
    age = "less than an hour old" if hours < 1 else f"{counted(int(hours), 'hour')} old"
    return tuple(
        reason
        for reason, holds in (
            (counted(reports, "article"), reports > voices(story)),
            (counted(voices(story), "independent outlet"), True),
            (f"{counted(twins, 'copy', 'copies')} of the same text not counted", twins > 0),
            (age, True),
            (f"near the top of the feeds of {counted(fronts, 'outlet')}", fronts > 0),
            (f"serious words: {', '.join(grave)}", bool(grave)),
            (f"with it {', '.join(f'{count} {kind}' for kind, count in under.items())}", bool(under)),
            ("analysis alone", all(read.kind is Kind.ANALYSIS for read in news)),
        )
        if holds
    )


# --- which of the leading stories share a page ----------------------------------------------------


OF_ONE_OUTLET = 3
"""A page takes one in so many of its stories from one publisher alone, and at least one."""

OF_FEW_OUTLETS = 2
"""Where few outlets are read, so many times their equal part of the page."""

MANY = 100

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
    outlets: int = MANY  # publishers that its stories are chosen from
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
        few = math.ceil(OF_FEW_OUTLETS * self.size / self.outlets)
        if len(by) == 1 and self._alone[by[0]] >= max(1, self.size // OF_ONE_OUTLET, few):
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
