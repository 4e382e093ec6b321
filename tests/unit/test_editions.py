from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.editions import LATE_AFTER, Due, due, ever_comes, instant, look_back, next_look, next_slot
from bot.model import Channel, Days, Edition, Late, Quiet, Subscription
from tests.conftest import cases

CHANNEL = Channel("web", "local", "daily")
WEEKDAYS, WEEKENDS = Days((0, 1, 2, 3, 4)), Days((5, 6))
NIGHT = Quiet(time(22), time(7))


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


def test_a_slot_that_had_passed_when_the_times_were_changed_is_not_due() -> None:
    planned = {Edition("s", date(2026, 3, 5), time(8))}
    changed = replace(order(time(10)), timed=datetime(2026, 3, 5, 23, 27, tzinfo=UTC))
    assert due(changed, planned, datetime(2026, 3, 5, 23, 28, tzinfo=UTC)) is None
    found = due(changed, planned, datetime(2026, 3, 6, 10, 1, tzinfo=UTC))
    assert found is not None
    assert found.edition == Edition("s", date(2026, 3, 6), time(10))
    ahead = replace(changed, timed=datetime(2026, 3, 9, tzinfo=UTC))  # by a clock that was put right since
    assert due(ahead, planned, datetime(2026, 3, 6, 10, 1, tzinfo=UTC)) == found
    assert due(changed, set(), datetime(2026, 3, 5, 23, 28, tzinfo=UTC)) is not None, (
        "the first is due at once"
    )


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


def test_slot_that_the_clock_jumps_over_is_due_at_the_next_minute_that_exists() -> None:
    berlin = order(time(2, 30), zone="Europe/Berlin")
    planned = {Edition("s", date(2026, 3, 28), time(2, 30))}
    before = due(berlin, planned, datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC))
    after = due(berlin, planned, datetime(2026, 3, 29, 1, 0, tzinfo=UTC))
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


def test_first_edition_alone_is_of_no_slot() -> None:
    planned = {Edition("s", date(2026, 3, 4), time(8))}
    found = [
        due(order(), before, datetime(2026, 3, 5, 9, tzinfo=UTC)) for before in (set[Edition](), planned)
    ]
    assert [one and one.first for one in found] == [True, False]


MADE = datetime(2026, 3, 5, 7, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("slots", "made", "stands_for", "then"),
    [
        ((time(8),), MADE, (5, time(8)), (6, time(8))),
        ((time(8),), MADE - timedelta(minutes=14), (5, time(8)), (6, time(8))),
        ((time(8),), MADE - timedelta(minutes=15), (4, time(8)), (5, time(8))),
        ((time(8), time(8, 30), time(18)), MADE, (5, time(8)), (5, time(8, 30))),
        ((time(8), time(0, 10)), MADE + timedelta(hours=15, minutes=58), (6, time(0, 10)), (6, time(8))),
    ],
)
def test_the_first_stands_for_a_slot_that_comes_soon(
    slots: tuple[time, ...], made: datetime, stands_for: tuple[int, time], then: tuple[int, time]
) -> None:
    fresh, planned = replace(order(*slots), created=made), list[Edition]()
    promised, seen = next_slot(fresh, made), list[datetime]()
    for second in range(0, 2 * 24 * 3600, 20):
        now = made + timedelta(seconds=second)
        if found := due(fresh, planned, now):
            assert found.first == (not planned)
            planned.append(found.edition)
            seen.append(now)
    assert [(one.day.day, one.slot) for one in planned[:2]] == [stands_for, then]
    assert seen[0] == made
    assert promised <= seen[1] < promised + timedelta(seconds=20), "the welcome tells when the next one is"


def test_a_time_that_is_set_after_the_first_digest_has_one_of_its_own() -> None:
    fresh = replace(order(time(18)), created=MADE - timedelta(minutes=30))
    first = _due_at(fresh, set(), MADE - timedelta(minutes=30)).edition
    changed = replace(fresh, slots=(time(8),), timed=MADE)
    assert next_slot(changed, MADE) == datetime(2026, 3, 5, 8, tzinfo=UTC)
    assert due(changed, {first}, MADE) is None
    assert _due_at(changed, {first}, datetime(2026, 3, 5, 8, tzinfo=UTC)).edition.slot == time(8)


