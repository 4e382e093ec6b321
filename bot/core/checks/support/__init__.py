"""Is a sentence what the cited sentences say: its numbers, dates, units, names, negations and contraries.

A score (0 to 1) and a list of faults, both from the same readings.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.checks.support.contrary import contrary_faults
from bot.core.checks.support.extent import extent_faults
from bot.core.checks.support.figures import date_faults, number_faults, shift_faults
from bot.core.checks.support.fit import Fault, likeness
from bot.core.checks.support.naming import name_faults
from bot.core.checks.support.pairs import pair_faults
from bot.core.checks.support.roles import deeds, role_faults
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.names import NamesOfText, merged
from bot.core.reading.numbers import figures
from bot.core.reading.sentence import Reading, read
from bot.core.reading.text import sentences
from bot.model import Cite, Quote, Reason, Span

NO_QUOTES: Mapping[str, Sequence[Quote]] = {}

LEAST_LIKE = 0.13
"""Likeness under which a sentence tells of something else; people's own have more (tests/bench/gate.py)."""


@dataclass(frozen=True, slots=True)
class CitedSentences:
    """What a sentence is held against: cited sentences, and what is known of their articles."""

    cited: tuple[Reading, ...]
    people: NamesOfText
    lexicon: Lexicon
    known: frozenset[str] = frozenset()  # name words that need not be cited
    published: tuple[date, ...] = ()
    spoken: tuple[frozenset[str], ...] = ()  # who speaks in each, as far as its marks tell

    @classmethod
    def of(
        cls,
        cites: Sequence[Cite],
        names: Mapping[str, NamesOfText],
        lexicon: Lexicon,
        quotes: Sequence[Quote] = (),
        said: Mapping[str, Sequence[Quote]] = NO_QUOTES,
    ) -> CitedSentences:
        """The cited sentences with their articles; names, and what is `said`, come by article id.

        Quotes that stand in the sentence bring the names of their speakers.
        """
        articles = {cite.article.id: cite.article for cite in cites}.values()
        named = [*(quote.speaker or "" for quote in quotes), *(quote.role or "" for quote in quotes)]
        named += [*(article.headline for article in articles), *(article.outlet for article in articles)]
        cited = dict.fromkeys(cite.article.words(cite.span) for cite in cites)
        cited.update(dict.fromkeys(text for quote in quotes for text in _around(quote)))
        voices: defaultdict[str, set[str]] = defaultdict(set)
        for cite in cites:
            voices[cite.article.words(cite.span)] |= {
                name
                for quote in said.get(cite.article.id, ())
                if quote.span.overlaps(cite.span)
                for name in quote.speakers
            }
        return cls(
            tuple(read(text, lexicon.grammar) for text in cited),
            merged([names[article.id] for article in articles]),
            lexicon,
            frozenset(token.low for text in named for token in read(text, lexicon.grammar).tokens),
            tuple(article.published.date() for article in articles if article.published),
            tuple(frozenset(voices[text]) for text in cited),
        )


def _around(quote: Quote) -> list[str]:
    """The sentences of the article in which a quote stands."""
    text, span = quote.article.text, quote.span
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    paragraph = Span(start, end if end >= 0 else len(text))
    return [quote.article.words(one) for one in sentences(text, paragraph) if one.overlaps(span)]


WEIGHTS = (-0.20, -2.17, 1.31, -2.44)
"""Of support: a constant, faults (their number and one, as a logarithm), likeness, and numbers that no cited
sentence has; learned over four sets of errors that models and people made, each counting alike, and both
verdicts within it; measured leaving out whole sets (tests/bench/gate.py)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """All faults of a sentence, how like it is to the cited ones (0 to 1), its numbers that they lack."""

    faults: tuple[Fault, ...]
    like: float
    unmatched: int

    def features(self, more: int = 0) -> tuple[float, float, float, float]:
        """What the weights are of; `more` faults were found elsewhere."""
        return 1.0, math.log1p(len(self.faults) + more), self.like, float(self.unmatched)

    def support(self, more: int = 0) -> float:
        """How likely it is that the cited sentences say all of it, where as many do as do not (0 to 1)."""
        odds = sum(weight * value for weight, value in zip(WEIGHTS, self.features(more), strict=True))
        return 1 / (1 + math.exp(-odds))


def judged(text: str, evidence: CitedSentences) -> Judged:
    """The sentence as it is held against the cited ones."""
    claim = read(text, evidence.lexicon.grammar)
    faults = list(dict.fromkeys(_faults(claim, evidence)))
    like = likeness(claim, evidence.cited)
    if not faults and like < LEAST_LIKE and not _only_names(claim, evidence):
        why = "The cited sentences say something else; keep to what they say."
        faults.append(Fault(Reason.UNSUPPORTED, why))
    numbers = (token.root for token in claim.tokens if token.content and token.low[0].isdigit())
    unmatched = sum(not any(root in reading.places for reading in evidence.cited) for root in numbers)
    return Judged(tuple(faults), like, unmatched)


def faults_of(text: str, evidence: CitedSentences) -> list[Fault]:
    """Everything in the sentence that the cited ones do not support; empty when it may be printed."""
    return list(judged(text, evidence).faults)


def _only_names(claim: Reading, evidence: CitedSentences) -> bool:
    """Whether it says no more than who speaks: "Ida Quist said:"."""
    lexicon, known = evidence.lexicon, evidence.known
    own = [token for token in claim.tokens if token.content and token.low not in known]
    return all(token.low in lexicon.cues or token.low in lexicon.according for token in own)


def forget() -> None:
    """Let go of the sentences that are remembered as they were read, for those of which nothing may stay."""
    read.cache_clear()
    figures.cache_clear()
    deeds.cache_clear()


def support(text: str, evidence: CitedSentences) -> float:
    """How likely it is that the cited sentences say all of it, from 0 to 1."""
    return judged(text, evidence).support()


def _faults(claim: Reading, evidence: CitedSentences) -> Iterator[Fault]:
    yield from number_faults(claim, evidence.cited)
    yield from pair_faults(claim, evidence.cited, evidence.lexicon)
    yield from date_faults(claim, evidence.cited, evidence.published)
    yield from shift_faults(claim, evidence.cited)
    yield from name_faults(claim, evidence.cited, evidence.people, evidence.known, evidence.lexicon)
    yield from contrary_faults(claim, evidence.cited, evidence.lexicon)
    yield from extent_faults(claim, evidence.cited, evidence.lexicon)
    yield from role_faults(claim, evidence.cited, evidence.spoken, evidence.people, evidence.lexicon)
