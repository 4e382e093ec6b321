"""The answer in the articles' own words: the sentences that fit the question best, cited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.core.answers.context import names_in
from bot.core.answers.evidence import LEAD, NEAR, Fitness, Matcher, Place, fitness, names_among, within
from bot.core.answers.facts import Fact, facts
from bot.core.answers.query import Sought, plain
from bot.core.answers.rank import RankedHit
from bot.core.checks import fault, quotes_within, speech
from bot.core.reading.text import paragraphs, sentences, terms
from bot.model import AnnotatedArticle, Article, Bullet, Cite, QuoteKind, Span

ARTICLES = 12
"""How many of the best articles are read for sentences."""

LOOKED_AT = 60
"""Sentences, best first, that are looked at closely."""

BULLETS = 3
WORDS = 90
"""Of all bullets together."""

LEANS = "leans on another sentence"
"""The one fault of a sentence that only sets it back: there may be no better one."""

CLOSE = 0.3
"""Share of the question that a sentence, what is near it and its headline must hold: less is beside it."""

EVENT = 0.5
"""Share of the names of a thread's story that must stand in an article's head or near the sentence."""

STORYS_OWN = 0.5
"""Share of the names in a sentence that a story must know for the next, of "him" or "each", to be of it."""

PARAGRAPHS = 120
"""How many paragraphs of all these."""

SHORTEST = 30
"""Code points under which a paragraph holds no sentence that can be shown."""

BEST, LAST_DAYS = 3, timedelta(days=1)
"""Where the latest is asked for, no sentence is older by more than the newest of so many of the best."""

_SOMEBODY = re.compile(r"\b(?:he|she|him|her|his|hers|they|them|their|each|both|neither)\b", re.IGNORECASE)

ALIKE = 0.45
"""Share of words from which on two sentences say the same."""


@dataclass(frozen=True, slots=True)
class AnswerCandidate:
    """A sentence that may be shown, and what speaks for it."""

    read: AnnotatedArticle
    span: Span
    fitness: Fitness
    terms: frozenset[str] = frozenset()
    score: float = 0.0

    @property
    def text(self) -> str:
        """The article's own slice."""
        return self.read.article.words(self.span)

    def bullet(self) -> Bullet:
        """The sentence as a bullet, with the quotes that stand in it."""
        return Bullet(self.text, (Cite(self.read.article, self.span),), quotes_within(self.read, self.span))


def scored(fit: Fitness, weights: Mapping[str, float]) -> float:
    """How well a sentence answers; higher is better."""
    return sum(weights.get(name, 0.0) * value for name, value in zip(fit._fields, fit, strict=True))


