from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.stories.judgement import NO_JUDGEMENT
from bot.core.stories.rank import FrontPage, breadth, order_features, rank
from bot.core.stories.voices import texts, voices
from bot.model import Story
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE, annotated, story

NOW = MORNING + timedelta(hours=6)


def test_a_story_of_more_outlets_leads() -> None:
    two, one = story(BRIDGE, BRIDGE_AGAIN), story(STRIKE)
    assert [ranked.story for ranked in rank([one, two], NOW)] == [two, one]


def test_of_equal_stories_the_fresher_leads() -> None:
    old = story(annotated("Old", STRIKE.article.text, outlet="Old Times", hours=-30))
    fresh = story(OTHER_STRIKE)
    assert [ranked.story for ranked in rank([old, fresh], NOW)] == [fresh, old]


def test_copies_of_one_text_are_one_voice() -> None:
    copies = story(
        OTHER_STRIKE, *(annotated("Copy", OTHER_STRIKE.article.text, outlet=f"Outlet {n}") for n in range(5))
    )
    assert (voices(copies), texts(copies), len(copies.outlets)) == (1, 1, 6)
    two = story(BRIDGE, BRIDGE_AGAIN)
    assert rank([copies, two], NOW)[0].story == two


def test_two_texts_of_one_outlet_are_one_voice() -> None:
    assert voices(story(BRIDGE, annotated("More", "Another text.", outlet="Harbour Post"))) == 1


def test_the_reasons_are_told_in_words() -> None:
    twin = annotated("Copy", BRIDGE.article.text, outlet="Coast Wire", hours=1)
    (ranked,) = rank([story(BRIDGE, BRIDGE_AGAIN, twin)], NOW)
    assert ranked.reasons == (
        "2 independent outlets",
        "1 copy of the same text not counted",
        "4 hours old",
    )
    assert rank([], NOW) == []


def test_a_word_of_consequence_that_tells_nobody_why_counts_and_is_not_told() -> None:
    said = "A %s stood in the hall of the town."
    one = story(annotated("Town", said % "judge"))
    other = story(annotated("Town", said % "first judge"))
    nothing = story(annotated("Town", said % "first"))
    assert [rank([each], NOW)[0].reasons[-1] for each in (one, other)] == ["serious words: judge"] * 2
    assert rank([nothing], NOW)[0].reasons == ("1 independent outlet", "6 hours old")
    assert (
        order_features([other], NO_JUDGEMENT)[0]["consequence"]
        > order_features([one], NO_JUDGEMENT)[0]["consequence"]
    )


def test_of_stories_alike_in_all_else_the_one_near_the_top_of_a_feed_leads() -> None:
    front, below, unknown = (
        story(replace(annotated(f"Story {n}", f"Text {n} of it."), position=position))
        for n, position in enumerate((3, 4, None))
    )
    ranked = {one.story.id: one for one in rank([unknown, below, front], NOW)}
    assert next(iter(ranked)) == front.id
    assert ranked[front.id].reasons[-1] == "near the top of the feeds of 1 outlet"
    assert ranked[below.id].score == ranked[unknown.id].score
    assert ranked[below.id].reasons == ranked[unknown.id].reasons == ("1 independent outlet", "6 hours old")


def test_each_publisher_puts_a_story_near_the_top_once_though_its_text_be_a_copy() -> None:
    text = OTHER_STRIKE.article.text
    copies = [annotated("Copy", text, outlet=f"Outlet {n}") for n in range(2)]
    more = annotated("More", "Another text.", outlet="Outlet 1")
    (ranked,) = rank([story(*(replace(read, position=1) for read in (*copies, more)))], NOW)
    assert "near the top of the feeds of 2 outlets" in ranked.reasons


def test_the_top_of_a_feed_weighs_less_than_a_second_outlet() -> None:
    two = story(BRIDGE, BRIDGE_AGAIN)
    top = story(*(replace(read, position=1) for read in (BRIDGE,)))
    assert rank([top, two], NOW)[0].story == two


def test_a_date_in_the_future_counts_as_now() -> None:
    (ranked,) = rank([story(annotated("Ahead", "Text of it.", hours=48))], NOW)
    assert "less than an hour old" in ranked.reasons


def alone(number: int, outlet: str) -> Story:
    text = f"Numero{number} ipsum{number} dolor{number} sit{number} amet{number} elit{number} sed{number}."
    return story(annotated(f"Story {number}", text, outlet=outlet))


def test_one_outlet_does_not_fill_a_page() -> None:
    page = FrontPage(6)
    for number in range(2):
        assert not page.crowded(alone(number, "Harbour Post"))
        page.take(alone(number, "Harbour Post"))
    assert page.crowded(alone(3, "Harbour Post"))
    assert not page.crowded(alone(3, "Valley Times"))
    assert not page.crowded(story(BRIDGE, BRIDGE_AGAIN))  # a story of two outlets is nobody's alone


def test_one_subject_does_not_fill_a_page() -> None:
    page = FrontPage(6)
    outlets = ("Harbour Post", "Valley Times", "Norland Daily")
    trial = [
        story(
            annotated(
                f"{witness} heard in Norvik bribery trial",
                f"{witness} was heard on Monday in the Norvik bribery trial of banker Ines Moreau. Banker Ines "
                f"Moreau denies bribery. The trial in Norvik goes on.",
                outlet=outlet,
            )
        )
        for witness, outlet in zip(("Holt", "Lind", "Costa"), outlets, strict=True)
    ]
    for one in trial[:2]:
        assert not page.crowded(one)
        page.take(one)
    assert page.crowded(trial[2])
    assert not page.crowded(story(STRIKE))
    assert not page.crowded(story(OTHER_STRIKE))


def test_a_page_of_one_takes_one() -> None:
    page = FrontPage(1)
    assert not page.crowded(story(STRIKE))
    page.take(story(STRIKE))
    assert page.full


def test_beyond_the_outlets_that_were_learned_from_breadth_counts_more() -> None:
    assert breadth(1) == 0
    assert breadth(20) - breadth(3) > breadth(3) * 2
