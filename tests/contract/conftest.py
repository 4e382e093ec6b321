"""Every store that the program can have."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.store import SqlStore, open_store
from tests.fakes.stored_articles import empty_database, open_memory_store


@pytest.fixture(params=["memory", "file"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """An empty store: in memory, and in a file."""
    if request.param == "memory":
        opened = await open_memory_store()
    else:
        copied = shutil.copy(await empty_database(), tmp_path)
        opened = await open_store(f"sqlite:///{copied}")
    yield opened
    await opened.close()
