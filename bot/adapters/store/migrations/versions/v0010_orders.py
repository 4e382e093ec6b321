"""Several orders in a channel: what each is called, its days and quiet time, its feeds and topics."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("label", SORTED_TEXT, server_default="", nullable=False))
    op.add_column("subscriptions", sa.Column("rules", sa.JSON(), server_default="{}", nullable=False))
