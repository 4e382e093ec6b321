"""Standing orders by command, button and modal, and the overview, at a desk over a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.errors import ConfigError
from bot.model import Actor, Days, Heading, Late, Mistakes, Place, Quiet, Reply, Subscription
from bot.newsroom import orders
from bot.newsroom.desk import GRACE
from tests.fakes.desk_channel import NEWS, NOW, DeskChannel, buttons, open_desk_channel, rows, said
from tests.fakes.stories import BRIDGE, STRIKE


@pytest.fixture
async def room() -> AsyncIterator[DeskChannel]:
    async with open_desk_channel(BRIDGE, STRIKE) as opened:
        yield opened


async def order(room: DeskChannel) -> Subscription:
    (one,) = await room.store.subscriptions(NEWS.workspace)
    return one


async def test_digests_come_at_the_times_that_are_set(room: DeskChannel) -> None:
    reply = await room.type("/news schedule set times:17:00, 8:00 zone:europe/berlin size:4")
    assert said(reply.outline) == [
        "Every day at 08:00 and 17:00 (Europe/Berlin), at most 4 stories each.",
        "The next one: Monday, 2 March 2026, 17:00 CET.",
    ]
    one = await order(room)
    assert (one.channel, one.slots, one.zone, one.size) == (NEWS, (time(8), time(17)), "Europe/Berlin", 4)
    assert one.created == NOW


async def test_what_was_changed_is_said_in_words(room: DeskChannel) -> None:
    async def lead(line: str, by: DeskChannel = room) -> str:
        return (await by.type(line)).outline.lead

    assert await lead("/news schedule set 8am, 17.00 zone:Berlin") == (
        "Digests now come at 08:00 and 17:00, Europe/Berlin; the next one today at 17:00."
    )
    assert await lead("/news schedule add “Fridays 17:00” name:Week") == (
        "Further digests now come on Fridays at 17:00, UTC (Week); the next one on Friday at 17:00."
    )
    assert await lead("/news schedule pause 1") == "Digests are paused from now on."
    assert await lead("/news schedule resume 1") == "Digests come again; the next one today at 17:00."
    lisbon = room.of(replace(room.actor, zone="Europe/Lisbon"))
    assert (await lead("/news schedule set 1 09:00", lisbon)).endswith(
        "the next one tomorrow at 09:00. For your own clock type: /news schedule set zone:Europe/Lisbon"
    )
    assert await lead("/news schedule add 12:10") == (
        "Further digests now come at 12:10, UTC; the next one tomorrow at 12:10."
        " The first comes at once, and is that of 12:10 too."
    )
    assert await lead("/news schedule remove 2") == "That order is ended; the others stay."
    assert await lead("/news schedule") == ""


async def test_zones_of_the_readers_continent_are_offered_first(room: DeskChannel) -> None:
    lima = replace(room.actor, zone="America/Lima")
    offered = await room.desk.suggest("schedule set", "zone", "", lima)
    assert offered[0] == "America/Lima"
    assert all(zone.startswith("America/") for zone in offered)


async def test_what_is_not_given_stays_and_a_new_order_is_in_the_zone_of_who_makes_it(
    room: DeskChannel,
) -> None:
    lisbon = room.of(replace(room.actor, zone="Europe/Lisbon"))
    await lisbon.type("/news schedule set 08:00 size:3")
    await room.type("/news schedule set 09:30")
    one = await order(room)
    assert (one.slots, one.zone, one.size) == ((time(9, 30),), "Europe/Lisbon", 3)


async def test_a_new_time_leaves_the_days_that_were_not_typed(room: DeskChannel) -> None:
    async def after(line: str) -> tuple[tuple[time, ...], Days]:
        await room.type(f"/news schedule set {line}")
        one = await order(room)
        return one.slots, one.days

    weekdays = Days((0, 1, 2, 3, 4))
    assert await after("08:00 on weekdays") == ((time(8),), weekdays)
    assert await after("16:00") == ((time(16),), weekdays)
    assert await after("zone:Europe/Berlin") == ((time(16),), weekdays)
    assert await after("0 9 1 * *") == ((time(9),), Days(month_days=(1,)))
    assert await after("noon") == ((time(12),), Days(month_days=(1,)))
    assert await after("daily 17:00") == ((time(17),), Days())
    await after("Fridays 08:00")
    await room.fill("schedule", (await order(room)).id, times="07:00", zone="UTC", size="6")
    assert (await order(room)).days == Days(), "a form shows the days: who takes them out wants every day"


async def test_an_order_is_paused_resumed_and_removed(room: DeskChannel) -> None:
    await room.type("/news schedule set 08:00")
    paused = await room.type("/news schedule pause")
    assert said(paused.outline)[1] == "Paused: no digest comes until you resume them."
    assert (await order(room)).paused
    ref = buttons(paused.outline)["resume"]
    resumed = await room.press("resume", ref)
    assert said(resumed.outline)[1] == "The next one: Tuesday, 3 March 2026, 08:00 UTC."
    assert "pause" in buttons(resumed.outline)
    removed = await room.type("/news schedule remove")
    assert removed.outline.title == "No digests come here by themselves any more"
    assert await room.store.subscriptions(NEWS.workspace) == []


async def test_where_there_is_no_order_that_is_said(room: DeskChannel) -> None:
    shown = await room.type("/news schedule")
    assert shown.outline.title == "No digests come here by themselves"
    assert "schedule" in buttons(shown.outline)
    assert (await room.type("/news schedule pause")).error


async def test_a_button_of_another_workspace_finds_no_order(room: DeskChannel) -> None:
    await room.type("/news schedule set 08:00")
    ref = (await order(room)).id
    assert (await room.elsewhere("T2").press("pause", ref)).error
    assert not (await order(room)).paused


async def test_an_order_of_the_configuration_is_changed_there(room: DeskChannel) -> None:
    await room.store.put_subscription(Subscription("config", NEWS, (time(8),), "UTC", configured=True))
    for line in ("/news schedule set 09:00", "/news schedule remove"):
        reply = await room.type(line)
        assert said(reply.outline) == [
            "The digests of this channel are set in the configuration file; change them there."
        ]
    assert not (await room.type("/news schedule pause")).error


async def test_the_modal_shows_what_holds_and_does_what_the_command_does(room: DeskChannel) -> None:
    berlin = room.of(replace(room.actor, zone="Europe/Berlin"))
    first = await berlin.open("schedule")
    assert {one.name: one.value for one in first.inputs} == {
        "times": "08:00",
        "zone": "Europe/Berlin",
        "size": "6",
        "language": "original",
        "quiet": "off",
    }
    reply = await berlin.fill("schedule", times="07:15", zone="Europe/Berlin", size="5")
    assert isinstance(reply, Reply)
    assert not reply.error
    assert (await order(room)).slots == (time(7, 15),)
    assert {one.name: one.value for one in (await room.open("schedule")).inputs} == {
        "times": "07:15",
        "zone": "Europe/Berlin",
        "size": "5",
        "language": "original",
        "quiet": "off",
    }


async def test_an_order_asks_for_a_language_until_it_asks_for_the_original(room: DeskChannel) -> None:
    said = await room.type("/news schedule set times:08:00 language:German")
    assert "A model translates them into German; quotes stay as they are." in str(said.outline)
    assert "As no model is set up, they stay in the articles’ own language" in said.outline.lead
    assert (await order(room)).language == "de"
    assert (await room.open("schedule")).inputs[3].value == "de"
    await room.type("/news schedule set times:09:00")
    assert (await order(room)).language == "de"
    with pytest.raises(
        ConfigError,
        match="there are English, German, French, Spanish, Italian, Dutch, Portuguese, and original",
    ):
        await room.type("/news schedule set times:09:00 language:Klingon")
    await room.type("/news schedule set times:09:00 language:original")
    assert (await order(room)).language is None


async def in_order(room: DeskChannel) -> list[Subscription]:
    return await orders.of_channel(room.store, NEWS)


def later(room: DeskChannel, minutes: int) -> DeskChannel:
    """The same room, some time later."""
    return replace(room, desk=replace(room.desk, clock=lambda: NOW + timedelta(minutes=minutes)))


async def three_orders(room: DeskChannel) -> None:
    await room.type("/news schedule set 08:00 zone:Berlin")
    await later(room, 1).type("/news schedule add weekly Friday 17:00 size:12 name:Week")
    await later(room, 2).type("/news schedule add weekends 10:00 quiet:22:00-7:00 late:none")


async def test_a_channel_has_any_number_of_orders_each_with_its_number_and_name(room: DeskChannel) -> None:
    await three_orders(room)
    shown = await room.type("/news schedule")
    weekends = "On weekends at 10:00 (UTC), at most 6 stories each."
    assert said(shown.outline) == [
        "Every day at 08:00 (Europe/Berlin), at most 6 stories each.",
        "The next one: Tuesday, 3 March 2026, 08:00 CET.",
        "On Fridays at 17:00 (UTC), at most 12 stories each. Each looks back a week.",
        "The next one: Friday, 6 March 2026, 17:00 UTC.",
        f"{weekends} Each looks back a week. Quiet 22:00–07:00. Nothing is posted late.",
        "The next one: Saturday, 7 March 2026, 10:00 UTC.",
    ]
    headings = [
        block.text for part in shown.outline.sections for block in part.blocks if isinstance(block, Heading)
    ]
    assert headings == ["1", "2 · Week", "3"]
    actions = [[control.action for control in part.controls] for part in shown.outline.sections]
    assert actions == [["pause", "schedule"], ["pause", "schedule"], ["pause", "schedule", "order"]]


async def test_one_of_several_is_changed_paused_resumed_and_removed_by_number_or_name(
    room: DeskChannel,
) -> None:
    await three_orders(room)
    for line in ("schedule set 09:00", "schedule pause", "schedule remove"):
        reply = await room.type(f"/news {line}")
        command = " ".join(line.split()[:2])
        assert said(reply.outline) == [
            f"3 orders post here; say which by its number, for example: /news {command} 1"
        ]
    await room.type("/news schedule set 2 size:3")
    await room.type("/news schedule pause week")
    await room.type("/news schedule set 3 9am on Sundays quiet:off late:one name:Sunday")
    daily, week, sunday = await in_order(room)
    assert (week.size, week.paused, week.days, week.slots) == (3, True, Days((4,)), (time(17),))
    assert (sunday.label, sunday.days, sunday.quiet, sunday.late) == ("Sunday", Days((6,)), Quiet(), Late.ONE)
    await room.type("/news schedule resume 2")
    assert not (await in_order(room))[1].paused
    await room.type("/news schedule remove 1")
    assert [one.id for one in await in_order(room)] == [week.id, sunday.id]
    for line, sentence in {
        "schedule pause 7": "There is no order “7” here; /news schedule shows 2 orders with number and name.",
        "schedule set 1 name:sunday": (
            "An order of this channel is called “sunday” already; choose another name."
        ),
        "schedule set 2 quiet:Sun": (
            "There is no day on which digests would come; change the days or the quiet time."
        ),
    }.items():
        assert said((await room.type(f"/news {line}")).outline) == [sentence]
    assert [one.id for one in await in_order(room)] == [week.id, sunday.id]
    assert daily.id not in {one.id for one in await in_order(room)}


async def test_an_order_is_of_some_feeds_and_topics_alone(room: DeskChannel) -> None:
    await room.type("/news topics add name:Ferries words:ferry")
    reply = await room.type("/news schedule set 08:00 feeds:harbour post topics:ferries")
    assert "From Harbour Post alone. About Ferries alone." in said(reply.outline)[0]
    (one,) = await in_order(room)
    (harbour,) = [feed.feed for feed in await room.store.feeds("T1") if feed.feed.outlet == "Harbour Post"]
    assert (one.feeds, one.topics) == ((harbour.url,), ("Ferries",))
    for line, sentence in {
        "feeds:The Moon": "No feed “The Moon” is taken here; /news feeds lists those that are.",
        "topics:Feries": "There is no topic “Feries”; did you mean Ferries?",
        "topics:Xyz": "There is no topic “Xyz”; /news topics lists those there are.",
    }.items():
        assert said((await room.type(f"/news schedule set {line}")).outline) == [sentence]
    await room.type("/news schedule set feeds:all topics:all")
    (one,) = await in_order(room)
    assert (one.slots, one.feeds, one.topics) == ((time(8),), (), ())


async def test_a_modal_changes_the_order_whose_button_opened_it_and_another_adds_one(
    room: DeskChannel,
) -> None:
    await three_orders(room)
    week = (await in_order(room))[1]
    modal = await room.open("schedule", week.id)
    assert {one.name: one.value for one in modal.inputs} == {
        "times": "17:00 on Fri",
        "zone": "UTC",
        "size": "12",
        "language": "original",
        "quiet": "off",
    }
    assert modal.ref == week.id
    await room.fill("schedule", week.id, times="Thursdays 16:00", zone="London", size="5", quiet="")
    week = (await in_order(room))[1]
    assert (week.slots, week.days, week.zone, week.size) == ((time(16),), Days((3,)), "Europe/London", 5)
    assert (await room.open("order")).title == "Further digests"
    reply = await later(room, 9).fill("order", times="0 9 1 * *", zone="utc")
    assert isinstance(reply, Reply)
    assert said(reply.outline)[-2] == (
        "On the 1st of each month at 09:00 (UTC), at most 6 stories each. Each looks back a week."
    )
    assert len(await in_order(room)) == 4


async def test_what_is_wrong_in_a_modal_is_said_at_its_input_and_nothing_changes(room: DeskChannel) -> None:
    wrong = await room.fill("schedule", times="8ish", zone="Berln", size="900")
    assert wrong == Mistakes(
        {
            "times": "“8ish” is no time of day; write it as HH:MM, for example 08:00.",
            "zone": "There is no time zone “Berln”; did you mean Europe/Berlin?",
            "size": "A digest has 1 to 20 stories; “900” is not between.",
        }
    )
    assert await room.fill("schedule", zone="UTC") == Mistakes({"times": "This is needed."})
    assert await room.store.subscriptions(NEWS.workspace) == []


async def test_the_overview_shows_order_feeds_and_filters_with_buttons_for_who_may(room: DeskChannel) -> None:
    await room.type("/news schedule set 08:00")
    await room.type("/news mute strikes")
    home = await room.desk.home(room.actor)
    assert home.title == "On Record in news"
    assert said(home) == [
        "Every day at 08:00 (UTC), at most 6 stories each.",
        "The next one: Tuesday, 3 March 2026, 08:00 UTC.",
        "It follows no topic and has 1 filter.",
    ]
    assert [row[0] for row in rows(home)] == ["Harbour Post", "Norland Daily"]
    assert set(buttons(home)) == {"pause", "schedule", "order", "feed", "filter"}
    reader = await room.desk.home(room.may_only_read().actor)
    assert buttons(reader) == {}
    assert reader.footer == "Changes are made by channel managers."


async def test_the_overview_of_an_empty_workspace_says_how_to_begin(room: DeskChannel) -> None:
    home = await room.desk.home(Actor(Place(replace(NEWS, workspace="T2"))))
    assert said(home) == [
        "No digests come here by themselves.",
        "No feeds yet. Add one with: /news feeds add URL",
        "Everything: it follows no topic and filters nothing.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "/news schedule set 08:00",
        "/news schedule pause",
        "/news feeds add https://a.example/feed",
        "/news feeds remove https://a.example/feed",
        "/news mute strikes",
        "/news filters remove 1",
        "/news follow Business",
        "/news topics add name:Quay words:quay",
    ],
)
async def test_who_may_only_read_is_told_who_may_change_it(room: DeskChannel, line: str) -> None:
    reply = await room.may_only_read().type(line)
    assert reply.error
    assert said(reply.outline) == [
        "This is for channel managers to change; everything that only reads is for you too."
    ]


@pytest.mark.parametrize(
    "line", ["/news schedule", "/news filters", "/news digest", "/news feeds", "/news why"]
)
async def test_reading_is_for_all(room: DeskChannel, line: str) -> None:
    assert not (await room.may_only_read().type(line)).error


async def test_buttons_and_modals_that_change_things_keep_to_the_same_rule(room: DeskChannel) -> None:
    reader = room.may_only_read()
    assert (await reader.press("mute", BRIDGE.article.id)).error
    assert (await reader.press("pause")).error
    assert isinstance(await reader.desk.modal("schedule", "", reader.actor), Reply)
    assert isinstance(await reader.fill("filter", kind="words", value="strike"), Reply)
    assert (await room.store.preferences(NEWS)).filters == ()


async def test_a_workspace_that_removed_the_bot_finds_all_again_within_the_grace_time(
    room: DeskChannel,
) -> None:
    await room.type("/news schedule set 08:00")
    await room.desk.left("T1")
    assert await room.store.subscriptions() == []
    assert await room.store.forget_left(NOW + GRACE - timedelta(days=1)) == []
    await room.desk.joined("T1")
    assert (await order(room)).slots == (time(8),)
    await room.desk.left("T1")
    assert await room.store.forget_left(NOW + GRACE) == ["T1"]


async def test_without_grace_it_is_deleted_at_once(room: DeskChannel) -> None:
    await room.type("/news schedule set 08:00")
    await room.desk.left("T1", grace=False)
    await room.desk.joined("T1")
    assert await room.store.subscriptions("T1") == []
    assert await room.store.feeds("T1") == []


async def test_a_channel_that_is_gone_leaves_nothing(room: DeskChannel) -> None:
    await room.type("/news schedule set 08:00")
    await room.type("/news mute strikes")
    await room.desk.left_channel(NEWS)
    assert await room.store.subscriptions("T1") == []
    assert (await room.store.preferences(NEWS)).filters == ()
