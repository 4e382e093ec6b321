"""Topics, who follows them, and filters."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "topics",
        sa.Column("workspace", SORTED_TEXT, nullable=False),
        sa.Column("key", SORTED_TEXT, nullable=False),
        sa.Column("name", SORTED_TEXT, nullable=False),
        sa.Column("search", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key"),
    )
    op.create_table(
        "follows",
        sa.Column("platform", SORTED_TEXT, nullable=False),
        sa.Column("workspace", SORTED_TEXT, nullable=False),
        sa.Column("room", SORTED_TEXT, nullable=False),
        sa.Column("topic", SORTED_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "room", "topic"),
    )
    op.create_table(
        "filters",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("platform", SORTED_TEXT, nullable=False),
        sa.Column("workspace", SORTED_TEXT, nullable=False),
        sa.Column("room", SORTED_TEXT, nullable=False),
        sa.Column("kind", SORTED_TEXT, nullable=False),
        sa.Column("value", SORTED_TEXT, nullable=False),
        sa.Column("only", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("platform", "workspace", "room", "kind", "value", "only"),
    )
