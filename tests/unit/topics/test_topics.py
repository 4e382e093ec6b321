from dataclasses import replace

import pytest

from bot.core import topics
from bot.model import Briefing, Topic
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


FOOD, SPORT, PRESS = (
    Topic("Food", ("bakery",)),
    Topic("Sport", ("regatta",)),
    Topic("Press", outlets=("Post",)),
)


def edition(*headlines: str) -> list[Briefing]:
    stories = [story(annotated(headline, "It was on Monday.", outlet="Post")) for headline in headlines]
    return [Briefing(one, one.articles[0].article.headline, (), (), "extractive") for one in stories]


TOP = ("Bakery burns", "Regatta begins", "Rain", "Snow", "Wind")


def sections(*headlines: str, followed: tuple[Topic, ...] = ()) -> list[tuple[str, str]]:
    found = topics.in_sections(edition(*TOP, *headlines), followed, (FOOD, SPORT, PRESS))
    assert [(one.headline, one.section) for one in found[:5]] == [(headline, "") for headline in TOP]
    return [(one.headline, one.section) for one in found[5:]]


def test_the_rest_of_a_longer_edition_stands_by_topic_as_it_ranks_what_is_of_none_at_the_end() -> None:
    assert sections("Fog", "Regatta won", "Bakery sold", "Regatta lost") == [
        ("Regatta won", "Sport"),
        ("Regatta lost", "Sport"),
        ("Bakery sold", "Food"),
        ("Fog", ""),
    ]


def test_the_topics_that_a_channel_follows_come_first() -> None:
    ours = Topic("Weather", ("fog",))
    assert sections("Regatta won", "Bakery sold", "Fog", followed=(ours, FOOD)) == [
        ("Fog", "Weather"),
        ("Bakery sold", "Food"),
        ("Regatta won", "Sport"),
    ]


def test_a_shorter_edition_has_no_sections() -> None:
    assert sections("Regatta won", "Bakery sold") == [("Regatta won", ""), ("Bakery sold", "")]