def test_what_a_clock_that_ran_ahead_made_stands_for_no_slot_to_come() -> None:
    ahead = replace(order(), created=MADE + timedelta(days=2))
    assert _due_at(ahead, set(), MADE).edition.day == date(2026, 3, 4)
    assert next_slot(ahead, MADE) == datetime(2026, 3, 5, 8, tzinfo=UTC)


def test_an_order_that_wants_nothing_late_waits_for_its_next_slot() -> None:
    prompt = replace(order(), late=Late.NONE)
    planned = {Edition("s", date(2026, 3, 3), time(8))}
    assert due(prompt, planned, datetime(2026, 3, 5, 8, 31, tzinfo=UTC)) is None
    assert due(prompt, planned, datetime(2026, 3, 5, 8, 29, tzinfo=UTC)) is not None
    assert due(prompt, planned, datetime(2026, 3, 6, 8, tzinfo=UTC)) is not None
    assert due(prompt, set(), datetime(2026, 3, 5, 12, tzinfo=UTC)) is not None


def test_a_clock_that_went_ahead_and_was_put_right_costs_no_edition() -> None:
    planned = {Edition("s", date(2026, 3, day), time(8)) for day in (4, 8)}  # the 8th three days too early
    due_at = [due(order(), planned, datetime(2026, 3, day, 8, 1, tzinfo=UTC)) for day in range(5, 10)]
    assert [one and one.edition.day.day for one in due_at] == [5, 6, 7, None, 9]


@pytest.mark.parametrize("days", [(4, 5), (5,)], ids=["long ordered", "just ordered"])
def test_a_clock_that_is_set_back_an_hour_repeats_no_edition(days: tuple[int, ...]) -> None:
    planned = {Edition("s", date(2026, 3, day), time(8)) for day in days}
    for hour in (7, 8, 9):
        assert due(order(), planned, datetime(2026, 3, 5, hour, 5, tzinfo=UTC)) is None


HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
TRANSITIONS = {  # zone -> changes of its clocks in the ten years from 2017 on, at the least
    "UTC": 0,
    "Europe/Berlin": 20,
    "Europe/Dublin": 20,
    "America/New_York": 20,
    "America/Nuuk": 19,  # at the end of a day
    "America/Havana": 20,  # at midnight
    "America/Santiago": 20,  # at midnight
    "Asia/Beirut": 20,  # at midnight
    "Africa/Casablanca": 20,  # around Ramadan
    "Australia/Lord_Howe": 20,  # by half an hour
    "Antarctica/Troll": 20,  # by two hours
    "Pacific/Apia": 9,
}


