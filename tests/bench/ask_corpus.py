"""The benchmark's articles in a store with their quotes, made once and kept in the temporary folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import bot
from bot.adapters.lexicons import with_quotes
from bot.adapters.store import SqlStore, open_store
from bot.cli import files
from bot.model import LOCAL_WORKSPACE

CAPTURED = datetime(2024, 1, 1, tzinfo=UTC)
BATCH = 500
MADE_BY = ("core/quotes", "core/reading", "adapters/store")
"""What the store is made by: another text there makes it anew."""


async def opened(bench: Path) -> SqlStore:
    """The store of all articles, as `onrecord import` makes it; the first time takes some minutes."""
    file = bench / "retrieval" / "articles.jsonl.gz"
    path = Path(tempfile.gettempdir(), f"onrecord-bench-{_key(file)}.db")
    if not _there(path):
        await _make(file, path)
    return await open_store(f"sqlite:///{path}")


def _there(path: Path) -> bool:
    return path.exists()


async def _make(file: Path, path: Path) -> None:
    unfinished = path.with_suffix(f".{os.getpid()}")
    store = await open_store(f"sqlite:///{unfinished}")
    articles = files.articles(file, CAPTURED)
    with ProcessPoolExecutor(2) as pool:
        while batch := list(islice(articles, BATCH)):
            reads = list(pool.map(with_quotes, batch, chunksize=20))
            await store.import_articles(LOCAL_WORKSPACE, reads)
    await store.close()
    unfinished.replace(path)


def _key(file: Path) -> str:
    hashed = hashlib.sha256(file.read_bytes())
    for folder in MADE_BY:
        for part in sorted((Path(bot.__file__).parent / folder).rglob("*.*")):
            if part.suffix in (".py", ".toml", ".json"):
                hashed.update(part.read_bytes())
    return hashed.hexdigest()[:16]
