"""What a channel gets as neutral outlines: its orders, feeds, topics, filters, and why stories lead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.feeds.decide import is_due
from bot.core.feeds.sites import MOST_CANDIDATES, a_week
from bot.core.indexed import Indexed, plain, stems
from bot.core.outline import controls, texts
from bot.core.outline.news import none_of
from bot.core.outline.safe import cut
from bot.core.reading.text import counted
from bot.core.stories.headlines import shown_headline
from bot.core.stories.rank import Ranked
from bot.model import (
    Actor,
    AlertSettings,
    Block,
    Briefing,
    ChannelPreferences,
    CheckedFeed,
    Control,
    Digest,
    FeedStatus,
    Filter,
    FilterKind,
    Heading,
    ImportReport,
    Outline,
    Paragraph,
    Section,
    Story,
    Subscription,
    Table,
    Topic,
    Watch,
)

MOST_ROWS = 100
"""Filters in one list."""

LONGEST_OUTLET = 40
"""Characters of a name in a table: some feeds have a sentence for a title."""

MOST_LEFT_OUT = 20
"""Stories that a question why lists as left out, where it names no words."""

MOST_ORDERS = 10
"""Standing orders of a channel that are shown at length."""

_NONE: Mapping[str, str] = {}

FEW_TERMS = 6
"""Terms of a topic that its row shows."""


def of_filters(filters: Sequence[Filter], headlines: Mapping[str, str] = _NONE, done: str = "") -> Outline:
    """A channel's filters with their numbers; a muted story by its headline, where that is known.

    `done` says what was changed.
    """
    title = counted(len(filters), "filter")
    if not filters:
        return Outline(title, lead=" ".join(filter(None, (done, texts.NO_FILTERS))))
    rows = tuple(
        (str(number), texts.ONLY if one.only else texts.LEAVES_OUT, one.kind.value, _sought(one, headlines))
        for number, one in enumerate(filters[:MOST_ROWS], start=1)
    )
    table = Table(texts.FILTER_COLUMNS, rows)
    more = texts.and_more(len(filters) - MOST_ROWS)
    return Outline(title, (Section((table,)),), lead=done, footer=more)


def of_muted(by: Filter, headline: str) -> Outline:
    """That a story is muted, with a way back."""
    return Outline(texts.STORY_MUTED, (Section((Paragraph(headline),), controls.unmute(by)),))


def of_watches(watches: Sequence[Watch], settings: AlertSettings) -> Outline:
    """What is watched for in a channel and by who asks, with numbers, and how alerts come to the channel."""
    title = texts.counted_watches(len(watches))
    if not watches:
        return Outline(title, lead=texts.NO_WATCHES)
    rows = tuple(
        (str(number), texts.watched(one), texts.ALERTS_YOU if one.user else texts.ALERTS_CHANNEL)
        for number, one in enumerate(watches, start=1)
    )
    section = Section((Table(texts.WATCH_COLUMNS, rows),))
    return Outline(title, (section,), footer=texts.alerts_come(settings))


def of_watching(watch: Watch, settings: AlertSettings) -> Outline:
    """That something is watched for from now on, and how its alerts come."""
    come = texts.alerts_come(settings)
    section = Section((Paragraph(texts.ALERTS_AT_ONCE), Paragraph(come)), controls.unwatch(watch.id))
    return Outline(texts.watching(watch), (section,))


def of_topics(topics: Sequence[Topic], followed: Sequence[Topic], done: str = "") -> Outline:
    """The topics that a channel may follow, those that it follows marked; `done` says what was changed."""
    title = counted(len(topics), "topic")
    if not topics:
        return Outline(title, lead=texts.NO_TOPICS)
    names = {plain(topic.name) for topic in followed}
    rows = tuple(_topic_row(topic, plain(topic.name) in names) for topic in topics)
    return Outline(title, (Section((Table(texts.TOPIC_COLUMNS, rows),)),), lead=done or texts.FOLLOW)


def of_dry_run(digest: Digest) -> Outline:
    """What the next edition would be in one line, and a line a story that it leaves out."""
    stories = "; ".join(texts.headline(each.status, each.headline) for each in digest.briefings)
    section = Section(tuple(Paragraph(texts.stands(left.title, left.reason)) for left in digest.left_out))
    lead = texts.would_be(stories, bool(digest.left_out))
    return Outline(texts.DRY_RUN, (section,) if section.blocks else (), lead=lead)


def of_why(digest: Digest, ranked: Sequence[Ranked], about: str = "", spent: str = "") -> Outline:
    """Why each story of a digest is posted, in its order, or left out; those that hold the words alone.

    All these stories are to be among the ranked; `spent` says what a model cost.
    """
    sought = frozenset(stems(about)) if about else None
    reasons = {one.story.id: ", ".join(one.reasons) for one in ranked}
    stories = tuple(
        Paragraph(f"{place}. {_stands(briefing, reasons[briefing.story.id])}")
        for place, briefing in enumerate(digest.briefings, start=1)
        if _holds(briefing.story, sought)
    )
    left_out = [left for left in digest.left_out if _holds(left.story, sought)]
    found = [
        *(texts.stands(left.title, left.reason, reasons[left.story.id]) for left in left_out),
        *(
            texts.stands(shown_headline(one.article), one.reason)
            for one in digest.unread
            if sought is None or sought <= {*stems(one.article.headline)}
        ),
    ]
    shown = MOST_LEFT_OUT + (len(left_out) if about else 0)
    lines = tuple(map(Paragraph, found[:shown]))
    sections = [_headed(texts.NEXT_DIGEST, stories), _headed(texts.LEFT_OUT, lines)]
    kept = tuple(section for section in sections if len(section.blocks) > 1)
    lead = texts.no_story(about) if not kept else "" if digest.briefings else none_of(digest)
    more = texts.and_more(len(found) - shown)
    return Outline(texts.WHY, kept, lead=lead, footer=" ".join(filter(None, [more, spent])))


def _stands(briefing: Briefing, reasons: str) -> str:
    """Why a story stands where it is: what the channel was sent of it before, and what ranks it."""
    return texts.stands(briefing.headline, *texts.going_on(briefing.status), reasons)


def _sought(one: Filter, headlines: Mapping[str, str]) -> str:
    if one.kind is not FilterKind.STORY:
        return one.value
    known = (headlines[id_] for id_ in one.value.split() if id_ in headlines)
    return next(known, texts.A_MUTED_STORY)


def _headed(heading: str, lines: tuple[Paragraph, ...]) -> Section:
    return Section((Heading(heading), *lines))


def _holds(story: Story, sought: Collection[str] | None) -> bool:
    """Whether one article of the story holds all the words, in any of their forms; None asks for nothing."""
    if not sought:
        return sought is None
    return any(Indexed(read.article).held.issuperset(sought) for read in story.articles)


def _topic_row(topic: Topic, followed: bool) -> tuple[str, ...]:
    terms = [*topic.words, *topic.phrases, *topic.names, *topic.outlets]
    if topic.language:
        terms.append(topic.language)
    shown = ", ".join(terms[:FEW_TERMS])
    more = f" {texts.and_more(len(terms) - FEW_TERMS)}" if len(terms) > FEW_TERMS else ""
    return (topic.name, texts.FOLLOWED if followed else "", shown + more)


# --- feeds ----------------------------------------------------------------------------------------


def of_feeds(
    statuses: Sequence[FeedStatus], now: datetime, note: str = "", none: str = texts.NO_FEEDS
) -> Outline:
    """How each feed is, what it brings, and when it is looked at next, in a table; below it a note.

    Where there are no feeds, `none` says how to add one.
    """
    title = counted(len(statuses), "feed")
    if not statuses:
        return Outline(title, lead=none)
    table = Table(texts.ALL_FEED_COLUMNS, tuple(_whole_row(status, now) for status in statuses))
    return Outline(title, (Section((table,)),), footer=note)


def feed_table(statuses: Sequence[FeedStatus], now: datetime) -> Table:
    """A row a feed."""
    return Table(texts.FEED_COLUMNS, tuple(_row(status, now) for status in statuses))


def _whole_row(status: FeedStatus, now: datetime) -> tuple[str, ...]:
    feed, health, brings = status.feed, status.health, status.brings
    return (
        cut(feed.outlet, LONGEST_OUTLET),
        feed.url,
        texts.STATES[health.state],
        texts.ago(health.ok_at, now),
        texts.this_week(brings.articles) if brings else "",
        texts.with_text(brings.share) if brings else "",
        texts.DUE_NOW if is_due(status, now) else texts.until(health.next_at, now),
        texts.feed_note(status),
    )


def _row(status: FeedStatus, now: datetime) -> tuple[str, ...]:
    health = status.health
    state = texts.STATES[health.state]
    note = texts.feed_note(status)
    return (
        cut(status.feed.outlet, LONGEST_OUTLET),
        status.feed.url,
        state,
        texts.ago(health.checked_at, now),
        note,
    )


def of_offers(feeds: Sequence[CheckedFeed], now: datetime, refs: Sequence[str] = ()) -> Outline:
    """The feeds of a site to choose from; with references, each has the button that takes it."""
    sections = tuple(
        Section(
            (Heading(texts.numbered(number, feed.title or feed.url)), Paragraph(_offered(feed, now))),
            controls.take(refs[number - 1], number) if refs else (),
        )
        for number, feed in enumerate(feeds, start=1)
    )
    return Outline(texts.several_feeds(len(feeds), len(feeds) >= MOST_CANDIDATES), sections)


def of_import(report: ImportReport) -> Outline:
    """What became of each feed of a list."""
    rows = tuple(
        (
            cut(feed.outlet, LONGEST_OUTLET),
            feed.url,
            f"{feed.outcome.value}: {feed.note}" if feed.note else feed.outcome.value,
        )
        for feed in report.feeds
    )
    folders = tuple(map(Paragraph, texts.folders(report.folders)))
    return Outline(texts.imported(report), (Section((*folders, Table(texts.IMPORT_COLUMNS, rows))),))


def _offered(feed: CheckedFeed, now: datetime) -> str:
    """How old and how busy a feed is, and where."""
    newest = max((entry.published for entry in feed.entries if entry.published), default=None)
    return " · ".join(
        filter(None, (texts.newest_entry(newest, now), texts.rate(a_week(feed.entries)), feed.url))
    )


# --- the standing orders, and all that a channel gets ---------------------------------------------


def of_orders(
    orders: Sequence[Subscription],
    feeds: Sequence[FeedStatus],
    actor: Actor,
    now: datetime,
    done: str = "",
) -> Outline:
    """When digests come to a channel, and when the next ones do; buttons for who may change it.

    `done` says what was changed.
    """
    if not orders:
        buttons = controls.first_order() if actor.may_change() else ()
        return Outline(texts.NO_ORDER, (Section((Paragraph(texts.MAKE_ORDER),), buttons),))
    sections = tuple(_order_sections(orders, feeds, actor, now))
    return Outline(texts.ORDER, sections, lead=done, footer=texts.and_more(len(orders) - MOST_ORDERS))


def of_home(
    orders: Sequence[Subscription],
    feeds: Sequence[FeedStatus],
    preferences: ChannelPreferences,
    actor: Actor,
    now: datetime,
    spent: str = "",
) -> Outline:
    """This channel's orders, the feeds and how they are, what it leaves out; buttons for who may change it.

    `spent` says what a model cost.
    """
    none = _home_section(texts.ORDER, (Paragraph(f"{texts.NO_ORDER}."),), controls.first_order(), actor)
    first, *others = _order_sections(orders, feeds, actor, now) or [none]
    if orders:
        first = Section((Heading(texts.ORDER), *first.blocks), first.controls)
    sections = (
        first,
        *others,
        _home_section(
            counted(len(feeds), "feed"), _feeds(feeds, now), controls.feeds(), actor, workspace=True
        ),
        _home_section(
            texts.PREFERENCES, (Paragraph(texts.preferences(preferences)),), controls.filters(), actor
        ),
    )
    changed_by = texts.changed_by(actor)
    more = texts.and_more(len(orders) - MOST_ORDERS)
    footer = " ".join(filter(None, [more, spent, changed_by]))
    return Outline(texts.home(actor.place.channel.name), sections, footer=footer)


def _home_section(
    heading: str,
    blocks: tuple[Block, ...],
    buttons: tuple[Control, ...],
    actor: Actor,
    workspace: bool = False,
) -> Section:
    """A part of the overview, with its buttons for who may press them; some are the whole workspace's."""
    return Section((Heading(heading), *blocks), buttons if actor.may_change(workspace) else ())


