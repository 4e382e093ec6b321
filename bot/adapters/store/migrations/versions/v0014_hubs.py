"""The hubs that feeds name, and what was asked of them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "hub_subscriptions",
        sa.Column("feed_id", sa.Text(), sa.ForeignKey("feeds.id"), primary_key=True),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime()),
        sa.Column("verified_at", sa.DateTime()),
        sa.Column("lease_until", sa.DateTime()),
        sa.Column("news_at", sa.DateTime()),
    )
    op.create_index("hub_subscriptions_by_token", "hub_subscriptions", ["token"])
