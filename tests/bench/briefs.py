"""Briefings of single articles against their parts, which people listed: python -m tests.bench.briefs [BENCH]."""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.adapters.lexicons import lexicon
from bot.core import forms
from bot.core.quotes import find_quotes
from bot.model import AnnotatedArticle
from bot.newsroom.brief import brief_article
from tools.train_judgement import archive

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))
ROWS = (
    ("first bullet is what happened", "first_right", ".69", ".86"),
    ("must be told, and is", "must_told", ".299", ".52"),
    ("bullet that tells a part", "of_a_part", ".77", ".75"),
    ("bullet that tells it again", "again", ".06", ".05"),
    ("quotes: empty", "empty_quotes", ".15", ".10"),
    ("quotes: without what they are about", "without_context", ".25", ".06"),
)


def figures(bench: Path = BENCH, errors: str | None = None) -> Mapping[str, float]:
    """Brief every article; nothing in this is fitted on them."""
    gold = bench / "briefs" / "briefs-dev.jsonl"
    known, words = archive(bench), lexicon()
    rows: list[str] = []
    for name in (json.loads(line)["id"] for line in gold.read_text("utf-8").splitlines()):
        made = brief_article(AnnotatedArticle(known[name], find_quotes(known[name], words)))
        form = forms.briefing_form(made) if made else {"bullets": [], "quotes": []}
        rows.append(json.dumps({"id": name, **form}))
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(printed):
        file = Path(folder) / "briefings"
        file.write_text("\n".join(rows), "utf-8")
        runpy.run_path(str(bench / "briefs" / "score.py"))["main"](gold, file, errors)
    found: Mapping[str, float] = json.loads(printed.getvalue())
    return found


def report(bench: Path = BENCH) -> str:
    """The figures beside those of before and the goals."""
    found = figures(bench)
    each = f"{found['bullets_each']:.1f} bullets and {found['quotes_each']:.1f} quotes each"
    lines = [
        f"briefs: {found['articles']} articles, {each}",
        "  before  goal  On Record",
        *(f"  {was:6}  {goal:4}  {_short(found[key]):5}  {name}" for name, key, was, goal in ROWS),
    ]
    return "\n".join(lines)


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def main() -> None:
    """Print the report, or say that the benchmark is absent."""
    bench = Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH
    if not (bench / "briefs").is_dir():
        sys.stdout.write(f"briefs: skipped, no benchmark at {bench} (ONRECORD_BENCH names another place)\n")
        return
    sys.stdout.write(report(bench) + "\n")


if __name__ == "__main__":
    main()
