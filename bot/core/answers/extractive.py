"""The answer in the articles' own words: the sentences that fit the question best, cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.answers.places import places, plain
from bot.core.answers.query import Kind, Sought
from bot.core.answers.rank import LEAD, Ranked
from bot.core.checks import fault, quotes_within, speech
from bot.core.text import paragraphs, sentences, terms
from bot.model import Article, Bullet, Cite, ReadArticle, Span

ARTICLES = 12
"""How many of the best articles are read for sentences."""

PARAGRAPHS = 6
"""How many paragraphs of each."""

BULLETS = 3

ALIKE = 0.6
"""Share of words from which on two sentences say the same."""

_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|half|twice)\b")
_NAME = re.compile(r"(?<=[\w,;:’\"“(] )[A-Z][\w’'-]+")


class Fitness(NamedTuple):
    """What speaks for a sentence as the answer; shares are of the question's weight, from 0 to 1."""

    own: float  # in the sentence itself
    around: float  # in its paragraph or its headline
    article: float  # how far its article is behind the best, negative
    first: float  # 1 in the best article, a half in the second, and so on
    kind: float  # 1 when it holds a number or a name that was asked for
    names: float  # how many names it has that the question has not, three at most
    news: float  # how many words it has that the question has not, twenty at most
    length: float  # in words, of forty
    lead: float  # 1 at the beginning of its article
    leaning: float  # 1 when it leans on the sentence before


WEIGHTS = Fitness(4.0, 2.0, 1.0, 1.0, 0.7, 0.5, 0.5, -0.3, 0.3, -1.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be shown, and what speaks for it."""

    read: ReadArticle
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


def candidates(ranked: Sequence[Ranked], reads: Mapping[str, ReadArticle], sought: Sought) -> list[Candidate]:
    """The sentences of the best articles that can stand alone, best first."""
    best = ranked[0].hit.score if ranked else 0.0
    found: dict[str, Candidate] = {}
    for place, each in enumerate(ranked[:ARTICLES]):
        for candidate in _of_article(reads[each.hit.article.id], each.hit.score - best, place, sought):
            found.setdefault(candidate.text, candidate)
    return sorted(found.values(), key=lambda candidate: -candidate.score)


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


def _of_article(read: ReadArticle, behind: float, place: int, sought: Sought) -> Iterator[Candidate]:
    article = read.article
    inside = places(plain(article.text), sought.weights)
    above = places(plain(article.headline), sought.weights).keys()
    for paragraph in _best_paragraphs(article, inside, sought):
        around = _within(inside, paragraph) | above
        spoken = _speech(article, paragraph)
        for span in sentences(article.text, paragraph):
            text = article.words(span)
            flaw = fault(text)
            if flaw not in (None, LEANS) or _cuts(span, spoken):
                continue
            fitness = _fitness(text, sought, _within(inside, span), around)
            fitness = fitness._replace(
                article=behind,
                first=1 / (1 + place),
                lead=float(span.start < LEAD),
                leaning=float(flaw == LEANS),
            )
            yield Candidate(read, span, fitness, frozenset(terms(text)))


LEANS = "leans on another sentence"


def _best_paragraphs(article: Article, inside: Mapping[str, Sequence[int]], sought: Sought) -> list[Span]:
    runs = paragraphs(article.text)
    shares = [(-sought.share(_within(inside, run)), run) for run in runs]
    return [run for share, run in sorted(shares)[:PARAGRAPHS] if share]


def _within(inside: Mapping[str, Sequence[int]], run: Span) -> set[str]:
    return {root for root, where in inside.items() if any(run.start <= at < run.end for at in where)}


def _speech(article: Article, paragraph: Span) -> list[Span]:
    start = paragraph.start
    return [Span(start + pair.start, start + pair.end) for pair in speech(article.words(paragraph))]


def _cuts(span: Span, spoken: Iterable[Span]) -> bool:
    """Whether the sentence is a piece of somebody's speech."""
    return any(pair.overlaps(span) and not span.covers(pair) for pair in spoken)


def _fitness(text: str, sought: Sought, own: set[str], around: set[str]) -> Fitness:
    names = [name for name in _NAME.findall(text) if not set(terms(name)) & sought.weights.keys()]
    new = set(terms(text)) - sought.weights.keys()
    holds = {
        Kind.NUMBER: any(_NUMBER.search(word) for word in new),
        Kind.NAME: bool(names),
        Kind.ANY: False,
    }[sought.kind]
    return Fitness(
        own=sought.share(own),
        around=sought.share(own | around),
        article=0.0,
        first=0.0,
        kind=float(holds),
        names=min(len(names), 3) / 3,
        news=min(len(new), 20) / 20,
        length=len(text.split()) / 40,
        lead=0.0,
        leaning=0.0,
    )
