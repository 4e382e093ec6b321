from __future__ import annotations

from datetime import date

from bot.core.briefing.extractive import brief, update
from bot.core.stories.follow import Before, follow
from bot.model import AnnotatedArticle, Briefing, StoryStatus
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, annotated, story

DAY = date(2026, 3, 2)

REOPENED = annotated(
    "Lorries stay banned as Aldmouth bridge reopens",
    "A single lane of the Aldmouth bridge was opened for buses after welders replaced its weakest cables.\n\n"
    "Lorries stay banned until autumn.\n\n“My bakery lost half of its customers in those weeks,” said Tove Berg.",
    ("My bakery lost half of its customers in those weeks,", "Tove Berg"),
    outlet="Norland Daily",
    hours=60,
)


def told_before(*reads: AnnotatedArticle) -> Before:
    briefing = brief(story(*reads))
    assert briefing is not None
    return Before((briefing,), DAY)


def updated(before: Before, *reads: AnnotatedArticle) -> Briefing | None:
    following = follow(story(*reads), before)
    assert following is not None
    return update(following)


def test_what_is_new_is_told_in_one_bullet_and_one_quote() -> None:
    briefing = updated(told_before(BRIDGE), BRIDGE, REOPENED)
    assert briefing is not None
    assert (briefing.status, briefing.story) == (StoryStatus.DEVELOPING, story(REOPENED))
    assert [bullet.text for bullet in briefing.bullets] == [REOPENED.article.text.split("\n\n")[0]]
    assert [quote.speaker for quote in briefing.quotes] == ["Tove Berg"]
    assert briefing.headline == REOPENED.article.headline


def test_what_says_the_same_in_other_words_is_no_news() -> None:
    again = annotated(
        "Bridge at Aldmouth shut",
        "All traffic was banned from the Aldmouth bridge on Sunday night when engineers found cracks in its cables.",
        outlet="Norland Daily",
        hours=20,
    )
    assert updated(told_before(BRIDGE, BRIDGE_AGAIN), BRIDGE, again) is None


def test_a_page_that_now_says_otherwise_is_told_as_a_correction() -> None:
    text = BRIDGE.article.text.replace("40,000", "4,000")
    version = annotated(BRIDGE.article.headline, text, url=BRIDGE.article.url, hours=8)
    before = told_before(BRIDGE)
    assert any("40,000" in bullet.text for bullet in before.briefings[0].bullets)
    briefing = updated(before, version)
    assert briefing is not None
    assert briefing.status is StoryStatus.CORRECTED
    assert [bullet.text for bullet in briefing.bullets] == [text.split("\n\n")[1]]


def test_a_page_with_another_comma_is_no_news() -> None:
    text = BRIDGE.article.text.replace("on a working day, and", "on a working day and")
    version = annotated(BRIDGE.article.headline, text, url=BRIDGE.article.url, hours=8)
    assert updated(told_before(BRIDGE), version) is None
