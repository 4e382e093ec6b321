"""How long a feed is left alone between two checks."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("feed_health", sa.Column("interval_seconds", sa.Integer(), nullable=True))
