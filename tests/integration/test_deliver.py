from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from time import monotonic

import pytest

from bot.adapters.store import SqlStore
from bot.errors import ChannelGone, MessageRefused, NotAllowed, PlatformError, RateLimited, Unreachable
from bot.model import (
    LEASE,
    AnnotatedArticle,
    Article,
    Channel,
    Days,
    DeliveryState,
    Feed,
    FeedHealth,
    Harvest,
    Late,
    Part,
    Place,
    Quiet,
    Subscription,
)
from bot.newsroom.deliver import MOST_TRIES, Deliverer, backoff
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


class Running(Clock):
    """One that goes on with ours."""

    def __init__(self) -> None:
        super().__init__()
        self._began = monotonic()

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=monotonic() - self._began)


@pytest.fixture
async def store(store: SqlStore) -> SqlStore:
    await store.take_feed("w", FEED)
    await store.put_subscription(ORDER)
    return store


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


async def test_an_order_that_is_made_a_minute_before_its_slot_has_one_digest_then(store: SqlStore) -> None:
    chat, clock = ChatServer(), Clock()
    clock.now = MORNING.replace(minute=59, second=0) - timedelta(hours=1)
    await store.put_subscription(replace(ORDER, created=clock.now))
    await publish(store, *TEXTS)
    for _ in range(9):
        await deliverer(store, chat, clock).tick()
        clock.now += timedelta(seconds=20)
    assert len([text for _, _, text in chat.messages if text.title]) == 1


async def test_a_command_that_ends_sends_what_one_that_was_killed_had_claimed(store: SqlStore) -> None:
    chat, clock = ChatServer(), Running()
    await publish(store, *TEXTS)
    command = deliverer(store, chat, clock)
    assert await command.plan(ORDER)
    (planned,) = await store.open_deliveries(clock())
    assert await store.claim(planned.id, "killed", clock() - LEASE + timedelta(seconds=1))
    await command.tick()
    assert chat.messages == []
    await command.finish()
    assert len(chat.messages) == 3
    assert await store.open_deliveries(clock()) == []


async def test_a_command_that_ends_waits_for_no_order_that_is_paused(store: SqlStore) -> None:
    chat, clock = ChatServer(), Running()
    await publish(store, *TEXTS)
    command = deliverer(store, chat, clock)
    assert await command.plan(ORDER)
    await store.put_subscription(replace(ORDER, paused=True))
    async with asyncio.timeout(5):
        await command.finish()
    assert chat.messages == []


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
        async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
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
        f"Digests for news are paused: {reason}. Once that is mended, resume them with: /news schedule resume"
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


async def test_late_digest_says_what_it_covers_and_waits_for_the_end_of_quiet_hours(store: SqlStore) -> None:
    chat, clock = ChatServer(), Clock()
    await store.put_subscription(replace(ORDER, quiet=Quiet(time(22), time(7))))
    first, second = TEXTS
    await publish(store, first)
    await deliverer(store, chat, clock).tick()
    told = len(chat.messages)
    clock.now = MORNING + timedelta(days=3, hours=15)  # 23:00, after an outage
    await publish(store, second, at=clock.now)
    running = deliverer(store, chat, clock)
    await running.tick()
    assert len(chat.messages) == told
    clock.now = datetime(2026, 3, 9, 7, 0, 5, tzinfo=UTC)  # an hour before the next slot
    await running.tick()
    assert len(chat.messages) > told
    (late, _) = await store.digests(ORDER.id, MORNING - timedelta(days=1))
    assert (late.late, late.missed) == (True, 2)


async def test_two_orders_of_a_channel_are_posted_each_at_its_times(store: SqlStore) -> None:
    chat, clock = ChatServer(), Clock()
    weekly = replace(ORDER, id="week", slots=(time(17),), days=Days((4,)), label="Week")
    await store.put_subscription(weekly)
    await publish(store, *TEXTS)
    for hours in range(48):
        clock.now = MORNING + timedelta(hours=hours)
        await deliverer(store, chat, clock).tick()
    daily_days = [digest.edition.day.day for digest in await store.digests("s", MORNING - timedelta(days=1))]
    weekly_days = [
        digest.edition.day.day for digest in await store.digests("week", MORNING - timedelta(days=1))
    ]
    assert (daily_days, weekly_days) == ([6, 5], [6, 27])  # a Friday; the first, of the Friday before


