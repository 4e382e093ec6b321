"""What the versions of an article have in common, also where its address changes."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("articles", sa.Column("page", SORTED_TEXT, nullable=False, server_default=""))
    op.execute("UPDATE articles SET page = url")
    op.create_index("articles_by_page", "articles", ["page"], postgresql_using="hash")
