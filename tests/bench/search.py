"""Search and answers on the news-quiz questions: python -m tests.bench.search [--limit N]."""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import re
import statistics
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.adapters.store import SqlStore, open_store
from bot.config import answer_judgement
from bot.model import AnnotatedArticle, Article, Question
from bot.newsroom.ask import ask, search
from tests.conftest import BENCH

WORKSPACE = "bench"
SAMPLE = 120
REFERENCE = """reference: FTS5 BM25 over passages, no dates
  editors' article       hit@1 .496  hit@5 .732  hit@10 .821  MRR@10 .586
  any with the answer    hit@1 .591  hit@5 .833  hit@10 .889  MRR@10 .691
  bullet 1 .363  bullets 1-3 .506  AUC .681  own pair .816"""

Record = dict[str, Any]


def records(path: Path) -> list[Record]:
    """The lines of a packed JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def day(text: str) -> datetime:
    """A date of the benchmark, in UTC."""
    return datetime.strptime(text, "%Y/%m/%d").replace(tzinfo=UTC)


def article(record: Record) -> AnnotatedArticle:
    """An article of the benchmark under its own id."""
    return AnnotatedArticle(
        Article(
            record["id"],
            record["url"],
            "bench",
            record["title"],
            record["text"],
            captured=datetime(2024, 1, 1, tzinfo=UTC),
            published=day(record["date"]) if record["date"] else None,
        )
    )


def holding(question: Record) -> frozenset[str]:
    """The articles that hold the answer of a question."""
    return frozenset(question["gold_ids"]) | frozenset(question["answer_bearing_ids"])


def questions(bench: Path) -> list[Record]:
    """Those that some article answers."""
    return [each for each in records(bench / "retrieval" / "questions-dev.jsonl.gz") if holding(each)]


async def corpus(bench: Path, path: Path, keep: frozenset[str] | None = None) -> SqlStore:
    """A store of the articles: all, or a fifth and those to keep."""
    store = await open_store(f"sqlite:///{path}")
    every = records(bench / "retrieval" / "articles.jsonl.gz")
    chosen = [
        each for number, each in enumerate(every) if keep is None or number % 5 == 0 or each["id"] in keep
    ]
    await store.import_articles(WORKSPACE, [article(each) for each in chosen])
    return store


@dataclass
class Figures:
    """What was measured, a value a question."""

    editors: list[int | None] = field(default_factory=list)  # the place of the first right hit
    any: list[int | None] = field(default_factory=list)
    bullets: list[list[bool]] = field(default_factory=list)  # does each hold the answer
    sure: list[tuple[float, float]] = field(default_factory=list)  # with the articles, and without
    answered: list[tuple[bool, bool]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, float]:
        """The figures by name."""
        return {
            **{f"editors {name}": value for name, value in hits(self.editors).items()},
            **{f"any {name}": value for name, value in hits(self.any).items()},
            "bullet_1": mean(bool(shown[:1] and shown[0]) for shown in self.bullets),
            "bullets_1_3": mean(any(shown) for shown in self.bullets),
            "auc": auc([one for one, _ in self.sure], [other for _, other in self.sure]),
            "own pair": mean((one > other) + (one == other) / 2 for one, other in self.sure),
            "answered with": mean(one for one, _ in self.answered),
            "answered without": mean(other for _, other in self.answered),
            "ms a question": 1000 * statistics.median(self.seconds),
        }


def mean(values: Iterable[float]) -> float:
    """The mean, 0 of nothing."""
    listed = [float(value) for value in values]
    return sum(listed) / (len(listed) or 1)


def hits(places: Sequence[int | None]) -> dict[str, float]:
    """hit@1, @5, @10 and MRR@10 of the places of the first right hits."""
    within = {f"hit@{top}": mean(at is not None and at < top for at in places) for top in (1, 5, 10)}
    return {**within, "mrr@10": mean(0.0 if at is None else 1 / (at + 1) for at in places)}


def auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """How often one of the higher is above one of the lower; a tie counts half."""
    return mean((one > other) + (one == other) / 2 for one in higher for other in lower)


async def measure(store: SqlStore, asked: Sequence[Record], *, dated: bool) -> Figures:
    """Search and answer each question, with all articles and without those that hold its answer."""
    figures = Figures()
    for each in asked:
        await _measure_one(store, each, day(each["date"]) if dated else None, figures)
    return figures


async def _measure_one(store: SqlStore, each: Record, as_of: datetime | None, figures: Figures) -> None:
    judged = answer_judgement()
    found = await search(store, each["question"], WORKSPACE, as_of=as_of)
    order = [hit.article.id for hit in found.hits]
    if each["gold_ids"]:
        figures.editors.append(_first(order, each["gold_ids"]))
    if each["answer_bearing_ids"]:
        figures.any.append(_first(order, each["answer_bearing_ids"]))
    started = time.perf_counter()
    told = await ask(store, Question(each["question"], WORKSPACE, as_of), judged)
    figures.seconds.append(time.perf_counter() - started)
    silent = await ask(store, Question(each["question"], WORKSPACE, as_of, holding(each)), judged)
    figures.sure.append((told.confidence, silent.confidence))
    figures.answered.append((told.answered, silent.answered))
    if each["answer_bearing_ids"]:
        shown = first_words((bullet.text for bullet in told.bullets), 90)
        figures.bullets.append([folded(each["answer"]) in folded(text) for text in shown])


def _first(order: Sequence[str], right: Iterable[str]) -> int | None:
    wanted = set(right)
    return next((place for place, id_ in enumerate(order) if id_ in wanted), None)


def first_words(bullets: Iterable[str], left: int) -> Iterator[str]:
    """The bullets, cut where all together pass so many words."""
    for bullet in bullets:
        shown = bullet.split()[:left]
        left -= len(shown)
        yield " ".join(shown)


def folded(text: str) -> str:
    """The words alone, without case and accents, as the benchmark compares them."""
    apart = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(["", *re.findall(r"\w+", plain), ""])


def report(bench: Path = BENCH, limit: int = SAMPLE) -> str:
    """The figures beside the reference, as lines; a limit of 0 asks every question."""
    return asyncio.run(_report(bench, limit))


async def _report(bench: Path, limit: int) -> str:
    asked = questions(bench)
    step = max(len(asked) // limit, 1) if limit else 1
    lines = [REFERENCE]
    with tempfile.TemporaryDirectory() as folder:
        store = await corpus(bench, Path(folder, "bench.db"))
        for dated in (False, True):
            figures = (await measure(store, asked[::step], dated=dated)).summary()
            lines.append(f"{len(asked[::step])} questions, {'asked on their day' if dated else 'no dates'}")
            lines += [f"  {name:<16} {value:.3f}" for name, value in figures.items()]
        await store.close()
    return "\n".join(lines)


def main() -> None:
    """Print the report, or say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=SAMPLE, help="how many questions; 0 for all")
    limit = parser.parse_args().limit
    if not BENCH.is_dir():
        print(f"search: skipped, no benchmark at {BENCH}; name it in ONRECORD_BENCH")
        return
    print(report(limit=limit))


if __name__ == "__main__":
    main()
