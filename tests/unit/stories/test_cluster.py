from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from bot.core.stories.cluster import AT_ONCE, average_link, cluster
from bot.model import AnnotatedArticle, Story
from tests.fakes.newsflow import Newsflow
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE, STRIKE_AGAIN, annotated

ALL = [BRIDGE, BRIDGE_AGAIN, STRIKE, STRIKE_AGAIN, OTHER_STRIKE]


def ids(stories: list[Story]) -> set[frozenset[str]]:
    return {frozenset(read.article.id for read in story.articles) for story in stories}


def groups(*found: list[AnnotatedArticle]) -> set[frozenset[str]]:
    return {frozenset(read.article.id for read in reads) for reads in found}


def test_one_event_told_by_two_outlets_under_other_headlines_is_one_story() -> None:
    assert ids(cluster(ALL)) == groups([BRIDGE, BRIDGE_AGAIN], [STRIKE, STRIKE_AGAIN], [OTHER_STRIKE])


def test_the_order_of_the_articles_does_not_matter() -> None:
    assert cluster(ALL) == cluster(ALL[::-1])


def test_stories_come_by_the_date_of_their_first_article() -> None:
    assert [story.articles[0] for story in cluster(ALL)] == [BRIDGE, STRIKE, OTHER_STRIKE]


def test_twins_join() -> None:
    twin = annotated("Another line", BRIDGE.article.text, outlet="Coast Wire", hours=5)
    assert ids(cluster([BRIDGE, twin, STRIKE])) == groups([BRIDGE, twin], [STRIKE])


def test_an_article_given_twice_counts_once() -> None:
    assert ids(cluster([BRIDGE, BRIDGE])) == groups([BRIDGE])


def test_no_articles_make_no_stories_and_an_empty_text_stands_alone() -> None:
    assert cluster([]) == []
    empty = annotated("", " ", outlet="Empty")
    assert ids(cluster([empty, BRIDGE])) == groups([empty], [BRIDGE])


def test_the_same_words_weeks_later_are_another_event() -> None:
    def court(hours: float, name: str, term: str) -> AnnotatedArticle:
        text = f"The court of Aldmouth sentenced {name} to {term} in prison on Monday for theft."
        return annotated(f"Court sentences {name}", text, hours=hours)

    first, later = court(0, "Jan Holt", "two years"), court(24 * 28, "Per Lind", "six months")
    assert len(cluster([first, later, *ALL])) == len(cluster(ALL)) + 2
    assert later.article.dated - MORNING == timedelta(days=28)


def test_groups_merge_by_their_mean_likeness_not_by_their_best_pair() -> None:
    chain = np.eye(4, dtype=np.float32)
    for one, other, likeness in ((0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.5)):
        chain[one, other] = chain[other, one] = likeness
    assert sorted(map(sorted, average_link(chain, 0.2))) == [[0, 1], [2, 3]]
    assert sorted(map(sorted, average_link(chain, 0.12))) == [[0, 1, 2, 3]]


@pytest.mark.slow
def test_more_articles_than_are_compared_at_once_are_told_apart_one_by_one() -> None:
    news = Newsflow(words=24)
    reads = [AnnotatedArticle(article) for article in news.articles(AT_ONCE + 20, days=2, events_a_day=300)]
    found = cluster(reads)
    assert sorted(read.article.id for story in found for read in story.articles) == sorted(
        read.article.id for read in reads
    )
    assert ids(found) == ids(cluster(reads[::-1]))
    mixed = [story for story in found if len({news.event_of[read.article.id] for read in story.articles}) > 1]
    assert len(mixed) < 0.05 * len(found)
