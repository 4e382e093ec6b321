from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.editions import due, next_slot
from bot.model import Channel, Edition, Subscription

CHANNEL = Channel("web", "local", "daily")


def order(*slots: time, zone: str = "UTC") -> Subscription:
    return Subscription("s", CHANNEL, slots or (time(8),), zone)


def test_first_edition_is_due_at_once_and_not_late() -> None:
    found = due(order(), set(), datetime(2026, 3, 5, 6, tzinfo=UTC))
    assert found is not None
    assert found.edition == Edition("s", date(2026, 3, 4), time(8))
    assert not found.late


def test_nothing_is_due_between_slots() -> None:
    planned = {Edition("s", date(2026, 3, 5), time(8))}
    assert due(order(), planned, datetime(2026, 3, 6, 7, 59, tzinfo=UTC)) is None


def test_nothing_is_due_while_an_order_is_paused() -> None:
    noon = datetime(2026, 3, 6, 12, tzinfo=UTC)
    assert due(replace(order(), paused=True), set(), noon) is None
    assert due(order(), set(), noon) is not None


def test_after_a_long_stop_one_late_edition_covers_all_missed_slots() -> None:
    planned = {Edition("s", date(2026, 3, 1), time(8))}
    found = due(order(time(8), time(18)), planned, datetime(2026, 3, 5, 12, tzinfo=UTC))
    assert found is not None
    assert found.edition == Edition("s", date(2026, 3, 5), time(8))
    assert found.late


def test_slot_that_the_clock_jumps_over_fires_once() -> None:
    berlin = order(time(2, 30), zone="Europe/Berlin")
    planned = {Edition("s", date(2026, 3, 28), time(2, 30))}
    before = due(berlin, planned, datetime(2026, 3, 29, 1, 29, tzinfo=UTC))
    after = due(berlin, planned, datetime(2026, 3, 29, 1, 31, tzinfo=UTC))
    assert before is None
    assert after is not None
    assert after.edition.day == date(2026, 3, 29)


def test_slot_that_comes_twice_is_one_edition() -> None:
    berlin = order(time(2, 30), zone="Europe/Berlin")
    first = due(
        berlin, {Edition("s", date(2026, 10, 24), time(2, 30))}, datetime(2026, 10, 25, 0, 31, tzinfo=UTC)
    )
    assert first is not None
    assert due(berlin, {first.edition}, datetime(2026, 10, 25, 1, 31, tzinfo=UTC)) is None


ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"]
MOMENTS = st.datetimes(datetime(2011, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
SLOTS = st.sets(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1, max_size=4)


@given(MOMENTS, SLOTS, st.sampled_from(ZONES), st.lists(st.integers(1, 2000), max_size=40))
def test_ticks_at_any_moments_never_plan_an_edition_twice(
    start: datetime, slots: set[time], zone: str, steps: list[int]
) -> None:
    subscription = order(*sorted(slots), zone=zone)
    planned: list[Edition] = []
    now = start
    for step in steps:
        found = due(subscription, planned, now)
        if found is not None:
            assert found.edition not in planned
            assert now - timedelta(days=3) < found.slot_at <= now < next_slot(subscription, now)
            planned.append(found.edition)
        assert due(subscription, planned, now) is None
        now += timedelta(minutes=step)
