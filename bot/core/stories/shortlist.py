"""Which of very many articles are worth reading whole: judged by headline, address, date and place alone."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, combinations

from bot.core.reading.text import WORD
from bot.core.stories.judgement import NewsJudgement, log_odds
from bot.core.stories.kinds import sections
from bot.core.stories.rank import FOLLOWED, FRESH, FRESH_HOURS, FRONT, PROMINENT, breadth, consequences
from bot.core.stories.similar import weighted_stem
from bot.core.stories.voices import publisher
from bot.model import Article, Listed

WORDS = 7
"""The rarest words of a headline that are paired: two of them together name an event."""

PARTS = 8
"""One event takes at most one in so many of the articles that are read."""

Pair = tuple[str, str]


def shortlist(
    listed: Sequence[Listed],
    now: datetime,
    judgement: NewsJudgement,
    most: int,
    raised: Collection[str] = (),
    held: Collection[str] = (),
) -> list[Listed]:
    """At most so many of the articles, the likeliest to lead first; those whose ids are `held` among them.

    What leads is judged as for whole stories: by how many articles and publishers have the same two rare
    words in a headline, by freshness, place in the feed, and what was learned of what is picked; the ids
    that are `raised` are on topics which the channel follows.
    """
    if len(listed) <= most:
        return [*listed]
    headlines = [_stems(one.headline) for one in listed]
    paired = [_pairs(stems, judgement) for stems in headlines]
    shared = Counter(chain.from_iterable(paired))
    paired = [[pair for pair in pairs if shared[pair] > 1] for pairs in paired]
    publishers: defaultdict[Pair, set[str]] = defaultdict(set)
    for one, pairs in zip(listed, paired, strict=True):
        by = publisher(one) if pairs else ""
        for pair in pairs:
            publishers[pair].add(by)
    spread = {pair: (len(by), shared[pair], pair) for pair, by in publishers.items()}
    scores: dict[str, float] = {}
    events: dict[str, Pair | str] = {}
    for one, stems, pairs in zip(listed, headlines, paired, strict=True):
        outlets, articles, event = max((spread[pair] for pair in pairs), default=(1, 1, one.id))
        events[one.id] = event
        scores[one.id] = _score(one, stems, articles, outlets, now, judgement)
        scores[one.id] += FOLLOWED * (one.id in raised) + (math.inf if one.id in held else 0.0)
    ranked = sorted(listed, key=lambda one: (-scores[one.id], one.id))
    return _shared_out(ranked, events, most)


def _shared_out(ranked: Sequence[Listed], events: Mapping[str, Pair | str], most: int) -> list[Listed]:
    """The first so many, no event taking more than its part as long as others can fill the rest."""
    taken: Counter[Pair | str] = Counter()
    first: list[Listed] = []
    rest: list[Listed] = []
    for one in ranked:
        taken[events[one.id]] += 1
        (first if taken[events[one.id]] <= most // PARTS else rest).append(one)
    return [*first, *rest][:most]


def nearest(article: Article, listed: Sequence[Listed], judgement: NewsJudgement, most: int) -> list[Listed]:
    """At most so many of the articles: those whose headlines share the rarest words with this one's."""
    if len(listed) <= most:
        return [*listed]
    mine = {stem: _rarity(stem, judgement) for stem in _stems(article.headline)}
    shared = {one.id: sum(mine.get(stem, 0.0) for stem in _stems(one.headline)) for one in listed}
    return sorted(listed, key=lambda one: (-shared[one.id], one.id))[:most]


def _score(
    one: Listed,
    stems: Iterable[str],
    articles: int,
    outlets: int,
    now: datetime,
    judgement: NewsJudgement,
) -> float:
    words = dict.fromkeys(stems, 1.0)
    words |= {f"section {name}": 1.0 for name in sections(one.url)}
    features = {
        "picked": log_odds(judgement.picked, words),
        "articles": math.log(articles),
        "consequence": math.log(1 + len(consequences(one.headline))),
    }
    hours = max(0.0, (now - one.dated).total_seconds() / 3600)
    front = bool(one.position and one.position <= FRONT)
    score: float = log_odds(judgement.order, features) + FRESH * 0.5 ** (hours / FRESH_HOURS)
    return score + breadth(outlets) + PROMINENT * front


def _stems(headline: str) -> dict[str, None]:
    """The stems of a headline in order, each once."""
    stems = (weighted_stem(match.group())[0] for match in WORD.finditer(headline))
    return dict.fromkeys(filter(None, stems))


def _pairs(stems: Iterable[str], judgement: NewsJudgement) -> list[Pair]:
    held_by = judgement.held_by or {}
    rarest = sorted([(held_by.get(stem, 0), stem) for stem in stems])[:WORDS]
    return list(combinations(sorted([stem for _, stem in rarest]), 2))


def _rarity(stem: str, judgement: NewsJudgement) -> float:
    return math.log((judgement.articles + 2) / (1 + (judgement.held_by or {}).get(stem, 0)))
