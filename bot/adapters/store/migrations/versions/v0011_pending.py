"""Entries whose pages could not be read are tried again without their feed; when a page was read is kept."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("seen_entries", sa.Column("stamp", SORTED_TEXT, server_default="", nullable=False))
    op.add_column("seen_entries", sa.Column("read_at", sa.DateTime()))
    op.add_column("seen_entries", sa.Column("same", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "pending_entries",
        sa.Column("feed_id", SORTED_TEXT, sa.ForeignKey("feeds.id"), primary_key=True),
        sa.Column("key", SORTED_TEXT, primary_key=True),
        sa.Column("url", SORTED_TEXT, nullable=False),
        sa.Column("guid", SORTED_TEXT, nullable=False),
        sa.Column("headline", SORTED_TEXT, nullable=False),
        sa.Column("html", SORTED_TEXT, nullable=False),
        sa.Column("byline", SORTED_TEXT),
        sa.Column("published", sa.DateTime()),
        sa.Column("updated", sa.DateTime()),
        sa.Column("reason", SORTED_TEXT, nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("next_at", sa.DateTime()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
    )