def candidates(
    ranked: Sequence[RankedHit],
    reads: Mapping[str, AnnotatedArticle],
    sought: Sought,
    weights: Mapping[str, float],
    story: Collection[str] = (),
    speaker: Collection[str] = (),
    known: Collection[str] = (),
) -> list[AnswerCandidate]:
    """The sentences of the best articles that can stand alone, best first.

    `story` are the ids of the thread's articles, and `known` the names that stand in them; all hold the
    words that name a `speaker`.
    """
    shown = [each.hit for each in ranked[:ARTICLES] if each.hit.article.id in reads]
    best = shown[0].score if shown else 0.0
    matcher = Matcher.of({**sought.own, **sought.story})
    places = {hit.article.id: matcher.places(hit.article.text) for hit in shown}
    names = names_among(sought.own, [(hit.article.text, places[hit.article.id]) for hit in shown])
    newest = _newness([hit.article.dated.timestamp() for hit in shown])
    found: dict[str, AnswerCandidate] = {}
    picked = _best_paragraphs([hit.article for hit in shown], places, sought)
    for hit, new in zip(shown, newest, strict=True):
        read = reads[hit.article.id]
        above = {place.root for place in matcher.places(read.article.headline)}
        above |= {place.root for place in places[read.article.id] if place.at < LEAD // 2}
        for candidate in _of_article(
            read, picked[read.article.id], places[read.article.id], above, sought, names
        ):
            fit = candidate.fitness._replace(
                article=hit.score - best,
                newest=new,
                story=float(read.article.id in story),
            )
            about = fit.event >= EVENT or fit.story if sought.story else fit.around >= CLOSE
            if about and all(word in plain(candidate.text) for word in speaker):
                found.setdefault(candidate.text, replace(candidate, fitness=fit, score=scored(fit, weights)))
    first = sorted(found.values(), key=lambda one: -one.score)[:LOOKED_AT]
    if known:
        first = [one for one in first if one.read.article.id in story or not _of_others(one, known)]
    fit_to_show = [one for each in first if (one := _examined(each, sought))]
    agreed = _agreeing(fit_to_show, sought)
    final = [replace(one, score=scored(one.fitness, weights)) for one in agreed]
    best_first = sorted(final, key=lambda candidate: -candidate.score)
    return _of_the_last_days(best_first) if sought.latest else best_first


def _of_the_last_days(best_first: Sequence[AnswerCandidate]) -> list[AnswerCandidate]:
    """Those that are hardly older than the newest of the best: what holds now is asked for."""
    newest = max((one.read.article.dated for one in best_first[:BEST]), default=None)
    return [one for one in best_first if newest and newest - one.read.article.dated <= LAST_DAYS]


def _newness(dates: Sequence[float]) -> list[float]:
    least, most = min(dates, default=0.0), max(dates, default=0.0)
    return [(date - least) / (most - least) if most > least else 1.0 for date in dates]


def _of_article(
    read: AnnotatedArticle,
    picked: Iterable[Span],
    places: Sequence[Place],
    above: set[str],
    sought: Sought,
    names: frozenset[str],
) -> Iterator[AnswerCandidate]:
    article = read.article
    for paragraph in picked:
        for span in sentences(article.text, paragraph):
            text = article.words(span)
            words = len(text.split())
            if 5 < words <= 60:
                fit = fitness(text, span.start, places, above, sought, names)
                yield AnswerCandidate(read, span, fit._replace(length=words / 40))


def _best_paragraphs(
    articles: Sequence[Article], places: Mapping[str, Sequence[Place]], sought: Sought
) -> Mapping[str, list[Span]]:
    """Article -> those that hold most of the question's own words, there or beside, then of the thread's."""
    weight = {**{root: 0.2 * share for root, share in sought.story.items()}, **sought.own}
    worth: list[tuple[float, int, Span]] = []
    for number, article in enumerate(articles):
        runs = [run for run in paragraphs(article.text) if len(run) >= SHORTEST]
        shares = [sum(weight.get(root, 0.0) for root in within(places[article.id], run)) for run in runs]
        beside = [max(pair) for pair in zip([0.0, *shares[:-1]], [*shares[1:], 0.0], strict=True)]
        worth += [
            (-own - 0.5 * near, number, run)
            for run, own, near in zip(runs, shares, beside, strict=True)
            if own + near
        ]
    picked: dict[str, list[Span]] = {article.id: [] for article in articles}
    for _, number, run in sorted(worth)[:PARAGRAPHS]:
        picked[articles[number].id].append(run)
    return picked


def _of_others(candidate: AnswerCandidate, known: Collection[str]) -> bool:
    """Whether a sentence leans, and that before it names people of whom the story knows few."""
    article, span = candidate.read.article, candidate.span
    if not _SOMEBODY.search(candidate.text) or names_in(candidate.text) & set(known):
        return False
    before = sentences(article.text, Span(max(span.start - NEAR, 0), span.start))
    named = names_in(article.words(before[-1])) if before else set()
    return len(named & set(known)) < STORYS_OWN * len(named)


def _examined(candidate: AnswerCandidate, sought: Sought) -> AnswerCandidate | None:
    """The candidate, set back where it leans on another; None where it cannot be shown."""
    read, span = candidate.read, candidate.span
    flaw = fault(candidate.text)
    if flaw not in (None, LEANS) or _quotes_nobody(read, span) or _cuts(span, _speech(read, span)):
        return None
    own = frozenset(terms(candidate.text))
    new = len(own - sought.weights.keys())
    fit = candidate.fitness._replace(leaning=float(flaw == LEANS), news=min(new, 20) / 20)
    return replace(candidate, fitness=fit, terms=own)


def _agreeing(found: Sequence[AnswerCandidate], sought: Sought) -> list[AnswerCandidate]:
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


def _new_terms(candidate: AnswerCandidate, sought: Sought) -> set[str]:
    """What the sentence may answer with: what is of the type asked for, or any word."""
    text = candidate.text
    told = [text]
    if sought.fact in TYPED:
        told = [text[span.start : span.end] for span in facts(text, sought.fact)]
    return {term for words in told for term in terms(words)} - sought.weights.keys()


TYPED = frozenset(Fact) - {Fact.ANY, Fact.CAUSE, Fact.SPEECH}
"""Types of which an answer can be told from what is none."""


def choose(best_first: Iterable[AnswerCandidate]) -> list[AnswerCandidate]:
    """At most three, ninety words together, none saying what another says."""
    chosen: list[AnswerCandidate] = []
    left = WORDS
    for candidate in best_first:
        words = len(candidate.text.split())
        if words <= left and not any(alike(candidate.terms, other.terms) for other in chosen):
            chosen.append(candidate)
            left -= words
        if len(chosen) == BULLETS:
            break
    return chosen


OF_ONE_EVENT, SAME_WORDS = timedelta(days=14), 0.1
"""How far apart two counts of one event are told, and how much less of the question the newer may hold."""


def newest_count(chosen: Sequence[AnswerCandidate]) -> list[AnswerCandidate]:
    """The chosen, the newest of several counts of one event in front: a toll rises."""
    if not chosen or not chosen[0].fitness.counted:
        return list(chosen)
    first = chosen[0]
    figures = _figures(first)
    newer = [
        one
        for one in chosen[1:]
        if one.fitness.counted
        and first.read.article.dated.date() < one.read.article.dated.date()
        and one.read.article.dated - first.read.article.dated <= OF_ONE_EVENT
        and one.fitness.around >= first.fitness.around - SAME_WORDS
        and not figures & _figures(one)
    ]
    front = max(newer, key=lambda one: one.read.article.dated, default=first)
    return [front, *(one for one in chosen if one is not front)]


def _figures(candidate: AnswerCandidate) -> set[str]:
    text = candidate.text
    return {text[span.start : span.end] for span in facts(text, Fact.NUMBER)}


AGREE = 2
"""Articles that must hold a fact for it to stand in front."""

LONGEST_FACT = 40
"""Code points of a fact in front."""


def common_fact(shown: Sequence[AnswerCandidate], found: Sequence[AnswerCandidate], sought: Sought) -> str:
    """What of the type asked for stands in the first bullet, where several articles agree on it."""
    if not shown or sought.fact not in TYPED:
        return ""
    text = shown[0].text
    held: dict[str, set[str]] = {}
    for span in facts(text, sought.fact):
        words = text[span.start : span.end]
        if len(words) <= LONGEST_FACT and not set(terms(words)) & sought.weights.keys():
            holders = {one.read.article.content for one in found[:LOOKED_AT] if words in one.text}
            held[words] = holders
    agreed = [words for words, holders in held.items() if len(holders) >= AGREE]
    if sought.fact is Fact.NAME and len(agreed) > 1:
        return ""  # who did it and to whom: "lost the seat to" has the one who won second
    return max(agreed, key=lambda words: len(held[words]), default="")


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences, given by their terms, say the same."""
    return len(one & other) > ALIKE * min(len(one), len(other))


def _speech(read: AnnotatedArticle, span: Span) -> list[Span]:
    paragraph = next(run for run in paragraphs(read.article.text) if run.overlaps(span))
    start = paragraph.start
    marked = speech(read.article.words(paragraph))
    found = [one for quote in read.quotes for one in quote.spans if one.overlaps(paragraph)]
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
