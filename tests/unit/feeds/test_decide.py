from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.core.feeds import decide
from bot.core.feeds.decide import LEAST_DATED, MOST_POSITIONS, positions
from bot.core.feeds.parse import ParsedFeed
from bot.core.outline import texts
from bot.errors import (
    FetchError,
    Forbidden,
    Gone,
    NotAFeed,
    NotAnArticle,
    TooLarge,
    TooManyRedirects,
    Unavailable,
)
from bot.model import (
    Article,
    Entry,
    Feed,
    FeedHealth,
    FeedState,
    FeedStatus,
    Fetched,
    PendingEntry,
    SeenEntry,
    UnreadPages,
    Validators,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVERY = timedelta(minutes=15)
URL = "https://quay.example/feed"
ONE, NONE = ParsedFeed("", (Entry(f"{URL}/1", "1", "One"),)), ParsedFeed("", ())
WELL = FeedHealth(FeedState.OK, "", NOW, NOW, 0, NOW + EVERY, Validators('"1"'))


def entry(name: str, published: datetime | None = None, text: str = "") -> Entry:
    return Entry(f"https://quay.example/{name}", name, name, text, published=published)


def status(name: str, next_at: datetime | None) -> FeedStatus:
    return FeedStatus(Feed.of(f"https://{name}.example/", name), FeedHealth(next_at=next_at))


def got(moved_to: str | None = None, fresh_for: float = 0.0, own: bool = False) -> Fetched:
    return Fetched(URL, 200, b"", "", Validators('"2"'), moved_to, fresh_for, own)


def read(path: str, text: str, published: datetime | None = None) -> Article:
    url = f"https://quay.example/{path}"
    return Article(Article.id_for(url, text), url, "Quay", "", text, NOW, published=published)


LONG = "The council closed the bridge on Monday, after cracks were found in two of its cables. " * 2
CHINESE = "市长说桥将在五月开放，渡船照常开行，议会同意。工程师在两条缆索上发现裂缝，修理要用四个月，费用由市政府承担。"


@pytest.mark.parametrize(
    ("before", "after", "follows"),
    [
        (read("a", LONG), read("b", LONG.replace("two", "three")), True),
        (read("a", LONG), read("b", f"{LONG} Ferries sail. {'Much more was learnt since. ' * 40}"), True),
        (read("a", LONG), read("b", "The ferry is full, says its captain, who asks for patience."), False),
        (read("a", "", NOW.replace(minute=7)), read("b", LONG, NOW.replace(minute=7)), True),
        (read("a", "", NOW.replace(hour=0)), read("b", LONG, NOW.replace(hour=0)), False),
        (
            read("a", CHINESE),
            read("b", CHINESE.replace("五月", "六月")),
            True,
        ),
        (read("a", LONG), read("a", "Another text."), False),  # the store sees that by the address
        (None, read("b", LONG), False),
    ],
)
def test_an_article_at_a_new_address_follows_one_that_has_much_of_its_text_or_its_moment(
    before: Article | None, after: Article, follows: bool
) -> None:
    found = decide.version(after, before)
    assert found.supersedes == (before.id if before and follows else None)


def test_what_one_host_publishes_is_no_version_of_what_another_does() -> None:
    before, after = read("a", LONG, NOW), read("b", LONG.replace("two", "three"), NOW)
    assert decide.version(replace(after, url="https://other.example/b"), before).supersedes is None
    assert decide.version(replace(after, url="https://www.quay.example/b"), before).supersedes == before.id


def test_feeds_are_due_when_their_time_has_come_the_longest_waiting_first() -> None:
    later, just, long, never = (
        status("later", NOW + timedelta(minutes=1)),
        status("just", NOW),
        status("long", NOW - timedelta(hours=1)),
        status("never", None),
    )
    assert decide.due([later, just, long, never], NOW) == [never, long, just]


def test_a_feed_that_is_due_in_a_moment_does_not_wait_for_another_round() -> None:
    soon = status("soon", NOW + timedelta(seconds=20))
    assert decide.due([soon], NOW) == [soon]


def test_a_feed_that_was_checked_by_a_clock_that_is_set_back_since_waits_no_longer() -> None:
    waiting = FeedStatus(status("feed", None).feed, FeedHealth(checked_at=NOW, next_at=NOW + EVERY))
    assert decide.due([waiting], NOW + timedelta(minutes=1)) == []
    assert decide.due([waiting], NOW - timedelta(hours=1)) == [waiting]


def test_who_asks_has_all_feeds_checked_but_those_of_the_last_minute() -> None:
    def checked(ago: timedelta | None) -> FeedStatus:
        at = None if ago is None else NOW - ago
        return FeedStatus(status(f"{ago}", None).feed, FeedHealth(checked_at=at, next_at=NOW + EVERY))

    minute = timedelta(minutes=1)
    asked = [checked(None), checked(minute), checked(-minute)]  # the last by a clock that is set back since
    just = [checked(timedelta()), checked(minute / 2)]
    made_due = decide.all_due([*asked, *just], NOW)
    assert [each.feed for each in made_due] == [each.feed for each in asked]
    assert all(decide.is_due(each, NOW) for each in made_due)


def known(one: Entry, read_at: datetime | None = NOW, same: int = 0) -> SeenEntry:
    return SeenEntry(one.key, one.fingerprint, "article", one.stamp, read_at, same)


def test_only_new_and_changed_entries_are_read() -> None:
    old, new, changed = entry("old"), entry("new"), entry("changed", text="after")
    seen = {"old": known(old), "changed": known(entry("changed", text="before"))}
    assert decide.fresh([old, new, changed], seen, NOW).to_read == (new, changed)


def test_a_first_check_passes_over_what_is_old() -> None:
    entries = [entry(str(n), NOW - timedelta(hours=n)) for n in range(50)]
    found = decide.fresh(list(reversed(entries)), {}, NOW)
    assert found.to_read == tuple(entries[:30])
    assert {mark.key for mark in found.passed_over} == {one.key for one in entries[30:]}
    assert decide.fresh(entries[30:], {mark.key: mark for mark in found.passed_over}, NOW).to_read == ()


def test_entries_without_dates_keep_the_feeds_order() -> None:
    entries = [entry(str(n), None if n == 2 else NOW + timedelta(hours=n)) for n in range(4)]
    assert decide.newest_first(entries) == entries


def test_nothing_of_a_very_busy_feed_is_passed_over() -> None:
    entries = [entry(str(n)) for n in range(250)]
    found = decide.fresh(entries, {"other": known(entry("other"))}, NOW)
    assert (len(found.to_read), found.passed_over, found.put_off) == (250, (), ())


@pytest.mark.parametrize(("same", "minutes"), [(0, 30), (1, 60), (3, 240), (9, 1440), (40, 1440)])
def test_a_page_whose_date_changes_is_read_again_later_each_time_that_it_had_not(
    same: int, minutes: int
) -> None:
    before, after = entry("live", NOW), entry("live", NOW + timedelta(minutes=1))
    seen = {"live": known(before, same=same)}
    soon, then = NOW + timedelta(minutes=minutes - 2), NOW + timedelta(minutes=minutes)
    found = decide.fresh([after], seen, soon)
    (later,) = found.put_off  # so that it is read though its feed lists it no more
    assert (found.to_read, found.passed_over) == ((), (seen["live"],))
    assert (later.entry, later.next_at, later.tries) == (after, then, 0)
    assert decide.retries([later], then, EVERY) == [later]
    assert decide.retries([later], soon, EVERY) == []
    assert decide.fresh([after], seen, then).to_read == (after,)


def test_an_entry_that_only_has_another_guid_each_time_is_known() -> None:
    one = entry("one", NOW)
    seen = {"one": known(one)}
    again = replace(one, guid="made anew")
    assert decide.recognised([again], seen) == (one,)
    assert decide.fresh(decide.recognised([again], seen), seen, NOW + timedelta(days=1)) == decide.Fresh()
    other = replace(again, headline="another")
    assert decide.fresh(decide.recognised([other], seen), seen, NOW).to_read == (other,)


def test_an_entry_that_is_listed_itself_is_nobody_elses() -> None:
    one = entry("one", NOW)
    seen = {"one": known(one)}
    changed, copy, third = (
        replace(one, headline="changed"),
        replace(one, guid="a copy"),
        replace(one, guid="b"),
    )
    assert decide.recognised([copy, changed], seen) == (copy, changed)
    assert decide.recognised([copy, third], seen) == (one,)  # both are the one that is listed no more


def test_an_entry_that_has_another_query_alone_is_the_one_that_was_seen() -> None:
    first = replace(entry("one", NOW), url="https://quay.example/one?sid=1")
    again = replace(first, url="https://quay.example/one?sid=2")
    seen = {"one": SeenEntry.of(first)}
    assert decide.fresh([again], seen, NOW) == decide.Fresh()
    elsewhere = replace(first, url="https://quay.example/two?sid=2")
    assert decide.fresh([elsewhere], seen, NOW).to_read == (elsewhere,)
    other = replace(again, headline="another")
    assert decide.fresh([other], seen, NOW).to_read == (other,)
    assert decide.recognised([replace(again, guid="two")], seen) == (again,)


def test_an_entry_with_another_query_and_another_key_may_be_another() -> None:
    bare = Entry("https://quay.example/news?id=1", "", "The weather", "Rain.")
    seen = {bare.key: SeenEntry.of(bare)}
    tomorrows = replace(bare, url="https://quay.example/news?id=2")
    assert decide.recognised([tomorrows], seen) == (tomorrows,)
    dated = replace(bare, published=NOW)
    both = [replace(dated, url=f"https://quay.example/news?id={number}") for number in (2, 3)]
    assert len(decide.recognised(both, {dated.key: SeenEntry.of(dated)})) == 2


def test_the_same_text_at_another_address_is_the_article_that_was_read() -> None:
    before = read("a", LONG)
    assert decide.version(read("b", LONG), before).url == before.url


def test_what_is_about_to_be_read_is_due_at_once_and_has_all_its_tries() -> None:
    one = entry("one", NOW, "the text")
    mark, pending = decide.listed(one, None, NOW)
    assert mark == SeenEntry("one", one.fingerprint, None, one.stamp, url=one.url)
    assert decide.retries([pending], NOW, EVERY) == [pending]
    assert pending.entry.html == "the text"
    feed = FeedStatus(Feed.of(URL, "The Quay"), WELL, decide.by_reason([pending]))
    assert texts.feed_note(feed) == "1 page still to be read"
    failed = decide.put_off(one, pending, Unavailable(URL, "down"), NOW + timedelta(hours=9), EVERY)
    assert (failed.since, failed.tries) == (NOW + timedelta(hours=9), 1)


def test_an_entry_that_was_seen_before_dates_were_kept_is_not_read_again_for_its_date() -> None:
    one = entry("one", NOW)
    found = decide.fresh([one], {"one": SeenEntry("one", one.fingerprint, "article")}, NOW)
    assert (found.to_read, found.put_off) == ((), ())
    assert found.passed_over == (SeenEntry("one", one.fingerprint, "article", one.stamp),)


def test_a_reading_that_finds_the_same_text_counts_and_one_that_does_not_counts_anew() -> None:
    one = entry("one", NOW)
    mark = SeenEntry(one.key, one.fingerprint, None, one.stamp)
    assert decide.read(mark, known(one, same=2), "article", NOW).same == 3
    assert decide.read(mark, known(one, same=2), "another", NOW).same == 0
    assert decide.unread(mark, known(one), NOW).article_id == "article"


def test_a_new_date_alone_gives_a_refused_page_no_new_tries() -> None:
    one, later = entry("one", NOW), entry("one", NOW + EVERY)
    seen = known(one)
    refused = decide.put_off(one, None, Forbidden(URL, "no"), NOW, EVERY)
    assert decide.tries_before(later, seen, refused) == refused
    _, pending = decide.listed(later, seen, NOW, refused)
    assert (pending.tries, pending.refusals, pending.next_at) == (refused.tries, refused.refusals, NOW)
    assert decide.put_off(later, pending, Forbidden(URL, "no"), NOW, EVERY).refusals == refused.refusals + 1
    assert decide.unread(SeenEntry.of(later), seen, NOW).same == seen.same + 1
    changed = replace(seen, fingerprint="of another text")
    assert decide.tries_before(later, changed, refused) is None


def tries(error: FetchError) -> list[PendingEntry]:
    """An entry's tries in vain, each when the one before says."""
    one = entry("one", NOW, "the text")
    found = [decide.put_off(one, None, error, NOW, EVERY)]
    while found[-1].next_at:
        assert decide.retries(found[-1:], found[-1].next_at, EVERY) == found[-1:]
        found.append(decide.put_off(one, found[-1], error, found[-1].next_at, EVERY))
    return found


@pytest.mark.parametrize("error", [NotAnArticle(URL, "x"), Forbidden(URL, "x"), TooLarge(URL, "x")])
def test_a_page_that_is_refused_is_tried_three_times(error: FetchError) -> None:
    assert len(tries(error)) == 3


def test_a_page_whose_server_is_down_is_tried_for_two_days_and_hourly_at_the_least() -> None:
    found = tries(Unavailable(URL, "x"))
    times = [each.next_at for each in found if each.next_at]
    waits = [after - before for before, after in pairwise([NOW, *times])]
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (15, 30, 60, 60)]
    assert set(waits[4:]) == {timedelta(hours=1)}
    assert times[-1] > NOW + timedelta(days=2, hours=-1)
    assert found[0].entry.html == ""


