"""Several orders in a channel: what each is called, its days and quiet time, its feeds and topics."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("label", sa.Text(), server_default="", nullable=False))
    op.add_column("subscriptions", sa.Column("rules", sa.JSON(), server_default="{}", nullable=False))
