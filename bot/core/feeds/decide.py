"""What to do with feeds and entries: which are due, which are fresh, when to look again, what leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.core.reading.text import counted
from bot.errors import Disallowed, FetchError, Forbidden, Gone, NotAFeed, TooLarge, Unavailable
from bot.model import (
    Article,
    CheckedFeed,
    Entry,
    FeedHealth,
    FeedState,
    FeedStatus,
    Fetched,
    PendingEntry,
    SeenEntry,
    UnreadPages,
    Validators,
)

if TYPE_CHECKING:
    from bot.core.feeds.parse import ParsedFeed

EVERY = timedelta(minutes=15)
EARLY = timedelta(seconds=30)
"""A feed that is due so soon is checked now: the next round may be a whole interval away."""

CHECKS = 24
"""In the time that a feed takes from one entry to the next: news waits for a small part of it."""

NEWEST = 10
"""Entries that tell how often a feed posts now."""

SLOWEST = timedelta(hours=4)
"""So often even a feed that has been silent for weeks is looked at, unless it asks for less."""

LONGEST_ASKED = timedelta(days=1)
"""What a feed asks for beyond this is more often a mistake than a wish."""

JUST_CHECKED = timedelta(minutes=1)
"""A feed that was checked so lately is not looked at again, whoever asks for it."""

LONGEST_WAIT = timedelta(days=1)
GONE_WAIT = timedelta(days=7)
"""A feed that is gone is still looked at, so that one which returns is noticed."""

GONE_AFTER = 3
"""So many "not found" in a row count as gone; a single one is often a mistake of the server's."""

TELLING = 100
"""Characters of what a feed gives of an entry without a date from which on it is hardly another's too."""

FIRST_ENTRIES = 30
MOST_ENTRIES = 100
"""Read in one round; the rest of a very busy feed is kept for the next."""

TRIED_FOR = timedelta(days=2)
"""How long an entry is tried whose page cannot be read: as long as its article would be news."""

LONGEST_RETRY = timedelta(hours=1)
MOST_REFUSALS = 3
"""A page that was plainly refused so often is given up at once."""

RUN = 16
SAME_STORY = 0.3
"""How many of the runs of so many characters two versions of a text share; two texts share next to none."""

REREAD_AFTER = timedelta(minutes=30)
LONGEST_REREAD = timedelta(days=1)
"""A page whose date alone changes is read again so much later, each time it had not changed twice as much."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """The entries to read, those to mark as seen without reading, and of these what is to be read later."""

    to_read: tuple[Entry, ...] = ()
    passed_over: tuple[SeenEntry, ...] = ()
    put_off: tuple[PendingEntry, ...] = ()


def is_due(status: FeedStatus, now: datetime) -> bool:
    """Whether to check the feed now.

    One that was checked after now was so by a clock that was set back since: its wait means nothing.
    """
    health = status.health
    ahead = health.checked_at is not None and health.checked_at > now + EARLY
    return health.next_at is None or health.next_at <= now + EARLY or ahead or _has_news(status, now)


def _has_news(status: FeedStatus, now: datetime) -> bool:
    """Whether its hub told of news since the last check, and that was long enough ago."""
    checked, news = status.health.checked_at, status.news_at
    return bool(checked and news and checked < news <= now and checked + JUST_CHECKED <= now)


def due(statuses: Iterable[FeedStatus], now: datetime, every: timedelta = EVERY) -> list[FeedStatus]:
    """The feeds to check now or with pages to be tried again, of each host the longest waiting first."""
    waiting = [each for each in statuses if is_due(each, now) or _has_retries(each, now, every)]
    waiting.sort(key=lambda status: status.health.next_at.timestamp() if status.health.next_at else 0)
    of_its_host, nth = Counter[str](), dict[str, int]()
    for each in waiting:
        host = urlsplit(each.feed.url).netloc
        nth[each.feed.id] = of_its_host[host]
        of_its_host[host] += 1
    # those of one host take turns there, so that they must not stand in the way of others
    return sorted(waiting, key=lambda status: nth[status.feed.id])


def all_due(statuses: Iterable[FeedStatus], now: datetime) -> list[FeedStatus]:
    """The feeds to check when somebody asks, made due: all but those checked within the last minute."""

    def just(checked: datetime | None) -> bool:
        return checked is not None and now - JUST_CHECKED < checked <= now

    return [
        replace(each, health=replace(each.health, next_at=None))
        for each in statuses
        if not just(each.health.checked_at)
    ]


def _has_retries(status: FeedStatus, now: datetime, every: timedelta) -> bool:
    return any(_is_to_be_tried(each, now, every) for each in status.unread)


def _is_to_be_tried(page: UnreadPages | PendingEntry, now: datetime, every: timedelta) -> bool:
    """Whether its time has come, or is further off than any wait: a clock that was put back set it."""
    if page.next_at is None:
        return False
    longest = max(LONGEST_RETRY if page.reason else LONGEST_REREAD, every)
    return page.next_at <= now + EARLY or page.next_at > now + longest + EARLY


def recognised(entries: Sequence[Entry], seen: Mapping[str, SeenEntry]) -> tuple[Entry, ...]:
    """The entries, each under the key by which it is known.

    Some feeds make their guids anew each time, or give one to several entries: an entry that is the same as
    one that was seen but for its key is that one. So is one that has another query besides, if it tells
    enough of itself to be told from others of its name.
    """
    listed = {entry.key for entry in entries}
    unlisted = [mark for mark in seen.values() if mark.key not in listed]
    same = {mark.fingerprint: mark.key for mark in unlisted}
    at_path: dict[tuple[str, str], list[SeenEntry]] = {}
    for mark in unlisted:
        at_path.setdefault((_path(mark.url), mark.stamp), []).append(mark)
    found: dict[str, Entry] = {}
    for entry in entries:
        known, key = seen.get(entry.key), entry.key
        if known is None or not _is_as_before(entry, known):
            key = same.get(entry.fingerprint, key)
        if known is None and key == entry.key:
            key = _with_another_query(entry, at_path.get((_path(entry.url), entry.stamp), []))
        found.setdefault(key, entry if key == entry.key else replace(entry, guid=key))
    return tuple(found.values())


def _with_another_query(entry: Entry, alike: list[SeenEntry]) -> str:
    """The key of the one that the entry is, which is no other's then; its own where it is none of them."""
    telling = entry.stamp or len(entry.html) >= TELLING
    found = next((mark for mark in alike if telling and _is_as_before(entry, mark)), None)
    if found is None:
        return entry.key
    alike.remove(found)
    return found.key


