"""Milliseconds a feed, over the real feed files of the benchmark folder: `python -m tests.bench.feeds`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from bot.core.feeds.parse import parse

ROUNDS = 20
BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))


def main() -> None:
    """Print a line a file: its size, its entries and how long it takes."""
    files = sorted((BENCH / "feeds").glob("*.xml"))
    if not files:
        sys.exit(
            f"no feed files in {BENCH}: put the benchmark folder beside the checkout, or set ONRECORD_BENCH"
        )
    for path in files:
        body = path.read_bytes()
        started = time.process_time()
        for _ in range(ROUNDS):
            parsed = parse(body, "https://outlet.example/feed")
        took = (time.process_time() - started) / ROUNDS * 1000
        sys.stdout.write(
            f"{path.name:40} {len(body) / 1000:6.0f} kB {len(parsed.entries):4} entries {took:6.1f} ms\n"
        )


if __name__ == "__main__":
    main()
