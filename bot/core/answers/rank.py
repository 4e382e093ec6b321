"""Articles that the store found, ordered by what stands where in them, and how sure an answer is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from bot.core.answers.query import Sought, root_of_word
from bot.core.reading.text import paragraphs, sentences
from bot.model import Article, Hit, Span

WINDOW = 400
"""Code points within which words count as standing together: about three sentences."""

LEAD = 800
"""Code points from the beginning on which what a word tells falls to a third."""

NEXT = 12
"""Code points from the end of one word to the beginning of the next for the two to be neighbours."""

LENGTH = 5_000
"""Code points of a usual article."""


class HitEvidence(NamedTuple):
    """What speaks for an article, from 0 to 1, most by the question's weight."""

    counts: float  # BM25 over the whole article
    window: float  # in its best window
    headline: float
    coverage: float  # anywhere in it
    lead: float  # in the headline, or how near the beginning
    neighbours: float  # pairs of the question that stand together here too
    week: float  # 1 on the day that is asked about, falling by half in a week
    season: float  # the same by two months


WEIGHTS = HitEvidence(7.5, 1.1, 2.4, 3.0, 4.3, 3.9, 2.8, 1.3)
"""Fitted by `tools/train_search` on news-quiz questions and measured on days that it did not see."""


@dataclass(frozen=True, slots=True)
class RankedHit:
    """A hit in its new place, what speaks for it, and where its best window begins."""

    hit: Hit
    evidence: HitEvidence
    window_at: int


def rank(hits: Iterable[Hit], sought: Sought, as_of: datetime | None = None) -> list[RankedHit]:
    """The hits in order, best first, with new scores; `as_of` is the day that the question is asked on."""
    ranked = [_weigh(hit, sought, as_of) for hit in hits]
    return sorted(ranked, key=lambda each: (-round(each.hit.score, 9), each.hit.article.id))


def unranked(articles: Iterable[Article], ranked: Sequence[RankedHit]) -> list[RankedHit]:
    """The ranked hits behind those of the articles that are not among them, which count as the last does."""
    found = {each.hit.article.id for each in ranked}
    last = ranked[-1].hit.score if ranked else 0.0
    nothing = HitEvidence(*[0.0] * len(HitEvidence._fields))
    missing = [RankedHit(Hit(one, last), nothing, 0) for one in articles if one.id not in found]
    return [*missing, *ranked]


def _weigh(hit: Hit, sought: Sought, as_of: datetime | None) -> RankedHit:
    evidence, window_at = _evidence(hit, sought, as_of)
    score = sum(weight * value for weight, value in zip(WEIGHTS, evidence, strict=True))
    return RankedHit(replace(hit, score=score), evidence, window_at)


def _evidence(hit: Hit, sought: Sought, as_of: datetime | None) -> tuple[HitEvidence, int]:
    weights = sought.weights
    inside, above = (_by_root(where, weights) for where in (hit.places.text, hit.places.headline))
    events = sorted((at, root) for root, where in inside.items() for at in where)
    window, window_at = _best_window(events, weights)
    age = _age(hit.article, as_of)
    evidence = HitEvidence(
        counts=_bm25(hit.article, inside, above, weights),
        window=window,
        headline=sought.share(above),
        coverage=sought.share(inside.keys() | above.keys()),
        lead=sum(
            weights[root] * (1 if root in above else math.exp(-inside[root][0] / LEAD))
            for root in inside.keys() | above.keys()
        ),
        neighbours=_neighbours(events, weights),
        week=_freshness(age, days=7),
        season=_freshness(age, days=60),
    )
    return evidence, window_at


def _by_root(places: Mapping[str, Sequence[int]], weights: Mapping[str, float]) -> dict[str, list[int]]:
    """Root of the question -> where its words begin, in order."""
    found: dict[str, list[int]] = {}
    for word, where in places.items():
        if (root := root_of_word(word)) in weights:
            found.setdefault(root, []).extend(where)
    return {root: sorted(where) for root, where in found.items()}


