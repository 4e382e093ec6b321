"""How long the real feed files of the benchmark folder take to parse."""

from __future__ import annotations

import time

from bot.core.feeds.parse import parse
from tests.conftest import BENCH

ROUNDS = 20


def report() -> str:
    """A line a file: its size, its entries, and the milliseconds of processor time that it takes."""
    lines = ["feeds: parsing, processor time a file"]
    for path in sorted((BENCH / "feeds").glob("*.xml")):
        body = path.read_bytes()
        started = time.process_time()
        for _ in range(ROUNDS):
            parsed = parse(body, "https://outlet.example/feed")
        took = (time.process_time() - started) / ROUNDS * 1000
        size, entries = len(body) / 1000, len(parsed.entries)
        lines.append(f"  {path.name:36} {size:6.0f} kB {entries:4} entries {took:6.1f} ms")
    return "\n".join(lines)
