"""Whatever two workspaces take, import and drop: neither sees what did not come through its own feeds."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.store import SqlStore
from bot.model import AnnotatedArticle, Feed, Quote, QuoteKind, SearchQuery, Span
from bot.newsroom import lookup
from tests.conftest import cases
from tests.fakes.stored_articles import NOON, article, harvest, open_memory_store

WORKSPACES = ("north", "south")
FEEDS = tuple(Feed.of(f"https://{name}.example/feed", name) for name in ("a", "b", "c"))
PAGES = tuple(f"https://page.example/{number}" for number in range(3))


@dataclass(frozen=True)
class Take:
    workspace: str
    feed: Feed


@dataclass(frozen=True)
class Drop:
    workspace: str
    feed: Feed


@dataclass(frozen=True)
class Gather:
    feed: Feed
    page: str
    version: int


@dataclass(frozen=True)
class Import:
    workspace: str
    id: str
    page: str
    version: int


@dataclass(frozen=True)
class Link:
    workspace: str
    page: str
    version: int


Step = Take | Drop | Gather | Import | Link
workspaces, feeds, pages = st.sampled_from(WORKSPACES), st.sampled_from(FEEDS), st.sampled_from(PAGES)
versions = st.integers(0, 2)
steps: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        st.builds(Take, workspaces, feeds),
        st.builds(Drop, workspaces, feeds),
        st.builds(Gather, feeds, pages, versions),
        st.builds(Import, workspaces, st.sampled_from(["d1", "d2"]), pages, versions),
        st.builds(Link, workspaces, pages, versions),
    ),
    max_size=14,
)


def page(url: str, mark: str) -> AnnotatedArticle:
    """A page whose text tells where it came from."""
    of = article(f"Ferry {mark} sails, they say.", url, f"Ferry {mark}")
    return AnnotatedArticle(of, (Quote(of, (Span(0, 5),), QuoteKind.QUOTE, "Ana Silva"),))


class World:
    """What each workspace may see, told the slow and plain way: text -> the feeds it came through."""

    def __init__(self) -> None:
        self.takes: dict[str, set[str]] = {name: set() for name in WORKSPACES}
        self.came: dict[str, set[str]] = {}
        self.imported: dict[str, set[str]] = {name: set() for name in WORKSPACES}
        self.linked: dict[str, set[str]] = {name: set() for name in WORKSPACES}
        self.ids: set[str] = set()

    def allowed(self, workspace: str) -> set[str]:
        return self.told(workspace) | self.linked[workspace]

    def told(self, workspace: str) -> set[str]:
        """What digests may tell."""
        through = {text for text, feeds in self.came.items() if feeds & self.takes[workspace]}
        return through | self.imported[workspace]

    async def do(self, store: SqlStore, step: Step) -> None:
        match step:
            case Take(workspace, feed):
                assert await store.take_feed(workspace, feed) == (feed.id not in self.takes[workspace])
                self.takes[workspace].add(feed.id)
            case Drop(workspace, feed):
                assert await store.drop_feed(workspace, feed.id) == (feed.id in self.takes[workspace])
                self.takes[workspace].discard(feed.id)
            case Gather(feed, url, version):
                read = page(url, f"v{version} of {url[-1]}")
                await store.keep([harvest(feed, read)])
                self.came.setdefault(read.article.text, set()).add(feed.id)
                self.ids.add(read.article.id)
            case Import(workspace, id_, url, version):
                read = page(url, f"v{version} of {workspace}")
                renamed = replace(read.article, id=id_)
                await store.import_articles(workspace, [AnnotatedArticle(renamed)])
                self.imported[workspace].add(renamed.text)
                self.ids.add(id_)
            case Link(workspace, url, version):
                read = page(url, f"v{version} linked in {workspace}")
                await store.keep_linked(workspace, read)
                self.linked[workspace].add(read.article.text)
                self.ids.add(read.article.id)


async def everything(store: SqlStore, workspace: str, ids: Sequence[str]) -> dict[str, set[str]]:
    """By every way of reading, the texts that a workspace meets."""
    day = timedelta(days=1)
    at = [await store.at(url, workspace) for url in PAGES]
    return {
        "articles": {read.article.text for read in (await store.articles(ids, workspace)).values()},
        "between": {read.article.text for read in await store.between(workspace, NOON - day, NOON + day)},
        "at": {read.article.text for read in at if read},
        "search": {hit.article.text for hit in await store.search(SearchQuery(("ferry",), workspace))},
        "quotes": {quote.article.text for quote in await store.quotes(workspace)},
        "quote book": {
            article.text
            for page in await lookup.look_up(store, workspace, "Ana Silva")
            for line in page.lines
            for article in line.articles
        },
    }


async def check_counts(store: SqlStore, workspace: str, world: World) -> None:
    """No count is of more than what the workspace may see."""
    (other,) = set(WORKSPACES) - {workspace}
    total, counts = await store.frequencies(["ferry", other], workspace)
    assert total == counts["ferry"] == len(await store.articles(sorted(world.ids), workspace))
    assert counts[other] == 0  # the name stands in what the other imported alone


@settings(max_examples=cases(20, 60), deadline=None)
@given(steps)
def test_nothing_leaks_between_two_workspaces(course: list[Step]) -> None:
    async def check() -> None:
        store, world = await open_memory_store(), World()
        try:
            for step in course:
                await world.do(store, step)
            for workspace in WORKSPACES:
                allowed = world.allowed(workspace)
                met = await everything(store, workspace, sorted(world.ids))
                for way, texts in met.items():
                    assert texts <= allowed, way
                gathered = {text for text in allowed if text not in world.imported[workspace]}
                assert gathered <= met["articles"]
                assert met["quote book"] == met["quotes"]
                assert bool(met["search"]) == bool(allowed)
                told = world.told(workspace)
                assert met["between"] <= told
                assert bool(met["between"]) == bool(told)
                if not world.linked[workspace]:
                    assert met["search"] == met["between"]
                await check_counts(store, workspace, world)
        finally:
            await store.close()

    asyncio.run(check())
