"""Every store that the program can have."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.store import SqlStore, open_store


@pytest.fixture(params=["memory", "file"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """An empty store: in memory, and in a file."""
    name = ":memory:" if request.param == "memory" else f"{tmp_path}/kept/news.db"
    opened = await open_store(f"sqlite:///{name}")
    yield opened
    await opened.close()
