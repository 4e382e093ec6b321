"""Two workspaces on one desk: what the one reads is the same whether or not the other is there at all.

So nothing of the other is in it: no article, no quote, no name, no count, and no trace of what it did.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from bot.adapters.lexicons import checked_in
from bot.adapters.store import SqlStore
from bot.core import commands
from bot.core.quotes import find_quotes
from bot.errors import Gone
from bot.model import (
    Actor,
    AnnotatedArticle,
    Article,
    Channel,
    Command,
    Control,
    Fault,
    Feed,
    FeedHealth,
    Fetched,
    Filter,
    FilterKind,
    Harvest,
    Place,
    Report,
    SearchQuery,
    Subscription,
    Topic,
    Validators,
)
from bot.newsroom.deliver import Deliverer
from bot.newsroom.desk import NewsDesk
from bot.newsroom.gather import Gatherer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.conftest import cases
from tests.fakes.articles import english
from tests.fakes.reading import ReadHere
from tests.fakes.stored_articles import memory_store

NOW = datetime(2026, 3, 5, 8, 0, 5, tzinfo=UTC)
WORKSPACES = ("north", "south")
MARK = {"north": "Norvik", "south": "Sudberg", "shared": "Harrow"}
FEEDS = {name: Feed.of(f"https://{mark.lower()}.example/feed", f"{mark} Post") for name, mark in MARK.items()}
TEXTS = (
    """The {0} ferry will sail again next week after three weeks in dock, the council of {0} decided. \
“We have waited long enough for this ship,” said Ada {0}, the mayor. \
The repair of the bow door cost 2.4 million crowns, twice the first estimate.""",
    """The town of {0} bought the old paper mill for one crown and will turn it into a library. \
“Nobody needs paper as much as readers do,” said Ada {0}, the mayor. \
The planning committee voted for the purchase by seven to two on a rainy evening.""",
    """The strike in the harbour of {0} goes into its third week, and forty ships wait outside. \