@pytest.mark.parametrize("zone", TRANSITIONS)
def test_each_daily_order_is_due_once_a_local_day_over_ten_years_of_changing_clocks(zone: str) -> None:
    """Looked at every half hour, from before each change to more than a day after it; each fifth slot, in CI all."""
    local, first = ZoneInfo(zone), datetime(2017, 1, 1, tzinfo=UTC)
    days = [first + timedelta(days=number) for number in range(3652)]
    changes = [
        day for day, after in pairwise(days) if day.astimezone(local).utcoffset() != _offset(after, local)
    ]
    assert len(changes) >= TRANSITIONS[zone]
    for change in changes:
        for slot in HALF_HOURS[:: 48 // cases(9, 48)]:
            subscription, planned, at = order(slot, zone=zone), set[Edition](), dict[date, datetime]()
            begin = change - timedelta(hours=12)
            planned.add(_due_at(subscription, set(), begin).edition)
            for half_hour in range(2 * 48):
                now = begin + timedelta(minutes=30 * half_hour)
                if found := due(subscription, planned, now):
                    assert found.edition not in planned
                    planned.add(found.edition)
                    at[found.edition.day] = now
            posted = sorted(at)
            assert [after - day for day, after in pairwise(posted)] == [timedelta(days=1)] * (len(posted) - 1)
            assert len(posted) in (1, 2, 3)
            for day, moment in at.items():
                assert moment == _expected(day, slot, local)


SOME = [time(0), time(2, 30)]


@pytest.mark.parametrize("zone", TRANSITIONS)
@pytest.mark.parametrize("quiet", [Quiet(), Quiet(time(22), time(7))], ids=["", "quiet at night"])
def test_an_order_on_weekdays_is_due_once_on_each_over_ten_years_of_changing_clocks(
    zone: str, quiet: Quiet
) -> None:
    """Looked at every half hour, from before every third change to six days after it."""
    local, first = ZoneInfo(zone), datetime(2017, 1, 1, tzinfo=UTC)
    days = [first + timedelta(days=number) for number in range(3652)]
    changes = [
        day for day, after in pairwise(days) if day.astimezone(local).utcoffset() != _offset(after, local)
    ]
    for change in changes[::3] or [first]:
        for slot in SOME:
            subscription = replace(order(slot, zone=zone), days=WEEKDAYS, quiet=quiet)
            begin = change - timedelta(hours=12)
            planned, posted_on = [], list[date]()
            now = _after_quiet(begin, quiet, local)
            planned.append(_due_at(subscription, set(), now).edition)
            while now < begin + timedelta(days=6):
                if found := due(subscription, planned[-3:], now):
                    assert not found.late
                    assert not quiet.holds(now.astimezone(local))
                    assert now - timedelta(minutes=30) < _after_quiet(found.slot_at, quiet, local) <= now
                    planned.append(found.edition)
                    posted_on.append(now.astimezone(local).date())
                now += timedelta(minutes=30)
            editions = [one.day for one in planned]
            every = [editions[0] + timedelta(days=number) for number in range(12)]
            assert editions == [day for day in every if day.weekday() < 5][: len(editions)]
            assert len(set(posted_on)) == len(posted_on)
            assert len(editions) >= 4


def test_an_edition_of_quiet_time_is_due_when_that_ends_and_none_before() -> None:
    night = replace(order(time(23)), quiet=Quiet(time(22), time(7)))
    planned = {Edition("s", date(2026, 3, 4), time(23))}
    monday = datetime(2026, 3, 5, tzinfo=UTC)
    looked = [due(night, planned, monday + timedelta(minutes=30 * number)) for number in range(24, 64)]
    assert [one is not None for one in looked] == [False] * 38 + [True] * 2  # 07:00 of the next day
    found = _due_at(night, planned, monday + timedelta(hours=31))
    assert (found.edition.day, found.slot_at) == (date(2026, 3, 5), monday + timedelta(hours=31))
    assert not found.late
    assert next_slot(night, monday + timedelta(hours=23)) == monday + timedelta(hours=31)


def test_what_is_late_waits_for_the_end_of_quiet_time_too() -> None:
    night = replace(order(), quiet=Quiet(time(22), time(7)))
    planned = {Edition("s", date(2026, 3, 4), time(8))}
    outage_ends = datetime(2026, 3, 5, 23, tzinfo=UTC)
    assert due(night, planned, outage_ends) is None
    assert next_look(night, outage_ends) == datetime(2026, 3, 6, 7, tzinfo=UTC)
    assert _due_at(night, planned, datetime(2026, 3, 6, 7, tzinfo=UTC)).late
    assert next_look(night, datetime(2026, 3, 6, 9, tzinfo=UTC)) == datetime(2026, 3, 7, 8, tzinfo=UTC)


def test_a_quiet_day_has_no_edition_and_two_slots_of_one_quiet_time_are_one() -> None:
    sunday = replace(order(), quiet=Quiet(weekdays=(6,), dates=(date(2026, 3, 9),)))
    planned = {Edition("s", date(2026, 3, 7), time(8))}  # a Saturday
    assert due(sunday, planned, datetime(2026, 3, 9, 12, tzinfo=UTC)) is None
    assert _due_at(sunday, planned, datetime(2026, 3, 10, 8, tzinfo=UTC)).missed == 0
    assert next_slot(sunday, datetime(2026, 3, 7, 9, tzinfo=UTC)) == datetime(2026, 3, 10, 8, tzinfo=UTC)
    twice = replace(order(time(1), time(5)), quiet=Quiet(time(0), time(7)))
    found = _due_at(twice, {Edition("s", date(2026, 3, 4), time(5))}, datetime(2026, 3, 5, 7, tzinfo=UTC))
    assert (found.edition.slot, found.missed) == (time(5), 0)


def test_the_first_edition_of_an_order_waits_for_the_end_of_quiet_time() -> None:
    night = replace(order(), quiet=Quiet(time(22), time(7)))
    assert due(night, set(), datetime(2026, 3, 5, 23, tzinfo=UTC)) is None
    assert _due_at(night, set(), datetime(2026, 3, 6, 7, tzinfo=UTC)).first


def test_a_day_that_comes_every_four_years_is_waited_for() -> None:
    leap = replace(order(), days=Days(month_days=(29,), months=(2,)))
    assert next_slot(leap, datetime(2026, 3, 1, tzinfo=UTC)) == datetime(2028, 2, 29, 8, tzinfo=UTC)
    assert _due_at(leap, set(), datetime(2026, 3, 1, tzinfo=UTC)).edition.day == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("days", "quiet", "looks_back"),
    [
        (Days(), Quiet(), 2),
        (WEEKDAYS, Quiet(), 4),
        (Days(), Quiet(weekdays=(5, 6)), 4),
        (WEEKENDS, Quiet(), 7),
        (Days((0,)), Quiet(), 7),
        (Days((0, 3)), Quiet(), 5),
        (Days(month_days=(1,)), Quiet(), 7),
    ],
)
def test_an_edition_looks_back_a_day_more_than_its_slots_lie_apart(
    days: Days, quiet: Quiet, looks_back: int
) -> None:
    assert look_back(replace(order(), days=days, quiet=quiet)) == timedelta(days=looks_back)