@pytest.mark.parametrize("fast", [timedelta(hours=8), timedelta(days=3), timedelta(days=400)])
def test_what_a_fast_clock_put_off_is_due_once_it_is_right(fast: timedelta) -> None:
    one = entry("one", NOW, "the text")
    _, listed = decide.listed(one, None, NOW + fast)
    tried = decide.put_off(one, None, Unavailable(URL, "x"), NOW + fast, EVERY)
    again = decide.put_off(one, replace(tried, since=NOW), Unavailable(URL, "x"), NOW + fast, EVERY)
    assert decide.retries([listed, tried, again], NOW, EVERY) == [listed, tried, again]
    feed = FeedStatus(Feed.of(URL, "The Quay"), WELL, decide.by_reason([again]))
    assert decide.due([feed], NOW) == [feed]
    corrected, seen = entry("live", NOW + MINUTE), known(entry("live", NOW))
    ahead = replace(seen, read_at=NOW + fast)
    assert decide.fresh([corrected], {"live": ahead}, NOW).to_read == (corrected,)


def test_a_page_first_tried_by_a_slow_clock_has_all_its_tries() -> None:
    one = entry("one", NOW)
    first = decide.put_off(one, None, Unavailable(URL, "x"), NOW - timedelta(days=10_000), EVERY)
    assert decide.put_off(one, first, Unavailable(URL, "x"), NOW, EVERY).next_at is not None


