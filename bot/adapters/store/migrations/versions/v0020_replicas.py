"""The replicas that work on this database, and which of them does what for now."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", SORTED_TEXT, primary_key=True),
        sa.Column("holder", SORTED_TEXT, nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("wanted", SORTED_TEXT, nullable=False, server_default=""),
    )
    op.create_index("leases_by_holder", "leases", ["holder"])
    op.create_table(
        "replicas",
        sa.Column("id", SORTED_TEXT, primary_key=True),
        sa.Column("host", SORTED_TEXT, nullable=False),
        sa.Column("version", SORTED_TEXT, nullable=False),
        sa.Column("started", sa.Double(), nullable=False),
        sa.Column("seen", sa.Double(), nullable=False),
        sa.Column("feeds", sa.Integer(), nullable=False, server_default="0"),
    )
