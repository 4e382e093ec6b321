"""The hubs that feeds name, and what was asked of them."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "hub_subscriptions",
        sa.Column("feed_id", SORTED_TEXT, sa.ForeignKey("feeds.id"), primary_key=True),
        sa.Column("hub", SORTED_TEXT, nullable=False),
        sa.Column("topic", SORTED_TEXT, nullable=False),
        sa.Column("token", SORTED_TEXT, nullable=False),
        sa.Column("sealed", SORTED_TEXT, nullable=False),
        sa.Column("asked_at", sa.DateTime()),
        sa.Column("verified_at", sa.DateTime()),
        sa.Column("lease_until", sa.DateTime()),
        sa.Column("news_at", sa.DateTime()),
    )
    op.create_index("hub_subscriptions_by_token", "hub_subscriptions", ["token"])
