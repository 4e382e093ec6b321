"""An index over terms made by us, with their places; articles of before are put into it batch by batch."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_FULL_TEXT = """
CREATE VIRTUAL TABLE article_terms USING fts5(
    terms, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '_.@'"
)
"""


def upgrade() -> None:
    op.execute("DROP TABLE article_words")
    op.execute(_FULL_TEXT)
    op.execute("INSERT INTO article_terms (article_terms, rank) VALUES ('hashsize', 33554432)")
    op.create_table(
        "article_places",
        sa.Column("article", sa.Integer(), sa.ForeignKey("articles.seq"), primary_key=True),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "unfinished",
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("article", sa.Integer(), sa.ForeignKey("articles.seq"), nullable=False),
        sa.PrimaryKeyConstraint("work", "article"),
    )
    op.execute("INSERT INTO unfinished (work, article) SELECT 'index', seq FROM articles")
    op.drop_index("articles_by_page", "articles")
    op.create_index("articles_by_page", "articles", ["page", "shelf"])
    op.drop_index("feed_articles_by_feed", "feed_articles")
    op.create_index("feed_articles_by_feed", "feed_articles", ["feed_id", "article"])
