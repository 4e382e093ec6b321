"""Every figure beside its reference: python -m tests.bench [NAME ...]."""

from __future__ import annotations

import importlib
import sys

from tests.conftest import BENCH, HOW_TO_GET

ALL = (
    "feeds",
    "gather",
    "extraction",
    "quotes",
    "quotes_de",
    "verify",
    "drift",
    "stories",
    "editor",
    "edition",
    "briefs",
    "summaries",
    "search",
    "scale",
    "ask",
    "alerts",
    "filters",
    "gate",
    "gate_de",
    "checked",
    "drafts",
    "second",
    "model",
    "slack",
    "discord",
    "delivery",
    "bounds",
)


def main() -> None:
    """Print the figures of the named benchmarks, or of all."""
    if not BENCH.is_dir():
        sys.exit(f"no benchmark folder at {BENCH}: {HOW_TO_GET['bench']}")
    for name in sys.argv[1:] or ALL:
        if name not in ALL:
            sys.exit(f"{name}: no such benchmark; there are {', '.join(ALL)}")
        print(importlib.import_module(f"tests.bench.{name}").report(), flush=True)
        print(flush=True)


main()