def _is_as_before(entry: Entry, known: SeenEntry) -> bool:
    """Whether the feed says of it what it said before; some make the queries of addresses anew each time."""
    if known.fingerprint == entry.fingerprint:
        return True
    alike = bool(known.url) and _path(known.url) == _path(entry.url)
    return alike and known.fingerprint == replace(entry, url=known.url).fingerprint


def _path(url: str) -> str:
    """The address without its query."""
    return urlsplit(url)._replace(query="").geturl()


def fresh(entries: Sequence[Entry], seen: Mapping[str, SeenEntry], now: datetime) -> Fresh:
    """The entries that are new or changed, newest first; a first check reads only the newest.

    Of an entry that changed its date alone the page is read again, but not at once each time.
    """
    wanted, marks, later = list[Entry](), list[SeenEntry](), list[PendingEntry]()
    for entry in entries:
        known = seen.get(entry.key)
        if known is None or not _is_as_before(entry, known):
            wanted.append(entry)
        elif not known.stamp and entry.stamp:
            marks.append(replace(known, stamp=entry.stamp))
        elif known.stamp != entry.stamp and _reread_at(known, now) <= now + EARLY:
            wanted.append(entry)
        elif known.stamp != entry.stamp:
            marks.append(known)
            later.append(PendingEntry(entry, "", now, _reread_at(known, now), tries=0))
    wanted = newest_first(wanted)
    if not seen:
        passed_over = [SeenEntry.of(entry) for entry in wanted]
        return Fresh(tuple(wanted[:FIRST_ENTRIES]), tuple(passed_over[FIRST_ENTRIES:]))
    return Fresh(tuple(wanted), tuple(marks), tuple(later))


def _reread_at(known: SeenEntry, now: datetime) -> datetime:
    if known.read_at is None or known.read_at > now + EARLY:  # the clock was put back
        return now
    return known.read_at + min(REREAD_AFTER * (1 << min(known.same, 16)), LONGEST_REREAD)


def newest_first(entries: Sequence[Entry]) -> list[Entry]:
    """By date where every entry has one, else in the feed's own order."""
    if any(entry.published is None for entry in entries):
        return list(entries)
    return sorted(entries, key=lambda entry: entry.published or datetime.min, reverse=True)  # noqa: DTZ901


