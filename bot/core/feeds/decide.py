"""What to do with feeds and entries: which are due, which are fresh, when to look again, what leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.core.reading.text import counted
from bot.errors import FetchError, Forbidden, Gone, NotAFeed, TooLarge, Unavailable
from bot.model import Entry, FeedHealth, FeedState, FeedStatus, Fetched, SeenEntry

EVERY = timedelta(minutes=15)
EARLY = timedelta(seconds=30)
"""A feed that is due so soon is checked now: the next round may be a whole interval away."""

LONGEST_WAIT = timedelta(days=1)
GONE_WAIT = timedelta(days=7)
"""A feed that is gone is still looked at, so that one which returns is noticed."""

GONE_AFTER = 3
"""So many "not found" in a row count as gone; a single one is often a mistake of the server's."""

FIRST_ENTRIES = 30
MOST_ENTRIES = 100
"""Read in one round; the rest of a very busy feed follows in the next."""

MOST_TRIES = 24
FOR_GOOD = 8
"""An entry is given up after so many tries of a server that is down, or three that were plainly refused."""

_TRIES_MARK = "tries:"


@dataclass(frozen=True, slots=True)
class Fresh:
    """The entries to read now, and those that a first check passes over as too old."""

    to_read: tuple[Entry, ...] = ()
    passed_over: tuple[Entry, ...] = ()
    left: int = 0  # for the next round


def due(statuses: Iterable[FeedStatus], now: datetime) -> list[FeedStatus]:
    """The feeds to check now, the one that waits longest first.

    One that was checked after now was so by a clock that was set back since: its wait means nothing.
    """

    def waits(health: FeedHealth) -> bool:
        ahead = health.checked_at is not None and health.checked_at > now + EARLY
        return health.next_at is not None and health.next_at > now + EARLY and not ahead

    waiting = [each for each in statuses if not waits(each.health)]
    return sorted(
        waiting, key=lambda status: status.health.next_at.timestamp() if status.health.next_at else 0
    )


def fresh(entries: Sequence[Entry], seen: Mapping[str, str], first: bool) -> Fresh:
    """The entries that are new or changed, newest first; a first check reads only the newest."""
    wanted = newest_first([entry for entry in entries if seen.get(entry.key) != entry.fingerprint])
    if first:
        return Fresh(tuple(wanted[:FIRST_ENTRIES]), tuple(wanted[FIRST_ENTRIES:]))
    return Fresh(tuple(wanted[:MOST_ENTRIES]), left=len(wanted[MOST_ENTRIES:]))


def newest_first(entries: Sequence[Entry]) -> list[Entry]:
    """By date where every entry has one, else in the feed's own order."""
    if any(entry.published is None for entry in entries):
        return list(entries)
    return sorted(entries, key=lambda entry: entry.published or datetime.min, reverse=True)  # noqa: DTZ901


def settled(entry: Entry, article_id: str | None) -> SeenEntry:
    """Done with, until its fingerprint changes."""
    return SeenEntry(entry.key, entry.fingerprint, article_id)


def passed_over(entry: Entry) -> SeenEntry:
    """Not looked at, and not to be until its fingerprint changes."""
    return SeenEntry(entry.key, entry.fingerprint, "")


def tried(entry: Entry, seen: Mapping[str, str], error: FetchError) -> SeenEntry:
    """Tried in vain: kept as such, so that the next round tries again, but not for ever."""
    tries = _tries(entry, seen) + (1 if error.retryable else FOR_GOOD)
    if tries >= MOST_TRIES:
        return settled(entry, None)
    return SeenEntry(entry.key, f"{_TRIES_MARK}{tries}:{entry.fingerprint}", None)


def is_waiting(entry: SeenEntry) -> bool:
    """Whether it is to be tried again."""
    return entry.fingerprint.startswith(_TRIES_MARK)


def _tries(entry: Entry, seen: Mapping[str, str]) -> int:
    mark = seen.get(entry.key, "")
    if not mark.startswith(_TRIES_MARK):
        return 0
    tries, _, fingerprint = mark.removeprefix(_TRIES_MARK).partition(":")
    return int(tries) if fingerprint == entry.fingerprint else 0