async def test_order_that_wants_nothing_late_tells_in_its_next_edition_what_was_missed(
    store: SqlStore,
) -> None:
    chat, clock = ChatServer(), Clock()
    first, second = TEXTS
    await store.put_subscription(replace(ORDER, late=Late.NONE))
    await publish(store, first)
    await deliverer(store, chat, clock).tick()
    before = len(chat.messages)
    clock.now += timedelta(days=1, hours=5)
    await publish(store, second, at=clock.now - timedelta(hours=7))
    await deliverer(store, chat, clock).tick()
    assert len(chat.messages) == before
    clock.now += timedelta(hours=19)
    await deliverer(store, chat, clock).tick()
    assert len(chat.messages) == before + 2
    [digest, _] = await store.digests("s", MORNING - timedelta(days=1))
    assert not digest.late


class Slow(ChatServer):
    """Posts to one channel take until the test lets them go."""

    def __init__(self, room: str) -> None:
        super().__init__()
        self.room, self.held, self.go = room, asyncio.Event(), asyncio.Event()

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        if place.channel.room == self.room:
            self.held.set()
            await self.go.wait()
        return await super().post(place, part)


async def two_channels(store: SqlStore) -> None:
    await store.put_subscription(Subscription("t", Channel("chat", "w", "other", "other"), (time(8),), "UTC"))
    await publish(store, *TEXTS)


async def test_slow_channel_delays_no_other_and_no_later_edition(store: SqlStore) -> None:
    chat, clock = Slow("news"), Clock()
    await two_channels(store)
    sender = deliverer(store, chat, clock)
    async with asyncio.timeout(120):
        stuck = asyncio.create_task(sender.tick())
        await chat.held.wait()
        while len(chat.messages) < 3:
            await asyncio.sleep(0.01)
        third = Subscription("u", Channel("chat", "w", "third", "third"), (time(8),), "UTC")
        await store.put_subscription(third)
        await sender.tick()
        assert {place.channel.room for place, _, _ in chat.messages} == {"other", "third"}
        chat.go.set()
        await stuck
    assert Counter(place.channel.room for place, _, _ in chat.messages) == {"other": 3, "third": 3, "news": 3}


async def test_sender_that_lost_its_claim_writes_nothing_and_what_it_posted_is_found(store: SqlStore) -> None:
    chat, clock = Slow("news"), Clock()
    await publish(store, *TEXTS)
    async with asyncio.timeout(120):
        frozen = asyncio.create_task(deliverer(store, chat, clock).tick())
        await chat.held.wait()
        clock.now += timedelta(seconds=31)  # it did not renew its claim
        other = deliverer(store, chat, clock)
        await other.tick()
        [taken] = await store.open_deliveries(clock.now + timedelta(hours=1))
        chat.go.set()
        await frozen
        assert await store.open_deliveries(clock.now + timedelta(hours=1)) == [taken]
        assert (len(chat.messages), taken.posted) == (1, {})
        clock.now += timedelta(seconds=21)
        await other.tick()
    assert len(chat.messages) == 3
    assert set(posts(chat).values()) == {1}


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(days=3)], ids=["back", "forth"])
@pytest.mark.parametrize("after", [False, True])
async def test_clock_that_is_set_while_a_sender_is_killed_loses_and_doubles_nothing(
    store: SqlStore, step: timedelta, after: bool
) -> None:
    chat, clock = ChatServer(faults=[Fault(Killed(), after)]), Clock()
    await publish(store, *TEXTS)
    with pytest.raises(Killed):
        await deliverer(store, chat, clock).tick()
    [told] = await store.digests("s", MORNING)
    keys = [one.key for one in chat.split(told)]
    clock.now += step
    meter, steady = PrometheusMeter(), [0.0]
    guard = FailureGuard(clock, meter)
    again = Deliverer(store, {"chat": chat}, clock, meter, guard, steady=lambda: steady[0])
    for tick in range(4):
        await again.tick()
        if not tick:
            there = [posts(chat)[key] for key in keys]
            assert there == ([1, 1, 1] if after else [0, 0, 0])  # what is not seen may yet appear
        steady[0] += 21
        clock.now += timedelta(seconds=21)
    assert [posts(chat)[key] for key in keys] == [1, 1, 1]
    assert set(posts(chat).values()) == {1}
    assert (await store.open_deliveries(clock.now + timedelta(hours=2))) == []


async def test_wait_for_another_try_ends_when_the_clock_is_set_back(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(RateLimited("slow down", 60))]), Clock()
    await publish(store, *TEXTS)
    sender = deliverer(store, chat, clock)
    await sender.tick()
    clock.now -= timedelta(hours=1)
    await sender.tick()
    assert len(chat.messages) == 3


