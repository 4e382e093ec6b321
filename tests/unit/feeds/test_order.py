from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.core.feeds.order import LEAST, MOST, positions
from bot.model import Entry

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FRONT_PAGE = (5, 1, 9, 3, 2, 8, 4, 7, 6, 0)  # hours ago, as an editor might put it


def feed(hours_ago: Iterable[float | None]) -> list[Entry]:
    """Entries in this order, named by their place."""
    return [
        Entry(f"https://quay.example/{n}", f"{n}", f"News {n}", published=dated(hours))
        for n, hours in enumerate(hours_ago, start=1)
    ]


def dated(hours_ago: float | None) -> datetime | None:
    return None if hours_ago is None else NOON - timedelta(hours=hours_ago)


def test_in_a_feed_that_an_editor_orders_each_entry_has_its_position() -> None:
    assert positions(feed(FRONT_PAGE)) == {str(n): n for n in range(1, 11)}


def test_a_feed_sorted_by_time_says_nothing_by_position() -> None:
    assert positions(feed(range(30))) == {}
    assert positions(feed(reversed(range(30)))) == {}
    assert positions(feed([0, 0, 0, 24, 24, 24, 24, 48, 48, 48, 72])) == {}, "dates without an hour"


def test_one_pinned_or_late_entry_makes_no_editor() -> None:
    assert positions(feed([50, *range(30)])) == {}
    assert positions(feed([*range(15), 3, *range(15, 30)])) == {}


def test_where_time_cannot_be_compared_nothing_is_said() -> None:
    assert positions([]) == {}
    assert positions(feed([None] * 30)) == {}
    assert positions(feed(FRONT_PAGE[: LEAST - 1])) == {}
    assert positions(feed([*FRONT_PAGE[: LEAST - 1], None, None])) == {}


def test_an_entry_without_a_date_keeps_its_place_among_the_others() -> None:
    assert positions(feed([*FRONT_PAGE[:2], None, *FRONT_PAGE[2:]]))["4"] == 4


def test_what_is_far_down_has_no_position() -> None:
    hours = list(range(3 * MOST))
    random.Random(1).shuffle(hours)
    assert len(positions(feed(hours))) == MOST
