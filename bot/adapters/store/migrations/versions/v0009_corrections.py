"""What digests print quotes from, so that they can be corrected."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "quoted_articles",
        sa.Column("workspace", SORTED_TEXT, nullable=False),
        sa.Column("delivery", SORTED_TEXT, nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.id"]),
        sa.ForeignKeyConstraint(["article"], ["articles.seq"]),
        sa.PrimaryKeyConstraint("delivery", "article"),
    )
    op.create_index("quoted_articles_by_article", "quoted_articles", ["article"], unique=False)