SEVEN_HOURS = timedelta(hours=7)
WEEKLY = Days(weekdays=(MORNING.weekday(),))


def told(chat: ChatServer) -> list[str]:
    """The headlines that stand in the channel, in order."""
    return [
        one
        for _, _, shown in chat.messages
        for one in TEXTS
        if shown.sections and one in repr(shown.sections[0].blocks[:1])
    ]


async def ticking(store: SqlStore, chat: ChatServer, clock: Clock, until: datetime) -> None:
    sender = deliverer(store, chat, clock)
    while clock.now < until:
        await sender.tick()
        clock.now += timedelta(minutes=31)


@pytest.mark.parametrize("error", [PlatformError("HTTP 503"), Unreachable("no connection")])
@pytest.mark.parametrize("days", [Days(), WEEKLY])
async def test_an_outage_of_hours_makes_a_digest_late_and_loses_none(
    store: SqlStore, days: Days, error: PlatformError
) -> None:
    chat, clock = ChatServer(faults=[Fault(error)] * 12), Clock()
    await store.put_subscription(replace(ORDER, days=days))
    await publish(store, *TEXTS)
    await ticking(store, chat, clock, MORNING + timedelta(hours=12))
    assert sorted(told(chat)) == sorted(TEXTS)


@pytest.mark.parametrize("error", [PlatformError("HTTP 503"), Unreachable("no connection")])
async def test_after_an_outage_of_days_each_edition_is_told_once(
    store: SqlStore, error: PlatformError
) -> None:
    chat, clock = ChatServer(faults=[Fault(error)] * 10_000), Clock()
    for days, headline in enumerate(TEXTS):
        await publish(store, headline, at=MORNING + timedelta(days=2 * days, hours=-3))
        await ticking(store, chat, clock, MORNING + timedelta(days=2 * days, hours=20))
    chat.faults.clear()
    await ticking(store, chat, clock, MORNING + timedelta(days=3, hours=5))
    assert sorted(told(chat)) == sorted(TEXTS)
    assert set(posts(chat).values()) == {1}


async def test_what_comes_late_waits_for_the_end_of_quiet_time(store: SqlStore) -> None:
    quiet = Quiet(begin=time(9), end=time(15))
    chat, clock = ChatServer(faults=[Fault(Unreachable("no connection"))] * 7), Clock()
    await store.put_subscription(replace(ORDER, quiet=quiet))
    await publish(store, *TEXTS)
    await ticking(store, chat, clock, MORNING + timedelta(hours=6, minutes=50))
    assert not chat.messages
    await ticking(store, chat, clock, MORNING + timedelta(hours=12))
    assert sorted(told(chat)) == sorted(TEXTS)


async def test_a_restart_in_quiet_time_posts_nothing_before_its_end(store: SqlStore) -> None:
    chat, clock = ChatServer(), Clock()
    night = replace(ORDER, slots=(time(21, 59),), quiet=Quiet(time(22), time(7)))
    await store.put_subscription(night)
    await publish(store, *TEXTS)
    clock.now = MORNING.replace(hour=21, minute=59, second=50)
    assert await deliverer(store, chat, clock).plan(night)
    clock.now += timedelta(minutes=5)
    while clock.now < MORNING.replace(hour=7, minute=0, second=0) + timedelta(days=1):
        await deliverer(store, chat, clock).tick()
        assert not chat.messages
        clock.now += timedelta(minutes=15)
    await deliverer(store, chat, clock).tick()
    assert set(posts(chat).values()) == {1}
    assert len(told(chat)) == 2


async def test_an_order_that_is_paused_during_an_outage_posts_once_it_is_resumed(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(PlatformError("the line broke"))]), Clock()
    await publish(store, *TEXTS)
    sender = deliverer(store, chat, clock)
    await sender.tick()
    for paused, messages in ((True, 0), (False, 3)):
        await store.put_subscription(replace(ORDER, paused=paused))
        for _ in range(4):
            clock.now += timedelta(minutes=2)
            await sender.tick()
        assert len(chat.messages) == messages


async def test_an_order_that_is_ended_during_an_outage_posts_nothing(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(Unreachable("no connection"))]), Clock()
    await publish(store, *TEXTS)
    sender = deliverer(store, chat, clock)
    await sender.tick()
    await store.drop_subscription(ORDER.id)
    for _ in range(4):
        clock.now += timedelta(minutes=2)
        await sender.tick()
    assert not chat.messages


