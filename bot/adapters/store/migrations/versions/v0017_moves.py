"""Where feeds live that have moved for good, for whoever names the address of before."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "moved_feeds",
        sa.Column("url", SORTED_TEXT, primary_key=True),
        sa.Column("moved_to", SORTED_TEXT, nullable=False),
    )
