"""Article text against pages read by people: python -m tests.bench.extraction [BENCH]."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.extract import read_page

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))


@dataclass(frozen=True)
class ExtractionFigures:
    """By overlapping runs of four words, over all pages."""

    pages: int
    precision: float
    recall: float
    f1: float
    ms_a_page: float


def figures(bench: Path = BENCH) -> ExtractionFigures:
    """Read every page and score the texts with the benchmark's own scorer."""
    folder = bench / "extraction"
    truth: dict[str, Any] = json.loads((folder / "ground-truth-dev.json").read_text(encoding="utf-8"))
    pages = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in truth}
    read_page(next(iter(pages.values())))  # models of the language detector load once
    started = time.perf_counter()
    read = {name: read_page(page, truth[name].get("url", "")) for name, page in pages.items()}
    seconds = time.perf_counter() - started
    score = _score(folder, {name: page.text for name, page in read.items() if page is not None})
    return ExtractionFigures(
        len(pages), score["precision"], score["recall"], score["f1"], 1000 * seconds / len(pages)
    )


def _score(folder: Path, texts: Mapping[str, str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        ours = Path(place) / "texts.json"
        ours.write_text(json.dumps(texts), encoding="utf-8")
        command = [sys.executable, str(folder / "score.py"), str(folder / "ground-truth-dev.json"), str(ours)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(said))


def report(bench: Path = BENCH) -> str:
    """Our figures beside the references."""
    ours = figures(bench)
    return (
        f"extraction ({ours.pages} pages)     precision  recall     F1   ms a page\n"
        f"  On Record                    {ours.precision:.4f}  {ours.recall:.4f}  {ours.f1:.4f}  "
        f"{ours.ms_a_page:8.0f}\n"
        "  trafilatura, favor_precision                     .964     26–37\n"
        "  trafilatura                                      .955"
    )


def main() -> None:
    """Print the report."""
    print(report(Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH))


if __name__ == "__main__":
    main()
