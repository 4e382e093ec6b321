"""The tables, as SQLAlchemy Core knows them; the migrations make them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    false,
)

from bot.adapters.store.engines import sound


class Moment(TypeDecorator[datetime]):
    """A point in time: kept as UTC, given back with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC, without its zone; one without a zone is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with UTC as its zone."""
        return None if value is None else value.replace(tzinfo=UTC)


class Words(TypeDecorator[str]):
    """Text from outside: what a database cannot hold becomes U+FFFD, so that every offset stays true."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text without lone surrogates and without NUL."""
        return None if value is None else sound(value)


metadata = MetaData()


def _feed_id() -> Column[Any]:
    return Column("feed_id", Text, ForeignKey("feeds.id"), primary_key=True)


def _article() -> Column[Any]:
    return Column("article", Integer, ForeignKey("articles.seq"), primary_key=True)


feeds = Table(
    "feeds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Words, nullable=False),
    Column("outlet", Words, nullable=False),
    Column("imported", Boolean, nullable=False, server_default=false()),  # stands for a workspace's files
)

workspace_feeds = Table(
    "workspace_feeds",
    metadata,
    Column("workspace", Text, primary_key=True),
    _feed_id(),
    Index("workspace_feeds_by_feed", "feed_id"),
)

feed_health = Table(
    "feed_health",
    metadata,
    _feed_id(),
    Column("state", Text, nullable=False),
    Column("note", Words, nullable=False),
    Column("checked_at", Moment),
    Column("ok_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("next_at", Moment),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("interval_seconds", Integer),
)

seen_entries = Table(
    "seen_entries",
    metadata,
    _feed_id(),
    Column("key", Words, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("article_id", Words),
    Column("stamp", Text, nullable=False, server_default=""),
    Column("read_at", Moment),
    Column("same", Integer, nullable=False, server_default="0"),
    Column("url", Words, nullable=False, server_default=""),
)

moved_feeds = Table(
    "moved_feeds",
    metadata,
    Column("url", Words, primary_key=True),
    Column("moved_to", Words, nullable=False),  # where it lives now, however often it has moved
)

pending_entries = Table(
    "pending_entries",
    metadata,
    _feed_id(),
    Column("key", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("guid", Words, nullable=False),
    Column("headline", Words, nullable=False),
    Column("html", Words, nullable=False),
    Column("byline", Words),
    Column("published", Moment),
    Column("updated", Moment),
    Column("reason", Words, nullable=False),
    Column("since", Moment, nullable=False),
    Column("next_at", Moment),  # none: given up
    Column("tries", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
)

hub_subscriptions = Table(
    "hub_subscriptions",
    metadata,
    _feed_id(),
    Column("hub", Words, nullable=False),  # empty: it named one before
    Column("topic", Words, nullable=False),
    Column("token", Words, nullable=False),
    Column("sealed", Text, nullable=False),  # ciphertext
    Column("asked_at", Moment),
    Column("verified_at", Moment),
    Column("lease_until", Moment),
    Column("news_at", Moment),
    Index("hub_subscriptions_by_token", "token"),
)

articles = Table(
    "articles",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("shelf", Text, nullable=False),  # "" for what was gathered, a workspace for what it imported
    Column("id", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("page", Words, nullable=False),  # its first address: what its versions have in common
    Column("content", Text, nullable=False),
    Column("twin_of", Words),  # the id of the first article with this text
    Column("supersedes", Words),  # the id of the version before
    Column("superseded", Boolean, nullable=False, server_default=false()),
    Column("outlet", Words, nullable=False),
    Column("headline", Words, nullable=False),
    Column("byline", Words),
    Column("text", Words, nullable=False),
    Column("published", Moment),
    Column("captured", Moment, nullable=False),
    Column("dated", Moment, nullable=False),
    Column("language", Text),
    UniqueConstraint("shelf", "id"),
    Index("articles_by_url", "url", postgresql_using="hash"),
    Index("articles_by_page", "page", "shelf"),
    Index("articles_by_content", "content"),
    Index("articles_by_date", "dated"),
    Index("articles_by_capture", "captured"),
)

feed_articles = Table(
    "feed_articles",
    metadata,
    _article(),
    _feed_id(),
    Column("position", Integer),  # the best it had there, 1 at the front; none where it says nothing
    Index("feed_articles_by_feed", "feed_id", "article"),
)

article_places = Table(  # what the full-text index keeps beside its terms
    "article_places",
    metadata,
    Column("article", Integer, ForeignKey("articles.seq"), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

unfinished = Table(  # what is still to be done for articles that are kept already
    "unfinished",
    metadata,
    Column("work", Text, primary_key=True),
    _article(),
)

quotes = Table(
    "quotes",
    metadata,
    _article(),
    Column("position", Integer, primary_key=True),
    Column("spans", JSON, nullable=False),
    Column("kind", Text, nullable=False),
    Column("speaker", Words),
    Column("role", Words),
    Column("rule", Text),
    Column("confidence", Float),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("speaker_words", Words, nullable=False),  # folded, for the search alone
    Column("about_words", Words, nullable=False),  # stems of quote and headline, for the search alone
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("slots", JSON, nullable=False),
    Column("zone", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("created", Moment),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("paused_for", Words, nullable=False, server_default=""),
    Column("configured", Boolean, nullable=False, server_default=false()),
    Column("language", Text),
    Column("late", Text, nullable=False, server_default="one"),
    Column("label", Words, nullable=False, server_default=""),
    Column("rules", JSON, nullable=False, server_default="{}"),  # days, quiet time, feeds and topics
)

digests = Table(
    "digests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subscription", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("slot", Time, nullable=False),
    Column("made", Moment, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("payload", JSON, nullable=False),
    Index("digests_by_subscription", "subscription", "made"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subscription", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("slot", Time, nullable=False),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("digest", Text, ForeignKey("digests.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("posted", JSON, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Moment),
    Column("note", Words, nullable=False),
    Column("token", Text, nullable=False, server_default=""),
    Column("lease_until", Moment),
    Column("tried_at", Moment),
    UniqueConstraint("subscription", "day", "slot"),
    Index("deliveries_by_state", "state", "next_at"),
)


quoted_articles = Table(  # what a digest prints quotes from, for as long as it may be corrected
    "quoted_articles",
    metadata,
    Column("workspace", Text, nullable=False),
    Column("delivery", Text, ForeignKey("deliveries.id"), primary_key=True),
    _article(),
    Column("compared", Integer, nullable=False),  # the number of the newest version that was looked at
    Column("corrections", JSON, nullable=False),  # what readers were shown
    Index("quoted_articles_by_article", "article"),
)


def _room() -> list[Column[Any]]:
    return [Column(name, Text, nullable=False) for name in ("platform", "workspace", "room")]


topics = Table(
    "topics",
    metadata,
    Column("workspace", Text, primary_key=True),  # "" for those of every workspace
    Column("key", Words, primary_key=True),  # the name, folded
    Column("name", Words, nullable=False),
    Column("search", JSON, nullable=False),
)

follows = Table(
    "follows",
    metadata,
    *_room(),
    Column("topic", Words, nullable=False),  # its key
    PrimaryKeyConstraint("platform", "workspace", "room", "topic"),
)

filters = Table(
    "filters",
    metadata,
    Column("seq", Integer, primary_key=True),
    *_room(),
    Column("kind", Text, nullable=False),
    Column("value", Words, nullable=False),
    Column("only", Boolean, nullable=False),
    UniqueConstraint("platform", "workspace", "room", "kind", "value", "only"),
)

watches = Table(
    "watches",
    metadata,
    Column("id", Text, primary_key=True),
    *_room(),
    Column("name", Words, nullable=False),  # of the channel
    Column("owner", Text, nullable=False),  # whose it is, where it alerts one person
    Column("speaker", Words, nullable=False),
    Column("about", Words, nullable=False),
    Column("topic", Words, nullable=False),
    Column("phrase", Words, nullable=False),
    Column("created", Moment),
)

alert_settings = Table(
    "alert_settings",
    metadata,
    *_room(),
    Column("quiet", JSON, nullable=False),
    Column("zone", Text, nullable=False),
    Column("hourly", Integer, nullable=False),
    Column("stopped_for", Words, nullable=False),
    PrimaryKeyConstraint("platform", "workspace", "room"),
)

alerts = Table(  # of a watch an article alerts once
    "alerts",
    metadata,
    Column("watch", Text, primary_key=True),
    _article(),
    *_room(),
    Column("at", Moment, nullable=False),
    Column("briefing", JSON, nullable=False),
    Column("delivery", Text),  # none: held, for it is quiet or there were many
    Index("alerts_by_delivery", "delivery"),
)

messages = Table(
    "messages",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("thread", Text),
    Column("author", Words, nullable=False),
    Column("body", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("key", Text),
    Index("messages_by_room", "platform", "workspace", "room", "thread", "seq"),
    Index("messages_by_key", "key"),
)

reports = Table(
    "reports",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("article", Integer, ForeignKey("articles.seq"), nullable=False),
    Column("quote", JSON, nullable=False),  # spans alone, as in a digest
    Column("fault", Text, nullable=False),
    Column("claimed", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("seq", Integer, primary_key=True),
    *_room(),
    Column("thread", Text, nullable=False),  # "" for the channel itself
    Column("article", Words, nullable=False),  # its id
    Column("at", Moment, nullable=False),
    UniqueConstraint("platform", "workspace", "room", "thread", "article"),
)

saved_commands = Table(
    "saved_commands",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("args", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Index("saved_commands_by_date", "at"),
)

events = Table(
    "events",
    metadata,
    Column("event", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Index("events_by_date", "at"),
)

installations = Table(
    "installations",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("sealed", Text, nullable=False),  # ciphertext
    Column("at", Moment, nullable=False),
)

left_workspaces = Table(
    "left_workspaces",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("until", Moment, nullable=False),  # what is its own is kept so long
)

drafts = Table(
    "drafts",
    metadata,
    Column("key", Text, primary_key=True),  # of the request and the model
    Column("draft", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Index("drafts_by_date", "at"),
)

spending = Table(
    "spending",
    metadata,
    Column("day", Date, primary_key=True),  # in UTC
    Column("workspace", Text, primary_key=True),
    Column("model", Text, primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("tokens_in", BigInteger, nullable=False),
    Column("tokens_out", BigInteger, nullable=False),
    Column("nanos", BigInteger, nullable=False),  # billionths of the currency's unit
)

leases = Table(  # who of several replicas does what; times are in seconds by the database's own clock
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),  # a replica's id; "" for nobody
    Column("until", Double, nullable=False),
    Column("wanted", Text, nullable=False, server_default=""),  # who waits for it, where it is shared
    Index("leases_by_holder", "holder"),
)

replicas = Table(
    "replicas",
    metadata,
    Column("id", Text, primary_key=True),
    Column("host", Words, nullable=False),
    Column("version", Text, nullable=False),
    Column("started", Double, nullable=False),
    Column("seen", Double, nullable=False),
    Column("feeds", Integer, nullable=False, server_default="0"),  # that it checked
)

copies = Table(  # is there, in PostgreSQL, while a store is copied into it
    "copies",
    MetaData(),
    Column("source", Text, nullable=False),  # how the source's file begins
)
