"""A channel where somebody types, presses and mentions, at the real desk over a store in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.adapters.fetch import HttpFetcher
from bot.adapters.store import SqlStore, open_store
from bot.core import commands
from bot.model import (
    Article,
    Asker,
    Block,
    Channel,
    Command,
    Control,
    Feed,
    FeedHealth,
    FeedState,
    Filled,
    Harvest,
    Mistakes,
    Modal,
    Outline,
    Paragraph,
    Place,
    ReadArticle,
    Reply,
    Table,
    Talk,
)
from bot.newsroom.desk import NewsDesk
from bot.newsroom.gather import Gatherer
from bot.ops.metrics import PrometheusMeter
from tests.fakes.stories import MORNING

NOW = MORNING + timedelta(hours=6)
NEWS = Channel("slack", "T1", "C1", "news")


async def unread(article: Article) -> ReadArticle:
    return ReadArticle(article)


@dataclass
class Room:
    """One person in one channel; `asker` says what they may."""

    store: SqlStore
    desk: NewsDesk
    asker: Asker
    now: datetime = NOW

    def of(self, asker: Asker) -> Room:
        """The same room, as somebody else sees it."""
        return Room(self.store, self.desk, asker, self.now)

    def may_only_read(self) -> Room:
        return self.of(replace(self.asker, manages=False, managers="channel managers"))

    def in_thread(self, thread: str) -> Room:
        return self.of(replace(self.asker, place=replace(self.asker.place, thread=thread)))

    def elsewhere(self, workspace: str) -> Room:
        """Somebody of another workspace."""
        channel = replace(self.asker.place.channel, workspace=workspace)
        return self.of(replace(self.asker, place=Place(channel)))

    async def type(self, line: str) -> Reply:
        return await self.desk.handle(commands.parse(line), self.asker)

    async def handle(self, name: str, **args: str) -> Reply:
        return await self.desk.handle(Command(name, args), self.asker)

    async def press(self, action: str, ref: str = "") -> Reply:
        return await self.desk.press(Control(action, ref, ""), self.asker)

    async def open(self, name: str, ref: str = "") -> Modal:
        found = await self.desk.modal(name, ref, self.asker)
        assert isinstance(found, Modal), found
        return found

    async def fill(self, name: str, ref: str = "", /, **values: str) -> Reply | Mistakes:
        return await self.desk.submit(Filled(name, values, ref), self.asker)

    async def mention(self, text: str, talk: Talk | None = None) -> Reply:
        async def read() -> Talk:
            assert talk is not None, "the thread was read without need"
            return talk

        return await self.desk.mention(text, self.asker, read)


def blocks(outline: Outline) -> list[Block]:
    return [block for section in outline.sections for block in section.blocks]


def said(outline: Outline) -> list[str]:
    return [block.text for block in blocks(outline) if isinstance(block, Paragraph)]


def rows(outline: Outline) -> list[tuple[str, ...]]:
    return [row for block in blocks(outline) if isinstance(block, Table) for row in block.rows]


def buttons(outline: Outline) -> dict[str, str]:
    """Action -> reference."""
    return {control.action: control.ref for section in outline.sections for control in section.controls}


@asynccontextmanager
async def open_room(*reads: ReadArticle, allow: Sequence[str] = ()) -> AsyncIterator[Room]:
    """A room whose workspace takes a feed an outlet, with these articles."""
    store, meter = await open_store("sqlite:///:memory:"), PrometheusMeter()
    for read in reads:
        feed = Feed.of(
            f"https://{read.article.outlet.replace(' ', '-').lower()}.example/feed", read.article.outlet
        )
        await store.take_feed(NEWS.workspace, feed)
        await store.keep([Harvest(feed, FeedHealth(FeedState.OK), (), (read,))])
    async with HttpFetcher(list(allow)) as fetcher:
        gatherer = Gatherer(store, fetcher, unread, lambda: NOW, meter)
        yield Room(store, NewsDesk(store, gatherer, lambda: NOW, meter), Asker(Place(NEWS), "U1"))
    await store.close()
