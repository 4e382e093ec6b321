"""First bullets against people's one-sentence summaries: python -m tests.bench.summaries [BENCH]."""

from __future__ import annotations

import gzip
import json
import os
import re
import runpy
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.adapters.lexicons import lexicon
from bot.core.briefing.extractive import brief
from bot.core.quotes import find_quotes
from bot.model import AnnotatedArticle, Article, Story

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))
DAY = datetime(2026, 1, 1, tzinfo=UTC)
CAPS = {1: 40, 2: 80}
"""Words counted of one and of two sentences."""


@dataclass(frozen=True)
class SummaryFigures:
    """Mean ROUGE-1 F1 of the first bullet and of the first two, of the articles that got any."""

    rouge1: dict[int, float]
    articles: int
    briefed: int
    ms_an_article: float


def figures(bench: Path = BENCH) -> SummaryFigures:
    """Brief each news article by itself; one without a briefing scores nothing."""
    rows = [row for row in _rows(bench / "summaries" / "wikinews-dev.jsonl.gz") if row["genre"] == "news"]
    started = time.perf_counter()
    bullets = {row["id"]: _bullets(row) for row in rows}
    seconds = (time.perf_counter() - started) / len(rows)
    return SummaryFigures(
        rouge1={count: _mean(bench, rows, bullets, count) for count in CAPS},
        articles=len(rows),
        briefed=sum(bool(found) for found in bullets.values()),
        ms_an_article=1000 * seconds,
    )


def report(bench: Path = BENCH) -> str:
    """The figures beside the references."""
    found = figures(bench)
    return "\n".join(
        [
            f"summaries: {found.briefed} of {found.articles} articles, {found.ms_an_article:.0f} ms each",
            "  ROUGE-1; differences under .03 are noise",
            "  one sentence  two",
            "  .358          .423    first sentences (reference)",
            "  .374          –       LexRank (reference)",
            f"  {_short(found.rouge1[1])}          {_short(found.rouge1[2])}    On Record, first bullets",
        ]
    )


def main() -> None:
    """Print the report, or say that the benchmark is absent."""
    bench = Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH
    if not (bench / "summaries").is_dir():
        sys.stdout.write(
            f"summaries: skipped, no benchmark at {bench} (ONRECORD_BENCH names another place)\n"
        )
        return
    sys.stdout.write(report(bench) + "\n")


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _bullets(row: dict[str, Any]) -> list[str]:
    text = "\n".join(_untokenized(sentence) for sentence in row["sentences"])
    article = Article(row["id"], "", "Wikinews", row["title"], text, DAY, published=_dateline(row))
    briefing = brief(Story((AnnotatedArticle(article, find_quotes(article, lexicon())),)))
    return [bullet.text for bullet in briefing.bullets] if briefing else []


def _dateline(row: dict[str, Any]) -> datetime | None:
    """The day that stands below the headline, as the page gives it to a reader."""
    for sentence in row["sentences"][:3]:
        with suppress(ValueError):
            return datetime.strptime(sentence, "%A, %B %d, %Y").replace(tzinfo=UTC)
    return None


def _untokenized(sentence: str) -> str:
    """The sentence as it was printed: no space before points, within hyphens, brackets and marks."""
    closed = re.sub(r" ([.,;:!?%)\]’])", r"\1", sentence)
    plain = re.sub(r"([(\[$£€]) |(?<=\w) (?=-) |(?<=-) (?=\w)", r"\1", closed.replace(" - ", "-"))
    return re.sub(r"(?<!\S)([\"']) (.+?) \1(?!\w)", r"\1\2\1", plain)


def _mean(bench: Path, rows: list[dict[str, Any]], bullets: dict[str, list[str]], count: int) -> float:
    scorer = runpy.run_path(str(bench / "summaries" / "score.py"))
    total = 0.0
    for row in rows:
        said: Counter[str] = scorer["words"](_capped(bullets[row["id"]][:count], CAPS[count]))
        total += max(scorer["rouge1"](said, scorer["words"](other)) for other in row["summaries"])
    return total / len(rows)


def _capped(texts: list[str], most: int) -> str:
    return " ".join(" ".join(texts).split()[:most])


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


if __name__ == "__main__":
    main()
