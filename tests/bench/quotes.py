"""Who said what, against people's annotations: python -m tests.bench.quotes [BENCH].

The figures are cross-validated: every article is attributed by rankers fitted on other articles,
at the confidence that ships. The shipped weights are fitted on all of them, so theirs would be too good.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.core.checks.quoting import BESIDE_A_NAME
from bot.core.quotes import find_quotes
from bot.model import Article
from tests.conftest import BENCH
from tests.fakes.articles import english
from tools.quote_data import Record, load, scorer_of
from tools.train_quotes import THRESHOLD, Trial, by_form, cross_validate, rows, summary

REFERENCES = (
    "regex and nearest name   surname 0.352  full name 0.120  end to end 0.345  wrong 0.151  answered 0.411",
    "Guardian/AFP pipeline    surname 0.613  full name 0.198  end to end 0.458  wrong 0.108  answered 0.412",
    "Gender Gap Tracker       surname 0.544  full name 0.184  end to end 0.500  wrong 0.102  answered 0.523",
    "textacy                  surname 0.658  full name 0.226  end to end 0.557  wrong 0.100  answered 0.575",
    "Stanford CoreNLP         surname 0.731  full name 0.791  end to end 0.716  wrong 0.044  answered 0.757",
)
EVERY = 8  # articles timed: one in so many


def milliseconds(folder: Path) -> list[float]:
    """Time of the shipped engine for some articles, one after another."""
    words, times = english(), []
    for record in load(folder / "articles-dev.jsonl.gz")[::EVERY]:
        page = Article(record["article_id"], "", "", "", record["text"], datetime(2026, 1, 1, tzinfo=UTC))
        started = time.perf_counter()
        find_quotes(page, words)
        times.append(1000 * (time.perf_counter() - started))
    return times


def _scored(trial: Trial, folder: Path, threshold: float) -> Record:
    gold = load(folder / "gold-dev.jsonl.gz")
    ids = [sample.id for sample in trial.data]
    figures: Record = scorer_of(folder).score(gold, rows(trial, threshold), None, ids)
    return figures


def _far(record: Record, text: str) -> bool:
    """Whether the words that name the speaker stand in another paragraph than the quote."""
    start = record.get("source_start")
    return (
        start is not None
        and "\n" in text[min(start, record["quote_end"]) : max(start, record["quote_start"])]
    )


def _before(record: Record, text: str) -> bool:
    """Whether they stand in its paragraph, and a sentence ends between them and the quote."""
    end = record.get("source_end")
    between = text[end : record["quote_start"]] if end is not None else ""
    return "\n" not in between and re.search(r"[.!?][”\"]?\s", between) is not None


CASES: Mapping[str, Callable[[Record, str], bool]] = {
    "named in another paragraph": _far,
    "named in an earlier sentence of it": _before,
    "named after it": lambda record, _: (record.get("source_start") or 0) >= record["quote_end"],
    "according to": lambda record, _: "according" in (record.get("cue_text") or "").lower(),
    "marks written ''": lambda record, text: "''" in text,
}
"""What makes a quote hard, told from the annotation and the text around it."""


def by_case(trial: Trial, folder: Path) -> list[str]:
    """Right and wrong shares of the hard cases."""
    gold = load(folder / "gold-dev.jsonl.gz")
    texts = {record["article_id"]: record["text"] for record in load(folder / "articles-dev.jsonl.gz")}
    found, ids = rows(trial, THRESHOLD), [sample.id for sample in trial.data]
    lines = []
    for name, holds in CASES.items():
        only = [
            {**one, "speaker_scorable": one.get("speaker_scorable") and holds(one, texts[one["article_id"]])}
            for one in gold
        ]
        figures = scorer_of(folder).score(only, found, None, ids)
        right, wrong = figures["attribution"]["surname_accuracy"], figures["wrong_speaker_per_matched_quote"]
        lines.append(f"{name:35} {figures['counts']['matched_scorable']:5} right {right} wrong {wrong}")
    return lines


def by_outlet(trial: Trial, folder: Path) -> list[str]:
    """The figures of each outlet, judged by rankers fitted on the others."""
    gold, found = load(folder / "gold-dev.jsonl.gz"), rows(trial, THRESHOLD)
    lines = []
    for outlet in sorted({sample.publisher for sample in trial.data}):
        ids = {sample.id for sample in trial.data if sample.publisher == outlet}
        its = [[one for one in group if one["article_id"] in ids] for group in (gold, found)]
        lines.append(f"  {outlet:20} {summary(scorer_of(folder).score(*its, None, sorted(ids)))}")
    return lines


def report(bench: Path = BENCH) -> str:
    """The figures beside the references, as lines."""
    folder = bench / "quotes"
    times = milliseconds(folder)
    trial = cross_validate(folder)
    shipped = _scored(trial, folder, THRESHOLD)
    lines = ["quotes: who said what, 920 articles, cross-validated by article", *REFERENCES]
    lines += [f"On Record                {summary(shipped)}"]
    lines += [f"  strict, from {BESIDE_A_NAME}      {summary(_scored(trial, folder, BESIDE_A_NAME))}"]
    lines += [f"  answering everything   {summary(_scored(trial, folder, 0.0))}"]
    others = cross_validate(folder, "publisher")
    lines += [f"  a new outlet           {summary(_scored(others, folder, THRESHOLD))}"]
    lines += [f"  {line}" for line in by_outlet(others, folder)]
    lines += [f"  {line}" for line in by_form(shipped)]
    lines += [f"  {line}" for line in by_case(trial, folder)]
    lines += [f"  {statistics.median(times):.1f} ms an article (median), {max(times):.0f} ms the longest"]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH))
