"""What people watch for, how alerts come to a channel, and the alerts."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0019"
down_revision = "0018"


def _room() -> list[sa.Column[str]]:
    return [sa.Column(name, SORTED_TEXT, nullable=False) for name in ("platform", "workspace", "room")]


def upgrade() -> None:
    named = ("name", "owner", "speaker", "about", "topic", "phrase")
    op.create_table(
        "watches",
        sa.Column("id", SORTED_TEXT, primary_key=True),
        *_room(),
        *(sa.Column(name, SORTED_TEXT, nullable=False) for name in named),
        sa.Column("created", sa.DateTime()),
    )
    op.create_table(
        "alert_settings",
        *_room(),
        sa.Column("quiet", sa.JSON(), nullable=False),
        sa.Column("zone", SORTED_TEXT, nullable=False),
        sa.Column("hourly", sa.Integer(), nullable=False),
        sa.Column("stopped_for", SORTED_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "room"),
    )
    op.create_table(
        "alerts",
        sa.Column("watch", SORTED_TEXT, nullable=False),
        sa.Column("article", sa.Integer(), sa.ForeignKey("articles.seq"), nullable=False),
        *_room(),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("briefing", sa.JSON(), nullable=False),
        sa.Column("delivery", SORTED_TEXT),
        sa.PrimaryKeyConstraint("watch", "article"),
    )
    op.create_index("alerts_by_delivery", "alerts", ["delivery"])