def _feeds(feeds: Sequence[FeedStatus], now: datetime) -> tuple[Block, ...]:
    return (feed_table(feeds, now),) if feeds else (Paragraph(texts.NO_FEEDS),)


def _order_sections(
    orders: Sequence[Subscription], feeds: Sequence[FeedStatus], actor: Actor, now: datetime
) -> list[Section]:
    """One a standing order, with its number where there are several; after the last, a button for another."""
    outlets = {status.feed.url: status.feed.outlet for status in feeds}
    sections = []
    for number, order in enumerate(orders[:MOST_ORDERS], start=1):
        name = texts.numbered(number, order.label) if len(orders) > 1 else order.label
        heading = (Heading(name),) if name else ()
        last = number == min(len(orders), MOST_ORDERS)
        buttons = (*controls.order(order), *(controls.another_order() if last else ()))
        lines = map(Paragraph, _order_lines(order, outlets, now))
        sections.append(Section((*heading, *lines), buttons if actor.may_change() else ()))
    return sections


def _order_lines(order: Subscription, outlets: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    said = texts.order(order, editions.look_back(order), outlets)
    if order.paused:
        return said, texts.paused(order.paused_for)
    return said, texts.coming(next_at(order, now))


def next_at(order: Subscription, now: datetime) -> datetime:
    """When the next digest of an order comes, as clocks there show it."""
    return editions.next_slot(order, now).astimezone(ZoneInfo(order.zone))
