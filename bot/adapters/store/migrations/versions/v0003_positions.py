"""Where an article stood in each feed that it came through."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("feed_articles", sa.Column("position", sa.Integer(), nullable=True))
