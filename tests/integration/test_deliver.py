from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.adapters.store import SqlStore, open_store
from bot.errors import ChannelGone, NotAllowed, PlatformError, RateLimited
from bot.model import (
    AnnotatedArticle,
    Article,
    Channel,
    DeliveryState,
    Feed,
    FeedHealth,
    Harvest,
    Part,
    Place,
    Subscription,
)
from bot.newsroom.deliver import Deliverer, backoff
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes.platform import ChatServer, Fault

MORNING = datetime(2026, 3, 5, 8, 0, 5, tzinfo=UTC)
FEED = Feed.of("https://post.example/feed", "The Post")
ORDER = Subscription("s", Channel("chat", "w", "news", "news"), (time(8),), "UTC")

TEXTS = {
    "Ferry sails again after three weeks in dock": (
        "The island ferry will sail again next week after three weeks in dock, the harbour council decided. "
        "The repair of the bow door cost 2.4 million crowns, twice the first estimate. "
        "Passengers with season tickets will get a refund for the time in dock."
    ),
    "Paper mill becomes the town library": (
        "The town bought the old paper mill for one crown and will turn it into a library within two years. "
        "The planning committee voted for the purchase by seven to two on a rainy evening. "
        "Architects will present three drafts for the reading rooms before the summer."
    ),
}


class Killed(BaseException):
    """The process ends here."""


class Clock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite:///:memory:")
    await opened.take_feed("w", FEED)
    await opened.put_subscription(ORDER)
    yield opened
    await opened.close()


async def publish(store: SqlStore, *headlines: str, at: datetime = MORNING - timedelta(hours=3)) -> None:
    articles = []
    for headline in headlines:
        url = f"https://post.example/{headline.replace(' ', '-').lower()}"
        text = TEXTS[headline]
        articles.append(
            AnnotatedArticle(Article(Article.id_for(url, text), url, "The Post", headline, text, at))
        )
    await store.keep([Harvest(FEED, FeedHealth(), (), tuple(articles))])


def deliverer(store: SqlStore, chat: ChatServer, clock: Clock) -> Deliverer:
    meter = PrometheusMeter()
    guard = FailureGuard(clock, meter)
    return Deliverer(store, {"chat": chat}, clock, meter, guard, steady=lambda: clock().timestamp())


def posts(chat: ChatServer) -> Counter[str]:
    return Counter(key for _, key, _ in chat.messages)


async def test_edition_is_posted_once_however_often_the_clock_ticks(store: SqlStore) -> None:
    chat, clock = ChatServer(), Clock()
    await publish(store, *TEXTS)
    for _ in range(4):
        await deliverer(store, chat, clock).tick()
        clock.now += timedelta(minutes=7)
    assert len(chat.messages) == 3
    assert set(posts(chat).values()) == {1}
    assert chat.messages[0][0].thread is None
    assert {place.thread for place, _, _ in chat.messages[1:]} == {"message 1"}


async def test_thread_of_a_digest_is_about_the_articles_that_it_tells_of(store: SqlStore) -> None:
    chat, clock = ChatServer(), Clock()
    await publish(store, *TEXTS)
    await deliverer(store, chat, clock).tick()
    told = {read.article.id for read in await store.between("w", MORNING - timedelta(days=1), MORNING)}
    assert set(await store.thread(Place(ORDER.channel, "message 1"))) == told


async def test_new_channel_waits_for_its_first_news(store: SqlStore) -> None:
    chat, clock = ChatServer(), Clock()
    await deliverer(store, chat, clock).tick()
    assert not chat.messages
    await publish(store, *TEXTS)
    await deliverer(store, chat, clock).tick()
    assert len(chat.messages) == 3


async def test_second_edition_does_not_repeat_what_was_told(store: SqlStore) -> None:
    chat, clock = ChatServer(), Clock()
    first, second = TEXTS
    await publish(store, first)
    await deliverer(store, chat, clock).tick()
    clock.now += timedelta(days=1)
    await publish(store, second, at=clock.now - timedelta(hours=2))
    await deliverer(store, chat, clock).tick()
    shown = [one.sections[0].blocks[0] for _, _, one in chat.messages if one.sections]
    assert [getattr(block, "text", "") for block in shown] == [first, second]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [0, 1, 2])
async def test_post_of_unclear_outcome_is_looked_for_before_it_is_repeated(
    store: SqlStore, at: int, after: bool
) -> None:
    chat, clock = ChatServer(), Clock()
    chat.faults = [None] * at + [Fault(PlatformError("the line broke"), after)]
    await publish(store, *TEXTS)
    sender = deliverer(store, chat, clock)
    for _ in range(3):
        await sender.tick()
        clock.now += timedelta(minutes=5)
    assert len(chat.messages) == 3
    assert set(posts(chat).values()) == {1}


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [0, 1, 2])
async def test_process_killed_at_a_post_neither_repeats_nor_loses_it(
    store: SqlStore, at: int, after: bool
) -> None:
    chat, clock = ChatServer(), Clock()
    chat.faults = [None] * at + [Fault(Killed(), after)]
    await publish(store, *TEXTS)
    with pytest.raises(Killed):
        await deliverer(store, chat, clock).tick()
    again = deliverer(store, chat, clock)
    await again.tick()
    assert len(chat.messages) == at + after  # the claim of the killed one still holds
    for _ in range(2):
        clock.now += timedelta(seconds=31)
        await again.tick()
    assert len(chat.messages) == 3
    assert set(posts(chat).values()) == {1}


