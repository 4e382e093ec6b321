"""Fits the weights of bot/core/answers/rank.py: python -m tools.train_search [BENCH].

Reads news-quiz questions with the articles that hold their answers, each asked on its day and without a day.
Prints what days that were not learned from give, what all of them give, and the weights to write down.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.adapters.store import SqlStore
from bot.core.answers.rank import WEIGHTS, HitEvidence, Signs, signs
from bot.newsroom import ask
from tests.bench import ask_corpus
from tests.bench.search import auc, hits, holding, questions
from tools.logistic import Table, fit
from tools.train_answers import BENCH, question_of, softmax

Array = np.ndarray[Any, np.dtype[Any]]

FOLDS = 10
PENALTY = 0.002
STRENGTH = 1.0


@dataclass(frozen=True)
class Looked:
    """The articles that were ranked for a question: what speaks for each, and which are right."""

    day: str
    dated: bool
    evidence: Array
    any: Array
    editors: Array
    signs: Signs
    without: Signs  # the same where the articles that hold the answer are left out


async def collect(store: SqlStore, bench: Path) -> list[Looked]:
    """Every question on its day and without one."""
    found: list[Looked] = []
    for record in questions(bench):
        on_its_day = question_of(record["question"], record["date"])
        for question in (on_its_day, replace(on_its_day, as_of=None)):
            ranked, sought = await ask.looked_at(store, question)
            left, _ = await ask.looked_at(store, replace(question, without=holding(record)))
            ids = [each.hit.article.id for each in ranked]
            if not ranked or not left:
                continue
            found.append(
                Looked(
                    record["date"],
                    question.as_of is not None,
                    np.array([each.evidence for each in ranked], float),
                    np.array([each in holding(record) for each in ids]),
                    np.array([each in record["gold_ids"] for each in ids]),
                    signs(ranked, sought),
                    signs(left, sought),
                )
            )
    return found


def weights_of(learned_from: Sequence[Looked]) -> Array:
    """By which a right article, and the one that the editors name, are probable among all."""
    goals = [(one.evidence, right) for one in learned_from for right in (one.any, one.editors) if right.any()]
    spread: Array = np.concatenate([evidence for evidence, _ in goals]).std(0) + 1e-9
    rows = [evidence / spread for evidence, _ in goals]
    weights: Array = softmax(rows, [right for _, right in goals], PENALTY) / spread
    return weights


def figures(asked: Iterable[Looked], weights: Callable[[Looked], Array], *, dated: bool) -> str:
    """hit@1, @5, @10 and MRR@10 of the editors' article and of any with the answer."""
    asked = [one for one in asked if one.dated is dated]
    lines = []
    for name in ("editors", "any"):
        places: list[int | None] = []
        for one in asked:
            right = getattr(one, name)
            if right.any() or name == "any":
                order = np.argsort(-(one.evidence @ weights(one)), kind="stable")
                met = np.flatnonzero(right[order][:10])
                places.append(int(met[0]) if met.size else None)
        told = "  ".join(f"{title} {value:.3f}" for title, value in hits(places).items())
        lines.append(f"  {name:8} {told}")
    return "\n".join(lines)


def report(asked: Sequence[Looked]) -> str:
    """What is held out, what is not, and the weights of all."""
    days = sorted({one.day for one in asked})
    fold = {day: number % FOLDS for number, day in enumerate(days)}
    apart = {number: weights_of([one for one in asked if fold[one.day] != number]) for number in range(FOLDS)}
    whole = weights_of(asked)
    ways: dict[str, Callable[[Looked], Array]] = {
        "as it is": lambda one: np.array(WEIGHTS),
        f"held out, {len(days)} days in {FOLDS} folds": lambda one: apart[fold[one.day]],
        "fitted on all": lambda one: whole,
    }
    lines = []
    for way, weights in ways.items():
        for dated in (False, True):
            lines.append(f"{way}, {'on their day' if dated else 'no dates'}")
            lines.append(figures(asked, weights, dated=dated))
    lines.append(f"WEIGHTS = {HitEvidence(*(round(float(each), 1) for each in whole))}")
    return "\n".join([*lines, *_confidence(asked, fold)])


def _confidence(asked: Sequence[Looked], fold: dict[str, int]) -> list[str]:
    """The weights of the chance that the articles answer, by the ranking as it is."""
    rows = [
        (one.day, each._asdict(), right)
        for one in asked
        for each, right in ((one.signs, True), (one.without, False))
    ]

    def learned(some: Sequence[tuple[str, dict[str, float], bool]]) -> dict[str, float]:
        return fit(Table([row for _, row, _ in some]), [right for _, _, right in some], STRENGTH)

    scores: list[tuple[float, bool]] = []
    for number in range(FOLDS):
        weights = learned([row for row in rows if fold[row[0]] != number])
        scores += [
            (sum(weights.get(name, 0.0) * value for name, value in row.items()), right)
            for day, row, right in rows
            if fold[day] == number
        ]
    told = auc([one for one, right in scores if right], [one for one, right in scores if not right])
    return [f"AUC with the answer and without, held out: {told:.3f}", f"SIGN_WEIGHTS = {learned(rows)}"]


async def _trained(bench: Path) -> list[Looked]:
    store = await ask_corpus.opened(bench)
    try:
        return await collect(store, bench)
    finally:
        await store.close()


def main() -> None:
    """Print the report."""
    bench = Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH
    sys.stdout.write(report(asyncio.run(_trained(bench))) + "\n")


if __name__ == "__main__":
    main()
