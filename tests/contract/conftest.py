"""Every store that the program can have."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.store import SqlStore, open_store
from tests.fakes.postgres import Cluster
from tests.fakes.stored_articles import empty_database, open_memory_store

POSTGRES = pytest.param("postgres", marks=pytest.mark.needs("postgres"))


@pytest.fixture(params=["file", POSTGRES])
async def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that several processes may open: a file, and one on PostgreSQL."""
    if request.param == "file":
        return f"sqlite:///{tmp_path}/shared.db"
    running: Cluster = request.getfixturevalue("postgres")
    return await running.empty()


@pytest.fixture(params=["memory", "file", POSTGRES])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """An empty store: in memory, in a file, and on PostgreSQL."""
    if request.param == "memory":
        opened = await open_memory_store()
    elif request.param == "postgres":
        opened = await open_store(await request.getfixturevalue("postgres").empty())
    else:
        copied = shutil.copy(await empty_database(), tmp_path)
        opened = await open_store(f"sqlite:///{copied}")
    yield opened
    await opened.close()
