from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.briefing.extractive import brief
from bot.core.checks import supported
from bot.core.stories.cluster import Stream, cluster
from bot.model import AnnotatedArticle, Article, Story
from tests.fakes.stories import MORNING

words = st.sampled_from(
    "The council of Aldmouth closed a bridge on Sunday after Mayor Silva said “cracks were found” "
    "in 30 cables. However, he told reporters: “It is safe.” (The report) — Norland\n\n ferry … will".split(
        " "
    )
)
texts = st.lists(words, min_size=1, max_size=60).map(" ".join).filter(lambda text: text.strip() != "")
articles = st.builds(
    lambda number, text: Article(str(number), f"https://x.example/{number}", "X", text[:30], text, MORNING),
    st.integers(0, 10_000),
    texts,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(articles, max_size=8, unique_by=lambda article: article.id), st.randoms())
def test_every_article_is_in_one_story_whatever_the_order(found: list[Article], random: object) -> None:
    reads = [AnnotatedArticle(article) for article in found]
    stories = cluster(reads)
    assert sorted(read.article.id for story in stories for read in story.articles) == sorted(
        article.id for article in found
    )
    random.shuffle(reads)  # type: ignore[attr-defined]  # hypothesis gives random.Random
    assert cluster(reads) == stories


@settings(max_examples=40, deadline=None)
@given(
    st.lists(articles, max_size=12, unique_by=lambda article: article.id),
    st.integers(0, 12),
    st.lists(st.integers(0, 30), min_size=12, max_size=12),
)
def test_a_stream_keeps_each_recent_article_once_and_goes_on_after_a_restart(
    found: list[Article], stop: int, hours: list[int]
) -> None:
    arriving = [
        replace(article, captured=MORNING + timedelta(hours=at))
        for article, at in zip(found, sorted(hours), strict=False)
    ]
    first = Stream(timedelta(hours=12))
    for article in arriving[:stop]:
        first.add(article)
    story = {name: ids[0] for ids in first.stories() for name in ids}
    second = Stream.resume(
        timedelta(hours=12),
        [(article, story[article.id]) for article in arriving[:stop] if article.id in story],
    )
    for article in arriving[stop:]:
        first.add(article)
        second.add(article)
    assert first.stories() == second.stories()
    newest = max((article.captured for article in arriving), default=MORNING)
    recent = [article.id for article in arriving if newest - article.captured <= timedelta(hours=12)]
    assert sorted(name for ids in first.stories() for name in ids) == sorted(recent)


@settings(max_examples=60, deadline=None)
@given(articles)
def test_whatever_the_text_a_bullet_is_its_slice_and_supported(article: Article) -> None:
    briefing = brief(Story((AnnotatedArticle(article),)))
    for bullet in briefing.bullets if briefing else ():
        (cite,) = bullet.cites
        assert cite.article.words(cite.span) == bullet.text
        assert supported(bullet)
