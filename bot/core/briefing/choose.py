"""Which sentences tell a story: early, central, agreed by several texts, and never the same twice."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from bot.core.briefing.candidates import Candidate
from bot.core.checks import leans_lightly
from bot.core.checks.standalone import has_verb
from bot.core.reading.text import STOP_WORDS, fold, terms, words
from bot.model import Span, Story

MOST = 4
READING_WORDS = 100
"""Words of a story, bullets and quotes together: twenty seconds at a practised 300 words a minute."""

BULLET_WORDS = 72
"""The part of them that bullets may take, so that people are heard too; a first bullet is never too long."""

SAME = 0.5
"""Share of its terms that a sentence may have in common with one chosen before."""

FIT_WORDS = (10, 38)
"""A sentence of this many words reads well; one outside loses."""

FAULT = 0.4
"""What a light lean ("also"), a surname alone or a refusal to comment costs."""

FLOOR = 0.4
"""A sentence of a lower score is a digression: late, and not about what the story is about."""

EARLY = 5
"""Sentences that open an article, and are taken to be about its news."""

OFTEN_TOLD = 0.5
"""What a term still counts once a bullet has told it."""

AGREED = 0.45
"""Share of its terms that another outlet's sentence must hold to tell the same."""

LOOKED_AT = 40
"""Candidates for which agreement is sought: the best without it."""

QUOTING = 0.25
"""What quotation marks cost: words of people are for the quotes."""

_OPENING_NAME = re.compile(r"(?:[^,]* [^,]*, )?(?:M(?:r|s|rs)\. )?([A-Z][\w’'-]+)(?:,| [a-z])")
_NO_NEWS = re.compile(
    r"\b(?:declined to comment|not (?:yet |immediately )*(?:respond|return)\w*|not be reached|no comment)\b"
)
_RUN = 4
"""Words in a row that two sentences may not have in common where they open both, or tell what is done."""


def chosen(story: Story, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Up to four candidates in reading order, within the words that a story may take."""
    told = Told(story, candidates)
    left = told.best(_news(story, candidates))
    picked: list[Candidate] = []
    most = MOST if len(story.articles) > 1 else MOST - 1
    while len(picked) < most and (left := [one for one in left if _is_new(one, picked)]):
        fitting = [one for one in left if _fits(one, picked) and not told.digresses(one, picked)]
        best = max(fitting, key=told.score, default=None)
        if best is None or (picked and told.score(best) < FLOOR):
            break
        picked.append(best)
        told.tell(best)
    return _in_reading_order(picked)


def _is_new(one: Candidate, picked: Sequence[Candidate]) -> bool:
    """Whether it says something new in the words that are left; a first bullet is never too long."""
    used = sum(other.length for other in picked)
    short = not picked or used + one.length <= BULLET_WORDS
    return short and not any(_repeats(one, other) for other in picked)


def _fits(one: Candidate, picked: Sequence[Candidate]) -> bool:
    """Whether what it leans on, if anything, is told."""
    return one.leaning is None or any(_leans_on(one, other) for other in picked)


def _leans_on(one: Candidate, other: Candidate) -> bool:
    """Whether its opening noun stands in the other, and the other right before it in the article."""
    before = one.article == other.article and one.order == other.order + 1
    return before and one.leaning in other.terms


class Told:
    """How well a sentence tells the story, and adds to what is told."""

    def __init__(self, story: Story, candidates: Sequence[Candidate]) -> None:
        self._weights = term_weights(story)
        self._headline = frozenset(term for read in story.articles for term in terms(read.article.headline))
        self._top = sum(sorted(self._weights.values(), reverse=True)[:12]) or 1.0
        self._texts = len({read.article.content for read in story.articles})
        self._all = candidates
        self._agreed: dict[tuple[str, Span], float] = {}
        self._told: frozenset[str] = frozenset()

    def best(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates that are worth a closer look, with how many other texts say the same."""
        found = sorted(candidates, key=self.score, reverse=True)[:LOOKED_AT]
        if self._texts > 1:
            self._agreed = {one.key: self._agreement(one) for one in found}
        return found

    def tell(self, candidate: Candidate) -> None:
        """Count what the sentence says as told."""
        self._told |= candidate.terms

    def digresses(self, candidate: Candidate, picked: Sequence[Candidate]) -> bool:
        """Whether it stands late, and has no word with the headline or with what leads in common."""
        led = picked[0].terms if picked else candidate.terms
        return candidate.order > EARLY and not candidate.terms & (self._headline | led)

    def score(self, candidate: Candidate) -> float:
        """Higher is better; the parts are of like size."""
        return (
            1.5 / math.sqrt(1 + candidate.order)
            + sum(self._weights.get(term, 0.0) * self._news_of(term) for term in candidate.terms) / self._top
            + sum(map(self._news_of, candidate.terms & self._headline)) / (len(self._headline) or 1)
            + self._agreed.get(candidate.key, 0.0)
            - QUOTING * candidate.quoting
            - FAULT * self._faults(candidate)
            - _misfit(candidate)
        )

    def _news_of(self, term: str) -> float:
        return OFTEN_TOLD if term in self._told else 1.0

    def _agreement(self, candidate: Candidate) -> float:
        """The share of the other texts that hold a sentence which tells the same."""
        saying = {other.article.content for other in self._all if _alike(candidate, other) >= AGREED}
        return len(saying - {candidate.article.content}) / (self._texts - 1)

    def _faults(self, candidate: Candidate) -> int:
        no_news = _NO_NEWS.search(candidate.text) is not None
        return leans_lightly(candidate.text) + self._surname_alone(candidate) + no_news

    def _surname_alone(self, candidate: Candidate) -> bool:
        """Whether it opens with a surname whose full name stands elsewhere, and is not told."""
        name = _OPENING_NAME.match(candidate.text)
        known = self._headline | self._told
        if name is None or known.issuperset(terms(name.group(1))):
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
    shortest, longest = FIT_WORDS
    return 0.06 * max(0, shortest - candidate.length) + 0.04 * max(0, candidate.length - longest)


def _alike(one: Candidate, other: Candidate) -> float:
    return len(one.terms & other.terms) / (min(len(one.terms), len(other.terms)) or 1)


def _repeats(one: Candidate, other: Candidate) -> bool:
    return _alike(one, other) > SAME or bool(_runs(one) & _runs(other))


def _runs(candidate: Candidate) -> set[tuple[str, ...]]:
    """Its first four words, and all four in a row that hold a verb and one more word of weight."""
    said = words(candidate.text)
    runs = [tuple(said[start : start + _RUN]) for start in range(len(said) - _RUN + 1)]
    return {*runs[:1], *filter(_tells, runs)}


def _tells(run: tuple[str, ...]) -> bool:
    weighty = sum(word.islower() and word not in STOP_WORDS for word in run)
    return weighty > 1 and has_verb(" ".join(run))


def _in_reading_order(picked: list[Candidate]) -> list[Candidate]:
    """What matters most first, and what leans on a sentence right below it."""
    ordered: list[Candidate] = []
    for one in picked:
        below = next((place for place, other in enumerate(ordered, 1) if _leans_on(one, other)), len(ordered))
        ordered.insert(below if one.leaning else len(ordered), one)
    return ordered
