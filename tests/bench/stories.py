"""Stories against ECB+ and headline pairs: python -m tests.bench.stories [BENCH]."""

from __future__ import annotations

import gzip
import json
import os
import runpy
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bot.core.stories.cluster import THRESHOLD, average_link
from bot.core.stories.headlines import headline_similarity
from bot.core.stories.similar import Matrix, similarities
from bot.model import Article

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))
DAY = datetime(2026, 1, 1, tzinfo=UTC)
THRESHOLDS = tuple(round(0.03 + 0.005 * step, 3) for step in range(20))
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


def headlines(bench: Path = BENCH) -> HeadlineFigures:
    """How alike the engine finds pairs of headlines, against people's 0 to 5."""
    rows = _rows(bench / "stories" / "headline-pairs-dev.jsonl.gz")
    alike = np.array([headline_similarity(row["a"], row["b"]) for row in rows])
    people = np.array([row["score"] for row in rows])
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
    found, pairs = events(bench), headlines(bench)
    lines = [
        f"stories: ECB+ dev, {found.articles} articles, {found.ms_an_article:.1f} ms an article",
        "  B³ F1   pairwise F1",
        "  .874    –       average-link TF-IDF (reference)",
        "  .290    .190    MinHash (reference)",
        _line(found.shipped, "On Record, as shipped"),
        _line(found.held_out, "On Record, threshold chosen on other topics"),
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
        best = max(THRESHOLDS, key=lambda threshold: _both(score(others, labels[threshold])))
        found |= {row["id"]: f"{fold}-{labels[best][row['id']]}" for row in rows if row["topic"] in held}
    return found


def _both(scores: Scores) -> float:
    return scores["b3_f1"] + scores["pair_f1"]


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
