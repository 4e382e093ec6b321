"""Stories against ECB+, headline pairs and a long flow: python -m tests.bench.stories [BENCH]."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import runpy
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bot.core.stories.cluster import ARRIVING_THRESHOLD, THRESHOLD, Stream, average_link
from bot.core.stories.headlines import features
from bot.core.stories.similar import Matrix, similarities
from bot.model import Article
from tests.fakes.newsflow import Newsflow

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))
DAY = datetime(2026, 1, 1, tzinfo=UTC)
THRESHOLDS = tuple(round(0.03 + 0.005 * step, 3) for step in range(20))
ARRIVING_THRESHOLDS = (0.065, 0.07, 0.075, 0.08, 0.085, 0.09)
FLOW = int(os.environ.get("ONRECORD_BENCH_FLOW", "10000"))  # invented articles; 100,000 take minutes
FOLDS = 5
DUPLICATE = 4.0  # a pair of headlines scored so or higher tells the same

Scores = dict[str, float]
Score = Callable[[dict[str, str], dict[str, str]], Scores]


@dataclass(frozen=True)
class EventFigures:
    """B³ and pairwise F1 on ECB+, as shipped and with the threshold chosen on other topics."""

    shipped: Scores
    held_out: Scores
    articles: int
    ms_an_article: float


@dataclass(frozen=True)
class StreamFigures:
    """B³ and pairwise F1 on ECB+ as the mean of several random orders, and the time an article takes."""

    shipped: Scores
    held_out: Scores
    orders: int
    ms_an_article: float


@dataclass(frozen=True)
class FlowFigures:
    """Invented articles of ten days, three days kept: where the stream stood after each step."""

    steps: tuple[tuple[int, int, float, float], ...]  # articles so far, kept, ms an article, megabytes
    b3_f1: float  # of the articles kept at the end


@dataclass(frozen=True)
class HeadlineFigures:
    """Correlation with people's scores by year, and F1 of duplicates with a threshold from other pairs."""

    correlation: dict[int, float]
    duplicates_f1: float


def events(bench: Path = BENCH) -> EventFigures:
    """Cluster all articles of ECB+ at once; the topic field chooses folds and nothing else."""
    rows = _rows(bench / "stories" / "ecb-dev.jsonl.gz")
    started = time.perf_counter()
    similar = similarities([_article(row["id"], "", row["text"]) for row in rows])
    groups = {threshold: average_link(similar, threshold) for threshold in {*THRESHOLDS, THRESHOLD}}
    seconds = (time.perf_counter() - started) / len(rows)
    labels = {threshold: _labels(rows, found) for threshold, found in groups.items()}
    score: Score = runpy.run_path(str(bench / "stories" / "cluster_score.py"))["score"]
    gold = {row["id"]: row["story"] for row in rows}
    return EventFigures(
        shipped=score(gold, labels[THRESHOLD]),
        held_out=score(gold, _held_out(rows, gold, labels, score)),
        articles=len(rows),
        ms_an_article=1000 * seconds,
    )


def streamed(bench: Path = BENCH, orders: int = 5) -> StreamFigures:
    """Let the articles of ECB+ arrive one by one in random orders."""
    rows = _rows(bench / "stories" / "ecb-dev.jsonl.gz")
    score: Score = runpy.run_path(str(bench / "stories" / "cluster_score.py"))["score"]
    gold = {row["id"]: row["story"] for row in rows}
    started = time.process_time()
    shipped: list[Scores] = []
    held_out: list[Scores] = []
    for seed in range(orders):
        arriving = [_article(row["id"], "", row["text"]) for row in rows]
        random.Random(seed).shuffle(arriving)
        labels = {threshold: _arrived(arriving, threshold) for threshold in ARRIVING_THRESHOLDS}
        shipped.append(score(gold, labels[ARRIVING_THRESHOLD]))
        held_out.append(score(gold, _held_out(rows, gold, labels, score)))
    seconds = time.process_time() - started
    runs = orders * len(ARRIVING_THRESHOLDS) * len(rows)
    return StreamFigures(_mean(shipped), _mean(held_out), orders, 1000 * seconds / runs)


