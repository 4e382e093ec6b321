from dataclasses import replace

import pytest

from bot.core import topics
from bot.model import Topic
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, STRIKE, annotated, story


@pytest.mark.parametrize(
    "topic",
    [
        Topic("in the headline", words=("bridges",)),
        Topic("three times in the text", words=("ferry", "engineer", "council")),
        Topic("a phrase", phrases=("cracks are found",)),
        Topic("a name", names=("Aldmouth",)),
        Topic("the outlet", outlets=("harbour post",)),
        Topic("both", words=("bridge",), outlets=("Harbour Post", "Valley Times")),
    ],
    ids=lambda topic: topic.name,
)
def test_an_article_is_about_a_topic(topic: Topic) -> None:
    assert topics.matches(topic, BRIDGE.article)


@pytest.mark.parametrize(
    "topic",
    [
        Topic("twice in the text", words=("ferries",)),
        Topic("no such word", words=("strike",)),
        Topic("not in this order", phrases=("found are cracks",)),
        Topic("another outlet", words=("bridge",), outlets=("Valley Times",)),
        Topic("another language", words=("bridge",), language="de"),
        Topic("across headline and text", phrases=("found aldmouth",)),
    ],
    ids=lambda topic: topic.name,
)
def test_an_article_is_not_about_a_topic(topic: Topic) -> None:
    assert not topics.matches(topic, replace(BRIDGE.article, language="en"))


def test_a_name_is_found_with_its_capital_only() -> None:
    apple = Topic("Apple", names=("Apple",))
    assert topics.matches(apple, annotated("Apple’s plans", "It opens a shop.").article)
    assert not topics.matches(apple, annotated("Pies", "An apple is an apple is an apple.").article)


def test_a_long_text_has_to_mention_it_more_often() -> None:
    pay = Topic("Pay", words=("pay",))
    said, rest = "The pay. " * 4, "Other words are told here. "
    assert topics.matches(pay, annotated("News", said + rest * 100).article)
    assert not topics.matches(pay, annotated("News", said + rest * 300).article)


def test_a_story_is_of_the_topics_that_half_of_its_articles_are_about() -> None:
    both = story(BRIDGE, BRIDGE_AGAIN)
    cracks = Topic("Cracks", phrases=("cracks are found",))
    pay = Topic("Pay", words=("pay",))
    assert topics.of_story(both, [pay, cracks, Topic("Aldmouth", names=("Aldmouth",))]) == (
        "Cracks",
        "Aldmouth",
    )
    assert topics.of_story(both, [Topic("Strike", words=("strike",))]) == ()
    assert topics.of_story(story(STRIKE), []) == ()


def test_a_topic_that_looks_for_nothing_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="looks for nothing"):
        Topic("Empty")
