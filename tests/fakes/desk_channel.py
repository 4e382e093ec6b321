"""A channel where somebody types, presses and mentions, at the real desk over a store in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.adapters.fetch import HttpFetcher
from bot.adapters.lexicons import checked_in
from bot.adapters.store import SqlStore
from bot.config import answer_judgement
from bot.core import commands
from bot.model import (
    Actor,
    AnnotatedArticle,
    Article,
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
    Reply,
    Table,
    Talk,
)
from bot.newsroom.desk import NewsDesk
from bot.newsroom.gather import Gatherer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes.reading import ReadHere
from tests.fakes.stored_articles import open_memory_store
from tests.fakes.stories import MORNING

NOW = MORNING + timedelta(hours=6)
NEWS = Channel("slack", "T1", "C1", "news")


async def unread(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


@dataclass
class DeskChannel:
    """One person in one channel; `actor` says what they may."""

    store: SqlStore
    desk: NewsDesk
    actor: Actor
    now: datetime = NOW

    def of(self, actor: Actor) -> DeskChannel:
        """The same channel, as somebody else sees it."""
        return DeskChannel(self.store, self.desk, actor, self.now)

    def may_only_read(self) -> DeskChannel:
        return self.of(replace(self.actor, manages=False, managers="channel managers"))

    def in_thread(self, thread: str) -> DeskChannel:
        return self.of(replace(self.actor, place=replace(self.actor.place, thread=thread)))

    def elsewhere(self, workspace: str) -> DeskChannel:
        """Somebody of another workspace."""
        channel = replace(self.actor.place.channel, workspace=workspace)
        return self.of(replace(self.actor, place=Place(channel)))

    async def type(self, line: str) -> Reply:
        return await self.desk.handle(commands.parse(line), self.actor)

    async def handle(self, name: str, **args: str) -> Reply:
        return await self.desk.handle(Command(name, args), self.actor)

    async def press(self, action: str, ref: str = "") -> Reply:
        return await self.desk.press(Control(action, ref, ""), self.actor)

    async def open(self, name: str, ref: str = "") -> Modal:
        found = await self.desk.modal(name, ref, self.actor)
        assert isinstance(found, Modal), found
        return found

    async def fill(self, name: str, ref: str = "", /, **values: str) -> Reply | Mistakes:
        return await self.desk.submit(Filled(name, values, ref), self.actor)

    async def mention(self, text: str, talk: Talk | None = None) -> Reply:
        async def read() -> Talk:
            assert talk is not None, "the thread was read without need"
            return talk

        return await self.desk.mention(text, self.actor, read)


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
async def open_desk_channel(
    *reads: AnnotatedArticle, allow: Sequence[str] = ()
) -> AsyncIterator[DeskChannel]:
    """A channel whose workspace takes a feed an outlet, with these articles."""
    store, meter = await open_memory_store(), PrometheusMeter()
    for read in reads:
        feed = Feed.of(
            f"https://{read.article.outlet.replace(' ', '-').lower()}.example/feed", read.article.outlet
        )
        await store.take_feed(NEWS.workspace, feed)
        await store.keep([Harvest(feed, FeedHealth(FeedState.OK), (), (read,))])
    failures = FailureGuard(lambda: NOW, meter)
    async with HttpFetcher(list(allow)) as fetcher:
        gatherer = Gatherer(store, fetcher, ReadHere(), unread, lambda: NOW, meter, failures)
        yield DeskChannel(
            store,
            NewsDesk(
                store, gatherer, lambda: NOW, meter, failures, checked_in(), answering=answer_judgement()
            ),
            Actor(Place(NEWS), "U1"),
        )
    await store.close()
