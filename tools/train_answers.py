"""Fits the answers' weights in bot/core/answers/weights: python -m tools.train_answers [BENCH].

Reads questions with gold answers over real news, and news-quiz questions, each asked with the articles that
hold its answer and without. What is written are weights of the ranker and of the confidence alone.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import runpy
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.adapters.store import SqlStore
from bot.cli.session import end_of
from bot.core.answers.evidence import Fitness
from bot.core.answers.extractive import choose, scored
from bot.core.answers.judgement import LONG, AnswerJudgement
from bot.core.answers.rank import BEST
from bot.errors import ConfigError
from bot.model import LOCAL_WORKSPACE, Question
from bot.newsroom import ask
from bot.newsroom.ask import Evidence, Thread
from tests.bench import ask_corpus
from tests.bench.search import folded, holding, questions

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[2] / "shared" / "bench"))
WRITTEN = Path(__file__).parents[1] / "bot" / "core" / "answers" / "weights" / "en.json"

Array = np.ndarray[Any, np.dtype[Any]]
Weights = dict[str, float]
Record = dict[str, Any]

START: Weights = {
    "own": 2.0,
    "near": 0.9,
    "around": 1.8,
    "relation": 1.0,
    "least": 1.0,
    "article": 0.6,
    "fact": 1.2,
    "close": 1.0,
    "counted": 1.0,
    "length": 1.1,
    "lead": 1.1,
    "leaning": -0.8,
    "agreed": 1.9,
}
"""By these the sentences are picked that the ranker learns from."""

STEPS = 300
RANK_PENALTY = 0.02
QUIZ = 0.1
"""How much a quiz question counts beside one that people asked."""

PLAIN = ("plain", "least", "near", "article", "lead", "articles")
THREAD = ("score", "margin")
PLAIN_RIDGE, THREAD_RIDGE = 10.0, 1.0
SILENT_ALONE, SILENT_THREAD = 0.78, 0.65
"""Shares of the questions without an answer that are to stay without; held out it is up to .15 less."""

ENOUGH = 0.5
REFUSED = 0.005
"""Share of the long questions with an answer that may be refused."""

EVERY = 4
"""Of so many quiz questions the first is not learned from: `make bench-search` asks these."""


@dataclass(frozen=True)
class Asked:
    """A question of the benchmark, with what was looked at for it and which sentences are right."""

    record: str
    turn: int | None
    kind: str  # ask, thread, quiz, or quiz without the articles that hold the answer
    day: str
    gold: Record
    seen: Evidence
    right: tuple[bool, ...]

    @property
    def answerable(self) -> bool:
        """Whether the articles answer it."""
        return self.kind == "quiz" or (self.kind != "without" and self.gold["answer"] != "silent")


async def collect(bench: Path, store: SqlStore) -> list[Asked]:
    """Every question with what is looked at for it."""
    scorer = runpy.run_path(str(bench / "ask" / "score.py"))
    found: list[Asked] = []

    async def add(kind: str, record: Record, gold: Record, question: Question, thread: Thread) -> None:
        try:
            looked_at = await ask.evidence(store, question, START, thread)
        except ConfigError:
            return
        seen = replace(
            looked_at, ranked=looked_at.ranked[:BEST]
        )  # two hundred articles each would fill memory
        right = tuple(_is_right(kind, gold, one.text, scorer) for one in seen.found)
        day = str(record.get("as_of") or record["date"]).replace("/", "-")
        found.append(Asked(record["id"], gold.get("turn"), kind, day, gold, seen, right))

    for record in lines(bench / "ask" / "ask-dev.jsonl"):
        await add("ask", record, record, question_of(record["ask"], record["as_of"]), ask.NO_THREAD)
    for record in lines(bench / "ask" / "conversations-dev.jsonl"):
        thread = Thread(tuple(record["about"]))
        for turn in record["turns"]:
            await add("thread", record, turn, question_of(turn["ask"], record["as_of"]), thread)
            thread = thread.after(turn["ask"])
    for place, record in enumerate(questions(bench)):
        if place % EVERY and record["answer_bearing_ids"]:
            question = question_of(record["question"], record["date"])
            await add("quiz", record, record, question, ask.NO_THREAD)
            await add("without", record, record, replace(question, without=holding(record)), ask.NO_THREAD)
    return found


def lines(path: Path) -> list[Record]:
    """The records of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def question_of(text: str, day: str) -> Question:
    """A question asked at the end of a day: all of that day counts."""
    return Question(text, LOCAL_WORKSPACE, end_of(day))


def _is_right(kind: str, gold: Record, text: str, scorer: Mapping[str, Any]) -> bool:
    if kind in ("quiz", "without"):
        return folded(gold["answer"]) in folded(text)
    if gold["answer"] == "silent":
        return False
    return bool(scorer["judge_answer"](gold, {"answered": True, "bullets": [text]}) == "right")