def read(mark: SeenEntry, known: SeenEntry | None, article_id: str, now: datetime) -> SeenEntry:
    """The mark of an entry whose page was read, with what was known of the entry before."""
    same = known.same + 1 if known and known.article_id == article_id else 0
    return replace(mark, article_id=article_id, read_at=now, same=same)


def version(article: Article, before: Article | None) -> Article:
    """The article of an entry, as the next version of the one that was read for it before if it is one.

    It is that one itself where the text is the same. At another address of its host it is a version where
    much of the text is, or the moment of publication: some feeds give one guid to a different article each
    time. What one host says takes no other's place.
    """
    if before is None:
        return article
    if before.content == article.content:
        return before
    moved = before.url != article.url and _host(before.url) == _host(article.url)
    follows = moved and (_shares(article, before) or _at_once(article, before))
    return replace(article, supersedes=before.id) if follows else article


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _shares(one: Article, other: Article) -> bool:
    """Whether a good part of the shorter text stands in the longer one."""
    few, many = sorted((_runs(one.text), _runs(other.text)), key=len)
    return len(few & many) >= SAME_STORY * max(len(few), 1)


def _runs(text: str) -> frozenset[str]:
    """Every run of so many characters."""
    plain = " ".join(text.split())
    return frozenset(plain[at : at + RUN] for at in range(max(len(plain) - RUN + 1, 1)))


def _at_once(one: Article, other: Article) -> bool:
    """Whether both were published at one moment, and not merely on one day."""
    return one.published == other.published is not None and other.published.time() != time.min


def unread(mark: SeenEntry, known: SeenEntry | None, now: datetime) -> SeenEntry:
    """The mark of an entry whose page could not be read: the article that it had before stays its own.

    For a new date alone its page is asked for again later each time, as one that did not change.
    """
    if known is None:
        return replace(mark, read_at=now)
    return replace(mark, article_id=known.article_id, read_at=now, same=known.same + 1)


def tries_before(entry: Entry, known: SeenEntry | None, pending: PendingEntry | None) -> PendingEntry | None:
    """The tries in vain that count for an entry: what is new but for its date is tried as if never before."""
    return pending if known and known.fingerprint == entry.fingerprint else None


def listed(
    entry: Entry, known: SeenEntry | None, now: datetime, before: PendingEntry | None = None
) -> tuple[SeenEntry, PendingEntry]:
    """An entry that is about to be read, kept so that it will be, whatever its feed drops meanwhile."""
    mark = SeenEntry.of(entry)
    if known:
        mark = replace(mark, article_id=known.article_id, read_at=known.read_at, same=known.same)
    if before:
        return mark, PendingEntry(entry, before.reason, before.since, now, before.tries, before.refusals)
    return mark, PendingEntry(entry, "", now, now, tries=0)


def retries(pending: Iterable[PendingEntry], now: datetime, every: timedelta) -> list[PendingEntry]:
    """Those to be tried again now."""
    return [
        each
        for each in pending
        if _is_to_be_tried(each, now, every) or (each.next_at and each.since > now + EARLY)
    ]


def by_reason(pending: Iterable[PendingEntry]) -> tuple[UnreadPages, ...]:
    """How many there are for each reason, in the order in which they are told."""
    groups: dict[tuple[bool, str], list[PendingEntry]] = {}
    for each in pending:
        groups.setdefault((each.next_at is None, each.reason), []).append(each)
    found = []
    for (_, reason), alike in groups.items():
        times = [each.next_at for each in alike if each.next_at]
        found.append(UnreadPages(reason, len(alike), min(times, default=None)))
    return in_order(found)


def in_order(unread: Iterable[UnreadPages]) -> tuple[UnreadPages, ...]:
    """Those that are tried again before those that were given up, the most pages first."""
    return tuple(sorted(unread, key=lambda each: (each.next_at is None, -each.pages, each.reason)))


def put_off(
    entry: Entry, before: PendingEntry | None, error: FetchError, now: datetime, every: timedelta
) -> PendingEntry:
    """An entry that was tried in vain: when it is tried next, each time later, or that it is given up.

    What robots.txt keeps from us is given up at once: nothing failed that could go better next time.
    """
    since, tries = (before.since, before.tries + 1) if before and before.tries else (now, 1)
    refusals = (before.refusals if before else 0) + (not error.retryable)
    waits = [min(backoff(tried, every), max(LONGEST_RETRY, every)) for tried in range(tries)]
    # by the waits and not since the first try: a clock may be put right meanwhile, and machines sleep
    tried_enough = sum(waits, timedelta(0)) > TRIED_FOR
    ends = refusals >= MOST_REFUSALS or tried_enough or isinstance(error, Disallowed)
    kept = replace(entry, html="") if entry.has_page else entry
    next_at = None if ends else now + waits[-1]
    return PendingEntry(kept, error.reason, since, next_at, tries, refusals)


