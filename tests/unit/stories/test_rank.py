from __future__ import annotations

from datetime import timedelta

from bot.core.stories.rank import rank
from bot.core.stories.voices import texts, voices
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE, story, told

NOW = MORNING + timedelta(hours=6)


def test_a_story_of_more_outlets_leads() -> None:
    two, one = story(BRIDGE, BRIDGE_AGAIN), story(STRIKE)
    assert [ranked.story for ranked in rank([one, two], NOW)] == [two, one]


def test_of_equal_stories_the_fresher_leads() -> None:
    old = story(told("Old", STRIKE.article.text, outlet="Old Times", hours=-30))
    fresh = story(OTHER_STRIKE)
    assert [ranked.story for ranked in rank([old, fresh], NOW)] == [fresh, old]


def test_copies_of_one_text_are_one_voice() -> None:
    copies = story(
        OTHER_STRIKE, *(told("Copy", OTHER_STRIKE.article.text, outlet=f"Outlet {n}") for n in range(5))
    )
    assert (voices(copies), texts(copies), len(copies.outlets)) == (1, 1, 6)
    two = story(BRIDGE, BRIDGE_AGAIN)
    assert rank([copies, two], NOW)[0].story == two


def test_two_texts_of_one_outlet_are_one_voice() -> None:
    assert voices(story(BRIDGE, told("More", "Another text.", outlet="Harbour Post"))) == 1


def test_the_reasons_are_told_in_words() -> None:
    twin = told("Copy", BRIDGE.article.text, outlet="Coast Wire", hours=1)
    (ranked,) = rank([story(BRIDGE, BRIDGE_AGAIN, twin)], NOW)
    assert ranked.reasons == (
        "2 independent outlets",
        "1 copy of the same text not counted",
        "4 hours old",
        "2 people quoted",
    )
    assert rank([], NOW) == []


def test_a_date_in_the_future_counts_as_now() -> None:
    (ranked,) = rank([story(told("Ahead", "Text of it.", hours=48))], NOW)
    assert "less than an hour old" in ranked.reasons
