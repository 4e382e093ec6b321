"""Who said what in German, against people's annotations: python -m tests.bench.quotes_de [BENCH].

Cross-validated like the English figures: every article is attributed by rankers and a curve of confidence that
were fitted on other articles, at the confidence that ships.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.conftest import BENCH
from tools.quote_data import Record, load, scorer_of
from tools.train_quotes import Trial, by_form, cross_validate, rows, summary

REFERENCE = (
    "regex and nearest capitals  "
    "extraction 0.912  surname 0.294  full name 0.213  end to end 0.265  wrong 0.343  answered 0.444"
)
STRICT = 0.8  # confidence that a print beside a name asks for


def _scored(trial: Trial, folder: Path, threshold: float) -> Record:
    ids = [sample.id for sample in trial.data]
    gold = load(folder / "gold-dev.jsonl.gz")
    figures: Record = scorer_of(folder).score(gold, rows(trial, threshold), None, ids)
    return figures


def report(bench: Path = BENCH) -> str:
    """The figures beside the reference, as lines."""
    folder = bench / "quotes-de"
    trial = cross_validate(folder)
    shipped = _scored(trial, folder, trial.plan.threshold)
    lines = [f"quotes in German: {len(trial.data)} articles, cross-validated by article", REFERENCE]
    lines += [f"On Record                   {summary(shipped)}"]
    lines += [f"  strict, from {STRICT}          {summary(_scored(trial, folder, STRICT))}"]
    lines += [f"  answering everything      {summary(_scored(trial, folder, 0.0))}"]
    return "\n".join([*lines, *(f"  {line}" for line in by_form(shipped))])


if __name__ == "__main__":
    print(report(Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH))