def _bm25(
    article: Article,
    inside: Mapping[str, Sequence[int]],
    above: Mapping[str, Sequence[int]],
    weights: Mapping[str, float],
) -> float:
    """Of 1; with k 1.2 and b 0.4, and a word in the headline counted three times."""
    long = 1.2 * (0.6 + 0.4 * len(article.text) / LENGTH)
    score = 0.0
    for root in inside.keys() | above.keys():
        count = len(inside.get(root, ())) + 3 * len(above.get(root, ()))
        score += weights[root] * count / (count + long)
    return score


def _best_window(events: Sequence[tuple[int, str]], weights: Mapping[str, float]) -> tuple[float, int]:
    """The most that stands within `WINDOW`, and where that begins."""
    best, best_at, share, first = 0.0, 0, 0.0, 0
    held = dict.fromkeys(weights, 0)
    for at, root in events:
        held[root] += 1
        share += weights[root] if held[root] == 1 else 0.0
        while events[first][0] < at - WINDOW:
            held[events[first][1]] -= 1
            share -= weights[events[first][1]] if not held[events[first][1]] else 0.0
            first += 1
        if share > best + 1e-9:
            best, best_at = share, events[first][0]
    return best, best_at


def _neighbours(events: Sequence[tuple[int, str]], weights: Mapping[str, float]) -> float:
    """The weight of the question's pairs of neighbours that are neighbours in the text too."""
    following = dict(pairwise(weights))
    met = {
        root
        for (at, root), (next_at, next_root) in pairwise(events)
        if following.get(root) == next_root and next_at - at <= len(root) + NEXT
    }
    return sum(min(weights[root], weights[following[root]]) for root in met)


def _age(article: Article, as_of: datetime | None) -> float | None:
    """Days from the article to the day asked on; None without such a day."""
    return None if as_of is None else max((as_of - article.dated).total_seconds() / 86_400, 0.0)


def _freshness(age: float | None, days: float) -> float:
    return 0.0 if age is None else 1 / (1 + age / days)


# --- how sure it is that what was found was meant ---------------------------------------


BEST = 8
"""How many of the best articles are looked at."""


class Signs(NamedTuple):
    """What tells, before anything is shown, whether the corpus holds an answer."""

    score: float  # of the best article
    lead: float  # the most of the question that one of the best says at its beginning
    scores: float  # the mean of the best articles
    words: float  # how many the question has: the logarithm of their number
    rarity: float  # how much each tells


SIGN_WEIGHTS = Signs(0.13, 2.5, 0.02, 0.56, 0.18)
BIAS = -4.66
"""Fitted on 300 news-quiz questions, each asked with the articles that hold its answer and without."""


def confidence(ranked: Sequence[RankedHit], sought: Sought) -> float:
    """The chance that the corpus answers, from 0 to 1; 0 when nothing was found."""
    if not ranked or not sought.weights:
        return 0.0
    total = BIAS + sum(
        weight * value for weight, value in zip(SIGN_WEIGHTS, signs(ranked, sought), strict=True)
    )
    return 1 / (1 + math.exp(-total))


def signs(ranked: Sequence[RankedHit], sought: Sought) -> Signs:
    """What tells, of the best of these; there is one at least."""
    best = ranked[:BEST]
    count = max(len(sought.weights), 1)  # a phrase of stop words alone has none
    return Signs(
        score=best[0].hit.score,
        lead=max(each.evidence.lead for each in best),
        scores=sum(each.hit.score for each in best) / len(best),
        words=math.log(count),
        rarity=sought.whole / count,
    )


# --- the part of an article that is shown with it -------------------------------------------------


def passage(ranked: RankedHit, sought: Sought) -> Span | None:
    """The sentences of the window's best paragraph, as many as the window holds; None for an empty text."""
    article = ranked.hit.article
    window = Span(ranked.window_at, ranked.window_at + WINDOW)
    runs = paragraphs(article.text)
    met = [run for run in runs if run.overlaps(window)] or runs[:1]
    if not met:
        return None
    inside = _by_root(ranked.hit.places.text, sought.weights)
    best = max(met, key=lambda run: sought.share(_roots_within(inside, run)))
    shown = [span for span in sentences(article.text, best) if span.overlaps(window)]
    return Span(shown[0].start, shown[-1].end) if shown else best


def _roots_within(inside: Mapping[str, Sequence[int]], run: Span) -> list[str]:
    return [root for root, where in inside.items() if any(run.start <= at < run.end for at in where)]
