"""What chat platforms need: reports, threads, wishes, events, installations, and orders that are paused."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0004"
down_revision = "0003"


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, SORTED_TEXT, nullable=False) for name in names]


def upgrade() -> None:
    for name in ("paused", "configured"):
        op.add_column(
            "subscriptions", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.add_column("subscriptions", sa.Column("paused_for", SORTED_TEXT, server_default="", nullable=False))
    op.execute("UPDATE subscriptions SET configured = true")  # until now only the config file made orders
    op.create_table(
        "reports",
        *_text("workspace", "id"),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("quote", sa.JSON(), nullable=False),
        *_text("fault", "claimed", "note"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.seq"]),
        sa.PrimaryKeyConstraint("workspace", "id"),
    )
    op.create_table(
        "threads",
        sa.Column("seq", sa.Integer(), nullable=False),
        *_text("platform", "workspace", "room", "thread", "article"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("platform", "workspace", "room", "thread", "article"),
    )
    op.create_table(
        "wishes",
        *_text("workspace", "wish", "platform", "room", "name"),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "wish"),
    )
    op.create_index("wishes_by_date", "wishes", ["at"], unique=False)
    op.create_table(
        "events",
        *_text("event"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("event"),
    )
    op.create_index("events_by_date", "events", ["at"], unique=False)
    op.create_table(
        "installations",
        *_text("platform", "workspace", "sealed"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace"),
    )
    op.create_table(
        "left_workspaces",
        *_text("workspace"),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace"),
    )
