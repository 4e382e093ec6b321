"""The first tables."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT, SQLITE

revision = "0001"
down_revision = None

_FULL_TEXT = """
CREATE VIRTUAL TABLE article_words USING fts5(
    headline, text, outlet, content='', tokenize='porter unicode61 remove_diacritics 2'
)
"""


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("shelf", SORTED_TEXT, nullable=False),
        sa.Column("id", SORTED_TEXT, nullable=False),
        sa.Column("url", SORTED_TEXT, nullable=False),
        sa.Column("content", SORTED_TEXT, nullable=False),
        sa.Column("twin_of", SORTED_TEXT, nullable=True),
        sa.Column("supersedes", SORTED_TEXT, nullable=True),
        sa.Column("superseded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("outlet", SORTED_TEXT, nullable=False),
        sa.Column("headline", SORTED_TEXT, nullable=False),
        sa.Column("byline", SORTED_TEXT, nullable=True),
        sa.Column("text", SORTED_TEXT, nullable=False),
        sa.Column("published", sa.DateTime(), nullable=True),
        sa.Column("captured", sa.DateTime(), nullable=False),
        sa.Column("dated", sa.DateTime(), nullable=False),
        sa.Column("language", SORTED_TEXT, nullable=True),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("shelf", "id"),
    )
    op.create_index("articles_by_content", "articles", ["content"], unique=False)
    op.create_index("articles_by_date", "articles", ["dated"], unique=False)
    # an address may be longer than what PostgreSQL keeps in another kind of index
    op.create_index("articles_by_url", "articles", ["url"], unique=False, postgresql_using="hash")
    op.create_table(
        "digests",
        sa.Column("id", SORTED_TEXT, nullable=False),
        sa.Column("subscription", SORTED_TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.Time(), nullable=False),
        sa.Column("made", sa.DateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("digests_by_subscription", "digests", ["subscription", "made"], unique=False)
    op.create_table(
        "feeds",
        sa.Column("id", SORTED_TEXT, nullable=False),
        sa.Column("url", SORTED_TEXT, nullable=False),
        sa.Column("outlet", SORTED_TEXT, nullable=False),
        sa.Column("imported", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "messages",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("platform", SORTED_TEXT, nullable=False),
        sa.Column("workspace", SORTED_TEXT, nullable=False),
        sa.Column("room", SORTED_TEXT, nullable=False),
        sa.Column("thread", SORTED_TEXT, nullable=True),
        sa.Column("author", SORTED_TEXT, nullable=False),
        sa.Column("body", SORTED_TEXT, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("key", SORTED_TEXT, nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("messages_by_key", "messages", ["key"], unique=False)
    op.create_index(
        "messages_by_room", "messages", ["platform", "workspace", "room", "thread", "seq"], unique=False
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", SORTED_TEXT, nullable=False),
        sa.Column("platform", SORTED_TEXT, nullable=False),
        sa.Column("workspace", SORTED_TEXT, nullable=False),
        sa.Column("room", SORTED_TEXT, nullable=False),
        sa.Column("name", SORTED_TEXT, nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("zone", SORTED_TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", SORTED_TEXT, nullable=False),
        sa.Column("subscription", SORTED_TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.Time(), nullable=False),
        sa.Column("platform", SORTED_TEXT, nullable=False),
        sa.Column("workspace", SORTED_TEXT, nullable=False),
        sa.Column("room", SORTED_TEXT, nullable=False),
        sa.Column("name", SORTED_TEXT, nullable=False),
        sa.Column("digest", SORTED_TEXT, nullable=False),
        sa.Column("state", SORTED_TEXT, nullable=False),
        sa.Column("posted", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("note", SORTED_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"],
            ["digests.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subscription", "day", "slot"),
    )
    op.create_index("deliveries_by_state", "deliveries", ["state", "next_at"], unique=False)
    op.create_table(
        "feed_articles",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("feed_id", SORTED_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.seq"],
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["feeds.id"],
        ),
        sa.PrimaryKeyConstraint("article", "feed_id"),
    )
    op.create_index("feed_articles_by_feed", "feed_articles", ["feed_id"], unique=False)
    op.create_table(
        "feed_health",
        sa.Column("feed_id", SORTED_TEXT, nullable=False),
        sa.Column("state", SORTED_TEXT, nullable=False),
        sa.Column("note", SORTED_TEXT, nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("ok_at", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("etag", SORTED_TEXT, nullable=True),
        sa.Column("last_modified", SORTED_TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["feeds.id"],
        ),
        sa.PrimaryKeyConstraint("feed_id"),
    )
    op.create_table(
        "quotes",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("kind", SORTED_TEXT, nullable=False),
        sa.Column("speaker", SORTED_TEXT, nullable=True),
        sa.Column("role", SORTED_TEXT, nullable=True),
        sa.Column("rule", SORTED_TEXT, nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("cue_start", sa.Integer(), nullable=True),
        sa.Column("cue_end", sa.Integer(), nullable=True),
        sa.Column("speaker_words", SORTED_TEXT, nullable=False),
        sa.Column("about_words", SORTED_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.seq"],
        ),
        sa.PrimaryKeyConstraint("article", "position"),
    )
    op.create_table(
        "seen_entries",
        sa.Column("feed_id", SORTED_TEXT, nullable=False),
        sa.Column("key", SORTED_TEXT, nullable=False),
        sa.Column("fingerprint", SORTED_TEXT, nullable=False),
        sa.Column("article_id", SORTED_TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["feeds.id"],
        ),
        sa.PrimaryKeyConstraint("feed_id", "key"),
    )
    op.create_table(
        "workspace_feeds",
        sa.Column("workspace", SORTED_TEXT, nullable=False),
        sa.Column("feed_id", SORTED_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["feeds.id"],
        ),
        sa.PrimaryKeyConstraint("workspace", "feed_id"),
    )
    op.create_index("workspace_feeds_by_feed", "workspace_feeds", ["feed_id"], unique=False)
    if op.get_context().dialect.name == SQLITE:
        op.execute(_FULL_TEXT)