def test_pages_that_could_not_be_read_are_counted_by_reason() -> None:
    down, refused = Unavailable(URL, "down"), Forbidden(URL, "refused")
    pending = [decide.put_off(entry(str(n)), None, down, NOW, EVERY) for n in range(2)]
    pending += tries(refused)[-1:]
    assert decide.by_reason(pending) == (
        UnreadPages("down", 2, NOW + EVERY),
        UnreadPages("refused", 1, None),
    )
    feed = FeedStatus(Feed.of(URL, "The Quay"), WELL, decide.by_reason(pending))
    assert texts.feed_note(feed) == "2 pages could not be read: down; trying again; 1 page given up: refused"
    assert decide.due([feed], NOW) == []
    assert decide.due([feed], NOW + EVERY - timedelta(seconds=20)) == [feed]


def test_success_wipes_out_failures_and_remembers_the_validators() -> None:
    before = replace(WELL, state=FeedState.BROKEN, note="x", failures=5, ok_at=None)
    after = decide.read_well(NOW, before, ONE, got(), EVERY)
    assert after == FeedHealth(FeedState.OK, "", NOW, NOW, 0, NOW + EVERY, Validators('"2"'), EVERY)


def test_an_empty_feed_is_no_success_and_no_failure() -> None:
    before = replace(WELL, ok_at=NOW - timedelta(days=3))
    after = decide.read_well(NOW, before, NONE, got(), EVERY)
    assert (after.state, after.failures, after.ok_at) == (FeedState.EMPTY, 0, NOW - timedelta(days=3))
    assert "lists nothing" in after.note


