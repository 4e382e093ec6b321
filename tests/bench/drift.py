"""How well utterances are met across outlets: python -m tests.bench.drift [list].

On the annotated quotes of 920 articles of seven outlets and a year: real quotes edited in known ways must be
met; quotes printed a month and more apart are hardly one utterance, so each such pair is looked at as a fault.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.core.quotes.drift import compare
from bot.core.reading.text import STOP_WORDS
from bot.core.stories.cluster import cluster
from bot.model import AnnotatedArticle, Article, Drift, DriftKind, Quote, QuoteKind, Span

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))
FAR = 30  # days
WORDS = 8  # of a quote that is edited
EDITED = 1000

Edit = Callable[[list[str]], list[str] | None]


@dataclass(frozen=True)
class Figures:
    """Share of each edit told for what it is, of cut pairs of others met, and what is met in real articles."""

    told: dict[str, float]
    in_stories: Counter[str]
    near: Counter[str]
    far: Counter[str]
    quotes: int


def figures(bench: Path = BENCH) -> Figures:
    """All figures."""
    reads = list(articles(bench))
    real = compare(reads)
    return Figures(
        told={name: _told(reads, edit, kind) for name, (edit, kind) in EDITS.items()},
        in_stories=_kinds([drift for story in cluster(reads) for drift in compare(story.articles)]),
        near=_kinds([drift for drift in real if _days(drift) < FAR]),
        far=_kinds([drift for drift in real if _days(drift) >= FAR]),
        quotes=sum(len(read.quotes) for read in reads),
    )


def articles(bench: Path) -> Iterator[AnnotatedArticle]:
    """The articles with the quotes that people marked in them."""
    gold: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(bench / "quotes" / "gold-dev.jsonl.gz"):
        gold.setdefault(row["article_id"], []).append(row)
    for row in _rows(bench / "quotes" / "articles-dev.jsonl.gz"):
        when = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
        name = row["article_id"]
        article = Article(name, name, row["publisher"], row["title"], row["text"], when, published=when)
        yield AnnotatedArticle(article, tuple(_quotes(article, gold.get(name, []))))


def _quotes(article: Article, rows: Sequence[dict[str, Any]]) -> Iterator[Quote]:
    for row in sorted(rows, key=lambda row: int(row["quote_start"])):
        span = Span(row["quote_start"], row["quote_end"])
        yield Quote(article, (span,), QuoteKind.QUOTE, row["speaker"])


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _told(reads: Sequence[AnnotatedArticle], edit: Edit, kind: DriftKind) -> float:
    right = asked = 0
    for quote in (quote for read in reads for quote in read.quotes):
        words = quote.text.split()
        edited = edit(words) if len(words) >= WORDS and quote.speaker and "\n" not in quote.text else None
        if edited and asked < EDITED:
            asked += 1
            found = compare(
                [_alone("A", quote.text, quote.speaker), _alone("B", " ".join(edited), quote.speaker)]
            )
            right += [drift.kind for drift in found] == [kind]
    return right / asked


def _alone(outlet: str, text: str, speaker: str | None) -> AnnotatedArticle:
    article = Article(outlet, outlet, outlet, "", f"{outlet}: {text}", datetime(2026, 1, 1, tzinfo=UTC))
    span = Span(len(article.text) - len(text), len(article.text))
    return AnnotatedArticle(article, (Quote(article, (span,), QuoteKind.QUOTE, speaker),))


def _changed(words: list[str]) -> list[str] | None:
    """One word in the middle replaced by a word of another quote."""
    at = len(words) // 2
    return [*words[:at], "lighthouse", *words[at + 1 :]]


def _without_negation(words: list[str]) -> list[str] | None:
    at = next((at for at, word in enumerate(words) if word.lower() in ("not", "never", "no")), None)
    return None if at is None else words[:at] + words[at + 1 :]


def _half(words: list[str]) -> list[str] | None:
    half = words[: max(WORDS, len(words) // 2)]
    telling = [word for word in half if word.lower().strip(",.") not in STOP_WORDS]
    return half if len(half) < len(words) and len(telling) > 2 else None


EDITS: dict[str, tuple[Edit, DriftKind]] = {
    "unchanged": (lambda words: words, DriftKind.ALIKE),
    "second half cut": (_half, DriftKind.CUT),
    "one word changed": (_changed, DriftKind.REWORDED),
    "negation dropped": (_without_negation, DriftKind.REWORDED),
}


def _kinds(drifts: Sequence[Drift]) -> Counter[str]:
    return Counter(drift.kind.value for drift in drifts)


def _days(drift: Drift) -> int:
    dates = [quote.article.dated for quote in drift.quotes]
    return (max(dates) - min(dates)).days


def report() -> str:
    """The figures as a table."""
    found = figures()
    lines = [f"drift: {found.quotes:,} quotes of seven outlets"]
    lines += [f"  {name:18} told for what it is {share:.3f}" for name, share in found.told.items()]
    for label, kinds in (
        ("in stories", found.in_stories),
        ("within a month", found.near),
        ("a month apart", found.far),
    ):
        lines.append(f"  {label:18} " + ", ".join(f"{kind} {kinds[kind]}" for kind in DriftKind))
    return "\n".join(lines)


def listed() -> Iterator[str]:
    """Every utterance that is met, its wordings with their outlets, for reading."""
    for drift in compare(list(articles(BENCH))):
        yield f"{drift.kind.value}, {_days(drift)} days"
        for wording in drift.wordings:
            said = "".join(f"»{run}«" if differs else run for run, differs in wording.runs)
            yield f"  {', '.join(wording.outlets)} ({wording.quote.speaker}): {said}"


if __name__ == "__main__":
    print("\n".join(listed()) if sys.argv[1:] == ["list"] else report())
