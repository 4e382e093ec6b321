"""The addresses at which entries were listed: some feeds make their queries anew at each look."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("seen_entries", sa.Column("url", sa.Text(), nullable=False, server_default=""))