def judgement(learned_from: Sequence[Asked]) -> AnswerJudgement:
    """What is learned from these questions."""
    ranking = _ranking([one for one in learned_from if one.answerable and any(one.right)])
    bare = AnswerJudgement(ranking, {}, {}, ENOUGH, ENOUGH)
    asked = [_judged(one, bare) for one in learned_from if one.seen.found]
    alone = [(one, signs) for one, signs, _ in asked if one.kind != "thread"]
    in_thread = [(one, signs, right) for one, signs, right in asked if one.kind == "thread"]
    plain = _logistic(
        PLAIN,
        [signs for _, signs in alone],
        [one.answerable for one, _ in alone],
        [1.0 if one.kind == "ask" else QUIZ for one, _ in alone],
        PLAIN_RIDGE,
    )
    threaded = _logistic(
        THREAD,
        [signs for _, signs, _ in in_thread],
        [right for _, _, right in in_thread],
        [1.0] * len(in_thread),
        THREAD_RIDGE,
    )
    silent = [_total(plain, signs) for one, signs in alone if one.kind == "ask" and not one.answerable]
    plain[""] -= float(np.quantile(silent, SILENT_ALONE))
    long = [
        _total(plain, signs)
        for one, signs in alone
        if one.kind == "quiz" and len(one.seen.sought.own) >= LONG
    ]
    enough_long = min(1 / (1 + math.exp(-float(np.quantile(long, REFUSED)))), ENOUGH) if long else ENOUGH
    silent = [_total(threaded, signs) for one, signs, _ in in_thread if not one.answerable]
    threaded[""] -= float(np.quantile(silent, SILENT_THREAD))
    return AnswerJudgement(ranking, _rounded(plain), _rounded(threaded), ENOUGH, round(enough_long, 3))


def _judged(one: Asked, bare: AnswerJudgement) -> tuple[Asked, Weights, bool]:
    """With the signs by this ranker, and whether its best sentences answer."""
    order = sorted(
        (
            (replace(found, score=scored(found.fitness, bare.ranking)), right)
            for found, right in zip(one.seen.found, one.right, strict=True)
        ),
        key=lambda each: -each[0].score,
    )
    best_first = [found for found, _ in order]
    right = {id(found): is_right for found, is_right in order}
    shown = choose(best_first)
    signs = bare.signs(best_first, one.seen.ranked, one.seen.sought)
    return one, signs, one.answerable and any(right[id(found)] for found in shown)


def _ranking(asked: Sequence[Asked]) -> Weights:
    """Weights by which the right sentences of each question are probable together."""
    groups = [np.array([found.fitness for found in one.seen.found], float) for one in asked]
    rights = [np.array(one.right) for one in asked]
    counts = [QUIZ if one.kind == "quiz" else 1.0 for one in asked]
    weights = softmax(groups, rights, RANK_PENALTY, counts)
    return _rounded(dict(zip(Fitness._fields, weights.tolist(), strict=True)))


def softmax(
    groups: Sequence[Array], rights: Sequence[Array], penalty: float, counts: Sequence[float] | None = None
) -> Array:
    """Weights by which the right rows of each group are probable together, held near zero."""
    rows, right = np.concatenate(groups), np.concatenate(rights).astype(float)
    sizes = [len(each) for each in groups]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    group = np.repeat(np.arange(len(groups)), sizes)
    count = np.ones(len(groups)) if counts is None else np.array(counts)

    def slope(weights: Array) -> Array:
        scores = rows @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        shares = powers / np.add.reduceat(powers, starts)[group]
        good = powers * right
        target = good / np.maximum(np.add.reduceat(good, starts), 1e-300)[group]
        pull = rows.T @ ((shares - target) * count[group]) / count.sum()
        return np.asarray(pull + 2 * penalty * weights)

    return _adam(slope, rows.shape[1])


def _adam(slope: Callable[[Array], Array], size: int) -> Array:
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        found = slope(weights)
        mean = 0.9 * mean + 0.1 * found
        square = 0.99 * square + 0.01 * found**2
        rate = 0.15 * (0.03 ** (step / STEPS))
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def _logistic(
    names: Sequence[str], rows: Sequence[Weights], right: Sequence[bool], count: Sequence[float], ridge: float
) -> Weights:
    """A logistic curve over signs, each brought to one spread before it is held near zero."""
    matrix = np.array([[row[name] for name in names] for row in rows], float)
    middle, spread = matrix.mean(0), matrix.std(0) + 1e-9
    scaled = np.c_[np.ones(len(rows)), (matrix - middle) / spread]
    weights, goal, share_of = np.zeros(len(names) + 1), np.array(right, float), np.array(count)
    hold = ridge * np.eye(len(names) + 1)
    hold[0, 0] = 1e-6
    for _ in range(30):
        share = 1 / (1 + np.exp(-scaled @ weights))
        pull = scaled.T @ (share_of * (share - goal)) + hold @ weights
        bend = (scaled * (share_of * share * (1 - share))[:, None]).T @ scaled + hold
        weights -= np.linalg.solve(bend, pull)
    plain = weights[1:] / spread
    return {"": float(weights[0] - plain @ middle), **dict(zip(names, plain.tolist(), strict=True))}


def _total(weights: Weights, signs: Weights) -> float:
    return weights[""] + sum(weight * signs[name] for name, weight in weights.items() if name)


def _rounded(weights: Mapping[str, float]) -> Weights:
    return {name: round(weight, 3) for name, weight in weights.items()}


async def _trained(bench: Path) -> AnswerJudgement:
    store = await ask_corpus.opened(bench)
    try:
        return judgement(await collect(bench, store))
    finally:
        await store.close()


def main() -> None:
    """Fit and write."""
    bench = Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH
    learned = asyncio.run(_trained(bench))
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(json.dumps(asdict(learned), indent=1) + "\n", "utf-8")
    sys.stdout.write(f"written: {WRITTEN}\n")


if __name__ == "__main__":
    main()
