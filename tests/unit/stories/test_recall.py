from __future__ import annotations

from bot.core.stories.recall import leading_names, recall
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, STRIKE, story, told

REOPENED = told(
    "Ferries stop as Aldmouth bridge reopens",
    "Traffic crosses the Aldmouth bridge again since new cables were fitted, the council said.",
    outlet="Norland Daily",
    hours=24 * 6,
)
ELSEWHERE = told(
    "Tarnholm bridge closes after cracks are found",
    BRIDGE.article.text.replace("Aldmouth", "Tarnholm").replace("Silva", "Weiss").replace("Costa", "Dahl"),
    outlet="Norland Daily",
    hours=24 * 6,
)


def test_a_story_goes_on_from_what_was_told_days_before() -> None:
    assert recall([story(REOPENED)], [BRIDGE, STRIKE]) == {story(REOPENED).id: [BRIDGE.article]}


def test_another_event_in_the_same_words_goes_on_from_nothing() -> None:
    assert recall([story(ELSEWHERE)], [BRIDGE_AGAIN, STRIKE]) == {}


def test_nothing_told_or_only_the_story_itself_gives_nothing() -> None:
    assert recall([story(BRIDGE)], []) == {}
    assert recall([story(BRIDGE)], [BRIDGE]) == {}


def test_days_and_words_that_open_a_sentence_are_no_names() -> None:
    said = told("A", "Engineers came on Monday to Aldmouth. Later, Mayor Silva said so in May.")
    assert leading_names([said.article]) == {"aldmouth", "mayor", "silva"}
