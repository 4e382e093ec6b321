"""The answer in the articles' own words: the sentences that fit the question best, cited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.core.answers.query import Kind, Sought, places, plain
from bot.core.answers.rank import LEAD, RankedHit
from bot.core.checks import fault, quotes_within, speech
from bot.core.reading.text import paragraphs, sentences, terms
from bot.model import AnnotatedArticle, Article, Bullet, Cite, QuoteKind, Span

ARTICLES = 12
"""How many of the best articles are read for sentences."""

PARAGRAPHS = 6
"""How many paragraphs of each."""

BULLETS = 3

LEANS = "leans on another sentence"
"""The one fault of a sentence that only sets it back: there may be no better one."""

NEAR = 300
"""Code points before and after a sentence that tell what it is about."""

CLOSE = 0.45
"""Share of the question that a sentence, what is near it and its headline must hold: less is beside it."""

ALIKE = 0.6
"""Share of words from which on two sentences say the same."""

_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|half|twice)\b")
_FIGURE = re.compile(r"\d[\d,.]*")
_NAME = re.compile(r"(?<=[\w,;:’\"“(] )[A-Z][\w’'-]+")


class Fitness(NamedTuple):
    """What speaks for a sentence as the answer; shares are of the question's weight, from 0 to 1."""

    own: float  # in the sentence itself
    near: float  # within some lines of it
    around: float  # there or in the headline
    article: float  # how far its article is behind the best, negative
    kind: float  # 1 when it holds a number or a name that was asked for
    news: float  # how many words it has that the question has not, twenty at most
    length: float  # in words, of forty
    lead: float  # 1 at the beginning of its article
    leaning: float  # 1 when it leans on the sentence before
    agreed: float = 0.0  # how much what is new in it is said by other fit sentences too


WEIGHTS = Fitness(2.0, 0.9, 1.8, 0.6, 1.2, -0.7, 1.1, 1.1, -0.8, 1.9)
"""Fitted as a softmax over the sentences of 300 news-quiz questions, five-fold, then rounded; that a
sentence should stand alone counts for more than the fit gave it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be shown, and what speaks for it."""

    read: AnnotatedArticle
    span: Span
    fitness: Fitness
    terms: frozenset[str]

    @property
    def text(self) -> str:
        """The article's own slice."""
        return self.read.article.words(self.span)

    @property
    def score(self) -> float:
        """How well it answers; higher is better."""
        return sum(weight * value for weight, value in zip(WEIGHTS, self.fitness, strict=True))

    def bullet(self) -> Bullet:
        """The sentence as a bullet, with the quotes that stand in it."""
        return Bullet(self.text, (Cite(self.read.article, self.span),), quotes_within(self.read, self.span))


def candidates(
    ranked: Sequence[RankedHit], reads: Mapping[str, AnnotatedArticle], sought: Sought
) -> list[Candidate]:
    """The sentences of the best articles that can stand alone, best first."""
    best = ranked[0].hit.score if ranked else 0.0
    found: dict[str, Candidate] = {}
    shown = [each.hit for each in ranked[:ARTICLES] if each.hit.article.id in reads]
    for hit in shown:
        for candidate in _of_article(reads[hit.article.id], hit.score - best, sought):
            if candidate.fitness.around >= CLOSE:
                found.setdefault(candidate.text, candidate)
    return sorted(_agreeing(list(found.values()), sought), key=lambda candidate: -candidate.score)


def _agreeing(found: Sequence[Candidate], sought: Sought) -> list[Candidate]:
    """The candidates with what they say of others: an answer is said more than once."""
    answering = [_new_terms(candidate, sought) for candidate in found]
    support: defaultdict[str, float] = defaultdict(float)
    for candidate, new in zip(found, answering, strict=True):
        for term in new:
            support[term] += candidate.fitness.own**2
    most = max(support.values(), default=0.0) or 1.0
    return [
        replace(candidate, fitness=candidate.fitness._replace(agreed=_agreed(new, support) / most))
        for candidate, new in zip(found, answering, strict=True)
    ]


