"""What an edition over very many articles costs: python -m tests.bench edition."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.adapters.store import open_store
from bot.model import LOCAL_WORKSPACE, AnnotatedArticle
from tests.conftest import BENCH
from tools.train_judgement import archive

HOURS, AT_ONCE = 47, 500

MEASURED = """
import json, resource, subprocess, sys
command = [sys.executable, "-m", "bot", "digest", "--format", "json"]
printed = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([len(json.loads(printed)["briefings"]), used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
"""A small process between: what a large one starts is counted as large as itself."""


@dataclass(frozen=True)
class Cost:
    """Of one `onrecord digest`, from its start to its end."""

    articles: int
    seconds: float  # of CPU
    megabytes: float  # at the most
    stories: int


def cost(bench: Path = BENCH) -> Cost:
    """Keep a whole archive as if it were of the last two days, and have its digest printed."""
    known = sorted(archive(bench).values(), key=lambda one: (one.dated, one.id))
    now = datetime.now(UTC)  # noqa: TID251 - the program that is measured looks at the same clock
    step = timedelta(hours=HOURS) / len(known)
    with tempfile.TemporaryDirectory() as folder:
        reads = [
            AnnotatedArticle(replace(one, published=now - step * number, captured=now))
            for number, one in enumerate(reversed(known))
        ]
        asyncio.run(_keep(f"sqlite:///{folder}/onrecord.db", reads))
        settings = {
            "ONRECORD_DATABASE": "sqlite:///onrecord.db",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        measured = subprocess.run(
            [sys.executable, "-c", MEASURED],
            cwd=folder,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            check=True,
        )
    stories, seconds, kilobytes = json.loads(measured.stdout)
    return Cost(len(known), seconds, kilobytes / 1024, stories)


async def _keep(database: str, reads: list[AnnotatedArticle]) -> None:
    store = await open_store(database)
    for start in range(0, len(reads), AT_ONCE):
        await store.import_articles(LOCAL_WORKSPACE, reads[start : start + AT_ONCE])
    await store.close()


def report(bench: Path = BENCH) -> str:
    """The cost beside that of before and the goal."""
    found = cost(bench)
    return "\n".join(
        (
            f"edition: {found.articles:,} articles of two days, {found.stories} stories, the whole command",
            "  before  goal  On Record",
            f"  68      2     {found.seconds:<6.1f}  seconds of CPU",
            f"  1,260   300   {found.megabytes:<6.0f}  megabytes at the most",
        )
    )