def test_entries_of_which_nothing_can_be_made_are_counted_until_the_feed_changes() -> None:
    some = decide.read_well(NOW, WELL, replace(ONE, left_out=3), got(), EVERY)
    assert (some.state, some.note) == (FeedState.OK, "3 entries without a link or text")
    assert decide.not_modified(NOW, some, got(), EVERY).note == some.note
    none = decide.read_well(NOW, WELL, replace(NONE, left_out=1), got(), EVERY)
    assert none.state is FeedState.EMPTY
    assert "lists nothing but 1 entry without a link or text" in none.note


def test_a_feed_that_moved_names_its_new_address() -> None:
    assert "https://new.example/" in decide.read_well(NOW, WELL, ONE, got("https://new.example/"), EVERY).note


def test_not_modified_keeps_the_validators() -> None:
    after = decide.not_modified(NOW, replace(WELL, failures=2, note="x"), got(), EVERY)
    assert (after.state, after.failures, after.note) == (FeedState.UNCHANGED, 0, "")
    assert (after.validators, after.next_at) == (WELL.validators, NOW + EVERY)


@pytest.mark.parametrize(
    ("error", "state", "remedy"),
    [
        (Forbidden(URL, "the server refuses"), FeedState.BLOCKED, "ask the outlet"),
        (Gone(URL, "nothing is there"), FeedState.GONE, "new feed"),
        (NotAFeed(URL, "its JSON is broken"), FeedState.BROKEN, "another of its feeds"),
        (TooLarge(URL, "too large"), FeedState.BROKEN, "gather.max_megabytes"),
        (Unavailable(URL, "no answer"), FeedState.BROKEN, "tried again by itself"),
        (TooManyRedirects(URL, "a circle"), FeedState.BROKEN, "check its address"),
    ],
)
def test_a_failure_says_what_happened_and_what_helps(
    error: FetchError, state: FeedState, remedy: str
) -> None:
    after = decide.failed(NOW, WELL, error, EVERY)
    assert after.state is state
    assert after.note.startswith(error.reason)
    assert remedy in after.note
    assert (after.failures, after.ok_at, after.validators) == (1, WELL.ok_at, WELL.validators)


