"""Articles of a file that have no address: each is one of its own."""

from __future__ import annotations

from datetime import timedelta

from bot.adapters.store import SqlStore
from bot.model import AnnotatedArticle, Article
from tests.fakes.stored_articles import NOON


def article(name: str, text: str) -> AnnotatedArticle:
    return AnnotatedArticle(Article(name, "", "The Quay", name, text, NOON))


async def test_articles_without_an_address_are_no_versions_of_one_another(store: SqlStore) -> None:
    reads = [article(name, f"The {name} sails again on Monday.") for name in ("ferry", "barge", "tug")]
    kept = await store.import_articles("w", reads[:2])
    assert (kept.new, kept.changed) == (2, 0)
    kept = await store.import_articles("w", reads)
    assert (kept.new, kept.changed) == (1, 0)
    found = await store.between("w", NOON - timedelta(days=1), NOON + timedelta(days=1))
    assert {read.article.id for read in found} == {"ferry", "barge", "tug"}