async def test_wait_that_the_platform_asks_for_is_kept(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(RateLimited("slow down", 600))]), Clock()
    await publish(store, *TEXTS)
    await deliverer(store, chat, clock).tick()
    clock.now += timedelta(minutes=9)
    await deliverer(store, chat, clock).tick()
    assert not chat.messages
    clock.now += timedelta(minutes=2)
    await deliverer(store, chat, clock).tick()
    assert len(chat.messages) == 3


async def test_gone_channel_ends_its_delivery_and_no_other(store: SqlStore) -> None:
    class OneGone(ChatServer):
        async def post(self, place: Place, part: Part) -> str:
            if place.channel == ORDER.channel:
                raise ChannelGone("#news was deleted")
            return await super().post(place, part)

    chat, clock = OneGone(), Clock()
    other = Subscription("t", Channel("chat", "w", "other", "other"), (time(8),), "UTC")
    await store.put_subscription(other)
    await publish(store, *TEXTS)
    for _ in range(3):
        await deliverer(store, chat, clock).tick()
        clock.now += timedelta(hours=1)
    assert len({place.channel.room for place, _, _ in chat.messages}) == 1
    assert len(chat.messages) == 3


@pytest.mark.parametrize("error", [ChannelGone("#news was deleted"), NotAllowed("Send Messages is missing.")])
async def test_order_that_cannot_be_carried_out_is_paused_and_an_admin_told_once(
    store: SqlStore, error: PlatformError
) -> None:
    chat, clock = ChatServer(faults=[Fault(error)] * 9), Clock()
    await publish(store, *TEXTS)
    await deliverer(store, chat, clock).tick()
    assert await store.subscriptions("w") == [ORDER]  # platforms say so in error, too
    clock.now += timedelta(minutes=1)
    for _ in range(4):
        await deliverer(store, chat, clock).tick()
        clock.now += timedelta(days=1)
    (order,) = await store.subscriptions("w")
    assert (order.paused, order.paused_for) == (True, str(error))
    reason = str(error).rstrip(".")
    sentence = (
        f"Digests for news are paused: {reason}. Once that is mended, resume them with: schedule resume"
    )
    assert chat.warnings == [(ORDER.channel, sentence)]
    assert len(chat.faults) == 7


async def test_order_that_is_resumed_tells_what_it_could_not(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(NotAllowed("Send Messages is missing"))] * 2), Clock()
    first, second = TEXTS
    await publish(store, first)
    for _ in range(2):
        await deliverer(store, chat, clock).tick()
        clock.now += timedelta(minutes=1)
    clock.now += timedelta(days=1)
    await publish(store, second, at=clock.now - timedelta(hours=2))
    (order,) = await store.subscriptions("w")
    await store.put_subscription(replace(order, paused=False))
    await deliverer(store, chat, clock).tick()
    assert await store.subscriptions("w") == [ORDER]
    shown = [one.sections[0].blocks[0] for _, _, one in chat.messages if one.sections]
    assert {getattr(block, "text", "") for block in shown} == {first, second}


async def test_order_of_a_channel_that_was_dropped_meanwhile_warns_nobody(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(ChannelGone("#news was deleted"))] * 2), Clock()
    await publish(store, *TEXTS)
    await deliverer(store, chat, clock).plan(ORDER)
    await store.drop_subscription(ORDER.id)
    for _ in range(2):
        await deliverer(store, chat, clock).tick()
        clock.now += timedelta(minutes=1)
    assert (chat.messages, chat.warnings) == ([], [])


async def test_pausing_holds_when_nobody_can_be_told(store: SqlStore) -> None:
    class Deaf(ChatServer):
        async def warn(self, channel: Channel, sentence: str) -> None:
            raise NotAllowed("no direct messages")

    chat, clock = Deaf(faults=[Fault(ChannelGone("#news was deleted"))] * 2), Clock()
    await publish(store, *TEXTS)
    for _ in range(2):
        await deliverer(store, chat, clock).tick()
        clock.now += timedelta(minutes=1)
    (order,) = await store.subscriptions("w")
    assert order.paused


async def test_nothing_goes_to_a_workspace_that_was_left(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(PlatformError("the line broke"))]), Clock()
    await publish(store, *TEXTS)
    await deliverer(store, chat, clock).tick()
    await store.leave("w", clock.now + timedelta(days=7))
    for _ in range(3):
        clock.now += timedelta(days=1)
        await deliverer(store, chat, clock).tick()
    assert chat.messages == []


async def test_platform_that_stays_down_is_given_up_before_the_next_day(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(PlatformError("down"))] * 99), Clock()
    await publish(store, *TEXTS)
    sender = deliverer(store, chat, clock)
    for _ in range(24 * 6):
        await sender.tick()
        clock.now += timedelta(minutes=10)
        if clock.now > MORNING + timedelta(hours=20):
            break
    assert not [one for one in await store.open_deliveries(clock.now) if one.state is DeliveryState.PLANNED]
    assert not await store.open_deliveries(clock.now)


async def test_missed_slots_become_one_late_digest(store: SqlStore) -> None:
    chat, clock = ChatServer(), Clock()
    first, second = TEXTS
    await publish(store, first)
    await deliverer(store, chat, clock).tick()
    before = len(chat.messages)
    clock.now += timedelta(days=3, hours=5)
    await publish(store, second, at=clock.now - timedelta(hours=2))
    await deliverer(store, chat, clock).tick()
    assert len(chat.messages) == before + 2
    [digest, _] = await store.digests("s", MORNING - timedelta(days=1))
    assert digest.late


def test_waits_double_up_to_an_hour() -> None:
    assert [backoff(tries).total_seconds() / 60 for tries in (1, 2, 3, 6, 7, 50)] == [1, 2, 4, 32, 60, 60]
