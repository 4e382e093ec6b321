"""The addresses at which entries were listed: some feeds make their queries anew at each look."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("seen_entries", sa.Column("url", SORTED_TEXT, nullable=False, server_default=""))