def dated(published: datetime | None, now: datetime, answered: datetime | None = None) -> datetime | None:
    """A date that is not in the future: news of tomorrow was published now.

    Where the page's server says that it is later than we believe, our clock may be days behind.
    """
    return min(published, max(now, answered or now)) if published else None


def interval(
    now: datetime, health: FeedHealth, parsed: ParsedFeed, got: Fetched, every: timedelta, news: bool
) -> timedelta:
    """How long to leave a feed alone that posts like this: `every` at the least, and as long as it asks.

    It is a share of the time between its entries and of that since the last; where they have no dates, a
    check without `news` makes it longer. A feed of a host of ours is checked every time.
    """
    if got.own:
        return every
    dated = [min(entry.published, now) for entry in parsed.entries if entry.published]
    wait = _share(now, dated) if dated else (every if news else _longer(now, health, every))
    return max(min(wait, SLOWEST), every, _asked(got, parsed.asks))


def _share(now: datetime, dates: Sequence[datetime]) -> timedelta:
    newest = sorted(dates, reverse=True)[:NEWEST]
    gaps = [later - earlier for later, earlier in pairwise(newest)] or [timedelta(0)]
    return (median_low(gaps) + (now - newest[0])) / CHECKS


def _longer(now: datetime, health: FeedHealth, every: timedelta) -> timedelta:
    """The interval of a feed that has been silent since its last check, as it would grow with dates."""
    silent = max(now - health.checked_at, timedelta(0)) if health.checked_at else timedelta(0)
    return (health.interval or every) + silent / CHECKS


def _asked(got: Fetched, asks: timedelta = timedelta(0)) -> timedelta:
    return min(max(asks, timedelta(seconds=got.fresh_for)), LONGEST_ASKED)


def read_well(
    now: datetime, health: FeedHealth, parsed: ParsedFeed, got: Fetched, every: timedelta
) -> FeedHealth:
    """The health of a feed that could be read."""
    entries, left_out = parsed.entries, left_out_of(parsed)
    notes = [left_out] if left_out else []
    if not entries:
        lists = f"nothing but {left_out}" if left_out else "nothing"
        notes = [f"it answers but lists {lists}; if it stays so, look for the outlet's new feed"]
    if got.moved_to:
        notes.append(f"it has moved for good and is taken at {got.moved_to} now")
    state, note = FeedState.OK if entries else FeedState.EMPTY, "; ".join(notes)
    ok_at = now if entries else health.ok_at
    return FeedHealth(state, note, now, ok_at, 0, now + every, got.validators, every)


def left_out_of(feed: ParsedFeed | CheckedFeed) -> str:
    """What a feed lists that nothing can be made of; empty where there is none."""
    many = counted(feed.left_out, "entry", "entries")
    return f"{many} without a link or text" if feed.left_out else ""


def broken_off(
    now: datetime, health: FeedHealth, parsed: ParsedFeed, got: Fetched, every: timedelta
) -> FeedHealth:
    """The health of a feed of which the end did not come: it is asked for again soon, and in full."""
    soon = every if got.own else max(every, _asked(got, parsed.asks))
    note = health.note or "its answer broke off; it is asked for again in full"
    return replace(health, note=note, validators=Validators(), next_at=now + soon)


def not_modified(now: datetime, health: FeedHealth, got: Fetched, every: timedelta) -> FeedHealth:
    """The health of a feed that says it has nothing new; what was to be said and asked for still holds."""
    longer = max(min(_longer(now, health, every), SLOWEST), health.interval or every, every, _asked(got))
    wait = every if got.own else longer
    return replace(
        health,
        state=FeedState.UNCHANGED,
        checked_at=now,
        ok_at=now,
        failures=0,
        next_at=now + wait,
        note="" if health.failures else health.note,
        interval=wait,
    )


def failed(now: datetime, health: FeedHealth, error: FetchError, every: timedelta) -> FeedHealth:
    """The health after a failure: what happened, the remedy, and the next check, later each time."""
    failures = health.failures + 1
    state, remedy = _diagnosis(error)
    wait = max(backoff(failures, every), health.interval or every)
    if state is FeedState.GONE and failures >= GONE_AFTER:
        wait = GONE_WAIT
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
    if isinstance(error, Disallowed):
        return FeedState.BLOCKED, ""  # the reason names it
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