def _agreed(new: Iterable[str], support: Mapping[str, float]) -> float:
    """The mean support of the three best supported terms."""
    return sum(sorted((support[term] for term in new), reverse=True)[:3]) / 3


def _new_terms(candidate: Candidate, sought: Sought) -> set[str]:
    """What the sentence may answer with: its numbers, its names, or any word, as the question asks."""
    words = {
        Kind.NUMBER: _FIGURE.findall(candidate.text),
        Kind.NAME: _NAME.findall(candidate.text),
        Kind.ANY: [candidate.text],
    }[sought.kind]
    return {term for word in words for term in terms(word)} - sought.weights.keys()


def choose(best_first: Iterable[Candidate]) -> tuple[Bullet, ...]:
    """At most three bullets, none saying what another says."""
    chosen: list[Candidate] = []
    for candidate in best_first:
        if not any(_alike(candidate.terms, other.terms) for other in chosen):
            chosen.append(candidate)
        if len(chosen) == BULLETS:
            break
    return tuple(candidate.bullet() for candidate in chosen)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > ALIKE * min(len(one), len(other))


def _of_article(read: AnnotatedArticle, behind: float, sought: Sought) -> Iterator[Candidate]:
    article = read.article
    inside = places(plain(article.text), sought.weights)
    above = places(plain(article.headline), sought.weights).keys()
    for paragraph in _best_paragraphs(article, inside, sought):
        spoken = _speech(read, paragraph)
        for span in sentences(article.text, paragraph):
            text = article.words(span)
            flaw = fault(text)
            if flaw not in (None, LEANS) or _cuts(span, spoken) or _quotes_nobody(read, span):
                continue
            near = _within(inside, Span(max(span.start - NEAR, 0), span.end + NEAR))
            fitness = _fitness(text, sought, _within(inside, span), near, above)
            fitness = fitness._replace(
                article=behind,
                lead=float(span.start < LEAD),
                leaning=float(flaw == LEANS),
            )
            yield Candidate(read, span, fitness, frozenset(terms(text)))


def _best_paragraphs(article: Article, inside: Mapping[str, Sequence[int]], sought: Sought) -> list[Span]:
    runs = paragraphs(article.text)
    shares = [(-sought.share(_within(inside, run)), run) for run in runs]
    return [run for share, run in sorted(shares)[:PARAGRAPHS] if share]


def _within(inside: Mapping[str, Sequence[int]], run: Span) -> set[str]:
    return {root for root, where in inside.items() if any(run.start <= at < run.end for at in where)}


def _speech(read: AnnotatedArticle, paragraph: Span) -> list[Span]:
    start = paragraph.start
    marked = speech(read.article.words(paragraph))
    found = [span for quote in read.quotes for span in quote.spans if span.overlaps(paragraph)]
    return [*(Span(start + pair.start, start + pair.end) for pair in marked), *found]


def _cuts(span: Span, spoken: Iterable[Span]) -> bool:
    """Whether the sentence is a piece of somebody's speech."""
    return any(pair.overlaps(span) and not span.covers(pair) for pair in spoken)


def _quotes_nobody(read: AnnotatedArticle, span: Span) -> bool:
    """Whether speech of someone unknown stands in it."""
    return any(
        quote.kind is QuoteKind.QUOTE and quote.speaker is None and quote.span.overlaps(span)
        for quote in read.quotes
    )


def _fitness(text: str, sought: Sought, own: set[str], near: set[str], above: Iterable[str]) -> Fitness:
    names = [name for name in _NAME.findall(text) if not set(terms(name)) & sought.weights.keys()]
    new = set(terms(text)) - sought.weights.keys()
    holds = {
        Kind.NUMBER: any(_NUMBER.search(word) for word in new),
        Kind.NAME: bool(names),
        Kind.ANY: False,
    }[sought.kind]
    return Fitness(
        own=sought.share(own),
        near=sought.share(near),
        around=sought.share(near.union(above)),
        article=0.0,
        kind=float(holds),
        news=min(len(new), 20) / 20,
        length=len(text.split()) / 40,
        lead=0.0,
        leaning=0.0,
    )
