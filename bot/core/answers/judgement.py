"""What was learned of answers, as a value: which sentences answer, and when none does."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.answers.extractive import AnswerCandidate, scored
from bot.core.answers.query import Sought
from bot.core.answers.rank import BEST, WEIGHTS, RankedHit

Weights = Mapping[str, float]

RELATIVE = frozenset(("article", "agreed", "newest", "story"))
"""What only compares sentences of one question: it does not tell whether there is an answer."""

BEHIND = slice(3, 8)
"""The places of the sentences against which the lead of the best is taken."""

FEW = 3
"""Articles whose mean score counts: more would count how many articles there are."""

ON_IT = 0.3
"""Share of the question that one of these must hold."""

USUALLY_NEW = 0.8
"""How new the best article of a question is on the day that it is asked, by the mean."""

SHORT, LONG = 4, 8
"""Words up to which a question says little of what it asks, and from which on it says it all."""


@dataclass(frozen=True, slots=True)
class AnswerJudgement:
    """Weights of the ranker, and of the chance that its best sentence answers: alone and in a thread."""

    ranking: Weights
    alone: Weights
    thread: Weights
    enough: float  # the chance from which on an answer is shown
    enough_long: float  # the same where a question alone says all of what it asks

    def needed(self, sought: Sought) -> float:
        """The chance from which on an answer is shown: the news answers most long questions."""
        long = 0.0 if sought.story else min(max(len(sought.own) - SHORT, 0), LONG - SHORT) / (LONG - SHORT)
        return self.enough - long * max(self.enough - self.enough_long, 0.0)

    def confidence(
        self, best_first: Sequence[AnswerCandidate], ranked: Sequence[RankedHit], sought: Sought
    ) -> float:
        """The chance that the best sentences answer, from 0 to 1; 0 without any."""
        if not best_first:
            return 0.0
        signs = self.signs(best_first, ranked, sought)
        weights = self.thread if sought.story else self.alone
        total = weights[""] + sum(weight * signs[name] for name, weight in weights.items() if name)
        return 1 / (1 + math.exp(-total))

    def signs(
        self, best_first: Sequence[AnswerCandidate], ranked: Sequence[RankedHit], sought: Sought
    ) -> dict[str, float]:
        """What tells whether the fact is there: few things, most of which more articles could only raise."""
        first = best_first[0]
        plain = {name: weight for name, weight in self.ranking.items() if name not in RELATIVE}
        behind = [one.score for one in best_first[BEHIND]] or [best_first[-1].score]
        best = ranked[:BEST]
        on_it = [_dated(each) for each in ranked[:FEW] if each.evidence.coverage >= ON_IT] or [0.0]
        return {
            "score": first.score,
            "margin": first.score - sum(behind) / len(behind),
            "least": first.fitness.least,
            "plain": max(scored(one.fitness, plain) for one in best_first),
            "near": max(one.fitness.near for one in best_first),
            "article": _dated(best[0]) if best else 0.0,
            "articles": sum(on_it) / len(on_it),
            "lead": max((each.evidence.lead for each in best), default=0.0),
        }


def _dated(ranked: RankedHit) -> float:
    """An article's score; without a day it counts as new as what is asked for on its day mostly is."""
    seen = ranked.evidence
    undated = not seen.week and not seen.season
    return ranked.hit.score + (WEIGHTS.week + WEIGHTS.season) * USUALLY_NEW * undated


NO_ANSWER_JUDGEMENT = AnswerJudgement({}, {"": 0.0}, {"": 0.0}, 0.0, 0.0)
"""Nothing learned: whatever is found is shown, in no order of ours."""