async def test_planners_that_meet_lose_no_edition(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(Unreachable("no connection"))]), Clock()
    await publish(store, *TEXTS)
    one, other = deliverer(store, chat, clock), deliverer(store, chat, clock)
    for _ in range(6):
        await asyncio.gather(one.tick(), other.tick())
        clock.now += timedelta(minutes=31)
    assert sorted(told(chat)) == sorted(TEXTS)


async def test_what_may_stand_there_is_not_told_by_the_next_edition(store: SqlStore) -> None:
    class Unreadable(ChatServer):
        readable = False

        async def find(self, place: Place, part: Part, since: datetime) -> str | None:
            if not self.readable:
                raise PlatformError("HTTP 503")
            return await super().find(place, part, since)

    chat, clock = Unreadable(faults=[Fault(PlatformError("cut"), after=True)]), Clock()
    await publish(store, *TEXTS)
    await ticking(store, chat, clock, MORNING + timedelta(days=1, hours=2))
    chat.readable = True
    await ticking(store, chat, clock, MORNING + timedelta(days=1, hours=6))
    assert set(posts(chat).values()) == {1}
    assert sorted(told(chat)) == sorted(TEXTS)


async def test_what_is_held_up_for_a_week_is_given_up(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(RateLimited("slow down", 1_800))] * 9_999), Clock()
    await store.put_subscription(replace(ORDER, days=WEEKLY))
    await publish(store, *TEXTS)
    await ticking(store, chat, clock, MORNING + timedelta(days=6))
    assert await store.open_deliveries(clock.now)
    await store.drop_subscription(ORDER.id)
    await ticking(store, chat, clock, MORNING + timedelta(days=8))
    assert not await store.open_deliveries(clock.now)


async def test_however_often_a_platform_asks_to_wait_the_digest_is_posted(store: SqlStore) -> None:
    times = 3 * MOST_TRIES
    chat, clock = ChatServer(faults=[Fault(RateLimited("slow down", 60)) for _ in range(times)]), Clock()
    await publish(store, *TEXTS)
    sender = deliverer(store, chat, clock)
    for _ in range(times + 1):
        await sender.tick()
        clock.now += timedelta(seconds=61)
    assert len(chat.messages) == 3


@pytest.mark.parametrize("error", [ValueError("a bug of ours"), PlatformError("the line broke")])
async def test_whatever_one_delivery_raises_the_others_go_on(
    store: SqlStore, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(ChatServer):
        async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
            if place.channel == ORDER.channel:
                raise error
            return await super().post(place, part)

    chat, clock = Broken(), Clock()
    await two_channels(store)
    await deliverer(store, chat, clock).tick()
    assert {place.channel.room for place, _, _ in chat.messages} == {"other"}
    [waiting] = await store.open_deliveries(clock.now + timedelta(minutes=1))
    assert (waiting.channel, waiting.tries, waiting.note) == (ORDER.channel, 1, str(error))
    assert waiting.id in caplog.text


async def test_whatever_one_order_raises_the_others_go_on(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Subscription("broken", Channel("chat", "w", "broken", "broken"), (time(8),), "No/Where")
    await store.put_subscription(broken)
    chat, clock = ChatServer(), Clock()
    await publish(store, *TEXTS)
    await deliverer(store, chat, clock).tick()
    assert len(chat.messages) == 3
    assert "order broken" in caplog.text


async def test_message_that_is_refused_in_every_form_is_not_sent_for_hours(store: SqlStore) -> None:
    chat, clock = ChatServer(faults=[Fault(MessageRefused("msg_too_long"))]), Clock()
    await publish(store, *TEXTS)
    await deliverer(store, chat, clock).tick()
    assert await store.open_deliveries(clock.now + timedelta(days=1)) == []
    assert not (await store.subscriptions("w"))[0].paused


async def test_stop_in_the_middle_lets_the_next_process_go_on_at_once(store: SqlStore) -> None:
    chat, clock = Slow("news"), Clock()
    await publish(store, *TEXTS)
    stopped = asyncio.create_task(deliverer(store, chat, clock).tick())
    async with asyncio.timeout(120):
        await chat.held.wait()
    stopped.cancel()
    await asyncio.gather(stopped, return_exceptions=True)
    chat.go.set()
    again = deliverer(store, chat, clock)
    for _ in range(2):
        await again.tick()
        clock.now += timedelta(seconds=21)
    assert len(chat.messages) == 3


def test_waits_double_up_to_an_hour() -> None:
    assert [backoff(tries).total_seconds() / 60 for tries in (1, 2, 3, 6, 7, 50)] == [1, 2, 4, 32, 60, 60]
