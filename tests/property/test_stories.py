from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.briefing.extractive import brief
from bot.core.checks import supported
from bot.core.stories.cluster import cluster
from bot.model import Article, ReadArticle, Story
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
    reads = [ReadArticle(article) for article in found]
    stories = cluster(reads)
    assert sorted(read.article.id for story in stories for read in story.articles) == sorted(
        article.id for article in found
    )
    random.shuffle(reads)  # type: ignore[attr-defined]  # hypothesis gives random.Random
    assert cluster(reads) == stories


@settings(max_examples=60, deadline=None)
@given(articles)
def test_whatever_the_text_a_bullet_is_its_slice_and_supported(article: Article) -> None:
    briefing = brief(Story((ReadArticle(article),)))
    for bullet in briefing.bullets if briefing else ():
        (cite,) = bullet.cites
        assert cite.article.words(cite.span) == bullet.text
        assert supported(bullet)
