"""The language that a standing order asks for."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("language", SORTED_TEXT, nullable=True))