def test_an_order_whose_days_are_all_quiet_never_comes() -> None:
    assert ever_comes(order())
    assert ever_comes(replace(order(), days=Days(month_days=(29,), months=(2,))))
    assert not ever_comes(replace(order(), days=WEEKENDS, quiet=Quiet(weekdays=(5, 6))))
    assert not ever_comes(replace(order(), days=Days(month_days=(30,), months=(2,))))


def test_quiet_time_is_whole_or_refused() -> None:
    for wrong in ({"begin": time(22)}, {"begin": time(7), "end": time(7)}, {"weekdays": tuple(range(7))}):
        with pytest.raises(ValueError, match="quiet"):
            Quiet(**wrong)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _due_at(subscription: Subscription, planned: set[Edition], now: datetime) -> Due:
    found = due(subscription, planned, now)
    assert found is not None
    return found


def _expected(day: date, slot: time, zone: ZoneInfo) -> datetime:
    """The first half hour, going on from the day's beginning, whose local time is the slot or later."""
    wanted = datetime.combine(day, slot)
    now = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    while now.astimezone(zone).replace(tzinfo=None) < wanted:
        now += timedelta(minutes=30)
    return now


def test_a_day_that_a_zone_skips_has_no_edition() -> None:
    apia, planned = order(time(9), zone="Pacific/Apia"), [Edition("s", date(2011, 12, 28), time(9))]
    for hour in range(24 * 4):
        if found := due(apia, planned, datetime(2011, 12, 29, tzinfo=UTC) + timedelta(hours=hour)):
            planned.append(found.edition)
    assert [one.day.day for one in planned] == [28, 29, 31, 1, 2]