def test_the_wait_doubles_up_to_a_day() -> None:
    waits = [decide.backoff(failures, EVERY) for failures in range(1, 100)]
    assert waits[:3] == [timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=1)


def test_a_wait_that_was_asked_for_is_kept_but_never_for_more_than_a_week() -> None:
    for asked, wait in ((60, timedelta(minutes=30)), (7200, timedelta(hours=2)), (10**9, timedelta(days=7))):
        after = decide.failed(NOW, WELL, Unavailable(URL, "x", float(asked)), EVERY)
        assert after.next_at == NOW + wait


def test_a_feed_that_is_gone_is_looked_at_weekly() -> None:
    health, waits = WELL, []
    for _ in range(4):
        health = decide.failed(NOW, health, Gone(URL, "nothing is there"), EVERY)
        assert health.next_at is not None
        waits.append(health.next_at - NOW)
    assert waits == [timedelta(minutes=30), timedelta(hours=1), timedelta(days=7), timedelta(days=7)]


def posting(gap: timedelta, silent: timedelta = timedelta(0), asks: timedelta = timedelta(0)) -> ParsedFeed:
    """A feed that posts as regularly as this, and was silent since."""
    entries = tuple(entry(str(n), NOW - silent - n * gap) for n in range(30))
    return ParsedFeed("The Quay", entries, asks)


PLAIN = got()
UNDATED = ParsedFeed("The Quay", (entry("one"), entry("two")))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def interval(
    parsed: ParsedFeed, health: FeedHealth = WELL, got: Fetched = PLAIN, news: bool = True
) -> timedelta:
    return decide.interval(NOW, health, parsed, got, EVERY, news)


@pytest.mark.parametrize(
    ("gap", "silent", "wait"),
    [
        (HOUR, timedelta(0), EVERY),
        (HOUR, 8 * HOUR, 22.5 * MINUTE),
        (DAY, timedelta(0), HOUR),
        (DAY, DAY, 2 * HOUR),
        (7 * DAY, timedelta(0), 4 * HOUR),
        (HOUR, 60 * DAY, 4 * HOUR),
        (timedelta(0), DAY, HOUR),
        (-timedelta(0), -DAY, EVERY),
    ],
)
def test_a_feed_is_looked_at_as_often_as_it_posts(gap: timedelta, silent: timedelta, wait: timedelta) -> None:
    assert interval(posting(gap, silent)) == wait


def test_one_entry_that_is_pinned_makes_no_feed_slow() -> None:
    pinned = entry("pinned", NOW - 3000 * DAY)
    entries = (pinned, *posting(HOUR).entries[:4])
    assert interval(ParsedFeed("The Quay", entries)) == EVERY


@pytest.mark.parametrize(
    ("asks", "fresh_for", "wait"),
    [
        (HOUR, 0, HOUR),
        (5 * MINUTE, 0, EVERY),
        (timedelta(0), 7200, 2 * HOUR),
        (HOUR, 1800, HOUR),
        (30 * DAY, 0, DAY),
        (timedelta(0), 31_536_000, DAY),
    ],
)
def test_what_a_feed_asks_for_makes_the_interval_longer_alone_and_a_day_at_most(
    asks: timedelta, fresh_for: float, wait: timedelta
) -> None:
    assert interval(posting(HOUR, asks=asks), got=got(fresh_for=fresh_for)) == wait
    assert interval(posting(30 * DAY, asks=HOUR)) == 4 * HOUR


