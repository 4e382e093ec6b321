from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.stories.cluster import SETTLED, Stream
from bot.model import AnnotatedArticle, Article
from tests.fakes.newsflow import Newsflow
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, OTHER_STRIKE, STRIKE, STRIKE_AGAIN, annotated

DAYS = timedelta(days=3)


def after(*reads: AnnotatedArticle, keep: timedelta = DAYS) -> set[frozenset[str]]:
    stream = Stream(keep)
    for read in reads:
        stream.add(read.article)
    return groups(stream)


def groups(stream: Stream) -> set[frozenset[str]]:
    return {frozenset(ids) for ids in stream.stories()}


def ids(*reads: AnnotatedArticle) -> frozenset[str]:
    return frozenset(read.article.id for read in reads)


def test_an_article_joins_the_story_it_tells_or_opens_one() -> None:
    assert after(BRIDGE, STRIKE) == {ids(BRIDGE), ids(STRIKE)}
    found = after(BRIDGE, STRIKE, OTHER_STRIKE, BRIDGE_AGAIN, STRIKE_AGAIN)
    assert found == {ids(BRIDGE, BRIDGE_AGAIN), ids(STRIKE, STRIKE_AGAIN), ids(OTHER_STRIKE)}


def test_an_article_that_tells_of_both_draws_two_stories_together() -> None:
    one = annotated(
        "Fire at Quill Street mill", "A fire broke out at the Quill Street mill in Aldmouth.", hours=1
    )
    other = annotated(
        "Ines Moreau in hospital", "Weaver Ines Moreau was taken to Saint Bride hospital.", hours=2
    )
    both = [
        annotated(
            "Weaver Ines Moreau hurt in fire at Quill Street mill",
            "A fire broke out at the Quill Street mill in Aldmouth, and weaver Ines Moreau was taken to Saint "
            "Bride hospital.",
            outlet=outlet,
            hours=3,
        )
        for outlet in ("Valley Times", "Norland Daily")
    ]
    assert after(one, other) == {ids(one), ids(other)}
    assert after(one, other, *both) == {ids(one, other, *both)}


def test_what_is_older_than_the_stream_keeps_is_let_go() -> None:
    later = annotated("Elsewhere", "Rain fell on the hills of Southmark.", hours=24 * 4)
    assert after(BRIDGE, STRIKE, later) == {ids(later)}
    stream = Stream(timedelta(days=1))
    for article in Newsflow(words=60).articles(400, days=8, events_a_day=10):
        stream.add(article)
    assert len(stream) == 51


def test_an_article_without_a_word_stands_alone() -> None:
    assert after(annotated("", "…", outlet="Empty"), BRIDGE) == {
        ids(annotated("", "…", outlet="Empty")),
        ids(BRIDGE),
    }


def test_the_date_that_a_page_claims_lets_go_of_nothing() -> None:
    claimed = replace(STRIKE.article, published=STRIKE.article.captured + timedelta(days=4000))
    assert after(BRIDGE, AnnotatedArticle(claimed)) == {ids(BRIDGE), ids(STRIKE)}


def test_many_copies_of_one_text_are_one_story() -> None:
    copies = [annotated("Copy", BRIDGE.article.text, outlet=f"Outlet {n}") for n in range(2 * SETTLED)]
    assert after(*copies, STRIKE) == {ids(*copies), ids(STRIKE)}


def test_a_flow_of_events_is_told_apart() -> None:
    news, stream = Newsflow(words=80), Stream(DAYS)
    for article in news.articles(300, days=3, events_a_day=20):
        stream.add(article)
    mixed = [story for story in stream.stories() if len({news.event_of[one] for one in story}) > 1]
    assert len(mixed) < 5
    assert len(stream.stories()) < 75


def test_a_stream_resumed_goes_on_as_the_first_would() -> None:
    flow = list(Newsflow(words=60).articles(300, days=6, events_a_day=12))
    first = Stream(DAYS)
    for article in flow[:200]:
        first.add(article)
    second = Stream.resume(DAYS, _kept(first, flow[:200]))
    for article in flow[200:]:
        first.add(article)
        second.add(article)
    assert first.stories() == second.stories()


def _kept(stream: Stream, flow: list[Article]) -> list[tuple[Article, str]]:
    story = {name: ids[0] for ids in stream.stories() for name in ids}
    return [(article, story[article.id]) for article in flow if article.id in story]