def dated(published: datetime | None, now: datetime) -> datetime | None:
    """A date that is not in the future: news of tomorrow was published now."""
    return min(published, now) if published else None


def read_well(
    now: datetime,
    health: FeedHealth,
    entries: int,
    got: Fetched,
    every: timedelta,
    unread: Sequence[FetchError] = (),
) -> FeedHealth:
    """The health of a feed that could be read, with pages of it that could not be `unread` for now."""
    state, note = FeedState.OK, ""
    if not entries:
        state = FeedState.EMPTY
        note = "it answers but lists nothing; if it stays so, look for the outlet's new feed"
    if unread:
        again = "; trying again later" if any(error.retryable for error in unread) else ""
        note = f"{counted(len(unread), 'page')} could not be read: {unread[0].reason}{again}"
    if got.moved_to:
        note = f"it has moved for good: take {got.moved_to} instead"
    return FeedHealth(state, note, now, now if entries else health.ok_at, 0, now + every, got.validators)


def not_modified(now: datetime, health: FeedHealth, every: timedelta) -> FeedHealth:
    """The health of a feed that says it has nothing new."""
    return replace(
        health, state=FeedState.UNCHANGED, checked_at=now, ok_at=now, failures=0, next_at=now + every, note=""
    )


def failed(now: datetime, health: FeedHealth, error: FetchError, every: timedelta) -> FeedHealth:
    """The health after a failure: what happened, the remedy, and the next check, later each time."""
    failures = health.failures + 1
    state, remedy = _diagnosis(error)
    wait = GONE_WAIT if state is FeedState.GONE and failures >= GONE_AFTER else backoff(failures, every)
    if isinstance(error, Unavailable) and error.retry_after:
        wait = max(wait, min(timedelta(seconds=error.retry_after), GONE_WAIT))
    note = f"{error.reason}; {remedy}" if remedy else error.reason
    return replace(health, state=state, note=note, checked_at=now, failures=failures, next_at=now + wait)


def backoff(failures: int, every: timedelta) -> timedelta:
    """The wait after so many failures in a row: twice as long each time, up to a day."""
    return min(every * (1 << min(failures, 16)), max(LONGEST_WAIT, every))


def _diagnosis(error: FetchError) -> tuple[FeedState, str]:
    if isinstance(error, Forbidden):
        return FeedState.BLOCKED, "ask the outlet to let feed readers in, or use another of its feeds"
    if isinstance(error, Gone):
        return FeedState.GONE, "look for the outlet's new feed and remove this one"
    if isinstance(error, NotAFeed):
        return (
            FeedState.BROKEN,
            "" if "look for" in error.reason else "tell the outlet, or use another of its feeds",
        )
    if isinstance(error, TooLarge):
        return FeedState.BROKEN, "use a smaller feed of the outlet, or raise gather.max_megabytes"
    if isinstance(error, Unavailable):
        return FeedState.BROKEN, "it is tried again by itself"
    return FeedState.BROKEN, "check its address"


# --- where an entry stands in its feed, if an editor orders it ------------------------------------

LEAST_DATED = 10
"""Dated entries below which an order cannot be told from chance, and all of a feed is its front."""

DISORDER = 0.2
"""Share of the neighbours that must be out of the order of time: a late or a pinned entry is no editing."""

MOST_POSITIONS = 100
"""Entries from the front whose position is worth keeping."""


def positions(entries: Sequence[Entry]) -> Mapping[str, int]:
    """Entry key -> position, 1 at the front; nothing where the feed is sorted by time, or may be."""
    if not _edited(entries):
        return {}
    return {entry.key: position for position, entry in enumerate(entries[:MOST_POSITIONS], start=1)}


def _edited(entries: Sequence[Entry]) -> bool:
    """Whether neighbours disagree with the order of time, either way, too often for it to be the rule."""
    dates = [entry.published for entry in entries if entry.published]
    later = sum(after > before for before, after in pairwise(dates))
    earlier = sum(after < before for before, after in pairwise(dates))
    return len(dates) >= LEAST_DATED and min(later, earlier) >= DISORDER * (len(dates) - 1)