def flow(bench: Path, articles: int, steps: int = 10) -> FlowFigures:
    """Time and memory of a stream as articles of ten days arrive, five of each event."""
    score: Score = runpy.run_path(str(bench / "stories" / "cluster_score.py"))["score"]
    news, stream = Newsflow(), Stream(timedelta(days=3))
    found: list[tuple[int, int, float, float]] = []
    spent = 0.0
    for number, article in enumerate(news.articles(articles, 10, articles // 50), start=1):
        started = time.process_time()
        stream.add(article)
        spent += time.process_time() - started
        if number % (articles // steps) == 0:
            found.append((number, len(stream), 1000 * spent * steps / articles, _megabytes()))
            spent = 0.0
    labels = {name: str(story) for story, ids in enumerate(stream.stories()) for name in ids}
    gold = {name: str(news.event_of[name]) for name in labels}
    return FlowFigures(tuple(found), score(gold, labels)["b3_f1"])


def headlines(bench: Path = BENCH) -> HeadlineFigures:
    """How alike pairs of headlines are, against people's 0 to 5, by weights fitted on the other pairs."""
    rows = _rows(bench / "stories" / "headline-pairs-dev.jsonl.gz")
    signs = np.array([features(row["a"], row["b"]) for row in rows])
    people = np.array([row["score"] for row in rows])
    alike = _fitted_on_others(signs, people)
    years = np.array([row["year"] for row in rows])
    return HeadlineFigures(
        correlation={
            int(year): float(np.corrcoef(alike[years == year], people[years == year])[0, 1])
            for year in sorted(set(years))
        },
        duplicates_f1=_duplicates_f1(alike, people >= DUPLICATE),
    )


def report(bench: Path = BENCH) -> str:
    """The figures beside the references."""
    found, pairs, arriving = events(bench), headlines(bench), streamed(bench)
    lines = [
        f"stories: ECB+ dev, {found.articles} articles, {found.ms_an_article:.1f} ms an article",
        "  B³ F1   pairwise F1",
        "  .874    –       average-link TF-IDF (reference)",
        "  .290    .190    MinHash (reference)",
        _line(found.shipped, "On Record, as shipped"),
        _line(found.held_out, "On Record, threshold chosen on other topics"),
        f"stories as they arrive: mean of {arriving.orders} orders, {arriving.ms_an_article:.1f} ms an article",
        _line(arriving.shipped, "On Record, as shipped"),
        _line(arriving.held_out, "On Record, threshold chosen on other topics"),
        *_flow_lines(flow(bench, FLOW)),
        "headline pairs: correlation (reference .73 in 2013, .69 in 2014); duplicates F1 (reference .60)",
        "  " + ", ".join(f"{year}: {value:.3f}" for year, value in pairs.correlation.items()),
        f"  duplicates F1 {pairs.duplicates_f1:.3f}",
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the report, or say that the benchmark is absent."""
    bench = Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH
    if not (bench / "stories").is_dir():
        sys.stdout.write(f"stories: skipped, no benchmark at {bench} (ONRECORD_BENCH names another place)\n")
        return
    sys.stdout.write(report(bench) + "\n")


def _arrived(articles: Iterable[Article], threshold: float) -> dict[str, str]:
    stream = Stream(timedelta(days=1), threshold)
    for article in articles:
        stream.add(article)
    return {name: str(number) for number, ids in enumerate(stream.stories()) for name in ids}


def _mean(scores: list[Scores]) -> Scores:
    return {name: sum(one[name] for one in scores) / len(scores) for name in scores[0]}


def _megabytes() -> float:
    """The most memory that the process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _flow_lines(found: FlowFigures) -> list[str]:
    curve = [
        f"  {articles:>9,}  {kept:>7,}  {ms:>6.2f}  {megabytes:>6.0f}"
        for articles, kept, ms, megabytes in found.steps
    ]
    title = f"stories of {found.steps[-1][0]:,} invented articles of ten days, three days kept:"
    return [title, "   articles     kept      ms      MB", *curve, f"  B³ F1 {found.b3_f1:.3f} of those kept"]


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _article(article_id: str, headline: str, text: str) -> Article:
    return Article(article_id, "", "", headline, text, captured=DAY)


def _labels(rows: list[dict[str, Any]], groups: Iterable[list[int]]) -> dict[str, str]:
    return {rows[row]["id"]: str(number) for number, group in enumerate(groups) for row in group}


def _held_out(
    rows: list[dict[str, Any]], gold: dict[str, str], labels: dict[float, dict[str, str]], score: Score
) -> dict[str, str]:
    """Each topic's articles as grouped with the threshold that suits the other topics best."""
    topics = sorted({row["topic"] for row in rows}, key=int)
    found: dict[str, str] = {}
    for fold in range(FOLDS):
        held = set(topics[fold::FOLDS])
        others = {row["id"]: gold[row["id"]] for row in rows if row["topic"] not in held}
        best = max(sorted(labels), key=lambda threshold: _both(score(others, labels[threshold])))
        found |= {row["id"]: f"{fold}-{labels[best][row['id']]}" for row in rows if row["topic"] in held}
    return found


def _both(scores: Scores) -> float:
    return scores["b3_f1"] + scores["pair_f1"]


def _fitted_on_others(signs: Any, people: Any) -> Any:
    """Each fifth of the pairs by least squares over the rest: how the engine's weights came about."""
    found = np.zeros(len(people))
    known = np.column_stack([np.ones(len(people)), signs])
    for fold in range(FOLDS):
        held = np.arange(len(people)) % FOLDS == fold
        weights, *_ = np.linalg.lstsq(known[~held], people[~held], rcond=None)
        found[held] = known[held] @ weights
    return found


def _duplicates_f1(alike: Matrix, same: np.ndarray[Any, np.dtype[np.bool_]]) -> float:
    """F1 with each fifth of the pairs judged by the threshold that suits the rest best."""
    judged = np.zeros(len(alike), dtype=bool)
    for fold in range(FOLDS):
        held = np.arange(len(alike)) % FOLDS == fold
        best = max(np.unique(alike[~held]), key=lambda cut: _f1(alike[~held] >= cut, same[~held]))
        judged[held] = alike[held] >= best
    return _f1(judged, same)


def _f1(found: np.ndarray[Any, np.dtype[np.bool_]], same: np.ndarray[Any, np.dtype[np.bool_]]) -> float:
    right = int((found & same).sum())
    return 2 * right / (int(found.sum()) + int(same.sum())) if right else 0.0


def _line(scores: Scores, name: str) -> str:
    return f"  {_short(scores['b3_f1'])}    {_short(scores['pair_f1'])}    {name}"


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


if __name__ == "__main__":
    main()
