"""Articles published, captured and kept at random times: each is in the consideration of one edition."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.store import SqlStore
from bot.core import editions
from bot.core.outline.texts import too_old
from bot.model import AnnotatedArticle, Article, Channel, Digest, Edition, Listed, Subscription
from bot.newsroom import brief
from tests.conftest import cases
from tests.fakes.stored_articles import keep, open_memory_store
from tests.fakes.stories import BRIDGE, MORNING, STRIKE

ORDER = Subscription("s", Channel("chat", "local", "news"), (time(8), time(18)), "UTC", size=2)
MINUTE = timedelta(minutes=1)
TEXTS = (BRIDGE.article.text, STRIKE.article.text)

ARRIVALS = st.lists(
    st.tuples(
        st.integers(0, 5 * 24 * 60),  # captured, in minutes from the beginning
        st.integers(-60, 4 * 24 * 60),  # published so long before; ahead where an outlet's clock is
        st.integers(0, 55),  # kept so long after
        st.sampled_from(TEXTS),
        st.booleans(),  # dated at all
    ),
    max_size=14,
)


def article(number: int, captured: datetime, published: datetime | None, text: str) -> AnnotatedArticle:
    """An article that tells one of two events, in words of its own."""
    url, own = f"https://post.example/{number}", f"{text} Number {number} was drawn."
    return AnnotatedArticle(
        Article(Article.id_for(url, own), url, "The Post", own[:60], own, captured, published=published)
    )


async def edition_at(store: SqlStore, now: datetime, planned: set[Edition]) -> Digest | None:
    """The edition that is due then, stored as planned."""
    due = editions.due(ORDER, planned, now)
    if due is None:
        return None
    digest = await brief.make_digest(ORDER, due.edition, store, now)
    assert await store.plan(editions.delivery_of(digest, ORDER), digest)
    planned.add(due.edition)
    return digest


@settings(max_examples=cases(8, 25), deadline=None)
@given(ARRIVALS)
async def test_every_article_is_in_the_consideration_of_one_edition(
    arrivals: list[tuple[int, int, int, str, bool]],
) -> None:
    store = await open_memory_store()
    kept = [
        (
            MORNING + (captured + later) * MINUTE,
            article(
                number,
                MORNING + captured * MINUTE,
                MORNING + (captured - before) * MINUTE if dated else None,
                text,
            ),
        )
        for number, (captured, before, later, text, dated) in enumerate(arrivals)
    ]
    kept.sort(key=lambda one: one[0])
    planned, told, begun = set[Edition](), list[Digest](), MORNING + timedelta(hours=2)
    for now in (begun + timedelta(hours=hours) for hours in range(0, 7 * 24, 2)):
        while kept and kept[0][0] <= now:
            await keep(store, kept.pop(0)[1])
        if digest := await edition_at(store, now, planned):
            told.append(digest)
    await store.close()
    seen: list[tuple[Digest, Article | Listed, str]] = []
    for digest in told:
        seen += [
            (digest, read.article, left.reason) for left in digest.left_out for read in left.story.articles
        ]
        seen += [
            (digest, read.article, "") for briefing in digest.briefings for read in briefing.story.articles
        ]
        seen += [(digest, left.article, left.reason) for left in digest.unread]
    times = Counter(article.id for _, article, _ in seen)
    for number, (captured, before, later, text, dated) in enumerate(arrivals):
        published = MORNING + (captured - before) * MINUTE if dated else None
        one = article(number, MORNING + captured * MINUTE, published, text).article
        there_before = MORNING + (captured + later) * MINUTE <= begun
        too_old_for_the_first = there_before and one.dated < begun - brief.LONGEST_WINDOW
        assert times[one.id] == (0 if too_old_for_the_first else 1)
    for digest, considered, reason in seen:
        assert (considered.dated < digest.made - brief.LONGEST_WINDOW) == (
            reason == too_old(brief.LONGEST_WINDOW)
        )