def test_without_dates_news_makes_it_short_and_silence_longer() -> None:
    slow = replace(WELL, checked_at=NOW - HOUR, interval=HOUR)
    assert interval(UNDATED, slow, news=True) == EVERY
    assert interval(UNDATED, slow, news=False) == 62.5 * MINUTE
    assert interval(UNDATED, replace(slow, interval=None, checked_at=None), news=False) == EVERY
    assert interval(UNDATED, replace(slow, interval=DAY), news=False) == 4 * HOUR


def test_a_feed_of_our_own_is_looked_at_every_time() -> None:
    weekly = posting(7 * DAY, asks=DAY)
    assert interval(weekly, got=got(own=True, fresh_for=7200)) == EVERY
    slow = replace(WELL, interval=DAY)
    assert decide.not_modified(NOW, slow, got(own=True), EVERY).interval == EVERY
    assert decide.broken_off(NOW, slow, weekly, got(own=True), EVERY).next_at == NOW + EVERY


def test_not_modified_makes_it_longer_just_as_the_dates_would() -> None:
    health = replace(WELL, interval=interval(posting(DAY)))
    for hours in range(1, 49):
        now = NOW + hours * HOUR
        health = decide.not_modified(now, health, got(), EVERY)
        by_dates = decide.interval(now, health, posting(DAY), got(), EVERY, news=False)
        assert health.interval == pytest.approx(by_dates, abs=timedelta(milliseconds=1))
    assert health.interval == 3 * HOUR
    assert health.next_at == now + 3 * HOUR
    assert decide.not_modified(now + 9 * DAY, health, got(), EVERY).interval == 4 * HOUR


def test_what_was_asked_for_holds_when_nothing_is_modified() -> None:
    after = decide.not_modified(NOW, replace(WELL, interval=DAY), got(), EVERY)
    assert (after.interval, after.next_at) == (DAY, NOW + DAY)
    assert decide.not_modified(NOW, WELL, got(fresh_for=7200), EVERY).interval == 2 * HOUR


def test_a_feed_that_fails_is_asked_no_more_often_than_when_it_was_well() -> None:
    slow = replace(WELL, interval=4 * HOUR)
    waits = []
    for failures in range(6):
        after = decide.failed(NOW, replace(slow, failures=failures), Unavailable(URL, "x"), EVERY)
        assert after.next_at is not None
        waits.append(after.next_at - NOW)
    assert waits == [4 * HOUR] * 4 + [8 * HOUR, 16 * HOUR]


def test_a_feed_that_broke_off_is_asked_in_full_soon_but_not_sooner_than_it_allows() -> None:
    slow = replace(WELL, interval=4 * HOUR)
    after = decide.broken_off(NOW, slow, posting(DAY), got(), EVERY)
    assert (after.next_at, after.interval, after.validators) == (NOW + EVERY, 4 * HOUR, Validators())
    assert "broke off" in after.note
    assert decide.broken_off(NOW, slow, posting(DAY, asks=HOUR), got(), EVERY).next_at == NOW + HOUR


def test_a_date_in_the_future_is_now() -> None:
    assert decide.dated(NOW + timedelta(days=1), NOW) == NOW
    assert decide.dated(NOW - timedelta(days=1), NOW) == NOW - timedelta(days=1)
    assert decide.dated(None, NOW) is None
    assert decide.dated(NOW + timedelta(days=1), NOW, NOW - timedelta(days=9)) == NOW
    assert decide.dated(NOW + timedelta(days=1), NOW, NOW + timedelta(days=2)) == NOW + timedelta(days=1)


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
    assert positions(feed(FRONT_PAGE[: LEAST_DATED - 1])) == {}
    assert positions(feed([*FRONT_PAGE[: LEAST_DATED - 1], None, None])) == {}


def test_an_entry_without_a_date_keeps_its_place_among_the_others() -> None:
    assert positions(feed([*FRONT_PAGE[:2], None, *FRONT_PAGE[2:]]))["4"] == 4


def test_what_is_far_down_has_no_position() -> None:
    hours = list(range(3 * MOST_POSITIONS))
    random.Random(1).shuffle(hours)
    assert len(positions(feed(hours))) == MOST_POSITIONS