ORDERS = {  # label -> slots, days, quiet time
    "twice a day": ((time(8), time(18, 30)), Days(), Quiet()),
    "on weekdays": ((time(8),), WEEKDAYS, Quiet()),
    "weekly": ((time(9),), Days((0,)), Quiet()),
    "by a cron line": ((time(6), time(6, 30), time(23), time(23, 30)), Days((0,), (1, 15)), Quiet()),
    "in some months": ((time(12),), Days(months=(3, 7, 12)), Quiet()),
    "quiet at night": ((time(2, 30), time(8), time(23)), Days(), NIGHT),
    "quiet at noon and on Sundays": ((time(8), time(12)), Days(), Quiet(time(11, 30), time(14), (6,))),
    "quiet on dates": ((time(0), time(23)), Days(), Quiet(time(22), time(7), (5, 6), (date(2026, 12, 25),))),
}


@pytest.mark.parametrize(
    ("label", "late"),
    [*((label, Late.ONE) for label in ORDERS), ("on weekdays", Late.NONE), ("quiet at night", Late.NONE)],
)
def test_a_year_with_outages_ends_with_the_editions_that_were_expected(label: str, late: Late) -> None:
    """Off at random times for up to five days: each slot met while running, and one late for those missed."""
    chance, zone = Random(12), ZoneInfo("Europe/Berlin")
    slots, days, quiet = ORDERS[label]
    subscription = replace(order(*slots, zone="Europe/Berlin"), days=days, quiet=quiet, late=late)
    begin = datetime(2026, 1, 1, 8, tzinfo=UTC)
    down = [begin + timedelta(hours=chance.randrange(24, 8700)) for _ in range(40)]
    outages = [(start, start + timedelta(minutes=30 * chance.randrange(1, 5 * 48))) for start in down]
    first = _due_at(subscription, set(), begin).edition
    planned, told_late, covered, now = [first], set[Edition](), dict[Edition, int](), begin
    while now < begin + timedelta(days=365):
        now += timedelta(minutes=30)
        if any(start <= now < end for start, end in outages):
            continue
        if found := due(subscription, planned[-4:], now):
            planned.append(found.edition)
            covered[found.edition] = found.missed
            told_late |= {found.edition} if found.late else set()
    slots_in_order = [
        (_after_quiet(instant(day, slot, zone), quiet, zone), Edition("s", day, slot))
        for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(366))
        for slot in subscription.slots
        if day in days and not quiet.holds_day(day)
    ]
    posted = dict[datetime, tuple[datetime, Edition]]()
    for at, edition in slots_in_order:  # the last at a moment wins
        up_at = _when_up(at, outages, quiet, zone)
        if begin < at and up_at <= now and (late is Late.ONE or up_at - at <= LATE_AFTER):
            posted[up_at] = (at, edition)
    assert planned[1:] == [edition for _, edition in posted.values()]
    assert told_late == {edition for up_at, (at, edition) in posted.items() if up_at - at > LATE_AFTER}
    moments = sorted({at for at, _ in slots_in_order if begin < at})
    told_until = [begin, *(at for at, _ in posted.values())]
    assert list(covered.values()) == [
        sum(before < at < told for at in moments) for before, told in pairwise(told_until)
    ]
    assert sum(covered.values()) > 0 or label == "weekly"  # no outage takes two weeks
    assert bool(told_late) == (late is Late.ONE)


def _after_quiet(moment: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """The first half hour from then on that is not quiet."""
    while quiet.holds(moment.astimezone(zone)):
        moment += timedelta(minutes=30)
    return moment


def _when_up(
    at: datetime, outages: list[tuple[datetime, datetime]], quiet: Quiet, zone: ZoneInfo
) -> datetime:
    """The first moment from then on at which it runs and may post."""
    while (up_at := _after_quiet(_up(at, outages), quiet, zone)) != at:
        at = up_at
    return at


def _up(at: datetime, outages: list[tuple[datetime, datetime]]) -> datetime:
    """The first moment from then on at which it runs."""
    while over := [end for start, end in outages if start <= at < end]:
        at = max(over)
    return at


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
