"""Claims on deliveries, what an order does about missed slots, and articles by when they were captured."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("token", SORTED_TEXT, server_default="", nullable=False))
    op.add_column("deliveries", sa.Column("lease_until", sa.DateTime(), nullable=True))
    op.add_column("deliveries", sa.Column("tried_at", sa.DateTime(), nullable=True))
    # what was interrupted may have been posted
    op.execute("UPDATE deliveries SET tried_at = CURRENT_TIMESTAMP WHERE state = 'sending'")
    op.add_column("subscriptions", sa.Column("late", SORTED_TEXT, server_default="one", nullable=False))
    op.create_index("articles_by_capture", "articles", ["captured"], unique=False)
