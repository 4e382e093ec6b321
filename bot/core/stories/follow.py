"""Whether a story goes on from what its channel was sent before, and what of it is new to the channel."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.reading.text import fold_text, terms
from bot.core.stories.window import Window
from bot.model import AnnotatedArticle, Article, Briefing, Digest, Story

MOST_POSTED = 600
"""Told articles that are looked at to see whether a story goes on from them: the newest."""

NEW_TERMS = 2
"""Terms that a sentence must have beyond all that was posted, unless one is a number."""

NEW_SHARE = 0.2
"""Share of its terms that these must be."""

SAME = 0.5
"""Share of its terms that a sentence may have in common with one that was posted."""

_NEGATIONS = frozenset("no not never nobody none nothing without neither nor cannot".split())


@dataclass(frozen=True, slots=True)
class Before:
    """What a channel was sent of a story, oldest first, and on which day it was sent last."""

    briefings: tuple[Briefing, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Following:
    """A story as a channel is to hear of it."""

    story: Story  # all of it where it is new, else its articles that were not posted
    before: Before | None = None

    @property
    def changed(self) -> tuple[tuple[Article, AnnotatedArticle], ...]:
        """Told articles of which a later version is known, each with that version."""
        briefings = self.before.briefings if self.before else ()
        shown = _articles(briefings)
        posted = {key: one for one in shown for key in (one.id, one.url) if key}
        told = [
            (posted.get(read.article.url) or posted.get(read.article.supersedes or ""), read)
            for read in self.story.articles
        ]
        return tuple((article, read) for article, read in told if article)


class Past:
    """What a channel was sent, by its earlier digests."""

    def __init__(self, digests: Sequence[Digest]) -> None:
        ordered = sorted(digests, key=lambda digest: digest.made)
        self._posted = [(briefing, digest.edition.day) for digest in ordered for briefing in digest.briefings]

    def of(self, stories: Sequence[Story]) -> Mapping[str, Before]:
        """What was posted of each story, by the ids of its articles; without those of an unposted story."""
        numbers = self._by_key()
        going_on = recall(stories, self._articles())
        found: dict[str, Before] = {}
        for story in stories:
            known = [*(read.article for read in story.articles), *going_on.get(story.id, ())]
            keys = {key for article in known for key in _keys(article)}
            posted = [
                self._posted[number] for number in sorted({n for key in keys for n in numbers.get(key, ())})
            ]
            if posted:
                before = Before(tuple(briefing for briefing, _ in posted), posted[-1][1])
                found |= {read.article.id: before for read in story.articles}
        return found

    def _articles(self) -> list[AnnotatedArticle]:
        """The newest of the posted articles."""
        posted = {read.article.id: read for briefing, _ in self._posted for read in briefing.story.articles}
        return sorted(posted.values(), key=lambda read: (read.article.dated, read.article.id))[-MOST_POSTED:]

    def _by_key(self) -> Mapping[str, list[int]]:
        numbers: dict[str, list[int]] = {}
        for number, (briefing, _) in enumerate(self._posted):
            for article in _articles([briefing]):
                for key in _keys(article):
                    numbers.setdefault(key, []).append(number)
        return numbers


def follow(story: Story, before: Before | None) -> Following | None:
    """What of a story a channel is to hear; None where it was sent all its articles."""
    if before is None:
        return Following(story)
    posted = {article.id for article in _articles(before.briefings)}
    unposted = tuple(read for read in story.articles if read.article.id not in posted)
    return Following(Story(unposted), before) if unposted else None


class Known:
    """All that a channel can know of a story: the bullets that it was sent and the articles behind them."""

    def __init__(self, before: Sequence[Briefing]) -> None:
        self._bullets = [frozenset(terms(bullet.words)) for one in before for bullet in one.bullets]
        texts = {article.content: article for article in _articles(before)}.values()
        said = [term for article in texts for term in terms(f"{article.headline}\n{article.text}")]
        self._terms = frozenset(said).union(*self._bullets)

    def lacks(self, sentence: str) -> bool:
        """Whether the sentence says what was not posted: a number, or enough other words."""
        said = frozenset(terms(sentence))
        new = said - self._terms
        if any(_is_number(term) for term in new):
            return not any(said <= bullet for bullet in self._bullets)
        repeats = any(len(said & one) > SAME * min(len(said), len(one)) for one in self._bullets)
        return not repeats and len(new) >= max(NEW_TERMS, NEW_SHARE * len(said))


def stands(sentence: str, article: Article) -> bool:
    """Whether the article still says so, word for word."""
    return fold_text(sentence) in fold_text(article.text)


def contradicts(posted: str, now: str) -> bool:
    """Whether two sentences say the same of something, but for a number, a name or a "not"."""
    before, after = frozenset(terms(posted)), frozenset(terms(now))
    if 2 * len(before & after) < min(len(before), len(after)) or not before or not after:
        return False
    return _negated(posted) != _negated(now) or any(
        facts(posted) - facts(now) and facts(now) - facts(posted) for facts in (_numbers, _names_in)
    )


def _articles(briefings: Sequence[Briefing]) -> list[Article]:
    return [read.article for briefing in briefings for read in briefing.story.articles]


def _keys(article: Article) -> tuple[str, ...]:
    return tuple(filter(None, (article.id, article.url, article.supersedes)))


def _is_number(term: str) -> bool:
    return any(character.isdigit() for character in term)


def _negated(sentence: str) -> bool:
    said = fold_text(sentence).split()
    return any(word.strip(".,;:") in _NEGATIONS or word.endswith("n't") for word in said)


def _numbers(sentence: str) -> frozenset[str]:
    return frozenset(term for term in terms(sentence) if _is_number(term))


def _names_in(sentence: str) -> frozenset[str]:
    """The capitalised words after the first."""
    capitalised = [word for word in sentence.split()[1:] if word[0].isupper()]
    return frozenset(terms(" ".join(capitalised)))


# --- stories that go on after some days -----------------------------------------------------------


LIKENESS = 0.06
"""Mean likeness of a story to a posted article from which it goes on, if they share a leading name."""

SPEAKING, ALIKE = 8, 24
"""The newest articles of a story that speak for it, and the articles that are looked at for each."""

NAMES = 12
"""The most mentioned names of an article: on ECB+, 98 of 100 pairs of one event share one of theirs."""

_UNBOUNDED = timedelta(days=36500)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+")
_NO_NAMES = frozenset(
    terms(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
        "August September October November December Christmas Easter"
    )
)


def recall(stories: Sequence[Story], posted: Sequence[AnnotatedArticle]) -> Mapping[str, list[Article]]:
    """For the id of each story that goes on from posted articles, those articles.

    What shares no name with a story is another event in like words: a bridge that closes elsewhere.
    """
    if not posted:
        return {}
    window = Window(_UNBOUNDED)
    number_of = {read.article.id: window.take(read.article) for one in stories for read in one.articles}
    articles = {
        window.take(read.article): read.article for read in posted if read.article.id not in number_of
    }
    found: dict[str, list[Article]] = {}
    for story in stories:
        mine = [number_of[read.article.id] for read in story.articles[-SPEAKING:]]
        near = sorted({other for one in mine for other in window.alike(one, ALIKE) if other in articles})
        if near and (before := _near_enough(window, story, mine, {one: articles[one] for one in near})):
            found[story.id] = before
    return found


def _near_enough(
    window: Window, story: Story, mine: Sequence[int], near: Mapping[int, Article]
) -> list[Article]:
    alike = window.likeness([*mine, *near])[: len(mine), len(mine) :].mean(axis=0)
    names = leading_names([read.article for read in story.articles])
    return [
        article
        for article, likeness in zip(near.values(), alike.tolist(), strict=True)
        if likeness >= LIKENESS and not names.isdisjoint(leading_names([article]))
    ]


def leading_names(articles: Sequence[Article]) -> frozenset[str]:
    """The names that the articles mention most, but for days, months and what opens a sentence."""
    mentioned = Counter(name for article in articles for name in _NAME.findall(article.text))
    found = terms(" ".join(name for name, _ in mentioned.most_common(2 * NAMES)))
    return frozenset([name for name in found if name not in _NO_NAMES][:NAMES])
