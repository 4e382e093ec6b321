"""Which sentences tell a story: early, central, agreed by several texts, and never the same twice."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.core.briefing.candidates import Candidate
from bot.core.checks import leans_lightly
from bot.core.text import fold, terms, words
from bot.model import Story

FEWEST, MOST = 2, 4
READING_WORDS = 100
"""Words of all bullets together, about twenty seconds of reading, after which two suffice."""

SAME = 0.5
"""Share of its terms that a sentence may have in common with one chosen before."""

FIT_WORDS = (10, 38)
"""A sentence of this many words reads well; one outside loses."""

FAULT = 0.4
"""What quotation marks, a light lean ("also") or a surname alone cost."""

_OPENING_NAME = re.compile(r"(?:M(?:r|s|rs)\. )?([A-Z][\w’'-]+) [a-z]")


def chosen(story: Story, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Two to four candidates in reading order, or fewer where there are not more."""
    weights = term_weights(story)
    told = Told(weights, frozenset(term for read in story.articles for term in terms(read.article.headline)))
    left = sorted(_news(story, candidates), key=told.score, reverse=True)
    most = MOST if len(story.articles) > 1 else MOST - 1
    picked: list[Candidate] = []
    while left and len(picked) < most and not _enough(picked):
        best = left.pop(0)
        if not any(_repeats(best, other) for other in picked):
            picked.append(best)
    return _in_reading_order(picked)


class Told:
    """How well a sentence tells the story."""

    def __init__(self, weights: Mapping[str, float], headline: frozenset[str]) -> None:
        self._weights = weights
        self._headline = headline
        self._top = sum(sorted(weights.values(), reverse=True)[:12]) or 1.0

    def score(self, candidate: Candidate) -> float:
        """Higher is better; the parts are of like size."""
        return (
            1.5 / math.sqrt(1 + candidate.order)
            + self._central(candidate)
            + self._in_headline(candidate)
            - FAULT * (candidate.quoting + leans_lightly(candidate.text) + self._surname_alone(candidate))
            - _misfit(candidate)
        )

    def _central(self, candidate: Candidate) -> float:
        return sum(self._weights.get(term, 0.0) for term in candidate.terms) / self._top

    def _in_headline(self, candidate: Candidate) -> float:
        return len(candidate.terms & self._headline) / (len(self._headline) or 1)

    def _surname_alone(self, candidate: Candidate) -> bool:
        """Whether it opens with a surname whose full name stands elsewhere in the article."""
        name = _OPENING_NAME.match(candidate.text)
        if name is None or self._headline.issuperset(terms(name.group(1))):
            return False
        full = re.compile(rf"\b[A-Z][\w’'-]+ {re.escape(name.group(1))}\b")
        return full.search(candidate.article.text) is not None


def term_weights(story: Story) -> dict[str, float]:
    """What the story is about: terms by how many texts hold them, then by how often."""
    once = {read.article.content: terms(read.article.text) for read in story.articles}
    texts = Counter(term for found in once.values() for term in set(found))
    counts = Counter(term for found in once.values() for term in found)
    return {
        term: (share / len(once)) * math.log(counts[term])
        for term, share in texts.items()
        if counts[term] > 1
    }


def _news(story: Story, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The reporters' own sentences that say more than a headline; all where there are none."""
    headlines = [fold(read.article.headline).text for read in story.articles]
    fresh = [one for one in candidates if not _says_a_headline(one, headlines)] or candidates
    return [one for one in fresh if one.text[0] not in "“\"‘'«„"] or fresh


def _says_a_headline(candidate: Candidate, headlines: Sequence[str]) -> bool:
    """Whether the sentence is a headline, or a part of one, printed once more in the text."""
    said = fold(candidate.text).text.strip(" .")
    return any(said in headline for headline in headlines)


def _misfit(candidate: Candidate) -> float:
    count = len(words(candidate.text))
    shortest, longest = FIT_WORDS
    return 0.06 * max(0, shortest - count) + 0.04 * max(0, count - longest)


def _repeats(one: Candidate, other: Candidate) -> bool:
    return len(one.terms & other.terms) > SAME * min(len(one.terms), len(other.terms))


def _enough(picked: Sequence[Candidate]) -> bool:
    return len(picked) >= FEWEST and sum(len(words(one.text)) for one in picked) >= READING_WORDS


def _in_reading_order(picked: list[Candidate]) -> list[Candidate]:
    """The best first; the others as their articles tell them, oldest article first."""
    rest = sorted(picked[1:], key=lambda one: (one.article != picked[0].article, one.article.dated, one.span))
    return picked[:1] + rest