“Our offer is on the table and stays there,” said Bo {0}, who leads the port. \
The union asks for five per cent more and a free weekend each month.""",
)
HEADLINES = (
    "The {0} ferry sails again",
    "Paper mill of {0} becomes a library",
    "Harbour strike in {0} goes on",
)
PAGES = [(name, number) for name in MARK for number in range(len(TEXTS))]


@dataclass(frozen=True)
class Scene:
    """Which pages came, in which order, and who takes the feed that is for all."""

    came: tuple[tuple[str, int], ...]
    takers: frozenset[str]
    busy: frozenset[str]  # who has orders, topics, filters, reports, threads and saved commands

    def of(self, workspace: str) -> Scene:
        """As it would be without the other workspace."""
        names = {workspace, "shared"} if workspace in self.takers else {workspace}
        came = tuple(page for page in self.came if page[0] in names)
        return Scene(came, self.takers & {workspace}, self.busy & {workspace})


some = st.frozensets(st.sampled_from(WORKSPACES))
scenes = st.builds(Scene, st.lists(st.sampled_from(PAGES), unique=True).map(tuple), some, some)


def page(name: str, number: int) -> AnnotatedArticle:
    mark = MARK[name]
    url, text = f"https://{mark.lower()}.example/{number}", TEXTS[number].format(mark)
    at = NOW - timedelta(hours=3, minutes=PAGES.index((name, number)))
    headline = HEADLINES[number].format(mark)
    article = Article(Article.id_for(url, text), url, f"{mark} Post", headline, text, at, published=at)
    return AnnotatedArticle(article, find_quotes(article, english()))


READ = {page_: page(*page_) for page_ in PAGES}
IDS = [read.article.id for read in READ.values()]
REFS = [
    f"{quote.article.id}:{quote.span.start}:{quote.span.end}" for r in READ.values() for quote in r.quotes
]


class Nowhere:
    """A network where every address is gone."""

    async def fetch(
        self,
        url: str,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        *,
        crawling: bool = False,
    ) -> Fetched:
        raise Gone(url, "nothing is there")


async def plain(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


def clock() -> datetime:
    return NOW


def channel(workspace: str) -> Channel:
    return Channel("chat", workspace, "news", "news")


async def build(store: SqlStore, scene: Scene, present: Sequence[str]) -> None:
    for workspace in present:
        await store.take_feed(workspace, FEEDS[workspace])
    for workspace in sorted(scene.takers):
        await store.take_feed(workspace, FEEDS["shared"])
    for name, number in scene.came:
        health = FeedHealth(checked_at=NOW, ok_at=NOW)
        positions = {READ[name, number].article.url: number + 1}
        await store.keep([Harvest(FEEDS[name], health, (), (READ[name, number],), positions)])
    for workspace in sorted(scene.busy):
        await settle(store, workspace)


async def settle(store: SqlStore, workspace: str) -> None:
    mark, room = MARK[workspace], channel(workspace)
    order = Subscription(f"order-{workspace}", room, (time(8),), "UTC", created=NOW - timedelta(days=1))
    await store.put_subscription(order)
    await store.put_topic(workspace, Topic(mark, (mark.lower(),)))
    await store.follow(room, mark)
    await store.add_filter(room, Filter(FilterKind.WORDS, f"{mark} lottery"))
    await Deliverer(store, {}, clock, PrometheusMeter(), FailureGuard(clock, PrometheusMeter())).plan(order)
    await store.put_thread(Place(room, "t1"), IDS[:2], NOW)
    await store.put_saved_command("w1", Command("quotes", {"speaker": f"Ada {mark}"}), Place(room), NOW)
    seen = await store.articles(IDS, workspace)
    for quote in [quote for id_ in IDS if id_ in seen for quote in seen[id_].quotes][:1]:
        await store.add_report(Report("r1", workspace, quote, Fault.QUOTE, mark, mark, NOW))


def every_command() -> list[Command]:
    """Every command that reads, with words of both workspaces."""
    read = [Command(name) for name in ("help", "digest", "feeds", "filters", "topics", "schedule", "why")]
    for mark in MARK.values():
        read += [
            Command("quotes", {"speaker": f"Ada {mark}"}),
            Command("quotes", {"about": mark}),
            Command("ask", {"question": f"Who leads the port of {mark}?"}),
            Command("why", {"words": mark}),
            Command("brief", {"url": f"https://{mark.lower()}.example/1"}),
        ]
    return [*read, Command("ask", {"question": "What did the repair of the ferry cost?"})]


async def everything(store: SqlStore, workspace: str) -> dict[str, object]:
    """By every way of reading, what a workspace gets."""
    meter = PrometheusMeter()
    failures = FailureGuard(clock, meter)
    gatherer = Gatherer(store, Nowhere(), ReadHere(), plain, clock, meter, failures, timedelta(minutes=15))
    desk, actor = (
        NewsDesk(store, gatherer, clock, meter, failures, checked_in()),
        Actor(Place(channel(workspace)), "u1"),
    )
    got: dict[str, object] = {f"order {one.id}": one for one in await store.subscriptions(workspace)}
    for command in every_command():
        got[str(command)] = await desk.handle(command, actor)
    for action, refs in {"more": IDS, "where": REFS, "elsewhere": REFS, "again": ["w1"]}.items():
        for ref in refs:
            got[f"{action} {ref}"] = await desk.press(Control(action, ref, ""), actor)
    for ref in REFS[::2]:
        got[f"modal {ref}"] = await desk.modal("wrong", ref, actor)
    for spec in commands.COMMANDS:
        for argument in spec.arguments:
            for typed in ("", "a", "s"):
                got[f"{spec.name} {argument.name} {typed}"] = await desk.suggest(
                    spec.name, argument.name, typed, actor
                )
    for typed in ("", "quotes speaker:", "follow ", "feeds remove "):
        got[f"typed {typed}"] = await desk.complete(typed, actor)
    got["home"] = await desk.home(actor)
    return got | await stored(store, workspace)


async def stored(store: SqlStore, workspace: str) -> dict[str, object]:
    """The store's own reads, those that no command of today makes among them."""
    day = timedelta(days=1)
    names = [mark.lower() for mark in MARK.values()]
    reads: dict[str, Callable[[], Awaitable[object]]] = {
        "articles": lambda: store.articles(IDS, workspace),
        "between": lambda: store.between(workspace, NOW - day, NOW + day),
        "quotes": lambda: store.quotes(workspace),
        f"frequencies of {names}": lambda: store.frequencies(["ferry", "port", *names], workspace),
        "feeds": lambda: store.feeds(workspace),
        "topics": lambda: store.topics(workspace),
        "preferences": lambda: store.preferences(channel(workspace)),
        "digests": lambda: store.digests(f"order-{workspace}", NOW - day),
        "reports": lambda: store.reports(workspace),
        "thread": lambda: store.thread(Place(channel(workspace), "t1")),
        "saved_command": lambda: store.saved_command("w1", workspace),
    }
    got = {name: await read() for name, read in reads.items()}
    for name in names:
        hits = await store.search(SearchQuery((name, "ferry"), workspace))
        got[f"search {name}"] = sorted(str(hit.article) for hit in hits)
        got[f"at {name}"] = await store.at(f"https://{name}.example/0", workspace)
    return got


async def told(scene: Scene, present: Sequence[str], workspace: str) -> dict[str, object]:
    async with memory_store() as store:
        await build(store, scene, present)
        return await everything(store, workspace)


@settings(
    max_examples=cases(4, 8), deadline=None, phases=[Phase.explicit, Phase.generate]
)  # a world takes long to make
@example(Scene(tuple(PAGES), frozenset(WORKSPACES), frozenset(WORKSPACES)), "north")
@example(Scene(tuple(reversed(PAGES)), frozenset(), frozenset(WORKSPACES)), "south")
@given(scenes, st.sampled_from(WORKSPACES))
def test_what_a_workspace_reads_is_the_same_without_the_other(scene: Scene, workspace: str) -> None:
    both = asyncio.run(told(scene, WORKSPACES, workspace))
    alone = asyncio.run(told(scene.of(workspace), [workspace], workspace))
    assert both.keys() == alone.keys()
    for way, got in both.items():
        assert repr(got) == repr(alone[way]), way
    (other,) = set(WORKSPACES) - {workspace}
    name = MARK[other].lower()
    assert not [way for way, got in both.items() if name not in way.lower() and name in repr(got).lower()]
