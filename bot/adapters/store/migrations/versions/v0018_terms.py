"""An index over terms made by us, with their places; articles of before are put into it batch by batch."""

import sqlalchemy as sa
from alembic import op

from bot.adapters.store.engines import SORTED_TEXT, SQLITE

revision = "0018"
down_revision = "0017"

_FULL_TEXT_OF_SQLITE = """
CREATE VIRTUAL TABLE article_terms USING fts5(
    terms, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '_.@'"
)
"""


_FULL_TEXT_OF_POSTGRES = (
    "CREATE TABLE article_terms (article integer PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX article_terms_by_term ON article_terms USING gin (terms)",
)


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == SQLITE
    if sqlite:
        op.execute("DROP TABLE article_words")
        op.execute(_FULL_TEXT_OF_SQLITE)
        op.execute("INSERT INTO article_terms (article_terms, rank) VALUES ('hashsize', 33554432)")
    else:
        for statement in _FULL_TEXT_OF_POSTGRES:
            op.execute(statement)
    op.create_table(
        "article_places",
        sa.Column("article", sa.Integer(), sa.ForeignKey("articles.seq"), primary_key=True),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "unfinished",
        sa.Column("work", SORTED_TEXT, nullable=False),
        sa.Column("article", sa.Integer(), sa.ForeignKey("articles.seq"), nullable=False),
        sa.PrimaryKeyConstraint("work", "article"),
    )
    op.execute("INSERT INTO unfinished (work, article) SELECT 'index', seq FROM articles")
    if sqlite:  # elsewhere an index of two columns keeps no long address
        op.drop_index("articles_by_page", "articles")
        op.create_index("articles_by_page", "articles", ["page", "shelf"])
    op.drop_index("feed_articles_by_feed", "feed_articles")
    op.create_index("feed_articles_by_feed", "feed_articles", ["feed_id", "article"])
