"""Editions and kinds against a news desk's, leave-one-window-out: python -m tests.bench.editor [BENCH]."""

from __future__ import annotations

import functools
import json
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.lexicons import lexicon
from bot.core import forms
from bot.core.quotes import find_quotes
from bot.core.stories.judgement import NewsJudgement
from bot.core.stories.kinds import kind_of
from bot.model import AnnotatedArticle, Article
from bot.newsroom import brief
from tools.train_judgement import Day, Trainer, archive, days

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))
SIZE = 12
ROWS = (
    ("right story leads", "lead_right", ".357", ".70"),
    ("the desk's first five among our first five", "top_in_first_five", ".455", ".68"),
    ("… told at all", "top_told", ".600", ".92"),
    ("told, but no news", "no_news", ".083", ".03"),
    ("told, but minor", "minor", ".286", ".14"),
    ("told twice", "told_twice", ".060", ".02"),
    ("two events merged", "merged", ".208", ".12"),
    ("first bullet says what happened", "first_bullet_right", ".642", ".86"),
    ("events put together, B³", "b3_f1", ".897", ".925"),
)

Row = dict[str, object]


@dataclass(frozen=True)
class EditorFigures:
    """What the scorer says of fourteen editions, each made by a judgement that never saw its days."""

    editions: Mapping[str, float]
    kinds: Mapping[str, float]


@functools.lru_cache(maxsize=1)
def figures(bench: Path = BENCH, errors: str | None = None) -> EditorFigures:
    """Make every edition anew, and say the kind of every article."""
    known, labelled = archive(bench), days(bench)
    trainer = Trainer(known, labelled)
    editions: list[Row] = []
    kinds: list[Row] = []
    for day in labelled:
        judged = trainer.judgement(day)
        editions.append(edition_of(day, known, judged))
        kinds += [{"id": name, "kind": kind_of(known[name], judged).value} for name in day.kinds]
    scorer = runpy.run_path(str(bench / "editor" / "score.py"))
    gold = bench / "editor" / "days-dev.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        told, said = Path(folder) / "editions", Path(folder) / "kinds"
        told.write_text("\n".join(map(json.dumps, editions)), "utf-8")
        said.write_text("\n".join(map(json.dumps, kinds)), "utf-8")
        return EditorFigures(scorer["score_editions"](gold, told, errors), scorer["score_kinds"](gold, said))


def edition_of(day: Day, known: Mapping[str, Article], judged: NewsJudgement) -> Row:
    """The edition of a window, in the scorer's form."""
    words = lexicon()
    reads = [AnnotatedArticle(known[name], find_quotes(known[name], words)) for name in day.kinds]
    edited = brief.edition_of(reads, SIZE, day.edition, judged)
    return {
        "day": day.name,
        "briefings": [forms.briefing_form(each) for each in edited.briefings],
        "left_out": forms.left_out_forms(edited.left_out),
    }


def report(bench: Path = BENCH) -> str:
    """The figures beside those of before and the goals."""
    found = figures(bench)
    scores, kinds = found.editions, found.kinds
    lines = [
        f"editor: {scores['windows']} windows of two days, each held out, {SIZE} stories",
        "  before  goal  On Record",
        *(f"  {was:6}  {goal:4}  {_short(scores[key]):5}  {name}" for name, key, was, goal in ROWS),
        f"  –       .88   {_short(kinds['not_news_precision']):5}  no news, precision",
        f"  –       .65   {_short(kinds['not_news_recall']):5}  no news, recall",
    ]
    return "\n".join(lines)


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def main() -> None:
    """Print the report, or say that the benchmark is absent; `--errors FILE` writes a line a fault."""
    given = sys.argv[1:]
    if "--errors" in given:
        place = given.index("--errors")
        figures(BENCH, given[place + 1])
        given = given[:place]
    bench = Path(given[0]) if given else BENCH
    if not (bench / "editor").is_dir():
        sys.stdout.write(f"editor: skipped, no benchmark at {bench} (ONRECORD_BENCH names another place)\n")
        return
    sys.stdout.write(report(bench) + "\n")


if __name__ == "__main__":
    main()
