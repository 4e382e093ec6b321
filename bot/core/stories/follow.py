"""What a channel was told of a story before, and what of it the channel was not told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.reading.text import fold, terms
from bot.core.stories.recall import recall
from bot.model import AnnotatedArticle, Article, Briefing, Digest, Story

TOLD = 600
"""Told articles that are looked at to see whether a story goes on from them: the newest."""

NEW_TERMS = 2
"""Terms that a sentence must have beyond all that was told, unless one is a number."""

NEW_SHARE = 0.2
"""Share of its terms that these must be."""

SAME = 0.5
"""Share of its terms that a sentence may have in common with one that was told."""

_NEGATIONS = frozenset("no not never nobody none nothing without neither nor cannot".split())


@dataclass(frozen=True, slots=True)
class Before:
    """What a channel was told of a story, oldest first, and on which day it was told last."""

    briefings: tuple[Briefing, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Following:
    """A story as a channel is to hear of it."""

    story: Story  # all of it where it is new, else its articles that were not told
    before: Before | None = None

    @property
    def changed(self) -> tuple[tuple[Article, AnnotatedArticle], ...]:
        """Told articles of which a later version is known, each with that version."""
        briefings = self.before.briefings if self.before else ()
        told = {article.url: article for article in _articles(briefings) if article.url}
        return tuple(
            (told[read.article.url], read) for read in self.story.articles if read.article.url in told
        )


class Past:
    """What a channel was told, by its earlier digests."""

    def __init__(self, digests: Sequence[Digest]) -> None:
        ordered = sorted(digests, key=lambda digest: digest.made)
        self._told = [(briefing, digest.edition.day) for digest in ordered for briefing in digest.briefings]

    def of(self, stories: Sequence[Story]) -> Mapping[str, Before]:
        """What was told of each story, by the ids of its articles; those of an untold story are missing."""
        numbers = self._by_key()
        going_on = recall(stories, self._articles())
        found: dict[str, Before] = {}
        for story in stories:
            known = [*(read.article for read in story.articles), *going_on.get(story.id, ())]
            keys = {key for article in known for key in _keys(article)}
            told = [
                self._told[number] for number in sorted({n for key in keys for n in numbers.get(key, ())})
            ]
            if told:
                before = Before(tuple(briefing for briefing, _ in told), told[-1][1])
                found |= {read.article.id: before for read in story.articles}
        return found

    def _articles(self) -> list[AnnotatedArticle]:
        """The newest of the told articles."""
        told = {read.article.id: read for briefing, _ in self._told for read in briefing.story.articles}
        return sorted(told.values(), key=lambda read: (read.article.dated, read.article.id))[-TOLD:]

    def _by_key(self) -> Mapping[str, list[int]]:
        numbers: dict[str, list[int]] = {}
        for number, (briefing, _) in enumerate(self._told):
            for article in _articles([briefing]):
                for key in _keys(article):
                    numbers.setdefault(key, []).append(number)
        return numbers


def follow(story: Story, before: Before | None) -> Following | None:
    """What of a story a channel is to hear; None where it was told of all its articles."""
    if before is None:
        return Following(story)
    told = {article.id for article in _articles(before.briefings)}
    untold = tuple(read for read in story.articles if read.article.id not in told)
    return Following(Story(untold), before) if untold else None


class Known:
    """All that a channel can know of a story: the bullets that it was told and the articles behind them."""

    def __init__(self, before: Sequence[Briefing]) -> None:
        self._bullets = [frozenset(terms(bullet.words)) for one in before for bullet in one.bullets]
        texts = {article.content: article for article in _articles(before)}.values()
        said = [term for article in texts for term in terms(f"{article.headline}\n{article.text}")]
        self._terms = frozenset(said).union(*self._bullets)

    def lacks(self, sentence: str) -> bool:
        """Whether the sentence says what was not told: a number, or enough other words."""
        said = frozenset(terms(sentence))
        new = said - self._terms
        if any(_is_number(term) for term in new):
            return not any(said <= bullet for bullet in self._bullets)
        repeats = any(len(said & one) > SAME * min(len(said), len(one)) for one in self._bullets)
        return not repeats and len(new) >= max(NEW_TERMS, NEW_SHARE * len(said))


def stands(sentence: str, article: Article) -> bool:
    """Whether the article still says so, word for word."""
    return fold(sentence).text in fold(article.text).text


def contradicts(told: str, now: str) -> bool:
    """Whether two sentences say the same of something, but for a number, a name or a "not"."""
    before, after = frozenset(terms(told)), frozenset(terms(now))
    if 2 * len(before & after) < min(len(before), len(after)) or not before or not after:
        return False
    return _negated(told) != _negated(now) or any(
        facts(told) - facts(now) and facts(now) - facts(told) for facts in (_numbers, _names)
    )


def _articles(briefings: Sequence[Briefing]) -> list[Article]:
    return [read.article for briefing in briefings for read in briefing.story.articles]


def _keys(article: Article) -> tuple[str, ...]:
    return (article.id, article.url) if article.url else (article.id,)


def _is_number(term: str) -> bool:
    return any(character.isdigit() for character in term)


def _negated(sentence: str) -> bool:
    said = fold(sentence).text.split()
    return any(word.strip(".,;:") in _NEGATIONS or word.endswith("n't") for word in said)


def _numbers(sentence: str) -> frozenset[str]:
    return frozenset(term for term in terms(sentence) if _is_number(term))


def _names(sentence: str) -> frozenset[str]:
    """The capitalised words after the first."""
    capitalised = [word for word in sentence.split()[1:] if word[0].isupper()]
    return frozenset(terms(" ".join(capitalised)))
