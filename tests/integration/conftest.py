"""What most doors are tried with: a store in memory, the stand-in model, a Discord with one server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.adapters.store import SqlStore
from tests.fakes.discord import ALL, Channel, Discord, Guild, Person
from tests.fakes.discord.asking import Asking, asking
from tests.fakes.openai.server import ModelServer, model_server
from tests.fakes.stored_articles import memory_store


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """An empty store."""
    async with memory_store() as opened:
        yield opened


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    """A model that is faithful to what it is given."""
    async with model_server() as running:
        yield running


@pytest.fixture
async def service() -> AsyncIterator[Discord]:
    """A Discord that our own client library does not know of."""
    async with Discord() as running:
        yield running


@pytest.fixture
async def bot(service: Discord) -> AsyncIterator[Asking]:
    """Who sends it plain requests as a bot."""
    async with asking(service) as made:
        yield made


@pytest.fixture
def metro(service: Discord) -> Guild:
    """A server that the bot is in."""
    return service.guild("Metro")


@pytest.fixture
def news(metro: Guild) -> Channel:
    """A channel of it."""
    return metro.text_channel("news")


@pytest.fixture
def ada(service: Discord, metro: Guild) -> Person:
    """A person who may do all there."""
    return service.person("Ada", metro, permissions=ALL)
